"""What a change does to a schedule: the visits that are on another day, new, gone, excused or asked for again."""

from datetime import date

from followup.case.vocabulary import Term
from followup.messages import say
from followup.schedule.slots import Schedule
from followup.values import Value


class VisitChangeKind(Term):
    """What became of a visit. The stored value is what programs read."""

    MOVED = "moved", say("moved")
    NEW = "new", say("new")
    CANCELLED = "cancelled", say("falls away")
    EXCUSED = "excused", say("excused")
    BACK = "back", say("asked for again")
    NO_DAY = "no_day", say("no day found")


class VisitChange(Value):
    """One visit that changes: its planned day before and after, None where there is none.

    ``k`` is its slot, or with ``extra`` the slot that an extra contact comes before.
    """

    k: int
    what: VisitChangeKind
    before: date | None
    after: date | None
    extra: bool = False


class _PlannedVisit(Value):
    """How a visit stands in one of the two schedules: absent, excused, or planned for a day if there is one."""

    day: date | None = None
    absent: bool = False
    paused: bool = False


_ABSENT = _PlannedVisit(absent=True)


def visit_changes(before: Schedule, after: Schedule) -> tuple[VisitChange, ...]:
    """Every visit that is not the same in both schedules, in order; nothing where they agree."""
    old, new = _planned_visits(before), _planned_visits(after)
    changes: list[VisitChange] = []
    for k, extra in sorted(old.keys() | new.keys(), key=lambda key: (key[0], not key[1])):
        was, becomes = old.get((k, extra), _ABSENT), new.get((k, extra), _ABSENT)
        if what := _change_kind(was, becomes):
            changes.append(VisitChange(k, what, was.day, becomes.day, extra))
    return tuple(changes)


def _change_kind(was: _PlannedVisit, becomes: _PlannedVisit) -> VisitChangeKind | None:
    if was.absent:
        return VisitChangeKind.EXCUSED if becomes.paused else VisitChangeKind.NEW
    if becomes.absent:
        return VisitChangeKind.CANCELLED
    if was.paused != becomes.paused:
        return VisitChangeKind.BACK if was.paused else VisitChangeKind.EXCUSED
    if was.day == becomes.day:
        return None
    return VisitChangeKind.NO_DAY if becomes.day is None else VisitChangeKind.MOVED


def _planned_visits(schedule: Schedule) -> dict[tuple[int, bool], _PlannedVisit]:
    """The visits of a schedule that are asked for or excused; those after the end of follow-up are absent."""
    stands = {
        (slot.k, False): _PlannedVisit(slot.date, paused=slot.paused) for slot in schedule.slots if not slot.cancelled
    }
    extras = {(extra.before_slot, True): _PlannedVisit(extra.date) for extra in schedule.extras if extra.date}
    return stands | extras
