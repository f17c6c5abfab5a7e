"""The visits that a change of her schedule moves: one line a visit, from which day to which."""

from followup.messages import say
from followup.schedule.changes import VisitChange, VisitChangeKind
from followup_cli.terminal.days import iso_day, long_day
from followup_cli.terminal.json import JsonValue
from followup_cli.terminal.page import Page
from followup_cli.terminal.table import Cell, Column, Table, TableRow

_STYLE = {
    VisitChangeKind.NEW: "good",
    VisitChangeKind.BACK: "good",
    VisitChangeKind.CANCELLED: "quiet",
    VisitChangeKind.EXCUSED: "quiet",
    VisitChangeKind.NO_DAY: "bad",
    VisitChangeKind.MOVED: "",
}


def add_moved_visits(page: Page, moving: tuple[VisitChange, ...]) -> Page:
    """The visits that change, one a line; the contacts that danger adds are counted, for there may be one a month."""
    columns = (Column(say("Visit"), "right"), Column(say("From")), Column(say("To")), Column(say("What")))
    rows = [moved_visit_row(visit) for visit in moving if not visit.extra]
    page.table(Table(columns, rows, empty=say("No visit moves.")))
    for kind in VisitChangeKind:
        days = [visit.after or visit.before for visit in moving if visit.extra and visit.what is kind]
        first = min((day for day in days if day), default=None)
        if first:
            counted = say("Extra contacts while in danger ({what}): {n}", what=kind.label, n=len(days))
            page.line(say("{told}, the first on {day}.", told=counted, day=long_day(first)), "quiet")
    return page


def moved_visit_row(visit: VisitChange) -> TableRow:
    """A visit that changes: its number, from which day to which, and how."""
    return [str(visit.k), iso_day(visit.before), iso_day(visit.after), Cell(visit.what.label, _STYLE[visit.what])]


def moved_visits_data(moving: tuple[VisitChange, ...]) -> list[dict[str, JsonValue]]:
    """The visits that change, for programs."""
    return [
        {"visit": visit.k, "extra": visit.extra, "what": visit.what, "from": visit.before, "to": visit.after}
        for visit in moving
    ]
