"""Days, ranges and pauses as people type them; which words a day may have stands in `spoken_days`.

A day lies in the years that this program is for, so that nothing reckoned from it leaves the calendar. A refusal never
repeats what was typed.
"""

import re
from collections.abc import Callable
from datetime import date

from followup.case.date_ranges import DateRange, Pause
from followup.case.forms.spoken_days import (
    Meant,
    MonthFirst,
    SpokenDay,
    plain_digits,
    spoken_day,
    weekday_number,
    weekdays_between,
)
from followup.case.text_limits import checked_day
from followup.errors import Invalid
from followup.messages import say

_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
Understood = Callable[[date], None]
"""Told of a day that somebody else might have read otherwise."""


def parse_date(
    text: str,
    today: date | None,
    meant: Meant = Meant.PAST,
    understood: Understood | None = None,
    month_first: MonthFirst = lambda: False,
) -> date:
    """A day as people write it, only written out when ``today`` is not said; raises Invalid for what is none, and for
    one outside the years 1990 to 2099.

    A day that somebody else might read otherwise, such as 1/11/2026 or 1 Nov, is told to ``understood``; where nobody
    is there to see it, in a file, it is refused.
    """
    try:
        found = spoken_day(text, today, meant, month_first)
    except (ValueError, OverflowError):
        raise Invalid(say("There is no such day in the calendar."), _how_to_write_a_day()) from None
    if found is None:
        raise Invalid(say("That is not a day."), _how_to_write_a_day())
    day = checked_day(found.day, say("The day"))
    if found.understood and understood is None:
        raise Invalid(say("That day could be read as another one."), _which_is_meant(found))
    if understood and (found.understood or found.told):
        understood(day)
    return day


def _which_is_meant(found: SpokenDay) -> str:
    if found.other is None:
        return say("Write it like this: {day}", day=found.day)
    return say("Write {day} or {other}, whichever is meant.", day=found.day, other=found.other)


def parse_month(text: str) -> date:
    """A month as people write it, ``2026-12``, as its first day; raises Invalid for what is none."""
    typed = plain_digits(text)
    if not _MONTH.fullmatch(typed):
        raise Invalid(say("That is not a month."), say("Write it like 2026-12."))
    return parse_date(f"{typed}-01", None)


def parse_date_range(
    text: str,
    today: date | None,
    meant: Meant = Meant.PAST,
    understood: Understood | None = None,
    month_first: MonthFirst = lambda: False,
) -> DateRange:
    """FROM..UNTIL, both days included; one day alone is a range of one day.

    The second day, where it is not said whole, is the next one; from the first day on, if it would lie before it.
    """
    first, dots, last = text.partition("..")
    start = parse_date(first, today, meant, understood, month_first)
    return DateRange(start, _end_of_range(last, start, today, understood, month_first) if dots else start)


def _end_of_range(
    text: str, start: date, today: date | None, understood: Understood | None, month_first: MonthFirst
) -> date:
    lies_before = today is not None and parse_date(text, today, Meant.COMING, lambda _: None, month_first) < start
    return parse_date(text, start if lies_before else today, Meant.COMING, understood, month_first)


def parse_pause(
    text: str, today: date | None, understood: Understood | None = None, month_first: MonthFirst = lambda: False
) -> Pause:
    """FROM..UNTIL, the second day not included; ``:extend`` after it adds the visits lost at the end."""
    days, colon, mode = text.partition(":")
    if colon and plain_digits(mode) not in ("extend", "skip"):
        raise Invalid(say("A pause either skips its visits or extends the follow-up."), _how_to_write_a_pause())
    if ".." not in days:
        raise Invalid(say("A pause needs two days."), _how_to_write_a_pause())
    away = parse_date_range(days, today, Meant.COMING, understood, month_first)
    return Pause(away.first, away.last, plain_digits(mode) == "extend")


def parse_weekdays(text: str) -> frozenset[int]:
    """Weekday names with commas, such as ``mon,thu`` or ``mon-fri``, as numbers from Monday = 0."""
    names = [name for part in text.split(",") for name in weekdays_between(part) or (part,)]
    return frozenset(map(parse_weekday, names))


def parse_weekday(text: str) -> int:
    """A weekday's name, short or whole, as a number from Monday = 0."""
    weekday = weekday_number(plain_digits(text))
    if weekday is None:
        raise Invalid(say("That is not a list of weekdays."), say("Write them like this: mon,tue,thu or mon-fri"))
    return weekday


def _how_to_write_a_day() -> str:
    return say("Write it like this: 2026-07-31, 31 Jul, 31/7/2026, fri, yesterday, 3 days ago, in 2 weeks.")


def _how_to_write_a_pause() -> str:
    return say("Write it like this: 2026-06-01..2026-08-15, with :extend after it to add the lost visits at the end.")
