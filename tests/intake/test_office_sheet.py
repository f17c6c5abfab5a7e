"""The sheet of an invented office, from the file to the rows of a form: every stumbling block of it at once."""

import pytest

from followup.intake.columns import lacking, propose
from followup.intake.questions import Asked, answered, notes, questions
from followup.intake.rows import read_rows
from followup.intake.table import find_table
from followup.intake.workbook import Workbook, read_workbook
from tests.intake.office_sheet import (
    BUDDHIST_ROW,
    ERROR_ROW,
    FIRST_ROW,
    KHMER_ROW,
    LAST_ROW,
    LOST_ZERO_ROW,
    SERIAL_ROW,
    TWIN_ROWS,
    office_sheet,
    returned_on,
    write_office_sheet,
)
from tests.intake.test_columns import GRADUATES


@pytest.fixture(scope="module", params=["cells", "file"])
def workbook(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    if request.param == "cells":
        return office_sheet()
    path = tmp_path_factory.mktemp("office") / "graduates.xlsx"
    write_office_sheet(path)
    return read_workbook(path)


def test_its_headings_of_two_storeys_and_all_of_its_rows_are_found(workbook):
    table = find_table(workbook, GRADUATES)

    assert (table.header_row, table.rows[0].number, table.rows[-1].number) == (FIRST_ROW - 1, FIRST_ROW, LAST_ROW)
    assert table.header[3:9] == (
        "Personal data / Phone",
        "Address / អាសយដ្ឋាន / Village / ភូមិ",
        "Address / អាសយដ្ឋាន / District",
        "Address / អាសយដ្ឋាន / ខេត្ត",
        "Contact / Name",
        "Contact / Phone",
    )


def test_every_column_that_can_be_imported_is_proposed_and_no_other(workbook):
    mapping = propose(find_table(workbook, GRADUATES), GRADUATES)

    assert [one.key for one in mapping.columns] == [
        *("-number", "name", "birth_year", "phone", "village", "district", "province", "contact.name", "contact.phone"),
        *("return_date", "placement", "trade", "-age", ""),
    ]
    assert lacking(mapping, GRADUATES) == ()


def test_one_question_is_asked_and_the_days_are_decided_by_the_column(workbook):
    table = find_table(workbook, GRADUATES)
    mapping = propose(table, GRADUATES)

    assert [one.asked for one in questions(table, mapping, GRADUATES)] == [Asked.ZERO]
    assert [
        row
        for row in (SERIAL_ROW, BUDDHIST_ROW)
        if any(f"row {row} holds" in one for one in notes(table, mapping, GRADUATES))
    ] == [
        SERIAL_ROW,
        BUDDHIST_ROW,
    ]


def test_its_rows_are_read_but_for_the_error_and_no_day_is_guessed(workbook):
    table = find_table(workbook, GRADUATES)
    (question,) = questions(table, propose(table, GRADUATES), GRADUATES)
    rows = read_rows(table, answered(propose(table, GRADUATES), question, question.proposed), GRADUATES)
    by_number = {row.number: row for row in rows}

    assert [(row.number, one.column) for row in rows for one in row.problems] == [(ERROR_ROW, table.header[4])]
    assert all(row.values["return_date"] == returned_on(row.number).isoformat() for row in rows)
    assert by_number[KHMER_ROW].values["province"] == "បាត់ដំបង"
    assert by_number[LOST_ZERO_ROW].values["phone"].startswith("012")
    assert by_number[TWIN_ROWS[0]].values == by_number[TWIN_ROWS[1]].values
