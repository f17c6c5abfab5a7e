"""How long it is kept who somebody is after her follow-up has ended, and of whom that time has passed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from followup.case.facts import Fact
from followup.casebook import Casebook
from followup.store import RegisterRow

_REGISTER = "retention"


@dataclass(frozen=True, slots=True)
class KeptTooLong:
    """Somebody whose names are still in the casebook: when follow-up ended, and until when they were to be kept."""

    code: str
    ended: date
    until: date


def kept_too_long(book: Casebook) -> list[KeptTooLong]:
    """All whose follow-up ended so many years ago as the office set, or earlier, the longest first; none if not set."""
    years = book.office.retention
    if not years:
        return []
    ended = {case_id: date.fromordinal(row) for case_id, row in _rows(book).items() if row}
    codes = book.codes
    found = [KeptTooLong(codes[one], day, years_later(day, years)) for one, day in ended.items() if one in codes]
    return sorted((one for one in found if one.until <= book.today), key=lambda one: (one.until, one.code))


def _rows(book: Casebook) -> dict[str, RegisterRow]:
    return book.register(_REGISTER, "1", _end_with_names)


def _end_with_names(case_id: str, facts: Iterable[Fact]) -> RegisterRow:
    """The row of a case: the day on which follow-up ended, as a number; 0 while it goes on, and once it was erased."""
    from followup.case.replay import replay

    case = replay(case_id, facts, date.max)
    return case.end.on.toordinal() if case.end and not case.erased else 0


def years_later(day: date, years: int) -> date:
    """The same day so many years later; 1 March for a leap day."""
    year = min(day.year + years, date.max.year)
    try:
        return day.replace(year=year)
    except ValueError:
        return date(year, 3, 1)
