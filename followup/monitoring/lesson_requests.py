"""What is asked of the trainers on a day: each lesson's next step, and the day by which it should be taken."""

from collections.abc import Iterable
from datetime import date, timedelta

from followup.case.fields import Private
from followup.case.vocabulary import Term
from followup.monitoring.lessons import Lesson, LessonState
from followup.values import Value

CHECK_REQUESTED_AHEAD = timedelta(days=30)
"""How long before its day a check is asked for. An answer and a change in training are asked for at once."""


class LessonStep(Term):
    """What is to be done with a lesson."""

    ANSWER = "answer"
    APPLY = "apply"
    CHECK = "check"
    LOOK_AGAIN = "look_again"


_NEXT_STEP = {
    LessonState.PROPOSED: LessonStep.ANSWER,
    LessonState.ACCEPTED: LessonStep.APPLY,
    LessonState.APPLIED: LessonStep.CHECK,
    LessonState.CHECKED: LessonStep.LOOK_AGAIN,
}


class LessonRequest(Value):
    """A step to take: of which lesson, by whom, since when it waits, until when, and how many days late it is."""

    lesson: int
    step: LessonStep
    who: Private
    since: date
    until: date
    late: int = 0


def lesson_requests(lessons: Iterable[Lesson], today: date) -> tuple[LessonRequest, ...]:
    """The steps asked for on a day, by the day until which they should be taken."""
    asked = []
    for lesson in lessons:
        step, until = _NEXT_STEP.get(lesson.state), lesson.until
        if step and until and (step in (LessonStep.ANSWER, LessonStep.APPLY) or until - CHECK_REQUESTED_AHEAD <= today):
            late = max((today - until).days, 0)
            asked.append(LessonRequest(lesson.number, step, lesson.waits_for, lesson.since, until, late))
    return tuple(sorted(asked, key=lambda request: (request.until, request.lesson)))
