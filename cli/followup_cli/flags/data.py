"""Risk flags, and what needs attention, for programs."""

from collections.abc import Iterable

from followup.case.fields import Mask, revealed
from followup.services.attention import CaseAttention, NumberedFinding
from followup_cli.flags.page import ListedFlag
from followup_cli.terminal.json import JsonValue


def findings_data(attention: CaseAttention) -> list[dict[str, JsonValue]]:
    """The findings for programs."""
    return [finding_data(one) for one in attention.findings]


def finding_data(one: NumberedFinding) -> dict[str, JsonValue]:
    """One finding for programs."""
    return {
        "number": one.number,
        "rule": one.finding.rule,
        "severity": one.finding.severity,
        "kind": one.finding.risk,
        "sentence": one.finding.sentence,
        "reason": one.finding.reason,
        "flagged": one.flagged,
    }


def flags_data(listed: Iterable[ListedFlag], mask: Mask, label: Mask, *, names: bool) -> list[dict[str, JsonValue]]:
    """Flags of one graduate or of everybody for programs."""
    return [
        {
            "code": case.code,
            "number": number,
            "kind": flag.risk,
            "severity": flag.severity,
            "note": mask(flag.note),
            "owner": label(flag.owner),
            "raised": flag.raised_on,
            "review": flag.review_on,
            "reviewed": flag.reviewed_on,
            "found": mask(flag.found),
            "cleared": flag.cleared_on,
            "how": mask(flag.how),
            **({"name": revealed(case.identity.name)} if names else {}),
        }
        for case, number, flag in listed
    ]
