"""Who is to be visited: overdue first, then by risk, then by the day. One definition for every screen."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from followup.case.codes import Code
from followup.review.caseload import OpenFlag, OpenSlot, Row, State


class Why(Code):
    """Why a graduate stands on the agenda."""

    OVERDUE = "overdue"
    DUE = "due"
    EXTRA = "extra_contact"
    UNPLACED = "no_working_day_found"
    FLAG = "flag_to_review"


class Item(NamedTuple):
    """One line of the agenda: a graduate, why she is on it, and by when.

    ``slot`` is the visit to make (None for a flag only) and ``closes`` the last day of its window, or the flag's review
    date. ``missed`` counts the visits whose window has closed without one, the latest of them on ``missed_until``.
    ``flags`` are those to look at again by then.
    """

    row: Row
    why: Why
    slot: OpenSlot | None
    closes: date
    missed: int = 0
    missed_until: date | None = None
    flags: tuple[OpenFlag, ...] = ()

    def late(self, today: date) -> int:
        """Days since the latest missed window closed; 0 if none was missed."""
        return (today - self.missed_until).days if self.missed_until else 0


def agenda(rows: Iterable[Row], today: date, days: int = 0) -> list[Item]:
    """What there is to do from today through ``days`` days from now: overdue first, then by risk, then by the day."""
    until = today + timedelta(days=days)
    items = (_item(row, today, until) for row in rows if row.state is State.IN_FOLLOW_UP)
    return sorted((item for item in items if item), key=_urgency)


def _urgency(item: Item) -> tuple[bool, int, date, str]:
    return not item.missed, -item.row.risk.rank, item.missed_until or item.closes, item.row.code


def _item(row: Row, today: date, until: date) -> Item | None:
    """The one line of a graduate: the visit to make next if it is time for it, or a flag to look at again."""
    closed = [slot for slot in row.slots if slot.closes < today and not slot.extra]
    missed = row.missed + len(closed)
    missed_until = max((slot.closes for slot in closed), default=row.missed_until)
    flags = tuple(flag for flag in row.flags if flag.review_on <= until)
    wanted = [slot for slot in row.slots if slot.closes >= today and _is_time(slot, until, waited=missed > 0)]
    slot = min(wanted, key=lambda slot: slot.day or slot.due, default=closed[-1] if closed else None)
    if missed:
        closes = slot.closes if slot else missed_until or today
        return Item(row, Why.OVERDUE, slot, closes, missed, missed_until, flags)
    if slot:
        return Item(row, _why(slot), slot, slot.closes, flags=flags)
    if flags:
        return Item(row, Why.FLAG, None, min(flag.review_on for flag in flags), flags=flags)
    return None


def _is_time(slot: OpenSlot, until: date, *, waited: bool) -> bool:
    """Whether a visit is to be made by ``until``: its day has come, or its window if earlier visits were missed."""
    return (slot.opens if waited else slot.day or slot.due) <= until


def _why(slot: OpenSlot) -> Why:
    if slot.extra:
        return Why.EXTRA
    return Why.DUE if slot.day else Why.UNPLACED
