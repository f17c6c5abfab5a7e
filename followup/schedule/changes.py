"""What a change does to a schedule: the visits that are on another day, new, gone, excused or asked for again."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from followup.messages import say
from followup.schedule.slots import Course


class Change(StrEnum):
    """What became of a visit. The stored value is what programs read."""

    MOVED = "moved"
    NEW = "new"
    CANCELLED = "cancelled"
    EXCUSED = "excused"
    BACK = "back"
    NO_DAY = "no_day"

    @property
    def label(self) -> str:
        """The change in words for people."""
        return {
            Change.MOVED: say("moved"),
            Change.NEW: say("new"),
            Change.CANCELLED: say("falls away"),
            Change.EXCUSED: say("excused"),
            Change.BACK: say("asked for again"),
            Change.NO_DAY: say("no day found"),
        }[self]


@dataclass(frozen=True, slots=True)
class Moving:
    """One visit that changes: its planned day before and after, None where there is none.

    ``k`` is its slot, or with ``extra`` the slot that an extra contact comes before.
    """

    k: int
    what: Change
    before: date | None
    after: date | None
    extra: bool = False


@dataclass(frozen=True, slots=True)
class _Stand:
    """How a visit stands in one of the two schedules: absent, excused, or planned for a day if there is one."""

    day: date | None = None
    absent: bool = False
    paused: bool = False


_ABSENT = _Stand(absent=True)


def moved(before: Course, after: Course) -> tuple[Moving, ...]:
    """Every visit that is not the same in both schedules, in order; nothing where they agree."""
    old, new = _stands(before), _stands(after)
    keys = sorted(old.keys() | new.keys(), key=lambda key: (key[0], not key[1]))
    return tuple(_movings(keys, old, new))


Key = tuple[int, bool]


def _movings(keys: list[Key], old: dict[Key, _Stand], new: dict[Key, _Stand]) -> Iterator[Moving]:
    for key in keys:
        was, becomes = old.get(key, _ABSENT), new.get(key, _ABSENT)
        what = _what(was, becomes)
        if what is not None:
            yield Moving(key[0], what, was.day, becomes.day, extra=key[1])


def _what(was: _Stand, becomes: _Stand) -> Change | None:
    if was.absent:
        return Change.EXCUSED if becomes.paused else Change.NEW
    if becomes.absent:
        return Change.CANCELLED
    if was.paused != becomes.paused:
        return Change.BACK if was.paused else Change.EXCUSED
    if was.day == becomes.day:
        return None
    return Change.NO_DAY if becomes.day is None else Change.MOVED


def _stands(course: Course) -> dict[Key, _Stand]:
    """The visits of a schedule that are asked for or excused; those after the end of follow-up are absent."""
    stands = {(slot.k, False): _Stand(slot.date, paused=slot.paused) for slot in course.slots if not slot.cancelled}
    extras = {(extra.before_slot, True): _Stand(extra.date) for extra in course.extras if extra.date}
    return stands | extras
