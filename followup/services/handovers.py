"""Handing a graduate over: what the new worker must know, and the entries that the old worker's phone must drop.

Entries handed out before a hand-over lie on the old worker's phone. That worker's next export carries them as
cancelled, one sequence number up; the new worker's export carries the same identifiers as confirmed, two up. So
whichever file a phone reads last, and even where both are read into one account, the entry of whoever follows her now
stands.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from followup.case.case import Case
from followup.case.facts import CalendarEntry, CalendarEntryStatus, Fact, HandedOver, effective
from followup.case.fields import Private
from followup.case.replay import replay
from followup.casebook import Casebook
from followup.errors import Refused
from followup.handout.calendar import EntryKey, Event, event_of
from followup.messages import say
from followup.services.caseload import GraduateSheet, sheet_of


@dataclass(frozen=True, slots=True)
class EntriesOnOldPhone:
    """What a worker still had on the phone when she handed a graduate over, at ``stamp``: the visits ahead."""

    worker: str
    on: date
    stamp: datetime
    entries: tuple[CalendarEntry, ...]


@dataclass(frozen=True, slots=True)
class HandOverResult:
    """A hand-over that was written down: where she stands, and what the old worker's phone must drop."""

    sheet: GraduateSheet
    old_worker: str
    note: Private
    dropped: tuple[CalendarEntry, ...]


def hand_over_to(book: Casebook, typed: str, worker: str, note: str = "") -> HandOverResult:
    """Hand a graduate over, and say what the new worker must know. Refused if that worker follows her already."""
    with book.change(typed) as her:
        old_worker = her.case.worker
        if old_worker == worker.strip():
            raise Refused(say("That worker follows her already."))
        her.write(HandedOver(worker.strip(), note))
    left = _entries_on_old_phone(her.case, book.today, book.moment.now)
    return HandOverResult(sheet_of(book, her.after, her.facts), old_worker, note, left.entries)


def _entries_on_old_phones(case_id: str, facts: Iterable[Fact]) -> tuple[EntriesOnOldPhone, ...]:
    """What each worker before had left on the phone, in the order of hand-overs."""
    return tuple(_entries_on_old_phone(before, handed.on, handed.at) for handed, before in _hand_overs(case_id, facts))


def _hand_overs(case_id: str, facts: Iterable[Fact]) -> Iterator[tuple[Fact, Case]]:
    """Every hand-over, with her case as it was before it."""
    in_force = effective(facts)
    for handed in in_force:
        if isinstance(handed.body, HandedOver):
            earlier = [one for one in in_force if one.order < handed.order]
            yield handed, replay(case_id, earlier, handed.on)


def _entries_on_old_phone(before: Case, on: date, stamp: datetime) -> EntriesOnOldPhone:
    issued = (one.entry for one in before.issued.values())
    ahead = [entry for entry in issued if entry.status is CalendarEntryStatus.PLANNED and entry.day >= on]
    return EntriesOnOldPhone(before.worker, on, stamp, tuple(sorted(ahead, key=lambda entry: (entry.day, entry.key))))


def handed_over_cases(book: Casebook) -> dict[str, tuple[str, ...]]:
    """The workers before of every case that was ever handed over, kept in a register: an export reads no other case."""
    rows: dict[str, Any] = book.register("handovers", "1", _workers_before)
    return {case_id: tuple(row) for case_id, row in rows.items() if row}


def _workers_before(case_id: str, facts: Iterable[Fact]) -> list[str]:
    return [before.worker for _, before in _hand_overs(case_id, facts)]


def cancelled_on_old_phones(case: Case, facts: Iterable[Fact]) -> dict[EntryKey, CalendarEntry]:
    """The entries as an old worker's phone has them once it follows: cancelled, one number up.

    Only those that nobody handed out since: what the next export of the new worker starts from.
    """
    stale: dict[EntryKey, CalendarEntry] = {}
    for left in _entries_on_old_phones(case.id, facts):
        for entry in left.entries:
            issued = case.issued.get(entry.key)
            if issued and issued.stamp <= left.stamp and issued.entry == entry:
                stale[entry.key] = _cancelled_entry(entry)
    return stale


def dropped_events(book: Casebook, worker: str, since: date) -> Iterator[Event]:
    """The cancelled entries that a worker's own file carries, of graduates whom somebody else follows now."""
    name = worker.casefold()
    for case_id, workers in handed_over_cases(book).items():
        if name not in {one.casefold() for one in workers}:
            continue
        facts = book.store.facts(case_id)
        case = replay(case_id, facts, book.today)
        mine = [left for left in _entries_on_old_phones(case_id, facts) if left.worker.casefold() == name]
        if case.is_open and case.worker.casefold() != name and mine:
            for entry in mine[-1].entries:
                if entry.day >= since:
                    yield event_of(_cancelled_entry(entry), case.opening_id, mine[-1].stamp, book.office.timezone)


def _cancelled_entry(entry: CalendarEntry) -> CalendarEntry:
    return replace(entry, status=CalendarEntryStatus.CANCELLED, sequence=entry.sequence + 1)
