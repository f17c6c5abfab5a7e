"""A watched day answers as the day it stands for, and knows on which other days every answer would be the same."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followup.case.watched_day import Watch, WatchedDay, days_said

DAY = date(2026, 11, 26)
ASKED: list[Callable[[date, date, timedelta], Any]] = [
    lambda day, other, _: day < other,
    lambda day, other, _: day <= other,
    lambda day, other, _: day > other,
    lambda day, other, _: day >= other,
    lambda day, other, _: other < day,
    lambda day, other, _: other <= day,
    lambda day, other, _: other > day,
    lambda day, other, _: other >= day,
    lambda day, other, _: day == other,
    lambda day, other, _: other != day,
    lambda day, other, days: day + days >= other,
    lambda day, other, days: days + day < other,
    lambda day, other, days: day - days > other,
    lambda day, other, _: max(day, other) == other,
    lambda day, other, _: sorted([other, day])[0] < DAY,
    lambda day, other, _: (other, 1) < (day, 2),
    lambda day, other, _: (day - other).days > 3,
    lambda day, other, _: (other - day).days > 3,
    lambda day, other, _: day.toordinal() % 3,
    lambda day, other, _: day in {other},
    lambda day, other, _: f"{day}",
    lambda day, other, _: day.replace(year=2024) < other,
]
NEAR = st.integers(-40, 40).map(lambda days: DAY + timedelta(days))


@given(st.lists(st.tuples(st.sampled_from(ASKED), NEAR, st.integers(0, 20).map(timedelta)), max_size=5), NEAR)
def test_where_it_holds_every_answer_is_the_same(asked: list[Any], day: date) -> None:
    watch = Watch(DAY)
    answers = [ask(watch.day, other, days) for ask, other, days in asked]
    assert answers == [ask(DAY, other, days) for ask, other, days in asked]
    assert watch.holds(DAY)
    if watch.holds(day):
        assert answers == [ask(day, other, days) for ask, other, days in asked]


@pytest.mark.parametrize(
    ("ask", "first", "last"),
    [
        (lambda day, end: day > end, 1, DAY + timedelta(7)),
        (lambda day, end: end <= day, 1, DAY + timedelta(6)),
        (lambda day, end: day - timedelta(3) >= end, 1, DAY + timedelta(9)),
        (lambda day, end: day + timedelta(8) > end, DAY, date.max),
        (lambda day, end: day == end, 1, DAY + timedelta(6)),
        (lambda day, end: day.weekday() or end, DAY, DAY),
    ],
)
def test_it_holds_as_long_as_possible(ask: Callable[[date, date], Any], first: Any, last: date) -> None:
    watch = Watch(DAY)
    ask(watch.day, DAY + timedelta(7))
    assert (watch.first, watch.last) == (first if first == 1 else first.toordinal(), last.toordinal())


def test_all_that_a_day_can_be_asked_is_followed_or_noticed() -> None:
    makers = {"fromisocalendar", "fromisoformat", "fromordinal", "fromtimestamp", "today", "strptime"}
    known = {*vars(WatchedDay), *dir(object), *makers, "min", "max", "resolution"}
    assert set(dir(date)) <= known


def test_the_days_of_a_sentence_are_no_answer() -> None:
    watch = Watch(DAY)
    assert days_said(DAY - timedelta(5), watch.day) == 5
    assert watch.holds(date.max)
