"""What a change does to a schedule: every visit that is not as it was is listed, and no other."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from followup.case.date_ranges import Pause
from followup.schedule.changes import VisitChange, VisitChangeKind, visit_changes
from followup.schedule.inputs import ScheduleInputs
from followup.schedule.policy import ExtraContactRule, Policy
from followup.schedule.slots import Schedule, build_schedule
from followup.schedule.workdays import Workdays
from followup.values import replace

HOME = date(2026, 1, 10)
TERMS = ScheduleInputs(HOME, Policy.monthly(12))


def schedule(**changed: object) -> Schedule:
    return build_schedule(replace(TERMS, **changed), Workdays.weekdays())


def test_a_schedule_that_is_as_it_was_moves_nothing():
    assert visit_changes(schedule(), schedule()) == ()


def test_a_visit_on_another_day_says_from_when_to_when():
    after = schedule(frozen={5: date(2026, 6, 17)})

    assert visit_changes(schedule(), after) == (
        VisitChange(5, VisitChangeKind.MOVED, date(2026, 6, 10), date(2026, 6, 17)),
    )


def test_a_pause_excuses_and_its_end_asks_for_the_visits_again():
    paused = schedule(pauses=(Pause(date(2026, 3, 1), date(2026, 4, 20)),))

    assert [(one.k, one.what, one.after) for one in visit_changes(schedule(), paused)] == [
        (2, VisitChangeKind.EXCUSED, None),
        (3, VisitChangeKind.EXCUSED, None),
    ]
    assert [one.what for one in visit_changes(paused, schedule())] == [VisitChangeKind.BACK, VisitChangeKind.BACK]


def test_visits_added_are_new_and_visits_after_the_end_fall_away():
    assert [(one.k, one.what) for one in visit_changes(schedule(), schedule(extra_visits=2))] == [
        (13, VisitChangeKind.NEW),
        (14, VisitChangeKind.NEW),
    ]
    ended = visit_changes(schedule(), schedule(end=date(2026, 11, 15)))
    assert [(one.k, one.what) for one in ended] == [(11, VisitChangeKind.CANCELLED), (12, VisitChangeKind.CANCELLED)]


def test_a_visit_that_loses_its_day_is_told():
    crowded = schedule(frozen={5: date(2026, 6, 10), 7: date(2026, 6, 20)})

    assert VisitChangeKind.NO_DAY in {one.what for one in visit_changes(schedule(), crowded)}


def test_contacts_that_danger_adds_are_told_apart_from_visits():
    policy = Policy.monthly(12, extra=ExtraContactRule())
    calm = build_schedule(ScheduleInputs(HOME, policy), Workdays.weekdays())
    watched = build_schedule(ScheduleInputs(HOME, policy, extra_before=1), Workdays.weekdays())

    assert [(one.k, one.extra, one.what) for one in visit_changes(calm, watched)] == [(1, True, VisitChangeKind.NEW)]


@given(st.dictionaries(st.integers(1, 12), st.integers(-6, 6), max_size=4), st.integers(0, 5))
def test_what_moves_there_moves_back(shifted, added):
    due = {slot.k: slot.due for slot in schedule().slots}
    frozen = {k: date.fromordinal(due[k].toordinal() + by) for k, by in shifted.items()}
    before, after = schedule(), schedule(frozen=frozen, extra_visits=added)

    there, back = visit_changes(before, after), visit_changes(after, before)

    assert [(one.k, one.before, one.after) for one in there] == [(one.k, one.after, one.before) for one in back]
