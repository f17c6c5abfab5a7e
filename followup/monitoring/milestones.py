"""The milestones 12, 24 and 36 months after return: which are recorded, due or missing on a day."""

from datetime import date, timedelta

from followup.case.case import Case
from followup.case.facts.outcomes import MILESTONES
from followup.case.parts import Milestone
from followup.case.vocabulary import Term
from followup.messages import say
from followup.schedule.months import add_months
from followup.values import Value

MISSING_AFTER = timedelta(days=31)
"""How long after its day a milestone that nobody recorded counts as missing."""


class MilestoneState(Term):
    """Where a milestone stands on a day."""

    AHEAD = "ahead"
    DUE = "due"
    RECORDED = "recorded"
    MISSING = "missing"
    ENDED = "ended", say("follow-up had ended")


class MilestoneStatus(Value):
    """One milestone of one graduate: its month, its day, where it stands, and the records of it.

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


def milestone_to_record(case: Case, today: date) -> int:
    """The month of the latest milestone reached, if nobody recorded it; 0 if somebody did: none is asked for after."""
    if case.return_date is None:
        return 0
    for month in reversed(MILESTONES):
        day = add_months(case.return_date, month)
        if any(milestone.said.month == month for milestone in case.milestones):
            return 0
        if not _ended(case, day) and day <= today:
            return month
    return 0


def _status(case: Case, month: int, day: date, today: date) -> MilestoneStatus:
    recorded = tuple(milestone for milestone in case.milestones if milestone.said.month == month)
    if recorded:
        return MilestoneStatus(month, day, MilestoneState.RECORDED, recorded)
    if _ended(case, day):
        return MilestoneStatus(month, day, MilestoneState.ENDED)
    if day > today:
        return MilestoneStatus(month, day, MilestoneState.AHEAD)
    return MilestoneStatus(month, day, MilestoneState.MISSING if today >= day + MISSING_AFTER else MilestoneState.DUE)


def _ended(case: Case, day: date) -> bool:
    """Whether follow-up had ended before a day, and was not reopened by then."""
    return any(ending.on < day and ending.stands_on(day) for ending in case.endings)
