"""Makes the row of a graduate from her case and her schedule."""

from collections.abc import Callable
from datetime import date

from followup.case.case import Case
from followup.case.rules import findings_of
from followup.monitoring.attention import FoundBy, attention_findings, unflagged
from followup.monitoring.attention_inputs import AttentionInputs
from followup.monitoring.case_row import Alert, CaseRow, FollowUpState, OpenFlag, OpenReferral, OpenSlot
from followup.monitoring.milestones import milestone_to_record
from followup.schedule.next_visit import NextVisit, asked_for

MAX_ALERTS = 3
"""The gravest alerts are kept in a row; the others stand in ``graduate show``."""


def alerts_of(inputs: AttentionInputs, found_by: FoundBy = findings_of) -> tuple[Alert, ...]:
    """The gravest alerts of a case, of those that no open flag is about."""
    findings = attention_findings(inputs, found_by)
    return tuple(dict.fromkeys(Alert(finding.rule) for finding in unflagged(inputs.case, findings)))[:MAX_ALERTS]


def build_case_row(
    inputs: AttentionInputs,
    alerts_by: Callable[[AttentionInputs], tuple[Alert, ...]] = alerts_of,
    until: date = date.max,
) -> CaseRow:
    """The row of a case on a day: the visits still asked for, and a count of the missed.

    A slot missed before the last visit made stays missed in her schedule, but asks for nothing any more. Visits whose
    window opens ``until`` a day or later are left out; the next one stays.
    """
    case, case_schedule, since = inputs.case, inputs.case_schedule, inputs.today
    assert case.return_date is not None
    to_make, missed = asked_for(case_schedule, since)
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
        missed=len(missed),
        missed_until=max((one.closes for one in missed), default=None),
        missed_due=max((one.due for one in missed), default=None),
        slots=tuple(_open_slot(one) for at, one in enumerate(to_make) if not at or one.opens < until),
        flags=tuple(OpenFlag(flag.risk, flag.severity, flag.review_on) for flag in case.open_flags),
        unmet_from=inputs.unmet_from,
        tries=len(case.tries),
        promises=tuple(promise.said.due for promise in case.open_promises),
        alerts=alerts_by(inputs),
        over_since=inputs.over_since,
        milestone=milestone_to_record(case, since),
        referrals=tuple(OpenReferral(one.said.service, one.waits_for, one.until) for one in case.open_referrals),
    )


def _open_slot(one: NextVisit) -> OpenSlot:
    return OpenSlot(one.k, one.due, one.day, one.opens, one.closes, one.extra, one.trip)


def follow_up_state(case: Case, on: date) -> FollowUpState:
    """Where she stands on a day: ended by an outcome and by nothing else, whatever her policy promised."""
    if case.end is not None and case.end.on <= on:
        return FollowUpState.ENDED
    if case.return_date is not None and case.return_date > on:
        return FollowUpState.EXPECTED
    return FollowUpState.IN_FOLLOW_UP
