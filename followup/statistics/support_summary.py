"""What the figures need of the support that one graduate and her family were given."""

from datetime import date
from typing import NamedTuple

from followup.case.business.money import Currency, Money
from followup.case.case import Case
from followup.case.vocabulary import SupportKind
from followup.monitoring.support import support_of_stay


class SupportInQuarter(NamedTuple):
    """Something given in the quarter to her or a member of her family, and what it cost, None if nobody said."""

    what: SupportKind
    family: bool
    fund: str
    amount: Money | None = None

    @property
    def unknown(self) -> bool:
        """Whether nobody said what it cost."""
        return self.amount is None

    def least_units(self, currency: Currency) -> int | None:
        """What it cost in riel or cents; None where it was not written down in that currency."""
        if self.amount is None or self.amount.currency is not currency:
            return None
        return int(self.amount.exact * 10**currency.places)


def supports_in(case: Case, start: date, cutoff: date) -> tuple[SupportInQuarter, ...]:
    """What she and her family were given from ``start`` up to, not including, ``cutoff``, in this stay at home."""
    return tuple(
        SupportInQuarter(one.what, one.whom.in_family, one.fund, one.amount)
        for one in support_of_stay(case)
        if start <= one.on < cutoff
    )
