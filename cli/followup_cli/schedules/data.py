"""A schedule, and what a change of it moves, for programs."""

from typing import TYPE_CHECKING

from followup.schedule.slots import Slot
from followup.schedule.standing import Standing
from followup.services.schedule_changes import RestDays
from followup_cli.fragments.moved_visits import moved_visits_data
from followup_cli.terminal.json import JsonValue

if TYPE_CHECKING:
    from followup.services.schedule_changes import ScheduleChangeResult
    from followup.services.schedules import ScheduleSheet


def schedule_change_data(result: "ScheduleChangeResult", *, dry_run: bool) -> dict[str, JsonValue]:
    """A change of course for programs."""
    return {
        "code": result.code,
        "written": not dry_run,
        "moving": moved_visits_data(result.moving),
        "warnings": list(result.warnings),
        "on_phone": result.on_phone,
        "last_due": result.last,
        "rest": _rest_data(result.rest) if result.rest else None,
    }


def _rest_data(rest: RestDays) -> dict[str, JsonValue]:
    return {"first": rest.first, "last": rest.last, "next": rest.next_visit}


def schedule_data(sheet: "ScheduleSheet") -> dict[str, JsonValue]:
    """The schedule for programs."""
    return {
        "code": sheet.case.code,
        "policy": sheet.case_schedule.policy.name,
        "return_date": sheet.case.return_date,
        "slots": [_slot_data(slot, standing, sheet) for slot, standing in sheet.case_schedule.standings(sheet.today)],
        "extras": [
            {"before_slot": extra.before_slot, "due": extra.due, "date": extra.date}
            for extra in sheet.case_schedule.schedule.extras
        ],
        "holidays_estimated_from": sheet.estimated,
    }


def _slot_data(slot: Slot, standing: Standing, sheet: "ScheduleSheet") -> dict[str, JsonValue]:
    visit = sheet.case_schedule.done.get(slot.k)
    handed_out = sheet.case_schedule.handed_out.get(slot.k)
    return {
        "k": slot.k,
        "due": slot.due,
        "date": slot.date,
        "window": [slot.opens, slot.window_end],
        "state": slot.placement,
        "standing": standing,
        "why": list(slot.why),
        "done_on": visit.on if visit else None,
        "handed_out": handed_out,
    }
