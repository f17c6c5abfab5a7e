"""What the figures need of the support that one graduate and her family were given."""

from typing import NamedTuple

from followup.case.business.money import Currency, Money
from followup.case.support_words import SupportKind


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
