"""Referrals: to which service she was sent, why and with what she agreed to; answered, done or not, withdrawn."""

from datetime import date
from typing import Annotated

from followup.case.facts.base import Body
from followup.case.fields import Private, calendar_day, note_text, one_line, program_text
from followup.case.referral_words import AwaitedParty, ReferralReply, ReferralService, SharedDetail
from followup.case.text_limits import PROMISE_LIMIT
from followup.errors import Invalid
from followup.messages import say

_WHY = note_text("Why she is referred", PROMISE_LIMIT, needed="A referral says what the service is asked for.")
_TO = one_line("To whom", 80, quoted="(to {text})")
_UNTIL = calendar_day("The day until which it waits")


class Referred(Body):
    """She was sent to a service. Its id is the fact's.

    ``shares`` is what of her the service may be told: as much as she agreed to.
    """

    service: ReferralService
    why: Annotated[Private, _WHY]
    until: Annotated[date, _UNTIL]
    waits_for: AwaitedParty = AwaitedParty.SERVICE
    to: Annotated[Private, _TO] = ""
    shares: tuple[SharedDetail, ...] = ()

    def sentence(self) -> str:
        """To which service, whom it waits for and until when."""
        service, who = self.service.label, self.waits_for.label
        return say("Referred: {service}, waits for {who} until {day}.", service=service, who=who, day=self.until)


class ReferralAnswered(Body):
    """What the service answered; whom it waits for from now on, and until when, where it is still open."""

    referral: Annotated[str, program_text()]
    reply: ReferralReply
    note: Annotated[Private, note_text("What was answered")] = ""
    waits_for: AwaitedParty | None = None
    until: Annotated[date | None, _UNTIL] = None

    def check(self) -> None:
        """Who refuses gives a reason; what goes on waits until a day."""
        if self.reply is ReferralReply.REFUSED:
            if not self.note.strip():
                raise Invalid(say("Say why the service refused."))
        elif self.until is None or self.waits_for is None:
            raise Invalid(say("Say whom the referral waits for, and until when."))

    def sentence(self) -> str:
        """The answer, and what is waited for."""
        if self.reply is ReferralReply.REFUSED or self.waits_for is None:
            return say("Referral refused by the service.")
        who, day = self.waits_for.label, self.until
        if self.reply is ReferralReply.ACCEPTED:
            return say("Referral accepted by the service, waits for {who} until {day}.", who=who, day=day)
        return say("Referral asked about, no news yet: waits for {who} until {day}.", who=who, day=day)


class ReferralDone(Body):
    """The service did what it was asked for, or did not and will not; and what came of it."""

    referral: Annotated[str, program_text()]
    done: bool
    came_of: Annotated[Private, note_text("What came of it", needed="Say what came of the referral.")]

    def sentence(self) -> str:
        """Whether it was done."""
        return say("Referral done.") if self.done else say("Referral not done.")


class ReferralWithdrawn(Body):
    """She, or the office for her, does not want it any more."""

    referral: Annotated[str, program_text()]
    reason: Annotated[Private, note_text("The reason", needed="Say why the referral is withdrawn.")]

    def sentence(self) -> str:
        """That it was withdrawn."""
        return say("Referral withdrawn.")
