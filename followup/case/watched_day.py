"""A day that notices what is asked of it, so that what was computed as of one day knows on which other days it holds.

Rules compare the day with others: *is today later than the end of the window?* Where every such answer is the same on
another day, everything computed from them is the same. A `WatchedDay` takes the place of the day, answers as it would,
and notes until when, and since when, it would answer so. What it cannot follow (its year, its number, its text) makes
what was computed hold for that day alone: so a new rule may cost time, never an answer.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from operator import attrgetter
from typing import Any

_LAST = date.max.toordinal()


class Watch:
    """What was asked of one day, and of days reckoned from it, so far; the answers hold from ``first`` to ``last``."""

    def __init__(self, day: date) -> None:
        self.ordinal = date.toordinal(day)
        self.first, self.last = 1, _LAST

    @property
    def day(self) -> "WatchedDay":
        """The day to compute with."""
        return WatchedDay(self, 0)

    def holds(self, day: date) -> bool:
        """Whether it was asked nothing that has another answer on a day."""
        return self.first <= date.toordinal(day) <= self.last

    @property
    def was_asked(self) -> bool:
        """Whether anything was asked that has another answer on some day."""
        return (self.first, self.last) != (1, _LAST)

    def narrow(self, others: Iterable["Watch"]) -> None:
        """What was made holds only on days on which what was made with the others does."""
        watches = (self, *others)
        self.first = max(map(attrgetter("first"), watches))
        self.last = min(map(attrgetter("last"), watches))

    def only_that_day(self) -> None:
        """Something was asked that may have another answer on any other day."""
        self.first = self.last = self.ordinal

    def reached(self, ordinal: int) -> bool:
        """Whether the day has come to the one of this ordinal."""
        if self.ordinal < ordinal:
            self.last = min(self.last, ordinal - 1)
            return False
        self.first = max(self.first, ordinal)
        return True


class WatchedDay(date):
    """A day, so many ``ahead`` of the one that is watched."""

    __slots__ = ("_ahead", "_watch")
    _ahead: int
    _watch: Watch

    def __new__(cls, watch: Watch, ahead: int) -> "WatchedDay":
        """The day of the watch and so many more."""
        plain = date.fromordinal(watch.ordinal + ahead)
        day = date.__new__(cls, plain.year, plain.month, plain.day)
        day._watch, day._ahead = watch, ahead
        return day

    def _reached(self, other: date, after: int = 0) -> bool:
        """Whether it has come to another day, and so many ``after``."""
        if isinstance(other, WatchedDay):
            self._watch.only_that_day()
            other._watch.only_that_day()
        return self._watch.reached(date.toordinal(other) + after - self._ahead)

    def __lt__(self, other: date) -> bool:
        return not self._reached(other)

    def __ge__(self, other: date) -> bool:
        return self._reached(other)

    def __le__(self, other: date) -> bool:
        return not self._reached(other, 1)

    def __gt__(self, other: date) -> bool:
        return self._reached(other, 1)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, date) and self._reached(other) and not self._reached(other, 1)

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __add__(self, days: timedelta) -> "WatchedDay":
        return WatchedDay(self._watch, self._ahead + days.days) if isinstance(days, timedelta) else NotImplemented

    __radd__ = __add__

    def __sub__(self, other: Any) -> Any:
        if isinstance(other, timedelta):
            return WatchedDay(self._watch, self._ahead - other.days)
        self._watch.only_that_day()
        return date.__sub__(self, other)

    def __rsub__(self, other: date) -> timedelta:
        self._watch.only_that_day()
        return date.__sub__(other, self)


_NOTICED = (
    *("__hash__", "__str__", "__repr__", "__format__", "__reduce__", "__reduce_ex__", "__replace__"),
    *("toordinal", "isoformat", "strftime", "ctime", "timetuple", "replace", "weekday", "isoweekday", "isocalendar"),
)
"""What cannot be followed: whoever asks for it makes what is computed hold for that day alone."""


def _noticed(plain: Callable[..., Any]) -> Callable[..., Any]:
    def asked(self: WatchedDay, *given: Any, **named: Any) -> Any:
        self._watch.only_that_day()
        return plain(date.fromordinal(date.toordinal(self)), *given, **named)

    return asked


for _name in _NOTICED:
    if hasattr(date, _name):
        setattr(WatchedDay, _name, _noticed(getattr(date, _name)))
for _name in ("year", "month", "day"):
    setattr(WatchedDay, _name, property(_noticed(attrgetter(_name))))


def passed(days: Sequence[Any], today: date, on: Callable[[Any], date] | None = None) -> int:
    """How many of these days, which are in order, have come; a watched day is asked for the two around it alone.

    ``on`` is the day of one, where they are no days.
    """
    at = bisect_right(days, date.fromordinal(date.toordinal(today)), key=on)
    if isinstance(today, WatchedDay):
        for day in days[max(at - 1, 0) : at + 1]:
            _ = today < (on(day) if on else day)
    return at


def days_said(since: date, day: date) -> int:
    """The days between two days for a sentence, and for nothing that is decided: a watched day does not notice it."""
    return date.toordinal(day) - date.toordinal(since)
