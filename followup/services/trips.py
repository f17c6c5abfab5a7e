"""What if: a caseload from a file, planned as trips. No casebook is opened or needed."""

from collections.abc import Callable

from followup.schedule.trips.capacity import CapacityGap, CapacityLimit, capacity_gaps
from followup.schedule.trips.caseload import TripCaseload
from followup.schedule.trips.lower_bound import lower_bound
from followup.schedule.trips.planning import TripPlan, plan_trips
from followup.schedule.trips.remedies import WIDER_WINDOWS, of_worker, remedies, with_window
from followup.schedule.trips.shortage import PlanWith
from followup.schedule.trips.visit_days import monthly_trip_days
from followup.values import Value


class CapacityCheck(Value):
    """Before a plan is made: what no plan can do for a worker, and which changes alone leave nothing against it."""

    worker: str
    gaps: tuple[CapacityGap, ...]
    remedies: tuple[str, ...]

    @property
    def is_hopeless(self) -> bool:
        """Whether the worker's days are too few, and not only those of some visits."""
        return any(gap.limit is CapacityLimit.TIME for gap in self.gaps)


TellCapacity = Callable[[list[CapacityCheck]], None]
"""Hears what no plan can do, before one is made."""


class TripAnswer(Value):
    """A plan with what it is measured against: no plan has fewer trip days than ``bound``.

    The bound is looked for longer where the plan is.
    """

    plan: TripPlan
    bound: int
    checks: tuple[CapacityCheck, ...] = ()
    plan_with: PlanWith = plan_trips

    @property
    def hopeless(self) -> list[str]:
        """The workers of whom it was known before that their days are too few."""
        return [check.worker for check in self.checks if check.is_hopeless]


class WindowResult(Value):
    """What a plan at once takes with a window of so many days."""

    window: int
    trip_days: int
    unplaced: int


def capacity_checks(caseload: TripCaseload) -> list[CapacityCheck]:
    """The workers who cannot make all their visits, whatever the plan; quickly, before it is made."""
    gaps: dict[str, list[CapacityGap]] = {}
    for gap in capacity_gaps(caseload):
        gaps.setdefault(gap.worker, []).append(gap)
    return [CapacityCheck(name, tuple(some), _enough(of_worker(caseload, name))) for name, some in gaps.items()]


def _enough(caseload: TripCaseload) -> tuple[str, ...]:
    found = (
        next((words for words, change in tries if not any(capacity_gaps(change(caseload)))), "")
        for tries in remedies(caseload)
    )
    return tuple(filter(None, found))


def planned_trips(
    caseload: TripCaseload,
    tell: TellCapacity,
    seconds: float = 0,
    seed: int = 0,
    enough: Callable[[], bool] = lambda: False,
) -> TripAnswer:
    """The plan for a caseload from a file; ``tell`` hears before it is made what no plan can do."""
    checks = capacity_checks(caseload)
    tell(checks)
    plan = plan_trips(caseload, seconds, seed, enough)
    return TripAnswer(plan, lower_bound(plan.caseload, plan.unplaced, tighter=bool(seconds)), tuple(checks))


def monthly_cost(answer: TripAnswer) -> int:
    """The trip days of the visits of the plan if everybody keeps her own day of the month."""
    return monthly_trip_days(answer.plan.caseload, answer.plan.unplaced)


def other_windows(answer: TripAnswer) -> list[WindowResult]:
    """What wider windows would take; all planned at once, to be compared with the plan's own trip days at once."""
    caseload = answer.plan.caseload
    plans = [plan_trips(with_window(caseload, days)) for days in WIDER_WINDOWS if days > caseload.rules.window]
    return [WindowResult(plan.caseload.rules.window, plan.at_once, len(plan.unplaced)) for plan in plans]
