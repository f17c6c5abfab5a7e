"""Which days a visit can be made on: weekends, public holidays, leave, closed districts, days to avoid, safe weekdays.

Days are kept as one byte each, 1 for a working day, so that the nearest one is found without a loop over dates.
"""

from collections.abc import Iterable
from datetime import MAXYEAR, date
from typing import NamedTuple, Self

from followup.case.date_ranges import DateRange, Pause
from followup.case.vocabulary import Term
from followup.errors import Invalid
from followup.messages import say
from followup.schedule.public_holidays import PublicHolidays
from followup.values import CheckedValue, Value, field

SATURDAY = 5
"""The first day of the weekend, as `date.weekday` counts them."""
_WORKING_WEEK = bytes([1, 1, 1, 1, 1, 0, 0])
_LAST_ORDINAL = date.max.toordinal()


class Obstacle(Term):
    """Why a visit could not be made on a day."""

    WEEKEND = "weekend", say("weekend")
    HOLIDAY = "holiday", say("public holiday")
    LEAVE = "leave", say("on leave")
    DISTRICT_CLOSED = "district_closed", say("district closed")
    AVOID = "day_to_avoid", say("day to avoid")
    UNSAFE = "not_a_safe_day", say("not a safe weekday")
    PAUSED = "paused", say("follow-up paused")
    TOO_CLOSE = "too_close", say("too close to another visit")
    TRIP = "trip", say("trip")
    """Nothing stands against the day; others of her district are visited on another."""


class OfficeDays(Value):
    """The days the organisation works: every day, or Monday to Friday, without the public holidays."""

    every_day: bool = False
    public: PublicHolidays | None = None
    _tables: dict[tuple[int, int], bytes] = field(default_factory=dict)

    def flags(self, first_year: int, last_year: int) -> bytes:
        """One byte a day from 1 January of the first year to 31 December of the last."""
        years = first_year, last_year
        if years not in self._tables:
            self._tables[years] = b"".join(self._year(year) for year in range(first_year, last_year + 1))
        return self._tables[years]

    def _year(self, year: int) -> bytes:
        start = date(year, 1, 1)
        length = date(year, 12, 31).toordinal() - start.toordinal() + 1
        weekday, week = start.weekday(), b"\1" * 7 if self.every_day else _WORKING_WEEK
        flags = bytearray((week * (length // 7 + 2))[weekday : weekday + length])
        for day in self.public.dates(year) if self.public else ():
            flags[day.toordinal() - start.toordinal()] = 0
        return bytes(flags)

    def obstacle(self, day: date) -> Obstacle | None:
        """Why the office is closed on this day, or None."""
        if not self.every_day and day.weekday() >= SATURDAY:
            return Obstacle.WEEKEND
        if self.public is not None and day in self.public.dates(day.year):
            return Obstacle.HOLIDAY
        return None


class WorkingDayFlags(NamedTuple):
    """A stretch of days: ``flags[n]`` is 1 if a visit can be made on the day with ordinal ``start + n``."""

    flags: bytes | bytearray
    start: int

    def works(self, day: int) -> bool:
        """Whether a visit can be made on the day with this ordinal."""
        return bool(self.flags[day - self.start])

    def nearest(self, due: int, low: int, high: int) -> int | None:
        """The working day nearest to ``due`` within [low, high], all ordinals, ties to the earlier; None if none."""
        flags, start = self
        low = max(low - start, 0)
        high = min(high - start, len(flags) - 1)
        if low > high:
            return None
        at = due - start
        before = flags.rfind(1, low, min(at, high) + 1)
        after = flags.find(1, max(at, low), high + 1)
        if before < 0 or (after >= 0 and after - at < at - before):
            before = after
        return None if before < 0 else before + start


class Workdays(CheckedValue):
    """The days one worker can visit one graduate: the days the office is open, her leave, days to avoid, safe weekdays.

    ``safe`` holds weekdays, Monday = 0; when it is empty, every weekday is safe. Nobody can go to her district while it
    is ``cut_off``.
    """

    open_days: OfficeDays
    leave: tuple[DateRange, ...] = ()
    avoid: tuple[DateRange, ...] = ()
    safe: frozenset[int] = frozenset()
    cut_off: tuple[DateRange, ...] = ()

    def check(self) -> None:
        """Weekdays are numbers from 0 to 6."""
        if any(weekday not in range(7) for weekday in self.safe):
            raise Invalid(say("A weekday is a number from 0 (Monday) to 6 (Sunday)."))

    @classmethod
    def weekdays(cls, holidays: Iterable[date] = ()) -> Self:
        """Monday to Friday without the given holidays."""
        return cls(OfficeDays(public=PublicHolidays.only(holidays)))

    def works(self, day: date) -> bool:
        """Whether a visit can be made on this day."""
        return not self.obstacles(day)

    def obstacles(self, day: date) -> tuple[Obstacle, ...]:
        """Everything that stands against a visit on this day, pauses and other visits apart."""
        closed = self.open_days.obstacle(day)
        found = [closed] if closed else []
        for spans, obstacle in (
            (self.leave, Obstacle.LEAVE),
            (self.cut_off, Obstacle.DISTRICT_CLOSED),
            (self.avoid, Obstacle.AVOID),
        ):
            if spans and any(day in span for span in spans):
                found.append(obstacle)
        if self.safe and day.weekday() not in self.safe:
            found.append(Obstacle.UNSAFE)
        return tuple(found)

    def estimated(self, day: date) -> bool:
        """Whether the public holidays around this day are a forecast, not a decree."""
        public = self.open_days.public
        return public is not None and public.estimated(day.year)

    def days(self, first: int, last: int, pauses: Iterable[Pause] = ()) -> WorkingDayFlags:
        """The whole years that hold the ordinals from ``first`` to ``last``, with her own days and pauses taken out."""
        first_year = date.fromordinal(max(first, 1)).year
        last_year = date.fromordinal(last).year if last <= _LAST_ORDINAL else MAXYEAR
        start = date(first_year, 1, 1).toordinal()
        flags = self.open_days.flags(first_year, last_year)
        closed = [span.ordinals() for spans in (self.leave, self.avoid, self.cut_off, pauses) for span in spans]
        if not closed and not self.safe:
            return WorkingDayFlags(flags, start)
        return WorkingDayFlags(self._without(bytearray(flags), start, closed), start)

    def _without(self, flags: bytearray, start: int, closed: Iterable[tuple[int, int]]) -> bytearray:
        size = len(flags)
        for weekday in set(range(7)) - self.safe if self.safe else ():
            offset = (weekday + 1 - start) % 7
            flags[offset::7] = bytes(len(range(offset, size, 7)))
        for first, after in closed:
            low, high = max(first - start, 0), min(after - start, size)
            if low < high:
                flags[low:high] = bytes(high - low)
        return flags
