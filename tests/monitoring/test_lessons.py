"""How a lesson stands: who must act next, since when and until when; and which failures no lesson names."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followup.case.facts import (
    Body,
    Configured,
    Fact,
    LessonAnswered,
    LessonApplied,
    LessonChecked,
    LessonProposed,
    Withdrawn,
)
from followup.case.lesson_words import LessonVerdict
from followup.case.outcome_words import FailureCause
from followup.monitoring.lessons import LessonState, lessons_of, modules_for, unlearned
from tests.case.any_facts import journals, of_the_office

TODAY = date(2026, 6, 15)
BEGUN = datetime(2026, 1, 1, 9, tzinfo=UTC)
PROPOSED = LessonProposed("Teach reckoning.", "Nobody reckoned.", (FailureCause.DEBT,), ("literacy",), ("a", "b"))
ACCEPTED = LessonAnswered("1", accepted=True, owner="KB", due=date(2026, 5, 1))
DECLINED = LessonAnswered("1", accepted=False, reason="No room in the year.")
APPLIED = LessonApplied("1", ("Centre A",))
HELPED = LessonChecked("1", LessonVerdict.HELPED)


def journal(*said: tuple[str, Body]) -> list[Fact]:
    """Facts with the ids 1, 2, ... true from their days, written down in this order."""
    return [
        Fact(str(seq), BEGUN + timedelta(hours=seq), date.fromisoformat(on), "d", seq, "SN", body)
        for seq, (on, body) in enumerate(said, 1)
    ]


@pytest.mark.parametrize(
    ("said", "state", "waits_for", "since", "until"),
    [
        ([], LessonState.PROPOSED, "trainers", "2026-01-10", "2026-02-09"),
        ([("2026-02-01", ACCEPTED)], LessonState.ACCEPTED, "KB", "2026-02-01", "2026-05-01"),
        ([("2026-02-01", DECLINED)], LessonState.DECLINED, "", "2026-02-01", None),
        (
            [("2026-02-01", ACCEPTED), ("2026-03-01", APPLIED)],
            *(LessonState.APPLIED, "KB", "2026-03-01", "2027-08-31"),
        ),
        (
            [("2026-02-01", ACCEPTED), ("2026-03-01", APPLIED), ("2026-06-01", HELPED)],
            *(LessonState.CHECKED, "", "2026-06-01", None),
        ),
    ],
)
def test_a_lesson_waits_for_whoever_must_act_next(said, state, waits_for, since, until):
    (lesson,) = lessons_of(journal(("2026-01-10", PROPOSED), *said), TODAY)

    assert (lesson.state, lesson.waits_for, lesson.since.isoformat()) == (state, waits_for, since)
    assert (lesson.until and lesson.until.isoformat()) == until


def test_the_later_answer_counts_so_that_what_was_declined_may_be_accepted_after_all():
    facts = journal(("2026-01-10", PROPOSED), ("2026-02-01", DECLINED), ("2026-03-01", ACCEPTED))

    (lesson,) = lessons_of(facts, TODAY)

    assert (lesson.state, lesson.owner, len(lesson.answers)) == (LessonState.ACCEPTED, "KB", 2)


def test_a_lesson_is_stuck_from_the_day_after_the_one_it_should_have_gone_on_by():
    (lesson,) = lessons_of(journal(("2026-01-10", PROPOSED)), TODAY)

    assert not lesson.is_overdue(date(2026, 2, 9))
    assert lesson.is_overdue(date(2026, 2, 10))


def test_a_lesson_that_waits_for_nobody_is_never_stuck():
    (lesson,) = lessons_of(journal(("2026-01-10", PROPOSED), ("2026-02-01", DECLINED)), TODAY)

    assert not lesson.is_overdue(date(2099, 1, 1))


def test_too_few_to_say_is_looked_at_again_after_a_year():
    too_few = LessonChecked("1", LessonVerdict.TOO_FEW)
    said = (("2026-02-01", ACCEPTED), ("2026-03-01", APPLIED), ("2026-06-01", too_few))

    (lesson,) = lessons_of(journal(("2026-01-10", PROPOSED), *said), TODAY)

    assert (lesson.state, lesson.waits_for, lesson.until) == (LessonState.CHECKED, "KB", date(2027, 6, 1))


def test_what_is_applied_at_one_more_centre_waits_to_be_checked_again():
    said = (("2026-02-01", ACCEPTED), ("2026-03-01", APPLIED), ("2026-04-01", HELPED))
    more = ("2026-05-01", LessonApplied("1", ("Centre B",)))

    (lesson,) = lessons_of(journal(("2026-01-10", PROPOSED), *said, more), TODAY)

    assert (lesson.state, lesson.since) == (LessonState.APPLIED, date(2026, 5, 1))


def test_lessons_are_numbered_as_they_were_written_whatever_day_they_are_true_of():
    facts = journal(("2026-05-10", PROPOSED), ("2026-01-10", PROPOSED))

    assert [(one.number, one.id) for one in lessons_of(facts, TODAY)] == [(1, "1"), (2, "2")]
    assert [(one.number, one.id) for one in lessons_of(facts, date(2026, 2, 1))] == [(2, "2")]


def test_a_day_sees_only_what_was_true_by_then_and_an_instant_only_what_was_known():
    facts = journal(("2026-01-10", PROPOSED), ("2026-02-01", ACCEPTED), ("2026-03-01", APPLIED))

    assert lessons_of(facts, date(2026, 2, 28))[0].state is LessonState.ACCEPTED
    assert lessons_of(facts, TODAY, known_at=BEGUN + timedelta(hours=1))[0].state is LessonState.PROPOSED
    assert lessons_of(facts, date(2026, 1, 9)) == ()


def test_a_withdrawn_step_was_never_taken():
    facts = journal(("2026-01-10", PROPOSED), ("2026-02-01", DECLINED), ("2026-02-02", Withdrawn("2", "typed twice")))

    assert lessons_of(facts, TODAY)[0].state is LessonState.PROPOSED


def test_an_answer_whose_lesson_has_not_arrived_yet_waits_for_it():
    facts = journal(("2026-02-01", LessonAnswered("9", accepted=False, reason="x")), ("2026-02-01", Configured()))

    assert lessons_of(facts, TODAY) == ()


def test_failures_that_no_lesson_names_are_still_to_be_learned_from():
    lessons = lessons_of(journal(("2026-01-10", PROPOSED), ("2026-02-01", DECLINED)), TODAY)

    assert unlearned(["c", "a", "d"], lessons) == ("c", "d")


def test_the_modules_tied_to_most_of_the_causes_come_first():
    prevents = {"sewing": ["skill_too_weak"], "literacy": ["debt"], "small-business": ["debt", "no_one_in_charge"]}

    assert modules_for([FailureCause.NO_ONE_IN_CHARGE, FailureCause.DEBT], prevents) == ("small-business", "literacy")


@given(journals(of_the_office), st.randoms())
def test_lessons_do_not_depend_on_the_order_in_which_facts_arrive(facts, rng):
    shuffled = list(facts)
    rng.shuffle(shuffled)

    assert lessons_of(shuffled, TODAY) == lessons_of(facts, TODAY)
