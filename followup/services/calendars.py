"""Calendar files: which visits go to the phone, written down as handed out, and released through the guard."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from followup.case.case import Case
from followup.case.facts import Arranged, Body, CalendarEntry, CalendarEntryStatus, Configured, Fact, HandedOut
from followup.case.replay import handed_out_by, replay
from followup.case.vocabulary import Access, CancelledEntries
from followup.casebook import Casebook, CaseChange
from followup.errors import Invalid, Missing
from followup.handout.calendar import (
    EntryKey,
    Event,
    calendar_files,
    changed_entries,
    event_of,
    hours_of,
    next_entries,
    quiet_entry,
    random_stem,
    stale_parts,
)
from followup.handout.delivery import calendars_of_ours
from followup.handout.guard import Guard, Handout, safe_filename
from followup.messages import say
from followup.office import Office
from followup.scheduler import Scheduler
from followup.services.access_log import note_access
from followup.services.calendar_entries import ALL_DAY, is_kept_out, wanted_entries
from followup.services.case_index import case_rows
from followup.services.cover_checks import check_entries
from followup.services.covers import CODE_PLACEHOLDER, SAFE_COVERS, check_cover, without_code
from followup.services.guarded_names import guard_of
from followup.services.handovers import cancelled_on_old_phones, dropped_events, handed_over_cases
from followup.services.merging import cancelled_of_merged, cancelled_while_merged
from followup.services.workers import worker_to_show
from followup.staff import is_followed_by, is_same_worker
from followup.store import OFFICE
from followup.values import Value, replace

NEUTRAL = SAFE_COVERS | {say("Meeting"), "calendar"}
"""The program's own words: a graduate who is called like one of them stops no export."""
_OWN_STEM, _OTHERS_STEM = "calendar", "calendar-other-worker"
SINGLES_FOLDER = "one-by-one"
"""The folder, inside the one asked for, that holds a file for each graduate."""
CANCELLED_FOR = timedelta(weeks=4)
"""How long a cancelled entry goes out, so that phones drop it; then it is left out, since it shows who stopped."""

Progress = Callable[[int, int], None]
"""Told how many of how many graduates are done."""


class ExportRequest(Value):
    """What to export: whose visits, how far ahead, and what to show; empty means as before.

    ``weeks`` is None for every visit of the policy. ``cover`` and ``hours`` are kept for the next time: for the
    graduates named, or for the office when none is. Whoever is named has a file of her own; all have with
    ``one_by_one``. ``extras`` are the contacts between visits of a graduate in danger.
    """

    codes: tuple[str, ...] = ()
    weeks: int | None = 12
    cover: str = ""
    hours: str = ""
    worker: str = ""
    one_by_one: bool = False
    extras: bool = False
    cancelled: CancelledEntries = CancelledEntries.RECENT


class GraduateFile(Value):
    """One graduate's entries, and the name of her own file, empty if she has none."""

    code: str
    file: str
    events: int


class ExportResult(Value):
    """What an export came to: its files, those that differ from what lay there before, and what moved.

    ``cancelled`` counts those cancelled now, ``handed_over`` those of graduates whom somebody else follows now, which
    come off this phone; they are counted as long as cancelled entries go out. ``worker`` is whose entries they are
    where that is not the worker of this laptop. ``kept_out`` are the codes of those who said no to a calendar.
    """

    folder: Path
    files: tuple[str, ...]
    changed: tuple[Path, ...]
    stale: tuple[Path, ...]
    singles: tuple[GraduateFile, ...]
    new: int
    moved: int
    cancelled: int
    handed_over: int
    worker: str = ""
    kept_out: tuple[str, ...] = ()


class _GraduateExport(Value):
    """One graduate's entries, what is to be written down of them, and her case once that is done."""

    her: CaseChange
    now: tuple[CalendarEntry, ...]
    handed: Sequence[HandedOut]
    bodies: tuple[Body, ...]
    case: Case


class _Files(Value):
    """The files of an export: the worker's, and each graduate's own by case id; and how many entries each has."""

    together: list[Handout]
    singles: dict[str, list[Handout]]
    events: dict[str, int]

    @property
    def every(self) -> list[Handout]:
        return [*self.together, *(handout for parts in self.singles.values() for handout in parts)]


def export(book: Casebook, request: ExportRequest, folder: Path, progress: Progress | None = None) -> ExportResult:
    """Write the worker's calendar, or files of single graduates. Refused before anything is written if a word exposes.

    The files are made and checked as they will be; then the dates become facts, then come the files: one that was lost
    is made again, byte for byte. Nobody else writes until the files are there, so that those of the latest facts stay.
    """
    guard = guard_of(book)
    _check_request(book, guard, request, folder)
    first = folder / f"{_worker_stem(book, guard, request)}.ics"
    with book.store.exclusive(), ExitStack() as changes:
        chosen = [changes.enter_context(book.change_case(case_id)) for case_id in _chosen_cases(book, request)]
        office = _office_as_wished(book.office, request)
        moved_on = handed_over_cases(book)
        turns = [_graduate_export(her, office, request, handed_over=her.id in moved_on) for her in chosen]
        gone = [event for event in _events_to_remove(book, request) if _is_told(event, book, request)]
        check_entries(guard, office, ((turn.case, _going_out(turn.now)) for turn in turns))
        guard.check_all(_files(book, office, request, [turn.case for turn in turns], gone, first).every, folder)
        _save_office_settings(book, office)
        cases = []
        for done, turn in enumerate(turns, 1):
            if turn.bodies:
                turn.her.write(*turn.bodies)
            cases.append(turn.her.after)
            if progress:
                progress(done, len(turns))
        files = _files(book, office, request, cases, gone, first)
        note = partial(note_access, book, Access.EXPORT, "calendar export", cases=[case.id for case in cases])
        changed = guard.release(files.every, folder, note)
    return ExportResult(
        folder=folder,
        files=tuple(handout.name for handout in files.together),
        changed=changed,
        stale=_stale_files(request, files, folder),
        singles=tuple(_graduate_file(case, files) for case in cases),
        handed_over=len(gone),
        worker=_another_worker(book, request),
        kept_out=tuple(case.code for case in cases if case.end is None and is_kept_out(case)),
        **_counts(turns),
    )


def _another_worker(book: Casebook, request: ExportRequest) -> str:
    """Whose entries are wished, where that is not the worker of this laptop."""
    worker = "" if request.codes else worker_to_show(book, request.worker)
    return "" if is_same_worker(worker, book.worker) else worker


def _worker_stem(book: Casebook, guard: Guard, request: ExportRequest) -> str:
    """The name of the worker's file: another worker's never takes the place of one's own.

    Her initials stand in it, unless a graduate is called so.
    """
    worker = _another_worker(book, request)
    if not worker:
        return _OWN_STEM
    stem = safe_filename(f"{_OWN_STEM}-{worker}")
    named = stem.removeprefix(f"{_OWN_STEM}-")
    return _OTHERS_STEM if not named or named.isdigit() or guard.find(named) else stem


def _graduate_file(case: Case, files: _Files) -> GraduateFile:
    own = files.singles.get(case.id)
    return GraduateFile(case.code, own[0].name if own else "", files.events[case.id])


def _check_request(book: Casebook, guard: Guard, request: ExportRequest, folder: Path) -> None:
    check_cover(book, request.cover)
    if request.weeks is not None and not 1 <= request.weeks <= 520:
        raise Invalid(say("The number of weeks ahead is from 1 to 520."))
    hours_of("" if request.hours == ALL_DAY else request.hours)
    guard.check_folder(folder, NEUTRAL)


def _going_out(entries: Iterable[CalendarEntry]) -> list[CalendarEntry]:
    return [entry for entry in entries if entry.status is not CalendarEntryStatus.CANCELLED]


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
    if request.codes:
        return []
    dropped = dropped_events(book, worker, _since(book)) if worker else ()
    return [*dropped, *cancelled_of_merged(book, worker, _since(book))]


def _office_as_wished(office: Office, request: ExportRequest) -> Office:
    """The office with the cover text and hours wished for all its graduates."""
    if request.codes:
        return office
    return office._replace(cover=request.cover or office.cover, hours=request.hours or office.hours)


def _save_office_settings(book: Casebook, wished: Office) -> None:
    """Write the wished cover and hours down, where they differ from what stands."""
    with book.change_journal(OFFICE) as journal:
        if (wished.cover, wished.hours) != (book.office.cover, book.office.hours):
            journal.write(Configured(cover=wished.cover, hours=wished.hours))


def _graduate_export(her: CaseChange, office: Office, request: ExportRequest, *, handed_over: bool) -> _GraduateExport:
    """Of whom was handed over, entries may lie on an old worker's phone: the new ones go on from those."""
    arranged = _arranged_as_wished(her.case, request)
    case = her.dry_run(*arranged) if arranged else her.case
    today = her.book.today
    known = handed_out_by(her.facts, today)
    phone = case if known == her.facts else replay(her.id, known, today)
    stale = cancelled_on_old_phones(phone, her.facts) if handed_over else {}
    stale |= cancelled_while_merged(phone, her.before)
    previous = _entries(phone)
    wanted = _wanted_entries(case, case, her.book.scheduler, office, previous, request)
    now = next_entries(previous | stale, wanted)
    changed = changed_entries(_entries(case), now)
    handed = [*_left_of_earlier_stays(case, phone, her.book.scheduler, office, request)]
    handed += [HandedOut(changed)] if changed else []
    bodies = (*arranged, *handed)
    return _GraduateExport(her, now, handed, bodies, her.dry_run(*bodies) if handed else case)


def cancelled_by_next_export(book: Casebook, case_id: str, facts: tuple[Fact, ...]) -> int:
    """How many of her entries the next export cancels on the phone, with these ``facts`` of hers."""
    her = CaseChange(book, case_id, facts, dry_run=True)
    if not her.case.issued:
        return 0
    handed_over = case_id in handed_over_cases(book)
    return _counts([_graduate_export(her, book.office, ExportRequest(), handed_over=handed_over)])["cancelled"]


def _left_of_earlier_stays(
    case: Case, phone: Case, scheduler: Scheduler, office: Office, request: ExportRequest
) -> Iterator[HandedOut]:
    """The entries that a phone still has of stays that have ended: as they are to be handed out once more."""
    for stay, on_phone in zip(case.earlier, phone.earlier, strict=True):
        previous = _entries(on_phone)
        now = next_entries(previous, _wanted_entries(case, stay, scheduler, office, previous, request))
        if changed := changed_entries(_entries(stay), now):
            yield HandedOut(changed, stay=stay.stay)


def _wanted_entries(
    case: Case,
    stay: Case,
    scheduler: Scheduler,
    office: Office,
    previous: Mapping[EntryKey, CalendarEntry],
    request: ExportRequest,
) -> Iterable[CalendarEntry]:
    """What is to stand of a stay of hers; nothing where she does not agree to a calendar."""
    if is_kept_out(case):
        return ()
    until = date.max if request.weeks is None else scheduler.today + timedelta(weeks=request.weeks)
    return wanted_entries(stay, scheduler, office, previous, until, extras=request.extras)


def _entries(case: Case) -> dict[EntryKey, CalendarEntry]:
    return {key: issued.entry for key, issued in case.issued.items()}


def _arranged_as_wished(case: Case, request: ExportRequest) -> tuple[Body, ...]:
    """The cover and hours wished for a graduate who was named, where they differ from hers."""
    cover, hours = request.cover or case.cover, request.hours or case.hours
    if not request.codes or (cover, hours) == (case.cover, case.hours):
        return ()
    return (Arranged(cover=request.cover or None, hours=request.hours or None),)


def _written(turn: _GraduateExport) -> Case:
    """The case once what changed has been written down."""
    if turn.bodies:
        turn.her.write(*turn.bodies)
    return turn.her.after


def _files(
    book: Casebook, office: Office, request: ExportRequest, cases: Sequence[Case], gone: Sequence[Event], first: Path
) -> _Files:
    """The files as ``cases`` now say, the worker's from ``first`` on.

    One with nothing in it is made only to empty a phone.
    """
    title = without_code(office.cover) or say("Meeting")
    shown = {case.id: _events(case, book, office, request, title) for case in cases}
    alone = cases if request.codes or request.one_by_one else ()
    singles = {case.id: _single_files(case, office, title, shown[case.id]) for case in alone}
    together: list[Handout] = []
    if not request.codes:
        dropped = [replace(event, summary=title) for event in gone if request.cancelled is not CancelledEntries.NONE]
        events = [*(event for one in shown.values() for event in one), *dropped]
        had_some = any(stay.issued for case in cases for stay in case.stays) or bool(gone) or first.exists()
        together = calendar_files(first.stem, title, events, fixed=NEUTRAL, to_empty=had_some)
    return _Files(together, singles, {case_id: len(events) for case_id, events in shown.items()})


def _events(case: Case, book: Casebook, office: Office, request: ExportRequest, title: str) -> list[Event]:
    """The events of a case as its facts now say: from the beginning of last month on."""
    since = _since(book)
    events = [
        event_of(quiet_entry(issued.entry, title), stay.calendar_seed, issued.stamp, office.timezone)
        for stay in case.stays
        for issued in stay.issued.values()
        if issued.entry.day >= since
    ]
    return [event for event in events if _is_wanted(event, book, request)]


def _is_wanted(event: Event, book: Casebook, request: ExportRequest) -> bool:
    """Whether an entry goes out: a cancelled one only for a while, unless it was wished otherwise."""
    if event.status is not CalendarEntryStatus.CANCELLED:
        return True
    return request.cancelled is not CancelledEntries.NONE and _is_told(event, book, request)


def _is_told(event: Event, book: Casebook, request: ExportRequest) -> bool:
    """Whether a cancelled entry is news, or wished for all the same."""
    return request.cancelled is CancelledEntries.ALL or event.stamp.date() + CANCELLED_FOR > book.today


def _since(book: Casebook) -> date:
    """The first day of last month: what lies before it is not handed out again."""
    return (book.today.replace(day=1) - timedelta(days=1)).replace(day=1)


def _single_files(case: Case, office: Office, title: str, events: Iterable[Event]) -> list[Handout]:
    own = NEUTRAL | {SINGLES_FOLDER, random_stem(case.opening_id)}
    stem, before = _file_stem(case, office), any(stay.issued for stay in case.stays)
    return calendar_files(stem, title, events, folder=SINGLES_FOLDER, fixed=own, to_empty=before)


def _file_stem(case: Case, office: Office) -> str:
    """A file name that says nothing, unless the cover text shows codes anyway."""
    if CODE_PLACEHOLDER in (case.cover or office.cover):
        return safe_filename(case.code)
    return random_stem(case.opening_id)


def _stale_files(request: ExportRequest, files: _Files, folder: Path) -> tuple[Path, ...]:
    """Older files of ours that would bring old entries back: further parts, and graduates' own not written now."""
    alone = folder / SINGLES_FOLDER
    own = [handout for parts in files.singles.values() for handout in parts]
    if request.codes:
        return stale_parts(own, alone)
    written = {handout.name for handout in own}
    older = [path for path in calendars_of_ours(alone) if path.name not in written]
    return (*stale_parts(files.together, folder), *older)


def _counts(turns: Iterable[_GraduateExport]) -> dict[str, int]:
    changed = [entry for turn in turns for handed in turn.handed for entry in handed.entries]
    cancelled = sum(entry.status is CalendarEntryStatus.CANCELLED for entry in changed)
    new = sum(entry.sequence == 0 for entry in changed)
    return {"new": new, "moved": len(changed) - new - cancelled, "cancelled": cancelled}
