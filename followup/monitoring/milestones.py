"""How a graduate stands 12, 24 and 36 months after her return: what was written down, what is due, what is missing."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from followup.case.case import Case
from followup.case.facts.outcomes import MILESTONES
from followup.case.parts import Milestone
from followup.messages import say
from followup.schedule.policy import add_months

MISSING_AFTER = timedelta(days=31)
"""A milestone of which nothing is written down so long after its day is missing."""


class MilestoneState(StrEnum):
    """Where a milestone stands on a day. The stored value is what programs read."""

    AHEAD = "ahead"
    DUE = "due"
    RECORDED = "recorded"
    MISSING = "missing"
    ENDED = "ended"

    @property
    def label(self) -> str:
        """The state in words for people."""
        return {
            MilestoneState.AHEAD: say("ahead"),
            MilestoneState.DUE: say("due"),
            MilestoneState.RECORDED: say("recorded"),
            MilestoneState.MISSING: say("missing"),
            MilestoneState.ENDED: say("follow-up had ended"),
        }[self]


@dataclass(frozen=True, slots=True)
class MilestoneStatus:
    """One milestone of one graduate: its month, the day it is reached, where it stands, and what was written down.

    ``said`` holds two records where two laptops wrote one each.
    """

    month: int
    day: date
    state: MilestoneState
    said: tuple[Milestone, ...] = ()


def milestones(case: Case, today: date) -> tuple[MilestoneStatus, ...]:
    """The three milestones of a graduate as they stand on a day; none while her return date is not known."""
    if case.return_date is None:
        return ()
    return tuple(_status(case, month, add_months(case.return_date, month), today) for month in MILESTONES)


def _status(case: Case, month: int, day: date, today: date) -> MilestoneStatus:
    said = tuple(one for one in case.milestones if one.said.month == month)
    if said:
        return MilestoneStatus(month, day, MilestoneState.RECORDED, said)
    if _ended(case, day):
        return MilestoneStatus(month, day, MilestoneState.ENDED)
    if day > today:
        return MilestoneStatus(month, day, MilestoneState.AHEAD)
    return MilestoneStatus(month, day, MilestoneState.MISSING if today >= day + MISSING_AFTER else MilestoneState.DUE)


def _ended(case: Case, day: date) -> bool:
    """Whether follow-up had ended before a day, and was not reopened by then."""
    return any(one.on < day and one.stands_on(day) for one in case.endings)
