"""What the rules of the plan check look at, where a figure begins to worry, and the phrases they speak in."""

from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from followup.case.business.money import show
from followup.case.business.plan import Plan, Reckoning
from followup.messages import say, say_count
from followup.values import Value, field


class PlanThresholds(Value):
    """Where a figure begins to worry; the defaults are those of the shipped ``plan_rules.json``."""

    rent_share: Fraction = Fraction(1, 3)  # of takings
    electricity_share: Fraction = Fraction(1, 4)  # of takings
    start_up_months: Fraction = Fraction(3)  # that the start-up money should last
    debt_months: Fraction = Fraction(6)  # of takings
    customers_per_partner: Fraction = Fraction(1)  # a day
    least_days_open: Fraction = Fraction(20)  # a month
    garment_wage: Fraction = Fraction(50)  # US dollars a month, after the first
    same_trade_nearby: Fraction = Fraction(3)  # other graduates with her trade in the district


class PlanContext(Value):
    """What is known beside the plan. ``modules`` are those she completed, None when that was never written down.

    ``same_trade_nearby`` counts other graduates with her trade in the same district, her partners left out.
    """

    modules: tuple[str, ...] | None = None
    same_trade_nearby: int = 0
    thresholds: PlanThresholds = field(default_factory=PlanThresholds)


class PlanRuleInputs(Value):
    """What every rule looks at: the plan, its context, and a month at the fewest and at the expected customers."""

    plan: Plan
    context: PlanContext
    fewest: Reckoning
    expected: Reckoning

    def show(self, amount: Fraction) -> str:
        """An amount in the plan's currency, for people."""
        return show(amount, self.plan.currency)

    def at(self, month: Reckoning) -> str:
        """What ``month`` was reckoned for: ``2 to 3 customers a day``, ``2 animals sold every 6 months``."""
        if self.plan.cycle:
            return self.plan.cycle.words
        customers = self.plan.customers
        assert customers is not None
        if month is self.fewest or customers.low == customers.high:
            return customers_a_day(tenths(Fraction(customers.low)))
        low, high = tenths(Fraction(customers.low)), tenths(Fraction(customers.high))
        return say("{low} to {high} customers a day", low=low, high=high)

    def at_price(self) -> str:
        """`` at 2,000 riel``, `` at 1,065 riel on average``; nothing when nothing has a price."""
        worths = {self.plan.worth(price.price) for price in self.plan.prices}
        if not worths:
            return ""
        average = self.show(self.expected.average_price)
        return say(" at {price}", price=average) if len(worths) == 1 else say(" at {price} on average", price=average)


def customers_a_day(customers: str) -> str:
    """``4.5 customers a day``, and ``one customer a day`` for ``1``."""
    return say_count(customers, "one customer a day", "{n} customers a day")


def tenths(number: Fraction) -> str:
    """``number`` with at most one digit after the dot, cut off."""
    return _one_digit(floor(number * 10))


def tenths_up(number: Fraction) -> str:
    """The same, rounded up: so many customers are really enough."""
    return _one_digit(ceil(number * 10))


def _one_digit(in_tenths: int) -> str:
    return f"{Decimal(in_tenths) / 10:f}".removesuffix(".0")


def number_word(number: Fraction | int) -> str:
    """``three`` for 3; figures beyond ten and for parts."""
    words = (
        *(say("none"), say("one"), say("two"), say("three"), say("four"), say("five")),
        *(say("six"), say("seven"), say("eight"), say("nine"), say("ten")),
    )
    whole = int(number)
    return words[whole] if number == whole and 0 <= whole < len(words) else tenths(Fraction(number))
