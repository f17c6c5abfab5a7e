"""A loan of her plan: how much was lent, how it is paid back, and which instalments fall due when."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Annotated

from followup.case.business.money import Currency, Money
from followup.case.business.plan_fields import AMOUNT, NOTE
from followup.case.date_ranges import months_later
from followup.case.fields import Checked, Private, calendar_day, whole_number
from followup.case.vocabulary import Term
from followup.errors import Invalid
from followup.messages import say


class Repayment(Term):
    """How a loan is paid back."""

    MONTHLY = "monthly"
    AT_HARVEST = "at_harvest"
    NONE = "none"
    IN_KIND = "in_kind"


class Loan(Checked):
    """What was lent, in whatever currency, and how it is paid back; without ``repaid`` in so many monthly instalments.

    ``harvest`` is any day of the month in which it is paid back at once, or in kind; ``in_kind`` says in words what is
    given back, such as two piglets. ``since`` is the day it was lent, that of the plan where it is not said.
    """

    principal: Annotated[Money, AMOUNT]
    instalment: Annotated[Money | None, AMOUNT] = None
    months: Annotated[int | None, whole_number(1, 120, "A loan is paid back in 1 to 120 months.")] = None
    repaid: Repayment = Repayment.MONTHLY
    harvest: Annotated[date | None, calendar_day("The month of the harvest")] = None
    in_kind: Annotated[Private, NOTE] = ""
    since: Annotated[date | None, calendar_day("The day it was lent")] = None

    def check(self) -> None:
        """Each way of paying back says what it needs, and nothing else."""
        no_money = self.repaid in (Repayment.NONE, Repayment.IN_KIND)
        for wrong, what in (
            (self._monthly is not (self.months is not None), say("Months belong to a loan paid back month by month.")),
            (self._monthly and self.instalment is None, say("What is paid back each month is missing.")),
            (self.repaid is Repayment.AT_HARVEST and not self.harvest, say("The month of the harvest is missing.")),
            (self.repaid is Repayment.IN_KIND and not self.in_kind, say("What is given back in kind is missing.")),
            (self.in_kind and self.repaid is not Repayment.IN_KIND, say("In kind or in money: say one of them.")),
            (no_money and self.instalment, say("No instalment of money is paid back here.")),
        ):
            if wrong:
                raise Invalid(what, say("How a loan is paid back: {words}.", words=", ".join(Repayment)))

    @property
    def _monthly(self) -> bool:
        return self.repaid is Repayment.MONTHLY

    @property
    def currency(self) -> Currency:
        """The currency it is paid back in."""
        return (self.instalment or self.principal).currency

    @property
    def total(self) -> Money | None:
        """All that is paid back in money; None where nothing is."""
        if self.repaid is Repayment.AT_HARVEST:
            return self.instalment or self.principal
        return self.instalment * self.months if self.instalment and self.months else None

    def due_dates(self, since: date) -> Iterator[date]:
        """The days on which instalments fall due: each month after the loan, or the last day of the harvest's month."""
        if self.repaid is Repayment.MONTHLY:
            yield from (months_later(since, number) for number in range(1, (self.months or 0) + 1))
        elif self.harvest:
            yield months_later(self.harvest.replace(day=1), 1) - timedelta(days=1)
