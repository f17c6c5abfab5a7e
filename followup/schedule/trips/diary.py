"""Who is where on which day: the plan while it is made."""

from collections.abc import Iterable, Mapping, Sequence

from followup.schedule.trips.caseload import TripCaseload, TripDistrict, VisitKey
from followup.schedule.trips.visit_days import visit_lines

WHOLE_DAY = 1_000_000
"""The hours of a day that an overnight district fills, as many as to leave none."""


class TripDiary:
    """The visits that have a day, the trips they make up, and the hours each worker has spent.

    Dates that are ``fixed`` stand in it from the beginning, whatever rule they break.
    """

    def __init__(self, caseload: TripCaseload) -> None:
        self.caseload = caseload
        self.rules = caseload.rules
        self.lines = visit_lines(caseload)
        districts = {one.id: one for one in caseload.districts}
        self.district_of = [districts[her.district] for her in caseload.graduates]
        self.day_of: dict[VisitKey, int] = {}
        self.trips: dict[str, dict[int, set[VisitKey]]] = {district.id: {} for district in caseload.districts}
        self.hours: dict[str, dict[int, int]] = {district.worker: {} for district in caseload.districts}
        self.fixed = {
            (her, k - graduate.first): day.toordinal()
            for her, graduate in enumerate(caseload.graduates)
            for k, day in graduate.fixed.items()
        }
        for visit, day in self.fixed.items():
            self.put(visit, day)

    def put(self, visit: VisitKey, day: int) -> None:
        """The visit is on this day."""
        district = self.district_of[visit[0]]
        trips = self.trips[district.id]
        if day not in trips:
            trips[day] = set()
            self._spend(district, day, 1)
        trips[day].add(visit)
        self.day_of[visit] = day
        if not district.overnight:
            self.hours[district.worker][day] += self.rules.hours_a_visit

    def take(self, visit: VisitKey) -> int:
        """The visit has no day any more; answers the one it had."""
        district, day = self.district_of[visit[0]], self.day_of.pop(visit)
        visitors = self.trips[district.id][day]
        visitors.discard(visit)
        if not district.overnight:
            self.hours[district.worker][day] -= self.rules.hours_a_visit
        if not visitors:
            del self.trips[district.id][day]
            self._spend(district, day, -1)
        return day

    def _spend(self, district: TripDistrict, day: int, times: int) -> None:
        hours = self.hours[district.worker]
        if not district.overnight:
            hours[day] = hours.get(day, 0) + times * district.travel_hours
            return
        for filled in (day, day - 1):
            hours[filled] = hours.get(filled, 0) + times * WHOLE_DAY

    def room(self, district: TripDistrict, days: Iterable[int]) -> dict[int, int]:
        """How many visits a new trip to the district has room for, for each of the days it has any."""
        hours = self.hours[district.worker]
        if district.overnight:
            return {day: district.visits_a_day for day in days if self._two_days_free(district, day)}
        left = self.rules.hours_a_day - district.travel_hours
        most, each = district.visits_a_day, self.rules.hours_a_visit
        room = {}
        for day in days:
            free = left - hours.get(day, 0)
            if free >= each:
                room[day] = min(most, free // each) if each else most
        return room

    def _two_days_free(self, district: TripDistrict, day: int) -> bool:
        """Whether the worker is nowhere else on this day and the day before."""
        own, hours = self.trips[district.id], self.hours[district.worker]
        return all(
            hours.get(filled, 0) == WHOLE_DAY * ((filled in own) + (filled + 1 in own)) for filled in (day - 1, day)
        )

    def seats(self, district: TripDistrict, days: Iterable[int]) -> dict[int, int]:
        """How many more visits the standing trips to the district have room for, for each of the days with any."""
        trips, hours, each = self.trips[district.id], self.hours[district.worker], self.rules.hours_a_visit
        found = {}
        for day in days:
            if day in trips:
                free = district.visits_a_day - len(trips[day])
                if each and not district.overnight:
                    free = min(free, (self.rules.hours_a_day - hours[day]) // each)
                if free > 0:
                    found[day] = free
        return found

    @property
    def trip_days(self) -> int:
        """How many different pairs of a district and a day there are."""
        return sum(map(len, self.trips.values()))

    @property
    def unplaced(self) -> list[VisitKey]:
        """The visits without a day."""
        return [
            (her, k)
            for her, line in enumerate(self.lines)
            for k in range(len(line.days))
            if (her, k) not in self.day_of
        ]

    def restore(self, days: Mapping[VisitKey, int], visits: Sequence[VisitKey] | None = None) -> None:
        """Each of the visits, every one if not said, is on the day given, and has none where none is given."""
        for visit in list(self.day_of) if visits is None else visits:
            if visit in self.day_of:
                self.take(visit)
        for visit in days if visits is None else visits:
            if visit in days:
                self.put(visit, days[visit])

    def gap_kept(self, visit: VisitKey, day: int) -> bool:
        """Whether this day is neither too near to her visits before and after it nor too far from them."""
        her, k = visit
        gaps, before, after = self.lines[her].gaps, self.day_of.get((her, k - 1)), self.day_of.get((her, k + 1))
        return (before is None or gaps[k][0] <= day - before <= gaps[k][1]) and (
            after is None or gaps[k + 1][0] <= after - day <= gaps[k + 1][1]
        )
