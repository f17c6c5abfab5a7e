"""Risk flags, and what needs attention, for programs."""

from collections.abc import Iterable
from typing import Any

from followup.case.case import Case
from followup.case.parts import Flag
from followup.services.attention import CaseAttention
from followup_cli.flags.page import ListedFlag
from followup_cli.fragments.mask import Mask


def findings_data(found: CaseAttention) -> list[dict[str, Any]]:
    """The findings for programs."""
    return [
        {
            "number": one.number,
            "rule": one.finding.rule,
            "severity": one.finding.severity,
            "kind": one.finding.risk,
            "sentence": one.finding.sentence,
            "reason": one.finding.reason,
            "flagged": one.flagged,
        }
        for one in found.findings
    ]


def _flag_data(case: Case, number: int, flag: Flag, mask: Mask, *, names: bool) -> dict[str, Any]:
    """One flag for programs."""
    return {
        "code": case.code,
        "number": number,
        "kind": flag.risk,
        "severity": flag.severity,
        "note": mask(flag.note),
        "owner": flag.owner,
        "raised": flag.raised_on,
        "review": flag.review_on,
        "reviewed": flag.reviewed_on,
        "found": mask(flag.found),
        "cleared": flag.cleared_on,
        "how": mask(flag.how),
        **({"name": case.identity.name} if names else {}),
    }


def flags_data(listed: Iterable[ListedFlag], mask: Mask, *, names: bool) -> list[dict[str, Any]]:
    """Flags of one graduate or of everybody for programs."""
    return [_flag_data(case, number, flag, mask, names=names) for case, number, flag in listed]
