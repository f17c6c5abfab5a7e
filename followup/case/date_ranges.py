"""Stretches of days: leave, days to avoid, pauses."""

from datetime import date, timedelta

from followup.errors import Invalid
from followup.messages import say
from followup.values import CheckedValue

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""The days of the week as they are written; each is stored as its number, 0 for Monday."""


class DateRange(CheckedValue):
    """The days from ``first`` to ``last``, both included: leave, a harvest, the time a danger flag was open."""

    first: date
    last: date

    def check(self) -> None:
        """It does not end before it begins."""
        if self.last < self.first:
            raise Invalid(say("A range of days ends before it begins."), say("Give the earlier day first."))

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def overlaps(self, other: "DateRange") -> bool:
        """Whether some day is in both."""
        return self.first <= other.last and other.first <= self.last

    def ordinals(self) -> tuple[int, int]:
        """The same days as a half-open range of ordinals."""
        return self.first.toordinal(), self.last.toordinal() + 1


class Pause(CheckedValue):
    """Follow-up rests from ``start`` up to, not including, ``until``; ``extend`` adds the slots lost at the end."""

    start: date
    until: date
    extend: bool = False

    def check(self) -> None:
        """It lasts for a day or more."""
        if self.until <= self.start:
            raise Invalid(
                say("A pause ends on or before the day it begins."),
                say("Give the first day of the pause, then the day follow-up goes on again."),
            )

    def __contains__(self, day: date) -> bool:
        return self.start <= day < self.until

    def ordinals(self) -> tuple[int, int]:
        """The same days as a half-open range of ordinals."""
        return self.start.toordinal(), self.until.toordinal()


def months_later(day: date, months: int) -> date:
    """The same day so many months later, in a month that is too short its last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return date(year, month + 1, min(day.day, (following - timedelta(days=1)).day))
