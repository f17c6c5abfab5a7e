"""What is asked of the trainers on a day: which lesson waits for which step, and until when."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from followup.case.vocabulary import Code
from followup.monitoring.lessons import Lesson, LessonState

SOON = timedelta(days=30)
"""So long before its day a check is asked for; an answer and a change in training are asked for at once."""


class Step(Code):
    """What is to be done with a lesson."""

    ANSWER = "answer"
    APPLY = "apply"
    CHECK = "check"
    LOOK_AGAIN = "look_again"


_NEXT = {
    LessonState.PROPOSED: Step.ANSWER,
    LessonState.ACCEPTED: Step.APPLY,
    LessonState.APPLIED: Step.CHECK,
    LessonState.CHECKED: Step.LOOK_AGAIN,
}


@dataclass(frozen=True, slots=True)
class Ask:
    """One step that is asked for: of which lesson, since when it has waited, by which day, and how many days late."""

    lesson: int
    step: Step
    who: str
    since: date
    until: date
    late: int = 0


def asked(lessons: Iterable[Lesson], today: date) -> tuple[Ask, ...]:
    """The steps asked for on a day, the one that should have been taken first before the others."""
    return tuple(sorted(_asks(lessons, today), key=lambda one: (one.until, one.lesson)))


def _asks(lessons: Iterable[Lesson], today: date) -> Iterator[Ask]:
    for lesson in lessons:
        step, until = _NEXT.get(lesson.state), lesson.until
        if step and until and (step in (Step.ANSWER, Step.APPLY) or until - SOON <= today):
            yield Ask(lesson.number, step, lesson.waits_for, lesson.since, until, max((today - until).days, 0))
