"""What if: a caseload from a file, planned as trips. No casebook is opened or needed."""

from collections.abc import Callable
from typing import Any

from followup.schedule.trips.caseload_form import caseload_from_mapping
from followup.schedule.trips.lower_bound import lower_bound
from followup.schedule.trips.monthly_rule import monthly_trip_days
from followup.schedule.trips.planning import TripPlan, plan_trips
from followup.schedule.trips.shortage import WIDER_WINDOWS, with_window
from followup.values import Value


class TripAnswer(Value):
    """A plan with what it is measured against: no plan has fewer trip days than ``bound``.

    The bound is looked for longer where the plan is.
    """

    plan: TripPlan
    bound: int


class WindowResult(Value):
    """What a plan at once takes with a window of so many days."""

    window: int
    trip_days: int
    unplaced: int


def trips_of_file(
    written: Any, seconds: float = 0, seed: int = 0, enough: Callable[[], bool] = lambda: False
) -> TripAnswer:
    """The plan for a caseload as it is written in a file; Invalid for one that cannot be read."""
    plan = plan_trips(caseload_from_mapping(written), seconds, seed, enough)
    return TripAnswer(plan, lower_bound(plan.caseload, plan.unplaced, tighter=bool(seconds)))


def monthly_cost(answer: TripAnswer) -> int:
    """The trip days if everybody keeps her own day of the month."""
    return monthly_trip_days(answer.plan.caseload)


def other_windows(answer: TripAnswer) -> list[WindowResult]:
    """What wider windows would take, the caseload's own first; all planned at once, so that they can be compared."""
    caseload = answer.plan.caseload
    own = caseload.rules.window
    plans = [plan_trips(with_window(caseload, days)) for days in (own, *(one for one in WIDER_WINDOWS if one > own))]
    return [WindowResult(plan.caseload.rules.window, plan.trip_days, len(plan.unplaced)) for plan in plans]
