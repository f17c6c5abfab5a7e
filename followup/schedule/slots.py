"""Return date + policy + working days -> slots: one visit per slot, counted from the return date, never drifting.

The rule: each slot is placed in order on the working day nearest to its due date within the window, ties to the
earlier, at least ``min_gap`` days after the visit before it and before the next frozen one; failing that, the same
search within the fallback, *out of window*; failing that, *unplaced*. Frozen dates stand as recorded.
"""

from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from followup.case.vocabulary import Term
from followup.case.watched_day import passed
from followup.errors import Invalid
from followup.messages import say
from followup.schedule.inputs import ScheduleInputs
from followup.schedule.months import beyond_calendar_error, due_ordinals
from followup.schedule.policy import MOST_VISITS, ExtraContactRule, Policy
from followup.schedule.standing import Standing, standing
from followup.schedule.workdays import Obstacle, Workdays, WorkingDayFlags
from followup.values import Value

WIDE_GAP = 35
"""Days between two visits beyond which a monthly promise is no longer kept: worth a warning."""
_MOST_SLOTS = 2 * MOST_VISITS
_LAST_ORDINAL = date.max.toordinal()
Day = date  # a slot has a field called date


class SlotPlacement(Term):
    """How a slot came by its date, or why it has none."""

    ON_DUE = "on_due", say("on the due date")
    SHIFTED = "shifted", say("moved")
    OUT_OF_WINDOW = "out_of_window", say("outside the window")
    UNPLACED = "unplaced", say("no day found")
    FROZEN = "frozen", say("fixed")
    PAUSED = "paused", say("paused")
    CANCELLED = "cancelled", say("cancelled")


class Slot(Value):
    """The ``k``-th visit: when it is due, on which day it is planned, and what stood against the due date itself."""

    k: int
    due: date
    date: date | None
    placement: SlotPlacement
    window: int
    why: tuple[Obstacle, ...] = ()

    @property
    def on_trip(self) -> bool:
        """Whether its day is that of an accepted trip."""
        return Obstacle.TRIP in self.why

    @property
    def opens(self) -> Day:
        """The first day of the window, or the visit's own date if that is earlier."""
        first = self.due - timedelta(self.window)
        return min(first, self.date) if self.date else first

    @property
    def window_end(self) -> Day:
        """The last day of the window, or the visit's own date if that is later."""
        last = self.due + timedelta(self.window)
        return max(last, self.date) if self.date else last

    @property
    def paused(self) -> bool:
        """Due inside a pause, and so excused."""
        return self.placement is SlotPlacement.PAUSED

    @property
    def cancelled(self) -> bool:
        """After the end of follow-up."""
        return self.placement is SlotPlacement.CANCELLED


class PlannedExtraContact(Value):
    """A contact that high risk adds before a slot; ``date`` is None if no day was clear of the visits around it."""

    before_slot: int
    due: date
    date: date | None


class VisitGap(NamedTuple):
    """The days between two visits; ``after`` is the slot before the gap, 0 for the return date."""

    days: int
    after: int
    before: int


class Schedule(Value):
    """One graduate's whole schedule, in order of slots."""

    anchor: date
    slots: tuple[Slot, ...]
    extras: tuple[PlannedExtraContact, ...] = ()

    def standings(self, today: date, done: Collection[int] = ()) -> Iterator[tuple[Slot, Standing]]:
        """Every slot with how it stands today."""
        following: Slot | None = None
        found: list[tuple[Slot, Standing]] = []
        for slot in reversed(self.slots):
            found.append((slot, standing(slot, today, done, following)))
            if found[-1][1] not in (Standing.EXCUSED, Standing.CANCELLED):
                following = slot
        return reversed(found)

    def gaps(self) -> Iterator[VisitGap]:
        """The days from the return date to the first visit, and from each visit to the next."""
        visits = sorted((slot.date, slot.k) for slot in self.slots if slot.date)
        for (earlier, after), (later, before) in pairwise([(self.anchor, 0), *visits]):
            yield VisitGap((later - earlier).days, after, before)

    def longest_gap(self) -> VisitGap | None:
        """The longest time without a visit; worth a warning above ``WIDE_GAP`` days. None if there is no visit."""
        return max(self.gaps(), default=None)


def build_schedule(inputs: ScheduleInputs, workdays: Workdays, horizon: date | None = None) -> Schedule:
    """The schedule of one graduate. A policy without a set end needs a ``horizon``: the last due date wanted.

    Raises Invalid if the schedule leaves the calendar's years or has no end.
    """
    policy = inputs.policy
    dues = schedule_due_ordinals(inputs, horizon)
    reach = max(policy.window, policy.fallback, policy.extra.window if policy.extra else 0)
    first, last = inputs.anchor.toordinal() - reach, (dues[-1] if dues else inputs.anchor.toordinal()) + reach
    if first < 1 or last > _LAST_ORDINAL:
        raise beyond_calendar_error()
    days = workdays.days(first, last, inputs.pauses)
    slots = _place_slots(inputs, dues, workdays, days)
    if inputs.end is not None:
        slots = [_cancelled_after_end(slot, inputs.end) for slot in slots]
    return Schedule(inputs.anchor, tuple(slots), _extras(inputs, dues, slots, days))


def schedule_due_ordinals(inputs: ScheduleInputs, horizon: date | None) -> list[int]:
    """The due dates as ordinals: the policy's and the extension's, and one more for each lost to an extending pause."""
    policy, anchor = inputs.policy, inputs.anchor
    if policy.visits is None:
        return _due_ordinals_until(inputs, horizon)
    wanted = policy.visits + inputs.extra_visits
    dues = due_ordinals(anchor, policy.offsets(wanted))
    lost = [pause.ordinals() for pause in inputs.pauses if pause.extend]
    if not lost:
        return dues
    made = sum(_counts_towards_total(inputs, k, due, lost) for k, due in enumerate(dues, 1))
    while made < wanted:
        k = len(dues) + 1
        if k > _MOST_SLOTS:
            raise Invalid(say("A pause is too long for the schedule to be made up."), say("Check when it ends."))
        dues += due_ordinals(anchor, (policy.offset(k),))
        made += _counts_towards_total(inputs, k, dues[-1], lost)
    return dues


def _counts_towards_total(inputs: ScheduleInputs, k: int, due: int, lost: list[tuple[int, int]]) -> bool:
    """Whether a slot counts towards the number of visits promised: not if an extending pause swallowed it."""
    return k in inputs.frozen or not any(first <= due < until for first, until in lost)


def _due_ordinals_until(inputs: ScheduleInputs, horizon: date | None) -> list[int]:
    if horizon is None:
        raise Invalid(say("This follow-up has no set end."), say("Say up to which day its visits are wanted."))
    policy, needed = inputs.policy, max(inputs.frozen, default=0)
    months = max(date.toordinal(horizon) - inputs.anchor.toordinal(), 0) // 28  # or more
    most = min(max(needed, len(policy.due) + months // policy.every) + 1, _MOST_SLOTS)
    dues = due_ordinals(inputs.anchor, policy.offsets(most))
    return dues[: max(needed, passed(dues, horizon, date.fromordinal))]


def _place_slots(inputs: ScheduleInputs, dues: list[int], workdays: Workdays, days: WorkingDayFlags) -> list[Slot]:
    """Every slot in order; a visit keeps its distance from the latest one before it and from the frozen ones after."""
    policy, frozen = inputs.policy, inputs.frozen
    window, gap = policy.window, policy.min_gap
    pauses = [pause.ordinals() for pause in inputs.pauses]
    ahead = _frozen_ahead(inputs, len(dues))
    previous = inputs.last_contact.toordinal() if inputs.last_contact else -_LAST_ORDINAL
    slots = []
    for k, due in enumerate(dues, 1):
        on = date.fromordinal(due)
        if k in frozen:
            slots.append(Slot(k, on, frozen[k], SlotPlacement.FROZEN, window))
            previous = max(previous, frozen[k].toordinal())
        elif pauses and any(first <= due < until for first, until in pauses):
            slots.append(Slot(k, on, None, SlotPlacement.PAUSED, window, (Obstacle.PAUSED,)))
        else:
            low, high = previous + gap, ahead[k] - gap
            if low <= due <= high and days.works(due):
                slots.append(Slot(k, on, on, SlotPlacement.ON_DUE, window))
                previous = due
                continue
            day = _search(due, low, high, policy, days)
            slots.append(_slot_on_day(k, on, day, policy, _obstacles(on, low, high, workdays)))
            previous = previous if day is None else day
    return slots


def _frozen_ahead(inputs: ScheduleInputs, slots: int) -> list[int]:
    """For each slot number, the earliest frozen date of any slot after it."""
    ahead = [2 * _LAST_ORDINAL] * (slots + 1)
    if inputs.frozen:
        for k in range(slots, 0, -1):
            ahead[k - 1] = min(ahead[k], inputs.frozen[k].toordinal()) if k in inputs.frozen else ahead[k]
    return ahead


def _search(due: int, low: int, high: int, policy: Policy, days: WorkingDayFlags) -> int | None:
    for reach in (policy.window, policy.fallback):
        day = days.nearest(due, max(low, due - reach), min(high, due + reach))
        if day is not None:
            return day
    return None


def _slot_on_day(k: int, due: date, day: int | None, policy: Policy, why: tuple[Obstacle, ...]) -> Slot:
    if day is None:
        return Slot(k, due, None, SlotPlacement.UNPLACED, policy.window, why)
    inside = abs(day - due.toordinal()) <= policy.window
    placement = SlotPlacement.SHIFTED if inside else SlotPlacement.OUT_OF_WINDOW
    return Slot(k, due, date.fromordinal(day), placement, policy.window, why)


def _obstacles(due: date, low: int, high: int, workdays: Workdays) -> tuple[Obstacle, ...]:
    close = () if low <= due.toordinal() <= high else (Obstacle.TOO_CLOSE,)
    return workdays.obstacles(due) + close


def _cancelled_after_end(slot: Slot, end: date) -> Slot:
    """A slot whose date, or due date when it has none, is after the end of follow-up is cancelled."""
    if (slot.date or slot.due) <= end:
        return slot
    return Slot(slot.k, slot.due, None, SlotPlacement.CANCELLED, slot.window)


# --- extra contacts ---------------------------------------------------------------------------------------------------


def _extras(
    inputs: ScheduleInputs, dues: list[int], slots: list[Slot], days: WorkingDayFlags
) -> tuple[PlannedExtraContact, ...]:
    """The contacts that high risk adds, each halfway between two visits; no visit is moved for one."""
    rule = inputs.policy.extra
    if rule is None or not (inputs.extra_before or inputs.danger):
        return ()
    anchor = inputs.anchor.toordinal()
    halfway = (before + (due - before) // 2 for before, due in pairwise((anchor, *dues)))  # rounded down
    taken = [anchor, *(slot.date.toordinal() for slot in slots if slot.date)]
    extras: list[PlannedExtraContact] = []
    for j, due in enumerate(halfway, 1):
        if _extra_wanted(inputs, j, due):
            day = _nearest_clear(due, taken, rule, days)
            taken += [] if day is None else [day]
            extras.append(PlannedExtraContact(j, date.fromordinal(due), None if day is None else date.fromordinal(day)))
    return tuple(extras)


def _extra_wanted(inputs: ScheduleInputs, j: int, due: int) -> bool:
    if j <= inputs.extra_before:
        return True
    day = date.fromordinal(due)
    return (inputs.end is None or day <= inputs.end) and any(day in span for span in inputs.danger)


def _nearest_clear(due: int, taken: Iterable[int], rule: ExtraContactRule, days: WorkingDayFlags) -> int | None:
    """The nearest working day, ties to the earlier, clear of visits, the return date and the contacts before it."""
    near = [day for day in taken if abs(day - due) < rule.window + rule.min_gap]
    for distance in range(rule.window + 1):
        for day in (due - distance, due + distance):
            if days.works(day) and all(abs(day - other) >= rule.min_gap for other in near):
                return day
    return None
