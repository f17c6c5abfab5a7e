"""Every graduate as one row, kept in a register from one command to the next."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING
from zlib import crc32

from followup.case.facts import Fact
from followup.casebook import Casebook
from followup.office import Office
from followup.review.caseload import Row
from followup.store import Row as Kept

if TYPE_CHECKING:
    from followup.services.schedules import Scheduler

VERSION = 2
"""Goes up when a row is made differently, so that rows made before are made again."""
AHEAD = timedelta(days=92)
"""How far the rows look ahead, if no more is asked for."""


def rows(book: Casebook, days: int = 0) -> list[Row]:
    """A row for every graduate, with the visits still asked for at least ``days`` ahead.

    Rows are made anew on a new day, and when the office or the case has changed; otherwise they are kept.
    """
    maker = _Maker(book.office, book.today, book.today + max(AHEAD, timedelta(days=days)))
    kept = book.register("agenda", maker.fingerprint, maker.row)
    return [Row.from_json(case_id, row) for case_id, row in kept.items() if row]


class _Maker:
    """Makes rows as of one day; imports what that takes only when a row is made."""

    def __init__(self, office: Office, today: date, until: date) -> None:
        self.office = office
        self.today = today
        self.until = until

    @property
    def fingerprint(self) -> str:
        """Everything beside the case that a row depends on."""
        told = repr((self.office.country, self.office.leave, self.office.closed, dict(self.office.policies)))
        return f"{VERSION} {self.today} {self.until} {crc32(told.encode()):08x}"

    @cached_property
    def _scheduler(self) -> "Scheduler":
        from followup.services.schedules import Scheduler

        return Scheduler(self.office, self.today)

    def row(self, case_id: str, facts: Iterable[Fact]) -> Kept:
        """The row of one case, or None for one that was never opened."""
        from followup.case.case import replay
        from followup.review.rows import row_of

        case = replay(case_id, facts, date.max)
        if not case.is_open:
            return None
        return row_of(case, self._scheduler.timetable(case, self.until), self.today, self.until).to_json()
