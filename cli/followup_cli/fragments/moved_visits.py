"""The visits that a change of her schedule moves: one line a visit, from which day to which."""

from typing import TYPE_CHECKING

from followup.messages import say
from followup.schedule.changes import VisitChangeKind
from followup_cli.terminal.days import iso_day, long_day
from followup_cli.terminal.table import Cell, Column, Table, TableRow

if TYPE_CHECKING:
    from followup.schedule.changes import VisitChange
    from followup_cli.terminal.json import JsonValue
    from followup_cli.terminal.page import Page

_STYLE = {
    VisitChangeKind.NEW: "good",
    VisitChangeKind.BACK: "good",
    VisitChangeKind.CANCELLED: "quiet",
    VisitChangeKind.EXCUSED: "quiet",
    VisitChangeKind.NO_DAY: "bad",
    VisitChangeKind.MOVED: "",
}
_ONE_DAY = (VisitChangeKind.NEW, VisitChangeKind.BACK, VisitChangeKind.CANCELLED, VisitChangeKind.EXCUSED)
"""Changes of a visit that is on one day, before or after."""


def add_moved_visits(page: "Page", moving: tuple["VisitChange", ...], *, most: int = 999) -> "Page":
    """The visits that change, one a line; the contacts that danger adds are counted, for there may be one a month.

    Of more than ``most`` that only come or go, a line says how many there are of each kind, and from when to when.
    """
    if most < sum(not visit.extra for visit in moving) and all(visit.what in _ONE_DAY for visit in moving):
        return _add_counted(page, moving)
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


def _add_counted(page: "Page", moving: tuple["VisitChange", ...]) -> "Page":
    for kind in VisitChangeKind:
        days = sorted(day for one in moving if one.what is kind and (day := one.after or one.before))
        if days:
            span = {"first": long_day(days[0]), "last": long_day(days[-1]), "what": kind.label}
            page.line(say("Visits: {n}, {first} to {last}: {what}.", n=len(days), **span))
    return page


def moved_visit_row(visit: "VisitChange") -> TableRow:
    """A visit that changes: its number, from which day to which, and how."""
    return [str(visit.k), iso_day(visit.before), iso_day(visit.after), Cell(visit.what.label, _STYLE[visit.what])]


def moved_visits_data(moving: tuple["VisitChange", ...]) -> list[dict[str, "JsonValue"]]:
    """The visits that change, for programs."""
    return [
        {"visit": visit.k, "extra": visit.extra, "what": visit.what, "from": visit.before, "to": visit.after}
        for visit in moving
    ]
