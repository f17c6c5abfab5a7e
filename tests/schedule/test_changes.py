"""What a change does to a schedule: every visit that is not as it was is listed, and no other."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from followup.case.date_ranges import Pause
from followup.schedule.changes import Change, Moving, moved
from followup.schedule.policy import ExtraContact, Policy
from followup.schedule.slots import Course, Terms, plan
from followup.schedule.workdays import Workdays

HOME = date(2026, 1, 10)
TERMS = Terms(HOME, Policy.monthly(12))


def course(**changed: object) -> Course:
    return plan(replace(TERMS, **changed), Workdays.weekdays())


def test_a_schedule_that_is_as_it_was_moves_nothing():
    assert moved(course(), course()) == ()


def test_a_visit_on_another_day_says_from_when_to_when():
    after = course(frozen={5: date(2026, 6, 17)})

    assert moved(course(), after) == (Moving(5, Change.MOVED, date(2026, 6, 10), date(2026, 6, 17)),)


def test_a_pause_excuses_and_its_end_asks_for_the_visits_again():
    paused = course(pauses=(Pause(date(2026, 3, 1), date(2026, 4, 20)),))

    assert [(one.k, one.what, one.after) for one in moved(course(), paused)] == [
        (2, Change.EXCUSED, None),
        (3, Change.EXCUSED, None),
    ]
    assert [one.what for one in moved(paused, course())] == [Change.BACK, Change.BACK]


def test_visits_added_are_new_and_visits_after_the_end_fall_away():
    assert [(one.k, one.what) for one in moved(course(), course(extra_visits=2))] == [
        (13, Change.NEW),
        (14, Change.NEW),
    ]
    ended = moved(course(), course(end=date(2026, 11, 15)))
    assert [(one.k, one.what) for one in ended] == [(11, Change.CANCELLED), (12, Change.CANCELLED)]


def test_a_visit_that_loses_its_day_is_told():
    crowded = course(frozen={5: date(2026, 6, 10), 7: date(2026, 6, 20)})

    assert Change.NO_DAY in {one.what for one in moved(course(), crowded)}


def test_contacts_that_danger_adds_are_told_apart_from_visits():
    policy = Policy.monthly(12, extra=ExtraContact())
    calm = plan(Terms(HOME, policy), Workdays.weekdays())
    watched = plan(Terms(HOME, policy, extra_before=1), Workdays.weekdays())

    assert [(one.k, one.extra, one.what) for one in moved(calm, watched)] == [(1, True, Change.NEW)]


@given(st.dictionaries(st.integers(1, 12), st.integers(-6, 6), max_size=4), st.integers(0, 5))
def test_what_moves_there_moves_back(shifted, added):
    due = {slot.k: slot.due for slot in course().slots}
    frozen = {k: date.fromordinal(due[k].toordinal() + by) for k, by in shifted.items()}
    before, after = course(), course(frozen=frozen, extra_visits=added)

    there, back = moved(before, after), moved(after, before)

    assert [(one.k, one.before, one.after) for one in there] == [(one.k, one.after, one.before) for one in back]
