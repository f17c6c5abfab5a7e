"""What an export changes of a graduate's calendar entries, and what of it is written down."""

from collections.abc import Iterable
from datetime import date, timedelta

from followup.case.facts import Arranged, Body, CalendarEntry, CalendarEntryStatus, HandedOut
from followup.case.visit_words import CancelledEntries
from followup.casebook import Moment
from followup.handout.calendar import changed_entries, next_entries
from followup.office import Office
from followup.services.calendar_entries import CalendarCase, wanted_entries
from followup.values import Value, replace


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
    case: CalendarCase


def calendar_changes(case: CalendarCase, office: Office, request: ExportRequest, moment: Moment) -> CalendarChanges:
    """What an export changes of her; the cover and hours wished are hers from now on where she was named."""
    *before, last = case.stays
    cover, hours = (request.cover, request.hours) if request.codes else ("", "")
    wished = replace(last, cover=cover or last.cover, hours=hours or last.hours)
    arranged = [Arranged(cover=cover or None, hours=hours or None)] if wished != last else []
    stays = [*before, wished]
    until = date.max if request.weeks is None else moment.today + timedelta(weeks=request.weeks)
    now = [
        next_entries(stay.on_phone, wanted_entries(case, stay, office, moment.today, until, extras=request.extras))
        for stay in stays
    ]
    changed = [changed_entries(stay.handed_out, entries) for stay, entries in zip(stays, now, strict=True)]
    handed = [
        HandedOut(entries, stay=stay.number if stay is not stays[-1] else 0)
        for stay, entries in zip(stays, changed, strict=True)
        if entries
    ]
    stamp = max(moment.now, case.latest)
    after = tuple(stay.once_handed_out(entries, stamp) for stay, entries in zip(stays, changed, strict=True))
    return CalendarChanges(now[-1], (*arranged, *handed), replace(case, stays=after))


def counts_of(bodies: Iterable[Body]) -> dict[str, int]:
    """How many entries these facts hand out that are new, moved, or cancelled."""
    changed = [entry for body in bodies if isinstance(body, HandedOut) for entry in body.entries]
    cancelled = sum(entry.status is CalendarEntryStatus.CANCELLED for entry in changed)
    new = sum(entry.sequence == 0 for entry in changed)
    return {"new": new, "moved": len(changed) - new - cancelled, "cancelled": cancelled}
