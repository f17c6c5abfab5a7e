"""Visits and attempts for programs."""

from collections.abc import Sequence

from followup.case.case import Case
from followup.case.fields import Mask
from followup.services.visits import ListedVisit
from followup_cli.fragments.amounts import month_data
from followup_cli.terminal.json import JsonValue


def visits_data(case: Case, listed: Sequence[ListedVisit], mask: Mask) -> dict[str, JsonValue]:
    """Her visits and attempts for programs."""
    return {
        "code": case.code,
        "visits": [_visit_data(one, mask) for one in listed],
        "attempts": [
            {
                "date": one.on,
                "number": one.number,
                "reason": one.said.reason,
                "safe": one.said.safe,
                "note": mask(one.said.note),
            }
            for one in case.attempts
        ],
    }


def _visit_data(one: ListedVisit, mask: Mask) -> dict[str, JsonValue]:
    said = one.visit.said
    return {
        "date": one.visit.on,
        "contact": said.contact,
        "slot": one.slot,
        "due": one.due,
        "fills": one.fills,
        "when_due": one.when_due,
        "went": [mask(who) for who in said.went],
        "scores": {score.domain: {"worker": score.worker, "own": score.own} for score in said.scores},
        "month": month_data(said.month) if said.month else None,
        "note": mask(said.note),
        "agreed": mask(said.agreed),
        "contact_right": said.contact_right,
    }
