"""Every graduate as one row, kept in a register from one command to the next."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from followup.casebook import Casebook
from followup.monitoring.case_row import CaseRow, ListedRow, is_followed, place_of
from followup.services.kept_case_rows import CALENDARS, CaseRowMaker, FollowedBy, followed_by, row_on
from followup.services.workers import expect_followed_cases
from followup.staff import is_followed_by
from followup.store import RegisterKind, RegisterRow
from followup.values import Value

Json = Any

REGISTER = "agenda-8"
"""Takes another name when a row takes another shape: the row of a damaged case stays as it was made."""
LOOK_AHEAD = timedelta(days=92)
"""How far the rows look ahead, if no more is asked for."""


class AheadEntries(Value):
    """Entries of a case that are dated after today, and count for nothing: how many, and the latest day."""

    code: str
    entries: int
    latest: date


def case_rows(book: Casebook, days: int = 0) -> list[CaseRow]:
    """A row for every graduate, with the next visit, and all still asked for at least ``days`` ahead.

    They are kept, and made anew where `kept_case_rows` says that they do not hold any more.
    """
    until = book.today + max(LOOK_AHEAD, timedelta(days=days)) - timedelta(days=1)
    return [CaseRow.from_json(case_id, row, until) for case_id, row in _rows_of(_kept_rows(book, days), book.today)]


def listed_rows(book: Casebook) -> list[ListedRow]:
    """The same rows, as far as a list shows them."""
    return [ListedRow.from_json(case_id, row) for case_id, row in _rows_of(_kept_rows(book, 0), book.today)]


def followed_near(book: Casebook, province: str, district: str) -> list[CaseRow]:
    """The rows of those in follow-up in one district; nothing is made of the others."""
    rows = _rows_of(_kept_rows(book, 0), book.today)
    near = (one for one in rows if place_of(one[1]) == (province, district) and is_followed(one[1]))
    return [CaseRow.from_json(case_id, row) for case_id, row in near]


class RowsInFollowUp(Value):
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
    kept = _kept_rows(book, days)
    known = {case_id: followed_by(row, book.today) for case_id, row in kept.items()}
    followed = {case_id: one.worker for case_id, one in known.items() if one.is_followed}
    whose = {name for name in {*followed.values()} if is_followed_by(name, worker)}
    wanted = {case_id: kept[case_id] for case_id, name in followed.items() if name in whose}
    return RowsInFollowUp(
        [CaseRow.from_json(case_id, row, until) for case_id, row in _rows_of(wanted, book.today)],
        by_others=sum(name not in {*whose, ""} for name in followed.values()),
        by_nobody=sum(not name for name in followed.values()),
        ahead=_ahead_of(known.values()),
    )


def ahead_entries(book: Casebook) -> tuple[AheadEntries, ...]:
    """The entries of all cases that are dated after today, by code."""
    return _ahead_of(followed_by(row, book.today) for row in _kept_rows(book, 0).values())


def not_shown(book: Casebook) -> tuple[str, ...]:
    """The codes of those of whom nothing is known yet by the laptop's clock: every entry is dated after today."""
    stored = (row_on(row, book.today) for row in _kept_rows(book, 0).values())
    return tuple(sorted(one.ahead[0] for one in stored if one.ahead and not one.row))


def _ahead_of(known: Iterable[FollowedBy]) -> tuple[AheadEntries, ...]:
    told = sorted(one.ahead for one in known if one.ahead)
    return tuple(AheadEntries(code, entries, date.fromordinal(latest)) for code, entries, latest in told)


def _rows_of(kept: Mapping[str, RegisterRow], today: date) -> Iterator[tuple[str, Json]]:
    """The row of each case that was opened by a day, one read after the other."""
    return ((case_id, row) for case_id, one in kept.items() if (row := row_on(one, today).row))


def _kept_rows(book: Casebook, days: int) -> dict[str, RegisterRow]:
    """What today's rows are made of, by case, with the visits that the look-ahead of so many days shows."""
    expect_followed_cases(book)
    expect_calendars(book)
    return book.register(_kind(book, days))


def expect_calendars(book: Casebook) -> None:
    """Where cases are read for another register, what a calendar needs of them is made along; imported then only."""

    def kind() -> RegisterKind:
        from followup.services.kept_calendars import calendars_kind

        return calendars_kind(book)

    book.expect(CALENDARS, kind)


def expect_rows(book: Casebook, days: int) -> None:
    """These rows will be asked for: where cases are read for something else before, they are made along."""
    book.expect(REGISTER, lambda: _kind(book, days))


def _kind(book: Casebook, days: int) -> RegisterKind:
    maker = CaseRowMaker(book.office, book.today, book.today + max(LOOK_AHEAD, timedelta(days=days)))
    return RegisterKind(REGISTER, maker.fingerprint, maker.row, maker.serves)
