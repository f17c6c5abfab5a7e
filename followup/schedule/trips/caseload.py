"""What a plan of trips is made for: the rules, the districts with their workers, and the graduates."""

from collections.abc import Mapping
from datetime import date

from followup.case.date_ranges import DateRange
from followup.errors import Invalid
from followup.messages import say
from followup.values import CheckedValue, Value, field

HOUR = 100
"""Hours are whole hundredths of an hour, so that sums are exact."""

VisitKey = tuple[int, int]
"""A visit: the place of its graduate in the caseload, and its place among her visits; both from 0."""

VisitName = tuple[str, int]
"""A visit: the id of its graduate in the caseload, and its number."""

Days = tuple[int, ...]
"""Days as ordinals, the earliest first."""


def week_of(day: int) -> int:
    """The week of an ordinal, from Monday."""
    return (day - 1) // 7


class TripRules(CheckedValue):
    """How far visits may be from their due dates and from each other, and how long a worker's day is.

    The gaps are those of visits that are due a calendar month apart. ``fallback`` is how far from its due date a visit
    may be that has no day within the window; where it is no more than the window, such a visit has no day.
    """

    window: int
    min_gap: int
    max_gap: int
    first_min_gap: int
    hours_a_day: int
    hours_a_visit: int
    fallback: int = 0

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
    """A graduate: where she lives, when her visits are due, and which days are safe for her.

    Visit number ``first`` is the first that is still to be made, due on ``dues[0]``. ``last`` is the day of the visit
    before it, which was due on ``last_due``; for a first visit both are the day she came home. ``window`` is her own
    policy's. ``avoid`` are days not safe for her; in ``pauses`` she is not followed. ``fixed`` are dates that stand, by
    the number of the visit.
    """

    id: str
    district: str
    dues: tuple[date, ...]
    first: int = 1
    last: date | None = None
    last_due: date | None = None
    window: int | None = None
    safe: frozenset[int] | None = None
    avoid: tuple[DateRange, ...] = ()
    pauses: tuple[DateRange, ...] = ()
    fixed: Mapping[int, date] = field(default_factory=dict)


class TripCaseload(CheckedValue, dict=True, gc=True):
    """All that a plan is made from; on ``closed`` days (holidays, leave), and before ``starts``, nobody travels."""

    rules: TripRules
    districts: tuple[TripDistrict, ...]
    graduates: tuple[TripGraduate, ...]
    closed: frozenset[date] = frozenset()
    starts: date | None = None

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
            last = graduate.first + len(graduate.dues) - 1
            if not all(graduate.first <= k <= last for k in graduate.fixed):
                raise Invalid(
                    say("Graduate {n} has a date for a visit that she does not have.", n=number),
                    say("Visits are numbered from {first} to {last}.", first=graduate.first, last=last),
                )

    def name_of(self, visit: VisitKey) -> tuple[str, int]:
        """The id of the graduate and the number of the visit."""
        graduate = self.graduates[visit[0]]
        return graduate.id, graduate.first + visit[1]
