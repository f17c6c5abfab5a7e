"""The demo's lessons: one of every state, most failures learned from, and training that shows in the evidence."""

from datetime import date

import pytest

from followup.case.lesson_words import LessonVerdict
from followup.monitoring.lessons import LessonState
from followup.services import evidence
from followup.services.lessons import all_lessons, first_failure, list_lessons
from followup.statistics.quarters import Quarter
from followup_data import shipped
from tests.demo.demos import TODAY, a_demo


@pytest.fixture(scope="module")
def demo():
    """A demo of 400 graduates."""
    return a_demo(400)[0]


def test_the_published_failure_led_to_the_first_lesson_which_was_checked_and_had_helped(demo):
    first = all_lessons(demo)[0]

    assert demo.find("DEMO-1") in first.said.cases
    assert first.said.modules == ("small-business",)
    assert [one.said.centres for one in first.applied] == [("Centre A",), ("Centre B",)]
    assert first.checks[-1].said.verdict is LessonVerdict.HELPED


def test_training_was_changed_on_the_days_from_which_the_centres_teach_it(demo):
    taught = shipped.demo("lives")["training"]["from_months_ago"]
    applied = {one.said.centres[0]: one.on for one in all_lessons(demo)[0].applied}

    months = {
        centre: (TODAY.year - on.year) * 12 + TODAY.month - on.month for centre, on in applied.items() if on.day == 1
    }
    assert months == taught


@pytest.mark.parametrize(
    ("graduates", "today"),
    [(0, TODAY), (1, date(2028, 2, 29)), (6, date(2027, 1, 1)), (20, date(2027, 3, 31)), (60, date(2026, 10, 5))],
)
def test_every_demo_has_lessons_in_every_state_and_one_that_is_stuck(graduates, today):
    book, _ = a_demo(graduates, today=today)

    found = all_lessons(book)

    assert {one.state for one in found} == set(LessonState)
    assert any(one.state is LessonState.ACCEPTED and one.is_overdue(today) for one in found)
    assert all(said.on <= today for one in found for said in (*one.answers, *one.applied, *one.checks))
    assert "DEMO-1" not in list_lessons(book).unlearned


def test_every_failure_older_than_two_quarters_stands_in_a_lesson_drawn_after_it(demo):
    begun = Quarter.of(TODAY).before.start
    named = {case_id: one.on for one in all_lessons(demo) for case_id in one.said.cases}
    ends = {case.id: end.on for case in demo.cases() if (end := first_failure(case))}

    assert not [case_id for case_id, on in ends.items() if on < begun and case_id not in named]
    assert all(ends[case_id] < on for case_id, on in named.items())


def test_most_failures_of_the_last_quarter_stand_in_a_lesson(demo):
    last = Quarter.of(TODAY).before
    failed = {case.code for case in demo.cases() if (end := first_failure(case)) and last.holds(end.on)}

    open_ones = failed & set(list_lessons(demo).unlearned)

    assert len(failed) >= 4
    assert len(open_ones) <= len(failed) / 4


def test_whoever_was_taught_to_run_a_business_fails_less_often_for_money(demo):
    taught = evidence.module_evidence(demo, "small-business").found.overall.taught

    with_it, without = taught.those, taught.others
    assert min(with_it.of, without.of) > 100
    assert with_it.value < without.value / 2


def test_fewer_fail_for_money_after_the_change_than_before_it(demo):
    change = evidence.module_evidence(demo, "small-business").found.overall.change

    assert change is not None
    assert change.those.value < change.others.value


def test_what_goes_out_of_a_demo_has_no_small_count(demo):
    told = [
        one for module in evidence.released_evidence(demo).modules for one in (module.taught, module.changed) if one
    ]
    counts = [n for one in told for side in one.compared for n in (side.count, side.of - side.count)]

    assert not [count for count in counts if 0 < count < 5]
