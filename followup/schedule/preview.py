"""What a schedule would be, before anything is stored: the rule as plain data."""

from datetime import date
from typing import Any

from followup.errors import Invalid
from followup.messages import say
from followup.schedule.inputs import ScheduleInputs
from followup.schedule.slots import Schedule, build_schedule
from followup.schedule.workdays import Workdays


def preview_schedule(inputs: ScheduleInputs, workdays: Workdays) -> Schedule:
    """The schedule these terms would give; raises Invalid for a fixed date of a visit that the schedule lacks."""
    schedule = build_schedule(inputs, workdays)
    if max(inputs.frozen, default=0) > len(schedule.slots):
        raise Invalid(
            say("A fixed date is given for a visit that this schedule does not have."),
            say("Visits are numbered from 1 to {last}.", last=len(schedule.slots)),
        )
    return schedule


def schedule_as_data(schedule: Schedule, extras: bool = False) -> dict[str, Any]:
    """The schedule as plain data, dates in ISO form; ``extras`` says whether the extra contacts were asked for."""
    slots = [
        {"k": slot.k, "due": slot.due.isoformat(), "date": _iso(slot.date), "state": str(slot.placement)}
        for slot in schedule.slots
    ]
    if not extras:
        return {"slots": slots}
    contacts = [
        {"before_slot": extra.before_slot, "due": extra.due.isoformat(), "date": _iso(extra.date)}
        for extra in schedule.extras
    ]
    return {"slots": slots, "extras": contacts}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
