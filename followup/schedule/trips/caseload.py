"""What a plan of trips is made for: the rules, the districts with their workers, and the graduates."""

from collections.abc import Mapping
from datetime import date

from followup.case.date_ranges import DateRange
from followup.errors import Invalid
from followup.messages import say
from followup.schedule.policy import due_ordinals
from followup.values import CheckedValue, Value, field

HOUR = 100
"""Hours are whole hundredths of an hour, so that sums are exact."""

VisitKey = tuple[int, int]
"""A visit: the place of its graduate in the caseload, and its place among her visits; both from 0."""

Days = tuple[int, ...]
"""Days as ordinals, the earliest first."""


class TripRules(CheckedValue):
    """How many visits, how far from their due dates and from each other, and how long a worker's day is."""

    visits: int
    window: int
    min_gap: int
    max_gap: int
    first_min_gap: int
    hours_a_day: int
    hours_a_visit: int

    def check(self) -> None:
        """Two visits can be as far apart as they must be."""
        if self.min_gap > self.max_gap or self.first_min_gap > self.max_gap:
            raise Invalid(say("The least days between visits are more than the most."), say("Correct the two gaps."))


class TripDistrict(Value):
    """A district: its worker, the travel there and back, and how many visits a day has room for.

    A district that is ``overnight`` takes the day before as well, for the way there; it fills both days.
    """

    id: str
    travel_hours: int
    visits_a_day: int
    overnight: bool
    worker: str
    closed: tuple[DateRange, ...] = ()


class TripGraduate(Value):
    """A graduate: where she lives, when she came home, and which days are safe; ``fixed`` are dates that stand."""

    id: str
    district: str
    returned: date
    safe: frozenset[int] | None = None
    avoid: tuple[DateRange, ...] = ()
    fixed: Mapping[int, date] = field(default_factory=dict)


class TripCaseload(CheckedValue):
    """All that a plan is made from; on ``closed`` days (holidays, leave) nobody travels."""

    rules: TripRules
    districts: tuple[TripDistrict, ...]
    graduates: tuple[TripGraduate, ...]
    closed: frozenset[date] = frozenset()

    def check(self) -> None:
        """Every name means one thing, and every graduate lives in one of the districts."""
        known = {district.id for district in self.districts}
        if len(known) < len(self.districts) or len({one.id for one in self.graduates}) < len(self.graduates):
            raise Invalid(
                say("Two districts or two graduates of the caseload have the same id."), say("Give each its own.")
            )
        for number, graduate in enumerate(self.graduates, 1):
            if graduate.district not in known:
                raise Invalid(
                    say("Graduate {n} lives in a district that the caseload lacks.", n=number),
                    say("Add the district under: districts."),
                )
            if not all(1 <= k <= self.rules.visits for k in graduate.fixed):
                raise Invalid(
                    say("Graduate {n} has a date for a visit that she does not have.", n=number),
                    say("Visits are numbered from 1 to {last}.", last=self.rules.visits),
                )


def due_days(graduate: TripGraduate, visits: int) -> list[int]:
    """The day each visit is due: so many calendar months after her return, the day clamped."""
    return due_ordinals(graduate.returned, ((months, 0) for months in range(1, visits + 1)))
