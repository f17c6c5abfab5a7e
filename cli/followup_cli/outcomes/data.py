"""Outcomes, milestones and the review before the end, for programs."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from followup.case.fields import Mask
from followup.case.parts import FollowUpEnd
from followup_cli.fragments.moved_visits import moved_visits_data
from followup_cli.outcomes.milestones_page import milestone_counts
from followup_cli.outcomes.page import outcome_counts
from followup_cli.terminal.json import JsonValue

if TYPE_CHECKING:
    from followup.monitoring.milestones import MilestoneStatus
    from followup.services.milestones import MilestoneResult
    from followup.services.outcomes import OutcomeList, OutcomeResult, ReopeningResult
    from followup.services.readiness import ReadinessReview


def milestone_result_data(recorded: "MilestoneResult", mask: Mask) -> dict[str, JsonValue]:
    """A milestone that was written down, for programs."""
    return {
        "code": recorded.case.code,
        "on": recorded.on,
        "month": recorded.said.month,
        "reached": recorded.mark.day,
        "how": recorded.said.standing,
        "note": mask(recorded.said.note),
        "decided_by": mask(recorded.said.decided_by),
        "criteria": {finding.rule: finding.state for finding in recorded.review.findings},
    }


def milestones_data(marks: "Sequence[MilestoneStatus]", mask: Mask) -> list[dict[str, JsonValue]]:
    """The milestones of one graduate for programs."""
    return [
        {
            "month": mark.month,
            "reached": mark.day,
            "state": mark.state,
            "said": [
                {
                    "how": one.said.standing,
                    "on": one.on,
                    "note": mask(one.said.note),
                    "decided_by": mask(one.said.decided_by),
                }
                for one in mark.said
            ],
        }
        for mark in marks
    ]


def outcome_result_data(recorded: "OutcomeResult", mask: Mask, *, dry_run: bool) -> dict[str, JsonValue]:
    """The outcome for programs."""
    return {
        "code": recorded.case.code,
        "written": not dry_run,
        "on": recorded.on,
        **_ending_data(FollowUpEnd(recorded.on, recorded.said), mask),
        "criteria": {finding.rule: finding.state for finding in recorded.review.findings},
        "cancelled": recorded.cancelled,
        "open_flags": [{"kind": flag.risk, "severity": flag.severity} for flag in recorded.flags],
        "open_promises": recorded.promises,
        "open_referrals": [one.said.service for one in recorded.referrals],
        "on_phone": recorded.on_phone,
    }


def _ending_data(end: FollowUpEnd, mask: Mask) -> dict[str, JsonValue]:
    said = end.said
    return {
        "how": said.ending,
        "result": said.ending.result,
        "main_cause": said.main_cause,
        "causes": list(said.causes),
        "note": mask(said.note),
        "against": bool(said.against),
        "decided_by": mask(said.decided_by),
    }


def reopening_data(recorded: "ReopeningResult", *, dry_run: bool) -> dict[str, JsonValue]:
    """Follow-up that goes on, for programs."""
    return {
        "code": recorded.case.code,
        "written": not dry_run,
        "on": recorded.on,
        "ended": recorded.end.on,
        "how": recorded.end.said.ending,
        "asked_again": len(recorded.back),
        "excused": recorded.excused,
        "moving": moved_visits_data(recorded.moving),
    }


def outcome_data(end: FollowUpEnd, mask: Mask) -> dict[str, JsonValue]:
    """One outcome for programs."""
    reopened_on = end.reopened_on
    return {"on": end.on, **_ending_data(end, mask), "reopened": reopened_on}


def outcomes_data(found: "OutcomeList", mask: Mask, *, with_milestones: bool) -> dict[str, JsonValue]:
    """The outcomes of everybody for programs, and with them the milestones."""
    outcomes = [{"code": one.code, "month": one.month, **outcome_data(one.end, mask)} for one in found.outcomes]
    counts = outcome_counts(found.outcomes)
    if not with_milestones:
        return {"outcomes": outcomes, "counts": counts}
    reached: JsonValue = [
        {"code": one.code, "months": milestones_data(one.marks, mask)} for one in found.reached_milestones
    ]
    counts |= milestone_counts(found.reached_milestones)
    return {"outcomes": outcomes, "counts": counts, "milestones": reached}


def readiness_data(found: "ReadinessReview") -> dict[str, JsonValue]:
    """The review for programs."""
    return {
        "code": found.case.code,
        "as_of": found.on,
        "policy": found.policy.name,
        "ready": found.ready,
        "criteria": [
            {
                "rule": finding.rule,
                "title": finding.title,
                "state": finding.state,
                "finding": finding.sentence,
                "reason": finding.reason,
            }
            for finding in found.findings
        ],
    }
