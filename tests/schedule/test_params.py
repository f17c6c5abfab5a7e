"""What people type for days, ranges, weekdays and numbers."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followup.case.date_ranges import DateRange, Pause
from followup.case.forms.dates import parse_date, parse_date_range, parse_pause, parse_weekdays
from followup.errors import Invalid
from followup_cli.terminal.typed import naming_option, parse_frozen, parse_number

TODAY = date(2026, 11, 18)  # a Wednesday


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2026-07-31", date(2026, 7, 31)),
        (" 2026-07-31 ", date(2026, 7, 31)),
        ("២០២៦-០៧-៣១", date(2026, 7, 31)),
        ("today", TODAY),
        ("Yesterday", date(2026, 11, 17)),
        ("tomorrow", date(2026, 11, 19)),
        ("wed", TODAY),
        ("fri", date(2026, 11, 13)),
        ("Thursday", date(2026, 11, 12)),
    ],
)
def test_a_day_as_people_write_it(typed: str, meant: date) -> None:
    assert parse_date(typed, TODAY) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "2026-02-30",
        "2026-13-01",
        "0000-01-01",
        "20260731",
        "2026-W05-1",
        "31-07-26",
        "7/31/2026",
        "1/11/2026",
        "1 Nov",
        "soon",
        "٢٠٢٦-٠١-٠١",
    ],
)
def test_what_is_no_day_is_refused_without_repeating_it(typed: str) -> None:
    with pytest.raises(Invalid) as refused:
        parse_date(typed, TODAY)

    assert not typed or typed not in refused.value.what + refused.value.hint


def test_a_day_beyond_the_calendar_is_refused() -> None:
    with pytest.raises(Invalid):
        parse_date("tomorrow", date.max)


def test_a_range_includes_both_its_days_and_a_pause_leaves_out_the_second() -> None:
    assert parse_date_range("2026-07-01..2026-07-03", TODAY) == DateRange(date(2026, 7, 1), date(2026, 7, 3))
    assert parse_date_range("2026-07-01", TODAY) == DateRange(date(2026, 7, 1), date(2026, 7, 1))
    assert parse_pause("2026-07-01..2026-07-03:extend", TODAY) == Pause(date(2026, 7, 1), date(2026, 7, 3), extend=True)
    assert parse_pause("2026-07-01..2026-07-03", TODAY) == Pause(date(2026, 7, 1), date(2026, 7, 3))


def test_weekdays_are_named_with_commas() -> None:
    assert parse_weekdays("mon, Thu,sunday") == {0, 3, 6}


def test_a_fixed_date_names_its_visit() -> None:
    assert parse_frozen(["5=2026-07-31", "៦=today"], TODAY) == {5: date(2026, 7, 31), 6: TODAY}


@pytest.mark.parametrize(
    "parse",
    [
        lambda: parse_date_range("2026-07-03..2026-07-01", TODAY),
        lambda: parse_date_range("..", TODAY),
        lambda: parse_pause("2026-07-01", TODAY),
        lambda: parse_pause("2026-07-01..2026-07-01", TODAY),
        lambda: parse_pause("2026-07-01..2026-07-09:later", TODAY),
        lambda: parse_weekdays(""),
        lambda: parse_weekdays("mon,,tue"),
        lambda: parse_weekdays("someday"),
        lambda: parse_frozen(["2026-07-31"], TODAY),
        lambda: parse_frozen(["0=2026-07-31"], TODAY),
        lambda: parse_frozen(["5=2026-07-31", "5=2026-08-01"], TODAY),
        lambda: parse_number("-1"),
        lambda: parse_number("1.5"),
        lambda: parse_number("1_0"),
        lambda: parse_number("601", 1, 600),
        lambda: parse_number("9" * 5000),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(parse: Callable[[], object]) -> None:
    with pytest.raises(Invalid):
        parse()


def test_a_refusal_says_which_option_it_is_about() -> None:
    with pytest.raises(Invalid, match="--end"), naming_option("--end"):
        parse_date("never", TODAY)


@given(st.text())
def test_whatever_is_typed_gives_a_value_or_a_refusal(typed: str) -> None:
    for parse in (parse_date, parse_date_range, parse_pause):
        with suppress(Invalid):
            parse(typed, TODAY)


@given(st.dates(date(1990, 1, 1), date(2099, 12, 31)))
def test_a_date_written_out_is_read_back(day: date) -> None:
    assert parse_date(day.isoformat(), TODAY) == day
