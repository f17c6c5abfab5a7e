"""Schedules as commands tell of them: one graduate's, her visits in their slots, those that moved to another day."""

from datetime import date

from followup.case.case import Case
from followup.case.parts import Visit
from followup.casebook import Casebook, require_opened
from followup.schedule.case_schedule import CaseSchedule, slot_number_of
from followup.schedule.standing import done_when_due
from followup.values import Value


class ScheduleSheet(Value):
    """One graduate's schedule as it is shown on ``today``; ``estimated`` is the first year of forecast holidays."""

    case: Case
    case_schedule: CaseSchedule
    today: date
    estimated: int | None


def schedule_sheet(book: Casebook, typed: str) -> ScheduleSheet:
    """The schedule of the graduate meant by ``typed``."""
    case = book.case(book.find(typed))
    case_schedule = book.scheduler.case_schedule(case)
    workdays = book.scheduler.workdays(case)
    years = (slot.due.year for slot in case_schedule.schedule.slots if workdays.estimated(slot.due))
    return ScheduleSheet(case, case_schedule, book.today, min(years, default=None))


# --- visits in their slots ------------------------------------------------------------------------------------------


class ListedVisit(Value):
    """One visit of the list: the slot it belongs to, its due date, and whether it fills that slot, when due or late.

    It ``counts`` if it was in person, or of a kind that her policy counts.
    """

    visit: Visit
    slot: int | None
    due: date | None
    fills: bool
    when_due: bool
    counts: bool


def list_visits(book: Casebook, typed: str) -> tuple[Case, tuple[ListedVisit, ...]]:
    """Her visits in the order of days, each with its slot; her attempts stand in the case."""
    case = require_opened(book.case(book.find(typed)))
    return case, listed_visits(book, case)


def listed_visits(book: Casebook, case: Case) -> tuple[ListedVisit, ...]:
    """The same of a case."""
    schedules = [(book.scheduler.case_schedule(stay), stay.visits) for stay in case.stays]
    return tuple(listed_visit(case_schedule, visit) for case_schedule, visits in schedules for visit in visits)


def listed_visit(case_schedule: CaseSchedule, visit: Visit) -> ListedVisit:
    """One visit in the schedule of her stay."""
    k = slot_number_of(case_schedule, visit)
    slot = case_schedule.schedule.slots[k - 1] if k else None
    fills = bool(k and case_schedule.done.get(k) == visit)
    when_due = bool(fills and slot and done_when_due(slot.due, visit.on))
    counts = case_schedule.policy.filled_by(visit.said.contact)
    return ListedVisit(visit, k, slot.due if slot else None, fills, when_due, counts)


# --- visits that moved -----------------------------------------------------------------------------------------------


class MovedVisit(Value):
    """A visit that is planned for another day than before; None where no day is left, or none was before."""

    k: int
    before: date | None
    after: date | None


def moved_visits(before: CaseSchedule | None, after: CaseSchedule | None, since: date = date.min) -> list[MovedVisit]:
    """The visits planned for another day than before, new, or fallen away, days before ``since`` left out."""
    old, new = _planned_days(before, since), _planned_days(after, since)
    numbers = sorted(old.keys() | new.keys())
    return [MovedVisit(k, old.get(k), new.get(k)) for k in numbers if old.get(k) != new.get(k)]


def _planned_days(case_schedule: CaseSchedule | None, since: date) -> dict[int, date]:
    slots = case_schedule.schedule.slots if case_schedule else ()
    return {slot.k: slot.date for slot in slots if slot.date and slot.date >= since}
