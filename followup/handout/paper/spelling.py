"""Sentences of a print in its languages, with figures and days filled in; days as each language writes them."""

from collections.abc import Callable
from datetime import date

from followup.handout.paper.catalogue import COMMON, Language, Spelling, words

Filled = str | int | Callable[[str], str]
"""What a sentence is filled in with: the same in every language, or made for the language of this code."""


def spelled(language: Language, section: str, key: str, /, **fields: Filled) -> list[Spelling]:
    """One text of a print in each of its languages, filled in: ``[{"lang": "km", "text": ...}, ...]``."""
    return [_filled(one, fields) for one in words(language, section)[key]]


def _filled(one: Spelling, fields: dict[str, Filled]) -> Spelling:
    values = {name: value(one["lang"]) if callable(value) else value for name, value in fields.items()}
    return {"lang": one["lang"], "text": one["text"].format(**values)}


def sentence_language(language: Language) -> str:
    """The language of what is said once only: English where both are wished."""
    return "km" if language is Language.KM else "en"


def short_day(code: str, day: date) -> str:
    """``Mon 12 Oct``."""
    return f"{_listed(code, 'weekdays')[day.weekday()]} {day_and_month(code, day)}"


def day_and_month(code: str, day: date) -> str:
    """``12 Oct``."""
    return f"{day.day} {_listed(code, 'months_short')[day.month - 1]}"


def short_date(code: str, day: date) -> str:
    """``12 Oct 2026``."""
    return f"{day_and_month(code, day)} {day.year}"


def full_date(code: str, day: date) -> str:
    """``12 October 2026``."""
    return f"{day.day} {month_and_year(code, day)}"


def month_and_year(code: str, day: date) -> str:
    """``October 2026``."""
    return f"{_listed(code, 'months')[day.month - 1]} {day.year}"


def short_span(code: str, first: date, last: date) -> str:
    """``26 Nov – 3 Dec 2026``, ``3 – 9 Nov 2026``."""
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} – {short_date(code, last)}"
    begins = day_and_month(code, first) if first.year == last.year else short_date(code, first)
    return f"{begins} – {short_date(code, last)}"


def _listed(code: str, key: str) -> list[str]:
    return words(Language(code), COMMON)[key][0]["text"].split(" ")
