"""Calendar months as visits are counted by them: from a day on, the day cut to the last of the month."""

from collections.abc import Iterable
from datetime import MAXYEAR, date
from functools import cache

from followup.errors import Invalid
from followup.messages import say

_DECEMBER = 11


def due_ordinals(anchor: date, offsets: Iterable[tuple[int, int]]) -> list[int]:
    """The return date plus calendar months (the day cut to the month's last), then days, as ordinals.

    Always from the return date itself, never from the slot before: 31 January gives 29 February, then 31 March.
    """
    month, day = anchor.year * 12 + anchor.month - 1, anchor.day
    dues = []
    for months, days in offsets:
        start, length = _month(month + months)
        dues.append(start + (day if day <= length else length) + days)
    return dues


@cache
def add_months(anchor: date, months: int) -> date:
    """The day so many calendar months after ``anchor``, as slots count them: 31 January, then 28 February."""
    return date.fromordinal(due_ordinals(anchor, [(months, 0)])[0])


def whole_months(anchor: date, day: date) -> int:
    """The calendar months that are over on ``day`` since ``anchor``, as slots count them; 0 before it."""
    begun = 12 * (day.year - anchor.year) + day.month - anchor.month
    return max(begun if begun < 0 or add_months(anchor, begun) <= day else begun - 1, 0)


@cache
def _month(number: int) -> tuple[int, int]:
    """The ordinal before the first day, and the length, of month ``number`` (year x 12 + month - 1)."""
    year, month = divmod(number, 12)
    if year > MAXYEAR:
        raise beyond_calendar_error()
    first = date(year, month + 1, 1)
    return first.toordinal() - 1, 31 if month == _DECEMBER else (date(year, month + 2, 1) - first).days


def beyond_calendar_error() -> Invalid:
    """The schedule leaves the years that a calendar has."""
    return Invalid(
        say("This schedule leaves the years a calendar can show."), say("Check the year of the return date.")
    )
