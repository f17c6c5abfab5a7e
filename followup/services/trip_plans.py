"""Trips of a worker's graduates: planned once, repaired from then on, shown, and accepted.

What is accepted are days: a fact in each case, and one in the office's journal, after which all of them count.
"""

import secrets
from calendar import monthrange
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import date

from followup.case.distance import TripsBy
from followup.case.facts import TripDate, TripDates, TripsAccepted
from followup.casebook import Casebook
from followup.errors import Invalid, Missing
from followup.messages import say
from followup.schedule.trips.caseload import TripCaseload, VisitKey, VisitName
from followup.schedule.trips.full_days import FullDay, full_days
from followup.schedule.trips.lower_bound import lower_bound
from followup.schedule.trips.planning import TripPlan, plan_trips
from followup.schedule.trips.repair import MoveReason, repair_plan
from followup.schedule.trips.shortage import PlanWith
from followup.schedule.workdays import Obstacle
from followup.services.hand_dates import HandDate, hand_dates
from followup.services.trip_caseload import HORIZON, WorkerCaseload, caseload_of
from followup.services.trips import CapacityCheck, TellCapacity, TripAnswer, capacity_checks
from followup.services.workers import worker_to_show
from followup.values import Value, replace


class TripRequest(Value):
    """Whose trips, and up to when; empty is whoever uses this laptop, and the end of this month next year."""

    worker: str = ""
    until: date | None = None
    by: TripsBy | None = None
    """As they were accepted last if not said, or by district."""
    seconds: float = 0
    seed: int = 0


class TripVisitMove(Value):
    """A visit that is on another day than it stands on now; ``why`` is None where a plan is made for the first time."""

    code: str
    k: int
    before: date | None
    after: date | None
    why: MoveReason | None
    against: tuple[Obstacle, ...] = ()
    """What stands against the day that a trip gave it."""


class Trip(Value):
    """A travel day to one place, by what it is called in the caseload, and whom it is for."""

    day: date
    place: str
    codes: tuple[str, ...]


class WorkerTrips(Value):
    """A plan of a worker's trips: what it is measured against, what moves, and the days that are written when accepted.

    ``dates`` are by case.
    """

    given: WorkerCaseload
    answer: TripAnswer
    moves: tuple[TripVisitMove, ...]
    dates: dict[str, tuple[TripDate, ...]]

    @property
    def visits(self) -> int:
        """How many visits are given another day than trips gave them before."""
        return sum(map(len, self.dates.values()))

    @property
    def staying(self) -> int:
        """How many visits are on the day of their new trip already."""
        given = sum(one.day is not None for dates in self.dates.values() for one in dates)
        return given - sum(move.after is not None for move in self.moves)

    def name_of(self, visit: VisitKey) -> tuple[str, int]:
        """The code and the number of a visit of the plan."""
        name, k = self.answer.plan.caseload.name_of(visit)
        return self.given.graduates[name].code, k

    def scheduled(self, visit: VisitKey) -> date | None:
        """The day on which a visit of the plan is now."""
        name, k = self.answer.plan.caseload.name_of(visit)
        return self.given.graduates[name].slots[k].date

    @property
    def full_days(self) -> list[FullDay]:
        """The days that hold more than they should, because dates on them stand."""
        return full_days(self.answer.plan.caseload, self.answer.plan.days)

    @property
    def by_hand(self) -> list[HandDate]:
        """The visits that somebody set to a day against which something stands; they stay there."""
        graduates = self.given.graduates.values()
        return [one for her in graduates for one in hand_dates(her.code, her.slots.values(), her.by_hand)]

    @property
    def trips(self) -> list[Trip]:
        """Every trip, the earliest first."""
        plan, codes = self.answer.plan, defaultdict[tuple[int, str], list[str]](list)
        for visit, day in sorted(plan.days.items()):
            codes[day, plan.caseload.graduates[visit[0]].district].append(self.name_of(visit)[0])
        return [Trip(date.fromordinal(day), name, tuple(some)) for (day, name), some in sorted(codes.items())]


class TripPlanner:
    """Plans a worker's trips; as long as nothing of what they are made from changes, the plan stays the same."""

    def __init__(
        self,
        book: Casebook,
        request: TripRequest,
        enough: Callable[[], bool] = lambda: False,
        tell: TellCapacity = lambda _: None,
    ) -> None:
        self.book, self.request, self.enough, self.tell = book, request, enough, tell
        self._made: WorkerTrips | None = None

    def look(self) -> WorkerTrips:
        """The plan for the casebook as it stands now."""
        book, request = self.book, self.request
        until = request.until or _a_year_ahead(book.today)
        if until <= book.today:
            raise Invalid(say("--until is not after today."), say("Trips are planned from tomorrow on."))
        worker = worker_to_show(book, request.worker) or book.worker
        if not worker:
            raise Missing(say("Say whose trips."), say("Give her initials with --worker."))
        by = request.by or book.office.trips_by(worker) or TripsBy.DISTRICT
        given = caseload_of(book, worker, until, by)
        if self._made is None or self._made.given != given:
            self._made = self._trips(given)
        return self._made

    def _trips(self, given: WorkerCaseload) -> WorkerTrips:
        checks = capacity_checks(given.caseload)
        self.tell(checks)
        if not given.is_repair:
            return _trips(given, _answer(checks, self._planned(given.caseload), self._at_once), {})

        def repaired_at_once(caseload: TripCaseload) -> TripPlan:
            return _repaired(replace(given, caseload=caseload), self.book.today, self._at_once)[0]

        plan, why = _repaired(given, self.book.today, self._planned)
        return _trips(given, _answer(checks, plan, repaired_at_once), why)

    def _at_once(self, caseload: TripCaseload) -> TripPlan:
        """What is only tried takes no seconds."""
        return plan_trips(caseload, seed=self.request.seed)

    def _planned(self, caseload: TripCaseload) -> TripPlan:
        return plan_trips(caseload, self.request.seconds, self.request.seed, self.enough)

    def accept(self, shown: WorkerTrips) -> WorkerTrips:
        """Write down the days of a plan as it was shown; they count from the last entry on, all of them at once.

        Nothing is written where another window has accepted the same meanwhile.
        """
        if not shown.visits:
            return shown
        plan, given = secrets.token_hex(8), shown.given
        with self.book.store.exclusive():
            for case_id, dates in shown.dates.items():
                with self.book.change_case(case_id) as her:
                    her.write(TripDates(plan, dates))
            self.book.write_office(TripsAccepted(plan, given.worker, given.until, shown.visits, given.by))
        return shown


def _a_year_ahead(today: date) -> date:
    """The last day of this month next year, so that a plan made twice in a month is the same."""
    year = today.year + 1
    return date(year, today.month, monthrange(year, today.month)[1])


def _repaired(
    given: WorkerCaseload, today: date, plan: Callable[[TripCaseload], TripPlan]
) -> tuple[TripPlan, dict[VisitName, MoveReason]]:
    """What was accepted with as little moved as it takes, and why; visits without a day are planned around it.

    Accepted trips count for the worker's own districts alone: whom another worker follows is on none.
    """
    caseload = given.caseload
    workers = {one.id: one.worker for one in caseload.districts}
    mine = {one.id for one in caseload.graduates if workers[one.district] == given.worker}
    accepted = {name: day for name, day in given.accepted.items() if name[0] in mine}
    repaired = repair_plan(caseload, accepted, today + HORIZON)
    is_by_another = given.accepted_by[-1:] not in ((), (given.by,))
    no_room = MoveReason.BY if is_by_another else MoveReason.FULL
    why = {name: no_room if one is MoveReason.FULL else one for name, one in repaired.why.items()}
    by_repair = repaired.plan
    if all(caseload.name_of(visit) in accepted for visit in (*by_repair.days, *by_repair.unplaced)):
        return by_repair, why
    stays = {name: day for name, day in by_repair.by_name.items() if name in accepted}
    around = replace(plan(_with_fixed(caseload, stays)), caseload=caseload)
    better = (len(around.unplaced), around.trip_days) < (len(by_repair.unplaced), by_repair.trip_days)
    return around if better else by_repair, why


def _with_fixed(caseload: TripCaseload, days: Mapping[VisitName, date]) -> TripCaseload:
    """The same caseload with more days that stand."""
    fixed = defaultdict[str, dict[int, date]](dict)
    for (name, k), day in days.items():
        fixed[name][k] = day
    graduates = (replace(one, fixed=fixed[one.id] | dict(one.fixed)) for one in caseload.graduates)
    return replace(caseload, graduates=tuple(graduates))


def _answer(checks: list[CapacityCheck], plan: TripPlan, plan_with: PlanWith) -> TripAnswer:
    return TripAnswer(plan, lower_bound(plan.caseload, plan.unplaced), tuple(checks), plan_with)


def _trips(given: WorkerCaseload, answer: TripAnswer, why: Mapping[VisitName, MoveReason]) -> WorkerTrips:
    days = answer.plan.by_name
    dates = defaultdict[str, list[TripDate]](list)
    for name, her in given.graduates.items():
        for k in her.slots.keys() - her.by_hand:
            day = days.get((name, k))
            if day != her.accepted.get(k) or (day and day != her.slots[k].date):
                dates[her.case_id].append(TripDate(k, day))
    return WorkerTrips(
        given,
        answer,
        tuple(_moves(given, dates, why)),
        {case_id: tuple(sorted(some, key=lambda one: one.slot)) for case_id, some in dates.items()},
    )


def _moves(
    given: WorkerCaseload, dates: Mapping[str, list[TripDate]], why: Mapping[VisitName, MoveReason]
) -> Iterator[TripVisitMove]:
    """The visits that are on another day than they stand on now; by the schedule if none."""
    for name, her in given.graduates.items():
        for one in sorted(dates.get(her.case_id, ()), key=lambda one: one.slot):
            slot = her.slots.get(one.slot)
            if slot and (one.day != slot.date if one.day else slot.on_trip):
                otherwise = MoveReason.BACK if slot.k in her.accepted else MoveReason.NEW
                reason = why.get((name, slot.k), otherwise) if given.is_repair else None
                against = her.against.get(slot.k, ())
                yield TripVisitMove(her.code, slot.k, slot.date, one.day, reason, against)
