"""Why visits have no day: which worker lacks time in which month, or which rule leaves no day, and what would help."""

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from datetime import date

from followup.schedule.trips.capacity import CapacityLimit
from followup.schedule.trips.caseload import TripCaseload, VisitKey
from followup.schedule.trips.planning import TripPlan, plan_trips
from followup.schedule.trips.remedies import of_worker, remedies
from followup.schedule.trips.visit_days import VisitLine, days_that_fit, visit_lines, within_reach
from followup.values import Value

TriedRemedy = tuple[str, set[tuple[str, int]]]
"""A remedy in words, and which visits have no day with it."""
PlanWith = Callable[[TripCaseload], TripPlan]
"""Makes the plan of a caseload that was changed, in the way in which the plan that is shown was made."""


class TripShortage(Value):
    """Visits of one worker, due in one month, without a day.

    ``remedies`` are sentences: each alone would give all visits of the month a day.
    """

    worker: str
    month: date
    limit: CapacityLimit
    visits: tuple[VisitKey, ...]
    remedies: tuple[str, ...]


def shortages(plan: TripPlan, hopeless: Collection[str] = (), plan_with: PlanWith = plan_trips) -> list[TripShortage]:
    """Every month of a worker in which a visit has no day, the earliest first; ``plan_with`` tries what would help.

    For workers who are ``hopeless``, because it is known what they lack, no remedies are tried.
    """
    if not plan.unplaced:
        return []
    caseload, lines, why = plan.caseload, visit_lines(plan.caseload), limits(plan)
    workers = {district.id: district.worker for district in caseload.districts}
    months: dict[tuple[date, str, CapacityLimit], list[VisitKey]] = defaultdict(list)
    for her, k in plan.unplaced:
        due = date.fromordinal(lines[her].dues[k]).replace(day=1)
        months[due, workers[caseload.graduates[her].district], why[her, k]].append((her, k))
    tried = {worker for _, worker, _ in months}.difference(hopeless)
    helped = {worker: _helped(of_worker(caseload, worker), plan_with) for worker in tried}
    return [
        TripShortage(worker, month, limit, tuple(visits), _remedies(caseload, visits, helped.get(worker, [])))
        for (month, worker, limit), visits in sorted(months.items())
    ]


def limits(plan: TripPlan) -> dict[VisitKey, CapacityLimit]:
    """What leaves each visit that has none without a day."""
    lines = visit_lines(plan.caseload) if plan.unplaced else []
    without: dict[int, set[int]] = defaultdict(set)
    for her, k in plan.unplaced:
        without[her].add(k)
    return {(her, k): _limit(lines[her], k, without[her]) for her, k in plan.unplaced}


def _limit(line: VisitLine, k: int, without: Collection[int]) -> CapacityLimit:
    """Of visits that leave each other no day, the one counts for which none is left once the others have theirs.

    That is the later one; only where it has a day is it the earlier one.
    """
    left = within_reach(line.days, line.gaps, None)
    later = next((at for at in range(k + 1, len(left)) if not left[at]), None)
    no_day = not left[k] or (later not in without and not days_that_fit(line, k))
    return CapacityLimit.NO_DAY if no_day else CapacityLimit.TIME


def _remedies(caseload: TripCaseload, visits: Sequence[VisitKey], helped: list[list[TriedRemedy]]) -> tuple[str, ...]:
    names = set(map(caseload.name_of, visits))
    first = (next((words for words, left in tries if not names & left), "") for tries in helped)
    return tuple(filter(None, first))


def _helped(caseload: TripCaseload, plan_with: PlanWith) -> list[list[TriedRemedy]]:
    """What was tried, with the visits left without a day; of each list the first that helps is told."""
    return [[(words, _left(plan_with(change(caseload)))) for words, change in tries] for tries in remedies(caseload)]


def _left(plan: TripPlan) -> set[tuple[str, int]]:
    return set(map(plan.caseload.name_of, plan.unplaced))
