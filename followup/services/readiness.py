"""The review of one graduate before follow-up ends: what her policy's criteria find today."""

from datetime import date

from followup.case.case import Case
from followup.case.thresholds import read_thresholds
from followup.casebook import Casebook, CaseChange
from followup.errors import Refused
from followup.messages import say
from followup.monitoring.readiness import (
    CriterionState,
    CriterionStatus,
    ReadinessInputs,
    ReadinessThresholds,
    assess_readiness,
)
from followup.schedule.policy import Policy
from followup.scheduler import Scheduler
from followup.values import Value
from followup_data import shipped


class ReadinessReview(Value):
    """Every criterion for one graduate on a day; ``policy`` is the one she is followed by."""

    case: Case
    on: date
    policy: Policy
    findings: tuple[CriterionStatus, ...]

    @property
    def ready(self) -> bool:
        """Whether every criterion is met."""
        return all(finding.state is CriterionState.MET for finding in self.findings)


def review_readiness(book: Casebook, typed: str, as_of: date | None = None) -> ReadinessReview:
    """Lay out what is met, not met or not known of what has to be true before follow-up ends."""
    return readiness_of(book.look(typed), as_of or book.today)


def readiness_of(her: CaseChange, day: date) -> ReadinessReview:
    """The review of a case that was read already; Refused for a day before she was known."""
    case = her.as_of(day)
    if not case.is_open:
        raise Refused(say("Nothing was known of her on that day."), say("Choose a later day."))
    case_schedule = Scheduler(her.book.office, day).case_schedule(case)
    limits = read_thresholds(ReadinessThresholds, shipped.readiness_thresholds())
    return ReadinessReview(
        case, day, case_schedule.policy, assess_readiness(ReadinessInputs(case, case_schedule, day, limits))
    )
