"""Promises: what she was told would be done, by whom and by when; kept or broken."""

from datetime import date
from typing import Annotated

from followup.case.facts.base import Body
from followup.case.fields import Private, calendar_day, note_text, one_line, program_text
from followup.case.text_limits import PROMISE_LIMIT
from followup.errors import Invalid
from followup.messages import say

_WHAT = note_text("What was promised", PROMISE_LIMIT, needed="A promise says what will be done.")
_BY_WHOM = one_line("Who promised", 40, needed="A promise says who will do it.", quoted="(by {text})")


class Promised(Body):
    """Something told to her that it would be done. Its id is the fact's. ``ending`` announces the end of follow-up."""

    what: Annotated[Private, _WHAT]
    by_whom: Annotated[Private, _BY_WHOM]
    due: Annotated[date, calendar_day("The day it is due")]
    ending: bool = False

    def sentence(self) -> str:
        """When it is due."""
        if self.ending:
            return say("The end of follow-up announced for {day}.", day=self.due)
        return say("Promised, due {day}.", day=self.due)


class PromiseSettled(Body):
    """A promise was kept, or was not and will not be."""

    promise: Annotated[str, program_text()]
    kept: bool
    note: Annotated[Private, note_text("The note")] = ""

    def check(self) -> None:
        """A broken promise has its reason."""
        if not self.kept and not self.note.strip():
            raise Invalid(say("Say why the promise was not kept."))

    def sentence(self) -> str:
        """Whether it was kept."""
        return say("Promise kept.") if self.kept else say("Promise not kept.")
