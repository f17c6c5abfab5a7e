"""What the figures need of the support that one graduate and her family were given."""

from datetime import date
from typing import NamedTuple

from followup.case.business.money import Currency, Money
from followup.case.case import Case
from followup.case.vocabulary import SupportKind
from followup.monitoring.support import support_of_stay


class SupportInQuarter(NamedTuple):
    """Something given in the quarter to her or a member of her family: what it cost, or that nobody said."""

    what: SupportKind
    family: bool
    fund: str
    riel: int = 0
    cents: int = 0
    unknown: bool = False


def supports_in(case: Case, start: date, cutoff: date) -> tuple[SupportInQuarter, ...]:
    """What she and her family were given from ``start`` up to, not including, ``cutoff``, in this stay at home."""
    return tuple(
        SupportInQuarter(one.what, one.whom.in_family, one.fund, *_riel_and_cents(one.amount), one.amount is None)
        for one in support_of_stay(case)
        if start <= one.on < cutoff
    )


def _riel_and_cents(amount: Money | None) -> tuple[int, int]:
    if amount is None:
        return 0, 0
    least_units = int(amount.exact * 10**amount.currency.places)
    return (least_units, 0) if amount.currency is Currency.KHR else (0, least_units)
