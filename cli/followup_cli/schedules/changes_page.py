"""What a change of course moves: one line a visit, from which day to which."""

from datetime import date
from typing import Any

from followup.messages import say
from followup.schedule.changes import Change, Moving
from followup.services.schedule_changes import Changed
from followup_cli.terminal.days import dated, long_day
from followup_cli.terminal.table import Cell, Column, Page, Table

_STYLE = {
    Change.NEW: "good",
    Change.BACK: "good",
    Change.CANCELLED: "quiet",
    Change.EXCUSED: "quiet",
    Change.NO_DAY: "bad",
    Change.MOVED: "",
}


def page(done: Changed, *, rehearsed: bool) -> Page:
    """What moves, what is to be noticed, and what to do next."""
    head = (
        say("What would move for {code}", code=done.code) if rehearsed else say("What moved for {code}", code=done.code)
    )
    shown = with_moving(Page().line(head, "head").line(), done.moving)
    if done.last:
        shown.line(say("The last visit is due on {day}.", day=long_day(done.last)), "quiet")
    for warning in done.warnings:
        shown.line(warning, "watch")
    if done.on_phone and not rehearsed:
        shown.line(say("{n} of these days are on a phone: followup calendar export", n=done.on_phone), "watch")
    if rehearsed:
        shown.line(say("Nothing was written."), "quiet")
    return shown


def with_moving(page: Page, moving: tuple[Moving, ...]) -> Page:
    """The visits that change, one a line; the contacts that danger adds are counted, for there may be one a month."""
    page.table(
        Table(
            columns=(Column(say("Visit"), "right"), Column(say("From")), Column(say("To")), Column(say("What"))),
            rows=[_row(one) for one in moving if not one.extra],
            empty=say("No visit moves."),
        )
    )
    for what in Change:
        days = [one.after or one.before for one in moving if one.extra and one.what is what]
        first = min((day for day in days if day), default=None)
        if first:
            told = say("Extra contacts while in danger ({what}): {n}", what=what.label, n=len(days))
            page.line(say("{told}, the first on {day}.", told=told, day=long_day(first)), "quiet")
    return page


def _row(one: Moving) -> list[Cell | str]:
    return [str(one.k), dated(one.before), dated(one.after), Cell(one.what.label, _STYLE[one.what])]


def moving_data(moving: tuple[Moving, ...]) -> list[dict[str, Any]]:
    """The visits that change, for programs."""
    return [
        {"visit": one.k, "extra": one.extra, "what": one.what.value, "from": _iso(one.before), "to": _iso(one.after)}
        for one in moving
    ]


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def data(done: Changed, *, rehearsed: bool) -> dict[str, Any]:
    """A change of course for programs."""
    return {
        "code": done.code,
        "written": not rehearsed,
        "moving": moving_data(done.moving),
        "warnings": list(done.warnings),
        "on_phone": done.on_phone,
        "last_due": _iso(done.last),
    }
