"""Handing a graduate over: what the new worker must know, and the entries that the old worker's phone must drop.

Entries handed out before a hand-over lie on the old worker's phone. That worker's next export carries them as
cancelled, one sequence number up; the new worker's export carries the same identifiers as confirmed, two up. So
whichever file a phone reads last, and even where both are read into one account, the entry of whoever follows her now
stands.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime

from followup.case.case import Case
from followup.case.facts import CalendarEntry, CalendarEntryStatus, Fact, HandedOver, effective
from followup.case.fields import Private
from followup.case.replay import handed_out_by, replay
from followup.casebook import Casebook, CaseChange
from followup.errors import Damaged, Missing, Refused
from followup.handout.calendar import EntryKey, Event, event_of, quiet_entry
from followup.messages import say
from followup.services.graduate_sheet import GraduateSheet, sheet_of
from followup.services.workers import FollowedCase, graduates_of, known_worker, worker_to_show
from followup.staff import NOBODY, is_same_worker
from followup.values import Value, replace


class EntriesOnOldPhone(Value):
    """What a worker still had on the phone when she handed a graduate over, at ``stamp``: the visits ahead.

    ``seed`` is what their identifiers are derived from.
    """

    worker: str
    on: date
    stamp: datetime
    seed: str
    entries: tuple[CalendarEntry, ...]


class HandOverResult(Value):
    """A hand-over that was written down: where she stands, and what the old worker's phone must drop."""

    sheet: GraduateSheet
    old_worker: str
    note: Private
    dropped: tuple[CalendarEntry, ...]


def hand_over_to(book: Casebook, typed: str, worker: str, note: str = "", *, dry_run: bool = False) -> HandOverResult:
    """Hand a graduate over, and say what the new worker must know. Refused if that worker follows her already.

    Missing, with near ones, for a worker whom nobody knows.
    """
    case_id, name = book.find(typed), known_worker(book, worker)
    with book.change_case(case_id, dry_run=dry_run) as her:
        _check_new_worker(her.case, name)
        dropped = _write_hand_over(her, name, note)
    return HandOverResult(sheet_of(book, her.after, her.facts), her.case.worker, note, dropped)


def check_new_worker(book: Casebook, typed: str, worker: str) -> None:
    """Missing or Refused for a worker to whom a graduate cannot be handed over."""
    _check_new_worker(book.look(typed).case, known_worker(book, worker))


def _check_new_worker(case: Case, worker: str) -> None:
    if is_same_worker(case.worker, worker):
        raise Refused(
            say("{worker} follows her already.", worker=worker),
            say("Give another worker. See them with: followup office worker list"),
        )


def _write_hand_over(her: CaseChange, worker: str, note: str) -> tuple[CalendarEntry, ...]:
    """Write a hand-over down; the entries that lie on the phone of the worker before."""
    her.write(HandedOver(worker, note))
    before = replay(her.id, handed_out_by(her.before, her.book.today), her.book.today)
    return _entries_on_old_phone(before, her.book.today, her.book.moment.now).entries


class HandOverOfAll(Value):
    """All graduates of a worker, or of nobody (``old_worker`` empty), for another one: their codes, and what follows.

    ``codes`` are those to be handed over, ``done`` those who were. On the old worker's phone lie ``dropped`` entries;
    ``own_flags`` are the codes of those with open flags that the old worker still owns.
    """

    old_worker: str
    new_worker: str
    codes: tuple[str, ...]
    done: tuple[str, ...] = ()
    dropped: int = 0
    own_flags: tuple[str, ...] = ()


def plan_hand_over_of_all(book: Casebook, old: str, new: str) -> HandOverOfAll:
    """Who would be handed over: all of ``old`` (`NOBODY`: of nobody) who have no outcome.

    Missing, with near ones, for a worker whom nobody knows.
    """
    old_worker, new_worker = worker_to_show(book, old), known_worker(book, new)
    if not old_worker:
        raise Missing(say("Say whose graduates are handed over: --from WORKER."))
    if is_same_worker(old_worker, new_worker):
        raise Refused(say("That is the same worker."))
    old_worker = "" if old_worker == NOBODY else old_worker
    return HandOverOfAll(old_worker, new_worker, tuple(one.code for one in graduates_of(book, old_worker)))


def hand_over_all(
    book: Casebook,
    plan: HandOverOfAll,
    note: str = "",
    told: Callable[[int, int], None] | None = None,
    *,
    dry_run: bool = False,
) -> HandOverOfAll:
    """Hand over everybody in ``plan``, one by one: what was done before a stop is kept, and the rest follows next time.

    Whoever has another worker meanwhile is left to that one; a case that cannot be read goes to the problems.
    """
    codes = book.codes
    done: dict[str, int] = {}
    own_flags: list[str] = []
    for count, code in enumerate(plan.codes, 1):
        if found := _hand_over_if_hers(book, book.find(code, codes), plan, note, dry_run=dry_run):
            case, done[code] = found
            own_flags += [code] if _owns_flag(case, plan.old_worker) else []
        if told:
            told(count, len(plan.codes))
    return replace(plan, done=tuple(done), dropped=sum(done.values()), own_flags=tuple(own_flags))


def _hand_over_if_hers(
    book: Casebook, case_id: str, plan: HandOverOfAll, note: str, *, dry_run: bool
) -> tuple[Case, int] | None:
    """Her case before, and how many entries lie on the old phone; None if she is not (or no more) the old worker's."""
    try:
        with book.change_case(case_id, dry_run=dry_run) as her:
            if not is_same_worker(her.case.worker, plan.old_worker):
                return None
            return her.case, len(_write_hand_over(her, plan.new_worker, note))
    except Damaged as problem:
        book.problems[case_id] = problem
        return None


def _owns_flag(case: Case, worker: str) -> bool:
    return bool(worker) and any(is_same_worker(flag.owner, worker) for flag in case.open_flags)


def _entries_on_old_phones(case_id: str, facts: Iterable[Fact]) -> tuple[EntriesOnOldPhone, ...]:
    """What each worker before had left on the phone, in the order of hand-overs."""
    return tuple(_entries_on_old_phone(before, handed.on, handed.at) for handed, before in _hand_overs(case_id, facts))


def _hand_overs(case_id: str, facts: Iterable[Fact]) -> Iterator[tuple[Fact, Case]]:
    """Every hand-over, with her case as it was before it."""
    in_force = effective(facts)
    for handed in in_force:
        if isinstance(handed.body, HandedOver):
            known = handed_out_by(in_force, handed.on)
            earlier = [one for one in known if one.order < handed.order]
            yield handed, replay(case_id, earlier, handed.on)


def _entries_on_old_phone(before: Case, on: date, stamp: datetime) -> EntriesOnOldPhone:
    issued = (one.entry for one in before.issued.values())
    ahead = [entry for entry in issued if entry.status is CalendarEntryStatus.PLANNED and entry.day >= on]
    entries = tuple(sorted(ahead, key=lambda entry: (entry.day, entry.key)))
    return EntriesOnOldPhone(before.worker, on, stamp, before.calendar_seed, entries)


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


def _cancelled_entry(entry: CalendarEntry) -> CalendarEntry:
    return replace(entry, status=CalendarEntryStatus.CANCELLED, sequence=entry.sequence + 1)
