"""Calendar files: which visits go to the phone, written down as handed out, and released through the guard."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from followup.case.case import Case
from followup.case.facts import Arranged, CalendarEntry, CalendarEntryStatus, Configured, HandedOut
from followup.casebook import Casebook, CaseChange
from followup.errors import Invalid, Missing
from followup.handout.calendar import (
    EntryKey,
    Event,
    calendar_files,
    changed_entries,
    displayable_text,
    event_of,
    hours_of,
    next_entries,
    random_stem,
    stale_parts,
)
from followup.handout.guard import Exposed, Guard, Handout, safe_filename
from followup.messages import say
from followup.office import Office
from followup.scheduler import Scheduler
from followup.services.case_index import case_rows
from followup.services.guarded_names import guard_of
from followup.services.handovers import cancelled_on_old_phones, dropped_events, handed_over_cases
from followup.services.workers import worker_to_show
from followup.staff import is_followed_by
from followup.store import OFFICE

CODE_PLACEHOLDER = "{code}"
"""Where a cover text asks for the graduate's code."""
ALL_DAY = "all day"
NEUTRAL = frozenset({say("Meeting"), "calendar"})
"""The program's own words: a graduate who is called like one of them stops no export."""
SINGLES_FOLDER = "one-by-one"
"""The folder, inside the one asked for, that holds a file for each graduate."""

Progress = Callable[[int, int], None]
"""Told how many of how many graduates are done."""


@dataclass(frozen=True, slots=True)
class ExportRequest:
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
class GraduateFile:
    """One graduate's own file."""

    code: str
    file: str
    events: int


@dataclass(frozen=True, slots=True)
class ExportResult:
    """What an export came to: its files, those that differ from what lay there before, and what moved."""

    folder: Path
    files: tuple[str, ...]
    changed: tuple[Path, ...]
    stale: tuple[Path, ...]
    singles: tuple[GraduateFile, ...]
    new: int
    moved: int
    cancelled: int


@dataclass(frozen=True, slots=True)
class _GraduateExport:
    """One graduate's entries as they are now, and those to write down."""

    her: CaseChange
    case: Case
    now: tuple[CalendarEntry, ...]
    changed: tuple[CalendarEntry, ...]


def export(book: Casebook, request: ExportRequest, folder: Path, progress: Progress | None = None) -> ExportResult:
    """Write the worker's calendar and one file a graduate. Refused before anything is written if a word would expose.

    The dates become facts first, then files: a file that was lost is made again, byte for byte. Nobody else writes
    until the files are there, so that the files that stay are those of the latest facts.
    """
    guard = guard_of(book)
    _check_words(guard, request, folder)
    with book.store.exclusive(), ExitStack() as changes:
        chosen = [changes.enter_context(book.change_case(case_id)) for case_id in _chosen_cases(book, request)]
        _save_settings(book, request, chosen)
        moved_on = handed_over_cases(book)
        turns = [_graduate_export(her, request, handed_over=her.id in moved_on) for her in chosen]
        _check_covers(guard, turns)
        events: dict[str, list[Event]] = {}
        for done, turn in enumerate(turns, 1):
            events[turn.case.id] = list(_events(_record_handed_out(turn), book))
            if progress:
                progress(done, len(turns))
        return _write_files(book, guard, request, folder, turns, events)


def _write_files(
    book: Casebook,
    guard: Guard,
    request: ExportRequest,
    folder: Path,
    turns: Sequence[_GraduateExport],
    events: Mapping[str, list[Event]],
) -> ExportResult:
    title = _title(book.office.cover)
    gone = _events_to_remove(book, request)
    together = [*(event for one in events.values() for event in one), *gone]
    whole = [] if request.codes else calendar_files("calendar", title, together, fixed=NEUTRAL, to_empty=True)
    singles = {turn.case.id: _single_files(turn.case, book, title, events[turn.case.id]) for turn in turns}
    alone = [handout for parts in singles.values() for handout in parts]
    changed = guard.release([*whole, *alone], folder)
    return ExportResult(
        folder=folder,
        files=tuple(handout.name for handout in whole),
        changed=changed,
        stale=(*stale_parts(whole, folder), *stale_parts(alone, folder / SINGLES_FOLDER)),
        singles=tuple(
            GraduateFile(turn.case.code, singles[turn.case.id][0].name, len(events[turn.case.id])) for turn in turns
        ),
        **_counts(turns),
    )


def _check_words(guard: Guard, request: ExportRequest, folder: Path) -> None:
    if request.cover:
        displayable_text(request.cover, say("The cover text"))
    if request.weeks is not None and not 1 <= request.weeks <= 520:
        raise Invalid(say("The number of weeks ahead is from 1 to 520."))
    hours_of("" if request.hours == ALL_DAY else request.hours)
    guard.check_folder(folder, NEUTRAL)
    if _exposes(guard, request.cover):
        raise Exposed(
            say("Nothing was exported: the cover text shows who somebody is."),
            say('Choose plain words such as "Meeting".'),
        )


def _exposes(guard: Guard, cover: str) -> bool:
    return cover not in NEUTRAL and bool(guard.find(cover))


def _chosen_cases(book: Casebook, request: ExportRequest) -> list[str]:
    """The cases to export, in the order of their codes or of the wish."""
    if request.codes:
        return list(dict.fromkeys(book.find(typed) for typed in request.codes))
    worker = worker_to_show(book, request.worker) or book.worker
    worker_rows = [row for row in case_rows(book) if is_followed_by(row.worker, worker)]
    if not worker_rows and not _events_to_remove(book, request):
        raise Missing(say("There is nobody to export."), say("Give codes, or another worker's initials with --worker."))
    return [row.id for row in sorted(worker_rows, key=lambda row: row.code)]


def _events_to_remove(book: Casebook, request: ExportRequest) -> list[Event]:
    """The entries to come off the worker's phone: of graduates whom somebody else follows now."""
    worker = worker_to_show(book, request.worker) or book.worker
    return [] if request.codes or not worker else list(dropped_events(book, worker, _since(book)))


def _save_settings(book: Casebook, request: ExportRequest, chosen: Iterable[CaseChange]) -> None:
    """Write the wished cover and hours down, where they differ from what stands."""
    cover, hours = request.cover or None, request.hours or None
    if not request.codes:
        with book.change_journal(OFFICE) as journal:
            if _differs(book.office, cover, hours):
                journal.write(Configured(cover=cover, hours=hours))
    elif cover or hours:
        for her in chosen:
            if _differs(her.case, cover, hours):
                her.write(Arranged(cover=cover, hours=hours))


def _differs(kept: Office | Case, cover: str | None, hours: str | None) -> bool:
    return (cover or kept.cover, hours or kept.hours) != (kept.cover, kept.hours)


def _graduate_export(her: CaseChange, request: ExportRequest, *, handed_over: bool) -> _GraduateExport:
    """Of whom was handed over, entries may lie on an old worker's phone: the new ones go on from those."""
    case = her.after
    stale = cancelled_on_old_phones(case, her.facts) if handed_over else {}
    previous: dict[EntryKey, CalendarEntry] = {key: issued.entry for key, issued in case.issued.items()}
    now = next_entries(previous | stale, _wanted_entries(case, her.book.scheduler, previous, request.weeks))
    return _GraduateExport(her, case, now, changed_entries(previous, now))


def _wanted_entries(
    case: Case, scheduler: Scheduler, previous: dict[EntryKey, CalendarEntry], weeks: int | None
) -> Iterator[CalendarEntry]:
    """Every entry that is to stand: those to come within the weeks wished, and all handed out before that hold."""
    office, today = scheduler.office, scheduler.today
    until = date.max if weeks is None else today + timedelta(weeks=weeks)
    plan = scheduler.case_schedule(case)
    hours = case.hours or office.hours
    shape = CalendarEntry(
        slot=0,
        day=today,
        hours="" if hours == ALL_DAY else hours,
        cover=(case.cover or office.cover).replace(CODE_PLACEHOLDER, case.code),
    )
    for slot in plan.schedule.slots:
        if slot.date and _goes_out(slot.date, today, until, (slot.k, False) in previous):
            status = CalendarEntryStatus.DONE if slot.k in plan.done else CalendarEntryStatus.PLANNED
            yield replace(shape, slot=slot.k, day=slot.date, status=status)
    for extra in plan.schedule.extras:
        if extra.date and _goes_out(extra.date, today, until, (extra.before_slot, True) in previous):
            yield replace(shape, slot=extra.before_slot, extra=True, day=extra.date)


def _goes_out(day: date, today: date, until: date, before: bool) -> bool:
    return before or today <= day <= until


def _check_covers(guard: Guard, turns: Iterable[_GraduateExport]) -> None:
    covers = {entry.cover for turn in turns for entry in turn.now}
    for cover in covers:
        displayable_text(cover, say("The cover text"))
        if _exposes(guard, cover):
            raise Exposed(
                say("Nothing was exported: a cover text shows who somebody is."),
                say("Change it with: followup office set --cover, or calendar export CODE --cover for one graduate."),
            )


def _record_handed_out(turn: _GraduateExport) -> Case:
    """The case once what changed has been written down."""
    if not turn.changed:
        return turn.case
    turn.her.write(HandedOut(turn.changed))
    return turn.her.after


def _events(case: Case, book: Casebook) -> Iterator[Event]:
    """The events of a case as its facts now say: from the beginning of last month on."""
    since = _since(book)
    for issued in case.issued.values():
        if issued.entry.day >= since:
            yield event_of(issued.entry, case.opening_id, issued.stamp, book.office.timezone)


def _since(book: Casebook) -> date:
    """The first day of last month: what lies before it is not handed out again."""
    return (book.today.replace(day=1) - timedelta(days=1)).replace(day=1)


def _single_files(case: Case, book: Casebook, title: str, events: Iterable[Event]) -> list[Handout]:
    own = NEUTRAL | {SINGLES_FOLDER, random_stem(case.opening_id)}
    return calendar_files(_file_stem(case, book), title, events, folder=SINGLES_FOLDER, fixed=own, to_empty=True)


def _file_stem(case: Case, book: Casebook) -> str:
    """A file name that says nothing, unless the cover text shows codes anyway."""
    if CODE_PLACEHOLDER in (case.cover or book.office.cover):
        return safe_filename(case.code)
    return random_stem(case.opening_id)


def _title(cover: str) -> str:
    return " ".join(cover.replace(CODE_PLACEHOLDER, "").split()) or say("Meeting")


def _counts(turns: Iterable[_GraduateExport]) -> dict[str, int]:
    changed = [entry for turn in turns for entry in turn.changed]
    cancelled = sum(entry.status is CalendarEntryStatus.CANCELLED for entry in changed)
    new = sum(entry.sequence == 0 for entry in changed)
    return {"new": new, "moved": len(changed) - new - cancelled, "cancelled": cancelled}
