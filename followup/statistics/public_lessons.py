"""A lesson as it may go out: what is to change, and how far that has come, in quarters.

Why it was proposed, of whom it is drawn, the modules, which are chosen by the causes, and every note stay with staff:
beside the one graduate whose follow-up ended in the quarter, a cause would say how. So does a day.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from followup.case.fields import Mask
from followup.case.lesson_words import LessonArea, LessonVerdict
from followup.monitoring.lesson_requests import LessonStep, lesson_requests
from followup.monitoring.lessons import TEAM, TRAINERS, Lesson, LessonState
from followup.statistics.quarters import Quarter
from followup.values import Value


class PublicStep(NamedTuple):
    """What was done with a lesson, and in which quarter.

    ``who`` accepted it, to be applied in the quarter ``until``; ``where`` are the centres at which it was applied, none
    for everywhere.
    """

    state: LessonState
    quarter: Quarter
    who: str = ""
    until: Quarter | None = None
    where: tuple[str, ...] = ()
    verdict: LessonVerdict | None = None


class PublicLesson(Value):
    """What may be shown of a lesson, its texts masked; ``until`` is the quarter in which it should go on."""

    number: int
    change: str
    area: LessonArea
    state: LessonState
    waits_for: str
    proposed: Quarter
    since: Quarter
    until: Quarter | None
    steps: tuple[PublicStep, ...]


class PublicRequest(NamedTuple):
    """A step that is asked for, of which lesson, by whom and in which quarter; late once that is over."""

    lesson: int
    step: LessonStep
    who: str
    until: Quarter
    late: bool


def public_lesson(lesson: Lesson, label: Mask) -> PublicLesson:
    """A lesson as it may go out; ``label`` masks what somebody wrote."""
    return PublicLesson(
        number=lesson.number,
        change=" ".join(label(lesson.said.change).split()),
        area=lesson.said.area,
        state=lesson.state,
        waits_for=lesson.waits_for if lesson.waits_for in (TRAINERS, TEAM) else label(lesson.waits_for),
        proposed=Quarter.of(lesson.on),
        since=Quarter.of(lesson.since),
        until=Quarter.of(lesson.until) if lesson.until else None,
        steps=tuple(step for _, step in sorted(_steps(lesson, label), key=lambda one: one[0])),
    )


def _steps(lesson: Lesson, label: Mask) -> Iterator[tuple[date, PublicStep]]:
    """Every step after the proposal, with its day."""
    for answer in lesson.answers:
        said, quarter = answer.said, Quarter.of(answer.on)
        if said.accepted and said.due:
            step = PublicStep(LessonState.ACCEPTED, quarter, label(said.owner), Quarter.of(said.due))
        else:
            step = PublicStep(LessonState.DECLINED, quarter)
        yield answer.on, step
    for applied in lesson.applied:
        centres = tuple(map(label, applied.said.centres))
        yield applied.on, PublicStep(LessonState.APPLIED, Quarter.of(applied.on), where=centres)
    for check in lesson.checks:
        yield check.on, PublicStep(LessonState.CHECKED, Quarter.of(check.on), verdict=check.said.verdict)


def public_requests(lessons: Iterable[Lesson], day: date, label: Mask) -> tuple[PublicRequest, ...]:
    """What is asked for on a day, the earliest quarter first."""
    now = Quarter.of(day)
    asked = (
        PublicRequest(one.lesson, one.step, label(one.who), Quarter.of(one.until), Quarter.of(one.until) < now)
        for one in lesson_requests(lessons, day)
    )
    return tuple(sorted(asked, key=lambda one: (one.until, one.lesson)))
