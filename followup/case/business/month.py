"""What a business did in a month, as told at a visit: riel or dollars, exact, and nothing assumed that was not said."""

from decimal import Decimal

from followup.case.business.money import Money, total
from followup.case.business.plan import MOST_CUSTOMERS, MonthlyCost
from followup.errors import Invalid
from followup.messages import say
from followup.values import CheckedValue, defaults


class MonthlyFigures(CheckedValue):
    """The business of the month before a visit. None means that nobody said; nothing is None because it was zero.

    ``customers`` are customers a day; ``drawings`` what was taken out to live on; ``stock``, ``debt`` and ``savings``
    how they stood on the day of the visit. ``repaid`` is what was paid back of the loan since the visit before, and
    ``repaid_in_kind`` says that what was owed in kind was given. ``open`` is False once the business has closed.
    """

    customers: Decimal | None = None
    takings: Money | None = None
    costs: tuple[MonthlyCost, ...] = ()
    drawings: Money | None = None
    stock: Money | None = None
    debt: Money | None = None
    savings: Money | None = None
    open: bool = True
    repaid: Money | None = None
    repaid_in_kind: bool = False

    def check(self) -> None:
        """Amounts are of one currency, none below zero, none named twice."""
        if self.customers is not None and not (self.customers.is_finite() and 0 <= self.customers <= MOST_CUSTOMERS):
            raise Invalid(say("Customers a day are a number from 0 to 1,000."))
        if any(amount.amount < 0 for amount in self.amounts()):
            raise Invalid(say("An amount of a month is not below zero."), say("Write it without the minus sign."))
        if len({amount.currency for amount in self._of_the_business()}) > 1:
            raise Invalid(
                say("The amounts of one month are all in riel or all in dollars."),
                say("Only debt, savings and what was paid back of a loan may be in the other currency."),
            )
        if len({cost.kind for cost in self.costs}) < len(self.costs):
            raise Invalid(say("A kind of cost is named twice."), say("Add the amounts of one kind together."))

    def amounts(self) -> tuple[Money, ...]:
        """Every amount that was said."""
        beside = (self.debt, self.savings, self.repaid)
        return (*self._of_the_business(), *(one for one in beside if one is not None))

    def _of_the_business(self) -> tuple[Money, ...]:
        """What its business took in, paid out and holds."""
        said = (self.takings, *(cost.amount for cost in self.costs), self.drawings, self.stock)
        return tuple(one for one in said if one is not None)

    @property
    def cost(self) -> Money | None:
        """All costs of the month together; None if none was said."""
        amounts = [cost.amount for cost in self.costs]
        return total(amounts) if amounts else None

    @property
    def says_something(self) -> bool:
        """Whether anything at all was said."""
        return any(getattr(self, name) != default for name, default in defaults(MonthlyFigures).items())
