"""Milestones: one that was written down, all of one graduate in a line, and those of everybody."""

from collections.abc import Callable, Sequence
from typing import Any

from followup.messages import say
from followup.monitoring.milestones import Mark, Reaching
from followup.services.milestones import Written
from followup.services.outcomes import Marked
from followup_cli.graduates import readiness_page as readiness
from followup_cli.terminal.days import long_day
from followup_cli.terminal.table import Cell, Column, Page, Table

Mask = Callable[[str], str]

_STYLE = {Reaching.DUE: "watch", Reaching.MISSING: "bad"}


def page(done: Written, mask: Mask) -> Page:
    """What was written down, and the criteria beside it."""
    said = done.said
    words = say("Month {n}: {how}, on {day}.", n=said.month, how=said.standing.label, day=long_day(done.on))
    shown = Page().pair(done.case.code, words, label_style="strong")
    if done.late:
        shown.pair("", say("It was reached on {day}.", day=long_day(done.mark.day)), "quiet")
    if said.note:
        shown.pair(say("Note"), mask(said.note))
    if said.decided_by:
        shown.pair(say("Decided by"), mask(said.decided_by))
    readiness.criteria(shown.line().line(say("The criteria beside it"), "head"), done.review)
    return shown.line().line(readiness.counted(done.review), "good" if done.review.ready else "watch")


def data(done: Written, mask: Mask) -> dict[str, Any]:
    """A milestone that was written down, for programs."""
    return {
        "code": done.case.code,
        "on": done.on.isoformat(),
        "month": done.said.month,
        "reached": done.mark.day.isoformat(),
        "how": done.said.standing.value,
        "note": mask(done.said.note),
        "decided_by": mask(done.said.decided_by),
        "criteria": {finding.rule: finding.state.value for finding in done.review.findings},
    }


def in_a_line(marks: Sequence[Mark]) -> tuple[str, str]:
    """The milestones reached and the next one, and how they are lit; empty where follow-up had ended before them."""
    ahead = [mark for mark in marks if mark.state is Reaching.AHEAD]
    reached = [mark for mark in marks if mark.state not in (Reaching.AHEAD, Reaching.ENDED)]
    told = "; ".join(_told(mark) for mark in (*reached, *ahead[:1]))
    worst = "watch" if any(mark.state is Reaching.MISSING for mark in marks) else ""
    return told, worst


def _told(mark: Mark) -> str:
    if mark.state is Reaching.AHEAD:
        return say("month {n}: on {day}", n=mark.month, day=mark.day)
    return say("month {n}: {how}", n=mark.month, how=_how(mark))


def _how(mark: Mark) -> str:
    return " / ".join(one.said.standing.label for one in mark.said) or mark.state.label


def of_all(page: Page, marked: Sequence[Marked]) -> Page:
    """The milestones of everybody who reached one, a graduate a line, and how many are missing."""
    months = sorted({mark.month for one in marked for mark in one.marks})
    columns = (Column(say("Code")), *(Column(say("Month {n}", n=month), fold=True) for month in months))
    rows = [[Cell(one.code, "strong"), *(_cell(one, month) for month in months)] for one in marked]
    page.table(Table(columns, rows, title=say("Milestones"), empty=say("No milestone was reached.")))
    counts = counted(marked)
    return page.line(
        say(
            "{recorded} written down, {due} due, {missing} missing.",
            recorded=counts["recorded"],
            due=counts["due"],
            missing=counts["missing"],
        ),
        "watch" if counts["missing"] else "quiet",
    )


def _cell(one: Marked, month: int) -> Cell:
    mark = next((mark for mark in one.marks if mark.month == month), None)
    return Cell(_how(mark), _STYLE.get(mark.state, "")) if mark else Cell("–", "quiet")


def counted(marked: Sequence[Marked]) -> dict[str, int]:
    """How many milestones are written down, due and missing."""
    states = [mark.state for one in marked for mark in one.marks]
    return {state.value: states.count(state) for state in (Reaching.RECORDED, Reaching.DUE, Reaching.MISSING)}


def marks_data(marks: Sequence[Mark], mask: Mask) -> list[dict[str, Any]]:
    """The milestones of one graduate for programs."""
    return [
        {
            "month": mark.month,
            "reached": mark.day.isoformat(),
            "state": mark.state.value,
            "said": [
                {
                    "how": one.said.standing.value,
                    "on": one.on.isoformat(),
                    "note": mask(one.said.note),
                    "decided_by": mask(one.said.decided_by),
                }
                for one in mark.said
            ],
        }
        for mark in marks
    ]
