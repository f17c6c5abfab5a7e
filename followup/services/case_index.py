"""Every graduate as one row, kept in a register from one command to the next."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

from followup.casebook import Casebook
from followup.monitoring.case_row import CaseRow, is_followed, place_of, worker_of
from followup.services.kept_case_rows import CaseRowMaker, StoredRow, row_on
from followup.staff import is_followed_by

REGISTER = "agenda-4"
"""Takes another name when a row takes another shape: the row of a damaged case stays as it was made."""
LOOK_AHEAD = timedelta(days=92)
"""How far the rows look ahead, if no more is asked for."""


class AheadEntries(NamedTuple):
    """Entries of a case that are dated after today, and count for nothing: how many, and the latest day."""

    code: str
    entries: int
    latest: date


def case_rows(book: Casebook, days: int = 0) -> list[CaseRow]:
    """A row for every graduate, with the next visit, and all still asked for at least ``days`` ahead.

    They are kept, and made anew where `kept_case_rows` says that they do not hold any more.
    """
    until = book.today + max(LOOK_AHEAD, timedelta(days=days)) - timedelta(days=1)
    return [CaseRow.from_json(case_id, row, until) for case_id, (row, _) in _stored_rows(book, days).items() if row]


def followed_near(book: Casebook, province: str, district: str) -> list[CaseRow]:
    """The rows of those in follow-up in one district; nothing is made of the others."""
    stored = _stored_rows(book, 0)
    near = {one: row for one, (row, _) in stored.items() if row and place_of(row) == (province, district)}
    return [CaseRow.from_json(one, row) for one, row in near.items() if is_followed(row)]


class RowsInFollowUp(NamedTuple):
    """The rows of those in follow-up of one worker, or of all; and how many others follow, or nobody does.

    ``ahead`` are the entries dated after today, of everybody: the row of a case does not know them.
    """

    rows: list[CaseRow]
    by_others: int
    by_nobody: int
    ahead: tuple[AheadEntries, ...]


def rows_in_follow_up(book: Casebook, days: int = 0, worker: str = "") -> RowsInFollowUp:
    """The rows of those in follow-up, of one worker if said, with the visits whose window opens within ``days``.

    Nothing is made of the rest: with thousands of graduates that is most of the time.
    """
    until = book.today + (timedelta(days=days) if days < LOOK_AHEAD.days else timedelta(days=days - 1))
    stored = _stored_rows(book, days)
    followed = {case_id: row for case_id, (row, _) in stored.items() if row and is_followed(row)}
    wanted = [case_id for case_id, row in followed.items() if is_followed_by(worker_of(row), worker)]
    nobody = [case_id for case_id, row in followed.items() if not worker_of(row)]
    return RowsInFollowUp(
        [CaseRow.from_json(case_id, followed[case_id], until) for case_id in wanted],
        by_others=len(followed) - len({*wanted, *nobody}),
        by_nobody=len(nobody),
        ahead=_ahead_of(stored),
    )


def ahead_entries(book: Casebook) -> tuple[AheadEntries, ...]:
    """The entries of all cases that are dated after today, by code."""
    return _ahead_of(_stored_rows(book, 0))


def not_shown(book: Casebook) -> tuple[str, ...]:
    """The codes of those of whom nothing is known yet by the laptop's clock: every entry is dated after today."""
    return tuple(sorted(ahead[0] for row, ahead in _stored_rows(book, 0).values() if ahead and not row))


def _ahead_of(stored: Mapping[str, StoredRow]) -> tuple[AheadEntries, ...]:
    told = (ahead for _, ahead in stored.values() if ahead)
    return tuple(sorted(AheadEntries(code, entries, date.fromordinal(latest)) for code, entries, latest in told))


def _stored_rows(book: Casebook, days: int) -> dict[str, StoredRow]:
    """What today's rows are made of, by case, with the visits that the look-ahead of so many days shows."""
    horizon = book.today + max(LOOK_AHEAD, timedelta(days=days))
    maker = CaseRowMaker(book.office, book.today, horizon)
    kept = book.register(REGISTER, maker.fingerprint, maker.row, maker.serves)
    return {case_id: row_on(row, book.today) for case_id, row in kept.items()}
