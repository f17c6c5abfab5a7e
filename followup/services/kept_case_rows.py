"""What is kept of a case for lists and agendas: a row that holds for many days, and says itself when it does not.

It is made as of one day, by the same rules as every other view; the day notes what is asked of it (`watched_day`), so
that the row knows until when it holds. What it is from the next day on is made at once, some weeks ahead, and kept as
what changes. Beside it stands what of the office it was made from, as far as that concerns her worker.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple
from zlib import crc32

from followup import __version__
from followup.case.facts import Fact, effective
from followup.case.facts.base import Withdrawn
from followup.errors import FollowupError
from followup.office import Office
from followup.store import RegisterRow
from followup_data.rule_stamp import rule_stamp

if TYPE_CHECKING:
    from followup.case.case import Case
    from followup.case.watched_day import DaysItHolds
    from followup.scheduler import Scheduler

VERSION = 6
"""Goes up when a row is made differently, so that rows made before are made again."""
WEEKS_AHEAD = range(6, 18)
"""So many weeks ahead rows are made: of each case another number, so that they do not all run out on the same day."""

Json = Any


class StoredRow(NamedTuple):
    """The row of a case on a day, None for one not opened by then; and what of it is dated after that day, or None."""

    row: Json
    ahead: Json


class _KeptRow(NamedTuple):
    """What is kept: the ``worker`` as written in the case, and what of the office (``office``) it was made from.

    It holds from the ``first`` day to the ``last`` one, and has the visits whose window opens before ``until`` (all of
    them: the last day there is). ``fields`` are those of the first day, ``changes`` what changes on later ones:
    ``[day, [[which field, what it holds], ...]]``. Days are ordinals.
    """

    worker: str
    office: str
    until: int
    first: int
    last: int
    fields: list[Json]
    changes: list[Json]


def row_on(kept: RegisterRow, today: date) -> StoredRow:
    """What is kept of a case, as it is on a day."""
    *_, fields, changes = kept
    if changes:
        ordinal, fields = today.toordinal(), list(fields)
        for day, changed in changes:
            if day > ordinal:
                break
            for which, value in changed:
                fields[which] = value
    ahead, *row = fields
    return StoredRow(row or None, ahead)


class CaseRowMaker:
    """Makes rows from one day on, with the visits up to a ``horizon``; imports what that takes when a row is made."""

    def __init__(self, office: Office, today: date, horizon: date) -> None:
        self.office = office
        self.today = today
        self.horizon = horizon
        self._offices: dict[str, str] = {}
        self._schedulers: dict[str, Scheduler] = {}

    @cached_property
    def fingerprint(self) -> str:
        """Everything beside the case and the office that a row depends on."""
        return f"{VERSION} {__version__} {rule_stamp(self.office.country)}"

    def serves(self, kept: RegisterRow) -> bool:
        """Whether a row holds today, has the visits that are asked for, and the office is as it was for her worker."""
        worker, office, until, first, last, *_ = kept
        today = self.today.toordinal()
        return bool(
            first <= today <= last and until >= self.horizon.toordinal() and office == self._office_mark(worker)
        )

    def _office_mark(self, worker: str) -> str:
        """What of the office concerns one worker, in short."""
        if worker not in self._offices:
            self._offices[worker] = f"{crc32(repr(self.office.of_worker(worker)).encode()):08x}"
        return self._offices[worker]

    def scheduler_of(self, worker: str) -> "Scheduler":
        """What makes the schedules of her cases, and knows nothing else of the office."""
        if worker not in self._schedulers:
            from followup.scheduler import Scheduler

            self._schedulers[worker] = Scheduler(self.office.of_worker(worker), self.today)
        return self._schedulers[worker]

    def row(self, case_id: str, facts: Iterable[Fact]) -> RegisterRow:
        """What is kept of one case: the row of today, and what it will be on the days to come."""
        one = _CaseOverTime(self, case_id, tuple(facts))
        weeks = WEEKS_AHEAD[crc32(case_id.encode()) % len(WEEKS_AHEAD)]
        return list(one.kept(self.today + timedelta(weeks=weeks)))


class _CaseOverTime:
    """One case, looked at from today on."""

    def __init__(self, maker: CaseRowMaker, case_id: str, facts: tuple[Fact, ...]) -> None:
        self.maker = maker
        self.case_id = case_id
        self.facts = facts

    def kept(self, enough: date) -> _KeptRow:
        """What is kept of her, with what changes up to a day."""
        until = self.maker.horizon + (enough - self.maker.today)
        spans = self._spans(until, enough)
        worker, complete, fields, (first, last) = next(spans)
        all_complete, now, changes = complete, fields, []
        for later, complete, found, holds in spans:
            if later != worker or len(found) != len(now):
                break
            all_complete = all_complete and complete
            changed = [[which, value] for which, value in enumerate(found) if value != now[which]]
            changes += [[last + 1, changed]] if changed else []
            now, last = found, holds.last
        latest = date.max if all_complete else until
        return _KeptRow(worker, self.maker._office_mark(worker), latest.toordinal(), first, last, fields, changes)

    def _spans(self, until: date, enough: date) -> Iterator[tuple[str, bool, list[Json], "DaysItHolds"]]:
        """Her worker, whether no visit was left out, her row, and the days on which all that holds: of span by span."""
        from followup.case.watched_day import Watch

        day = self.maker.today
        while day <= enough:
            watch = Watch(day)
            try:
                made = self._on(watch.day, until)
            except FollowupError:
                if day == self.maker.today:
                    raise
                return  # it is said on that day
            yield *made, watch.holds
            day = date.fromordinal(min(watch.holds.last, date.max.toordinal() - 1) + 1)

    def _on(self, day: date, until: date) -> tuple[str, bool, list[Json]]:
        """Made in the same way as every other view of her: as of that day."""
        from followup.case.replay import replay

        case = replay(self.case_id, self.facts, day)
        complete, row = self._case_row(case, day, until) if case.is_open else (True, [])
        return case.worker, complete, [self._ahead(day), *row]

    def _case_row(self, case: "Case", day: date, until: date) -> tuple[bool, list[Json]]:
        from followup.monitoring.row_builder import build_case_row
        from followup.schedule.case_schedule import build_case_schedule
        from followup.scheduler import OPEN_END_HORIZON
        from followup.services.attention import attention_inputs_of

        scheduler = self.maker.scheduler_of(case.worker)
        case = scheduler.office.staff.of_today(case)
        case_schedule = build_case_schedule(
            case, scheduler.policy_of(case), scheduler.workdays(case), day, max(until, day + OPEN_END_HORIZON)
        )
        row = build_case_row(attention_inputs_of(case, self.facts, case_schedule, day, scheduler.office))
        shown = row.opening_before(until)
        complete = len(shown.slots) == len(row.slots) and (bool(case_schedule.last_slot) or case_schedule.ended)
        return complete, shown.to_json()

    def _ahead(self, day: date) -> Json:
        from followup.case.replay import replay

        ahead = [fact.on.toordinal() for fact in dated_after(self.facts, day)]
        return [replay(self.case_id, self.facts, date.max).code, len(ahead), max(ahead)] if ahead else None


def dated_after(facts: Collection[Fact], today: date) -> list[Fact]:
    """The entries in force that are dated after a day; a withdrawal holds whatever its day.

    So does what went to a phone: the next export goes on from it and hands it out with the day it is then.
    """
    if all(fact.on <= today for fact in facts):  # nearly always, and much cheaper
        return []
    from followup.case.facts import HandedOut

    return [fact for fact in effective(facts) if fact.on > today and not isinstance(fact.body, (Withdrawn, HandedOut))]
