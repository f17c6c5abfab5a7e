"""How the columns of a sheet are read is shown before a row is: every column, no value, and what is a guess."""

from pathlib import Path

import pytest

from followup.errors import Invalid
from followup.intake.workbook import Sheet, Workbook
from followup.services.imports import sheets
from followup_cli.importing.row_numbers import in_ranges, parse_rows
from tests.builders import a_casebook
from tests.cli.desk import Desk

NAMES = ("Zmok", "Qorel", "Ibbet")


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Desk:
    return Desk(a_casebook(), monkeypatch)


@pytest.fixture
def sheet(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    def write(*rows: str) -> str:
        path = tmp_path / "office.csv"
        path.touch()
        cells = tuple(tuple(row.split(",")) for row in rows)
        monkeypatch.setattr(sheets, "read_workbook", lambda _: Workbook("csv", (Sheet("office", cells),)))
        return str(path)

    return write


def test_a_dry_run_shows_every_column_with_its_field_and_masked_samples_and_no_value(desk: Desk, sheet):
    rows = (f"{one},Kandal,family,012 345 678,2026-05-15" for one in NAMES)
    file = sheet("Name,Provnce,Placement,Mother / Phone,Return date", *rows)

    page = desk.run("import", "graduates", file, "--dry-run").stdout
    columns = desk.data("import", "graduates", file, "--dry-run")["columns"]

    assert "This is a guess" in page
    assert not any(value in page for value in (*NAMES, "Kandal", "345"))
    assert [(one["column"], one["field"], one["guess"], one["samples"]) for one in columns] == [
        ("Name", "name", False, ["xxxx"]),
        ("Provnce", "province", True, ["xxxx"]),
        ("Placement", "placement", False, ["xxxx"]),
        ("Mother / Phone", "", False, ["0## ### ###"]),
        ("Return date", "return_date", False, ["####-##-##"]),
    ]


def test_what_every_row_needs_and_no_column_says_is_told_at_once(desk: Desk, sheet):
    page = desk.run("import", "graduates", sheet("Name,Phone", "Zmok,012 345 678"), "--dry-run").stdout

    assert "No column is read as Return date. Without it no row can come in." in " ".join(page.split())


def test_where_they_live_and_not_with_whom_is_told_with_what_to_do(desk: Desk, sheet):
    file = sheet("Name,Province,Return date", *(f"{one},Kandal,2026-05-15" for one in NAMES))

    told = " ".join(desk.run("import", "graduates", file, "--dry-run").stdout.split())

    assert "--always placement=family" in told
    assert desk.data("import", "graduates", file, "--dry-run", "--always", "placement=family")["new"] == 3


def test_a_person_puts_a_column_right_by_its_number(desk: Desk, sheet):
    file = sheet("Name,Where,Return date", "Zmok,Kandal,2026-05-15")

    shown = desk.run("import", "graduates", file, "--dry-run", typed="2\nvillage\n\n\n")

    assert "not read" in shown.stderr
    assert "Village" in shown.stderr.partition("not read")[2]
    assert "Zmok" not in shown.output


def test_days_that_can_be_read_either_way_are_asked_about_once_and_spelled_out(desk: Desk, sheet):
    file = sheet("Name,Return date", "Zmok,3/4/2026", "Qorel,5/6/2026")

    asked = desk.run("import", "graduates", file, "--dry-run", typed="\nthe day\n\n")
    unasked = desk.run("import", "graduates", file, "--dry-run")

    assert "3/4/2026 is 3 April 2026, or 4 March 2026" in " ".join(asked.stderr.split())
    assert (unasked.exit_code, "--date-order" in unasked.stderr) == (2, True)


def test_of_days_that_contradict_one_another_both_rows_are_named(desk: Desk, sheet):
    file = sheet("Name,Return date", "Zmok,15/4/2026", "Qorel,4/15/2026")

    result = desk.run("import", "graduates", file, "--dry-run")

    assert "in row 2 the day comes first, in row 3 the month" in " ".join(result.stdout.split())
    assert result.exit_code == 1  # rows were left out


def test_of_two_columns_with_names_one_is_read_and_of_the_other_it_is_said_why_not(desk: Desk, sheet):
    file = sheet("Name / Khmer,Name / English,Return date", "Zmok,Qorel,2026-05-15")

    page = desk.run("import", "graduates", file, "--dry-run").stdout
    moved = desk.run("import", "graduates", file, "--dry-run", typed="2\nname\n\n\n")

    assert "2: Name is read from one column only; the column Name / Khmer is proposed." in " ".join(page.split())
    assert "Column 1 was read as Name until now" in moved.stderr
    assert "Name / Khmer: Name is read from another column." in moved.stdout
    assert "Zmok" not in moved.output


def test_that_no_name_is_read_is_said_before_anything_comes_in(desk: Desk, sheet):
    file = sheet("Mother / Name,Return date,Trade", "Zmok,2026-05-15,sewing")
    page = desk.run("import", "graduates", file, "--dry-run").stdout

    assert "No column is read as Name: new graduates would come in without a name." in " ".join(page.split())
    assert "1: Only a part of the heading is known" in " ".join(page.split())


def test_with_whom_they_live_is_asked_once_where_no_column_says_it(desk: Desk, sheet):
    file = sheet("Name,Province,Return date", *(f"{one},Kandal,2026-05-15" for one in NAMES))

    asked = desk.run("import", "graduates", file, "--dry-run", typed="\nfam\n")
    left = desk.run("import", "graduates", file, "--dry-run", typed="\n\n")

    assert "With whom do they live" in asked.stderr
    assert (asked.exit_code, left.exit_code) == (0, 1)


def test_what_is_wrong_in_many_rows_is_told_once_with_all_their_numbers(desk: Desk, sheet):
    days = ("soon", "soon", "soon", "2026-05-15", "soon", *("2026-05-15",) * 4)
    file = sheet("Name,Return date", *(f"Zmok {n},{day}" for n, day in enumerate(days)))

    page = desk.run("import", "graduates", file, "--dry-run", "--date-order", "day-first").stdout

    assert "Rows 2-4, 6: Return date:" in page


def test_rows_are_typed_one_by_one_and_from_one_to_another():
    assert parse_rows("28, 31-33,") == {28, 31, 32, 33}
    assert in_ranges({28, 31, 32, 33}) == "28, 31-33"
    for typed in ("33-31", "4-", "-4", "4-5-6", "1-20001"):
        with pytest.raises(Invalid):
            parse_rows(typed)


def test_that_every_row_is_the_same_is_said_where_nothing_was_written(desk: Desk, sheet):
    file = sheet("Name,Phone,Return date", "Zmok,012 345 678,2026-05-15")
    desk.run("import", "graduates", file, "--yes")

    again = desk.run("import", "graduates", file, "--yes")

    assert "Nothing was written: the row is in the casebook already, just the same." in " ".join(again.stdout.split())
