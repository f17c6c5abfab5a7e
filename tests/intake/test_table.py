"""The table in a workbook: its sheet, its headings, its rows."""

import pytest

from followup.case.import_words import ImportTarget
from followup.errors import Invalid
from followup.intake.fields import import_fields
from followup.intake.table import WhichSheet, find_table
from followup.intake.workbook import MergedArea, Sheet, Workbook
from followup.values import replace
from followup_data import shipped
from tests.intake.office_sheet import FIRST_ROW, office_sheet

GRADUATES, VISITS = (
    import_fields(target, shipped.import_names(), shipped.place_spellings())
    for target in (ImportTarget.GRADUATES, ImportTarget.VISITS)
)


def book(*rows, merged=(), kind="csv"):
    return Workbook(kind, (Sheet("Sheet1", rows, merged),))


def headings(*rows, merged=()):
    return find_table(book(*rows, merged=merged), GRADUATES).header


class TestTheHeadings:
    def test_they_stand_in_the_row_whose_words_are_known_whatever_is_above_it(self):
        table = find_table(book(("Our list", None), (None, None), ("Name", "Phone"), ("Zmok", "012")), GRADUATES)

        assert (table.header, table.header_row) == (("Name", "Phone"), 3)
        assert [row.number for row in table.rows] == [4]

    def test_a_heading_has_what_it_stands_under_before_it(self):
        merged = (MergedArea(0, 1, 0, 2), MergedArea(0, 0, 1, 0))
        rows = (("Name", "Contact", None), (None, "Name", "Phone"), ("Zmok", "An aunt", "012"))

        assert headings(*rows, merged=merged) == ("Name", "Contact / Name", "Contact / Phone")
        assert headings(*rows) == ("Name", "Contact / Name", "Contact / Phone")  # a csv has no merged cells

    def test_a_title_over_the_whole_table_stands_before_no_heading(self):
        rows = (("Graduates of 2026", None), ("Name", "Phone"), ("Zmok", "012"))

        assert headings(*rows, merged=(MergedArea(0, 0, 0, 1),)) == headings(*rows) == ("Name", "Phone")

    def test_of_two_languages_one_above_the_other_the_lower_row_is_the_last_of_the_headings(self):
        table = find_table(book(("Name", "Phone"), ("ឈ្មោះ", "ទូរស័ព្ទ"), ("Zmok", "012")), GRADUATES)

        assert table.header == ("Name / ឈ្មោះ", "Phone / ទូរស័ព្ទ")
        assert [row.number for row in table.rows] == [3]

    def test_rows_of_words_below_are_no_headings(self):
        rows = (("Name", "Village", "Phone"), ("Zmok", "Thnal", "012"), ("Qorel", "Bavel", "097"))

        assert find_table(book(*rows), GRADUATES).header_row == 1

    def test_values_with_much_left_empty_or_covered_below_known_headings_are_none(self):
        rows = (("Code", "Name", "Phone", "Trade", "Currency"), ("ABC-1", None, None, "▒▒▒", "riel"))

        table = find_table(book(*rows), GRADUATES)

        assert (table.header_row, table.rows[0].number) == (1, 2)

    def test_two_headings_that_are_the_same_are_told_apart_by_their_columns(self):
        assert headings(("Name", "Phone", "Phone"), ("Zmok", "012", "097")) == (
            "Name",
            "Phone, column B",
            "Phone, column C",
        )

    def test_a_column_without_a_heading_is_called_by_its_letter_and_an_empty_one_is_none(self):
        assert headings(("Name", "Phone", None, None), ("Zmok", "012", None, "x")) == (
            "Name",
            "Phone",
            "no heading, column D",
        )

    def test_a_sheet_without_known_headings_is_refused_so_that_no_name_is_shown_as_one(self):
        with pytest.raises(Invalid) as error:
            headings(("Zmok Arvi", "Thnal"), ("Qorel Belka", "Bavel"))

        assert "No row of headings" in error.value.what
        assert "Zmok" not in f"{error.value.what} {error.value.hint}"

    def test_who_says_the_row_of_the_headings_is_believed(self):
        rows = (("Wer", "Wo"), ("Zmok", "Thnal"))

        assert find_table(book(*rows), GRADUATES, header_row=1).header == ("Wer", "Wo")
        with pytest.raises(Invalid, match="no row of that number"):
            find_table(book(*rows), GRADUATES, header_row=9)
        for value in ("012 345 678", "15/4/2026", 17.0):
            with pytest.raises(Invalid, match="no row of headings"):
                find_table(book(("Zmok", value)), GRADUATES, header_row=1)


class TestTheRows:
    def test_empty_ones_and_headings_repeated_on_every_page_are_none(self):
        rows = (("Name", "Phone"), ("Zmok", "012"), (None, None), ("Name", "Phone"), ("Qorel", " "), ("  ", None))

        found = find_table(book(*rows), GRADUATES).rows

        assert [(row.number, row.cells) for row in found] == [(2, ("Zmok", "012")), (5, ("Qorel", None))]


class TestTheSheet:
    def test_the_only_one_with_known_headings_is_meant(self):
        assert find_table(office_sheet(), GRADUATES).header_row == FIRST_ROW - 1

    def test_of_several_it_is_asked_which_by_number_since_a_name_may_be_somebodys(self):
        rows = (("Name", "Phone"), ("Zmok", "012"))
        several = Workbook(
            "xlsx", (Sheet("Zmok", rows), Sheet("Qorel", (*rows, *rows[1:])), Sheet("Old", rows, hidden=True))
        )

        with pytest.raises(WhichSheet) as error:
            find_table(several, GRADUATES)

        assert error.value.choices == ((1, 1), (2, 2))
        assert "Zmok" not in f"{error.value.what} {error.value.hint}"
        assert len(find_table(several, GRADUATES, "2").rows) == len(find_table(several, GRADUATES, "qorel").rows) == 2

    def test_one_with_headings_alone_is_not_asked_about(self):
        rows = (("Name", "Phone"), ("Zmok", "012"))
        several = Workbook("xlsx", (Sheet("Next year", rows[:1]), Sheet("Now", rows)))

        assert find_table(several, GRADUATES).sheet.name == "Now"

    def test_one_that_is_not_there_is_refused(self):
        with pytest.raises(Invalid, match="no sheet of that name or number"):
            find_table(office_sheet(), GRADUATES, "9")

    def test_a_workbook_without_a_table_says_what_to_do(self):
        empty = replace(office_sheet(), sheets=(Sheet("a", ()), Sheet("b", ((None,),))))

        with pytest.raises(Invalid) as error:
            find_table(empty, GRADUATES)

        assert "--header-row" in error.value.hint
