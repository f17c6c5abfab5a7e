"""Quarters partition a year: half-open, each day in one of them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followup.errors import Invalid
from followup.statistics.quarters import Quarter

DAYS = st.dates(date(1950, 1, 1), date(2150, 12, 31))


@given(DAYS)
def test_every_day_lies_in_its_own_quarter_and_in_no_other(day: date) -> None:
    mine = Quarter.of(day)

    assert mine.start <= day < mine.end
    assert mine.before.end == mine.start
    assert mine.next.start == mine.end


@given(DAYS, st.integers(-40, 40))
def test_going_on_and_back_leads_home(day: date, quarters: int) -> None:
    quarter = Quarter.of(day)

    assert quarter.plus(quarters).plus(-quarters) == quarter
    assert quarter.next.start == quarter.end
    assert Quarter.of(quarter.end - timedelta(days=1)) == quarter


def test_a_quarter_begins_on_its_first_day_and_ends_before_the_next() -> None:
    third = Quarter(2026, 3)

    assert (third.start, third.end) == (date(2026, 7, 1), date(2026, 10, 1))
    assert [str(one) for one in Quarter(2025, 4).upto(Quarter(2026, 2))] == ["2025Q4", "2026Q1", "2026Q2"]


@pytest.mark.parametrize("typed", ["2026Q3", "2026q3", "2026 Q3", "2026-Q3", " 2026Q3 ", "២០២៦Q៣"])
def test_a_quarter_is_typed_in_several_ways(typed: str) -> None:
    assert Quarter.parse(typed) == Quarter(2026, 3)


@pytest.mark.parametrize(
    "typed", ["", "2026", "2026Q5", "2026Q0", "26Q3", "Q3", "0000Q1", "២០២៦Q3x", "2026Q3Q3", "9" * 5000]
)
def test_what_is_no_quarter_is_refused_with_a_sentence(typed: str) -> None:
    with pytest.raises(Invalid, match="not a quarter"):
        Quarter.parse(typed)
