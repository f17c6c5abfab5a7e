"""What is asked of the trainers: the next step of every lesson that waits, checks only near their day."""

from datetime import date, timedelta

from followup.case.facts import LessonAnswered, LessonApplied, LessonChecked, LessonProposed
from followup.case.lesson_words import LessonVerdict
from followup.case.outcome_words import FailureCause
from followup.monitoring.lesson_requests import CHECK_REQUESTED_AHEAD, LessonStep, lesson_requests
from followup.monitoring.lessons import (
    CHECKED_WITHIN,
    LOOKED_AT_AGAIN,
    Lesson,
    LessonAnswer,
    LessonApplication,
    LessonCheck,
)

DAY = date(2026, 5, 4)
DUE = date(2026, 10, 1)


def a_lesson(
    number: int = 1, *, answered: bool | None = None, applied: bool = False, checked: LessonVerdict | None = None
):
    said = LessonProposed("Teach it.", "", (FailureCause.DEBT,), ("literacy",))
    answer = LessonAnswered(
        "-", accepted=bool(answered), owner="CS" if answered else "", due=DUE if answered else None, reason="No."
    )
    return Lesson(
        number,
        f"id-{number}",
        DAY,
        "SN",
        said,
        (LessonAnswer(DAY, answer),) if answered is not None else (),
        (LessonApplication(DAY, LessonApplied("-")),) if applied else (),
        (LessonCheck(DAY, LessonChecked("-", checked)),) if checked else (),
    )


def test_an_answer_is_asked_for_within_thirty_days_of_the_proposal():
    (ask,) = lesson_requests([a_lesson()], DAY)

    assert (ask.step, ask.who, ask.since, ask.until, ask.late) == (
        LessonStep.ANSWER,
        "trainers",
        DAY,
        date(2026, 6, 3),
        0,
    )


def test_what_was_accepted_is_asked_for_until_its_day_and_late_after_it():
    on_time, late = (lesson_requests([a_lesson(answered=True)], DUE + timedelta(days=days))[0] for days in (0, 51))

    assert (on_time.step, on_time.who, on_time.until, on_time.late) == (LessonStep.APPLY, "CS", DUE, 0)
    assert late.late == 51


def test_a_check_is_asked_for_thirty_days_before_its_day():
    lesson, until = a_lesson(answered=True, applied=True), DAY + CHECKED_WITHIN

    assert lesson_requests([lesson], until - CHECK_REQUESTED_AHEAD - timedelta(days=1)) == ()
    assert lesson_requests([lesson], until - CHECK_REQUESTED_AHEAD)[0].step is LessonStep.CHECK


def test_what_was_too_early_to_say_is_looked_at_again_and_what_was_found_is_not():
    again, found = (
        a_lesson(answered=True, applied=True, checked=said) for said in (LessonVerdict.TOO_FEW, LessonVerdict.HELPED)
    )

    assert [ask.step for ask in lesson_requests([again, found], DAY + LOOKED_AT_AGAIN)] == [LessonStep.LOOK_AGAIN]


def test_nothing_is_asked_for_that_was_declined():
    assert lesson_requests([a_lesson(answered=False)], DUE) == ()


def test_what_should_have_been_done_first_stands_first():
    assert [ask.lesson for ask in lesson_requests([a_lesson(1, answered=True), a_lesson(2), a_lesson(3)], DAY)] == [
        2,
        3,
        1,
    ]
