"""Makes the row of a graduate from her case and her schedule."""

from datetime import date

from followup.case.case import Case
from followup.monitoring.attention import attention_findings, unflagged
from followup.monitoring.attention_inputs import AttentionInputs
from followup.monitoring.case_row import Alert, CaseRow, FollowUpState, OpenFlag, OpenSlot
from followup.schedule.case_schedule import CaseSchedule
from followup.schedule.slots import Schedule, Slot, Standing


def build_case_row(inputs: AttentionInputs, until: date) -> CaseRow:
    """The row of a case on a day: the open slots whose window meets [that day, ``until``), and a count of those before.

    A slot missed before the last visit made stays missed in her schedule, but asks for nothing any more.
    """
    case, case_schedule, since = inputs.case, inputs.case_schedule, inputs.today
    assert case.return_date is not None
    met_at = max(case_schedule.done, default=0)
    open_slots = [
        slot for slot, standing in case_schedule.standings(since) if standing in _OPEN_STANDINGS and slot.k > met_at
    ]
    before = [slot for slot in open_slots if slot.window_end < since]
    listed = [_open_slot(slot) for slot in open_slots if slot.window_end >= since and slot.opens < until]
    return CaseRow(
        id=case.id,
        code=case.code,
        return_date=case.return_date,
        worker=case.worker,
        province=case.province,
        district=case.district,
        trade=case.trade,
        policy=case_schedule.policy.name,
        state=inputs.state,
        risk=case.risk,
        last_slot=case_schedule.last_slot,
        months=case_schedule.months,
        last_met=case.last_met,
        missed=len(before),
        missed_until=max((slot.window_end for slot in before), default=None),
        slots=(*listed, *_extra_contacts(case_schedule.schedule, since, until)),
        flags=tuple(OpenFlag(flag.risk, flag.severity, flag.review_on) for flag in case.open_flags),
        unmet_from=inputs.unmet_from,
        tries=len(case.tries),
        promises=tuple(promise.said.due for promise in case.open_promises),
        alerts=_alerts(inputs),
    )


MAX_ALERTS = 3
"""The gravest alerts are kept in a row; the others stand in ``graduate show``."""


def _alerts(inputs: AttentionInputs) -> tuple[Alert, ...]:
    new = dict.fromkeys(Alert(finding.rule) for finding in unflagged(inputs.case, attention_findings(inputs)))
    return tuple(new)[:MAX_ALERTS]


_OPEN_STANDINGS = {Standing.PLANNED, Standing.DUE, Standing.OVERDUE, Standing.MISSED}


def _open_slot(slot: Slot) -> OpenSlot:
    return OpenSlot(slot.k, slot.due, slot.date, slot.opens, slot.window_end)


def _extra_contacts(schedule: Schedule, since: date, until: date) -> list[OpenSlot]:
    days = ((extra, extra.date) for extra in schedule.extras)
    return [
        OpenSlot(extra.before_slot, extra.due, day, day, day, extra=True)
        for extra, day in days
        if day is not None and since <= day < until
    ]


def follow_up_state(case: Case, case_schedule: CaseSchedule, on: date) -> FollowUpState:
    """Where she stands on a day: ended by an outcome, completed when the last window has closed."""
    if case.end is not None and case.end.on <= on:
        return FollowUpState.ENDED
    if case.return_date is not None and case.return_date > on:
        return FollowUpState.EXPECTED
    if case_schedule.last_slot and case_schedule.schedule.slots[-1].window_end < on:
        return FollowUpState.COMPLETED
    return FollowUpState.IN_FOLLOW_UP
