"""Referrals for programs."""

from collections.abc import Iterable

from followup.case import consents
from followup.case.case import Case
from followup.case.fields import Mask, revealed
from followup.case.parts import numbered
from followup.case.referral import Referral, ReferralStep, purpose_of
from followup_cli.referrals.page import ListedReferral
from followup_cli.terminal.json import JsonValue


def referral_data(case: Case, number: int, referral: Referral, mask: Mask, *, names: bool) -> dict[str, JsonValue]:
    """One referral for programs."""
    said = referral.said
    return {
        "code": case.code,
        "number": number,
        "reference": referral.reference,
        "service": said.service,
        "to": mask(said.to),
        "why": mask(said.why),
        "shares": list(said.shares),
        "consent": consents.state(case, purpose_of(said.service)),
        "sent": referral.on,
        "state": referral.state,
        "open": referral.is_open,
        "waits_for": referral.waits_for if referral.is_open else None,
        "until": referral.until if referral.is_open else None,
        "closed": referral.closed_on,
        "steps": [_step_data(step, mask) for step in referral.steps],
        **({"name": revealed(case.identity.name)} if names else {}),
    }


def _step_data(step: ReferralStep, mask: Mask) -> dict[str, JsonValue]:
    return {
        "on": step.on,
        "state": step.state,
        "note": mask(step.note),
        "waits_for": step.waits_for,
        "until": step.until,
    }


def referrals_data(listed: Iterable[ListedReferral], mask: Mask, *, names: bool) -> list[dict[str, JsonValue]]:
    """Referrals of one graduate or of everybody for programs."""
    return [referral_data(case, number, referral, mask, names=names) for case, number, referral in listed]


def open_referrals_data(case: Case, mask: Mask) -> list[JsonValue]:
    """The open referrals of one graduate, beside what else is known of her."""
    return [
        referral_data(case, number, one, mask, names=False) for number, one in numbered(case.referrals) if one.is_open
    ]
