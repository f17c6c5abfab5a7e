"""Milestones: one that was written down, all of one graduate in a line, and those of everybody."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from followup.case.fields import Mask
from followup.messages import say
from followup.monitoring.milestones import MilestoneState
from followup_cli.fragments.milestones import milestone_words_said
from followup_cli.outcomes.readiness_page import add_criteria_beside
from followup_cli.terminal.days import long_day
from followup_cli.terminal.page import Page
from followup_cli.terminal.table import Cell, Column, Table

if TYPE_CHECKING:
    from followup.services.milestones import MilestoneResult
    from followup.services.outcomes import ReachedMilestones

_STYLE = {MilestoneState.DUE: "watch", MilestoneState.MISSING: "bad"}


def milestone_result(recorded: "MilestoneResult", mask: Mask) -> Page:
    """What was written down, and the criteria beside it."""
    said = recorded.said
    words = say("Month {n}: {how}, on {day}.", n=said.month, how=said.standing.label, day=long_day(recorded.on))
    page = Page().pair(recorded.case.code, words, label_style="strong")
    if recorded.late:
        page.pair("", say("It was reached on {day}.", day=long_day(recorded.mark.day)), "quiet")
    page.pairs(((say("Note"), mask(said.note)), (say("Decided by"), mask(said.decided_by))))
    return add_criteria_beside(page, recorded.review)


def add_milestones_table(page: Page, reached_milestones: "Sequence[ReachedMilestones]") -> Page:
    """The milestones of everybody who reached one, a graduate a line, and how many are missing."""
    months = sorted({mark.month for one in reached_milestones for mark in one.marks})
    columns = (Column(say("Code")), *(Column(say("Month {n}", n=month), fold=True) for month in months))
    rows = [
        [Cell(one.code, "strong"), *(_milestone_cell(one, month) for month in months)] for one in reached_milestones
    ]
    page.table(Table(columns, rows, title=say("Milestones"), empty=say("No milestone was reached.")))
    counts = milestone_counts(reached_milestones)
    words = say("{recorded} written down, {due} due, {missing} missing.", **counts)
    return page.line(words, "watch" if counts["missing"] else "quiet")


def _milestone_cell(one: "ReachedMilestones", month: int) -> Cell:
    mark = next((mark for mark in one.marks if mark.month == month), None)
    return Cell(milestone_words_said(mark), _STYLE.get(mark.state, "")) if mark else Cell("–", "quiet")


def milestone_counts(reached_milestones: "Sequence[ReachedMilestones]") -> dict[str, int]:
    """How many milestones are written down, due and missing."""
    states = [mark.state for one in reached_milestones for mark in one.marks]
    return {
        state.value: states.count(state)
        for state in (MilestoneState.RECORDED, MilestoneState.DUE, MilestoneState.MISSING)
    }
