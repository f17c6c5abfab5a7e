"""She goes home a second time, after follow-up had ended: a stay of its own, from month 0."""

from datetime import date
from typing import Annotated

from followup.case.facts.base import Body
from followup.case.fields import Private, calendar_day, note_text, one_line
from followup.messages import say


class ReturnedAgain(Body):
    """She went home again: from ``return_date`` on her slots count anew, under a policy of their own."""

    return_date: Annotated[date, calendar_day("The return date")]
    policy: Annotated[str, one_line()]
    note: Annotated[Private, note_text("The note")] = ""

    def sentence(self) -> str:
        """The new return date, and her policy from then on."""
        return say("Went home again: return date {day}, policy {policy}.", day=self.return_date, policy=self.policy)
