"""What a schedule would be, before anything is stored: the rule as plain data."""

from datetime import date
from typing import Any

from followup.errors import Invalid
from followup.messages import say
from followup.schedule.slots import Course, Terms, plan
from followup.schedule.workdays import Workdays


def what_if(terms: Terms, workdays: Workdays, horizon: date | None = None) -> Course:
    """The schedule these terms would give; raises Invalid for a fixed date of a visit that the schedule lacks."""
    course = plan(terms, workdays, horizon)
    if max(terms.frozen, default=0) > len(course.slots):
        raise Invalid(
            say("A fixed date is given for a visit that this schedule does not have."),
            say("Visits are numbered from 1 to {last}.", last=len(course.slots)),
        )
    return course


def as_data(course: Course, extras: bool = False) -> dict[str, Any]:
    """The schedule as plain data, dates in ISO form; ``extras`` says whether the extra contacts were asked for."""
    slots = [
        {"k": slot.k, "due": slot.due.isoformat(), "date": _iso(slot.date), "state": str(slot.placement)}
        for slot in course.slots
    ]
    if not extras:
        return {"slots": slots}
    contacts = [
        {"before_slot": extra.before_slot, "due": extra.due.isoformat(), "date": _iso(extra.date)}
        for extra in course.extras
    ]
    return {"slots": slots, "extras": contacts}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
