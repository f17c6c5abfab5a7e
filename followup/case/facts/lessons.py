"""Lessons: what is to change in training because of how follow-up ended, and what became of that.

They stand in the organisation's journal, for a lesson is drawn from many cases and belongs to none.
"""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from followup.case.facts.base import Body
from followup.case.text_limits import checked_day, checked_line, checked_note
from followup.case.vocabulary import FailureCause, LessonVerdict
from followup.errors import Invalid
from followup.messages import say


@dataclass(frozen=True, slots=True)
class LessonProposed(Body):
    """What training is to change, and what was seen that asks for it. Its id is the fact's.

    ``modules`` are the training modules it is about; ``cases`` the random ids of the graduates it is drawn from.
    """

    kind: ClassVar[str] = "lesson_proposed"
    change: str
    seen: str
    causes: tuple[FailureCause, ...]
    modules: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not checked_note(self.change, say("The change"), limit=1_000).strip():
            raise Invalid(say("A lesson says what training is to change."))
        checked_note(self.seen, say("What was seen"))
        if not self.causes:
            raise Invalid(say("A lesson names at least one cause."))
        if len(set(self.causes)) < len(self.causes):
            raise Invalid(say("A cause of the lesson is named twice."))
        for module in self.modules:
            checked_line(module, say("The module"), limit=40)


@dataclass(frozen=True, slots=True)
class LessonAnswered(Body):
    """The trainers took a lesson on, with who does it by when, or declined it with the reason."""

    kind: ClassVar[str] = "lesson_answered"
    lesson: str
    accepted: bool
    owner: str = ""
    due: date | None = None
    reason: str = ""

    def __post_init__(self) -> None:
        checked_line(self.owner, say("The owner"), limit=40)
        checked_note(self.reason, say("The reason"))
        if self.due is not None:
            checked_day(self.due, say("The day it is due"))
        if self.accepted and not (self.owner.strip() and self.due):
            raise Invalid(say("A lesson that is accepted has an owner and a day by which it is applied."))
        if not self.accepted and not self.reason.strip():
            raise Invalid(say("Say why the lesson is declined."))


@dataclass(frozen=True, slots=True)
class LessonApplied(Body):
    """Training was changed from this day on: at these centres, or everywhere if none is named."""

    kind: ClassVar[str] = "lesson_applied"
    lesson: str
    centres: tuple[str, ...] = ()
    note: str = ""

    def __post_init__(self) -> None:
        for centre in self.centres:
            if not checked_line(centre, say("The centre")).strip():
                raise Invalid(say("A centre has a name."))
        checked_note(self.note, say("The note"))


@dataclass(frozen=True, slots=True)
class LessonChecked(Body):
    """Later graduates were looked at to see whether the change helped."""

    kind: ClassVar[str] = "lesson_checked"
    lesson: str
    verdict: LessonVerdict
    note: str = ""

    def __post_init__(self) -> None:
        checked_note(self.note, say("The note"))
