"""A case's schedule: her policy and the working days, with what was done and handed out kept where it stands."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import pairwise
from operator import attrgetter, itemgetter

from followup.case.case import Case
from followup.case.facts import CalendarEntryStatus
from followup.case.parts import Visit
from followup.schedule.due_visits import schedule_inputs, visits_by_slot
from followup.schedule.next_visit import NextVisit, extra_to_make, visit_to_make
from followup.schedule.policy import Policy
from followup.schedule.slots import Schedule, Slot, SlotPlacement, build_schedule, schedule_due_ordinals
from followup.schedule.standing import ASKING, Standing, missed_from, nearest_slot
from followup.schedule.workdays import Obstacle, Workdays
from followup.values import Value, replace


class CaseSchedule(Value, dict=True, gc=True):
    """One graduate's slots; ``done`` holds the visit that filled a slot, ``handed_out`` the dates given.

    ``ended`` says that an outcome has ended her follow-up.
    """

    policy: Policy
    schedule: Schedule
    done: Mapping[int, Visit]
    handed_out: Mapping[int, date]
    ended: bool = False

    @property
    def last_slot(self) -> int:
        """The number of slots promised, 0 if follow-up has no set end."""
        return 0 if self.policy.visits is None else len(self.schedule.slots)

    @property
    def months(self) -> int:
        """How many months follow-up lasts, extended or made up for as it was; 0 if it has no set end."""
        if not self.last_slot:
            return 0
        months, days = self.policy.offset(self.last_slot)
        return months + (days > 0)

    def standings(self, today: date) -> Iterator[tuple[Slot, Standing]]:
        """Every slot with how it stands today.

        One that was not made asks for nothing any more, and was missed, once a later visit was made or follow-up ended.
        """
        for slot, found in self.schedule.standings(today, self.done):
            gone = found in ASKING and (self.ended or slot.k < self._made)
            yield slot, Standing.MISSED if gone else found

    @property
    def _made(self) -> int:
        return max(self.done, default=0)

    @cached_property
    def visits_ahead(self) -> Sequence[NextVisit]:
        """The visits that ask to be made after the latest one that was, as they stand before their windows open."""
        after = () if self.ended else self.schedule.slots[self._made :]
        return [visit_to_make(slot, Standing.PLANNED) for slot in after if not (slot.paused or slot.cancelled)]

    @cached_property
    def closings(self) -> Sequence[NextVisit]:
        """Those by the days on which their windows close."""
        return sorted(self.visits_ahead, key=attrgetter("closes"))

    @cached_property
    def losses(self) -> Sequence[tuple[date, NextVisit]]:
        """Those that will be missed if nobody makes them, each with the day from which on, by that day."""
        days = ((missed_from(one.closes, later.opens), one) for one, later in pairwise(self.visits_ahead))
        return sorted(days, key=itemgetter(0))

    @cached_property
    def extra_visits(self) -> Sequence[NextVisit]:
        """The extra contacts that have a day, by that; none once follow-up has ended."""
        dated = [] if self.ended else [extra_to_make(one, one.date) for one in self.schedule.extras if one.date]
        return sorted(dated, key=attrgetter("on"))

    def period_over_since(self, today: date) -> date | None:
        """The day from which on no visit of her policy is to come, its last window having closed; None before it."""
        if not self.last_slot:
            return None
        first = self.schedule.slots[-1].window_end + timedelta(days=1)
        return first if first <= today else None


class PromisedDay(Value):
    """A day that a visit was given by an export or by a plan of trips, and when; the later word counts."""

    stamp: datetime
    day: date
    trip: bool = False


def build_case_schedule(
    case: Case, policy: Policy, workdays: Workdays, today: date, horizon: date, plans: Collection[str] = ()
) -> CaseSchedule:
    """The schedule of ``case``. ``horizon`` is the last due date wanted where the policy has no end.

    Dates that were handed out, or given by one of the ``plans`` of trips, stand while they can: those handed out and
    gone by always, others while they are working days, within reach of their due date and clear of the visits before
    them. So a re-plan moves as few as possible, and a date that cannot be leaves its visit to the rule.
    """
    inputs = schedule_inputs(case, policy)
    policy = inputs.policy
    done = visits_by_slot(case, list(map(date.fromordinal, schedule_due_ordinals(inputs, horizon))), policy)
    made = {k: visit.on for k, visit in done.items()}
    if not (case.issued or case.moves or case.trips):  # no visit was given a day of its own
        schedule = build_schedule(replace(inputs, frozen=made), workdays, horizon)
        return CaseSchedule(policy, schedule, done, {}, ended=case.end is not None)
    bare = build_schedule(replace(inputs, danger=()), workdays, horizon)
    settled = {**_moved_days(case, bare), **made}
    given = {slot.k: day for slot in bare.slots if (day := _handed_out_day(case, slot.k)) and slot.k not in settled}
    trips = trip_days(case, plans)
    promised = _promised_days(case, given, trips)
    kept = _kept_days(bare, settled, promised, policy, workdays, today)
    days = {k: one.day for k, one in kept.items()}
    schedule = build_schedule(replace(inputs, frozen={**settled, **days}), workdays, horizon)
    schedule = _with_kept_as_placed(schedule, bare, kept, trips)
    if by_hand := settled.keys() - made.keys():
        schedule = _with_obstacles(schedule, by_hand, workdays)
    return CaseSchedule(policy, schedule, done, given, ended=case.end is not None)


def trip_days(case: Case, plans: Collection[str]) -> dict[int, PromisedDay]:
    """The day that the latest of the plans gives to each slot, and when; none where it was given back to the rule."""
    said = [(trips.stamp, one) for trips in case.trips if trips.said.plan in plans for one in trips.said.dates]
    latest = {one.slot: (stamp, one.day) for stamp, one in said}
    return {k: PromisedDay(stamp, day, trip=True) for k, (stamp, day) in latest.items() if day}


def _promised_days(
    case: Case, given: Mapping[int, date], trips: Mapping[int, PromisedDay]
) -> dict[int, list[PromisedDay]]:
    """The days that each slot was given, the latest word first."""
    promised = {k: [PromisedDay(case.issued[k, False].stamp, day)] for k, day in given.items()}
    for k, trip in trips.items():
        promised[k] = sorted([*promised.get(k, ()), trip], key=lambda one: (one.stamp, one.trip), reverse=True)
    return promised


def _moved_days(case: Case, schedule: Schedule) -> dict[int, date]:
    """The days that slots of the schedule were moved to; a visit moved after the end of follow-up is none."""
    held = {slot.k for slot in schedule.slots if not slot.cancelled}
    return {k: day for k, day in case.moves.items() if k in held}


def _handed_out_day(case: Case, k: int) -> date | None:
    """The day of a slot that was handed out; none while follow-up had ended, for nobody went then."""
    issued = case.issued.get((k, False))
    if issued is None or issued.entry.status is not CalendarEntryStatus.PLANNED:
        return None
    day = issued.entry.day
    rests = (one.interruption for one in case.endings)
    return None if any(interruption and interruption[0] <= day < interruption[1] for interruption in rests) else day


def _kept_days(
    schedule: Schedule,
    settled: dict[int, date],
    promised: dict[int, list[PromisedDay]],
    policy: Policy,
    workdays: Workdays,
    today: date,
) -> dict[int, PromisedDay]:
    """The dates given that may stand, in order of slots."""
    kept: dict[int, PromisedDay] = {}
    previous = date.min
    gap = timedelta(days=policy.min_gap)
    for slot in schedule.slots:
        if slot.k in settled:
            previous = max(previous, settled[slot.k])
        elif slot.k in promised and not slot.paused and not slot.cancelled:
            after = [on for k, on in settled.items() if k > slot.k]
            for one in promised[slot.k]:
                day = one.day
                reachable = abs((day - slot.due).days) <= max(policy.fallback, policy.window) and workdays.works(day)
                clear = previous + gap <= day if previous > date.min else True
                fits = reachable and clear and all(day + gap <= on for on in after)
                if fits or (not one.trip and day < today):
                    kept[slot.k], previous = one, day
                    break
    return kept


def _with_kept_as_placed(
    schedule: Schedule, bare: Schedule, kept: dict[int, PromisedDay], trips: Mapping[int, PromisedDay]
) -> Schedule:
    """Dates that were given shown as they were placed, not as frozen: only a visit made is fixed."""
    rule = {slot.k: slot for slot in bare.slots}
    slots = (_as_placed(slot, rule) if slot.k in kept else slot for slot in schedule.slots)
    on_trip = {k for k, one in kept.items() if k in trips and trips[k].day == one.day}
    on_trips = (replace(slot, why=(Obstacle.TRIP,)) if slot.k in on_trip else slot for slot in slots)
    return replace(schedule, slots=tuple(on_trips))


def _with_obstacles(schedule: Schedule, by_hand: Collection[int], workdays: Workdays) -> Schedule:
    """Dates set by hand with what stands against them: they stay, and whoever set them may not know it."""
    slots = (
        replace(slot, why=workdays.obstacles(slot.date)) if slot.k in by_hand and slot.date else slot
        for slot in schedule.slots
    )
    return replace(schedule, slots=tuple(slots))


def _as_placed(slot: Slot, rule: Mapping[int, Slot]) -> Slot:
    planned = rule[slot.k]
    if planned.date == slot.date:
        return planned
    away = abs((slot.date - slot.due).days) if slot.date else 0
    if away == 0:
        return replace(slot, placement=SlotPlacement.ON_DUE)
    return replace(slot, placement=SlotPlacement.SHIFTED if away <= slot.window else SlotPlacement.OUT_OF_WINDOW)


def slot_number_of(case_schedule: CaseSchedule, visit: Visit) -> int | None:
    """The slot that a visit belongs to: the one it names, or else the one with the nearest due date."""
    slots = case_schedule.schedule.slots
    k = visit.said.slot or nearest_slot([slot.due for slot in slots], visit.on)
    return k if k and k <= len(slots) else None
