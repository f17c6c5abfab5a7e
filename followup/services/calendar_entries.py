"""Which entries of a graduate are to stand in a calendar: her visits to come, as far as she agrees to a calendar."""

from collections.abc import Iterator, Mapping
from datetime import date

from followup.case import consents
from followup.case.case import Case
from followup.case.consent_words import Purpose
from followup.case.facts import CalendarEntry, CalendarEntryStatus
from followup.handout.calendar import EntryKey
from followup.office import Office
from followup.scheduler import Scheduler
from followup.services.covers import CODE_PLACEHOLDER
from followup.values import replace

ALL_DAY = "all day"


def is_kept_out(case: Case) -> bool:
    """Whether she said no to a calendar: what stands on a phone is cancelled. Who was not asked stays in it."""
    return consents.forbids(case, Purpose.CALENDAR)


def wanted_entries(
    case: Case,
    scheduler: Scheduler,
    office: Office,
    previous: Mapping[EntryKey, CalendarEntry],
    until: date,
    *,
    extras: bool,
) -> Iterator[CalendarEntry]:
    """Every entry that is to stand: those to come ``until`` a day, and all handed out before that hold."""
    today = scheduler.today
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
    for extra in plan.schedule.extras if extras else ():
        if extra.date and _goes_out(extra.date, today, until, (extra.before_slot, True) in previous):
            yield replace(shape, slot=extra.before_slot, extra=True, day=extra.date)


def _goes_out(day: date, today: date, until: date, before: bool) -> bool:
    return before or today <= day <= until
