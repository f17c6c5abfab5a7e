"""A lesson as it goes out tells what is to change and how far that has come, and nothing of anybody.

- two lessons that differ in what is for staff, or in days of the same quarters, are the same
- a step is late once its quarter is over, not a day earlier
- what somebody wrote is masked
"""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followup.case.facts import LessonAnswered, LessonApplied, LessonChecked, LessonProposed
from followup.case.lesson_words import LessonArea, LessonVerdict
from followup.case.outcome_words import FailureCause
from followup.monitoring.lessons import Lesson, LessonAnswer, LessonApplication, LessonCheck
from followup.statistics.public_lessons import public_lesson, public_requests
from followup.statistics.quarters import Quarter
from followup.values import replace

Q3 = Quarter(2026, 3)
ACCEPTED = LessonAnswered("L", accepted=True, owner="KB", due=date(2026, 7, 1))


def label(text: str) -> str:
    return text.replace("Sreymom", "▒▒▒")


def lesson(day: date = date(2026, 7, 1), **said: object) -> Lesson:
    """A lesson that was only proposed; it is to be answered 30 days after its day."""
    return Lesson(1, "L", day, "SN", LessonProposed("Teach it.", "", (FailureCause.DEBT,), **said))


def every_step(day: int, note: str) -> Lesson:
    """A lesson with every step, each on a day of the same quarters, and notes."""
    return replace(
        lesson(date(2026, 1, 1 + day)),
        answers=(
            LessonAnswer(date(2026, 2, 1 + day), LessonAnswered("L", accepted=False, reason=note or "No.")),
            LessonAnswer(date(2026, 4, 1 + day), replace(ACCEPTED, due=date(2026, 7, 1 + day))),
        ),
        applied=(LessonApplication(date(2026, 7, 2 + day), LessonApplied("L", ("Centre A",), note)),),
        checks=(LessonCheck(date(2026, 10, 1 + day), LessonChecked("L", LessonVerdict.TOO_FEW, note)),),
    )


@given(
    st.sets(st.sampled_from(FailureCause), min_size=1, max_size=4),
    st.lists(st.sampled_from(["small-business", "sewing", "life-skills"]), max_size=2, unique=True),
    st.lists(st.uuids().map(str), max_size=3, unique=True),
    st.sampled_from(["", "She sank into debt."]),
    st.integers(1, 31),
)
def test_why_and_of_whom_and_on_which_day_it_was_drawn_changes_nothing(causes, modules, cases, seen, day):
    drawn = LessonProposed("Teach it.", seen, tuple(causes), tuple(modules), tuple(cases))

    assert public_lesson(replace(lesson(date(2026, 7, day)), said=drawn), label) == public_lesson(lesson(), label)


@pytest.mark.parametrize("day", [0, 1, 20])
@pytest.mark.parametrize("note", ["", "Two more of them failed."])
def test_neither_does_the_day_or_the_note_of_a_step(day, note):
    told = public_lesson(every_step(0, ""), label)

    assert [(step.state, str(step.quarter)) for step in told.steps] == [
        ("declined", "2026Q1"),
        ("accepted", "2026Q2"),
        ("applied", "2026Q3"),
        ("checked", "2026Q4"),
    ]
    assert public_lesson(every_step(day, note), label) == told


def test_a_lesson_tells_what_is_to_change_for_whom_and_with_whom_it_is():
    told = public_lesson(lesson(area=LessonArea.PLACEMENT), label)

    assert (told.number, told.change, told.area, told.state) == (1, "Teach it.", LessonArea.PLACEMENT, "proposed")
    assert (told.waits_for, told.proposed, told.since, told.until) == ("team", Q3, Q3, Q3)


def test_what_somebody_wrote_is_masked_but_not_the_programs_own_words():
    written = replace(lesson(), said=LessonProposed("Ask\nSreymom.", "", (FailureCause.DEBT,)))
    applied = LessonApplied("L", ("House of Sreymom",))
    done = replace(
        written,
        answers=(LessonAnswer(date(2026, 8, 1), replace(ACCEPTED, owner="Sreymom")),),
        applied=(LessonApplication(date(2026, 8, 2), applied),),
    )

    told = public_lesson(done, label)

    assert (told.change, told.waits_for) == ("Ask ▒▒▒.", "▒▒▒")
    assert (told.steps[0].who, told.steps[1].where) == ("▒▒▒", ("House of ▒▒▒",))
    assert public_lesson(written, lambda _: "▒▒▒").waits_for == "trainers"


@pytest.mark.parametrize(("day", "late"), [(date(2026, 9, 30), False), (date(2026, 10, 1), True)])
def test_a_step_is_late_once_its_quarter_is_over(day, late):
    (asked,) = public_requests([lesson(date(2026, 7, 1))], day, label)

    assert (asked.lesson, asked.step, asked.who, asked.until, asked.late) == (1, "answer", "trainers", Q3, late)
