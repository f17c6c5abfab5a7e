"""Visits and attempts for programs."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from followup.services.visits import AttemptResult
from followup_cli.flags.offer import offered_data
from followup_cli.terminal.json import JsonValue

if TYPE_CHECKING:
    from followup.services.attention import CaseAttention
    from followup.services.visits import VisitFileResult, VisitResult


def results_data(
    results: "Sequence[VisitResult | AttemptResult]", found: "Sequence[Sequence[CaseAttention]]"
) -> dict[str, JsonValue]:
    """A visit or a try, and what must be answered at once; with ``also``, those who were met with her."""
    first, *more = (
        _result_data(one) | {"attention": offered_data(needs)} for one, needs in zip(results, found, strict=True)
    )
    return first | ({"also": more} if more else {})


def _result_data(result: "VisitResult | AttemptResult") -> dict[str, JsonValue]:
    if isinstance(result, AttemptResult):
        return {
            "code": result.case.code,
            "date": result.on,
            "number": result.number,
            "reason": result.attempt.reason,
            "safe": result.attempt.safe,
            "flagged": result.flagged,
            "unchanged": result.unchanged,
            "risk": result.case.risk,
        }
    return {
        "code": result.case.code,
        "date": result.visit.on,
        "contact": result.visit.said.contact,
        "slot": result.slot,
        "due": result.due,
        "fills": result.fills,
        "when_due": result.when_due,
        "stays_missed": {"visit": result.missed.k, "due": result.missed.due} if result.missed else None,
        "unchanged": result.unchanged,
        "risk": result.case.risk,
        "next": {"visit": result.next.k, "extra": result.next.extra, "date": result.next.on} if result.next else None,
        "moved": [{"visit": one.k, "from": one.before, "to": one.after} for one in result.moved],
    }


def file_result_data(result: "VisitFileResult", found: "Sequence[CaseAttention]") -> dict[str, JsonValue]:
    """What a file led to for programs, and what must be answered at once."""
    return {
        "visits": [_result_data(one) for one in result.visits],
        "attempts": [_result_data(one) for one in result.attempts],
        "known": result.known,
        "problems": [{"row": one.row, "where": one.where, "what": one.what} for one in result.problems],
        "attention": offered_data(found),
    }
