"""How the loan of her plan stands on a day: instalments due, paid, missed and to come; debt and savings last told."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction

from followup.case.business.loan import Loan, Repayment
from followup.case.business.money import Money
from followup.case.business.month import MonthlyFigures
from followup.case.case import Case
from followup.case.vocabulary import Term
from followup.values import Value


class InstalmentState(Term):
    """How an instalment stands: paid, due (its day is here and nobody said whether it was paid), missed, or to come."""

    PAID = "paid"
    DUE = "due"
    MISSED = "missed"
    AHEAD = "ahead"


class Instalment(Value):
    """One instalment and the day it falls due; ``amount`` is None where the loan is given back in kind."""

    number: int
    due: date
    amount: Money | None
    state: InstalmentState


class LoanStanding(Value):
    """A loan and its instalments; ``paid`` is what was paid back so far, in the currency it is paid back in."""

    loan: Loan
    since: date
    instalments: tuple[Instalment, ...]
    paid: Fraction

    def those(self, *states: InstalmentState) -> tuple[Instalment, ...]:
        """The instalments that stand so, the earliest first."""
        return tuple(one for one in self.instalments if one.state in states)

    @property
    def next(self) -> Instalment | None:
        """The first that is not paid: what is to be asked for."""
        return next((one for one in self.instalments if one.state is not InstalmentState.PAID), None)


def loan_standing(case: Case, today: date, rate: Decimal) -> LoanStanding | None:
    """How the loan of the plan in force stands; None without one. Amounts are compared at ``rate`` riel to the dollar.

    What was paid covers the earliest instalments first. One that is not covered is missed once a visit on its day or
    later told what was paid, and due until then: what nobody asked about is not held against her.
    """
    loan, since = (case.plan.loan if case.plan else None), case.loan_since
    if loan is None or since is None:
        return None
    told = [(visit.on, visit.said.month) for visit in case.visits if visit.said.month and visit.on >= since]
    told = [(on, month) for on, month in told if month.repaid is not None or month.repaid_in_kind]
    asked = max((on for on, _ in told), default=date.min)
    paid = sum((month.repaid.converted(loan.currency, rate) for _, month in told if month.repaid), Fraction(0))
    in_kind = any(month.repaid_in_kind for _, month in told)
    amount = None if loan.repaid is Repayment.IN_KIND else loan.instalment or loan.total

    def state(number: int, due: date) -> InstalmentState:
        if in_kind if amount is None else paid >= amount.exact * number:
            return InstalmentState.PAID
        if today < due:
            return InstalmentState.AHEAD
        return InstalmentState.MISSED if asked >= due else InstalmentState.DUE

    dates = enumerate(loan.due_dates(since), 1)
    return LoanStanding(loan, since, tuple(Instalment(n, due, amount, state(n, due)) for n, due in dates), paid)


def last_told(case: Case, what: Callable[[MonthlyFigures], Money | None]) -> tuple[date, Money] | None:
    """What was last told of an amount such as debt or savings, and when; None if it never was."""
    told = ((visit.on, what(visit.said.month)) for visit in case.visits if visit.said.month)
    known = [(on, amount) for on, amount in told if amount is not None]
    return max(known, key=lambda one: one[0], default=None)
