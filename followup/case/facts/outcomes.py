"""How she stands at the milestones, the same months for everybody, whether follow-up has ended or not."""

from typing import Annotated

from followup.case.facts.base import Body
from followup.case.fields import Private, note_text, one_line
from followup.case.outcome_words import MilestoneStanding
from followup.errors import Invalid
from followup.messages import say

MILESTONES = (12, 24, 36)
"""Months after the return at which it is written down of everybody how she stands."""


class MilestoneReached(Body):
    """How she stood ``month`` months after her return; ``decided_by`` are initials or a role."""

    month: int
    standing: MilestoneStanding
    note: Annotated[Private, note_text("The note")] = ""
    decided_by: Annotated[Private, one_line("Who decided", quoted="(decided by {text})")] = ""

    def check(self) -> None:
        """The month is a milestone."""
        if self.month not in MILESTONES:
            months = ", ".join(map(str, MILESTONES))
            raise Invalid(
                say("That month is not a milestone."), say("Milestones are the months {months}.", months=months)
            )

    def sentence(self) -> str:
        """The month, and how she stood."""
        return say("Milestone, month {n}: {how}.", n=self.month, how=self.standing.label)
