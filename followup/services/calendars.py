"""Calendar files: which visits go to the phone, written down as handed out, and released through the guard."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

from followup.case.case import Case
from followup.case.facts import Arranged, Configured, Entry, EntryStatus, HandedOut
from followup.casebook import Casebook
from followup.errors import Invalid, Missing
from followup.handout.calendar import (
    Event,
    Key,
    calendar_file,
    changed_entries,
    event_of,
    hours_of,
    next_entries,
    shown_text,
    stale_parts,
)
from followup.handout.guard import Exposed, Guard, safe_filename
from followup.messages import say
from followup.services.case_index import rows
from followup.services.guarded_names import guard_of
from followup.services.handovers import dropped_events, handed_over_cases, on_old_phones
from followup.services.schedules import Scheduler

CODE = "{code}"
"""Where a cover text asks for the graduate's code."""
ALL_DAY = "all day"
NEUTRAL = frozenset({say("Meeting"), "calendar"})
"""The program's own words: a graduate who is called like one of them stops no export."""
SINGLES = "one-by-one"
"""The folder, inside the one asked for, that holds a file for each graduate."""

Progress = Callable[[int, int], None]
"""Told how many of how many graduates are done."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What to export: whose visits, how far ahead, and what to show; empty means as before.

    ``weeks`` is None for every visit of the policy. ``cover`` and ``hours`` are kept for the next time: for the
    graduates named, or for the office when none is.
    """

    codes: tuple[str, ...] = ()
    weeks: int | None = 12
    cover: str = ""
    hours: str = ""
    worker: str = ""


@dataclass(frozen=True, slots=True)
class Single:
    """One graduate's own file."""

    code: str
    file: str
    events: int


@dataclass(frozen=True, slots=True)
class Export:
    """What an export came to: its files, those that differ from what lay there before, and what moved."""

    folder: Path
    files: tuple[str, ...]
    changed: tuple[Path, ...]
    stale: tuple[Path, ...]
    singles: tuple[Single, ...]
    new: int
    moved: int
    cancelled: int


@dataclass(frozen=True, slots=True)
class _Turn:
    """One graduate's entries as they are now, and those to write down."""

    case: Case
    now: tuple[Entry, ...]
    changed: tuple[Entry, ...]


def export(book: Casebook, wish: Wish, folder: Path, progress: Progress | None = None) -> Export:
    """Write the worker's calendar and one file a graduate. Refused before anything is written if a word would expose.

    The dates become facts first, then files: a file that was lost is made again, byte for byte.
    """
    guard = guard_of(book)
    _check_words(guard, wish, folder)
    chosen = _chosen(book, wish)
    _keep(book, wish, chosen)
    scheduler = Scheduler.of(book)
    moved_on = handed_over_cases(book).keys() & set(chosen)
    stale = {case_id: on_old_phones(book, book.case(case_id)) for case_id in moved_on}
    turns = [_turn(book.case(case_id), scheduler, wish, stale.get(case_id, {})) for case_id in chosen]
    _check_covers(guard, turns)
    events: dict[str, list[Event]] = {}
    for done, turn in enumerate(turns, 1):
        events[turn.case.id] = list(_events(_handed_out(book, turn), book))
        if progress:
            progress(done, len(turns))
    title = _titled(book.office.cover)
    gone = _gone(book, wish)
    together = [*(event for one in events.values() for event in one), *gone]
    whole = [] if wish.codes else calendar_file("calendar", title, together, fixed=NEUTRAL)
    singles = {
        turn.case.id: calendar_file(_stem(turn.case, book), title, events[turn.case.id], fixed=NEUTRAL)
        for turn in turns
    }
    alone = [handout for parts in singles.values() for handout in parts]
    changed = (*guard.release(whole, folder), *guard.release(alone, folder / SINGLES))
    return Export(
        folder=folder,
        files=tuple(handout.name for handout in whole),
        changed=changed,
        stale=(*stale_parts(whole, folder), *stale_parts(alone, folder / SINGLES)),
        singles=tuple(
            Single(turn.case.code, singles[turn.case.id][0].name, len(events[turn.case.id])) for turn in turns
        ),
        **_counted(turns),
    )


def _check_words(guard: Guard, wish: Wish, folder: Path) -> None:
    if wish.cover:
        shown_text(wish.cover, say("The cover text"))
    if wish.weeks is not None and not 1 <= wish.weeks <= 520:
        raise Invalid(say("The number of weeks ahead is from 1 to 520."))
    hours_of("" if wish.hours == ALL_DAY else wish.hours)
    if (folder.name not in NEUTRAL and guard.find(folder.name)) or _shows(guard, wish.cover):
        raise Exposed(
            say("Nothing was exported: the cover text or the folder's name shows who somebody is."),
            say('Choose plain words such as "Meeting".'),
        )


def _shows(guard: Guard, cover: str) -> bool:
    return cover not in NEUTRAL and bool(guard.find(cover))


def _chosen(book: Casebook, wish: Wish) -> list[str]:
    """The cases to export, in the order of their codes or of the wish."""
    if wish.codes:
        return list(dict.fromkeys(book.find(typed) for typed in wish.codes))
    worker = (wish.worker or book.worker).casefold()
    mine = [row for row in rows(book) if not worker or row.worker.casefold() == worker]
    if not mine and not _gone(book, wish):
        raise Missing(say("There is nobody to export."), say("Give codes, or another worker's initials with --worker."))
    return [row.id for row in sorted(mine, key=lambda row: row.code)]


def _gone(book: Casebook, wish: Wish) -> list[Event]:
    """The entries to come off the worker's phone: of graduates whom somebody else follows now."""
    worker = wish.worker or book.worker
    return [] if wish.codes or not worker else list(dropped_events(book, worker, _since(book)))


def _keep(book: Casebook, wish: Wish, chosen: Iterable[str]) -> None:
    """Write the wished cover and hours down, where they differ from what stands."""
    cover, hours = wish.cover or None, wish.hours or None
    if not wish.codes:
        said = (cover or book.office.cover, hours or book.office.hours)
        if said != (book.office.cover, book.office.hours):
            book.write_office(Configured(cover=cover, hours=hours))
    elif cover or hours:
        for case in map(book.case, chosen):
            if (cover or case.cover, hours or case.hours) != (case.cover, case.hours):
                book.write(case.id, Arranged(cover=cover, hours=hours))


def _turn(case: Case, scheduler: Scheduler, wish: Wish, stale: dict[Key, Entry]) -> _Turn:
    """``stale`` are entries that lie on an old worker's phone, as that phone has them."""
    previous: dict[Key, Entry] = {key: issued.entry for key, issued in case.issued.items()}
    now = next_entries(previous | stale, _wanted(case, scheduler, previous, wish.weeks))
    return _Turn(case, now, changed_entries(previous, now))


def _wanted(case: Case, scheduler: Scheduler, previous: dict[Key, Entry], weeks: int | None) -> Iterator[Entry]:
    """Every entry that is to stand: those to come within the weeks wished, and all handed out before that hold."""
    office, today = scheduler.office, scheduler.today
    until = date.max if weeks is None else today + timedelta(weeks=weeks)
    plan = scheduler.timetable(case)
    hours = case.hours or office.hours
    shape = Entry(
        slot=0,
        day=today,
        hours="" if hours == ALL_DAY else hours,
        cover=(case.cover or office.cover).replace(CODE, case.code),
    )
    for slot in plan.course.slots:
        if slot.date and _goes_out(slot.date, today, until, (slot.k, False) in previous):
            status = EntryStatus.DONE if slot.k in plan.done else EntryStatus.PLANNED
            yield replace(shape, slot=slot.k, day=slot.date, status=status)
    for extra in plan.course.extras:
        if extra.date and _goes_out(extra.date, today, until, (extra.before_slot, True) in previous):
            yield replace(shape, slot=extra.before_slot, extra=True, day=extra.date)


def _goes_out(day: date, today: date, until: date, before: bool) -> bool:
    return before or today <= day <= until


def _check_covers(guard: Guard, turns: Iterable[_Turn]) -> None:
    covers = {entry.cover for turn in turns for entry in turn.now}
    for cover in covers:
        shown_text(cover, say("The cover text"))
        if _shows(guard, cover):
            raise Exposed(
                say("Nothing was exported: a cover text shows who somebody is."),
                say("Change it with: followup office set --cover, or calendar export CODE --cover for one graduate."),
            )


def _handed_out(book: Casebook, turn: _Turn) -> Case:
    """The case once what changed has been written down."""
    if not turn.changed:
        return turn.case
    book.write(turn.case.id, HandedOut(turn.changed))
    return book.case(turn.case.id)


def _events(case: Case, book: Casebook) -> Iterator[Event]:
    """The events of a case as its facts now say: from the beginning of last month on."""
    since = _since(book)
    for issued in case.issued.values():
        if issued.entry.day >= since:
            yield event_of(issued.entry, case.seed, issued.stamp, book.office.timezone)


def _since(book: Casebook) -> date:
    """The first day of last month: what lies before it is not handed out again."""
    return (book.today.replace(day=1) - timedelta(days=1)).replace(day=1)


def _stem(case: Case, book: Casebook) -> str:
    """A file name that says nothing, unless the cover text shows codes anyway."""
    if CODE in (case.cover or book.office.cover):
        return safe_filename(case.code)
    return "calendar-" + sha256(f"file\n{case.seed}".encode()).hexdigest()[:12]


def _titled(cover: str) -> str:
    return " ".join(cover.replace(CODE, "").split()) or say("Meeting")


def _counted(turns: Iterable[_Turn]) -> dict[str, int]:
    changed = [entry for turn in turns for entry in turn.changed]
    cancelled = sum(entry.status is EntryStatus.CANCELLED for entry in changed)
    new = sum(entry.sequence == 0 for entry in changed)
    return {"new": new, "moved": len(changed) - new - cancelled, "cancelled": cancelled}
