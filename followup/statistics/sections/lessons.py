"""Lessons in a quarter: what was proposed, answered, applied and checked, and what is stuck with whom."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date

from followup.messages import say
from followup.monitoring.lessons import Lesson, LessonState
from followup.statistics.public_lessons import public_lesson
from followup.statistics.release import TableKind
from followup.statistics.report_model import ReportColumn, ReportRow, ReportSection, ReportTable
from followup.statistics.sections.frame import Frame, word_row


def section(frame: Frame, lessons: Iterable[Lesson]) -> ReportSection:
    """Lessons: counts of the quarter, and every lesson that moved in it or still waits for somebody."""
    known = tuple(lessons)
    return ReportSection(
        id="lessons",
        title=say("Lessons sent back to training"),
        about=say(
            "What outcomes ask training, and every other part of the process, to change, and who has to act. "
            "A lesson is about training, not about one person; why each was drawn, and from whom, is for staff."
        ),
        tables=(_counts(frame, known), _table(frame, known)),
    )


def _counts(frame: Frame, lessons: tuple[Lesson, ...]) -> ReportTable:
    taken = Counter(state for lesson in lessons for state, day in _steps(lesson) if frame.holds(day))
    return ReportTable(
        id="counts",
        title=say("In the quarter"),
        kind=TableKind.PROCESS,
        columns=(ReportColumn("lessons", say("lessons")),),
        rows=tuple(word_row(state, {"lessons": taken[state]}) for state in LessonState),
    )


def _steps(lesson: Lesson) -> Iterator[tuple[LessonState, date]]:
    """Every step that was taken with a lesson, and on which day."""
    yield LessonState.PROPOSED, lesson.on
    for answer in lesson.answers:
        yield LessonState.ACCEPTED if answer.said.accepted else LessonState.DECLINED, answer.on
    for applied in lesson.applied:
        yield LessonState.APPLIED, applied.on
    for check in lesson.checks:
        yield LessonState.CHECKED, check.on


def _table(frame: Frame, lessons: tuple[Lesson, ...]) -> ReportTable:
    moved = [lesson for lesson in lessons if any(frame.holds(day) for _, day in _steps(lesson))]
    rows = tuple(_row(frame, lesson) for lesson in lessons if lesson.waits_for or lesson in moved)
    return ReportTable(
        id="lessons",
        title=say("What was asked, and with whom it is"),
        kind=TableKind.PROCESS,
        columns=(
            ReportColumn("asked", say("change asked")),
            ReportColumn("area", say("for")),
            ReportColumn("state", say("state")),
            ReportColumn("waits", say("waits for")),
            ReportColumn("until", say("until")),
        ),
        rows=rows,
        note="" if rows else say("No lesson moved or waits."),
    )


def _row(frame: Frame, lesson: Lesson) -> ReportRow:
    shown = public_lesson(lesson, frame.named)
    cells = {
        "asked": shown.change,
        "area": shown.area.label,
        "state": shown.state.label,
        "waits": shown.waits_for,
        "until": str(shown.until or ""),
    }
    return ReportRow(str(lesson.number), say("Lesson {n}", n=lesson.number), cells)
