"""A schedule: one line a visit."""

from typing import Any

from followup.messages import say
from followup.schedule.slots import WIDE_GAP, Placement, Slot, Standing
from followup.services.schedules import Shown
from followup_cli.terminal.days import dated, long_day
from followup_cli.terminal.table import Cell, Column, Page, Table

STYLES = {
    Standing.DONE: "good",
    Standing.OVERDUE: "bad",
    Standing.MISSED: "bad",
    Standing.DUE: "watch",
    Standing.EXCUSED: "quiet",
    Standing.CANCELLED: "quiet",
    Standing.PLANNED: "",
}


def page(shown: Shown) -> Page:
    """The schedule for the terminal, useful at 80 columns."""
    case, policy = shown.case, shown.timetable.policy
    returned = long_day(case.return_date) if case.return_date else "–"
    head = say("Schedule of {code}: {policy}", code=case.code, policy=policy.title)
    found = (
        Page().line(head, "head").line(say("Returned on {day}. {count}", day=returned, count=_count(shown)), "quiet")
    )
    found.line().table(
        Table(
            columns=(
                Column(say("Visit"), "right"),
                Column(say("Due")),
                Column(say("Planned")),
                Column(say("Window"), drop=2),
                Column(say("State")),
                Column(say("Why moved"), drop=1, fold=True),
            ),
            rows=[_row(slot, standing, shown) for slot, standing in shown.timetable.standings(shown.today)],
        )
    )
    return _remarks(found, shown)


def _count(shown: Shown) -> str:
    done = len(shown.timetable.done)
    if shown.timetable.last_slot:
        return say("{done} of {total} visits done.", done=done, total=shown.timetable.last_slot)
    return say("{done} visits done; no end is set.", done=done)


def _row(slot: Slot, standing: Standing, shown: Shown) -> list[Cell | str]:
    visit = shown.timetable.done.get(slot.k)
    day = visit.on if visit else slot.date
    return [
        str(slot.k),
        slot.due.isoformat(),
        Cell(dated(day), "strong" if standing is Standing.DUE else ""),
        f"{slot.opens:%m-%d} – {slot.window_end:%m-%d}",
        Cell(_state(slot, standing), STYLES[standing]),
        _why(slot, shown),
    ]


def _state(slot: Slot, standing: Standing) -> str:
    if standing in (Standing.PLANNED, Standing.DUE) and slot.placement is Placement.UNPLACED:
        return slot.placement.label
    return say(standing.value)


def _why(slot: Slot, shown: Shown) -> str:
    if slot.k in shown.timetable.done:
        return ""
    reasons = [obstacle.label for obstacle in slot.why]
    if slot.placement is Placement.OUT_OF_WINDOW:
        reasons.append(slot.placement.label)
    return ", ".join(reasons)


def _remarks(page: Page, shown: Shown) -> Page:
    for extra in shown.timetable.course.extras:
        if extra.date and extra.date >= shown.today:
            page.line(say("Extra contact while in danger: {day}", day=long_day(extra.date)), "watch")
    gap = shown.timetable.course.longest_gap()
    if gap and gap.days > WIDE_GAP and shown.timetable.policy.every == 1 and not shown.timetable.policy.due:
        page.line(say("Up to {n} days lie between two visits.", n=gap.days), "watch")
    if shown.estimated:
        page.line(say("Public holidays from {year} on are estimates, not decreed.", year=shown.estimated), "quiet")
    return page


def data(shown: Shown) -> dict[str, Any]:
    """The schedule for programs."""
    return {
        "code": shown.case.code,
        "policy": shown.timetable.policy.name,
        "return_date": shown.case.return_date.isoformat() if shown.case.return_date else None,
        "slots": [_slot_data(slot, standing, shown) for slot, standing in shown.timetable.standings(shown.today)],
        "extras": [
            {
                "before_slot": extra.before_slot,
                "due": extra.due.isoformat(),
                "date": extra.date.isoformat() if extra.date else None,
            }
            for extra in shown.timetable.course.extras
        ],
        "holidays_estimated_from": shown.estimated,
    }


def _slot_data(slot: Slot, standing: Standing, shown: Shown) -> dict[str, Any]:
    visit = shown.timetable.done.get(slot.k)
    handed_out = shown.timetable.handed_out.get(slot.k)
    return {
        "k": slot.k,
        "due": slot.due.isoformat(),
        "date": slot.date.isoformat() if slot.date else None,
        "window": [slot.opens.isoformat(), slot.window_end.isoformat()],
        "state": slot.placement.value,
        "standing": standing.value,
        "why": [obstacle.value for obstacle in slot.why],
        "done_on": visit.on.isoformat() if visit else None,
        "handed_out": handed_out.isoformat() if handed_out else None,
    }
