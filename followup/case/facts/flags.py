"""Risk flags: raised, looked at again, cleared."""

from datetime import date
from typing import Annotated

from followup.case.facts.base import Body
from followup.case.fields import Private, calendar_day, note_text, one_line, program_text
from followup.case.vocabulary import RiskKind, Severity
from followup.messages import say

_SEEN = note_text("The note", needed="A flag needs a sentence saying what was seen or heard.")
_OWNER = one_line("The owner", 40, needed="A flag needs an owner: who looks after it.")


class Flagged(Body):
    """A written concern, with an owner and the day by which it is looked at again. Its id is the fact's."""

    risk: RiskKind
    severity: Severity
    note: Annotated[Private, _SEEN]
    owner: Annotated[str, _OWNER]
    review_on: Annotated[date, calendar_day("The review date")]

    def sentence(self) -> str:
        """The kind of risk, how grave, whose, and when it is looked at again."""
        return say(
            "Risk flag raised: {risk}, {severity}, owner {owner}, review by {day}.",
            risk=self.risk.label,
            severity=self.severity.label,
            owner=self.owner,
            day=self.review_on,
        )


class FlagReviewed(Body):
    """A flag was looked at again: what was found, how grave it is now, and when it is looked at next."""

    flag: Annotated[str, program_text()]
    severity: Severity
    note: Annotated[Private, note_text("The note")]
    review_on: Annotated[date, calendar_day("The review date")]
    owner: Annotated[str | None, one_line()] = None

    def sentence(self) -> str:
        """How grave it is now, and when it is looked at next."""
        grade = self.severity.label
        return say("Risk flag reviewed: now {severity}, next by {day}.", severity=grade, day=self.review_on)


class FlagCleared(Body):
    """A flag no longer holds, and how it came to that."""

    flag: Annotated[str, program_text()]
    how: Annotated[Private, note_text("How it was cleared", needed="Say how the flag was cleared.")]

    def sentence(self) -> str:
        """That it was cleared."""
        return say("Risk flag cleared.")
