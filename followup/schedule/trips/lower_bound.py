"""What no plan can go below: the least number of trip days, found without making a plan.

Each district by itself, its worker's other districts left out: visits are jobs of one day's work with a first and a
last day, and a trip has room for so many of them. *Lazy activation* (Chang, Gabow and Khuller, A model for minimizing
active processor time, 2014) finds the least number of trips for such jobs: go on the last possible day, and take along
whoever is most urgent. What it overlooks only lowers the bound: days in between that are not safe, and the distance
between two visits to one graduate. Days that no neighbouring visit allows are taken away first. Where a few graduates
alone need more trips than that (`group_bound`), so does the district.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from heapq import heappop, heappush

from followup.schedule.trips.caseload import TripCaseload, VisitKey
from followup.schedule.trips.group_bound import group_bound
from followup.schedule.trips.visit_days import Gap, visit_lines, within_reach

Job = tuple[int, int]
"""The first and the last day of a visit, as places among the days of its district."""


def lower_bound(caseload: TripCaseload, without: Collection[VisitKey] = (), *, tighter: bool = False) -> int:
    """The trip days that every plan needs in which all visits but those ``without`` have a day.

    Dates that stand may be more than a day has room for; then its district counts as having so much room. A
    ``tighter`` bound looks at groups of graduates too, and takes a hundred times as long.
    """
    left_out = set(without)
    lines: dict[str, list[tuple[list[Sequence[int]], Sequence[Gap]]]] = defaultdict(list)
    for her, line in enumerate(visit_lines(caseload)):
        wanted = [() if (her, k) in left_out else one for k, one in enumerate(line.days)]
        lines[caseload.graduates[her].district].append((within_reach(wanted, line.gaps, None), line.gaps))
    stand = Counter((her.district, day) for her in caseload.graduates for day in her.fixed.values())
    most = {
        one.id: max((n for (name, _), n in stand.items() if name == one.id), default=0) for one in caseload.districts
    }
    return sum(_of_district(lines[one.id], max(one.visits_a_day, most[one.id]), tighter) for one in caseload.districts)


def _of_district(lines: Sequence[tuple[Sequence[Sequence[int]], Sequence[Gap]]], room: int, tighter: bool) -> int:
    least = least_trips(filter(None, (days for line, _ in lines for days in line)), room)
    return max(least, group_bound(lines, room, least)) if tighter else least


def least_trips(visits: Iterable[Sequence[int]], room: int) -> int:
    """The least number of trips, each with so much room, for visits each of which can be on any day in its stretch."""
    chosen = list(visits)
    axis = sorted({day for days in chosen for day in days})
    jobs = [(bisect_left(axis, days[0]), bisect_left(axis, days[-1])) for days in chosen]
    return len(lazy_trip_days(spread_jobs(jobs, room, len(axis))[0], room))


def spread_jobs(jobs: Iterable[Job], room: int, days: int) -> tuple[list[Job], list[Job]]:
    """The same jobs, no more of them with one last day than there is room for: whoever can come earlier does.

    And those for whom no room is left on any day.
    """
    ending: list[list[int]] = [[] for _ in range(days)]
    for first, last in jobs:
        heappush(ending[last], first)
    kept, left_over = [], []
    for last in range(days - 1, -1, -1):
        while len(ending[last]) > room:
            first = heappop(ending[last])
            if last > first:
                heappush(ending[last - 1], first)
            else:
                left_over.append((first, last))
        kept += [(first, last) for first in ending[last]]
    return kept, left_over


def lazy_trip_days(jobs: Iterable[Job], room: int) -> list[int]:
    """Go on each day that is the last for somebody, and take along whoever has the least time left."""
    waiting = sorted(jobs)
    ready: list[int] = []
    trips: list[int] = []
    at = 0
    for day in sorted({last for _, last in waiting}):
        while at < len(waiting) and waiting[at][0] <= day:
            heappush(ready, waiting[at][1])
            at += 1
        if ready and ready[0] <= day:
            trips.append(day)
            for _ in range(min(room, len(ready))):
                heappop(ready)
    return trips
