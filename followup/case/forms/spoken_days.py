"""Days as people say and write them, in English and Khmer, and as the program itself prints them.

``2026-11-01``, ``1/11/2026`` and ``1.11.2026`` (day first, or month first where the office says so), ``1 Nov``,
``Sun 1 Nov``, ``November 1, 2026``, ``last monday``, ``next friday``, ``3 days ago``, ``in 2 weeks``, ``+14``,
``១ វិច្ឆិកា ២០២៦``. What is not said is taken from the side that is meant: a day without a year, and a weekday alone, lie
behind where a day of the past is meant and ahead where one to come is.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from enum import Enum
from typing import NamedTuple

from followup.case.date_ranges import WEEKDAYS, months_later
from followup.errors import Invalid
from followup.messages import say

_WEEKDAY_NAMES = (
    *(WEEKDAYS, ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")),
    ("ចន្ទ", "អង្គារ", "ពុធ", "ព្រហស្បតិ៍", "សុក្រ", "សៅរ៍", "អាទិត្យ"),
)
_MONTH_NAMES = (
    ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"),
    (
        *("january", "february", "march", "april", "may", "june"),
        *("july", "august", "september", "october", "november", "december"),
    ),
    ("មករា", "កុម្ភៈ", "មីនា", "មេសា", "ឧសភា", "មិថុនា", "កក្កដា", "សីហា", "កញ្ញា", "តុលា", "វិច្ឆិកា", "ធ្នូ"),
)
_NEAR = {
    "yesterday": -1,
    "today": 0,
    "tomorrow": 1,
    "ម្សិលមិញ": -1,
    "ថ្ងៃនេះ": 0,
    "ស្អែក": 1,
    "ថ្ងៃស្អែក": 1,
}
_WHICH = ("last", "next")
"""Before a weekday: the one before today, or after it; some mean the one of the week before or after."""
_FAR, _NEAR_BY = 300, 60
"""Days: a day that lies so far on the side that is meant, and so near on the other, needs its year."""
_KHMER_DIGITS = str.maketrans("០១២៣៤៥៦៧៨៩", "0123456789")
_LITTLE_WORDS = re.compile("\u200b|,|ថ្ងៃទី|ថ្ងៃ|ខែ|ឆ្នាំ|ទី|\\bof\\b|\\bthe\\b")
_FIGURES = re.compile(r"([0-9]{1,4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,4})")
_STEPS = re.compile(r"([+-][0-9]{1,4})|in ([0-9]{1,3}) (day|week|month)s?|([0-9]{1,3}) (day|week|month)s? ago")
_NUMBER = re.compile(r"([0-9]{1,4})(?:st|nd|rd|th)?")
BUDDHIST_ERA = 543
"""How many years ahead of ours the Buddhist calendar counts."""


class Meant(Enum):
    """On which side of today a day lies that is not said whole."""

    PAST = "past"
    COMING = "coming"


class SpokenDay(NamedTuple):
    """A day, and whether it had to be understood: another reader might have taken it for another day, ``other``.

    One that is ``told`` depends on the day on which it is read, as a bare weekday does.
    """

    day: date
    understood: bool = False
    other: date | None = None
    told: bool = False


class BuddhistYear(Invalid):
    """A year of the Buddhist calendar; ``day`` is the day in ours, to be offered."""

    def __init__(self, what: str, hint: str = "", day: date = date.min) -> None:
        super().__init__(what, hint)
        self.day = day


MonthFirst = Callable[[], bool]
"""Whether the month comes first in figures; asked only where that makes a difference."""


def spoken_day(
    text: str, today: date | None, meant: Meant = Meant.PAST, month_first: MonthFirst = lambda: False
) -> SpokenDay | None:
    """The day that was said, None for words that are none; only days that are said whole where ``today`` is None.

    ValueError for a day that the calendar does not have, Invalid for one that contradicts itself.
    """
    typed = plain_digits(text)
    if whole := _in_figures(typed, month_first):
        return whole
    if today is None:
        return None
    if found := _beside_today(typed, today, meant):
        is_weekday = weekday_number("".join(_words(typed))) is not None
        return SpokenDay(found, understood=typed.startswith(_WHICH), told=is_weekday)
    return _with_a_month(_words(typed), today, meant)


def plain_digits(text: str) -> str:
    """``text`` without spaces around it, in small letters and Western digits."""
    return text.strip().translate(_KHMER_DIGITS).casefold()


def month_name(number: int) -> str:
    """The English name of a month, from 1."""
    return _MONTH_NAMES[1][number - 1].capitalize()


def weekday_number(typed: str) -> int | None:
    """A weekday's name, short or whole, in English or Khmer, as a number from Monday = 0."""
    return _place(typed, _WEEKDAY_NAMES)


def weekdays_between(typed: str) -> tuple[str, ...]:
    """The short names of ``mon-fri``, round the end of the week too, or of *weekdays*; nothing for anything else."""
    first, dash, last = plain_digits("mon-fri" if plain_digits(typed) == "weekdays" else typed).partition("-")
    start, end = weekday_number(first.strip()), weekday_number(last.strip())
    if not dash or start is None or end is None:
        return ()
    return tuple(WEEKDAYS[(start + step) % 7] for step in range((end - start) % 7 + 1))


def weekday_spellings() -> dict[str, str]:
    """How else weekdays are written than in short English, each spelling with the short one."""
    return {name: WEEKDAYS[at] for row in _WEEKDAY_NAMES[1:] for at, name in enumerate(row)}


def _place(word: str, names: tuple[tuple[str, ...], ...]) -> int | None:
    return next((row.index(word) for row in names if word in row), None)


def _words(typed: str) -> list[str]:
    """The words that say something; a dot may end a short one."""
    return [word.rstrip(".") for word in _LITTLE_WORDS.sub(" ", typed).split()]


# --- in figures -----------------------------------------------------------------------------------------------------


def _in_figures(typed: str, month_first: MonthFirst) -> SpokenDay | None:
    """``2026-11-1``, or ``1/11/2026``, the day or the month first."""
    found = _FIGURES.fullmatch(typed)
    if not found:
        return None
    first, second, third = found.groups()
    if len(first) == 4 and len(third) <= 2:
        return SpokenDay(_day(int(first), int(second), int(third)))
    if len(third) != 4 or len(first) > 2:
        raise Invalid(say("The year needs four figures."), say("Write the day like this: 2026-07-31"))
    return _in_order(int(first), int(second), int(third), month_first)


def _in_order(first: int, second: int, year: int, month_first: MonthFirst) -> SpokenDay:
    """The day of two figures; what only the other order makes a day of is refused, with that day."""
    if first == second:
        return SpokenDay(_day(year, second, first))
    swapped = month_first()
    day, month = (second, first) if swapped else (first, second)
    if day <= 12 < month:
        order = say("The month comes first, then the day.") if swapped else say("The day comes first, then the month.")
        raise Invalid(order, say("If {day} is meant, write that.", day=_day(year, day, month)))
    found = _day(year, month, day)
    return SpokenDay(found, understood=True, other=date(year, day, month)) if day <= 12 else SpokenDay(found)


def _day(year: int, month: int, day: int) -> date:
    """The day, which may be one of the Buddhist calendar: then BuddhistYear."""
    if 1990 <= year - BUDDHIST_ERA < 2100:
        ours = date(year - BUDDHIST_ERA, month, day)
        raise BuddhistYear(
            say("That is a year of the Buddhist calendar."),
            say("In our calendar it would be {day}. Write the day that is meant.", day=ours),
            ours,
        )
    return date(year, month, day)


# --- beside today ---------------------------------------------------------------------------------------------------


def _beside_today(typed: str, today: date, meant: Meant) -> date | None:
    """Days said from today: ``yesterday``, ``fri``, ``last monday``, ``3 days ago``, ``+14``."""
    if typed in _NEAR:
        return today + timedelta(_NEAR[typed])
    if steps := _STEPS.fullmatch(" ".join(typed.split())):
        return _stepped(today, *steps.groups())
    which, _, name = typed.partition(" ")
    if which in _WHICH and (weekday := weekday_number(name.strip())) is not None:
        return _weekday_before(today, weekday) if which == "last" else _weekday_after(today, weekday)
    words = _words(typed)
    weekday = weekday_number(words[0]) if len(words) == 1 else None
    if weekday is None:
        return None
    if meant is Meant.COMING:
        return _weekday_after(today, weekday)
    return today if today.weekday() == weekday else _weekday_before(today, weekday)


def _stepped(today: date, days: str, ahead: str, ahead_unit: str, back: str, back_unit: str) -> date:
    if days:
        return today + timedelta(int(days))
    number, unit = (int(ahead), ahead_unit) if ahead else (-int(back), back_unit)
    return months_later(today, number) if unit == "month" else today + timedelta(number * (7 if unit == "week" else 1))


def _weekday_before(today: date, weekday: int) -> date:
    return today - timedelta((today.weekday() - weekday - 1) % 7 + 1)


def _weekday_after(today: date, weekday: int) -> date:
    return today + timedelta((weekday - today.weekday() - 1) % 7 + 1)


# --- with the month in words ----------------------------------------------------------------------------------------


def _with_a_month(words: list[str], today: date, meant: Meant) -> SpokenDay | None:
    """``1 nov``, ``sun 1 nov 2026``, ``november 1 2026``."""
    weekday = weekday_number(words[0]) if words else None
    said = words[1:] if weekday is not None else words
    if len(said) not in (2, 3):
        return None
    months = [_place(word, _MONTH_NAMES) for word in said]
    numbers = [int(found[1]) for word in said if (found := _NUMBER.fullmatch(word))]
    at = next((at for at in (1, 0) if months[at] is not None), None)
    if at is None or len(numbers) != len(said) - 1:
        return None
    month, day = months[at], numbers[0]
    assert month is not None
    if len(numbers) == 1:
        return SpokenDay(_nearest(day, month + 1, weekday, today, meant), understood=True)
    if len(said[2]) != 4:
        raise Invalid(say("The year needs four figures."), say("Write the day like this: 2026-07-31"))
    return SpokenDay(_on_weekday(_day(numbers[1], month + 1, day), weekday))


def _on_weekday(day: date, weekday: int | None) -> date:
    if weekday is not None and day.weekday() != weekday:
        raise Invalid(say("That day is another day of the week."), say("Check the day, or leave the weekday out."))
    return day


def _nearest(day: int, month: int, weekday: int | None, today: date, meant: Meant) -> date:
    """The day of the year that is meant: the last one or the next one, that with the right weekday where it is said."""
    found = [one for one in _in_years(day, month, today) if weekday is None or one.weekday() == weekday]
    behind, ahead = [one for one in found if one <= today], [one for one in found if one >= today]
    if not found:
        raise Invalid(say("That day is another day of the week."), say("Check the day, or leave the weekday out."))
    sides = (behind[-1:], ahead[:1]) if meant is Meant.PAST else (ahead[:1], behind[-1:])
    wanted, other = (abs((side[0] - today).days) if side else None for side in sides)
    if wanted is not None and wanted > _FAR and other is not None and other < _NEAR_BY:
        raise Invalid(say("Without its year that day may be one of two."), say("Write the year as well."))
    return (*sides[0], *sides[1])[0]


def _in_years(day: int, month: int, today: date) -> Iterator[date]:
    """That day in the years around this one; ValueError where no year has it."""
    date(2024, month, day)
    reach = 4 if (month, day) == (2, 29) else 1
    for year in range(today.year - reach, today.year + reach + 1):
        if day <= monthrange(year, month)[1]:
            yield date(year, month, day)
