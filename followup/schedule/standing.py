"""The state of a slot on a day. This is the program's one definition of overdue; everything else asks here."""

from bisect import bisect_left
from collections.abc import Collection, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol, TypeVar

DONE_WHEN_DUE = timedelta(days=14)
"""A visit in person up to this long after the due date counts as made when due."""


class Standing(StrEnum):
    """How a slot stands on a day."""

    DONE = "done"
    EXCUSED = "excused"
    CANCELLED = "cancelled"
    PLANNED = "planned"
    DUE = "due"
    OVERDUE = "overdue"
    MISSED = "missed"


ASKING = frozenset({Standing.PLANNED, Standing.DUE, Standing.OVERDUE})
"""How a slot stands that asks for a visit."""


class SlotWindow(Protocol):
    """What a slot must tell for its standing to be known."""

    @property
    def k(self) -> int: ...
    @property
    def opens(self) -> date: ...
    @property
    def window_end(self) -> date: ...
    @property
    def paused(self) -> bool: ...
    @property
    def cancelled(self) -> bool: ...


def is_overdue(slot: SlotWindow, today: date, done: Collection[int] = ()) -> bool:
    """Today is later than the end of the window and the slot is neither done (by its number), excused nor cancelled.

    A slot due inside a pause is excused. An overdue slot stays overdue when it is missed.
    """
    settled = slot.k in done or slot.paused or slot.cancelled
    return not settled and today > slot.window_end


def standing(
    slot: SlotWindow, today: date, done: Collection[int] = (), following: SlotWindow | None = None
) -> Standing:
    """How a slot stands today. An overdue slot is missed once the window of the ``following`` slot has opened.

    The last one that asks for a visit has no following one: it stays overdue until it is made or follow-up ends.
    """
    if slot.k in done:
        return Standing.DONE
    if slot.cancelled:
        return Standing.CANCELLED
    if slot.paused:
        return Standing.EXCUSED
    if today < slot.opens:
        return Standing.PLANNED
    if not is_overdue(slot, today):
        return Standing.DUE
    missed = following and today >= missed_from(slot.window_end, following.opens)
    return Standing.MISSED if missed else Standing.OVERDUE


def missed_from(closes: date, following_opens: date) -> date:
    """The first day on which a slot that nobody made is missed: its window has closed, the following one's opened."""
    return max(closes + timedelta(days=1), following_opens)


def done_when_due(due: date, met_on: date) -> bool:
    """Whether a visit due on ``due`` counts as made when due if she was met in person on a day: by then + 14 days."""
    return met_on <= due + DONE_WHEN_DUE


Day = TypeVar("Day", date, int)


def nearest_slot(dues: Sequence[Day], day: Day) -> int | None:
    """The number, from 1, of the slot a visit on this day belongs to: the nearest due date, ties to the earlier.

    ``dues`` are the due dates in order, as dates or ordinals. A visit before the first belongs to the first, one after
    the last to the last; None if there is no slot at all.
    """
    before = bisect_left(dues, day)
    if 0 < before < len(dues):
        return before if day - dues[before - 1] <= dues[before] - day else before + 1
    return min(before + 1, len(dues)) or None
