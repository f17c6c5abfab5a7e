"""A case's schedule: her policy and the working days, with what was done and handed out kept where it stands."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cached_property
from operator import attrgetter
from typing import NamedTuple

from followup.case.case import Case
from followup.case.facts import CalendarEntryStatus
from followup.case.parts import Visit
from followup.case.watched_day import passed
from followup.schedule.due_visits import schedule_inputs, visits_by_slot
from followup.schedule.next_visit import NextVisit, extra_to_make, visit_to_make
from followup.schedule.policy import Policy
from followup.schedule.slots import (
    Schedule,
    Slot,
    SlotPlacement,
    Standing,
    build_schedule,
    schedule_due_ordinals,
)
from followup.schedule.standing import ASKING, standing
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
        """Every slot with how it stands today; worked out once for all days on which it stands so.

        One that was not made asks for nothing any more, and was missed, once a later visit was made or follow-up ended.
        """
        return iter(self._standings(today))

    def standings_ahead(self, today: date) -> Sequence[tuple[Slot, Standing]]:
        """The same of the slots after the latest one that was made."""
        return self._standings(today)[self._made :]

    def _standings(self, today: date) -> Sequence[tuple[Slot, Standing]]:
        at = passed(self._turns, today)
        if at not in self._found:
            self._found[at] = self._standings_on(self._turns[at - 1]) if at else self._at_first
        return self._found[at]

    @cached_property
    def _found(self) -> dict[int, Sequence[tuple[Slot, Standing]]]:
        return {}

    @cached_property
    def visits_ahead(self) -> Mapping[int, NextVisit]:
        """The visits that are still asked for, by slot, as they stand before their windows open."""
        asking = (slot for slot, found in self._at_first if found in ASKING)
        return {slot.k: visit_to_make(slot, Standing.PLANNED) for slot in asking}

    @cached_property
    def extra_visits(self) -> Sequence[NextVisit]:
        """The extra contacts that have a day, by that; none once follow-up has ended."""
        dated = [] if self.ended else [extra_to_make(one, one.date) for one in self.schedule.extras if one.date]
        return sorted(dated, key=attrgetter("on"))

    @cached_property
    def _made(self) -> int:
        return max(self.done, default=0)

    @cached_property
    def _turns(self) -> Sequence[date]:
        """The days, in order, on which a slot begins to stand otherwise: only those that still ask for a visit do."""
        turns = ((one.opens, one.closes + timedelta(days=1)) for one in self.visits_ahead.values())
        return sorted({day for both in turns for day in both})

    @cached_property
    def _at_first(self) -> Sequence[tuple[Slot, Standing]]:
        """How every slot stands before any window opens."""
        return [
            (slot, Standing.MISSED if found in ASKING and (self.ended or slot.k < self._made) else found)
            for slot, found in self.schedule.standings(date.min, self.done)
        ]

    def _standings_on(self, today: date) -> Sequence[tuple[Slot, Standing]]:
        found = list(self._at_first)
        for k in (k for k, visit in self.visits_ahead.items() if visit.opens <= today):
            slot = self.schedule.slots[k - 1]
            later = (one for one, stands in self._at_first[k:] if stands not in _UNASKED)
            found[k - 1] = slot, standing(slot, today, following=next(later, None))
        return found

    def period_over_since(self, today: date) -> date | None:
        """The day from which on no visit of her policy is to come, its last window having closed; None before it."""
        if not self.last_slot:
            return None
        first = self.schedule.slots[-1].window_end + timedelta(days=1)
        return first if first <= today else None


_UNASKED = frozenset({Standing.EXCUSED, Standing.CANCELLED})


class PromisedDay(NamedTuple):
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
    return CaseSchedule(
        policy, _with_kept_as_placed(schedule, bare, kept, trips), done, given, ended=case.end is not None
    )


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


def _as_placed(slot: Slot, rule: Mapping[int, Slot]) -> Slot:
    planned = rule[slot.k]
    if planned.date == slot.date:
        return planned
    away = abs((slot.date - slot.due).days) if slot.date else 0
    if away == 0:
        return replace(slot, placement=SlotPlacement.ON_DUE)
    return replace(slot, placement=SlotPlacement.SHIFTED if away <= slot.window else SlotPlacement.OUT_OF_WINDOW)
