"""Makes the row of a graduate from her case and her schedule."""

from datetime import date

from followup.case.case import Case
from followup.review.caseload import OpenFlag, OpenSlot, Row, State
from followup.schedule.slots import Course, Slot, Standing
from followup.schedule.timetable import Timetable


def row_of(case: Case, timetable: Timetable, since: date, until: date) -> Row:
    """The row of ``case``: open slots whose window meets [since, until), and a count of the open ones before.

    A slot missed before the last visit made stays missed in her schedule, but asks for nothing any more.
    """
    assert case.return_date is not None
    met_at = max(timetable.done, default=0)
    open_slots = [slot for slot, standing in timetable.standings(since) if standing in _OPEN and slot.k > met_at]
    before = [slot for slot in open_slots if slot.window_end < since]
    listed = [_open(slot) for slot in open_slots if slot.window_end >= since and slot.opens < until]
    met = [visit.on for visit in case.visits]
    return Row(
        id=case.id,
        code=case.code,
        return_date=case.return_date,
        worker=case.worker,
        province=case.province,
        district=case.district,
        trade=case.trade,
        policy=case.policy,
        state=state_of(case, timetable, since),
        risk=case.risk,
        last_slot=timetable.last_slot,
        last_met=max(met, default=None),
        missed=len(before),
        missed_until=max((slot.window_end for slot in before), default=None),
        slots=(*listed, *_extras(timetable.course, since, until)),
        flags=tuple(OpenFlag(flag.risk, flag.severity, flag.review_on) for flag in case.open_flags),
    )


_OPEN = {Standing.PLANNED, Standing.DUE, Standing.OVERDUE, Standing.MISSED}


def _open(slot: Slot) -> OpenSlot:
    return OpenSlot(slot.k, slot.due, slot.date, slot.opens, slot.window_end)


def _extras(course: Course, since: date, until: date) -> list[OpenSlot]:
    days = ((extra, extra.date) for extra in course.extras)
    return [
        OpenSlot(extra.before_slot, extra.due, day, day, day, extra=True)
        for extra, day in days
        if day is not None and since <= day < until
    ]


def state_of(case: Case, timetable: Timetable, on: date) -> State:
    """Where she stands on a day: ended by an outcome, completed when the last window has closed."""
    if case.end is not None and case.end.on <= on:
        return State.ENDED
    if case.return_date is not None and case.return_date > on:
        return State.EXPECTED
    if timetable.last_slot and timetable.course.slots[-1].window_end < on:
        return State.COMPLETED
    return State.IN_FOLLOW_UP
