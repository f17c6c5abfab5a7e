"""Days as people say them: whatever a day is called, it is that day or a refusal."""

from calendar import monthrange
from contextlib import suppress
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followup.case.date_ranges import DateRange, Pause
from followup.case.forms.dates import parse_date, parse_date_range, parse_pause
from followup.case.forms.spoken_days import BuddhistYear, Meant
from followup.errors import Invalid

TODAY = date(2026, 11, 26)  # a Thursday
MONTHS = [f"{date(2026, month, 1):%B}" for month in range(1, 13)]
KHMER_MONTHS = ["មករា", "កុម្ភៈ", "មីនា", "មេសា", "ឧសភា", "មិថុនា", "កក្កដា", "សីហា", "កញ្ញា", "តុលា", "វិច្ឆិកា", "ធ្នូ"]
WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
KHMER_DIGITS = str.maketrans("0123456789", "០១២៣៤៥៦៧៨៩")


def read(typed: str, meant: Meant = Meant.PAST, today: date = TODAY) -> date:
    """The day as a person at the terminal gets it."""
    return parse_date(typed, today, meant, lambda _: None)


def twelve_ways(day: date) -> list[str]:
    """A day as people write it whole."""
    month, khmer = MONTHS[day.month - 1], KHMER_MONTHS[day.month - 1]
    from_today = (day - TODAY).days
    return [
        day.isoformat(),
        f"{day.year}-{day.month}-{day.day}",
        f"{day.day}/{day.month}/{day.year}",
        f"{day.day:02}.{day.month:02}.{day.year}",
        f"{day.day}-{day.month}-{day.year}",
        f"{day.day} {month} {day.year}",
        f"{day.day} {month[:3].upper()} {day.year}",
        f"{month} {day.day}, {day.year}",
        f"{WEEKDAYS[day.weekday()]} {day.day} {month[:3]}. {day.year}",
        f"{day.day} {khmer} {day.year}".translate(KHMER_DIGITS),
        f"ថ្ងៃទី{day.day} ខែ{khmer} ឆ្នាំ{day.year}",
        f"{from_today:+}" if abs(from_today) < 10_000 else f"the {day.day}th of {month} {day.year}",
    ]


def test_two_hundred_days_in_twelve_ways_are_all_read_right() -> None:
    chance = Random(12)
    for _ in range(200):
        day = date(1991, 1, 1) + timedelta(chance.randrange(39_000))
        assert {read(way) for way in twelve_ways(day)} == {day}


@pytest.mark.parametrize(
    ("typed", "past", "coming"),
    [
        ("thu", date(2026, 11, 26), date(2026, 12, 3)),
        ("friday", date(2026, 11, 20), date(2026, 11, 27)),
        ("ថ្ងៃសុក្រ", date(2026, 11, 20), date(2026, 11, 27)),
        ("5 Mar", date(2026, 3, 5), date(2027, 3, 5)),
        ("Tue  1 Dec", date(2026, 12, 1), date(2026, 12, 1)),
        ("26 nov", TODAY, TODAY),
        ("tue 1 dec", date(2026, 12, 1), date(2026, 12, 1)),
        ("29 Feb", date(2024, 2, 29), date(2028, 2, 29)),
    ],
)
def test_what_is_not_said_lies_behind_or_ahead_as_is_meant(typed: str, past: date, coming: date) -> None:
    assert (read(typed), read(typed, Meant.COMING)) == (past, coming)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("last thursday", date(2026, 11, 19)),
        ("last monday", date(2026, 11, 23)),
        ("next friday", date(2026, 11, 27)),
        ("next thu", date(2026, 12, 3)),
        ("3 days ago", date(2026, 11, 23)),
        ("1 week ago", date(2026, 11, 19)),
        ("in 2 weeks", date(2026, 12, 10)),
        ("in 3 months", date(2027, 2, 26)),
        ("+14", date(2026, 12, 10)),
        ("-1", date(2026, 11, 25)),
        ("ម្សិលមិញ", date(2026, 11, 25)),
    ],
)
def test_days_are_counted_from_today(typed: str, day: date) -> None:
    assert {read(typed), read(typed, Meant.COMING)} == {day}


def test_a_month_on_from_the_thirty_first_is_the_last_of_a_shorter_month() -> None:
    assert read("in 1 month", today=date(2027, 1, 31)) == date(2027, 2, 28)


@pytest.mark.parametrize(
    "typed", ["1/11/26", "1 Nov 26", "11/14/2026", "31 Nov", "Wed 1 Dec 2026", "30 Feb 2026", "1 2 2026"]
)
def test_what_could_be_two_days_or_none_is_refused(typed: str) -> None:
    with pytest.raises(Invalid) as refused:
        read(typed)
    assert typed not in refused.value.what + refused.value.hint


@pytest.mark.parametrize(("typed", "meant"), [("27 Nov", Meant.PAST), ("1 Dec", Meant.PAST), ("20 Nov", Meant.COMING)])
def test_a_day_that_is_near_on_the_other_side_needs_its_year(typed: str, meant: Meant) -> None:
    with pytest.raises(Invalid, match="one of two"):
        read(typed, meant)


def test_who_writes_the_month_first_is_told_the_day_that_may_be_meant() -> None:
    with pytest.raises(Invalid, match="day comes first") as refused:
        read("11/14/2026")
    assert "2026-11-14" in refused.value.hint


def test_an_office_that_writes_the_month_first_is_read_so_and_told_so() -> None:
    told: list[date] = []

    def read_here(typed: str) -> date:
        return parse_date(typed, TODAY, Meant.PAST, told.append, lambda: True)

    assert read_here("1/11/2026") == date(2026, 1, 11)
    assert read_here("១/១១/២០២៦") == date(2026, 1, 11)
    assert read_here("11/14/2026") == date(2026, 11, 14)
    assert read_here("7/7/2026") == date(2026, 7, 7)
    assert told == [date(2026, 1, 11)] * 2
    with pytest.raises(Invalid, match="month comes first") as refused:
        read_here("14/11/2026")
    assert "2026-11-14" in refused.value.hint
    with pytest.raises(BuddhistYear) as era:
        read_here("1/11/2569")
    assert era.value.day == date(2026, 1, 11)
    away = parse_date_range("1/2/2026..3/4/2026", TODAY, Meant.COMING, told.append, lambda: True)
    assert away == DateRange(date(2026, 1, 2), date(2026, 3, 4))
    rest = parse_pause("1/2/2026..3/4/2026", TODAY, told.append, lambda: True)
    assert rest == Pause(date(2026, 1, 2), date(2026, 3, 4))


@pytest.mark.parametrize("typed", ["2026-11-01", "1 Nov 2026", "7/7/2026", "last monday", "+3", "11/2026"])
def test_the_office_is_asked_only_where_its_order_makes_a_difference(typed: str) -> None:
    def asked() -> bool:
        raise AssertionError

    with suppress(Invalid):
        parse_date(typed, TODAY, Meant.PAST, lambda _: None, asked)


def test_in_a_file_both_days_that_may_be_meant_are_named() -> None:
    with pytest.raises(Invalid) as refused:
        parse_date("1/11/2026", TODAY)
    assert "2026-11-01 or 2026-01-11" in refused.value.hint


def test_what_another_reader_might_take_otherwise_is_said_and_refused_where_nobody_sees_it() -> None:
    told: list[date] = []
    parse_date("1/11/2026", TODAY, understood=told.append)
    parse_date("13/11/2026", TODAY, understood=told.append)  # there is no month 13
    parse_date("5 Mar", TODAY, understood=told.append)
    parse_date("last monday", TODAY, understood=told.append)
    assert told == [date(2026, 11, 1), date(2026, 3, 5), date(2026, 11, 23)]
    for typed in ("1/11/2026", "5 Mar"):
        with pytest.raises(Invalid, match="another one"):
            parse_date(typed, TODAY)


@pytest.mark.parametrize("typed", ["2569-11-26", "26/11/2569", "26 November 2569", "២៦ វិច្ឆិកា ២៥៦៩"])
def test_a_buddhist_year_is_recognised_and_our_day_offered(typed: str) -> None:
    with pytest.raises(BuddhistYear) as refused:
        read(typed)
    assert refused.value.day == TODAY


def test_the_end_of_a_range_is_the_next_such_day_after_its_beginning() -> None:
    def days(typed: str) -> DateRange:
        return parse_date_range(typed, TODAY, Meant.COMING, lambda _: None)

    assert days("mon..fri") == DateRange(date(2026, 11, 30), date(2026, 12, 4))
    assert days("20 Dec..5 Jan") == DateRange(date(2026, 12, 20), date(2027, 1, 5))
    assert days("tomorrow..in 2 weeks") == DateRange(date(2026, 11, 27), date(2026, 12, 10))
    rest = parse_pause("1 Dec..15 Jan:extend", TODAY, lambda _: None)
    assert rest == Pause(date(2026, 12, 1), date(2027, 1, 15), extend=True)


@given(st.dates(date(1995, 1, 1), date(2095, 1, 1)), st.dates(date(1995, 1, 1), date(2095, 1, 1)))
def test_a_day_without_its_year_is_the_last_one_or_the_next_one_or_refused(today: date, day: date) -> None:
    typed = f"{day.day} {MONTHS[day.month - 1]}"
    for meant in Meant:
        with suppress(Invalid):
            found = read(typed, meant, today)
            assert (found.day, found.month) == (day.day, day.month)
            assert (found <= today) if meant is Meant.PAST else (found >= today)
            assert abs((found - today).days) <= 366 or (day.month, day.day) == (2, 29)


@given(st.text(alphabet="0123456789 -/.+abcdefghijklmnopqrstuvwxyzខែថ្ងៃទីឆ្នាំធ្នូ", max_size=24))
def test_whatever_is_typed_gives_a_day_or_a_refusal(typed: str) -> None:
    for meant in Meant:
        with suppress(Invalid):
            assert monthrange(read(typed, meant).year, 1)
