"""The milestones of one graduate in a line."""

from collections.abc import Sequence

from followup.messages import say
from followup.monitoring.milestones import MilestoneState, MilestoneStatus


def milestones_line(marks: Sequence[MilestoneStatus]) -> tuple[str, str]:
    """The milestones reached and the next one, and how they are lit; empty where follow-up had ended before them."""
    ahead = [mark for mark in marks if mark.state is MilestoneState.AHEAD]
    reached = [mark for mark in marks if mark.state not in (MilestoneState.AHEAD, MilestoneState.ENDED)]
    told = "; ".join(_milestone_words(mark) for mark in (*reached, *ahead[:1]))
    worst = "watch" if any(mark.state is MilestoneState.MISSING for mark in marks) else ""
    return told, worst


def _milestone_words(mark: MilestoneStatus) -> str:
    if mark.state is MilestoneState.AHEAD:
        return say("month {n}: on {day}", n=mark.month, day=mark.day)
    return say("month {n}: {how}", n=mark.month, how=milestone_words_said(mark))


def milestone_words_said(mark: MilestoneStatus) -> str:
    """How she stood then, as it was written down, or that it was not."""
    return " / ".join(one.said.standing.label for one in mark.said) or mark.state.label
