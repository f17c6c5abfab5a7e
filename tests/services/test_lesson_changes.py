"""A lesson can be put right or taken back while nobody has acted on it, and may be for any part of the process."""

from datetime import date

import pytest

from followup.case.facts import LessonAnswered, LessonCorrected, LessonProposed
from followup.case.lesson_words import LessonArea
from followup.case.outcome_words import FailureCause
from followup.casebook import Casebook
from followup.errors import Invalid, Missing, Refused
from followup.monitoring.lessons import TEAM, TRAINERS
from followup.services import lessons, office_withdrawals, training
from followup.services.lessons import all_lessons
from followup.services.reports import ReportSelection
from tests.builders import a_casebook

ACCEPT = LessonAnswered("-", accepted=True, owner="KB", due=date(2027, 3, 1))
DECLINE = LessonAnswered("-", accepted=False, reason="No room.")
PLANS = LessonProposed("Check every plan.", "", (FailureCause.DEBT,), area=LessonArea.START_UP)


def propose(book: Casebook, said: LessonProposed) -> None:
    lessons.propose(book, lessons.prefill_lesson(book, ()), said, date(2026, 10, 5))


@pytest.fixture
def book() -> Casebook:
    book = a_casebook()
    propose(book, LessonProposed("Teach what intrest comes to.", "", (FailureCause.DEBT,), ("literacy",)))
    propose(book, PLANS)
    return book


def test_a_lesson_nobody_acted_on_is_put_right_and_was_right_all_along(book):
    lessons.edit(book, "1", LessonCorrected("-", change="Teach what interest comes to."))

    (before, _) = all_lessons(book, date(2026, 10, 6))
    assert (before.said.change, before.said.modules) == ("Teach what interest comes to.", ("literacy",))
    assert before.on == date(2026, 10, 5)


@pytest.mark.parametrize("answer", [ACCEPT, DECLINE], ids=["accepted", "declined"])
def test_once_it_was_answered_it_is_neither_put_right_nor_taken_back(book, answer):
    lessons.answer(book, "1", answer)

    with pytest.raises(Refused, match="was answered on") as edited:
        lessons.edit(book, "1", LessonCorrected("-", change="Other words."))
    with pytest.raises(Refused, match="was answered on"):
        office_withdrawals.withdraw_lesson(book, "1", "Not meant.")

    assert "followup lesson propose" in edited.value.hint
    assert len(all_lessons(book)) == 2


def test_a_lesson_taken_back_leaves_the_others_their_numbers(book):
    office_withdrawals.withdraw_lesson(book, "1", "Said twice.")

    assert [one.number for one in all_lessons(book)] == [2]
    with pytest.raises(Missing):
        lessons.answer(book, "1", ACCEPT)


def test_a_lesson_taken_back_can_be_brought_back(book):
    result = office_withdrawals.withdraw_lesson(book, "1", "Said twice.")

    office_withdrawals.withdraw_office_entry(book, result.undo or 0, "It was right.")

    assert [one.number for one in all_lessons(book)] == [1, 2]


def test_an_answer_is_not_taken_back_for_the_later_one_counts(book):
    lessons.answer(book, "1", ACCEPT)
    number = 3

    with pytest.raises(Refused, match="the latest answer counts"):
        office_withdrawals.withdraw_office_entry(book, number, "Not meant.")


def test_nothing_to_put_right_is_said(book):
    with pytest.raises(Missing, match="Nothing to change"):
        lessons.edit(book, "1", LessonCorrected("-"))


def test_a_lesson_for_another_part_waits_for_the_team_and_a_lesson_for_training_for_the_trainers(book):
    assert [one.waits_for for one in all_lessons(book)] == [TRAINERS, TEAM]


def test_lessons_are_listed_by_the_part_they_are_for(book):
    assert [one.number for one in lessons.list_lessons(book, area=LessonArea.START_UP).lessons] == [2]
    assert [one.number for one in lessons.list_lessons(book).lessons] == [1, 2]


def test_the_trainers_brief_holds_the_trainers_lessons_and_counts_the_others(book):
    brief = training.training_brief(book, ReportSelection())

    assert [one.number for one in brief.lessons] == [1]
    assert [one.lesson for one in brief.asked] == [1]
    assert brief.others == 1


def test_a_lesson_moved_to_another_part_names_no_training_module_any_more(book):
    lessons.edit(book, "1", LessonCorrected("-", area=LessonArea.VISITS))

    moved = all_lessons(book)[0]
    assert (moved.said.area, moved.said.modules) == (LessonArea.VISITS, ())


def test_only_a_lesson_for_training_names_training_modules(book):
    with pytest.raises(Invalid, match="training modules"):
        LessonProposed("Visit sooner.", "", (FailureCause.DEBT,), ("literacy",), area=LessonArea.VISITS)
    with pytest.raises(Invalid, match="training modules"):
        lessons.edit(book, "2", LessonCorrected("-", modules=("literacy",)))
