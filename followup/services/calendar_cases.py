"""What a calendar needs of a graduate, read from her case."""

from collections.abc import Callable, Collection
from datetime import date
from functools import partial

from followup.case import consents
from followup.case.case import Case
from followup.case.consent_words import Purpose
from followup.case.facts import CalendarEntry, Fact
from followup.case.replay import handed_out_by, replay
from followup.casebook import Casebook, CaseChange
from followup.handout.calendar import EntryKey
from followup.schedule.case_schedule import CaseSchedule
from followup.scheduler import Scheduler
from followup.services.calendar_changes import ExportRequest, calendar_changes, counts_of
from followup.services.calendar_entries import CalendarCase, CalendarStay
from followup.services.old_phones import cancelled_on_old_phones, cancelled_while_merged


def calendar_case(case: Case, facts: Collection[Fact], scheduler: Scheduler, today: date) -> CalendarCase:
    """What a calendar needs of a case, which ``facts`` add up to on a day.

    Where she was handed over, entries may lie on an old worker's phone: the new ones go on from those.
    """
    known = handed_out_by(facts, today)
    phone = case if known == facts else replay(case.id, known, today)
    stale = cancelled_on_old_phones(phone, facts) | cancelled_while_merged(phone, facts)
    kept_out = consents.forbids(case, Purpose.CALENDAR)
    schedule_of = None if kept_out else partial(scheduler.case_schedule, today=today)
    nothing: list[dict[EntryKey, CalendarEntry]] = [{} for _ in case.earlier]
    return CalendarCase(
        id=case.id,
        code=case.code,
        opening_id=case.opening_id,
        latest=max(fact.at for fact in facts),
        kept_out=kept_out,
        ended=case.end is not None,
        stays=tuple(
            _calendar_stay(stay, _entries(on_phone) | dropped, schedule_of)
            for stay, on_phone, dropped in zip(case.stays, phone.stays, [*nothing, stale], strict=True)
        ),
    )


def _calendar_stay(
    stay: Case, on_phone: dict[EntryKey, CalendarEntry], schedule_of: Callable[[Case], CaseSchedule] | None
) -> CalendarStay:
    plan = schedule_of(stay) if schedule_of else None
    return CalendarStay(
        number=stay.stay,
        seed=stay.calendar_seed,
        cover=stay.cover,
        hours=stay.hours,
        visits=tuple((one.k, one.date, one.k in plan.done) for one in plan.schedule.slots if one.date) if plan else (),
        extras=tuple((one.before_slot, one.date) for one in plan.schedule.extras if one.date) if plan else (),
        issued=stay.issued,
        on_phone=on_phone,
    )


def _entries(case: Case) -> dict[EntryKey, CalendarEntry]:
    return {key: issued.entry for key, issued in case.issued.items()}


def cancelled_by_next_export(book: Casebook, case_id: str, facts: tuple[Fact, ...]) -> int:
    """How many of her entries the next export cancels on the phone, with these ``facts`` of hers."""
    case = CaseChange(book, case_id, facts, dry_run=True).case
    if not case.issued:
        return 0
    hers = calendar_case(case, facts, book.scheduler, book.today)
    changes = calendar_changes(hers, book.office, ExportRequest(), book.moment)
    return counts_of(changes.bodies)["cancelled"]
