"""A schedule: one line a visit; and for programs."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from followup.messages import say
from followup.schedule.slots import WIDE_GAP, Slot, SlotPlacement
from followup.schedule.standing import Standing
from followup_cli.fragments.standing import standing_words
from followup_cli.terminal.days import iso_day, long_day
from followup_cli.terminal.page import Page
from followup_cli.terminal.table import Cell, Column, Table, TableRow

if TYPE_CHECKING:
    from followup.services.schedules import ScheduleSheet
    from followup_cli.terminal.json import JsonValue

STANDING_STYLE = {
    Standing.DONE: "good",
    Standing.OVERDUE: "bad",
    Standing.MISSED: "bad",
    Standing.DUE: "watch",
    Standing.EXCUSED: "quiet",
    Standing.CANCELLED: "quiet",
    Standing.PLANNED: "",
}


def schedule_page(sheet: "ScheduleSheet") -> Page:
    """The schedule for the terminal, useful at 80 columns."""
    case, policy = sheet.case, sheet.case_schedule.policy
    returned = long_day(case.return_date) if case.return_date else "–"
    head = say("Schedule of {code}: {policy}", code=case.code, policy=policy.title)
    page = (
        Page()
        .line(head, "head")
        .line(say("Returned on {day}. {count}", day=returned, count=_visits_done_text(sheet)), "quiet")
    )
    page.line().table(
        Table(
            columns=(
                Column(say("Visit"), "right"),
                Column(say("Due")),
                Column(say("Planned")),
                Column(say("Window"), drop=2),
                Column(say("State")),
                Column(say("Why moved"), drop=1, fold=True),
            ),
            rows=[_slot_row(slot, standing, sheet) for slot, standing in sheet.case_schedule.standings(sheet.today)],
        )
    )
    return _add_remarks(page, sheet)


def _visits_done_text(sheet: "ScheduleSheet") -> str:
    done = len(sheet.case_schedule.done)
    if sheet.case_schedule.last_slot:
        return say("Visits done: {done} of {total}.", done=done, total=sheet.case_schedule.last_slot)
    return say("Visits done: {done}; no end is set.", done=done)


def _slot_row(slot: Slot, standing: Standing, sheet: "ScheduleSheet") -> TableRow:
    visit = sheet.case_schedule.done.get(slot.k)
    day = visit.on if visit else slot.date
    return [
        str(slot.k),
        slot.due.isoformat(),
        Cell(iso_day(day), "strong" if standing is Standing.DUE else ""),
        f"{slot.opens:%m-%d} – {slot.window_end:%m-%d}",
        Cell(_state_text(slot, standing), STANDING_STYLE[standing]),
        _moved_reasons(slot, sheet),
    ]


def _state_text(slot: Slot, standing: Standing) -> str:
    if standing in (Standing.PLANNED, Standing.DUE) and slot.placement is SlotPlacement.UNPLACED:
        return slot.placement.label
    return standing_words(standing)


def _moved_reasons(slot: Slot, sheet: "ScheduleSheet") -> str:
    if slot.k in sheet.case_schedule.done:
        return ""
    reasons = [*_given_by(slot, sheet), *(obstacle.label for obstacle in slot.why)]
    if slot.placement is SlotPlacement.OUT_OF_WINDOW:
        reasons.append(slot.placement.label)
    return ", ".join(reasons)


def _given_by(slot: Slot, sheet: "ScheduleSheet") -> Iterator[str]:
    """Whether her day was set by hand, or is another than the due date only because a calendar file gave it."""
    handed_out = sheet.case_schedule.handed_out.get(slot.k)
    if slot.placement is SlotPlacement.FROZEN:
        yield say("by hand")
    elif handed_out and slot.date == handed_out != slot.due and not slot.why:
        yield say("on a phone")


def _add_remarks(page: Page, sheet: "ScheduleSheet") -> Page:
    for extra in sheet.case_schedule.schedule.extras:
        if extra.date and extra.date >= sheet.today:
            page.line(say("Extra contact while in danger: {day}", day=long_day(extra.date)), "watch")
    gap = sheet.case_schedule.schedule.longest_gap()
    if gap and gap.days > WIDE_GAP and sheet.case_schedule.policy.every == 1 and not sheet.case_schedule.policy.due:
        page.line(say("Up to {n} days pass between two visits.", n=gap.days), "watch")
    if sheet.estimated:
        page.line(say("Public holidays from {year} on are estimates, not decreed.", year=sheet.estimated), "quiet")
    return page


# --- for programs ---------------------------------------------------------------------------------------------------


def schedule_data(sheet: "ScheduleSheet") -> dict[str, "JsonValue"]:
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


def _slot_data(slot: Slot, standing: Standing, sheet: "ScheduleSheet") -> dict[str, "JsonValue"]:
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
