"""What an export changes of a graduate's calendar entries, and what of it is written down."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta

from followup.case.case import Case
from followup.case.facts import Arranged, Body, CalendarEntry, CalendarEntryStatus, Fact, HandedOut
from followup.case.replay import handed_out_by, once_handed_out, replay
from followup.case.vocabulary import CancelledEntries
from followup.casebook import Casebook, CaseChange
from followup.handout.calendar import EntryKey, changed_entries, next_entries
from followup.office import Office
from followup.scheduler import Scheduler
from followup.services.calendar_entries import is_kept_out, wanted_entries
from followup.services.old_phones import cancelled_on_old_phones, cancelled_while_merged
from followup.values import Value


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


class CalendarChanges(Value):
    """What an export changes of one graduate: her entries ``now``, what is written down, and her case with that."""

    now: tuple[CalendarEntry, ...]
    bodies: tuple[Body, ...]
    case: Case


def calendar_changes(her: CaseChange, office: Office, request: ExportRequest) -> CalendarChanges:
    """What an export changes of her.

    Where she was handed over, entries may lie on an old worker's phone: the new ones go on from those.
    """
    arranged = _arranged_as_wished(her.case, request)
    case = her.dry_run(*arranged) if arranged else her.case
    today = her.book.today
    known = handed_out_by(her.facts, today)
    phone = case if known == her.facts else replay(her.id, known, today)
    stale = cancelled_on_old_phones(phone, her.facts) | cancelled_while_merged(phone, her.before)
    previous = _entries(phone)
    wanted = _wanted_entries(case, case, her.book.scheduler, office, previous, request)
    now = next_entries(previous | stale, wanted)
    changed = changed_entries(_entries(case), now)
    handed = [*_left_of_earlier_stays(case, phone, her.book.scheduler, office, request)]
    handed += [HandedOut(changed)] if changed else []
    bodies = (*arranged, *handed)
    return CalendarChanges(now, bodies, once_handed_out(case, her.facts_with(*handed)[len(her.facts) :]))


def cancelled_by_next_export(book: Casebook, case_id: str, facts: tuple[Fact, ...]) -> int:
    """How many of her entries the next export cancels on the phone, with these ``facts`` of hers."""
    her = CaseChange(book, case_id, facts, dry_run=True)
    if not her.case.issued:
        return 0
    return counts_of(calendar_changes(her, book.office, ExportRequest()).bodies)["cancelled"]


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


def counts_of(bodies: Iterable[Body]) -> dict[str, int]:
    """How many entries these facts hand out that are new, moved, or cancelled."""
    changed = [entry for body in bodies if isinstance(body, HandedOut) for entry in body.entries]
    cancelled = sum(entry.status is CalendarEntryStatus.CANCELLED for entry in changed)
    new = sum(entry.sequence == 0 for entry in changed)
    return {"new": new, "moved": len(changed) - new - cancelled, "cancelled": cancelled}
