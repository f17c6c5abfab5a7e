"""Days on paper, in words of the print's language; figures stay 0 to 9."""

from datetime import date

from followup.handout.paper.catalogue import COMMON, Language, phrase


def full_day(day: date, language: Language) -> str:
    """``14 October 2026``."""
    return phrase(language, COMMON, "full_day", d=day.day, month=_month(day, language), y=day.year)


def short_day(day: date, language: Language) -> str:
    """``14 Oct`` where the year is plain."""
    return phrase(language, COMMON, "short_day", d=day.day, month=_month(day, language, "month_short"))


def month_of(day: date, language: Language) -> str:
    """``October 2026``."""
    return phrase(language, COMMON, "month_of", month=_month(day, language), y=day.year)


def span(first: date, last: date, language: Language) -> str:
    """``1 July – 30 September 2026``; both years where they differ."""
    if first.year != last.year:
        return f"{full_day(first, language)} – {full_day(last, language)}"
    begin = phrase(language, COMMON, "day_and_month", d=first.day, month=_month(first, language))
    return f"{begin} – {full_day(last, language)}"


def quarter_name(quarter: str, language: Language) -> str:
    """``Q3 2026`` for ``2026Q3``; what is no quarter stays as it is."""
    year, mark, number = quarter.partition("Q")
    return phrase(language, COMMON, "quarter", n=number, y=year) if mark else quarter


def _month(day: date, language: Language, form: str = "month") -> str:
    return phrase(language, COMMON, f"{form}_{day.month}")
