"""Her business plan, and what it comes to in a month. No personal name and no business name stands in a plan."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache, reduce
from typing import Annotated

from followup.case.business.earnings import Animals, BusinessKind, Cycle, Garden, Season
from followup.case.business.loan import Loan, Repayment
from followup.case.business.money import WIDE, Currency, Money, checked_rate, riel_together
from followup.case.business.plan_fields import AMOUNT, NAME, NOTE, TRADE
from followup.case.fields import Checked, Private, program_text, whole_number
from followup.case.pseudonym import given_code
from followup.case.vocabulary import Term
from followup.errors import Invalid
from followup.messages import say
from followup.values import CheckedValue, Value

MOST_CUSTOMERS = 1000  # a day
MOST_SHARE = 1000  # weight of one service


class PartnerRole(Term):
    """Who a partner is to her; never a name."""

    HERSELF = "herself"
    GRADUATE = "graduate"
    HUSBAND = "husband"
    RELATIVE = "relative"
    OTHER = "other"


class PaidBy(Term):
    """Where the money for a thing came from. Nobody is handed cash: staff go to the market with her."""

    BOUGHT_WITH_HER = "bought_with_her"
    START_UP_FUND = "start_up_fund"
    DONATED = "donated"
    MICRO_CREDIT = "micro_credit"
    OWN_SAVINGS = "own_savings"


class CostKind(Term):
    """What a month's costs are for."""

    MATERIALS = "materials"
    LABOUR = "labour"
    TRANSPORT = "transport"
    RENT = "rent"
    ELECTRICITY = "electricity"
    WATER = "water"
    FOOD = "food"
    PHONE = "phone"
    OTHER = "other"


class Partner(Checked):
    """One who runs the business with her; ``take_home`` is what she must take home a month, None when not said.

    ``shares`` is False for one who helps without a share; ``trade`` is given when it is not the plan's.
    """

    role: PartnerRole
    code: Annotated[str | None, program_text()] = None
    in_charge: bool = False
    take_home: Annotated[Money | None, AMOUNT] = None
    shares: bool = True
    trade: Annotated[str | None, TRADE] = None

    def check(self) -> None:
        """Only a graduate has a code."""
        if self.code is not None and (self.role is not PartnerRole.GRADUATE or given_code(self.code) != self.code):
            raise Invalid(
                say("A code belongs to a partner who is a graduate, in capitals."), say("Never write a name.")
            )


class Item(Checked):
    """A thing the business needs, ``price`` for each, and who paid for it."""

    what: Annotated[Private, NAME]
    price: Annotated[Money, AMOUNT]
    paid_by: PaidBy
    quantity: Annotated[int, whole_number(1, 10_000, "A quantity is a whole number from 1 to 10,000.")] = 1


class Price(Checked):
    """What a service costs; ``share`` weighs how many customers want it against the other services."""

    service: Annotated[Private, NAME]
    price: Annotated[Money, AMOUNT]
    share: Decimal = Decimal(1)

    def check(self) -> None:
        """The share is a number above 0."""
        if not self.share.is_finite() or not 0 < self.share <= MOST_SHARE or not _fits(self.share, places=4):
            raise Invalid(say("A share of customers is a number above 0 and up to 1,000."))


class Customers(CheckedValue):
    """Customers expected on a day the business is open, from ``low`` to ``high``, both included."""

    low: Decimal
    high: Decimal

    def check(self) -> None:
        """Both are numbers of people, the smaller one first."""
        for number in (self.low, self.high):
            if not number.is_finite() or not 0 <= number <= MOST_CUSTOMERS or not _fits(number, places=2):
                raise Invalid(say("Customers a day are a number from 0 to 1,000."))
        if self.low > self.high:
            raise Invalid(say("The fewest customers are more than the most."), say("Write the smaller number first."))

    @property
    def expected(self) -> Fraction:
        """The middle of the range."""
        return Fraction(self.low + self.high) / 2


class MonthlyCost(Checked):
    """What one kind of cost comes to in a month."""

    kind: CostKind
    amount: Annotated[Money, AMOUNT]
    note: Annotated[Private, NOTE] = ""


class Plan(Checked):
    """A plan made with her, reckoned in ``currency`` at ``rate`` riel to the dollar; ``days_open`` is days a month.

    A shop has ``customers`` and ``days_open``; what animals, a garden or seasonal work bring in stands in a part of its
    own. Plans made before there were kinds are shops.
    """

    trade: Annotated[str, TRADE]
    currency: Currency
    rate: Decimal
    partners: tuple[Partner, ...]
    customers: Customers | None = None
    days_open: Annotated[int | None, whole_number(1, 31, "A business is open on 1 to 31 days a month.")] = None
    prices: tuple[Price, ...] = ()
    costs: tuple[MonthlyCost, ...] = ()
    items: tuple[Item, ...] = ()
    loan: Loan | None = None
    start_up_money: Annotated[Money | None, AMOUNT] = None
    note: Annotated[Private, NOTE] = ""
    kind: BusinessKind = BusinessKind.SHOP
    animals: Animals | None = None
    garden: Garden | None = None
    season: Season | None = None

    def check(self) -> None:
        """Its rate can be, its partners are a business, and what brings money in is said as its kind asks."""
        checked_rate(self.rate)
        if not _fits(self.rate, places=4):
            raise Invalid(say("An exchange rate has at most four digits after the dot."))
        _check_partners(self.partners)
        of_a_shop = self.customers is not None and self.days_open is not None
        if not (of_a_shop if self.kind is BusinessKind.SHOP else self._earning):
            raise Invalid(say("What brings the money in is missing."), say("It is asked for by the kind of business."))

    @property
    def _earning(self) -> Animals | Garden | Season | None:
        """The part that says how it earns; None for a shop."""
        parts = {
            BusinessKind.ANIMALS: self.animals,
            BusinessKind.GARDEN: self.garden,
            BusinessKind.SEASONAL: self.season,
        }
        return parts.get(self.kind)

    @property
    def cycle(self) -> Cycle | None:
        """What it brings in from one sale or harvest to the next, in its currency; None for a shop."""
        return self._earning.cycle(self.worth) if self._earning else None

    @property
    def takings_known(self) -> bool:
        """Whether takings can be reckoned: a shop needs a price list for that."""
        return bool(self.prices) or self.kind is not BusinessKind.SHOP

    @property
    def instalment(self) -> Fraction:
        """What is paid back of the loan in a month; what is paid once, at harvest, is spread over the time until it."""
        if self.loan is None:
            return Fraction(0)
        if self.loan.repaid is Repayment.AT_HARVEST:
            return self.owed() / (self.cycle.months if self.cycle else 12)
        return self.worth(self.loan.instalment) if self.loan.instalment else Fraction(0)

    @property
    def sharers(self) -> int:
        """How many share what is left; never none."""
        return sum(partner.shares for partner in self.partners)

    def worth(self, money: Money) -> Fraction:
        """``money`` in the plan's currency at its rate, not rounded."""
        return money.converted(self.currency, self.rate)

    def together(self, amounts: Iterable[Money]) -> Fraction:
        """Some amounts together, as in `worth`."""
        return self.of_riel(riel_together(amounts, self.rate))

    def of_riel(self, riel: Decimal) -> Fraction:
        """So many riel in the plan's currency at its rate, not rounded."""
        return Fraction(riel) if self.currency is Currency.KHR else Fraction(riel) / Fraction(self.rate)

    def monthly(self, kind: CostKind) -> Fraction:
        """What ``kind`` costs in a month, in the plan's currency."""
        return self.together(cost.amount for cost in self.costs if cost.kind is kind)

    def outlay(self, paid_by: PaidBy | None = None) -> Fraction:
        """What the things bought at the start cost, all of them or those paid in one way, in the plan's currency."""
        bought = (item for item in self.items if paid_by in (None, item.paid_by))
        return sum((self.worth(item.price) * item.quantity for item in bought), Fraction(0))

    def owed(self) -> Fraction:
        """All that is to be paid back in money: the instalments together, or the loan itself if they come to less."""
        if self.loan is None or self.loan.total is None:
            return Fraction(0)
        return max(self.worth(self.loan.principal), self.worth(self.loan.total))


class Reckoning(Value):
    """A month of a plan at ``customers`` a day; money in ``currency``, exact. The formulas stand at ``reckon``.

    ``sale_needed`` is what each animal, harvest or month of work must bring; ``first_income`` the months until money
    first comes in, and ``until_first`` what is paid out until then: of a shop they are None, 0 and 0. The five fields
    before them have no other value than their defaults where it is no shop.
    """

    currency: Currency
    sharers: int
    takings: Fraction
    costs: Fraction
    instalment: Fraction
    take_home: Fraction
    customers: Fraction = Fraction(0)
    average_price: Fraction = Fraction(0)
    break_even: Fraction | None = None
    everybody_paid: Fraction | None = None
    months_of_money: Fraction | None = None
    sale_needed: Fraction | None = None
    first_income: int = 0
    until_first: Fraction = Fraction(0)

    @property
    def left(self) -> Fraction:
        """What is left at the end of the month; below zero when it ends short."""
        return self.takings - self.costs - self.instalment

    @property
    def left_each(self) -> Fraction:
        """What is left for each who shares."""
        return self.left / self.sharers


@lru_cache(maxsize=8)
def reckon(plan: Plan, customers: Decimal | Fraction | None = None) -> Reckoning:
    """What a month of ``plan`` comes to at ``customers`` a day (the middle of the expected range when None).

    average price   = sum(price x share) / sum(share); 0 without a price list
    takings         = customers a day x days open x average price
    costs           = sum of the monthly costs, which do not grow with the customers
    left            = takings - costs - instalment (below zero when the month ends short)
    left each       = left / partners who share
    take home       = sum of what the sharing partners must take home (one who has not said counts as nothing)
    break even      = (costs + instalment) / (days open x average price), customers a day; None when prices are nothing
    everybody paid  = (costs + instalment + take home) / (days open x average price), likewise
    months of money = start-up money / (costs + instalment + take home - takings); None when it is never spent
    """
    costs = plan.together(cost.amount for cost in plan.costs)
    take_home = plan.together(one.take_home for one in plan.partners if one.shares and one.take_home)
    if plan.cycle:
        return _reckon_cycle(plan, plan.cycle, costs, take_home)
    assert plan.customers is not None
    a_day = plan.customers.expected if customers is None else Fraction(customers)
    price, days, instalment = _average_price(plan), plan.days_open or 0, plan.instalment
    takings = a_day * days * price
    return Reckoning(
        currency=plan.currency,
        sharers=plan.sharers,
        takings=takings,
        costs=costs,
        instalment=instalment,
        take_home=take_home,
        customers=a_day,
        average_price=price,
        break_even=_customers_for(costs + instalment, days * price),
        everybody_paid=_customers_for(costs + instalment + take_home, days * price),
        months_of_money=_months_of_money(plan, costs + instalment + take_home - takings),
    )


def expected_takings(plan: Plan) -> Fraction:
    """What `reckon` says that a month takes, and nothing else of it."""
    if cycle := plan.cycle:
        return cycle.takings / cycle.months
    assert plan.customers is not None
    return plan.customers.expected * (plan.days_open or 0) * _average_price(plan)


def reckon_fewest(plan: Plan) -> Reckoning:
    """The same at the fewest customers; of what is no shop, as it is planned."""
    return reckon(plan, plan.customers.low if plan.customers else None)


def _reckon_cycle(plan: Plan, cycle: Cycle, monthly: Fraction, take_home: Fraction) -> Reckoning:
    """A month of animals, a garden or seasonal work, on average over the time from one sale to the next.

    takings, costs  = those of a sale / months of it, and the monthly costs
    sale needed     = (costs + instalment) x months / how many are sold
    until first     = costs and instalments of the months until the first money comes in
    """
    takings, instalment = expected_takings(plan), plan.instalment
    costs = monthly + cycle.costs / cycle.months
    paid_meanwhile = instalment if plan.loan and plan.loan.repaid is Repayment.MONTHLY else Fraction(0)
    return Reckoning(
        currency=plan.currency,
        sharers=plan.sharers,
        takings=takings,
        costs=costs,
        instalment=instalment,
        take_home=take_home,
        sale_needed=(costs + instalment) * cycle.months / cycle.units,
        first_income=cycle.first,
        until_first=(monthly + paid_meanwhile) * cycle.first + (cycle.costs if cycle.first else 0),
    )


def _average_price(plan: Plan) -> Fraction:
    if not plan.prices:
        return Fraction(0)
    weighed = reduce(WIDE.add, (WIDE.multiply(one.price.riel(plan.rate), one.share) for one in plan.prices))
    return plan.of_riel(weighed) / Fraction(reduce(WIDE.add, (one.share for one in plan.prices)))


def _customers_for(needed: Fraction, from_one_a_day: Fraction) -> Fraction | None:
    if not needed:
        return Fraction(0)
    return needed / from_one_a_day if from_one_a_day else None


def _months_of_money(plan: Plan, short: Fraction) -> Fraction | None:
    if plan.start_up_money is None or short <= 0:
        return None
    return plan.worth(plan.start_up_money) / short


def _check_partners(partners: tuple[Partner, ...]) -> None:
    if sum(partner.role is PartnerRole.HERSELF for partner in partners) != 1:
        raise Invalid(say("She herself is one of the partners, once."), say("Add a partner whose role is herself."))
    if not any(partner.shares for partner in partners):
        raise Invalid(say("Nobody shares what is left."), say("At least one partner shares."))


def _fits(number: Decimal, *, places: int) -> bool:
    exponent = number.as_tuple().exponent
    return isinstance(exponent, int) and exponent >= -places
