"""What is kept of a case for lists and agendas: a row that holds for many days, and says itself when it does not.

It is made as of one day, by the same rules as every other view; the day notices what it is compared with
(`watched_day`), so that the row knows until when it holds. What it is from the next day on is made at once, some weeks
ahead, and kept as what changes. Beside it stands what of the office it was made from, so far as it concerns her worker.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from zlib import crc32

from msgspec import Raw
from msgspec.json import decode, encode

from followup import __version__
from followup.case.facts import Fact
from followup.monitoring.case_row import CaseRow, is_followed, worker_of
from followup.office import Office
from followup.store import RegisterRow
from followup.values import ListedValue
from followup_data import shipped

if TYPE_CHECKING:
    from followup.scheduler import Scheduler

VERSION = 9
"""Goes up when a row is made differently, so that rows made before are made again."""
DAYS_AHEAD = range(35, 64)
"""So many days ahead rows are made: more than from one visit to the next, which makes her row anew anyway. Of each case
it is another number, so that they do not all run out on the same day."""

CALENDARS = "calendars-1"
"""The register of what calendars need. Takes another name when what is kept takes another shape."""

Json = Any

_SLOTS = 1 + CaseRow.__struct_fields__.index("slots")
"""Where a row's visits stand among the fields."""


class StoredRow(ListedValue):
    """The row of a case on a day, None for one not opened by then; and what of it is dated after that day, or None."""

    row: Json
    ahead: Json


class FollowedBy(ListedValue):
    """Whether she is in follow-up, and with whom; ``ahead`` is as in `StoredRow`."""

    is_followed: bool
    worker: str
    ahead: Json


class _KeptRow(ListedValue):
    """What is kept: the ``worker`` as written in the case, and what of the office (``office``) it was made from.

    It holds from the ``first`` day to the ``last`` one, and has the visits whose window opens before ``until`` (all of
    them: the last day there is). ``always`` is what `FollowedBy` holds on every day, None where it changes. ``body`` is
    a JSON text, read only where it is wanted: the fields of the first day, and what changes on later ones,
    ``[day, [[which field, what it holds], ...]]``; of visits of which only the first ones go, how many do. Days are
    ordinals.
    """

    worker: str
    office: str
    until: int
    first: int
    last: int
    always: "FollowedBy | None"
    body: str


class _Body(ListedValue):
    """The body of what is kept; what changes later is read only once its day has come, for most of it has not."""

    fields: list[Json]
    changes: list[tuple[int, Raw]]


def row_on(kept: RegisterRow, today: date) -> StoredRow:
    """What is kept of a case, as it is on a day."""
    body = decode(kept[-1], type=_Body)
    fields = body.fields
    for day, changed in body.changes:
        if day > today.toordinal():
            break
        for which, value in decode(changed):
            fields[which] = fields[which][value:] if which == _SLOTS and isinstance(value, int) else value
    ahead, *row = fields
    return StoredRow(row or None, ahead)


def followed_by(kept: RegisterRow, today: date) -> FollowedBy:
    """Who follows her on a day; her row is read only where that changes while it holds."""
    always = kept[-2]
    if always:
        return FollowedBy(*always)
    stored = row_on(kept, today)
    return _followed_by(stored.row, stored.ahead)


def _followed_by(row: Json, ahead: Json) -> FollowedBy:
    return FollowedBy(bool(row) and is_followed(row), worker_of(row) if row else "", ahead)


def _changed(before: Sequence[Json], after: Sequence[Json]) -> Iterator[tuple[int, Json]]:
    """Which fields are other ones, and what they hold."""
    for at, (was, new) in enumerate(zip(before, after, strict=True)):
        if new != was:
            gone = len(was) - len(new) if at == _SLOTS else 0
            yield at, gone if gone > 0 and was[gone:] == new else new


class RowMaker:
    """What rows of cases are made with that hold for many days: of the office only what concerns her worker."""

    def __init__(self, office: Office, today: date) -> None:
        self.office = office
        self.today = today
        self._marks: dict[str, str] = {}
        self._schedulers: dict[str, Scheduler] = {}

    @cached_property
    def fingerprint(self) -> str:
        """Everything beside the case and the office that a row depends on."""
        rules = shipped.checksum("policies.json", "attention.json", f"holidays/{self.office.country}.json")
        return f"{VERSION} {__version__} {rules:08x}"

    def office_mark(self, worker: str) -> str:
        """What of the office concerns one worker, in short."""
        if worker not in self._marks:
            self._marks[worker] = f"{crc32(repr(self.office.of_worker(worker)).encode()):08x}"
        return self._marks[worker]

    def scheduler_of(self, worker: str) -> "Scheduler":
        """What makes the schedules of a worker's cases, and knows nothing else of the office."""
        if worker not in self._schedulers:
            from followup.scheduler import Scheduler

            self._schedulers[worker] = Scheduler(self.office.of_worker(worker), self.today)
        return self._schedulers[worker]


class CaseRowMaker(RowMaker):
    """Makes rows from one day on, with the visits up to a ``horizon``; imports what that takes when a row is made."""

    def __init__(self, office: Office, today: date, horizon: date) -> None:
        super().__init__(office, today)
        self.horizon = horizon
        self._day, self._latest = today.toordinal(), horizon.toordinal()  # asked for thousands of times

    def serves(self, kept: RegisterRow) -> bool:
        """Whether a row holds today, has the visits that are asked for, and the office is as it was for her worker."""
        worker, office, until, first, last, *_ = kept
        holds = first <= self._day <= last and self._latest <= until
        return holds and bool(office == self.office_mark(worker))

    def row(self, case_id: str, facts: Iterable[Fact]) -> RegisterRow:
        """What is kept of one case: the row of today, and what changes in it on the days to come."""
        from followup.services.case_over_time import CaseOverTime

        ahead = timedelta(DAYS_AHEAD[crc32(case_id.encode()) % len(DAYS_AHEAD)])
        until = self.horizon + ahead
        spans = CaseOverTime(case_id, tuple(facts), self.scheduler_of, until).spans(self.today, self.today + ahead)
        worker, _, fields, first, _ = spans[0]
        until = date.max if all(span.complete for span in spans) else until
        changes = [
            [after.first, changed]
            for before, after in pairwise(spans)
            if (changed := [*_changed(before.fields, after.fields)])
        ]
        said = [_followed_by(row, ahead) for ahead, *row in (span.fields for span in spans)]
        always = said[0] if all(one == said[0] for one in said) else None
        body, last = encode([fields, changes]).decode(), spans[-1].last
        return _KeptRow(worker, self.office_mark(worker), until.toordinal(), first, last, always, body)
