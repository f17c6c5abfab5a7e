"""Promises: what she was told would be done, by whom and by when; kept or broken."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from followup.case.facts.base import Body
from followup.case.text_limits import checked_day, checked_line, checked_note
from followup.errors import Invalid
from followup.messages import say


@dataclass(frozen=True, slots=True)
class Promised(Body):
    """Something told to her that it would be done. Its id is the fact's. ``ending`` announces the end of follow-up."""

    kind: ClassVar[str] = "promised"
    what: str
    by_whom: str
    due: date
    ending: bool = False

    def __post_init__(self) -> None:
        if not checked_note(self.what, say("What was promised"), limit=1_000).strip():
            raise Invalid(say("A promise says what will be done."))
        if not checked_line(self.by_whom, say("Who promised"), limit=40).strip():
            raise Invalid(say("A promise says who will do it."))
        checked_day(self.due, say("The day it is due"))


@dataclass(frozen=True, slots=True)
class PromiseSettled(Body):
    """A promise was kept, or was not and will not be."""

    kind: ClassVar[str] = "promise_settled"
    promise: str
    kept: bool
    note: str = ""

    def __post_init__(self) -> None:
        checked_note(self.note, say("The note"))
        if not self.kept and not self.note.strip():
            raise Invalid(say("Say why the promise was not kept."))
