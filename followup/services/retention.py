"""How long it is kept who somebody is after her follow-up has ended, and of whom that time has passed."""

from collections.abc import Iterable
from datetime import date

from followup.case.consent_words import Purpose
from followup.case.facts import Fact
from followup.casebook import Casebook
from followup.store import RegisterKind, RegisterRow
from followup.values import Value

_REGISTER = "retention"


class KeptTooLong(Value):
    """Somebody whose names are still in the casebook: when follow-up ended, and until when they were to be kept.

    ``declined`` says that she herself does not agree to her data being kept: then it was until that day.
    """

    code: str
    ended: date
    until: date
    declined: bool = False


def kept_too_long(book: Casebook) -> list[KeptTooLong]:
    """All whose follow-up has ended and who do not agree that their data are kept, or whose years are over.

    The longest first. The years are those that the office set; where it set none, only those who do not agree.
    """
    years, codes = book.office.retention, book.codes
    rows = book.register(RegisterKind(_REGISTER, "2", _end_with_names))
    ended = ((codes[one], row) for one, row in rows.items() if row and one in codes)
    found = [_kept(code, *map(date.fromordinal, row), years=years) for code, row in ended]
    return sorted((one for one in found if one and one.until <= book.today), key=lambda one: (one.until, one.code))


def _kept(code: str, end: date, declined: date | None = None, *, years: int) -> KeptTooLong | None:
    """Until when her names are kept; None where nobody set or said that."""
    if declined:
        return KeptTooLong(code, end, max(end, declined), declined=True)
    return KeptTooLong(code, end, years_later(end, years)) if years else None


def _end_with_names(case_id: str, facts: Iterable[Fact]) -> RegisterRow:
    """The row of a case: the day on which follow-up ended, and that on which she said no to her data being kept.

    Both are numbers. Nothing while follow-up goes on, and once who she is was erased.
    """
    from followup.case.consents import says_no
    from followup.case.replay import replay

    case = replay(case_id, facts, date.max)
    if case.end is None or case.erased:
        return None
    declined = [case.consents[Purpose.DATA_KEPT].on.toordinal()] if says_no(case, Purpose.DATA_KEPT) else []
    return [case.end.on.toordinal(), *declined]


def years_later(day: date, years: int) -> date:
    """The same day so many years later; 1 March for a leap day."""
    year = min(day.year + years, date.max.year)
    try:
        return day.replace(year=year)
    except ValueError:
        return date(year, 3, 1)
