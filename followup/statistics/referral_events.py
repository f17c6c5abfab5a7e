"""What became of referrals on which day, each told in the stay at home in which it happened."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from followup.case.case import Case
from followup.case.referral_words import ReferralService, ReferralState


class ReferralEvent(NamedTuple):
    """A referral to a service came to a state on a day."""

    on: date
    service: ReferralService
    state: ReferralState


def referral_events(case: Case) -> Iterator[ReferralEvent]:
    """What became of her referrals; what a stay before has told already is not told again."""
    before = {one.id: len(one.steps) for stay in case.earlier[-1:] for one in stay.referrals}
    for referral in case.referrals:
        for at, step in enumerate(referral.steps):
            news = not at or step.state is not referral.steps[at - 1].state
            if at >= before.get(referral.id, 0) and news:
                yield ReferralEvent(step.on, referral.said.service, step.state)
