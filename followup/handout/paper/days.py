"""Days on paper, in words of the print's language; figures stay 0 to 9."""

from datetime import date

from followup.handout.paper.catalogue import COMMON, Language, phrase


def full_day(day: date, language: Language) -> str:
    """``14 October 2026``."""
    return phrase(language, COMMON, "full_day", d=day.day, month=_month(day, language), y=day.year)


def short_day(day: date, language: Language) -> str:
    """``14 Oct`` where the year is plain."""
    return phrase(language, COMMON, "short_day", d=day.day, month=_month(day, language, "month_short"))


def weekday_and_day(day: date, language: Language) -> str:
    """``Wed 14 Oct``."""
    return f"{phrase(language, COMMON, f'weekday_{day.isoweekday()}')} {short_day(day, language)}"


def short_date(day: date, language: Language) -> str:
    """``14 Oct 2026``."""
    month = _month(day, language, "month_short")
    return phrase(language, COMMON, "short_date", d=day.day, month=month, y=day.year)


def short_span(first: date, last: date, language: Language) -> str:
    """``26 Nov – 3 Dec 2026``, ``3 – 9 Nov 2026``; both years where they differ."""
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} – {short_date(last, language)}"
    begins = short_day(first, language) if first.year == last.year else short_date(first, language)
    return f"{begins} – {short_date(last, language)}"


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
