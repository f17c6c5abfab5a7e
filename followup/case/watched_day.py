"""A day that notices what is asked of it, so that what was computed as of one day knows on which other days it holds.

Rules compare the day with others: *is today later than the end of the window?* Where every such answer is the same on
another day, everything computed from them is the same. A `WatchedDay` takes the place of the day, answers as it would,
and notes until when, and since when, it would answer so. What it cannot follow (its year, its number, its text) makes
what was computed hold for that day alone: so a new rule may cost time, never an answer.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, NamedTuple

_LAST = date.max.toordinal()


class DaysItHolds(NamedTuple):
    """The first and the last day, as ordinals, on which something computed as of a day between them is the same."""

    first: int
    last: int


class Watch:
    """What was asked of one day, and of days reckoned from it, so far."""

    def __init__(self, day: date) -> None:
        self.ordinal = date.toordinal(day)
        self.holds = DaysItHolds(1, _LAST)

    @property
    def day(self) -> "WatchedDay":
        """The day to compute with."""
        return WatchedDay(self, 0)

    def only_that_day(self) -> None:
        """Something was asked that may have another answer on any other day."""
        self.holds = DaysItHolds(self.ordinal, self.ordinal)

    def reached(self, boundary: int, ahead: int) -> None:
        """It was asked whether the day, and so many more, has reached the day of this ordinal."""
        first, last = self.holds
        if self.ordinal + ahead < boundary:
            self.holds = DaysItHolds(first, min(last, boundary - ahead - 1))
        else:
            self.holds = DaysItHolds(max(first, boundary - ahead), last)


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

    def __lt__(self, other: date) -> bool:
        return self._compared(other, date.__lt__, 0)

    def __ge__(self, other: date) -> bool:
        return self._compared(other, date.__ge__, 0)

    def __le__(self, other: date) -> bool:
        return self._compared(other, date.__le__, 1)

    def __gt__(self, other: date) -> bool:
        return self._compared(other, date.__gt__, 1)

    def __eq__(self, other: object) -> bool:
        return self._compared(other, date.__eq__, 0, 1)

    def __ne__(self, other: object) -> bool:
        return self._compared(other, date.__ne__, 0, 1)

    def _compared(self, other: Any, compare: Callable[[date, Any], bool], *after: int) -> bool:
        """The answer, which changes so many days ``after`` the other one is reached."""
        if type(other) is date:
            boundary = other.toordinal()
            for more in after:
                self._watch.reached(boundary + more, self._ahead)
        elif isinstance(other, date) and not (isinstance(other, WatchedDay) and other._watch is self._watch):
            self._watch.only_that_day()
        return compare(self, other)

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


FOLLOWED = frozenset(
    (
        "__new__",
        "__lt__",
        "__ge__",
        "__le__",
        "__gt__",
        "__eq__",
        "__ne__",
        "__add__",
        "__radd__",
        "__sub__",
        "__rsub__",
    )
)
NOTICED = (
    *("__hash__", "__str__", "__repr__", "__format__", "__reduce__", "__reduce_ex__", "__replace__"),
    *("toordinal", "isoformat", "strftime", "ctime", "timetuple", "replace", "weekday", "isoweekday", "isocalendar"),
)
"""What cannot be followed: whoever asks for it makes what is computed hold for that day alone."""
NOTICED_FIELDS = ("year", "month", "day")


def _noticed(name: str) -> Callable[..., Any]:
    plain = getattr(date, name)

    def asked(self: WatchedDay, *given: Any, **named: Any) -> Any:
        self._watch.only_that_day()
        return plain(date.fromordinal(date.toordinal(self)), *given, **named)

    return asked


def _noticed_field(name: str) -> property:
    def asked(self: WatchedDay) -> Any:
        self._watch.only_that_day()
        return getattr(date.fromordinal(date.toordinal(self)), name)

    return property(asked)


for _name in NOTICED:
    if hasattr(date, _name):
        setattr(WatchedDay, _name, _noticed(_name))
for _name in NOTICED_FIELDS:
    setattr(WatchedDay, _name, _noticed_field(_name))


def days_said(since: date, day: date) -> int:
    """The days between two days for a sentence, and for nothing that is decided: a watched day does not notice it."""
    return date.toordinal(day) - date.toordinal(since)
