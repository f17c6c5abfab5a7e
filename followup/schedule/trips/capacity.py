"""What can be known before a plan is made: weeks in which a worker's visits need more days than there are.

It is a condition that every plan must meet: where it fails, no plan gives all visits a day. Visits whose days all lie
within some weeks are made within them. Lazy activation (`lower_bound`) says how many trips to each district they take
at least, and what these trips take of a worker's days is reckoned as for boxes in containers, after Martello and Toth
(Lower bounds and reduction procedures for the bin packing problem, 1990): for a size *e*, a trip that leaves less than
*e* of its day takes the whole day, one smaller than *e* takes nothing, and others take their hours. A trip with a night
takes its day, and every four of them to one district at least one more for the way.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from followup.schedule.trips.caseload import TripCaseload, TripDistrict, TripRules, VisitName, week_of
from followup.schedule.trips.lower_bound import Job, lazy_trip_days, spread_jobs
from followup.schedule.trips.visit_days import visit_lines, within_reach
from followup.values import Value

_STRETCHES = ((7, 1), (32, 8), (1000, 1000))
"""How many weeks are looked at together at most, and how many later the next are: some, some months, and all."""
_NIGHTS = 4
"""How many days in a row are visited with one way, at most: Tuesday to Friday."""


class CapacityLimit(StrEnum):
    """What there is too little of.

    Days on which a visit can be made, hours of a day for the way and one visit, room in a district, or days of the
    worker.
    """

    NO_DAY = "no_day"
    WAY = "way"
    ROOM = "room"
    TIME = "time"


class CapacityGap(Value):
    """Some days of a worker with more visits than any plan can make, and as many days as they need at least.

    Of days of the worker, so many are ``there``; for other limits, none is. ``names`` are the visits without a day.
    """

    worker: str
    limit: CapacityLimit
    first: date
    last: date
    visits: int
    trips: int = 0
    needed: int = 0
    there: int = 0
    names: tuple[VisitName, ...] = ()


class _Demand(NamedTuple):
    """The visits to a district that want a day, each its first and last, and how many a trip there has room for."""

    district: TripDistrict
    hours: int
    """What a trip with one visit takes."""
    room: int
    days: Sequence[int]
    jobs: list[Job]
    left_over: list[Job]
    """Those for which there are too few days, so much room as each has."""


def capacity_gaps(caseload: TripCaseload) -> Iterator[CapacityGap]:
    """What no plan can do, for each worker the earliest first, no week told twice."""
    demands, nowhere = _demands(caseload)
    for worker in dict.fromkeys(district.worker for district in caseload.districts):
        mine = [one for one in demands if one.district.worker == worker]
        if lacking := nowhere.get(worker):
            days, names = [date.fromordinal(due) for due, _ in lacking], tuple(name for _, name in lacking)
            yield CapacityGap(worker, CapacityLimit.NO_DAY, min(days), max(days), len(names), names=names)
        for limit, jobs in (
            (CapacityLimit.WAY, [job for one in mine for job in one.jobs if one.hours > caseload.rules.hours_a_day]),
            (CapacityLimit.ROOM, [job for one in mine for job in one.left_over]),
        ):
            if jobs:
                first, last = min(job[0] for job in jobs), max(job[1] for job in jobs)
                yield CapacityGap(worker, limit, date.fromordinal(first), date.fromordinal(last), len(jobs))
        yield from _WorkerWeeks(worker, mine, caseload.rules).gaps()


def _demands(caseload: TripCaseload) -> tuple[list[_Demand], dict[str, list[tuple[int, VisitName]]]]:
    """What each district asks for; and by worker, when visits without a day are due. Dates that stand ask nothing."""
    districts = {one.id: one for one in caseload.districts}
    visits: dict[str, list[Sequence[int]]] = {name: [] for name in districts}
    nowhere: dict[str, list[tuple[int, VisitName]]] = {}
    for her, line in zip(caseload.graduates, visit_lines(caseload), strict=True):
        days = within_reach(line.days, line.gaps, None)
        for k, (due, possible) in enumerate(zip(line.dues, days, strict=True), her.first):
            if k in her.fixed:
                continue
            if possible:
                visits[her.district].append(possible)
            else:
                nowhere.setdefault(districts[her.district].worker, []).append((due, (her.id, k)))
    return [_demand(district, caseload.rules, visits[name]) for name, district in districts.items()], nowhere


def _demand(district: TripDistrict, rules: TripRules, visits: Sequence[Sequence[int]]) -> _Demand:
    each, left, room = rules.hours_a_visit, rules.hours_a_day - district.travel_hours, district.visits_a_day
    if each and not district.overnight:
        room = max(min(room, left // each), 1)
    axis = sorted({day for days in visits for day in days})
    places = {day: place for place, day in enumerate(axis)}
    jobs = [(places[days[0]], places[days[-1]]) for days in visits]
    kept, left_over = spread_jobs(jobs, room, len(axis))
    return _Demand(
        district,
        0 if district.overnight else district.travel_hours + each,
        room,
        axis,
        sorted((axis[first], axis[last]) for first, last in kept),
        [(axis[first], axis[last]) for first, last in left_over],
    )


# --- the worker's days ----------------------------------------------------------------------------------------------


class _WorkerWeeks:
    """Where the days of a worker are too few, week by week; ``there`` is how many each week has."""

    def __init__(self, worker: str, demands: Sequence[_Demand], rules: TripRules) -> None:
        self.worker, self.rules = worker, rules
        self.demands = [one for one in demands if one.jobs and one.hours <= rules.hours_a_day]
        days = {day - back for one in self.demands for day in one.days for back in range(1 + one.district.overnight)}
        self.there = Counter(map(week_of, days))
        self.sizes = sorted({0, *(one.hours for one in self.demands if 2 * one.hours <= rules.hours_a_day)})
        self.everything = self._work([one.jobs for one in self.demands])
        """Trips that serve all visits: of those in some weeks at least as many as the visits of these weeks need."""

    def gaps(self) -> Iterator[CapacityGap]:
        """The shortest stretches of weeks that have too few days, or all weeks together if no shorter one has."""
        end, found = max(self.there, default=0), False
        for longest, step in _STRETCHES:
            at = min(self.there, default=1)
            while at <= end and not (found and longest > _STRETCHES[0][0]):
                gap = self._first_gap(at, min(at + longest, end))
                if gap:
                    found = True
                    yield gap
                at = week_of(gap.last.toordinal()) + 1 if gap else at + step

    def _first_gap(self, start: int, end: int) -> CapacityGap | None:
        """The first week up to which, from the week ``start`` on, more days are needed than there are."""
        if not self._short(self.everything, start, end):
            return None
        first, last = start * 7 + 1, end * 7 + 7
        work = self._work([_within(one.jobs, first, last) for one in self.demands])
        short = self._short(work, start, end)
        if not short:
            return None
        week, needed, days = short
        visits, trips = (sum(n for at, n in some.items() if at <= week) for some in (work.visits, work.trips))
        sunday = date.fromordinal(week * 7 + 7)
        return CapacityGap(
            self.worker, CapacityLimit.TIME, date.fromordinal(first), sunday, visits, trips, needed, days
        )

    def _short(self, work: "_Work", start: int, end: int) -> tuple[int, int, int] | None:
        """The first week up to which the days do not suffice, how many are needed, and how many there are."""
        hours, trips, days = [0] * len(work.hours), [0] * len(work.nights), 0
        for week in range(start, end + 1):
            days += self.there[week]
            hours = [so_far + some[week] for so_far, some in zip(hours, work.hours, strict=True)]
            trips = [so_far + some[week] for so_far, some in zip(trips, work.nights, strict=True)]
            needed = sum(n - -n // _NIGHTS for n in trips) - -max(hours) // self.rules.hours_a_day
            if needed > days:
                return week, needed, days
        return None

    def _work(self, jobs: Sequence[Sequence[Job]]) -> "_Work":
        """What visits to each district ask for at least."""
        work = _Work(Counter(), Counter(), [Counter() for _ in self.sizes], [])
        for demand, some in zip(self.demands, jobs, strict=True):
            visits = Counter(week_of(job[1]) for job in some)
            trips = Counter(map(week_of, lazy_trip_days(some, demand.room)))
            work.visits.update(visits)
            work.trips.update(trips)
            if demand.district.overnight:
                work.nights.append(trips)
                continue
            for size, hours in zip(self.sizes, work.hours, strict=True):
                a_trip, a_visit = _hours(demand, self.rules, size)
                hours.update({week: n * a_trip for week, n in trips.items()})
                hours.update({week: n * a_visit for week, n in visits.items()})
        return work


class _Work(NamedTuple):
    """By week the visits, the trips they take, their hours for each size, and the trips to each overnight district.

    A visit counts in the week of its last day.
    """

    visits: Counter[int]
    trips: Counter[int]
    hours: list[Counter[int]]
    nights: list[Counter[int]]


def _hours(demand: _Demand, rules: TripRules, size: int) -> tuple[int, int]:
    """The least hours of a trip and of a visit, where what leaves less than ``size`` of a day counts as all of it."""
    if demand.hours > rules.hours_a_day - size:
        return rules.hours_a_day, 0
    return (0, 0) if demand.hours < size else (demand.district.travel_hours, rules.hours_a_visit)


def _within(jobs: list[Job], first: int, last: int) -> list[Job]:
    """Of jobs in order, those that can only be made between two days."""
    return [job for job in jobs[bisect_left(jobs, (first,)) : bisect_left(jobs, (last + 1,))] if job[1] <= last]
