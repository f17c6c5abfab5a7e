"""Schedules as commands tell of them: one graduate's, the visits to come, and those that moved to another day."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from followup.case.case import Case
from followup.casebook import Casebook
from followup.schedule.case_schedule import CaseSchedule
from followup.schedule.slots import Standing


@dataclass(frozen=True, slots=True)
class ScheduleSheet:
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


# --- visits to come -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class NextVisit:
    """A visit to come: its number (of an extra contact: the slot after it), due date, planned day and window."""

    k: int
    due: date
    day: date | None
    opens: date
    closes: date
    standing: Standing
    extra: bool = False

    @property
    def on(self) -> date:
        """The day it is planned for, or its due date where no day was found."""
        return self.day or self.due


_TO_COME = {Standing.OVERDUE, Standing.DUE, Standing.PLANNED}


def next_visits(case_schedule: CaseSchedule, today: date) -> tuple[NextVisit, ...]:
    """The visits still asked for and the extra contacts ahead, the earliest first."""
    slots = [
        NextVisit(slot.k, slot.due, slot.date, slot.opens, slot.window_end, standing)
        for slot, standing in case_schedule.standings(today)
        if standing in _TO_COME
    ]
    extras = [
        NextVisit(extra.before_slot, extra.due, extra.date, extra.date, extra.date, Standing.PLANNED, extra=True)
        for extra in case_schedule.schedule.extras
        if extra.date and extra.date >= today
    ]
    return tuple(sorted((*slots, *extras), key=lambda one: (one.on, one.k)))


def next_contact(case_schedule: CaseSchedule, today: date) -> NextVisit | None:
    """The first contact planned for today or later; failing that, the earliest still asked for."""
    visits = next_visits(case_schedule, today)
    return next((one for one in visits if one.on >= today), visits[0] if visits else None)


class MovedVisit(NamedTuple):
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
