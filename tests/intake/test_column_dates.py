"""Days of a column: the order of their figures is decided for the column, and nothing is guessed."""

from datetime import date, datetime, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from followup.case.import_words import DayOrder
from followup.errors import Invalid
from followup.intake.column_dates import look_at_days, looks_like_a_day, read_day
from followup.intake.workbook import ErrorCell

DAY_FIRST, MONTH_FIRST = DayOrder.DAY_FIRST, DayOrder.MONTH_FIRST


def looked_at(*cells):
    return look_at_days(enumerate(cells, 2))


def refusal(cell, order=None, century=None, **said):
    with pytest.raises(Invalid) as error:
        read_day(cell, order, century, **said)
    return error.value.what


class TestTheOrderOfAColumn:
    def test_a_first_figure_above_12_makes_it_day_first(self):
        assert looked_at("3/4/2026", "15/4/2026").order is DAY_FIRST

    def test_a_second_figure_above_12_makes_it_month_first(self):
        assert looked_at("3/4/2026", "4/15/2026").order is MONTH_FIRST

    def test_both_contradict_one_another_and_both_rows_are_known(self):
        days = looked_at("3/4/2026", "15/4/2026", "4/15/2026")

        assert days.order is None
        assert days.contradiction == (3, 4)

    def test_neither_leaves_it_open(self):
        days = looked_at("3/4/2026", "5/5/2026")

        assert (days.order, days.contradiction) == (None, None)
        assert [row for row, _ in days.open] == [2]  # 5/5 is the same day either way

    def test_a_day_that_says_itself_decides_nothing(self):
        assert looked_at("2026-04-15", "15 Apr 2026", date(2026, 4, 15), 46127.0, ErrorCell("#N/A"), None).order is None

    @given(st.data())
    @settings(max_examples=60)
    def test_it_is_as_a_plain_reader_finds_it_who_tries_both_orders_on_every_cell(self, data):
        ways = data.draw(st.sampled_from([("%d/%m/%Y",), ("%m/%d/%Y",), ("%d/%m/%Y", "%m/%d/%Y")]))
        written = data.draw(st.lists(st.tuples(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.sampled_from(ways))))
        cells = [day.strftime(way) for day, way in written]

        days = look_at_days(enumerate(cells))

        only_day_first = [row for row, cell in enumerate(cells) if not can_be(cell, "%m/%d/%Y")]
        only_month_first = [row for row, cell in enumerate(cells) if not can_be(cell, "%d/%m/%Y")]
        assert (list(days.day_first), list(days.month_first)) == (only_day_first, only_month_first)
        assert (days.contradiction is not None) == bool(only_day_first and only_month_first)
        for order, way in ((DAY_FIRST, "%d/%m/%Y"), (MONTH_FIRST, "%m/%d/%Y")):
            if days.order is order and ways == (way,):
                assert [read_day(cell, order) for cell in cells] == [day for day, _ in written]


def can_be(cell, way):
    try:
        datetime.strptime(cell, way)  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return False
    return True


class TestReadingADay:
    @pytest.mark.parametrize(
        "cell",
        [
            *("15/5/2026", "15.05.2026", "15-5-2026", "2026-05-15", "2026/5/15", "15 May 2026", "15-May-2026"),
            *("Friday 15 May 2026", "May 15, 2026", "15/5/2026 08:30", "2026-05-15T08:30:00", "15/5/2569"),
            *("១៥/០៥/២០២៦", "១៥ ឧសភា ២០២៦", "ថ្ងៃទី១៥ ខែឧសភា ឆ្នាំ២០២៦", "15\u200b/5/2026", "15 ឧសភា 2569"),
            *(
                date(2026, 5, 15),
                datetime.combine(date(2026, 5, 15), time(8, 30)),
                date(2569, 5, 15),
                46157.0,
                46157.5,
                "46157",
            ),
        ],
    )
    def test_every_way_to_write_it_is_the_same_day(self, cell):
        assert looks_like_a_day(cell)
        assert read_day(cell, DAY_FIRST) == date(2026, 5, 15)

    @pytest.mark.parametrize(
        "cell", ["yesterday", "fri", "+2000", "in 3 days", "2026", 2026.0, "15 May", 3.0, True, time(8), "", "soon"]
    )
    def test_what_depends_on_the_day_it_is_read_or_is_no_day_is_refused(self, cell):
        assert refusal(cell, DAY_FIRST) == "That is not a day."
        assert not looks_like_a_day(cell)

    def test_an_open_day_is_refused_while_nobody_has_said_the_order(self):
        assert "Nobody has said" in refusal("3/4/2026")
        assert read_day("3/4/2026", MONTH_FIRST) == date(2026, 3, 4)

    def test_a_day_that_cannot_be_in_the_order_of_its_column_is_refused_and_not_turned(self):
        assert refusal("4/15/2026", DAY_FIRST) == "The day comes first in this column."

    def test_a_day_the_calendar_does_not_have_is_refused(self):
        assert refusal("31/2/2026", DAY_FIRST) == refusal("30 Feb 2026") == "There is no such day in the calendar."

    def test_the_29th_of_february_of_a_buddhist_year_is_that_of_ours(self):
        assert read_day("29/2/2567", DAY_FIRST) == read_day("2567-02-29", None) == date(2024, 2, 29)

    @pytest.mark.parametrize("cell", ["15/05/20", "15-May-20", "15 ឧសភា ២០"])
    def test_a_year_of_two_figures_is_refused_unless_the_century_was_said(self, cell):
        assert refusal(cell, DAY_FIRST) == "The year has two figures only."
        assert read_day(cell, DAY_FIRST, 20) == date(2020, 5, 15)
        assert read_day(cell, DAY_FIRST, 25) == date(1977, 5, 15)
        assert looked_at(cell).short_years == (2,)

    def test_an_error_of_the_spreadsheet_is_said_to_be_one(self):
        assert refusal(ErrorCell("#REF!"), DAY_FIRST) == "The spreadsheet shows an error in this cell."

    def test_a_refusal_never_repeats_what_was_written(self):
        for cell in ("31/2/2026", "4/15/2026", "15/05/20", "Zmok"):
            with pytest.raises(Invalid) as error:
                read_day(cell, DAY_FIRST)
            assert cell not in f"{error.value.what} {error.value.hint}"


class TestDatesThatTheSpreadsheetMade:
    def test_dates_up_to_the_12th_beside_a_text_above_it_may_have_been_turned_round(self):
        assert looked_at(date(2026, 4, 3), "15/4/2026").may_be_turned
        assert not looked_at(date(2026, 4, 13), date(2026, 4, 3), "15/4/2026").may_be_turned
        assert not looked_at(date(2026, 4, 3), "3/4/2026").may_be_turned
        assert looked_at(date(2026, 4, 3), "4/15/2026").may_be_turned
        assert not looked_at(date(2026, 4, 3), "4/15/2026", "15/4/2026").may_be_turned

    def test_they_are_turned_back_where_that_was_said(self):
        assert read_day(date(2026, 4, 3), DAY_FIRST, turned=True) == date(2026, 3, 4)
        assert read_day("15/4/2026", DAY_FIRST, turned=True) == date(2026, 4, 15)
