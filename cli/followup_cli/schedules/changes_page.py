"""What a change of course moves: one line a visit, from which day to which."""

from datetime import date
from typing import Any

from followup.messages import say
from followup.schedule.changes import VisitChange, VisitChangeKind
from followup.services.schedule_changes import ScheduleChangeResult
from followup_cli.terminal.days import iso_day, long_day
from followup_cli.terminal.table import Cell, Column, Page, Table

_STYLE = {
    VisitChangeKind.NEW: "good",
    VisitChangeKind.BACK: "good",
    VisitChangeKind.CANCELLED: "quiet",
    VisitChangeKind.EXCUSED: "quiet",
    VisitChangeKind.NO_DAY: "bad",
    VisitChangeKind.MOVED: "",
}


def schedule_change_result(result: ScheduleChangeResult, *, dry_run: bool) -> Page:
    """What moves, what is to be noticed, and what to do next."""
    head = (
        say("What would move for {code}", code=result.code)
        if dry_run
        else say("What moved for {code}", code=result.code)
    )
    shown = add_moved_visits(Page().line(head, "head").line(), result.moving)
    if result.last:
        shown.line(say("The last visit is due on {day}.", day=long_day(result.last)), "quiet")
    for warning in result.warnings:
        shown.line(warning, "watch")
    if result.on_phone and not dry_run:
        shown.line(say("{n} of these days are on a phone: followup calendar export", n=result.on_phone), "watch")
    if dry_run:
        shown.line(say("Nothing was written."), "quiet")
    return shown


def add_moved_visits(page: Page, moving: tuple[VisitChange, ...]) -> Page:
    """The visits that change, one a line; the contacts that danger adds are counted, for there may be one a month."""
    page.table(
        Table(
            columns=(Column(say("Visit"), "right"), Column(say("From")), Column(say("To")), Column(say("What"))),
            rows=[_moved_visit_row(one) for one in moving if not one.extra],
            empty=say("No visit moves."),
        )
    )
    for what in VisitChangeKind:
        days = [one.after or one.before for one in moving if one.extra and one.what is what]
        first = min((day for day in days if day), default=None)
        if first:
            told = say("Extra contacts while in danger ({what}): {n}", what=what.label, n=len(days))
            page.line(say("{told}, the first on {day}.", told=told, day=long_day(first)), "quiet")
    return page


def _moved_visit_row(one: VisitChange) -> list[Cell | str]:
    return [str(one.k), iso_day(one.before), iso_day(one.after), Cell(one.what.label, _STYLE[one.what])]


def moved_visits_data(moving: tuple[VisitChange, ...]) -> list[dict[str, Any]]:
    """The visits that change, for programs."""
    return [
        {"visit": one.k, "extra": one.extra, "what": one.what.value, "from": _iso(one.before), "to": _iso(one.after)}
        for one in moving
    ]


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def schedule_change_data(result: ScheduleChangeResult, *, dry_run: bool) -> dict[str, Any]:
    """A change of course for programs."""
    return {
        "code": result.code,
        "written": not dry_run,
        "moving": moved_visits_data(result.moving),
        "warnings": list(result.warnings),
        "on_phone": result.on_phone,
        "last_due": _iso(result.last),
    }
