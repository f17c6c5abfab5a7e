"""Every graduate as one row, kept in a register from one command to the next."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING
from zlib import crc32

from followup.case.facts import Fact
from followup.casebook import Casebook
from followup.monitoring.case_row import CaseRow, is_followed
from followup.office import Office
from followup.store import RegisterRow as RegisterRow

if TYPE_CHECKING:
    from followup.scheduler import Scheduler

VERSION = 2
"""Goes up when a row is made differently, so that rows made before are made again."""
REGISTER = "agenda"
"""Takes another name when a row takes another shape: the row of a damaged case stays as it was made."""
LOOK_AHEAD = timedelta(days=92)
"""How far the rows look ahead, if no more is asked for."""


def case_rows(book: Casebook, days: int = 0) -> list[CaseRow]:
    """A row for every graduate, with the visits still asked for at least ``days`` ahead.

    Rows are made anew on a new day, and when the office or the case has changed; otherwise they are kept.
    """
    return [CaseRow.from_json(case_id, row) for case_id, row in _stored_rows(book, days).items() if row]


def rows_in_follow_up(book: Casebook, days: int = 0, worker: str = "") -> list[CaseRow]:
    """The rows of those in follow-up, of one worker if said, with the visits whose window opens within ``days``.

    Nothing is made of the rest: with thousands of graduates that is most of the time.
    """
    until = book.today + timedelta(days=days)
    whose = worker.casefold()
    wanted = {case_id: row for case_id, row in _stored_rows(book, days).items() if row and is_followed(row, whose)}
    return [CaseRow.from_json(case_id, row, until) for case_id, row in wanted.items()]


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
        told = repr((office.country, office.leave, office.closed, dict(office.policies), office.rate, office.staff))
        return f"{VERSION} {self.today} {self.until} {crc32(told.encode()):08x}"

    @cached_property
    def _scheduler(self) -> "Scheduler":
        from followup.scheduler import Scheduler

        return Scheduler(self.office, self.today)

    def row(self, case_id: str, facts: Iterable[Fact]) -> RegisterRow:
        """The row of one case, or None for one that was never opened."""
        from followup.case.replay import replay
        from followup.monitoring.row_builder import build_case_row
        from followup.services.attention import attention_inputs_of

        facts = tuple(facts)
        case = self.office.staff.of_today(replay(case_id, facts, date.max))
        if not case.is_open:
            return None
        case_schedule = self._scheduler.case_schedule(case, self.until)
        return build_case_row(
            attention_inputs_of(case, facts, case_schedule, self.today, self.office), self.until
        ).to_json()
