"""Lessons: what is to change in the process because of how follow-up ended, and what became of that.

They stand in the organisation's journal, for a lesson is drawn from many cases and belongs to none.
"""

from datetime import date
from typing import Annotated

from followup.case.facts.base import Body
from followup.case.fields import Private, calendar_day, note_text, one_line, program_text
from followup.case.lesson_words import LessonArea, LessonVerdict
from followup.case.outcome_words import FailureCause
from followup.errors import Invalid
from followup.messages import say

_CHANGE = note_text("The change", 1_000, needed="A lesson says what is to change.")
_CENTRE = one_line("The centre", needed="A centre has a name.")


class LessonProposed(Body):
    """What is to change in an ``area`` of the process, and what was seen that asks for it. Its id is the fact's.

    ``modules`` are the training modules it is about; ``cases`` the random ids of the graduates it is drawn from.
    """

    change: Annotated[Private, _CHANGE]
    seen: Annotated[Private, note_text("What was seen")]
    causes: tuple[FailureCause, ...]
    modules: Annotated[tuple[str, ...], one_line("The module", 40)] = ()
    cases: Annotated[tuple[str, ...], program_text()] = ()
    area: LessonArea = LessonArea.TRAINING

    def check(self) -> None:
        """It names its causes, each once; only what is for the trainers names training modules."""
        _check_causes(self.causes)
        if self.modules and self.area is not LessonArea.TRAINING:
            raise Invalid(
                say("Only a lesson for training names training modules."), say("Leave --module out, or --for.")
            )

    def sentence(self) -> str:
        """Its causes, how many outcomes it is drawn from, and whom it is for if not the trainers."""
        causes, n = ", ".join(cause.label for cause in self.causes), len(self.cases)
        if self.area is LessonArea.TRAINING:
            return say("Lesson proposed for {causes}; outcomes it is drawn from: {n}.", n=n, causes=causes)
        return say(
            "Lesson for {area} proposed, because of {causes}; outcomes it is drawn from: {n}.",
            n=n,
            area=self.area.label,
            causes=causes,
        )


def _check_causes(causes: tuple[FailureCause, ...]) -> None:
    if not causes:
        raise Invalid(say("A lesson names at least one cause."))
    if len(set(causes)) < len(causes):
        raise Invalid(say("A cause of the lesson is named twice."))


class LessonCorrected(Body):
    """What was proposed, put right before anybody acted on it; what is None stays as it was."""

    lesson: Annotated[str, program_text()]
    change: Annotated[Private | None, _CHANGE] = None
    seen: Annotated[Private | None, note_text("What was seen")] = None
    causes: tuple[FailureCause, ...] | None = None
    modules: Annotated[tuple[str, ...] | None, one_line("The module", 40)] = None
    area: LessonArea | None = None

    def check(self) -> None:
        """Causes are named as in a proposal."""
        if self.causes is not None:
            _check_causes(self.causes)

    def sentence(self) -> str:
        """What was put right."""
        names = ", ".join(name for name in self.said() if name != "lesson")
        return say("Lesson put right: {what}.", what=names)


class LessonAnswered(Body):
    """The trainers took a lesson on, with who does it by when, or declined it with the reason."""

    lesson: Annotated[str, program_text()]
    accepted: bool
    owner: Annotated[Private, one_line("The owner", 40, quoted="(owner {text})")] = ""
    due: Annotated[date | None, calendar_day("The day it is due")] = None
    reason: Annotated[Private, note_text("The reason")] = ""

    def check(self) -> None:
        """A yes has an owner and a day, a no its reason."""
        if self.accepted and not (self.owner.strip() and self.due):
            raise Invalid(say("A lesson that is accepted has an owner and a day by which it is applied."))
        if not self.accepted and not self.reason.strip():
            raise Invalid(say("Say why the lesson is declined."))

    def sentence(self) -> str:
        """Whether it was accepted, and by when it is applied."""
        return say("Lesson accepted, by {day}.", day=self.due) if self.accepted else say("Lesson declined.")


class LessonApplied(Body):
    """Training was changed from this day on: at these centres, or everywhere if none is named."""

    lesson: Annotated[str, program_text()]
    centres: Annotated[tuple[str, ...], _CENTRE] = ()
    note: Annotated[Private, note_text("The note")] = ""

    def sentence(self) -> str:
        """Where it was applied."""
        return say("Lesson applied: {where}.", where=", ".join(self.centres) or say("everywhere"))


class LessonChecked(Body):
    """Later graduates were looked at to see whether the change helped."""

    lesson: Annotated[str, program_text()]
    verdict: LessonVerdict
    note: Annotated[Private, note_text("The note")] = ""

    def sentence(self) -> str:
        """Whether it helped."""
        return say("Lesson checked: {verdict}.", verdict=self.verdict.label)
