"""Risk flags: raised, looked at again, cleared."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from followup.case.facts.base import Body, check_lines
from followup.case.text_limits import checked_day, checked_line, checked_note
from followup.case.vocabulary import RiskKind, Severity
from followup.errors import Invalid
from followup.messages import say


@dataclass(frozen=True, slots=True)
class Flagged(Body):
    """A written concern, with an owner and the day by which it is looked at again. Its id is the fact's."""

    kind: ClassVar[str] = "flagged"
    risk: RiskKind
    severity: Severity
    note: str
    owner: str
    review_on: date

    def __post_init__(self) -> None:
        if not checked_note(self.note, say("The note")).strip():
            raise Invalid(say("A flag needs a sentence saying what was seen or heard."))
        if not checked_line(self.owner, say("The owner"), limit=40).strip():
            raise Invalid(say("A flag needs an owner: who looks after it."))
        checked_day(self.review_on, say("The review date"))


@dataclass(frozen=True, slots=True)
class FlagReviewed(Body):
    """A flag was looked at again: what was found, how grave it is now, and when it is looked at next."""

    kind: ClassVar[str] = "flag_reviewed"
    flag: str
    severity: Severity
    note: str
    review_on: date
    owner: str | None = None

    def __post_init__(self) -> None:
        checked_note(self.note, say("The note"))
        check_lines(owner=self.owner)
        checked_day(self.review_on, say("The review date"))


@dataclass(frozen=True, slots=True)
class FlagCleared(Body):
    """A flag no longer holds, and how it came to that."""

    kind: ClassVar[str] = "flag_cleared"
    flag: str
    how: str

    def __post_init__(self) -> None:
        if not checked_note(self.how, say("How it was cleared")).strip():
            raise Invalid(say("Say how the flag was cleared."))
