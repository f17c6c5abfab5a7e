"""Rows become the entries of a form file: the same keys, the same checks, and what a spreadsheet did is put right."""

from datetime import date

import pytest

from followup.case.business.money import Currency
from followup.case.import_words import DayOrder, ImportTarget
from followup.intake.columns import fit_mapping, propose
from followup.intake.mapping import SheetMapping
from followup.intake.questions import LEFT_OUT, Asked, answered, notes, questions
from followup.intake.rows import form_problems, read_rows, row_form
from followup.intake.table import find_table
from followup.intake.workbook import NO_RESULT, ErrorCell, Sheet, Workbook
from tests.intake.test_columns import GRADUATES, PLANS, VISITS

NAMED = ("Name", "Return date")


def table(*rows, fields=GRADUATES):
    return find_table(Workbook("xlsx", (Sheet("1", rows),)), fields, header_row=1)


def asked(found, mapping=None, fields=GRADUATES):
    return questions(found, mapping or propose(found, fields), fields)


def row(headings, *cells, fields=GRADUATES, currency=Currency.KHR):
    found = table(headings, cells, fields=fields)
    (one,) = read_rows(found, propose(found, fields), fields, currency)
    return one


def values(headings, *cells, fields=GRADUATES):
    one = row(headings, *cells, fields=fields)
    assert not one.problems
    return one.values


def problem(headings, *cells, fields=GRADUATES):
    (found,) = row(headings, *cells, fields=fields).problems
    return found


class TestWhatASpreadsheetDid:
    def test_every_number_is_a_float_there_and_a_text_here(self):
        assert values(("Name", "Return date", "Birth year", "Code"), "Zmok", date(2026, 5, 15), 2004.0, 17.0) == {
            "name": "Zmok",
            "return_date": "2026-05-15",
            "birth_year": "2004",
            "code": "17",
        }

    def test_of_a_day_of_birth_only_the_year_is_kept_and_one_of_the_buddhist_calendar_is_ours(self):
        headings = (*NAMED, "Date of birth")
        for cell in (date(2004, 3, 2), "2/3/2004", "2004-03-02", 2547.0, "2/3/2547", "២៥៤៧"):
            assert values(headings, "Zmok", date(2026, 5, 15), cell)["birth_year"] == "2004"

    def test_an_error_cell_is_a_problem_of_its_cell_alone(self):
        one = row((*NAMED, "Village"), "Zmok", "2026-05-15", ErrorCell("#N/A"))

        assert [(found.column, found.sentence) for found in one.problems] == [
            ("Village", "The spreadsheet shows an error in this cell.")
        ]
        assert one.values == {"name": "Zmok", "return_date": "2026-05-15"}

    def test_a_formula_that_was_never_worked_out_is_no_error_that_anybody_sees(self):
        one = row((*NAMED, "Village"), "Zmok", ErrorCell(NO_RESULT), ErrorCell(NO_RESULT))

        assert {(found.sentence, found.what_to_write) for found in one.problems} == {
            (
                "What this cell shows is not in the file.",
                "Open the file in Excel or LibreOffice, save it, and give it again.",
            )
        }

    def test_a_figure_that_the_spreadsheet_made_a_day_of_is_refused(self):
        headings = ("Code", "Date", "Contact", "Safety (worker's score)")

        assert "made a day" in problem(headings, "K7", "2026-05-15", "phone", date(2026, 2, 3), fields=VISITS).sentence

    def test_figures_are_read_as_in_the_forms(self):
        headings = ("Code", "Date", "Contact", "Takings", "Customers a day", "Safety (worker's score)")
        read = values(headings, "K7", "2026-05-15", "home visit", "5,500", 3.0, 3.0, fields=VISITS)

        assert (read["month.takings"], read["month.customers"], read["scores.safety.worker"]) == ("5,500", "3", "3")
        wrong = problem(headings, "K7", "2026-05-15", "home visit", "2.000", 3.0, 3.0, fields=VISITS)
        assert (wrong.column, wrong.sentence, wrong.what_to_write) == (
            "Takings",
            "Riel have no smaller unit.",
            "Write whole riel, like 2000 or 2,000, or say that it is dollars.",
        )

    def test_two_scores_in_one_cell_are_the_workers_and_her_own(self):
        headings = ("Code", "Date", "Contact", "Safety")
        read = values(headings, "K7", "2026-05-15", "phone", "3 / 2", fields=VISITS)

        assert (read["scores.safety.worker"], read["scores.safety.own"]) == ("3", "2")
        assert problem(headings, "K7", "2026-05-15", "phone", "3/9", fields=VISITS).column == "Safety"

    def test_what_a_float_cannot_say_exactly_is_as_it_was_shown(self):
        headings = ("Code", "Date", "Contact", "Takings")
        read = row(headings, "K7", "2026-05-15", "phone", 0.1 + 0.2, fields=VISITS, currency=Currency.USD)

        assert (read.values["month.takings"], read.problems) == ("0.3", ())


class TestPhones:
    ROWS = (
        ("Name", "Phone", "Return date"),
        ("Zmok", 12345678.0, "2026-05-15"),
        ("Qorel", "012 345 678", "2026-05-16"),
    )

    def test_one_without_its_zero_is_proposed_with_it_once_for_the_column(self):
        found = table(*self.ROWS)
        (question,) = asked(found)

        assert (question.heading, question.asked, question.proposed) == ("Phone", Asked.ZERO, True)
        assert question.examples == ("######## becomes 0########",)
        for answer, phone in ((True, "012345678"), (False, "12345678")):
            mapping = answered(propose(found, GRADUATES), question, answer)
            assert asked(found, mapping) == ()
            assert [one.values["phone"] for one in read_rows(found, mapping, GRADUATES)] == [phone, "012 345 678"]

    def test_one_in_khmer_figures_gets_a_zero_and_figures_of_one_kind(self):
        found = table(("Name", "Phone"), ("Zmok", "១២៣៤៥៦៧៨"))
        (question,) = asked(found)
        mapping = answered(propose(found, GRADUATES), question, question.proposed)

        assert read_rows(found, mapping, GRADUATES)[0].values["phone"] == "012345678"

    def test_one_with_the_number_of_its_country_has_lost_nothing(self):
        found = table(("Name", "Phone"), ("Zmok", "+855 12 345 678"), ("Qorel", 85512345678.0))

        assert asked(found) == ()

    def test_one_that_the_spreadsheet_has_shortened_is_refused(self):
        rows = [("Zmok", "2026-05-15", one) for one in ("012345678", "1.2E+07")]
        found = table((*NAMED, "Phone"), *rows)

        (wrong,) = read_rows(found, propose(found, GRADUATES), GRADUATES)[1].problems
        assert "shortened" in wrong.sentence


class TestDays:
    def test_where_nothing_decides_the_order_it_is_asked_once_with_three_examples_spelled_out(self):
        days = ("3/4/2026", "5/6/2026", "3/4/2026", "7/8/2026", "9/10/2026")
        found = table(NAMED, *(("Zmok", day) for day in days))
        (question,) = asked(found)

        assert question.asked is Asked.ORDER
        assert question.examples == (
            "3/4/2026 is 3 April 2026, or 4 March 2026",
            "5/6/2026 is 5 June 2026, or 6 May 2026",
            "7/8/2026 is 7 August 2026, or 8 July 2026",
        )
        mapping = answered(propose(found, GRADUATES), question, DayOrder.MONTH_FIRST)
        assert asked(found, mapping) == ()
        assert read_rows(found, mapping, GRADUATES)[0].values["return_date"] == "2026-03-04"

    def test_unanswered_no_open_day_is_read(self):
        found = table(NAMED, ("Zmok", "3/4/2026"), ("Qorel", "2026-05-15"))
        first, second = read_rows(found, propose(found, GRADUATES), GRADUATES)

        assert [one.column for one in first.problems] == ["Return date"]
        assert second.problems == ()

    def test_a_column_that_contradicts_itself_is_refused_with_both_rows_named(self):
        found = table(NAMED, ("Zmok", "15/4/2026"), ("Qorel", "4/15/2026"), ("Ibbet", "2026-05-15"))
        (question,) = asked(found)
        read = read_rows(found, propose(found, GRADUATES), GRADUATES)

        assert question.asked is Asked.REFUSED
        assert "in row 2 the day comes first, in row 3 the month" in question.sentence
        assert all("contradict" in one.problems[0].sentence and len(one.problems) == 1 for one in read)

    def test_what_was_said_of_a_column_before_is_not_believed_against_its_cells(self):
        before = propose(table(NAMED, ("Zmok", "15/4/2026")), GRADUATES)
        found = table(NAMED, ("Qorel", "3/4/2026"), ("Ibbet", "4/15/2026"))
        (question,) = asked(found, fit_mapping(before, found, GRADUATES))

        assert question.asked is Asked.REFUSED
        assert "row 3 says otherwise" in question.sentence

    def test_a_century_is_asked_for_and_without_it_those_rows_are_refused(self):
        found = table(NAMED, ("Zmok", "15/4/26"), ("Qorel", "2026-05-15"))
        (question,) = asked(found)
        before = read_rows(found, propose(found, GRADUATES), GRADUATES)

        assert question.asked is Asked.CENTURY
        assert question.answers[0] == (20, "this century: 25 is 2025")
        assert [len(one.problems) for one in before] == [1, 0]
        left_out = answered(propose(found, GRADUATES), question, LEFT_OUT)
        assert asked(found, left_out) == ()
        assert [len(one.problems) for one in read_rows(found, left_out, GRADUATES)] == [1, 0]
        mapping = answered(propose(found, GRADUATES), question, 20)
        assert read_rows(found, mapping, GRADUATES)[0].values["return_date"] == "2026-04-15"

    def test_dates_that_the_spreadsheet_may_have_turned_round_are_asked_about(self):
        found = table(NAMED, ("Zmok", date(2026, 4, 3)), ("Qorel", "15/4/2026"))
        (question,) = asked(found)

        assert question.asked is Asked.TURNED
        assert question.examples == ("3 April 2026, or, turned back, 4 March 2026",)
        yes = question.answers[1][0]
        mapping = answered(propose(found, GRADUATES), question, yes)
        assert read_rows(found, mapping, GRADUATES)[0].values["return_date"] == "2026-03-04"
        later = table(NAMED, ("Zmok", date(2026, 4, 3)), ("Qorel", date(2026, 4, 15)))  # another file, and rightly read
        rows = read_rows(later, fit_mapping(mapping, later, GRADUATES), GRADUATES)
        assert [one.values["return_date"] for one in rows] == ["2026-04-03", "2026-04-15"]

    def test_what_was_understood_is_told_by_row(self):
        found = table(NAMED, ("Zmok", 46157.0), ("Qorel", "15/4/2569"))

        serial, buddhist, order = notes(found, propose(found, GRADUATES), GRADUATES)

        assert "row 2 holds a number" in serial
        assert "row 3 holds a year of the Buddhist calendar" in buddhist
        assert "the day comes first, as row 3 shows" in order

    def test_a_day_is_checked_as_in_the_forms(self):
        assert "1990 to 2099" in problem(NAMED, "Zmok", "15/4/1985").sentence


class TestRows:
    def test_a_missing_day_is_a_problem_of_its_column(self):
        assert problem(NAMED, "Zmok", None)[:2] == ("Return date", "This is missing.")

    def test_empty_cells_and_columns_that_are_passed_over_say_nothing(self):
        assert values((*NAMED, "Phone", "Age", "Hobby"), "Zmok", "2026-05-15", None, 22.0, "chess") == {
            "name": "Zmok",
            "return_date": "2026-05-15",
        }

    def test_words_of_a_list_are_read_in_both_languages(self):
        headings = (*NAMED, "Lives with", "Safe days", "Modules")
        read = values(headings, "Zmok", "2026-05-15", "ជាមួយសាច់ញាតិ", "mon-wed", "sewing; literacy")

        assert (read["placement"], read["safe_weekdays"], read["modules"]) == (
            "relative",
            "mon, tue, wed",
            "sewing, literacy",
        )

    def test_a_word_that_is_none_is_refused_by_the_form_and_not_repeated(self):
        found = problem((*NAMED, "Placement"), "Zmok", "2026-05-15", "somewhere nice")

        assert found.column == "Placement"
        assert "One of these is needed" in found.sentence
        assert "somewhere" not in f"{found.sentence} {found.what_to_write}"

    def test_two_columns_of_a_name_are_one_with_the_family_name_first(self):
        headings = ("First name", "Surname", "Return date")

        assert values(headings, "Arvi", "Zmok", "2026-05-15")["name"] == "Zmok Arvi"

    def test_what_no_column_says_may_be_the_same_for_every_row(self):
        found = table(NAMED, ("Zmok", "2026-05-15"))
        mapping = propose(found, GRADUATES)
        with_always = SheetMapping(mapping.target, mapping.columns, {"placement": "parents"})

        assert read_rows(found, with_always, GRADUATES)[0].values["placement"] == "family"

    def test_an_attempt_keeps_its_note(self):
        headings = ("Code", "Date", "Not met: why", "Note", "Name")
        read = values(headings, "K7", "2026-05-15", "មិននៅផ្ទះ", "her aunt was", "Zmok", fields=VISITS)

        assert row_form(ImportTarget.VISITS, read) == {
            "code": "K7",
            "date": "2026-05-15",
            "attempt": {"reason": "not_at_home", "note": "her aunt was"},
        }

    def test_a_plan_is_one_row(self):
        headings = ("Code", "Trade", "Customers a day", "Days open a month", "Prices", "Costs / Rent", "Loan / Amount")
        read = values(headings, "K7", "sewing", "2-3", 26.0, "skirt = 5,000; hem: 1,000", 20000.0, None, fields=PLANS)

        assert row_form(ImportTarget.PLANS, read)["prices"] == {"skirt": "5,000", "hem": "1,000"}
        assert form_problems(ImportTarget.PLANS, read) == ()

    def test_a_row_of_a_plan_may_leave_out_what_the_plan_that_stands_says(self):
        assert row(("Code", "Days open a month"), "K7", 26.0, fields=PLANS).problems == ()
        (problem,) = row(("Code", "Days open a month"), "K7", 99.0, fields=PLANS).problems
        assert problem.column == "Days open a month"

    def test_the_marks_of_a_copy_that_came_back_are_kept_and_no_part_of_the_form(self):
        read = values((*NAMED, "problem", "imported"), "Zmok", "2026-05-15", "This is missing.", "yes, 2026-11-26")

        assert (read["imported"], read["problem"]) == ("yes, 2026-11-26", "This is missing.")
        assert row_form(ImportTarget.GRADUATES, read) == {"name": "Zmok", "return_date": "2026-05-15"}

    @pytest.mark.parametrize("cell", ["yes", "Y", "ចាស", True, 1.0])
    def test_yes_is_understood(self, cell):
        assert values(("Code", "Date", "Contact", "Business open"), "K7", "2026-05-15", "phone", cell, fields=VISITS)[
            "month.open"
        ] == ("true")

    def test_what_is_neither_yes_nor_no_is_refused(self):
        headings = ("Code", "Date", "Contact", "Business open")
        rows = [("K7", "2026-05-15", "phone", one) for one in ("yes", "no", "perhaps")]
        found = table(headings, *rows, fields=VISITS)

        assert [len(one.problems) for one in read_rows(found, propose(found, VISITS), VISITS)] == [0, 0, 1]
