"""Days as people write them: 2026-07-31, in Western or Khmer digits, or today, yesterday, tomorrow, or a weekday.

``fri`` is the most recent Friday, today included, because most days that are typed lie in the past. A day lies in the
years that this program is for, so that nothing reckoned from it leaves the calendar. A refusal never repeats what was
typed.
"""

import re
from datetime import date, timedelta

from followup.case.date_ranges import DateRange, Pause
from followup.case.text_limits import checked_day
from followup.errors import Invalid
from followup.messages import say

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_FULL_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_RELATIVE = {"yesterday": -1, "today": 0, "tomorrow": 1}
_KHMER_DIGITS = str.maketrans("០១២៣៤៥៦៧៨៩", "0123456789")
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_BUDDHIST_ERA = 543
"""How many years ahead of ours the Buddhist calendar counts."""


def parse_date(text: str, today: date | None) -> date:
    """A day as people write it, only written out when ``today`` is not said; raises Invalid for what is none, and for
    one outside the years 1990 to 2099.
    """
    typed = plain_digits(text)
    try:
        if today is not None and (relative := _relative(typed, today)):
            return relative
        found = _ISO.fullmatch(typed)
        if found:
            year, month, day = (int(part) for part in found.groups())
            return _day_in_reach(date(year, month, day))
    except (ValueError, OverflowError):
        raise Invalid(say("There is no such day in the calendar."), _how_to_write_a_day()) from None
    raise Invalid(say("That is not a day."), _how_to_write_a_day())


def _day_in_reach(day: date) -> date:
    if 1990 <= day.year - _BUDDHIST_ERA < 2100:
        raise Invalid(
            say("That is a year of the Buddhist calendar."), say("Write the year as in 2026-07-31: 543 years less.")
        )
    return checked_day(day, say("The day"))


def _relative(typed: str, today: date) -> date | None:
    if typed in _RELATIVE:
        return today + timedelta(_RELATIVE[typed])
    weekday = _weekday(typed)
    return None if weekday is None else today - timedelta((today.weekday() - weekday) % 7)


def parse_date_range(text: str, today: date | None) -> DateRange:
    """FROM..UNTIL, both days included; one day alone is a range of one day."""
    first, dots, last = text.partition("..")
    start = parse_date(first, today)
    return DateRange(start, parse_date(last, today) if dots else start)


def parse_pause(text: str, today: date | None) -> Pause:
    """FROM..UNTIL, the second day not included; ``:extend`` after it adds the visits lost at the end."""
    days, colon, mode = text.partition(":")
    if colon and plain_digits(mode) not in ("extend", "skip"):
        raise Invalid(say("A pause either skips its visits or extends the follow-up."), _how_to_write_a_pause())
    first, dots, until = days.partition("..")
    if not dots:
        raise Invalid(say("A pause needs two days."), _how_to_write_a_pause())
    return Pause(parse_date(first, today), parse_date(until, today), plain_digits(mode) == "extend")


def parse_weekdays(text: str) -> frozenset[int]:
    """Weekday names with commas, such as ``mon,thu``, as numbers from Monday = 0."""
    return frozenset(parse_weekday(name) for name in text.split(","))


def parse_weekday(text: str) -> int:
    """A weekday's name, short or whole, as a number from Monday = 0."""
    weekday = _weekday(plain_digits(text))
    if weekday is None:
        raise Invalid(say("That is not a list of weekdays."), say("Write them like this: mon,tue,thu"))
    return weekday


def plain_digits(text: str) -> str:
    """``text`` without spaces around it, in small letters and Western digits."""
    return text.strip().translate(_KHMER_DIGITS).casefold()


def _weekday(typed: str) -> int | None:
    for names in (WEEKDAYS, _FULL_WEEKDAYS):
        if typed in names:
            return names.index(typed)
    return None


def _how_to_write_a_day() -> str:
    return say(
        "Write it as year-month-day, such as 2026-07-31, or today, yesterday, tomorrow, or a weekday such as fri."
    )


def _how_to_write_a_pause() -> str:
    return say("Write it like this: 2026-06-01..2026-08-15, with :extend after it to add the lost visits at the end.")
