"""Lessons from outcome to training and back: pre-filled, answered, applied, checked, each step after the one before."""

from datetime import date

import pytest

from followup.case.facts import Ended, LessonAnswered, LessonApplied, LessonChecked, LessonProposed, Reopened
from followup.case.lesson_words import LessonVerdict
from followup.case.outcome_words import FailureCause, OutcomeKind
from followup.casebook import Casebook
from followup.errors import Missing, Refused
from followup.monitoring.lessons import LessonState
from followup.services import evidence, lessons, outcomes
from tests.builders import TODAY, a_casebook, a_graduate

CLOSED = Ended(
    OutcomeKind.BUSINESS_CLOSED,
    (FailureCause.DEBT, FailureCause.TOO_FEW_CUSTOMERS),
    note="Sreymom borrowed from her aunt.",
)
BEATEN = Ended(OutcomeKind.UNSAFE_HOME, (FailureCause.VIOLENCE, FailureCause.DEBT))
LESSON = LessonProposed("Teach what interest comes to.", "", (FailureCause.DEBT,), ("literacy",))
ACCEPT = LessonAnswered("-", accepted=True, owner="KB", due=date(2027, 3, 1))
DECLINE = LessonAnswered("-", accepted=False, reason="No room in the year.")


@pytest.fixture
def book() -> Casebook:
    book = a_casebook(
        a_graduate(centre="Centre A"), a_graduate("ABC-1", centre="Centre B"), a_graduate("GONE-1"), a_graduate("ON-1")
    )
    outcomes.record(book, "KML", CLOSED, date(2026, 10, 1))
    outcomes.record(book, "ABC", BEATEN, date(2026, 9, 1))
    outcomes.record(book, "GONE", Ended(OutcomeKind.MOVED_AWAY))
    return book


@pytest.fixture
def proposed(book) -> Casebook:
    lessons.propose(book, lessons.prefill_lesson(book, ["KML"]), LESSON, date(2026, 10, 5))
    return book


def test_a_lesson_is_prefilled_with_the_causes_of_the_outcomes_and_never_with_their_notes(book):
    drawn = lessons.prefill_lesson(book, ["KML", "abc", "KML-1"])

    assert drawn.codes == ("KML-1", "ABC-1")
    assert drawn.causes == (FailureCause.DEBT, FailureCause.TOO_FEW_CUSTOMERS, FailureCause.VIOLENCE)
    assert lessons.modules_preventing(drawn.causes) == ("small-business", "literacy", "life-skills")
    assert drawn.seen == "business closed, unsafe home: debt, too few customers, violence."


def test_a_lesson_may_be_drawn_from_no_outcome_at_all(book):
    assert lessons.prefill_lesson(book, []).cases == ()


def test_no_lesson_is_drawn_from_a_graduate_who_is_still_followed(book):
    with pytest.raises(Refused, match="ON-1 has not ended"):
        lessons.prefill_lesson(book, ["ON"])


def test_a_failure_is_learned_from_though_follow_up_was_reopened_after_it(book):
    book.write(book.find("KML"), Reopened("She tries again."), on=date(2026, 11, 1))

    assert lessons.prefill_lesson(book, ["KML"]).causes == CLOSED.causes
    assert "KML-1" in lessons.list_lessons(book).unlearned


def test_a_proposed_lesson_keeps_who_it_is_drawn_from_and_waits_for_the_trainers(proposed):
    (lesson,) = lessons.all_lessons(proposed)

    assert (lesson.number, lesson.said.cases, lesson.on) == (1, (proposed.find("KML"),), date(2026, 10, 5))
    assert lesson.state is LessonState.PROPOSED


@pytest.mark.parametrize("day", [date(2026, 9, 30), date(2026, 11, 22)])
def test_a_lesson_is_drawn_after_the_outcome_and_not_ahead_of_today(book, day):
    with pytest.raises(Refused):
        lessons.propose(book, lessons.prefill_lesson(book, ["KML"]), LESSON, day)


@pytest.mark.parametrize("typed", ["small business", "Small_Business", " small-business "])
def test_a_module_is_known_however_it_is_typed(typed):
    assert lessons.known_module(typed) == "small-business"


def test_an_unknown_module_is_refused_with_those_there_are(book):
    wrong = LessonProposed("Teach it.", "", (FailureCause.DEBT,), ("Sreymom",))

    for refused in (
        lambda: lessons.propose(book, lessons.prefill_lesson(book, []), wrong),
        lambda: evidence.module_evidence(book, "Sreymom"),
        lambda: evidence.released_evidence(book, "Sreymom"),
    ):
        with pytest.raises(Missing, match="no training module") as said:
            refused()
        assert "small-business" in said.value.hint
        assert "Sreymom" not in str(said.value) + said.value.hint
    assert lessons.all_lessons(book) == ()


def test_the_failures_that_no_lesson_names_are_listed_the_earliest_first(book):
    assert lessons.list_lessons(book).unlearned == ("ABC-1", "KML-1")

    lessons.propose(book, lessons.prefill_lesson(book, ["KML"]), LESSON)

    assert lessons.list_lessons(book).unlearned == ("ABC-1",)


def test_a_lesson_goes_through_acceptance_application_and_check(proposed):
    assert lessons.answer(proposed, "1", ACCEPT, date(2026, 10, 20)).waits_for == "KB"
    assert lessons.apply(proposed, "1", LessonApplied("-", ("centre a",)), date(2026, 11, 1)).applied[
        0
    ].said.centres == ("Centre A",)
    checked = lessons.check(proposed, "១", LessonChecked("-", LessonVerdict.HELPED))

    assert (checked.state, checked.waits_for, checked.since) == (LessonState.CHECKED, "", TODAY)
    assert lessons.list_lessons(proposed, waiting=True).lessons == ()


def test_a_declined_lesson_may_be_accepted_later(proposed):
    assert lessons.answer(proposed, "1", DECLINE).state is LessonState.DECLINED

    assert lessons.answer(proposed, "1", ACCEPT).state is LessonState.ACCEPTED


@pytest.mark.parametrize("answers", [[], [DECLINE], [ACCEPT, DECLINE]])
def test_a_lesson_that_was_not_accepted_cannot_be_applied(proposed, answers):
    for answer in answers:
        lessons.answer(proposed, "1", answer)

    with pytest.raises(Refused, match="not accepted"):
        lessons.apply(proposed, "1", LessonApplied("-"))


def test_a_lesson_that_was_not_applied_cannot_be_checked(proposed):
    lessons.answer(proposed, "1", ACCEPT)

    with pytest.raises(Refused, match="not applied"):
        lessons.check(proposed, "1", LessonChecked("-", LessonVerdict.HELPED))


def test_a_lesson_that_was_applied_is_checked_and_no_longer_declined(proposed):
    lessons.answer(proposed, "1", ACCEPT)
    lessons.apply(proposed, "1", LessonApplied("-"))

    with pytest.raises(Refused, match="cannot be declined"):
        lessons.answer(proposed, "1", DECLINE)
    assert lessons.answer(proposed, "1", LessonAnswered("-", accepted=True, owner="TR", due=TODAY)).owner == "TR"


@pytest.mark.parametrize("day", [date(2026, 10, 4), date(2026, 11, 22)])
def test_no_step_is_taken_before_the_one_it_follows_or_ahead(proposed, day):
    with pytest.raises(Refused):
        lessons.answer(proposed, "1", ACCEPT, day)
    lessons.answer(proposed, "1", ACCEPT, date(2026, 10, 5))
    with pytest.raises(Refused):
        lessons.apply(proposed, "1", LessonApplied("-"), day)
    lessons.apply(proposed, "1", LessonApplied("-"), date(2026, 10, 5))
    with pytest.raises(Refused):
        lessons.check(proposed, "1", LessonChecked("-", LessonVerdict.WORSE), day)


def test_a_lesson_is_due_after_it_is_accepted(proposed):
    early = LessonAnswered("-", accepted=True, owner="KB", due=date(2026, 10, 19))

    with pytest.raises(Refused, match="before the day the lesson was accepted"):
        lessons.answer(proposed, "1", early, date(2026, 10, 20))


def test_a_centre_that_no_graduate_comes_from_is_refused_with_those_there_are(proposed):
    lessons.answer(proposed, "1", ACCEPT)

    with pytest.raises(Missing) as refused:
        lessons.apply(proposed, "1", LessonApplied("-", ("Sreymom",)))

    assert refused.value.hint == "There are: Centre A, Centre B."


@pytest.mark.parametrize("which", ["2", "0", "one", ""])
def test_a_lesson_there_is_not_is_refused_and_the_list_is_pointed_to(proposed, which):
    with pytest.raises(Missing) as refused:
        lessons.pick(proposed, which)

    assert "followup lesson list" in refused.value.hint


# --- the evidence ---------------------------------------------------------------------------------------------------


def test_the_evidence_counts_everybody_home_for_a_year_as_she_was_known_on_the_day_looked_at():
    book = a_casebook(
        a_graduate(returned="2025-01-31", modules=["hairdressing", "small-business"]),
        a_graduate("ABC-1", returned="2025-03-31"),
        a_graduate("NEW-1", returned="2026-01-31"),
        a_graduate("AHEAD-1", returned="2026-12-31"),
    )
    outcomes.record(book, "ABC", CLOSED, date(2026, 3, 1))

    found = evidence.module_evidence(book, "small-business").found
    before = evidence.module_evidence(book, "small-business", as_of=date(2026, 2, 28)).found

    assert found.numbers == (2, 0, 1)
    assert (found.overall.taught.those.count, found.overall.taught.others.count) == (0, 1)
    assert before.numbers == (1, 0, 2)
    assert before.overall.taught.others.of == 0


def test_the_overview_names_every_module_and_the_causes_that_were_seen(book):
    found = evidence.evidence_overview(book)

    assert [one.module for one in found.modules][-3:] == ["small-business", "literacy", "life-skills"]
    assert found.causes == ()
    assert set(found.beyond) == {FailureCause.DISTANCE, FailureCause.DISASTER}


def test_no_evidence_is_asked_of_a_day_to_come(book):
    with pytest.raises(Refused):
        evidence.evidence_overview(book, as_of=date(2026, 11, 22))
    with pytest.raises(Refused):
        evidence.module_evidence(book, "literacy", as_of=date(2026, 11, 22))
    with pytest.raises(Refused):
        evidence.released_evidence(book, as_of=date(2026, 11, 22))
