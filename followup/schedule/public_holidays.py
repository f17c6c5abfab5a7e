"""Public holidays: a shipped table first, and the only module that asks the ``holidays`` library.

The library takes as long to import as a whole daily command takes to run, so it is asked only for a year or a country
that the table does not hold. A government decrees its holidays about one year ahead; later years are estimates.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from typing import Any, Self

from followup.errors import Invalid
from followup.messages import say
from followup.values import Value, field

LIBRARY_DECREED_THROUGH = 2026
"""The last year whose holidays were decreed when the library was released (holidays 0.109)."""


class PublicHolidays(Value):
    """The public holidays of ``country`` (ISO code), year by year; without a country, only the days in ``years``."""

    country: str | None
    years: Mapping[int, frozenset[date]]
    decreed_through: int = LIBRARY_DECREED_THROUGH
    decreed: Mapping[date, bool] = field(default_factory=dict)
    """Single days of which a decree says otherwise: whether each is a holiday."""

    @classmethod
    def only(cls, days: Iterable[date]) -> Self:
        """Exactly these days and no others, as in a file the office keeps; none of them is an estimate."""
        years: dict[int, set[date]] = {}
        for day in days:
            years.setdefault(day.year, set()).add(day)
        return cls(None, {year: frozenset(found) for year, found in years.items()}, date.max.year)

    @classmethod
    def from_table(cls, table: Mapping[str, Any]) -> Self:
        """The shipped table: ``{"country", "decreed_through", "years": {"2026": ["01-01", ...]}}``."""
        years = {
            int(year): frozenset(date.fromisoformat(f"{year}-{day}") for day in days)
            for year, days in table["years"].items()
        }
        return cls(table["country"], years, table["decreed_through"])

    def dates(self, year: int) -> frozenset[date]:
        """The public holidays of a year; raises Invalid for a country nobody has a calendar of."""
        usual = self.years.get(year)
        if usual is None:
            usual = frozenset() if self.country is None else _holidays_from_library(self.country, year)
        told = {day: off for day, off in self.decreed.items() if day.year == year}
        return (usual - told.keys()) | {day for day, off in told.items() if off} if told else usual

    def estimated(self, year: int) -> bool:
        """Whether the year's holidays are a forecast, not a decree."""
        return year > self.decreed_through


@cache
def _holidays_from_library(country: str, year: int) -> frozenset[date]:
    from holidays import country_holidays

    try:
        return frozenset(country_holidays(country, years=year))
    except NotImplementedError:
        raise Invalid(
            say("There is no calendar of public holidays for that country."),
            say("Give a two-letter country code such as KH."),
        ) from None
