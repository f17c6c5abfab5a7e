"""The caseload of one worker as a plan of trips needs it: the visits to come, with what is settled of them."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, timedelta

from followup.case.case import Case
from followup.case.date_ranges import DateRange
from followup.case.distance import HOURS_A_DAY, TripsBy
from followup.case.fields import revealed
from followup.case.known_words import folded_word
from followup.casebook import Casebook
from followup.office import Office
from followup.schedule.case_schedule import CaseSchedule, trip_days
from followup.schedule.slots import Slot
from followup.schedule.standing import ASKING, Standing
from followup.schedule.trips.caseload import HOUR, TripCaseload, TripDistrict, TripGraduate, TripRules, VisitName
from followup.schedule.workdays import SATURDAY, Obstacle, Workdays
from followup.services.workers import graduates_of
from followup.staff import is_same_worker
from followup.values import Value

HORIZON = timedelta(weeks=4)
"""What was handed out for a day within this time does not move."""
_MIN_GAP, _MAX_GAP, _FIRST_MIN_GAP = 21, 38, 14
_WINDOW, _FALLBACK = 7, 14
_ANY_NUMBER = 100
"""Visits a day of a village round: everybody of the village."""
_DAY = timedelta(days=1)

Place = tuple[str, ...]
"""Province and district, and for village rounds also commune and village."""


class PlannedGraduate(Value):
    """A graduate of the caseload, by her id in it: her case, her slots by number, and the days that trips gave them.

    ``against`` is what stands by now against those days, of those where something does.
    """

    case_id: str
    code: str
    slots: Mapping[int, Slot]
    accepted: Mapping[int, date]
    by_hand: Collection[int]
    against: Mapping[int, tuple[Obstacle, ...]]


class WorkerCaseload(Value):
    """What is planned for: the caseload, who is who in it, what each of its places is called, and who is left out."""

    worker: str
    until: date
    caseload: TripCaseload
    graduates: Mapping[str, PlannedGraduate]
    places: Mapping[str, Place]
    by: TripsBy = TripsBy.DISTRICT
    accepted_by: tuple[TripsBy, ...] = ()
    """How those trips were planned that were accepted before, the latest last."""
    without_place: tuple[str, ...] = ()
    not_set: tuple[str, ...] = ()
    """The districts that nobody set, and that count as neither near nor far."""

    @property
    def accepted(self) -> dict[VisitName, date]:
        """The days that accepted trips give to the visits planned for, and those that were set by hand."""
        fixed = {(one.id, k): day for one in self.caseload.graduates for k, day in one.fixed.items()}
        of_trips = {
            (name, k): day for name, her in self.graduates.items() for k, day in her.accepted.items() if k in her.slots
        }
        by_hand = {(name, k) for name, her in self.graduates.items() for k in her.by_hand}
        return of_trips | {one: day for one, day in fixed.items() if one in of_trips or one in by_hand}

    @property
    def village_numbers(self) -> dict[str, int]:
        """Of the places that are villages, which of its district each is.

        What a village is called says where somebody lives, and is told nobody.
        """
        numbers: dict[str, int] = {}
        so_far: Counter[Place] = Counter()
        for name in dict.fromkeys(one.district for one in self.caseload.graduates):
            district, village = self.places[name][:2], self.places[name][2:]
            if village:
                so_far[district] += 1
                numbers[name] = so_far[district]
        return numbers

    @property
    def is_repair(self) -> bool:
        """Whether trips to come were accepted before: then they are repaired, and not planned anew."""
        return any(her.accepted.keys() & her.slots.keys() for her in self.graduates.values())

    @property
    def was_by_another(self) -> bool:
        """Whether the trips that are repaired, or some of them, were planned by village and are by district, or so."""
        return self.is_repair and any(by is not self.by for by in self.accepted_by)


RULES = TripRules(_WINDOW, _MIN_GAP, _MAX_GAP, _FIRST_MIN_GAP, HOURS_A_DAY * HOUR, HOUR, fallback=_FALLBACK)
"""How far visits may be from their due dates and from each other, and how long a worker's day is."""


def caseload_of(book: Casebook, worker: str, until: date, by: TripsBy = TripsBy.DISTRICT) -> WorkerCaseload:
    """The visits of a worker's graduates from tomorrow to ``until``; by village, everybody of a village goes together.

    Overdue visits, and those planned for today, are not planned for: they are on the agenda now.
    """
    ids = [one.id for one in graduates_of(book, worker)]
    cases = [case for case in book.cases_of(ids) if book.scheduler.policy_if_known(case)]
    placed = [case for case in cases if case.district]
    places = {place_name(place): place for place in (place_of(case, by) for case in placed)}
    gathered = [one for case in placed for one in _graduates(book, case, until, place_name(place_of(case, by)))]
    used = {graduate.district for graduate, _ in gathered}
    caseload = TripCaseload(
        RULES,
        tuple(trip_district(book.office, place, worker) for name, place in sorted(places.items()) if name in used),
        tuple(graduate for graduate, _ in gathered),
        _closed_days(book, worker, until),
        starts=book.today + _DAY,
    )
    return WorkerCaseload(
        worker,
        until,
        caseload,
        {graduate.id: planned for graduate, planned in gathered},
        places,
        by,
        tuple(one.by for one in book.office.trips if is_same_worker(one.worker, worker)),
        tuple(case.code for case in cases if not case.district),
        tuple(sorted({one[1] for one in places.values() if not book.office.district_of(one[0], one[1]).is_set})),
    )


def place_of(case: Case, by: TripsBy) -> Place:
    """Where she lives, as far as trips ask."""
    village = folded_word(revealed(case.identity.village).strip()) if by is TripsBy.VILLAGE else ""
    if not village:
        return case.province, case.district
    return case.province, case.district, folded_word(revealed(case.identity.commune).strip()), village


def place_name(place: Place) -> str:
    """What a place is called in a caseload."""
    return "/".join(place)


def trip_district(office: Office, place: Place, worker: str) -> TripDistrict:
    """A place as the office set its district; a village has room for everybody who lives there."""
    province, district, *village = place
    known = office.district_of(province, district)
    visits = _ANY_NUMBER if village else known.visits_a_day
    return TripDistrict(place_name(place), known.travel_hours, visits, known.overnight, worker, known.closed)


def _closed_days(book: Casebook, worker: str, until: date) -> frozenset[date]:
    """The days from tomorrow on, weekends apart, on which this worker goes nowhere."""
    office = book.office
    workdays = Workdays(book.scheduler.days, (*office.leave_of(worker), *(span for span, _ in office.closed)))
    ahead = range(1, (until - book.today).days + 2 * _MAX_GAP)
    days = (book.today + timedelta(days=n) for n in ahead)
    return frozenset(day for day in days if day.weekday() < SATURDAY and not workdays.works(day))


def _graduates(
    book: Casebook, case: Case, until: date, district: str
) -> Iterator[tuple[TripGraduate, PlannedGraduate]]:
    """Her visits to plan for, as lines without a break: after a pause she is another graduate of the caseload."""
    schedule = book.scheduler.case_schedule(case, until)
    accepted = {k: one.day for k, one in trip_days(case, book.office.trips_of(case.worker)).items()}
    workdays = book.scheduler.workdays(case)
    standings = list(schedule.standings(book.today))
    now = [slot for slot, standing in standings if _is_now(slot, standing, book.today)]
    ahead = [slot for slot, standing in standings if is_ahead(slot, standing, book.today) and slot.due <= until]
    for run in _runs(ahead):
        first = run[0].k
        paused_before = any(slot.paused for slot in schedule.schedule.slots if slot.k < first)
        name = f"{case.code} ({first})" if paused_before else case.code
        slots = {slot.k: slot for slot in run}
        last, last_due = _before(case, schedule, first, now, book.today)
        pauses = tuple(DateRange(one.start, one.until - _DAY) for one in case.pauses)
        graduate = TripGraduate(
            name,
            district,
            tuple(slot.due for slot in run),
            first,
            last,
            last_due,
            schedule.policy.window if schedule.policy.window != _WINDOW else None,
            frozenset(case.weekdays) or None,
            case.avoid,
            pauses,
            _fixed(case, schedule, slots, book.today),
        )
        mine = {k: day for k, day in accepted.items() if k in slots}
        against = {k: found for k, day in mine.items() if (found := workdays.obstacles(day))}
        yield graduate, PlannedGraduate(case.id, case.code, slots, mine, case.moves.keys() & slots.keys(), against)


def _is_now(slot: Slot, standing: Standing, today: date) -> bool:
    """Whether a visit is to be made at once."""
    return standing in ASKING and slot.date is not None and slot.date <= today


def is_ahead(slot: Slot, standing: Standing, today: date) -> bool:
    """Whether a visit may be planned for: it is asked for, and after today."""
    return standing in ASKING and (slot.date or slot.due) > today


def _runs(slots: Sequence[Slot]) -> list[list[Slot]]:
    """Visits in order as runs of consecutive numbers."""
    runs: list[list[Slot]] = []
    for slot in slots:
        if runs and runs[-1][-1].k == slot.k - 1:
            runs[-1].append(slot)
        else:
            runs.append([slot])
    return runs


def _before(
    case: Case, schedule: CaseSchedule, first: int, now: Sequence[Slot], today: date
) -> tuple[date | None, date | None]:
    """The day of the visit before number ``first``, made or to be made at once, and when it was due.

    After one that is late the policy's own least distance is enough, so that the next is not late for that reason too.
    """
    home = case.return_date
    if home is None or first == 1:
        return home, home
    before = schedule.schedule.slots[first - 2]
    if before.paused:
        return None, None
    made = max((visit.on for visit in schedule.done.values()), default=home)
    last = today if any(slot.k < first for slot in now) else made
    nearer = timedelta(max(_MIN_GAP - schedule.policy.min_gap, 0))
    return (max(before.due, last - nearer) if last > before.due else last), before.due


def _fixed(case: Case, schedule: CaseSchedule, slots: Mapping[int, Slot], today: date) -> dict[int, date]:
    """The days that stand: set by hand, or handed out for a day within the horizon."""
    by_hand = {k: day for k, day in case.moves.items() if k in slots}
    handed_out = {
        k: day
        for k, day in schedule.handed_out.items()
        if k in slots and day == slots[k].date and day <= today + HORIZON
    }
    return handed_out | by_hand
