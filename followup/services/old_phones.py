"""What lies on the phones of those who followed a graduate before, or of a case that became part of another one.

An export cancels it. What only a hand-over or a merger needs is not here: an export starts without that.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from followup.case.case import Case
from followup.case.facts import CalendarEntry, CalendarEntryStatus, Fact, HandedOver, Merged, effective
from followup.case.replay import handed_out_by, replay
from followup.casebook import Casebook
from followup.handout.calendar import EntryKey, Event, event_of, quiet_entry
from followup.messages import say
from followup.services.workers import FollowedCase
from followup.staff import is_same_worker
from followup.values import Value, replace


class EntriesOnOldPhone(Value):
    """What a worker still had on the phone when she handed a graduate over, at ``stamp``: the visits ahead.

    ``seed`` is what their identifiers are derived from.
    """

    worker: str
    stamp: datetime
    seed: str
    entries: tuple[CalendarEntry, ...]


def _entries_on_old_phones(case_id: str, facts: Iterable[Fact]) -> Iterator[EntriesOnOldPhone]:
    """What each worker before had left on the phone, in the order of hand-overs."""
    in_force = effective(facts)
    for handed in in_force:
        if isinstance(handed.body, HandedOver):
            known = handed_out_by(in_force, handed.on)
            before = replay(case_id, [one for one in known if one.order < handed.order], handed.on)
            yield entries_on_old_phone(before, handed.on, handed.at)


def entries_on_old_phone(before: Case, on: date, stamp: datetime) -> EntriesOnOldPhone:
    """What a worker has on the phone who followed her ``before``, when she is handed over."""
    issued = (one.entry for one in before.issued.values())
    ahead = [entry for entry in issued if entry.status is CalendarEntryStatus.PLANNED and entry.day >= on]
    entries = tuple(sorted(ahead, key=lambda entry: (entry.day, entry.key)))
    return EntriesOnOldPhone(before.worker, stamp, before.calendar_seed, entries)


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


def dropped_events(book: Casebook, followed: Iterable[FollowedCase], worker: str, since: date) -> Iterator[Event]:
    """The cancelled entries that a worker's own file carries, of graduates whom somebody else follows now."""
    name = book.staff.called_now(worker)

    def is_hers(follower: str) -> bool:
        return is_same_worker(book.staff.called_now(follower), name)

    once_hers = [one.id for one in followed if any(is_same_worker(before, name) for before in one.before)]
    for case_id in once_hers:
        facts = book.store.facts(case_id)
        case = book.staff.of_today(replay(case_id, facts, book.today))
        mine = [left for left in _entries_on_old_phones(case_id, facts) if is_hers(left.worker)]
        if case.is_open and not is_same_worker(case.worker, name) and mine:
            for entry in mine[-1].entries:
                if entry.day >= since:
                    cancelled = quiet_entry(_cancelled_entry(entry), say("Meeting"))
                    yield event_of(cancelled, mine[-1].seed, mine[-1].stamp, book.office.timezone)


def planned_on_phone(case: Case, since: date) -> Iterator[CalendarEntry]:
    """The visits from a day on that were handed out."""
    for issued in case.issued.values():
        if issued.entry.status is CalendarEntryStatus.PLANNED and issued.entry.day >= since:
            yield issued.entry


def cancelled_of_merged(book: Casebook, worker: str, since: date) -> Iterator[Event]:
    """The calendar entries of cases that go on as part of another one, cancelled, for the worker who had them."""
    for part in book.merged:
        facts = book.store.facts(part)
        case = replay(part, handed_out_by(facts, book.today), book.today)
        stamp = max((fact.at for fact in effective(facts) if isinstance(fact.body, Merged)), default=None)
        if stamp is None or (worker and case.worker.casefold() != worker.casefold()):
            continue
        for entry in planned_on_phone(case, since):
            yield event_of(_cancelled_entry(entry), case.opening_id, stamp, book.office.timezone)


def cancelled_while_merged(case: Case, facts: Iterable[Fact]) -> dict[EntryKey, CalendarEntry]:
    """The entries of a case that was parted again, as a phone may have them: cancelled, one number up."""
    merged_at = max((fact.at for fact in facts if isinstance(fact.body, Merged)), default=None)
    return {
        key: _cancelled_entry(issued.entry)
        for key, issued in case.issued.items()
        if merged_at and issued.stamp <= merged_at and issued.entry.status is CalendarEntryStatus.PLANNED
    }


def _cancelled_entry(entry: CalendarEntry) -> CalendarEntry:
    return replace(entry, status=CalendarEntryStatus.CANCELLED, sequence=entry.sequence + 1)
