"""Makes the row of a graduate from her case and her schedule."""

from datetime import date

from followup.case.case import Case
from followup.monitoring.attention import attention, unflagged
from followup.monitoring.attention_inputs import Look
from followup.monitoring.case_row import Alert, OpenFlag, OpenSlot, Row, State
from followup.schedule.case_schedule import Timetable
from followup.schedule.slots import Course, Slot, Standing


def row_of(look: Look, until: date) -> Row:
    """The row of a case on a day: the open slots whose window meets [that day, ``until``), and a count of those before.

    A slot missed before the last visit made stays missed in her schedule, but asks for nothing any more.
    """
    case, timetable, since = look.case, look.timetable, look.today
    assert case.return_date is not None
    met_at = max(timetable.done, default=0)
    open_slots = [slot for slot, standing in timetable.standings(since) if standing in _OPEN and slot.k > met_at]
    before = [slot for slot in open_slots if slot.window_end < since]
    listed = [_open(slot) for slot in open_slots if slot.window_end >= since and slot.opens < until]
    return Row(
        id=case.id,
        code=case.code,
        return_date=case.return_date,
        worker=case.worker,
        province=case.province,
        district=case.district,
        trade=case.trade,
        policy=case.policy,
        state=look.state,
        risk=case.risk,
        last_slot=timetable.last_slot,
        months=timetable.months,
        last_met=case.last_met,
        missed=len(before),
        missed_until=max((slot.window_end for slot in before), default=None),
        slots=(*listed, *_extras(timetable.course, since, until)),
        flags=tuple(OpenFlag(flag.risk, flag.severity, flag.review_on) for flag in case.open_flags),
        unmet_from=look.unmet_from,
        tries=len(case.tries),
        promises=tuple(promise.said.due for promise in case.open_promises),
        alerts=_alerts(look),
    )


MOST_ALERTS = 3
"""The gravest alerts are kept in a row; the others stand in ``graduate show``."""


def _alerts(look: Look) -> tuple[Alert, ...]:
    found = dict.fromkeys(finding.rule for finding in unflagged(look.case, attention(look)))
    return tuple(found)[:MOST_ALERTS]


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
