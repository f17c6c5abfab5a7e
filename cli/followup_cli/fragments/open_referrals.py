"""Referrals that are open when something grave is done: told beside its other consequences."""

from collections.abc import Sequence

from followup.case.referral import Referral
from followup.messages import say


def open_referrals_words(code: str, referrals: Sequence[Referral]) -> str:
    """To which services they are, and where what came of them is written down."""
    services = ", ".join(one.said.service.label for one in referrals)
    return say(
        "Still waiting: {services}. Say what came of each: followup referral list {code}", services=services, code=code
    )
