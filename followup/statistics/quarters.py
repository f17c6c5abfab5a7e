"""Calendar quarters, half-open: 1 July up to, not including, 1 October."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from followup.case.forms.spoken_days import plain_digits
from followup.errors import Invalid
from followup.messages import say

_WRITTEN = re.compile(r"([0-9]{4})[- ]?[Qq]([1-4])")
_FIRST_YEAR, _LAST_YEAR = 1990, 2099
_ONE_DAY = timedelta(days=1)


@cache
def _first_day(number: int) -> date:
    """The first day of a quarter; ``number`` is year x 4 + quarter. Kept, since it is asked for at every visit."""
    year, quarter = divmod(number - 1, 4)
    return date(year, 3 * quarter + 1, 1)


class Quarter(NamedTuple):
    """The ``number``-th quarter of a year, from 1 to 4."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> "Quarter":
        """The quarter that holds a day."""
        return cls(day.year, (day.month - 1) // 3 + 1)

    @classmethod
    def parse(cls, typed: str) -> "Quarter":
        """The quarter written as 2026Q3, in Western or Khmer digits; Invalid if it is none."""
        found = _WRITTEN.fullmatch(plain_digits(typed.strip()))
        if not found or not _FIRST_YEAR <= int(found[1]) <= _LAST_YEAR:
            raise Invalid(say("That is not a quarter."), say("Write the year and the quarter: 2026Q3."))
        return cls(int(found[1]), int(found[2]))

    @classmethod
    def from_plain(cls, written: str) -> "Quarter":
        """The quarter that `to_plain` wrote."""
        return cls.parse(written)

    def to_plain(self) -> str:
        """It as it is stored: ``"2026Q3"``."""
        return str(self)

    @property
    def start(self) -> date:
        """Its first day."""
        return _first_day(self.year * 4 + self.number)

    @property
    def end(self) -> date:
        """The first day after it."""
        return _first_day(self.year * 4 + self.number + 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return self.end - _ONE_DAY

    def cutoff(self, as_of: date) -> date:
        """The first day that is not looked at, as of a day: the one after it, or after the quarter."""
        return min(self.end, as_of + _ONE_DAY)

    @property
    def next(self) -> "Quarter":
        """The quarter after it."""
        return self.plus(1)

    @property
    def before(self) -> "Quarter":
        """The quarter before it."""
        return self.plus(-1)

    def plus(self, quarters: int) -> "Quarter":
        """The quarter so many later."""
        year, number = divmod(self.year * 4 + self.number - 1 + quarters, 4)
        return Quarter(year, number + 1)

    def holds(self, day: date) -> bool:
        """Whether a day lies in it."""
        return self.start <= day < self.end

    def upto(self, last: "Quarter") -> Iterator["Quarter"]:
        """This quarter and those after it, up to and including ``last``."""
        quarter = self
        while quarter <= last:
            yield quarter
            quarter = quarter.next

    def __str__(self) -> str:
        return f"{self.year}Q{self.number}"
