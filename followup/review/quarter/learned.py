"""Lessons in a quarter: what was proposed, answered, applied and checked, and what is stuck with whom."""

from collections.abc import Callable, Iterable, Iterator

from followup.review.figures import Column, Figures, Row, Section
from followup.review.lessons import Lesson, LessonState
from followup.review.quarter.frame import Frame
from followup.text import say


def section(frame: Frame, lessons: Iterable[Lesson]) -> Section:
    """Lessons: counts of the quarter, and every lesson that moved in it or still waits for somebody."""
    known = tuple(lessons)
    return Section(
        id="lessons",
        title=say("Lessons sent back to training"),
        about=say(
            "What outcomes ask the training at the centres to change, and who has to act. Lessons are no people."
        ),
        tables=(_counts(frame, known), _table(frame, known)),
    )


def _counts(frame: Frame, lessons: tuple[Lesson, ...]) -> Figures:
    moves: dict[LessonState, Callable[[Lesson], int]] = {
        LessonState.PROPOSED: lambda one: _in(frame, [one]),
        LessonState.ACCEPTED: lambda one: _in(frame, [answer for answer in one.answers if answer.said.accepted]),
        LessonState.DECLINED: lambda one: _in(frame, [answer for answer in one.answers if not answer.said.accepted]),
        LessonState.APPLIED: lambda one: _in(frame, one.applied),
        LessonState.CHECKED: lambda one: _in(frame, one.checks),
    }
    return Figures(
        id="counts",
        title=say("In the quarter"),
        columns=(Column("lessons", say("lessons")),),
        rows=tuple(
            Row(state.value, state.label.capitalize(), (sum(map(count, lessons)),)) for state, count in moves.items()
        ),
    )


def _in(frame: Frame, steps: Iterable[object]) -> int:
    """How many steps were taken in the quarter."""
    return sum(frame.quarter.start <= getattr(step, "on") < frame.cut for step in steps)  # noqa: B009


def _table(frame: Frame, lessons: tuple[Lesson, ...]) -> Figures:
    rows = tuple(_row(frame, lesson) for lesson in lessons if lesson.waits_for or _moved(frame, lesson))
    return Figures(
        id="lessons",
        title=say("What was asked, and with whom it is"),
        columns=(
            Column("asked", say("change asked")),
            Column("state", say("state")),
            Column("waits", say("waits for")),
            Column("until", say("until")),
        ),
        rows=rows,
        note="" if rows else say("No lesson moved or waits."),
    )


def _moved(frame: Frame, lesson: Lesson) -> bool:
    return bool(_in(frame, _steps(lesson)))


def _steps(lesson: Lesson) -> Iterator[object]:
    yield lesson
    yield from (*lesson.answers, *lesson.applied, *lesson.checks)


def _row(frame: Frame, lesson: Lesson) -> Row:
    until = lesson.until.isoformat() if lesson.until else ""
    words = (lesson.said.change, lesson.state.label, frame.named(lesson.waits_for), until)
    return Row(str(lesson.number), say("Lesson {n}", n=lesson.number), words)
