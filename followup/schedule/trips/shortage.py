"""Why visits have no day: which worker lacks time in which month, or which rule leaves no day, and what would help."""

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from datetime import date
from enum import StrEnum

from followup.schedule.trips.caseload import HOUR, TripCaseload, VisitKey
from followup.schedule.trips.lower_bound import least_trips
from followup.schedule.trips.planning import TripPlan, plan_trips
from followup.schedule.trips.remedies import of_worker, remedies
from followup.schedule.trips.visit_days import VisitLine, visit_lines
from followup.values import Value

TriedRemedy = tuple[str, set[tuple[str, int]]]
"""A remedy in words, and which visits have no day with it."""
PlanWith = Callable[[TripCaseload], TripPlan]
"""Makes the plan of a caseload that was changed, in the way in which the plan that is shown was made."""


class TripLimit(StrEnum):
    """What leaves a visit without a day."""

    NO_DAY = "no_day"
    TIME = "time"


class TripShortage(Value):
    """Visits of one worker, due in one month, without a day.

    ``working_days`` are the days on which at least one of the visits due then could be made, ``trips`` the trips they
    need at least, ``remedies`` sentences: each alone would give all visits of the month a day.
    """

    worker: str
    month: date
    limit: TripLimit
    visits: tuple[VisitKey, ...]
    working_days: int
    trips: int
    hours: float
    hours_needed: float
    remedies: tuple[str, ...]


def shortages(plan: TripPlan, hopeless: Collection[str] = (), plan_with: PlanWith = plan_trips) -> list[TripShortage]:
    """Every month of a worker in which a visit has no day, the earliest first; ``plan_with`` tries what would help.

    For workers who are ``hopeless``, because it is known what they lack, no remedies are tried.
    """
    if not plan.unplaced:
        return []
    caseload, lines = plan.caseload, visit_lines(plan.caseload)
    workers = {district.id: district.worker for district in caseload.districts}
    months: dict[tuple[date, str, TripLimit], list[VisitKey]] = defaultdict(list)
    for her, k in plan.unplaced:
        due = date.fromordinal(lines[her].dues[k]).replace(day=1)
        months[due, workers[caseload.graduates[her].district], _limit(lines, (her, k))].append((her, k))
    tried = {worker for _, worker, _ in months}.difference(hopeless)
    helped = {worker: _helped(of_worker(caseload, worker), plan_with) for worker in tried}
    return [
        _shortage(caseload, lines, month, worker, limit, visits, helped.get(worker, []))
        for (month, worker, limit), visits in sorted(months.items())
    ]


def limits(plan: TripPlan) -> dict[VisitKey, TripLimit]:
    """What leaves each visit that has none without a day."""
    lines = visit_lines(plan.caseload) if plan.unplaced else []
    return {visit: _limit(lines, visit) for visit in plan.unplaced}


def _limit(lines: list[VisitLine], visit: VisitKey) -> TripLimit:
    return TripLimit.TIME if lines[visit[0]].days[visit[1]] else TripLimit.NO_DAY


def _shortage(
    caseload: TripCaseload,
    lines: list[VisitLine],
    month: date,
    worker: str,
    limit: TripLimit,
    visits: list[VisitKey],
    helped: list[list[TriedRemedy]],
) -> TripShortage:
    days, trips, needed = set[int](), 0, 0
    for district in (one for one in caseload.districts if one.worker == worker):
        due = [
            one
            for her, line in zip(caseload.graduates, lines, strict=True)
            if her.district == district.id
            for day, one in zip(line.dues, line.days, strict=True)
            if one and date.fromordinal(day).replace(day=1) == month
        ]
        days.update(*due)
        least = least_trips(due, district.visits_a_day)
        trips += least
        needed += (
            least * 2 * caseload.rules.hours_a_day
            if district.overnight
            else least * district.travel_hours + len(due) * caseload.rules.hours_a_visit
        )
    names = set(map(caseload.name_of, visits))
    return TripShortage(
        worker=worker,
        month=month,
        limit=limit,
        visits=tuple(visits),
        working_days=len(days),
        trips=trips,
        hours=len(days) * caseload.rules.hours_a_day / HOUR,
        hours_needed=needed / HOUR,
        remedies=tuple(filter(None, (_first_that_helps(names, tries) for tries in helped))),
    )


def _first_that_helps(names: set[tuple[str, int]], tries: Sequence[TriedRemedy]) -> str:
    return next((words for words, left in tries if not names & left), "")


def _helped(caseload: TripCaseload, plan_with: PlanWith) -> list[list[TriedRemedy]]:
    """What was tried, with the visits left without a day; of each list the first that helps is told."""
    return [[(words, _left(plan_with(change(caseload)))) for words, change in tries] for tries in remedies(caseload)]


def _left(plan: TripPlan) -> set[tuple[str, int]]:
    return set(map(plan.caseload.name_of, plan.unplaced))
