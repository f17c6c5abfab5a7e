"""Schedules as commands tell of them: one graduate's, and the visits that moved to another day."""

from datetime import date

from followup.case.case import Case
from followup.casebook import Casebook
from followup.schedule.case_schedule import CaseSchedule
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
