"""Every graduate as one row, kept in a register from one command to the next."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

from followup.case.facts import Fact, HandedOut, effective
from followup.case.facts.base import Withdrawn
from followup.casebook import Casebook
from followup.monitoring.case_row import CaseRow, is_followed, worker_of
from followup.office import Office
from followup.staff import is_followed_by
from followup.store import RegisterRow

if TYPE_CHECKING:
    from followup.scheduler import Scheduler

VERSION = 5
"""Goes up when a row is made differently, so that rows made before are made again."""
REGISTER = "agenda-3"
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

    Rows are made anew on a new day, and when the office or the case has changed; otherwise they are kept.
    """
    return [CaseRow.from_json(case_id, row) for case_id, (row, _) in _stored_rows(book, days).items() if row]


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
    until = book.today + timedelta(days=days)
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


def _ahead_of(stored: Mapping[str, RegisterRow]) -> tuple[AheadEntries, ...]:
    told = (ahead for _, ahead in stored.values() if ahead)
    return tuple(sorted(AheadEntries(code, entries, date.fromordinal(latest)) for code, entries, latest in told))


def _stored_rows(book: Casebook, days: int) -> dict[str, RegisterRow]:
    maker = _RowMaker(book.office, book.today, book.today + max(LOOK_AHEAD, timedelta(days=days)))
    return book.register(REGISTER, maker.fingerprint, maker.row)


class _RowMaker:
    """Makes rows as of one day; imports what that takes only when a row is made."""

    def __init__(self, office: Office, today: date, until: date) -> None:
        self.office = office
        self.today = today
        self.until = until

    @property
    def fingerprint(self) -> str:
        """Everything beside the case that a row depends on."""
        office = self.office
        days_off = office.leave, office.closed, dict(office.decreed)
        told = repr((office.country, days_off, dict(office.policies), office.rate, office.staff))
        return f"{VERSION} {self.today} {self.until} {crc32(told.encode()):08x}"

    @cached_property
    def _scheduler(self) -> "Scheduler":
        from followup.scheduler import Scheduler

        return Scheduler(self.office, self.today)

    def row(self, case_id: str, facts: Iterable[Fact]) -> RegisterRow:
        """The row of one case, None for one not opened by today; and what of it is dated after today, None if nothing.

        It is made in the same way as every other view of her: as of today.
        """
        facts = tuple(facts)
        return self._case_row(case_id, facts), self._ahead(case_id, facts)

    def _case_row(self, case_id: str, facts: tuple[Fact, ...]) -> RegisterRow:
        from followup.case.replay import replay
        from followup.monitoring.row_builder import build_case_row
        from followup.scheduler import OPEN_END_HORIZON
        from followup.services.attention import attention_inputs_of

        case = self.office.staff.of_today(replay(case_id, facts, self.today))
        if not case.is_open:
            return None
        case_schedule = self._scheduler.case_schedule(case, max(self.until, self.today + OPEN_END_HORIZON))
        return build_case_row(
            attention_inputs_of(case, facts, case_schedule, self.today, self.office), self.until
        ).to_json()

    def _ahead(self, case_id: str, facts: tuple[Fact, ...]) -> RegisterRow:
        from followup.case.replay import replay

        ahead = [fact.on.toordinal() for fact in dated_after(facts, self.today)]
        return [replay(case_id, facts, date.max).code, len(ahead), max(ahead)] if ahead else None


def dated_after(facts: Collection[Fact], today: date) -> list[Fact]:
    """The entries in force that are dated after a day; a withdrawal holds whatever its day.

    So does what went to a phone: the next export goes on from it and hands it out with the day it is then.
    """
    if all(fact.on <= today for fact in facts):  # nearly always, and much cheaper
        return []
    return [fact for fact in effective(facts) if fact.on > today and not isinstance(fact.body, (Withdrawn, HandedOut))]
