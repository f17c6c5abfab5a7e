"""A sheet is read as it shows: every cell in its place, whatever program made it."""

from datetime import date, datetime, time
from pathlib import Path

import pytest

from followup.intake import fenced_reading
from followup.intake.reading_process import read
from followup.intake.workbook import NO_RESULT, NOT_READ, ErrorCell, MergedArea, Workbook, read_workbook, workbook_of
from tests.intake.sheet_files import (
    figure,
    ods,
    ods_nothing,
    ods_row,
    ods_text,
    packed,
    row,
    text,
    worksheet,
    xls,
    xls_error,
    xls_figure,
    xls_row,
    xls_text,
    xlsx,
    xlsx_parts,
)


def book(data: bytes) -> Workbook:
    return workbook_of(read(data))


def rows(data: bytes) -> tuple:
    return book(data).sheets[0].rows


THE_SAME = {
    "xlsx": xlsx(row(2, text("B2", "សុខា"), figure("C2", 17), '<c r="D2" t="e"><v>#N/A</v></c>')),
    "xls": xls(xls_text(1, 1, "សុខា") + xls_figure(1, 2, 17) + xls_error(1, 3)),
    "ods": ods(
        ods_row(ods_nothing(4))
        + ods_row(
            ods_nothing(),
            ods_text("សុខា"),
            '<table:table-cell office:value-type="float" office:value="17"><text:p>17</text:p></table:table-cell>',
            ods_text("#N/A", more='table:formula="of:=NA()" calcext:value-type="error"'),
        )
    ),
}


@pytest.mark.parametrize("kind", THE_SAME)
def test_every_cell_keeps_its_place_and_an_error_is_no_empty_cell(kind):
    read = book(THE_SAME[kind])

    assert read.kind == kind
    assert read.sheets[0].rows == ((None,) * 4, (None, "សុខា", 17.0, ErrorCell("#N/A")))


def test_an_office_sheet_is_the_same_in_whatever_kind_libreoffice_saved_it():
    """Cell by cell: `office_sheet.py`, opened in LibreOffice 7.4 and saved as each."""
    sheets = [
        book(path.read_bytes()).sheets for path in sorted((Path(__file__).parent / "saved_by_libreoffice").iterdir())
    ]

    assert [len(sheet.rows) for sheet in sheets[0]] == [2, 64, 0]
    assert [{(one.name, one.rows, frozenset(one.merged)) for one in of_kind} for of_kind in sheets[1:]] == [
        {(one.name, one.rows, frozenset(one.merged)) for one in sheets[0]}
    ] * 2


def test_a_file_is_read_in_a_process_of_its_own_that_gives_the_same(tmp_path):
    file = tmp_path / "office.xlsx"
    file.write_bytes(THE_SAME["xlsx"])

    assert read_workbook(file) == book(THE_SAME["xlsx"])
    assert list(tmp_path.iterdir()) == [file]


def test_that_process_knows_nothing_of_our_environment(tmp_path, monkeypatch):
    monkeypatch.setenv("FOLLOWUP_PASSPHRASE", "not for others")
    tells = "{'kind': 'csv', 'sheets': [], 'encoding': ' '.join(os.environ), 'separator': None}"
    monkeypatch.setattr(fenced_reading, "_PROGRAM", f"import os, json; print(json.dumps({tells}))")
    (tmp_path / "a.csv").write_text("Name", "utf-8")

    assert "FOLLOWUP" not in str(read_workbook(tmp_path / "a.csv").encoding)


def test_days_and_times_are_days_and_times():
    days = row(1, figure("A1", 45000, 1), figure("B1", 45000.25, 1), figure("C1", 0.5, 1), figure("D1", 1.5, 2))

    assert rows(xlsx(days)) == ((date(2023, 3, 15), datetime.fromisoformat("2023-03-15T06:00"), time(12), "36:00"),)


def test_times_of_libreoffice_are_times_too():
    of = '<table:table-cell office:value-type="time" office:time-value="{}"><text:p>x</text:p></table:table-cell>'

    assert rows(ods(ods_row(of.format("PT14H30M00S"), of.format("PT25H10M00S")))) == ((time(14, 30), "25:10"),)


def test_a_formula_that_nobody_worked_out_is_an_error_and_an_empty_result_is_empty():
    cells = '<c r="A1"><f>1+1</f></c>', '<c r="B1" t="str"><f>IF(1,"")</f><v></v></c>', figure("C1", 1)

    assert rows(xlsx(row(1, *cells))) == ((ErrorCell(NO_RESULT), None, 1.0),)


def test_a_cell_that_was_not_read_is_an_error_and_not_empty():
    parts = xlsx_parts("")
    parts["xl/worksheets/sheet1.xml"] = ('<?xml version="1.0"?>' + worksheet(row(1, text("A1", "x")))).encode("utf-16")

    assert rows(packed(parts)) == ((ErrorCell(NOT_READ),),)


def test_merged_cells_are_told_in_every_kind():
    across = 'table:number-columns-spanned="2" table:number-rows-spanned="1"'
    in_ods = ods(
        ods_row(ods_text("Contact", more=across), "<table:covered-table-cell/>") + ods_row(ods_text("Phone", 2))
    )
    in_xlsx = xlsx_parts("")
    heading = row(1, text("A1", "Contact")) + row(2, text("A2", "Phone"), text("B2", "Phone"))
    in_xlsx["xl/worksheets/sheet1.xml"] = worksheet(heading, '<mergeCells><mergeCell ref="A1:B1"/></mergeCells>')

    for data in (in_ods, packed(in_xlsx)):
        sheet = book(data).sheets[0]
        assert sheet.merged == (MergedArea(0, 0, 0, 1),)
        assert sheet.rows == (("Contact", None), ("Phone", "Phone"))


def test_rows_that_only_have_a_look_and_rows_repeated_a_million_times_are_not_there():
    styled = row(1, figure("A1", 1)) + row(1048576, '<c r="XFD1048576" s="1"/>')
    repeated = ods_row(ods_text("Name"), ods_nothing(16383)) + ods_row(ods_nothing(16384), times=1048575)

    assert rows(xlsx(styled)) == ((1.0,),)
    assert rows(ods(repeated)) == (("Name",),)


HIDING = {
    "xlsx": lambda: xlsx(row(1, figure("A1", 1)) + row(2, figure("A2", 2)).replace("<row ", '<row hidden="1" ')),
    "ods": lambda: ods(
        ods_row(ods_text("1"))
        + ods_row(ods_text("2")).replace("<table:table-row", _ODS_FILTERED)
        + ods_row(ods_nothing(), times=1_048_574).replace("<table:table-row", _ODS_FILTERED)
    ),
    "xls": lambda: xls(xls_row(0) + xls_row(1, hidden=True) + xls_figure(0, 0, 1) + xls_figure(1, 0, 2)),
}
_ODS_FILTERED = '<table:table-row table:visibility="filter"'


@pytest.mark.parametrize("kind", HIDING)
def test_hidden_rows_are_read_and_told(kind):
    (sheet,) = book(HIDING[kind]()).sheets

    assert (len(sheet.rows), sheet.hidden_rows) == (2, {1})


def test_hidden_sheets_are_told():
    sheets = book(xlsx(row(1, figure("A1", 1)), row(1, figure("A1", 2)), states=("visible", "hidden"))).sheets

    assert [(sheet.name, sheet.hidden, sheet.rows[0][0]) for sheet in sheets] == [
        ("Sheet1", False, 1.0),
        ("Sheet2", True, 2.0),
    ]


def test_letters_that_would_move_a_terminal_are_left_out():
    said = text("A1", "Name_x001B_[2J_x000D_"), text("B1", "\u202eeman")

    assert rows(xlsx(row(1, *said))) == (("Name[2J\n", "eman"),)


TEXTS = {
    "commas": ("Name,Age\nសុខា,3\n".encode(), "csv", "utf-8", ","),
    "semicolons, and a comma in the figures": ("Name;Age\nសុខា;3,5\nDara;4,5\n".encode(), "csv", "utf-8", ";"),
    "tabs in UTF-16, as Excel's Unicode text": ("Name\tAge\nសុខា\t3\n".encode("utf-16"), "tsv", "utf-16", "\t"),
    "a mark at the beginning": ("\ufeffName,Age\nសុខា,3\n".encode(), "csv", "utf-8-sig", ","),
    "a line that names the separator": (b"sep=|\r\nName|Age\r\nDara|3\r\n", "csv", "utf-8", "|"),
    "letters of Windows": ("Prénom;Âge\nRené;3\n".encode("cp1252"), "csv", "cp1252", ";"),
    "UTF-16 without a mark": ("Name,Age\nDara,3".encode("utf-16-le"), "csv", "utf-16-le", ","),
}


@pytest.mark.parametrize("case", TEXTS)
def test_how_a_text_is_stored_and_parted_is_found(case):
    data, kind, encoding, separator = TEXTS[case]
    read = book(data)

    assert (read.kind, read.encoding, read.separator) == (kind, encoding, separator)
    assert {len(row) for row in read.sheets[0].rows} == {2}
    assert read.sheets[0].rows[0][0] in ("Name", "Prénom")


def test_quotes_lines_within_a_cell_and_errors_in_a_text():
    assert rows(b'Name,Note\n"Sok, Dara","two\nlines"\n#N/A,\n') == (
        ("Name", "Note"),
        ("Sok, Dara", "two\nlines"),
        (ErrorCell("#N/A"), None),
    )


def test_an_apostrophe_that_keeps_a_spreadsheet_from_reckoning_is_none_of_the_text():
    assert rows(b"Name,Phone\n'=Dara,'+855 12 345 678\n'Sok,+1\n")[1:] == (("=Dara", "+855 12 345 678"), ("'Sok", "+1"))
