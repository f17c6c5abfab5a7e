"""The whole plan: each district after the other, then stretches of it made anew, as often as there is work to spend."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from random import Random

from followup.schedule.trips.caseload import HOUR, Days, TripCaseload, TripDistrict, VisitKey
from followup.schedule.trips.diary import TripDiary
from followup.schedule.trips.even_weeks import even_out
from followup.schedule.trips.rerouting import nearer_to_due
from followup.schedule.trips.search import NO_LIMIT, DistrictSearch, found_days
from followup.schedule.trips.visit_days import Gap, outside_window
from followup.values import Value

WORK_A_SECOND = 105_000
"""Trips that a search tries in a second of an ordinary laptop.

Seconds are spent as work, and not by the clock, so that the same plan can be had again.
"""
_AT_ONCE_WIDTH, _STEP_WIDTH = 3, 3
_MANY, _WIDTH_OF_MANY = 20_000, 2
"""So many visits are searched less widely at once: a thousand graduates are to be planned in two or three seconds."""
_WIDTHS = (10,)
"""How wide the districts are searched where seconds are given."""
_STRETCHES = (40, 60, 80, 110)
"""How many days are made anew in one step."""
_TOGETHER = (1, 1, 2, 2, 3)
"""How many districts of a worker are made anew in one step."""
_RESCUES = 150
"""How many steps in a row may fail to give one more visit a day, where no seconds are given."""
_RESCUE_WORK = 40_000
"""How much work these steps may take in all: a caseload that is too large for its workers is not saved by more."""
_ANY_GAP: Gap = (0, 1_000_000)
_DISLIKE = 10.0
"""How many days of delay a day is disliked at most in one step, by chance, so that steps differ."""


class TripPlan(Value):
    """A plan: the day of each visit, which have none, and how many trip days it takes."""

    caseload: TripCaseload
    days: Mapping[VisitKey, int]
    unplaced: tuple[VisitKey, ...]
    trip_days: int
    at_once: int = 0
    """How many trip days it took before any seconds were spent."""

    @property
    def by_name(self) -> dict[tuple[str, int], date]:
        """The day of each visit, by the graduate's id and the number of the visit."""
        return {self.caseload.name_of(visit): date.fromordinal(day) for visit, day in self.days.items()}

    @property
    def outside(self) -> list[VisitKey]:
        """The visits farther from their due dates than the window allows, because there was no other way."""
        return [visit for visit, day in sorted(self.days.items()) if outside_window(self.caseload, visit, day)]


def plan_trips(
    caseload: TripCaseload, seconds: float = 0, seed: int = 0, enough: Callable[[], bool] = lambda: False
) -> TripPlan:
    """A plan of trips; the same for the same caseload, seconds and seed unless ``enough`` stops it before."""
    diary = TripDiary(caseload)
    planning = _Planning(diary, Random(seed), enough)
    planning.all_districts(_AT_ONCE_WIDTH if len(diary.unplaced) < _MANY else _WIDTH_OF_MANY)
    planning.rescue()
    found = dict(diary.day_of)
    _settle(diary)
    at_once = diary.trip_days
    if seconds:
        diary.restore(found)
        planning.improve(int(seconds * WORK_A_SECOND))
        _settle(diary)
    return as_plan(diary, at_once)


def _settle(diary: TripDiary) -> None:
    """What was found is spread over the weeks, and everybody goes as near to her due dates as it allows."""
    even_out(diary)
    nearer_to_due(diary)


def as_plan(diary: TripDiary, at_once: int = 0) -> TripPlan:
    """What stands in the diary."""
    return TripPlan(diary.caseload, dict(diary.day_of), tuple(diary.unplaced), diary.trip_days, at_once)


class _Planning:
    """One plan in the making; ``work`` is how many trips were tried so far."""

    def __init__(self, diary: TripDiary, random: Random, enough: Callable[[], bool]) -> None:
        self.diary, self.random, self.enough = diary, random, enough
        self.work = 0
        self.workers: dict[str, list[TripDistrict]] = defaultdict(list)
        self.visits: dict[str, list[VisitKey]] = defaultdict(list)
        for visit in diary.unplaced:
            self.visits[diary.district_of[visit[0]].id].append(visit)
        for district in sorted(diary.caseload.districts, key=_hardest_first):
            if district.id in self.visits:
                self.workers[district.worker].append(district)
        self.missing: set[VisitKey] = set()

    def all_districts(self, width: int) -> None:
        """Every district from end to end, for each worker the hardest first."""
        for districts in self.workers.values():
            self._from_end_to_end(districts, width)
        self._look_for_missing()

    def _look_for_missing(self) -> None:
        """Which visits have no day, though there are days they could be on."""
        lines = self.diary.lines
        self.missing = {(her, k) for her, k in self.diary.unplaced if lines[her].days[k]}

    def _from_end_to_end(self, districts: Iterable[TripDistrict], width: int) -> None:
        for district in districts:
            for visit in self.visits[district.id]:
                if visit in self.diary.day_of:
                    self.diary.take(visit)
            self._fill(district, self.visits[district.id], None, width)

    def rescue(self) -> None:
        """Stretches around visits without a day are made anew, until all have one or nothing helps."""
        failed, end = 0, self.work + _RESCUE_WORK
        while self.missing and failed < _RESCUES and self.work < end and not self.enough():
            before = len(self.missing)
            self._step()
            failed = failed + 1 if len(self.missing) >= before else 0

    def improve(self, work: int) -> None:
        """Search wider, then make stretches anew, until so much work is done."""
        end = self.work + work
        for width in _WIDTHS if work else ():
            for districts in self.workers.values():
                if self.work < end - work // 2 and not self.enough():
                    self._search_wider(districts, width)
        while self.work < end and not self.enough() and self.workers:
            self.work += 1
            self._step()

    def _search_wider(self, districts: list[TripDistrict], width: int) -> None:
        """All districts of a worker from end to end; kept if it is no worse."""
        diary = self.diary
        before = {
            visit: diary.day_of[visit] for one in districts for visit in self.visits[one.id] if visit in diary.day_of
        }
        cost = self._cost(districts)
        self._from_end_to_end(districts, width)
        if self._cost(districts) > cost:
            for one in districts:
                diary.restore(before, self.visits[one.id])
        self._look_for_missing()

    def _cost(self, districts: Iterable[TripDistrict]) -> tuple[int, int]:
        """The visits without a day, then the trip days."""
        chosen = list(districts)
        left = sum(visit not in self.diary.day_of for one in chosen for visit in self.visits[one.id])
        return left, sum(len(self.diary.trips[one.id]) for one in chosen)

    def _step(self) -> None:
        """Some districts of one worker are made anew between two days; it stays so if it is no worse."""
        if self.missing and self.random.random() < 0.9:
            first, last, districts = self._around(self.random.choice(sorted(self.missing)))
        else:
            first, last, districts = self._anywhere()
        self._make_anew(first, last, districts)

    def _around(self, visit: VisitKey) -> tuple[int, int, list[TripDistrict]]:
        """A stretch around a visit without a day: her district first, then those in its way, then some others."""
        district, days = self.diary.district_of[visit[0]], self.diary.lines[visit[0]].days[visit[1]]
        near = {day + step for day in days for step in (-1, 0, 1)}
        others = [one for one in self.workers[district.worker] if one.id != district.id]
        self.random.shuffle(others)
        others.sort(key=lambda one: near.isdisjoint(self.diary.trips[one.id]))
        chosen = others[: self.random.randint(0, len(others))]
        return min(days) - self.random.randint(7, 45), max(days) + self.random.randint(7, 45), [district, *chosen]

    def _anywhere(self) -> tuple[int, int, list[TripDistrict]]:
        """Any stretch; where more trips are, more often."""
        workers = list(self.workers.values())
        weights = [sum(len(self.diary.trips[one.id]) for one in districts) + 1 for districts in workers]
        districts = self.random.choices(workers, weights)[0]
        chosen = self.random.sample(districts, min(len(districts), self.random.choice(_TOGETHER)))
        trips = [day for one in chosen for day in self.diary.trips[one.id]] or [0]
        length = self.random.choice(_STRETCHES)
        first = self.random.randint(min(trips) - length // 2, max(trips) - length // 2)
        return first, first + length, chosen

    def _make_anew(self, first: int, last: int, districts: list[TripDistrict]) -> None:
        diary = self.diary
        before, todo = self._free(first, last, districts)
        left = sum(visit not in before for visits in todo.values() for visit in visits)
        trips = sum(
            len({before[visit] for visit in todo[one.id] if visit in before}.difference(diary.trips[one.id]))
            for one in districts
        )
        spent = 0
        for district in districts:
            visits = todo[district.id]
            spent += self._fill(district, visits, (first, last), _STEP_WIDTH, NO_LIMIT if left else trips - spent)
            if spent > trips and not left:
                break
        visits = [visit for some in todo.values() for visit in some]
        unplaced = {visit for visit in visits if visit not in diary.day_of}
        if len(unplaced) > left or (len(unplaced) == left and spent > trips + bool(left)):
            diary.restore(before, visits)
        else:
            self.missing = self.missing.difference(visits) | unplaced

    def _free(
        self, first: int, last: int, districts: list[TripDistrict]
    ) -> tuple[dict[VisitKey, int], dict[str, list[VisitKey]]]:
        """Take every visit between two days; answers the days they had, and what wants a day there, by district."""
        diary = self.diary
        before: dict[VisitKey, int] = {}
        todo: dict[str, list[VisitKey]] = {}
        for district in districts:
            trips = diary.trips[district.id]
            visits = sorted(visit for day in trips if first <= day <= last for visit in trips[day] - diary.fixed.keys())
            before.update((visit, diary.take(visit)) for visit in visits)
            todo[district.id] = visits
        for her, k in sorted(self.missing):
            name, days = diary.district_of[her].id, diary.lines[her].days[k]
            if name in todo and any(first <= day <= last for day in days):
                todo[name].append((her, k))
        return before, todo

    def _fill(
        self,
        district: TripDistrict,
        visits: Iterable[VisitKey],
        between: tuple[int, int] | None,
        width: int,
        most: int = NO_LIMIT,
    ) -> int:
        """Find days for visits that have none; answers how many more trips it took. Steps differ by chance.

        On trips that stand because of dates that are fixed, the others go along: who is there is another line.
        """
        runs = _runs(sorted(visits))
        if not runs:
            return 0
        diary = self.diary
        lines = [self._days_of(run, between) for run in runs]
        gaps = [list(diary.lines[run[0][0]].gaps[run[0][1] : run[-1][1] + 1]) for run in runs]
        lasts = [diary.day_of.get((run[0][0], run[0][1] - 1)) for run in runs]
        wanted = sorted({day for line in lines for days in line for day in days})
        seats, trips = diary.seats(district, wanted), diary.trips[district.id]
        room = diary.room(district, [day for day in wanted if day not in trips])
        if seats:
            room |= {day: free + 1 for day, free in seats.items()}
            lines, gaps, lasts = [*lines, [(day,) for day in seats]], [*gaps, [_ANY_GAP] * len(seats)], [*lasts, None]
        prices = {day: self.random.random() * _DISLIKE for day in room} if between else None
        search = DistrictSearch(lines, gaps, lasts, room, prices)
        state = search.run(width, most + len(seats))
        self.work += search.tried
        if state is None:
            return most + 1
        found = [one for one in found_days(state) if one[0] < len(runs)]
        for her, at, day in found:
            diary.put(runs[her][at], day)
        return len({day for _, _, day in found}.difference(seats))

    def _days_of(self, run: list[VisitKey], between: tuple[int, int] | None) -> list[Days]:
        """The days each visit of a run can be on, so that the visit after the run keeps its distance."""
        diary = self.diary
        days = [diary.lines[her].days[k] for her, k in run]
        if between:
            days = [tuple(day for day in one if between[0] <= day <= between[1]) for one in days]
        after = diary.day_of.get((run[-1][0], run[-1][1] + 1))
        if after is not None:
            least, most = diary.lines[run[-1][0]].gaps[run[-1][1] + 1]
            days[-1] = tuple(day for day in days[-1] if least <= after - day <= most)
        return days


def _hardest_first(district: TripDistrict) -> tuple[bool, int]:
    """Those that fill whole days come first, then those that fill most of one."""
    return not district.overnight, -district.travel_hours - district.visits_a_day * HOUR


def _runs(visits: Iterable[VisitKey]) -> list[list[VisitKey]]:
    """Visits, in order, as runs of consecutive ones of the same graduate."""
    runs: list[list[VisitKey]] = []
    for her, k in visits:
        if runs and runs[-1][-1] == (her, k - 1):
            runs[-1].append((her, k))
        else:
            runs.append([(her, k)])
    return runs
