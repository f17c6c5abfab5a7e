"""One definition of overdue, for the whole program."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followup.case.date_ranges import Pause
from followup.schedule.inputs import ScheduleInputs
from followup.schedule.policy import Policy
from followup.schedule.slots import Schedule, build_schedule
from followup.schedule.standing import Standing, done_when_due, is_overdue, nearest_slot, standing
from followup.schedule.workdays import OfficeDays, Workdays

FIRST_DUE = date(2026, 2, 10)


def a_course(**inputs: object) -> Schedule:
    given_terms = ScheduleInputs(date(2026, 1, 10), Policy.monthly(3), **inputs)  # type: ignore[arg-type]
    return build_schedule(given_terms, Workdays(OfficeDays(every_day=True)))


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 2, 2), Standing.PLANNED),
        (date(2026, 2, 3), Standing.DUE),
        (date(2026, 2, 17), Standing.DUE),
        (date(2026, 2, 18), Standing.OVERDUE),
        (date(2026, 3, 2), Standing.OVERDUE),
        (date(2026, 3, 3), Standing.MISSED),
    ],
)
def test_a_slot_opens_falls_due_is_overdue_and_is_missed_when_the_next_one_opens(
    today: date, expected: Standing
) -> None:
    first, second, _ = a_course().slots

    assert standing(first, today, following=second) is expected


def test_the_last_visit_stays_overdue_however_long_ago_it_was_promised() -> None:
    last = a_course().slots[-1]

    assert standing(last, last.window_end) is Standing.DUE
    assert standing(last, last.window_end + timedelta(days=1)) is Standing.OVERDUE
    assert standing(last, last.window_end + timedelta(days=3_000)) is Standing.OVERDUE


def test_a_visit_before_a_pause_stays_overdue_until_the_first_one_after_it_opens() -> None:
    schedule = a_course(pauses=(Pause(date(2026, 3, 1), date(2026, 4, 1)),))
    third = schedule.slots[2]

    assert dict(_by_number(schedule, third.opens - timedelta(days=1)))[1] is Standing.OVERDUE
    assert dict(_by_number(schedule, third.opens))[1] is Standing.MISSED


def _by_number(schedule: Schedule, today: date) -> Iterator[tuple[int, Standing]]:
    return ((slot.k, found) for slot, found in schedule.standings(today))


def test_a_missed_slot_is_still_overdue() -> None:
    assert is_overdue(a_course().slots[0], date(2026, 12, 1))


def test_a_slot_done_excused_or_cancelled_is_never_overdue() -> None:
    late = date(2027, 1, 1)
    slot = a_course().slots[0]
    paused = a_course(pauses=(Pause(date(2026, 2, 1), date(2026, 3, 1)),)).slots[0]
    cancelled = a_course(end=date(2026, 2, 1)).slots[0]

    assert standing(slot, late, done={1}) is Standing.DONE
    assert standing(paused, late) is Standing.EXCUSED
    assert standing(cancelled, late) is Standing.CANCELLED
    assert not any(is_overdue(one, late, done={2}) for one in (paused, cancelled))
    assert not is_overdue(slot, late, done={1})


def test_a_visit_recorded_for_a_cancelled_or_paused_slot_counts_as_done() -> None:
    cancelled = a_course(end=date(2026, 2, 1)).slots[0]

    assert standing(cancelled, date(2026, 3, 1), done={1}) is Standing.DONE


def test_a_visit_planned_out_of_its_window_is_not_overdue_before_its_own_day() -> None:
    moved = a_course(frozen={1: date(2026, 2, 25)}).slots[0]

    assert not is_overdue(moved, date(2026, 2, 25))
    assert is_overdue(moved, date(2026, 2, 26))


def test_a_visit_is_made_when_due_up_to_two_weeks_late() -> None:
    assert done_when_due(FIRST_DUE, FIRST_DUE + timedelta(days=14))
    assert not done_when_due(FIRST_DUE, FIRST_DUE + timedelta(days=15))


def test_a_late_visit_belongs_to_the_slot_whose_due_date_is_nearest_ties_to_the_earlier() -> None:
    dues = [date(2026, 2, 10), date(2026, 3, 10), date(2026, 4, 10)]

    assert nearest_slot(dues, date(2026, 2, 24)) == 1
    assert nearest_slot(dues, date(2026, 2, 25)) == 2
    assert nearest_slot(dues, date(2026, 1, 11)) == 1
    assert nearest_slot(dues, date(2030, 1, 1)) == 3
    assert nearest_slot([], date(2026, 1, 1)) is None


@given(st.dates(date(2025, 1, 1), date(2027, 1, 1)), st.sets(st.integers(1, 3)))
def test_overdue_and_missed_are_exactly_what_is_overdue(today: date, done: set[int]) -> None:
    schedule = a_course()

    for slot, found in schedule.standings(today, done):
        assert (found in (Standing.OVERDUE, Standing.MISSED)) == is_overdue(slot, today, done)
