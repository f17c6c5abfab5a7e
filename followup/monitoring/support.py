"""The support that was given to a graduate and her family: one list for pages, files and figures, nothing in it twice.

What a plan says is to be bought was not given yet, and is not counted. A loan to herself is what her plan says of it;
an entry of support says at most out of which fund it came.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from fractions import Fraction

from followup.case.business.loan import Loan
from followup.case.business.money import Currency, Money, total
from followup.case.business.plan import PaidBy, Plan
from followup.case.case import Case
from followup.case.fields import Private
from followup.case.parts import Support
from followup.case.support_words import SupportedPerson, SupportKind
from followup.values import Value

OUT_OF_PLAN = {
    PaidBy.BOUGHT_WITH_HER: SupportKind.BOUGHT_WITH_HER,
    PaidBy.START_UP_FUND: SupportKind.START_UP_FUND,
    PaidBy.DONATED: SupportKind.DONATED,
}
"""What things of a plan are as support. What was bought out of a loan is counted as the loan, and savings are hers."""


class GivenSupport(Value):
    """One thing that was given: ``amount`` None where nobody said; ``in_plan`` says that her plan says the amount."""

    on: date
    what: SupportKind
    whom: SupportedPerson
    amount: Money | None
    fund: str
    note: Private = ""
    in_plan: bool = False


def support_given(case: Case) -> tuple[GivenSupport, ...]:
    """Everything that was given in all her stays at home, in the order of its days."""
    return tuple(sorted((one for stay in case.stays for one in support_of_stay(stay)), key=lambda one: one.on))


def support_of_stay(case: Case) -> tuple[GivenSupport, ...]:
    """What was given in one stay at home: the entries, and her own loan once, as her plan says it."""
    of_loan = [support for support in case.supports if support.said.is_own_loan]
    given = (_as_given(support) for support in case.supports if support not in of_loan)
    return tuple(sorted((*given, *_own_loan(case, of_loan)), key=lambda one: one.on))


def _as_given(support: Support) -> GivenSupport:
    said = support.said
    return GivenSupport(support.on, said.what, said.whom, said.amount, said.fund, said.note)


def _own_loan(case: Case, entries: Sequence[Support]) -> Iterator[GivenSupport]:
    """The loan of her plan, from the day she was lent it on; of a plan without one, what the entries say of it."""
    loan, since = loan_of_plan(case)
    if loan and since:
        fund = next((one.said.fund for one in reversed(entries) if one.said.fund), "")
        note = entries[-1].said.note if entries else ""
        yield GivenSupport(since, SupportKind.LOAN, SupportedPerson.HERSELF, loan.principal, fund, note, in_plan=True)
    else:
        yield from map(_as_given, entries)


def loan_of_plan(case: Case) -> tuple[Loan | None, date | None]:
    """The loan of her plan and the day she was lent it; neither where there is none, or that day is to come."""
    if case.plan and case.plan.loan and case.loan_since and case.loan_since <= case.as_of:
        return case.plan.loan, case.loan_since
    return None, None


def sums(given: Iterable[GivenSupport]) -> dict[Currency, Fraction]:
    """What it cost together, in each currency that it was written down in, exactly: nothing is converted."""
    together: dict[Currency, Fraction] = {}
    for amount in (one.amount for one in given if one.amount):
        together[amount.currency] = together.get(amount.currency, Fraction(0)) + amount.exact
    return dict(sorted(together.items()))


def bought_by_plan(plan: Plan) -> dict[SupportKind, tuple[Money, ...]]:
    """What the things of a plan cost that somebody else paid for, by kind, in each currency they have a price in."""
    bought: dict[SupportKind, tuple[Money, ...]] = {}
    for paid_by, kind in OUT_OF_PLAN.items():
        prices = [item.price * item.quantity for item in plan.items if item.paid_by is paid_by and item.price.amount]
        by_currency = ([price for price in prices if price.currency is currency] for currency in Currency)
        if amounts := tuple(total(some) for some in by_currency if some):
            bought[kind] = amounts
    return bought
