"""Days in words, short enough for a column; the year only where it is not this one."""

from datetime import date
from functools import cache

from followup.messages import say


@cache
def _weekdays() -> tuple[str, ...]:
    return (say("Mon"), say("Tue"), say("Wed"), say("Thu"), say("Fri"), say("Sat"), say("Sun"))


@cache
def _months() -> tuple[str, ...]:
    return (
        *(say("Jan"), say("Feb"), say("Mar"), say("Apr"), say("May"), say("Jun")),
        *(say("Jul"), say("Aug"), say("Sep"), say("Oct"), say("Nov"), say("Dec")),
    )


@cache
def _full_months() -> tuple[str, ...]:
    return (
        *(say("January"), say("February"), say("March"), say("April"), say("May"), say("June")),
        *(say("July"), say("August"), say("September"), say("October"), say("November"), say("December")),
    )


def full_day(day: date) -> str:
    """``30 September 2026``."""
    return f"{day.day} {_full_months()[day.month - 1]} {day.year}"


def full_span(first: date, last: date) -> str:
    """``1 July – 30 September 2026``."""
    begins = full_day(first) if first.year != last.year else f"{first.day} {_full_months()[first.month - 1]}"
    return f"{begins} – {full_day(last)}"


def short_day(day: date, today: date | None = None) -> str:
    """``Fri 20 Nov``, with the year where it is not that of ``today``."""
    words = f"{_weekdays()[day.weekday()]} {day.day:>2} {_months()[day.month - 1]}"
    return words if today is not None and day.year == today.year else f"{words} {day.year}"


def one_space(day: str) -> str:
    """A day as it stands in a sentence: ``Tue 3 Nov``, and not as in a column."""
    return day.replace("  ", " ")


def day_and_month(day: date) -> str:
    """``20 Nov``."""
    return f"{day.day} {_months()[day.month - 1]}"


def window_text(first: date, last: date) -> str:
    """``13–27 Nov``, ``24 Oct–7 Nov``."""
    begins = f"{first.day}" if (first.year, first.month) == (last.year, last.month) else day_and_month(first)
    return f"{begins}–{day_and_month(last)}"


def long_day(day: date) -> str:
    """``Sat 21 Nov 2026``."""
    return f"{_weekdays()[day.weekday()]} {day.day} {_months()[day.month - 1]} {day.year}"


def iso_day(day: date | None) -> str:
    """``2026-11-20 Fri``, or a dash."""
    return f"{day.isoformat()} {_weekdays()[day.weekday()]}" if day else "–"
