"""How she stands at the milestones, the same months for everybody, whether follow-up has ended or not."""

from dataclasses import dataclass
from typing import ClassVar

from followup.case.facts.base import Body
from followup.case.text_limits import checked_line, checked_note
from followup.case.vocabulary import MilestoneStanding
from followup.errors import Invalid
from followup.messages import say

MILESTONES = (12, 24, 36)
"""Months after the return at which it is written down of everybody how she stands."""


@dataclass(frozen=True, slots=True)
class MilestoneReached(Body):
    """How she stood ``month`` months after her return; ``decided_by`` are initials or a role."""

    kind: ClassVar[str] = "milestone"
    month: int
    standing: MilestoneStanding
    note: str = ""
    decided_by: str = ""

    def __post_init__(self) -> None:
        if self.month not in MILESTONES:
            months = ", ".join(map(str, MILESTONES))
            raise Invalid(say("That month is no milestone."), say("Milestones are the months {months}.", months=months))
        checked_note(self.note, say("The note"))
        checked_line(self.decided_by, say("Who decided"))
