"""Her business plan, and what it comes to in a month. No personal name and no business name stands in a plan."""

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Annotated

from followup.case.business.money import Currency, Money, checked_rate
from followup.case.fields import Checked, Described, Private, program_text, whole_number
from followup.case.pseudonym import given_code
from followup.case.text_limits import checked_line
from followup.case.vocabulary import Term
from followup.errors import Invalid
from followup.messages import say

_SLUG = re.compile(r"[a-z][a-z0-9_-]{0,39}")
LONGEST_NAME = 60  # characters, of a thing or a service
LONGEST_NOTE = 200  # characters
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


def _check_plan_text(described: Described, _name: str, text: str) -> None:
    if not text and described.otherwise:
        raise Invalid(say(described.otherwise))
    if text != checked_line(text, say("A text in a plan"), limit=described.most or LONGEST_NOTE).strip():
        raise Invalid(say("A text in a plan has no spaces at its ends."))


def _check_trade(_described: Described, _name: str, trade: str) -> None:
    if not _SLUG.fullmatch(trade):
        raise Invalid(say("A trade is a code of small letters, like hairdressing."))


def _check_not_below_zero(_described: Described, _name: str, money: Money) -> None:
    if money.amount < 0:
        raise Invalid(say("An amount in a plan is not below zero."), say("Write it without the minus sign."))


_TRADE = Described(_check_trade)
_AMOUNT = Described(_check_not_below_zero)
_NAME = Described(_check_plan_text, most=LONGEST_NAME, otherwise="A word for it is missing.")
_NOTE = Described(_check_plan_text, most=LONGEST_NOTE)


@dataclass(frozen=True, slots=True)
class Partner(Checked):
    """One who runs the business with her; ``take_home`` is what she must take home a month, None when not said.

    ``shares`` is False for one who helps without a share; ``trade`` is given when it is not the plan's.
    """

    role: PartnerRole
    code: Annotated[str | None, program_text()] = None
    in_charge: bool = False
    take_home: Annotated[Money | None, _AMOUNT] = None
    shares: bool = True
    trade: Annotated[str | None, _TRADE] = None

    def check(self) -> None:
        """Only a graduate has a code."""
        if self.code is not None and (self.role is not PartnerRole.GRADUATE or given_code(self.code) != self.code):
            raise Invalid(
                say("A code belongs to a partner who is a graduate, in capitals."), say("Never write a name.")
            )


@dataclass(frozen=True, slots=True)
class Item(Checked):
    """A thing the business needs, ``price`` for each, and who paid for it."""

    what: Annotated[Private, _NAME]
    price: Annotated[Money, _AMOUNT]
    paid_by: PaidBy
    quantity: Annotated[int, whole_number(1, 10_000, "A quantity is a whole number from 1 to 10,000.")] = 1


@dataclass(frozen=True, slots=True)
class Loan(Checked):
    """A micro-credit loan: what was lent, what is paid back each month, and for how many months."""

    principal: Annotated[Money, _AMOUNT]
    instalment: Annotated[Money, _AMOUNT]
    months: Annotated[int, whole_number(1, 120, "A loan is paid back in 1 to 120 months.")]


@dataclass(frozen=True, slots=True)
class Price(Checked):
    """What a service costs; ``share`` weighs how many customers want it against the other services."""

    service: Annotated[Private, _NAME]
    price: Annotated[Money, _AMOUNT]
    share: Decimal = Decimal(1)

    def check(self) -> None:
        """The share is a number above 0."""
        if not self.share.is_finite() or not 0 < self.share <= MOST_SHARE or not _fits(self.share, places=4):
            raise Invalid(say("A share of customers is a number above 0 and up to 1,000."))


@dataclass(frozen=True, slots=True)
class Customers:
    """Customers expected on a day the business is open, from ``low`` to ``high``, both included."""

    low: Decimal
    high: Decimal

    def __post_init__(self) -> None:
        for number in (self.low, self.high):
            if not number.is_finite() or not 0 <= number <= MOST_CUSTOMERS or not _fits(number, places=2):
                raise Invalid(say("Customers a day are a number from 0 to 1,000."))
        if self.low > self.high:
            raise Invalid(say("The fewest customers are more than the most."), say("Write the smaller number first."))

    @property
    def expected(self) -> Fraction:
        """The middle of the range."""
        return (Fraction(self.low) + Fraction(self.high)) / 2


@dataclass(frozen=True, slots=True)
class MonthlyCost(Checked):
    """What one kind of cost comes to in a month."""

    kind: CostKind
    amount: Annotated[Money, _AMOUNT]
    note: Annotated[Private, _NOTE] = ""


@dataclass(frozen=True, slots=True)
class Plan(Checked):
    """A plan made with her, reckoned in ``currency`` at ``rate`` riel to the dollar; ``days_open`` is days a month."""

    trade: Annotated[str, _TRADE]
    currency: Currency
    rate: Decimal
    partners: tuple[Partner, ...]
    customers: Customers
    days_open: Annotated[int, whole_number(1, 31, "A business is open on 1 to 31 days a month.")]
    prices: tuple[Price, ...] = ()
    costs: tuple[MonthlyCost, ...] = ()
    items: tuple[Item, ...] = ()
    loan: Loan | None = None
    start_up_money: Annotated[Money | None, _AMOUNT] = None
    note: Annotated[Private, _NOTE] = ""

    def check(self) -> None:
        """Its rate can be, and its partners are a business."""
        checked_rate(self.rate)
        if not _fits(self.rate, places=4):
            raise Invalid(say("An exchange rate has at most four digits after the dot."))
        _check_partners(self.partners)

    @property
    def sharers(self) -> int:
        """How many share what is left; never none."""
        return sum(partner.shares for partner in self.partners)

    def worth(self, money: Money) -> Fraction:
        """``money`` in the plan's currency at its rate, not rounded."""
        return money.converted(self.currency, self.rate)

    def monthly(self, kind: CostKind) -> Fraction:
        """What ``kind`` costs in a month, in the plan's currency."""
        return sum((self.worth(cost.amount) for cost in self.costs if cost.kind is kind), Fraction(0))

    def outlay(self, paid_by: PaidBy | None = None) -> Fraction:
        """What the things bought at the start cost, all of them or those paid in one way, in the plan's currency."""
        bought = (item for item in self.items if paid_by in (None, item.paid_by))
        return sum((self.worth(item.price) * item.quantity for item in bought), Fraction(0))

    def owed(self) -> Fraction:
        """All that is to be paid back: the instalments together, or the loan itself if they come to less."""
        if self.loan is None:
            return Fraction(0)
        return max(self.worth(self.loan.principal), self.worth(self.loan.instalment) * self.loan.months)


@dataclass(frozen=True, slots=True)
class Reckoning:
    """A month of a plan at ``customers`` a day; money in ``currency``, exact. The formulas stand at ``reckon``."""

    currency: Currency
    customers: Fraction
    average_price: Fraction
    takings: Fraction
    costs: Fraction
    instalment: Fraction
    left: Fraction
    left_each: Fraction
    take_home: Fraction
    break_even: Fraction | None
    everybody_paid: Fraction | None
    months_of_money: Fraction | None


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
    a_day = plan.customers.expected if customers is None else Fraction(customers)
    price = _average_price(plan)
    takings = a_day * plan.days_open * price
    costs = sum((plan.worth(cost.amount) for cost in plan.costs), Fraction(0))
    instalment = plan.worth(plan.loan.instalment) if plan.loan else Fraction(0)
    take_home = sum((plan.worth(one.take_home) for one in plan.partners if one.shares and one.take_home), Fraction(0))
    left = takings - costs - instalment
    return Reckoning(
        currency=plan.currency,
        customers=a_day,
        average_price=price,
        takings=takings,
        costs=costs,
        instalment=instalment,
        left=left,
        left_each=left / plan.sharers,
        take_home=take_home,
        break_even=_customers_for(costs + instalment, plan.days_open * price),
        everybody_paid=_customers_for(costs + instalment + take_home, plan.days_open * price),
        months_of_money=_months_of_money(plan, take_home - left),
    )


def _average_price(plan: Plan) -> Fraction:
    if not plan.prices:
        return Fraction(0)
    weighed = sum((plan.worth(one.price) * Fraction(one.share) for one in plan.prices), Fraction(0))
    return weighed / sum((Fraction(one.share) for one in plan.prices), Fraction(0))


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
