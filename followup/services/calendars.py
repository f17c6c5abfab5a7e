"""Calendar files: which visits go to the phone, written down as handed out, and released through the guard."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from itertools import chain
from pathlib import Path

from followup import process_memory
from followup.case.access_words import Access
from followup.case.erasure import refuse_after_erasure
from followup.case.facts import Body, CalendarEntryStatus, Configured
from followup.case.visit_words import CancelledEntries
from followup.casebook import Casebook, CaseChange
from followup.errors import Invalid, Missing
from followup.handout.calendar import (
    Event,
    calendar_files,
    event_of,
    hours_of,
    quiet_entry,
    random_stem,
    stale_parts,
)
from followup.handout.delivery import calendars_of_ours
from followup.handout.guard import Guard, safe_filename
from followup.handout.surfaces import Handout
from followup.messages import say
from followup.office import Office
from followup.progress import Progress, counted
from followup.services.access_log import note_access
from followup.services.calendar_changes import ExportRequest, calendar_changes, counts_of
from followup.services.calendar_entries import ALL_DAY, CalendarCase
from followup.services.case_index import expect_calendars
from followup.services.cover_checks import check_entries
from followup.services.covers import CODE_PLACEHOLDER, SAFE_COVERS, check_cover, without_code
from followup.services.guarded_names import guard_of
from followup.services.kept_calendars import KeptCalendars
from followup.services.old_phones import cancelled_of_merged, dropped_events
from followup.services.workers import FollowedCase, followed_cases, worker_to_show
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
    """What an export needs of one graduate, without her case: of thousands that would be too much to hold.

    ``events`` are those of her files. They stay as they are when ``bodies`` are written ``at`` this moment; None if
    something of hers is dated later, or is of the same moment.
    """

    id: str
    code: str
    bodies: tuple[Body, ...]
    at: datetime | None
    events: tuple[Event, ...]
    stem: str
    random_stem: str
    was_handed_out: bool
    kept_out: bool


class _Files(Value):
    """The files of an export: the worker's, and each graduate's own by case id."""

    together: list[Handout]
    singles: dict[str, list[Handout]]

    @property
    def every(self) -> list[Handout]:
        return [*self.together, *(handout for parts in self.singles.values() for handout in parts)]


def read_calendar_case(book: Casebook, case_id: str) -> CalendarCase:
    """What a calendar needs of a graduate, as her facts say now."""
    from followup.services.calendar_cases import calendar_case

    her = CaseChange(book, case_id, dry_run=True)
    return calendar_case(her.case, her.facts, book.scheduler, book.today)


def export(book: Casebook, request: ExportRequest, folder: Path, progress: Progress | None = None) -> ExportResult:
    """Write the worker's calendar, or files of single graduates. Refused before anything is written if a word exposes.

    The files are made and checked as they will be; then the dates become facts, then come the files: one that was lost
    is made again, byte for byte. Nobody else writes until the files are there, so that those of the latest facts stay.
    """
    if not (request.codes or request.extras):
        expect_calendars(book)
    guard = guard_of(book)
    _check_request(book, guard, request, folder)
    first = folder / f"{_worker_stem(book, guard, request)}.ics"
    with book.store.exclusive():
        making = _Export(book, guard, request, _office_as_wished(book.office, request))
        case_of = _case_reader(book, making.office, request)
        followed = [] if request.codes else followed_cases(book)
        to_remove = _events_to_remove(book, request, followed)
        chosen = _chosen_cases(book, request, followed, needed=not to_remove)
        del followed  # of thousands that would be too much to hold beside the files
        planned = [making.planned(case_of(case_id)) for case_id in chosen]
        del case_of
        process_memory.give_back()
        gone = [event for event in to_remove if making.is_told(event)]
        files = making.files(planned, gone, first)
        guard.check_all(files.every, folder)
        _save_office_settings(book, making.office)
        exports = [making.written(one) for one in counted(planned, progress)]
        if exports != planned:
            files = making.files(exports, gone, first)
        changed = guard.release(
            files.every, folder, partial(note_access, book, Access.EXPORT, "calendar export", cases=chosen)
        )
    return ExportResult(
        folder=folder,
        files=tuple(handout.name for handout in files.together),
        changed=changed,
        stale=_stale_files(request, files, folder),
        singles=tuple(_graduate_file(one, files) for one in exports),
        handed_over=len(gone),
        worker=_another_worker(book, request),
        kept_out=tuple(one.code for one in exports if one.kept_out),
        **counts_of(body for one in exports for body in one.bodies),
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


def _graduate_file(one: _GraduateExport, files: _Files) -> GraduateFile:
    own = files.singles.get(one.id)
    return GraduateFile(one.code, own[0].name if own else "", len(one.events))


def _check_request(book: Casebook, guard: Guard, request: ExportRequest, folder: Path) -> None:
    check_cover(book, request.cover)
    if request.weeks is not None and not 1 <= request.weeks <= 520:
        raise Invalid(say("The number of weeks ahead is from 1 to 520."))
    hours_of("" if request.hours == ALL_DAY else request.hours)
    guard.check_folder(folder, NEUTRAL)


def _chosen_cases(
    book: Casebook, request: ExportRequest, followed: Iterable[FollowedCase], *, needed: bool
) -> list[str]:
    """The cases to export, in the order of their codes or of the wish; Missing where some are ``needed``."""
    if request.codes:
        return [*dict.fromkeys(book.find(typed) for typed in request.codes)]
    worker = worker_to_show(book, request.worker) or book.worker
    hers = [one for one in followed if is_followed_by(one.worker, worker)]
    if needed and not hers:
        raise Missing(say("There is nobody to export."), say("Give codes, or another worker's initials with --worker."))
    return [one.id for one in hers]


def _events_to_remove(book: Casebook, request: ExportRequest, followed: Iterable[FollowedCase]) -> list[Event]:
    """The entries to come off the worker's phone: of graduates whom somebody else follows now."""
    worker = worker_to_show(book, request.worker) or book.worker
    if request.codes:
        return []
    dropped = dropped_events(book, followed, worker, _since(book)) if worker else ()
    return [*dropped, *cancelled_of_merged(book, worker, _since(book))]


def _office_as_wished(office: Office, request: ExportRequest) -> Office:
    """The office with the cover text and hours wished for all its graduates."""
    if request.codes:
        return office
    return replace(office, cover=request.cover or office.cover, hours=request.hours or office.hours)


def _save_office_settings(book: Casebook, wished: Office) -> None:
    """Write the wished cover and hours down, where they differ from what stands."""
    with book.change_journal(OFFICE) as journal:
        if (wished.cover, wished.hours) != (book.office.cover, book.office.hours):
            journal.write(Configured(cover=wished.cover, hours=wished.hours))


def _case_reader(book: Casebook, office: Office, request: ExportRequest) -> Callable[[str], CalendarCase]:
    """What says what is needed of a case: for everybody's calendar by what is kept, else it is read."""
    if request.codes or request.extras:
        return partial(read_calendar_case, book)
    kept = KeptCalendars(book, (book.office.cover, office.cover), (book.office.hours, office.hours))
    return lambda case_id: kept.of(case_id) or read_calendar_case(book, case_id)


class _Export(Value):
    """An export while it is made: what is asked for, and the office with the cover text and hours wished for."""

    book: Casebook
    guard: Guard
    request: ExportRequest
    office: Office

    @property
    def title(self) -> str:
        """The calendar's name, and what a cancelled entry says."""
        return without_code(self.office.cover) or say("Meeting")

    def is_told(self, event: Event) -> bool:
        """Whether a cancelled entry is news, or wished for all the same."""
        return self.request.cancelled is CancelledEntries.ALL or event.stamp.date() + CANCELLED_FOR > self.book.today

    def planned(self, case: CalendarCase) -> _GraduateExport:
        """What is to be written of a graduate, and what her files will say; Refused if an entry cannot go out."""
        changes = calendar_changes(case, self.office, self.request, self.book.moment)
        going_out = [entry for entry in changes.now if entry.status is not CalendarEntryStatus.CANCELLED]
        check_entries(self.guard, self.office, changes.case, going_out)
        if self.request.codes:
            refuse_after_erasure(self.book.facts(case.id), changes.bodies)
        at = self.book.moment.now if case.latest < self.book.moment.now else None
        return self._of(changes.case, changes.bodies, at)

    def written(self, planned: _GraduateExport) -> _GraduateExport:
        """The same once it is written down: as planned, or as the case says then."""
        if not planned.bodies or all(fact.at == planned.at for fact in self.book.write(planned.id, *planned.bodies)):
            return planned
        return self._of(read_calendar_case(self.book, planned.id), planned.bodies, planned.at)

    def _of(self, case: CalendarCase, bodies: tuple[Body, ...], at: datetime | None) -> _GraduateExport:
        return _GraduateExport(
            id=case.id,
            code=case.code,
            bodies=bodies,
            at=at,
            events=tuple(self._events(case)),
            stem=_file_stem(case, self.office),
            random_stem=random_stem(case.opening_id),
            was_handed_out=any(stay.issued for stay in case.stays),
            kept_out=case.kept_out and not case.ended,
        )

    def _events(self, case: CalendarCase) -> Iterator[Event]:
        """The events of a case as its facts now say: from the beginning of last month on."""
        since, title = _since(self.book), self.title
        for stay in case.stays:
            for issued in stay.issued.values():
                if issued.entry.day >= since:
                    entry = quiet_entry(issued.entry, title)
                    event = event_of(entry, stay.seed, issued.stamp, self.office.timezone)
                    if self._is_wanted(event):
                        yield event

    def _is_wanted(self, event: Event) -> bool:
        """Whether an entry goes out: a cancelled one only for a while, unless it was wished otherwise."""
        if event.status is not CalendarEntryStatus.CANCELLED:
            return True
        return self.request.cancelled is not CancelledEntries.NONE and self.is_told(event)

    def files(self, exports: Sequence[_GraduateExport], gone: Sequence[Event], first: Path) -> _Files:
        """The files as the cases say, the worker's from ``first`` on.

        One with nothing in it is made only to empty a phone.
        """
        alone, title = exports if self.request.codes or self.request.one_by_one else (), self.title
        singles = {one.id: _single_files(one, title) for one in alone}
        if self.request.codes:
            return _Files([], singles)
        told = () if self.request.cancelled is CancelledEntries.NONE else gone
        dropped = [replace(event, summary=title) for event in told]
        events = chain(*(one.events for one in exports), dropped)
        had_some = any(one.was_handed_out for one in exports) or bool(gone) or first.exists()
        return _Files(calendar_files(first.stem, title, events, fixed=NEUTRAL, to_empty=had_some), singles)


def _since(book: Casebook) -> date:
    """The first day of last month: what lies before it is not handed out again."""
    return (book.today.replace(day=1) - timedelta(days=1)).replace(day=1)


def _single_files(one: _GraduateExport, title: str) -> list[Handout]:
    own = NEUTRAL | {SINGLES_FOLDER, one.random_stem}
    return calendar_files(one.stem, title, one.events, folder=SINGLES_FOLDER, fixed=own, to_empty=one.was_handed_out)


def _file_stem(case: CalendarCase, office: Office) -> str:
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
