"""What is asked of the trainers: the next step of every lesson that waits, checks only near their day."""

from datetime import date, timedelta

from followup.case.facts import LessonAnswered, LessonApplied, LessonChecked, LessonProposed
from followup.case.vocabulary import Cause, Verdict
from followup.monitoring.lesson_requests import SOON, Step, asked
from followup.monitoring.lessons import CHECKED_WITHIN, LOOKED_AT_AGAIN, Answer, Application, Check, Lesson

DAY = date(2026, 5, 4)
DUE = date(2026, 10, 1)


def a_lesson(number: int = 1, *, answered: bool | None = None, applied: bool = False, checked: Verdict | None = None):
    said = LessonProposed("Teach it.", "", (Cause.DEBT,), ("literacy",))
    answer = LessonAnswered(
        "-", accepted=bool(answered), owner="CS" if answered else "", due=DUE if answered else None, reason="No."
    )
    return Lesson(
        number,
        f"id-{number}",
        DAY,
        "SN",
        said,
        (Answer(DAY, answer),) if answered is not None else (),
        (Application(DAY, LessonApplied("-")),) if applied else (),
        (Check(DAY, LessonChecked("-", checked)),) if checked else (),
    )


def test_an_answer_is_asked_for_within_thirty_days_of_the_proposal():
    (ask,) = asked([a_lesson()], DAY)

    assert (ask.step, ask.who, ask.since, ask.until, ask.late) == (Step.ANSWER, "trainers", DAY, date(2026, 6, 3), 0)


def test_what_was_accepted_is_asked_for_until_its_day_and_late_after_it():
    on_time, late = (asked([a_lesson(answered=True)], DUE + timedelta(days=days))[0] for days in (0, 51))

    assert (on_time.step, on_time.who, on_time.until, on_time.late) == (Step.APPLY, "CS", DUE, 0)
    assert late.late == 51


def test_a_check_is_asked_for_thirty_days_before_its_day():
    lesson, until = a_lesson(answered=True, applied=True), DAY + CHECKED_WITHIN

    assert asked([lesson], until - SOON - timedelta(days=1)) == ()
    assert asked([lesson], until - SOON)[0].step is Step.CHECK


def test_what_was_too_early_to_say_is_looked_at_again_and_what_was_found_is_not():
    again, found = (a_lesson(answered=True, applied=True, checked=said) for said in (Verdict.TOO_FEW, Verdict.HELPED))

    assert [ask.step for ask in asked([again, found], DAY + LOOKED_AT_AGAIN)] == [Step.LOOK_AGAIN]


def test_nothing_is_asked_for_that_was_declined():
    assert asked([a_lesson(answered=False)], DUE) == ()


def test_what_should_have_been_done_first_stands_first():
    assert [ask.lesson for ask in asked([a_lesson(1, answered=True), a_lesson(2), a_lesson(3)], DAY)] == [2, 3, 1]
