"""Consent: what she was asked and answered, what she took back, and what was done without her yes, and why."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated

from followup.case.consent_words import GuardianAnswer, Purpose
from followup.case.facts.base import Body
from followup.case.fields import Private, calendar_day, note_text, one_line
from followup.errors import Invalid
from followup.messages import say

_EXPLAINED_BY = one_line("Who explained it", 40, needed="Say who explained it to her.", quoted="(explained by {text})")
_WORDS = note_text("The words", needed="Say in what words it was explained to her.")
_DECIDED_BY = one_line(
    "Who decided", 40, needed="Say who decided to go on without her yes.", quoted="(decided by {text})"
)
_REASON = note_text("The reason", needed="Say why it cannot wait for her yes.")


class ConsentAsked(Body):
    """Her answers to some purposes: who explained them, in what words, and on which day to ask again.

    What a guardian answered is said of a minor only. Who the guardian is, is identity.
    """

    given: tuple[Purpose, ...]
    refused: tuple[Purpose, ...]
    explained_by: Annotated[Private, _EXPLAINED_BY]
    words: Annotated[Private, _WORDS]
    ask_again: Annotated[date | None, calendar_day("The day to ask again")] = None
    guardian: GuardianAnswer | None = None

    def check(self) -> None:
        """Something was answered, and nothing in two ways."""
        if not self.given and not self.refused:
            raise Invalid(say("Say what she agreed to, or what she did not agree to."))
        if set(self.given) & set(self.refused):
            raise Invalid(say("One purpose cannot be agreed to and not agreed to on the same day."))

    def sentence(self) -> str:
        """What she agreed to, and what not."""
        parts = []
        if self.given:
            parts.append(say("Agreed to: {what}.", what=purpose_list(self.given)))
        if self.refused:
            parts.append(say("Did not agree to: {what}.", what=purpose_list(self.refused)))
        if self.guardian:
            parts.append(say("Guardian: {answer}.", answer=self.guardian.label))
        return " ".join(parts)


class ConsentWithdrawn(Body):
    """What she does not agree to any more, from this day on. She owes no reason."""

    purposes: tuple[Purpose, ...]
    reason: Annotated[Private, note_text("The reason")] = ""

    def check(self) -> None:
        """Something was taken back."""
        if not self.purposes:
            raise Invalid(say("Say what she does not agree to any more."))

    def sentence(self) -> str:
        """What she took back."""
        return say("Does not agree any more to: {what}.", what=purpose_list(self.purposes))


class ConsentOverridden(Body):
    """What is done without her yes up to a day, who decided that, and why it could not wait."""

    purpose: Purpose
    until: Annotated[date, calendar_day("The last day")]
    decided_by: Annotated[Private, _DECIDED_BY]
    reason: Annotated[Private, _REASON]

    def sentence(self) -> str:
        """What for, and until when."""
        return say("Done without her yes until {day}: {what}.", day=self.until, what=self.purpose.label)


def purpose_list(purposes: Iterable[Purpose]) -> str:
    """Purposes in plain words, one after the other."""
    return ", ".join(one.label for one in purposes)
