"""Dates that stand though something is against their day, or it holds more than it should: said, and nobody is moved.

Whoever sets a date decides, and no date that somebody else knows is worth less than a shorter day.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum

from followup.case.date_ranges import DateRange
from followup.messages import say
from followup.schedule.trips.caseload import HOUR, TripCaseload, TripDistrict, TripRules, VisitKey
from followup.schedule.workdays import Obstacle, Workdays
from followup.values import Value


class DayLimit(StrEnum):
    """What there is more of on a day than there may be."""

    VISITS = "visits"
    HOURS = "hours"
    NIGHT = "night"


class FullDay(Value):
    """A worker's day with more than it should hold, in one district or in several.

    ``number`` and ``allowed`` are visits in a district, or hours with the way; for a night away, districts on one day.
    """

    worker: str
    day: date
    limit: DayLimit
    districts: tuple[str, ...]
    number: float
    allowed: float

    @property
    def what(self) -> str:
        """What there is, and what is allowed, in words for people."""
        if self.limit is DayLimit.NIGHT:
            return say("a night away and another trip, which cannot both be")
        number, allowed = f"{self.number:g}", f"{self.allowed:g}"
        if self.limit is DayLimit.VISITS:
            return say("too many visits in one district: {n}, and at most {allowed} a day", n=number, allowed=allowed)
        return say("too many hours with the way: {n}, and at most {allowed} a day", n=number, allowed=allowed)


def fixed_against(caseload: TripCaseload) -> Iterator[tuple[str, int, date, tuple[Obstacle, ...]]]:
    """Graduate, visit, day and what is against it; all closed days of a caseload count as leave."""
    districts = {one.id: one for one in caseload.districts}
    leave = tuple(DateRange(day, day) for day in caseload.closed)
    for her in caseload.graduates:
        workdays = Workdays(
            Workdays.weekdays().open_days, leave, her.avoid, her.safe or frozenset(), districts[her.district].closed
        )
        for k, day in sorted(her.fixed.items()):
            if against := workdays.obstacles(day):
                yield her.id, k, day, against


def full_days(caseload: TripCaseload, days: Mapping[VisitKey, int]) -> list[FullDay]:
    """The days of a plan that hold more than they should, the earliest first."""
    visits = Counter((caseload.graduates[her].district, day) for (her, _), day in days.items())
    return overfull(caseload.districts, caseload.rules, visits)


def overfull(
    districts: Iterable[TripDistrict], rules: TripRules, visits: Mapping[tuple[str, int], int]
) -> list[FullDay]:
    """Of days with so many visits, by district, those that hold more than they should, the earliest first."""
    known = {district.id: district for district in districts}
    found: list[FullDay] = []
    hours: Counter[tuple[str, int]] = Counter()
    there: dict[tuple[str, int], set[str]] = defaultdict(set)
    nights: set[tuple[str, int]] = set()
    for (name, day), number in visits.items():
        district = known[name]
        worker = district.worker
        if number > district.visits_a_day:
            found.append(_full(worker, day, DayLimit.VISITS, {name}, number, district.visits_a_day))
        for one in (day, day - 1) if district.overnight else (day,):
            there[worker, one].add(name)
            nights.update({(worker, one)} if district.overnight else ())
        if not district.overnight:
            hours[worker, day] += district.travel_hours + number * rules.hours_a_visit
    found += [
        _full(*key, DayLimit.HOURS, there[key], spent / HOUR, rules.hours_a_day / HOUR)
        for key, spent in hours.items()
        if spent > rules.hours_a_day
    ]
    found += [_full(*key, DayLimit.NIGHT, there[key], len(there[key]), 1) for key in nights if len(there[key]) > 1]
    return sorted(found, key=lambda one: (one.day, one.worker, one.limit, one.districts))


def _full(worker: str, day: int, limit: DayLimit, names: set[str], number: float, allowed: float) -> FullDay:
    return FullDay(worker, date.fromordinal(day), limit, tuple(sorted(names)), number, allowed)
