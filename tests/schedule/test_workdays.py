"""A working day is one on which she can be visited and the worker is there."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followup.case.date_ranges import DateRange, Pause
from followup.errors import Invalid
from followup.schedule.public_holidays import PublicHolidays
from followup.schedule.workdays import Obstacle, OfficeDays, Workdays

WEDNESDAY, SATURDAY = date(2026, 7, 1), date(2026, 7, 4)
near = st.dates(date(2025, 12, 1), date(2026, 12, 31))


def test_weekends_are_free_unless_every_day_is_worked() -> None:
    assert Workdays.weekdays().obstacles(SATURDAY) == (Obstacle.WEEKEND,)
    assert Workdays(OfficeDays(every_day=True)).works(SATURDAY)


def test_leave_and_days_to_avoid_include_both_their_ends() -> None:
    away = DateRange(date(2026, 7, 1), date(2026, 7, 3))

    on_leave = Workdays(OfficeDays(), leave=(away,))
    harvest = Workdays(OfficeDays(), avoid=(away,))

    assert [on_leave.works(date(2026, 7, day)) for day in (1, 3, 6)] == [False, False, True]
    assert harvest.obstacles(date(2026, 7, 3)) == (Obstacle.AVOID,)


def test_she_is_visited_only_on_a_weekday_she_has_named_safe() -> None:
    tuesdays = Workdays(OfficeDays(), safe=frozenset({1}))

    assert tuesdays.obstacles(WEDNESDAY) == (Obstacle.UNSAFE,)
    assert tuesdays.works(date(2026, 6, 30))


def test_a_day_can_have_more_than_one_obstacle() -> None:
    both = Workdays(OfficeDays(public=PublicHolidays.only([WEDNESDAY])))
    both = Workdays(both.open_days, leave=(DateRange(WEDNESDAY, WEDNESDAY),))

    assert both.obstacles(WEDNESDAY) == (Obstacle.HOLIDAY, Obstacle.LEAVE)


def test_every_obstacle_has_words_for_people() -> None:
    assert all(obstacle.label for obstacle in Obstacle)


def test_a_range_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(Invalid):
        DateRange(SATURDAY, WEDNESDAY)
    with pytest.raises(Invalid):
        Pause(SATURDAY, SATURDAY)
    with pytest.raises(Invalid):
        Workdays(OfficeDays(), safe=frozenset({7}))


@given(near, st.integers(0, 40), st.frozensets(st.integers(0, 6)), st.frozensets(near, max_size=9), st.booleans())
def test_the_table_of_days_says_the_same_as_each_day_asked_alone(
    start: date, length: int, safe: frozenset[int], holidays: frozenset[date], every_day: bool
) -> None:
    leave = DateRange(start, start + timedelta(days=length))
    workdays = Workdays(OfficeDays(every_day, PublicHolidays.only(holidays)), (leave,), (), safe)

    days = workdays.days(start.toordinal() - 50, start.toordinal() + 50)

    for ordinal in range(start.toordinal() - 50, start.toordinal() + 51):
        assert days.works(ordinal) == workdays.works(date.fromordinal(ordinal))


@given(st.integers(0, 60), st.integers(-70, 70), st.integers(-70, 70))
def test_the_nearest_day_is_the_nearest_and_ties_go_to_the_earlier(offset: int, low: int, high: int) -> None:
    due = WEDNESDAY.toordinal() + offset
    days = Workdays.weekdays().days(due - 100, due + 100)

    found = days.nearest(due, due + low, due + high)

    fitting = [day for day in range(due + low, due + high + 1) if days.works(day)]
    assert found == min(fitting, key=lambda day: (abs(day - due), day), default=None)
