"""A referral to a service, step by step: part of a case."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from followup.case import facts as f
from followup.case.consent_words import Purpose
from followup.case.fields import Private
from followup.case.referral_words import AwaitedParty, ReferralReply, ReferralService, ReferralState
from followup.values import Value, replace


class ReferralStep(Value):
    """What became of a referral on a day; ``waits_for`` and ``until`` only while it is open."""

    on: date
    state: ReferralState
    note: Private = ""
    waits_for: AwaitedParty | None = None
    until: date | None = None


class Referral(Value):
    """She was sent to a service, and what became of it, step by step; the first step is that it was sent."""

    id: str
    on: date
    said: "f.Referred"
    written: tuple[datetime, str, int]
    steps: tuple[ReferralStep, ...]

    @property
    def reference(self) -> str:
        """What it is called on paper beside her name, where her code may not stand: ``R-3F9A2C``."""
        return f"R-{self.id[:6].upper()}"

    @property
    def last(self) -> ReferralStep:
        """How it stands."""
        return self.steps[-1]

    @property
    def state(self) -> ReferralState:
        """Where it stands."""
        return self.last.state

    @property
    def is_open(self) -> bool:
        """Whether somebody is still waited for."""
        return self.state.is_open

    def is_past(self, today: date) -> bool:
        """Whether it is open and waits longer than until its day."""
        return self.is_open and self.until < today

    @property
    def until(self) -> date:
        """The day until which it waits; of a closed one the last such day."""
        return next(step.until for step in reversed(self.steps) if step.until)

    @property
    def waits_for(self) -> AwaitedParty:
        """Whom it waits for; of a closed one whom it waited for last."""
        return next(step.waits_for for step in reversed(self.steps) if step.waits_for)

    @property
    def closed_on(self) -> date | None:
        """The day of its last step, if it waits for nobody any more."""
        return None if self.is_open else self.last.on


def purpose_of(service: ReferralService) -> Purpose:
    """What she agrees to who agrees to be referred to a service."""
    return Purpose(f"referral_{service.value}")


if TYPE_CHECKING:
    Step = f.ReferralAnswered | f.ReferralDone | f.ReferralWithdrawn


def sent_referral(body: "f.Referred", fact: f.Fact) -> Referral:
    """A referral as it was sent."""
    sent = ReferralStep(fact.on, ReferralState.SENT, waits_for=body.waits_for, until=body.until)
    return Referral(fact.id, fact.on, body, fact.place, (sent,))


def after_step(referral: Referral, body: "Step", on: date) -> Referral:
    """An open referral with one step more."""
    return replace(referral, steps=(*referral.steps, _step(referral, body, on)))


def _step(referral: Referral, body: "Step", on: date) -> ReferralStep:
    if isinstance(body, f.ReferralAnswered):
        state = referral.state if body.reply is ReferralReply.NOT_YET else ReferralState(body.reply.value)
        return ReferralStep(on, state, body.note, body.waits_for, body.until)
    if isinstance(body, f.ReferralDone):
        return ReferralStep(on, ReferralState.DONE if body.done else ReferralState.NOT_DONE, body.came_of)
    return ReferralStep(on, ReferralState.WITHDRAWN, body.reason)
