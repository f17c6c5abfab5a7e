"""Why visits have no day: which worker lacks time in which month, or which rule leaves no day, and what would help."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from enum import StrEnum
from functools import partial

from followup.messages import say
from followup.schedule.trips.caseload import HOUR, TripCaseload, VisitKey
from followup.schedule.trips.lower_bound import least_trips
from followup.schedule.trips.planning import TripPlan, plan_trips
from followup.schedule.trips.visit_days import VisitLine, visit_lines
from followup.values import Value, replace

WIDER_WINDOWS = (10, 14)
"""The windows that are tried beside the policy's own, in days."""
_WORKERS = (2, 3, 4)
"""How many workers are tried in place of one."""

TriedRemedy = tuple[str, set[tuple[str, int]]]
"""A remedy in words, and which visits have no day with it."""


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


def shortages(plan: TripPlan) -> list[TripShortage]:
    """Every month of a worker in which a visit has no day, the earliest first."""
    if not plan.unplaced:
        return []
    caseload, lines = plan.caseload, visit_lines(plan.caseload)
    workers = {district.id: district.worker for district in caseload.districts}
    months: dict[tuple[date, str, TripLimit], list[VisitKey]] = defaultdict(list)
    for her, k in plan.unplaced:
        due = date.fromordinal(lines[her].dues[k]).replace(day=1)
        months[due, workers[caseload.graduates[her].district], _limit(lines, (her, k))].append((her, k))
    helped = {worker: _helped(_of_worker(caseload, worker)) for worker in {worker for _, worker, _ in months}}
    return [
        _shortage(caseload, lines, month, worker, limit, visits, helped[worker])
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


def _helped(caseload: TripCaseload) -> list[list[TriedRemedy]]:
    """What was tried, with the visits left without a day; of each list the first that helps is told."""
    return [[(words, _left(change(caseload))) for words, change in tries] for tries in _remedies(caseload)]


def _left(caseload: TripCaseload) -> set[tuple[str, int]]:
    return set(map(caseload.name_of, plan_trips(caseload).unplaced))


def _remedies(caseload: TripCaseload) -> Iterator[list[tuple[str, Callable[[TripCaseload], TripCaseload]]]]:
    """What could be changed, in words, and the caseload with it."""
    windows = [days for days in WIDER_WINDOWS if days > caseload.rules.window]
    yield [(say("a window of {days} days", days=days), partial(with_window, window=days)) for days in windows]
    workers = [number for number in _WORKERS if number <= len(caseload.districts)]
    yield [(say("{n} workers in place of one", n=number), partial(_with_workers, number=number)) for number in workers]
    yield [(say("one more visit a day in each district"), _with_one_more_visit)]
    yield [(say("an hour more a day"), _with_longer_days)]
    yield [(say("no safe weekdays and no days to avoid"), _with_every_day_safe)]


def with_window(caseload: TripCaseload, window: int) -> TripCaseload:
    """The same caseload with visits so many days around their due dates."""
    return replace(caseload, rules=replace(caseload.rules, window=window))


def _with_one_more_visit(caseload: TripCaseload) -> TripCaseload:
    districts = tuple(replace(one, visits_a_day=one.visits_a_day + 1) for one in caseload.districts)
    return replace(caseload, districts=districts)


def _with_longer_days(caseload: TripCaseload) -> TripCaseload:
    return replace(caseload, rules=replace(caseload.rules, hours_a_day=caseload.rules.hours_a_day + HOUR))


def _with_workers(caseload: TripCaseload, number: int) -> TripCaseload:
    """So many workers for the same districts; the harder ones are shared out evenly."""
    ordered = sorted(caseload.districts, key=lambda one: (one.overnight, one.travel_hours))
    districts = tuple(replace(one, worker=str(place % number)) for place, one in enumerate(ordered))
    return replace(caseload, districts=districts)


def _with_every_day_safe(caseload: TripCaseload) -> TripCaseload:
    return replace(caseload, graduates=tuple(replace(one, safe=None, avoid=()) for one in caseload.graduates))


def _of_worker(caseload: TripCaseload, worker: str) -> TripCaseload:
    """One worker's districts and graduates alone."""
    districts = tuple(one for one in caseload.districts if one.worker == worker)
    names = {one.id for one in districts}
    graduates = tuple(one for one in caseload.graduates if one.district in names)
    return replace(caseload, districts=districts, graduates=graduates)
