"""followup import: an office's own sheet taken in, shown first, under a number, and what is wrong given back.

- without a terminal it works by options alone, and names the option that is missing
- on a terminal the columns are shown without a value and corrected by number; what is asked is asked once a column
- a mapping kept under a name is not asked about again
- rows that are wrong come back in a copy of their file, in its kind, encoding and separator, never over another file;
  the copy given again brings in only what is new
- what is said names rows, columns and codes, and repeats no value of the sheet; the copy holds no code
"""

import json
from datetime import date, timedelta

import pytest

from followup.case.import_words import ImportTarget
from followup.casebook import Casebook, Moment
from followup.errors import DiskFailure
from followup.handout.spreadsheet import SheetTable, xlsx_bytes
from followup.intake import reading_process
from followup.intake.table import Table
from followup.intake.workbook import MergedArea, Sheet, Workbook, workbook_of
from followup.services.imports import sheets
from followup.services.imports.copy_back import put_copy
from followup.services.imports.plan import ImportPlan, ImportProblem, refused
from followup.store import access_journal
from followup.values import replace
from tests.builders import NOW, TODAY, a_casebook, a_graduate
from tests.cli.desk import Desk
from tests.intake.office_sheet import ERROR_ROW, TWIN_ROWS, write_office_sheet
from tests.memory_store import MemoryStore

SHEET = """Full name;Tel;Returned on;Lives with;Skill
Chan Sophea;012 345 678;31/01/2026;family;Sewing
Sok Dara;097 111 222;13/02/2026;parents;Sewing
Ros Vanna;011 222 333;soon;family;Cooking
"""
VALUES = ("Sophea", "Dara", "Vanna", "012 345 678", "345678", "soon")


class ImportDesk(Desk):
    """A desk at which every command comes a minute after the one before."""

    def run(self, *words, **given):
        self.book.moment = Moment(self.book.today, self.book.moment.now + timedelta(minutes=1))
        return super().run(*words, **given)

    @property
    def codes(self):
        return sorted(Casebook(self.book.store, self.book.moment).codes.values())


@pytest.fixture(autouse=True)
def _read_in_this_process(monkeypatch):
    """The process that reads a sheet has tests of its own, and takes a second to start."""
    monkeypatch.setattr(sheets, "read_workbook", lambda path: workbook_of(reading_process.read(path.read_bytes())))


@pytest.fixture
def desk(monkeypatch):
    return ImportDesk(Casebook(MemoryStore(backed_up=TODAY), Moment(TODAY, NOW)), monkeypatch)


@pytest.fixture
def sheet(tmp_path):
    path = tmp_path / "office.csv"
    path.write_text(SHEET, encoding="utf-8")
    return path


def copy_of(sheet, suffix=None):
    return sheet.with_name(f"{sheet.stem} to put right{suffix or sheet.suffix}")


def test_a_dry_run_says_what_each_row_would_become_and_writes_nothing(desk, sheet):
    result = desk.run("import", "graduates", str(sheet), "--dry-run")
    assert result.exit_code == 1
    assert "Row" in result.stdout
    assert "  4  Returned on:" in result.stdout
    assert "Nothing was written." in result.stdout
    assert not desk.codes
    assert not copy_of(sheet).exists()
    assert not [value for value in VALUES if value in result.output]


def test_the_good_rows_come_in_under_a_number_and_the_bad_ones_come_back_in_a_copy(desk, sheet):
    result = desk.run("import", "graduates", str(sheet), "--yes")
    assert result.exit_code == 1
    assert "Import 1: 2 new, 0 changed." in result.stdout
    assert "followup import undo 1" in result.stdout
    assert "still lies where it was" in result.stdout
    assert len(desk.codes) == 2
    head, first, _, third = copy_of(sheet).read_text(encoding="utf-8").splitlines()
    assert head == "Full name;Tel;Returned on;Lives with;Skill;problem;imported"
    assert first == f"Chan Sophea;012 345 678;31/01/2026;family;Sewing;;yes, {TODAY}"
    assert third.startswith("Ros Vanna;011 222 333;soon;family;Cooking;Returned on: ")
    assert sheet.read_text(encoding="utf-8") == SHEET
    assert not [value for value in VALUES if value in result.output]


def test_the_copy_put_right_brings_in_only_what_is_new_and_the_file_itself_nothing(desk, sheet):
    desk.run("import", "graduates", str(sheet), "--yes")
    copy = copy_of(sheet)
    copy.write_text(copy.read_text(encoding="utf-8").replace(";soon;", ";14/03/2026;"), encoding="utf-8")
    result = desk.data("import", "graduates", str(copy), "--yes")
    assert (result["new"], result["marked"], result["import"], result["copy"]) == (1, 2, 2, False)
    again = json.loads(desk.run("import", "graduates", str(sheet), "--yes", "--json").stdout)["data"]
    assert (again["new"], again["same"], again["refused"], again["written"]) == (0, 2, 1, False)
    assert len(desk.codes) == 3
    assert copy_of(sheet).with_name("office to put right 2.csv").exists()


def test_list_and_undo_know_an_import_by_its_number(desk, sheet):
    desk.run("import", "graduates", str(sheet), "--yes")
    assert desk.data("import", "list")["imports"][0] | {"at": 0, "by": ""} == {
        **{"number": 1, "at": 0, "by": "", "what": "graduates", "new": 2, "changed": 0},
        **{"entries": 6, "in_force": 6, "state": "in force"},
    }
    shown = desk.run("import", "undo", "1", "--dry-run")
    assert "No longer in the casebook" in shown.stdout
    assert len(desk.codes) == 2
    assert desk.run("import", "undo", "1").exit_code == 2
    assert "1 graduate" not in desk.run("import", "undo", "1", typed="no\n").stdout
    assert desk.data("import", "undo", "1", "--yes")["written"]
    assert not desk.codes
    assert "taken back" in desk.run("import", "list").stdout
    refused = desk.run("import", "undo", "1", "--yes")
    assert (refused.exit_code, desk.run("import", "undo", "2", "--yes").exit_code) == (1, 2)
    assert "Nothing of that import is left" in refused.stderr


def test_undo_takes_the_last_import_back_like_anything_else(desk, sheet):
    desk.run("import", "graduates", str(sheet), "--yes")
    assert desk.run("undo", "--yes").exit_code == 0
    assert not desk.codes
    assert "taken back" in desk.run("import", "list").stdout


def test_without_a_terminal_it_is_written_only_with_yes_and_open_questions_name_their_option(desk, tmp_path):
    sheet = tmp_path / "office.csv"
    sheet.write_text("Name,Phone,Return date\nChan Sophea,12345678,3/4/2026\nSok Dara,012 345 679,2/5/2026\n", "utf-8")
    ways = [[], ["--zero"], ["--date-order", "day-first", "--zero"]]
    results = [desk.run("import", "graduates", str(sheet), *way) for way in ways]
    assert [result.exit_code for result in results] == [2, 2, 2]
    for result, option in zip(results, ("--zero or --no-zero", "--date-order", "--yes"), strict=True):
        assert f"{option} is missing" in result.stderr
    assert desk.run("import", "graduates", str(sheet), *ways[2], "--yes").exit_code == 0
    assert {str(case.return_date) for case in Casebook(desk.book.store, desk.book.moment).cases()} == {
        "2026-04-03",
        "2026-05-02",
    }
    assert "012345678" in {case.identity.phone for case in Casebook(desk.book.store, desk.book.moment).cases()}


def test_columns_are_named_on_the_command_line_by_heading_letter_or_number(desk, tmp_path):
    sheet = tmp_path / "list.csv"
    sheet.write_text("Wer;Return date;Blah\nChan Sophea;2026-01-31;Sewing\n", "utf-8")
    words = (
        "--header-row",
        "1",
        "--map",
        "wer=name",
        "--map",
        "3=trade",
        "--map",
        "B=return_date",
        "--always",
        "placement=family",
    )
    assert desk.run("import", "graduates", str(sheet), *words, "--yes").exit_code == 0
    (case,) = Casebook(desk.book.store, desk.book.moment).cases()
    assert (case.identity.name, case.trade, case.placement.value) == ("Chan Sophea", "sewing", "family")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--map", "Sophea=name"), "no such column"),
        (("--map", "Tel=Sophea"), "no such field"),
        (("--map", "Tel=phoen"), "Did you mean phone?"),
        (("--map", "Tel"), "--map"),
        (("--always", "placement"), "--always placement=family"),
        (("--as-new", "4,Sophea"), "--as-new"),
        (("--sheet", "Sophea"), "no sheet of that name"),
        (("--header-row", "900"), "no row of that number"),
    ],
)
def test_what_is_said_of_the_columns_is_refused_in_a_sentence_that_repeats_nothing(desk, sheet, words, says):
    result = desk.run("import", "graduates", str(sheet), *words, "--yes")
    assert result.exit_code == 2
    assert says in result.stderr
    assert "Sophea" not in result.output
    assert not desk.codes


def test_on_a_terminal_a_column_is_corrected_by_its_number_and_the_mapping_is_kept(desk, tmp_path):
    sheet = tmp_path / "office.csv"
    sheet.write_text("Full name;Tel;Returned on;Blah\nChan Sophea;12345678;3/4/2026;Sewing\n", "utf-8")
    typed = "4\nTrade\n\n1\n1\nyes\nOffice list\n"
    result = desk.run("import", "graduates", str(sheet), typed=typed)
    assert result.exit_code == 0, result.output
    assert "3 April 2026, or 4 March 2026" in result.stderr
    assert "xxxx xxxx" in result.stderr.replace("\u00a0", " ")
    assert not [value for value in ("Sophea", "12345678", "Sewing") if value in result.output]
    assert desk.case(desk.codes[0]).trade == "sewing"
    assert desk.data("import", "list")["mappings"] == [{"name": "Office list", "what": "graduates"}]

    sheet.write_text("Full name;Tel;Returned on;Blah\nRos Vanna;12345670;5/6/2026;Cooking\n", "utf-8")
    again = desk.run("import", "graduates", str(sheet), typed="yes\n")
    assert again.exit_code == 0, again.output
    assert "as they were kept: Office list" in again.stderr
    assert desk.run("import", "graduates", str(sheet), "--mapping", "office LIST", "--yes").exit_code == 0
    assert {desk.case(code).trade for code in desk.codes} == {"sewing", "cooking"}


def test_whoever_says_no_or_stops_has_written_nothing(desk, sheet):
    for typed in ("\nno\n", "\n", "1\n"):
        result = desk.run("import", "graduates", str(sheet), typed=typed)
        assert result.exit_code == 130
        assert not desk.codes
        assert not copy_of(sheet).exists()
    assert desk.data("import", "list") == {"imports": [], "mappings": []}


def test_rows_that_look_like_somebody_are_enrolled_where_a_person_says_that_they_are_somebody_else(desk, tmp_path):
    sheet = tmp_path / "office.csv"
    sheet.write_text("Name,Return date\nChan Sophea,2026-01-31\nSophea Chan,2026-02-28\n", "utf-8")
    result = desk.run("import", "graduates", str(sheet), typed="\n3\nyes\n\n")
    assert result.exit_code == 0, result.output
    assert "as row 2" in result.stderr
    assert len(desk.codes) == 2


def test_the_sheet_of_an_office_with_all_that_goes_wrong_and_its_copy_as_xlsx(desk, tmp_path):
    path = tmp_path / "office.xlsx"
    write_office_sheet(path)
    first = json.loads(desk.run("import", "graduates", str(path), "--zero", "--yes", "--json").stdout)["data"]
    left_out = {one["row"] for one in first["problems"]}
    assert first["new"] + len(left_out) == 60
    assert {ERROR_ROW, TWIN_ROWS[1]} <= left_out
    copy = copy_of(path)
    read = workbook_of(reading_process.read(copy.read_bytes()))
    texts = [cell for row in next(one for one in read.sheets if one.name == "List").rows for cell in row]
    assert not [cell for cell in texts if isinstance(cell, str) and any(code in cell for code in desk.codes)]
    again = json.loads(desk.run("import", "graduates", str(copy), "--zero", "--yes", "--json").stdout)["data"]
    assert (again["new"], again["changed"], again["marked"]) == (0, 0, first["new"])
    assert {one["row"] for one in again["problems"]} == left_out - {TWIN_ROWS[1]}
    assert again["same"] == 1


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_copy_has_the_encoding_and_separator_of_their_file_and_no_formula(desk, tmp_path, encoding):
    path = tmp_path / "office.tsv"
    path.write_text("ឈ្មោះ\tReturn date\tSkill\nសុខា\tsoon\t=1+1\n", encoding)
    desk.run("import", "graduates", str(path), "--yes")
    head, row = copy_of(path).read_text(encoding).splitlines()
    assert head.split("\t")[:3] == ["ឈ្មោះ", "Return date", "Skill"]
    assert row.split("\t")[:3] == ["សុខា", "soon", "'=1+1"]


def test_a_copy_of_a_sheet_that_xlsx_cannot_hold_as_it_is_is_written_all_the_same(tmp_path):
    """Names of sheets as LibreOffice has them, areas that lie over one another, a day before spreadsheets count."""
    rows = (("Name", "Returned on", "Born"), ("Chan Sophea", "soon", date(1826, 1, 31)), ("Sok Dara", "soon", None))
    areas = (MergedArea(5, 0, 6, 1), MergedArea(6, 1, 7, 1), MergedArea(0, 0, 19_999, 399), MergedArea(9, 0, 9, 0))
    names = ("Women: 2026", "women  2026", "'" + "A" * 40, "A" * 40 + "'", "//")
    read = Workbook("ods", tuple(Sheet(name, rows, areas) for name in names))
    table = Table(read.sheets[0], rows[0], 1, (), (0, 1, 2))
    plan = ImportPlan(ImportTarget.GRADUATES, (refused(2, ImportProblem("Returned on", "That is not a day.")),))
    copy = put_copy(tmp_path / "office.ods", read, table, plan, (), TODAY)
    first, *others = workbook_of(reading_process.read(copy.read_bytes())).sheets
    assert first.rows[1] == ("Chan Sophea", "soon", "1826-01-31", "Returned on: That is not a day.", None)
    assert first.merged == (areas[0],)
    assert len({sheet.name.casefold() for sheet in (first, *others)}) == len(names)


def test_a_copy_of_a_file_with_a_long_name_in_khmer_has_a_shorter_one(desk, tmp_path):
    path = tmp_path / f"{'ស' * 80}.csv"
    path.write_text(SHEET, encoding="utf-8")
    assert desk.run("import", "graduates", str(path), "--yes").exit_code == 1
    assert {one.name for one in tmp_path.iterdir()} == {path.name, f"{'ស' * 66} to put right.csv"}


def test_what_is_not_read_and_how_days_were_understood_is_told_without_a_terminal_too(desk, tmp_path):
    path = tmp_path / "office.xlsx"
    known = [["Name", "Returned on"], ["Chan Sophea", 46053], ["Sok Dara", "31/01/2569"]]
    path.write_bytes(xlsx_bytes([SheetTable("Now", known), SheetTable("Before", [["A", "B"], ["Kim Ly", "x"]])], TODAY))
    told = " ".join(desk.run("import", "graduates", str(path), "--dry-run").stdout.split())
    assert "Sheet 2 of the file is not read. To read it: --sheet 2" in told
    assert "Returned on: row 2 holds a number in place of a day" in told
    data = desk.data("import", "graduates", str(path), "--dry-run")
    assert data["unread_sheets"] == [2]
    assert "Returned on: row 3 holds a year of the Buddhist calendar" in data["notes"][1]


def test_rows_that_are_hidden_are_told_of(desk, sheet, monkeypatch):
    seen = workbook_of(reading_process.read(sheet.read_bytes()))
    hiding = replace(seen, sheets=(replace(seen.sheets[0], hidden_rows=frozenset({2})),))
    monkeypatch.setattr(sheets, "read_workbook", lambda _: hiding)
    assert "Row 3 is hidden in the spreadsheet" in desk.run("import", "graduates", str(sheet), "--dry-run").stdout
    data = json.loads(desk.run("import", "graduates", str(sheet), "--dry-run", "--json").stdout)["data"]
    assert (data["new"], data["hidden_rows"]) == (2, [3])


def test_everybody_who_is_known_by_name_is_listed_by_code_with_her_rows(monkeypatch, tmp_path):
    people = [(f"KML-{n}", f"Chan {name}") for n, name in enumerate(("Sophea", "Dara", "Vanna"), 1)]
    desk = ImportDesk(a_casebook(*[a_graduate(code, name=name) for code, name in people]), monkeypatch)
    path = tmp_path / "visits.csv"
    days = [f"{name},2026-03-{day:02},phone" for day in range(1, 16) for _, name in people]
    path.write_text("\n".join(["Name,Date,Contact", *days]), encoding="utf-8")
    told = " ".join(desk.run("import", "visits", str(path), "--dry-run").stdout.split())
    for first, (code, _) in enumerate(people, 2):
        assert f"rows {', '.join(map(str, range(first, 47, 3)))} are {code}" in told


def test_which_figure_of_a_day_comes_first_is_said_anew_for_a_mapping_that_was_kept(desk, tmp_path):
    before, now = tmp_path / "before.csv", tmp_path / "now.csv"
    before.write_text("Name,Returned on\nChan Sophea,31/01/2026\n", encoding="utf-8")
    now.write_text("Name,Returned on\nSok Dara,01/31/2026\nKeo Mom,02/03/2026\n", encoding="utf-8")
    desk.run("import", "graduates", str(before), "--yes", "--mapping", "office")
    refused = desk.run("import", "graduates", str(now), "--yes", "--mapping", "office")
    assert "--date-order" in refused.stdout
    result = desk.data("import", "graduates", str(now), "--yes", "--mapping", "office", "--date-order", "month-first")
    assert result["new"] == 2
    assert {str(desk.case(code).return_date) for code in result["codes"]} == {"2026-01-31", "2026-02-03"}


def test_visits_and_plans_come_in_by_code_or_name(monkeypatch, tmp_path):
    desk = ImportDesk(a_casebook(a_graduate("KML-1", name="Ros Vanna"), a_graduate("P-1")), monkeypatch)
    visits = tmp_path / "visits.csv"
    visits.write_text(
        "Code,Name,Visit date,Type of visit,Notes\n,Ros Vanna,2026-03-02,phone,Well.\nP-1,,2026-03-03,phone,\n"
    )
    assert desk.data("import", "visits", str(visits), "--yes")["by_name"] == [{"row": 2, "code": "KML-1"}]
    assert [str(visit.said.note) for visit in desk.case("KML-1").visits] == ["Well."]
    plans = tmp_path / "plans.csv"
    plans.write_text("Code,Trade,Customers a day,Days open,Prices\nP-1,hairdressing,3,20,haircut = 2000\n")
    assert desk.data("import", "plans", str(plans), "--yes")["new"] == 1
    assert desk.case("P-1").plan.trade == "hairdressing"
    looked = [fact.body.what for fact in desk.book.store.facts(access_journal(TODAY))]
    assert looked == ["import visits", "import plans"]


def test_where_the_copy_cannot_be_written_what_came_in_is_told_all_the_same(desk, sheet, monkeypatch):
    def full(*_, **__):
        raise DiskFailure("The disk is read-only.")

    monkeypatch.setattr("followup.services.imports.copy_back.put_in_folder", full)
    result = desk.run("import", "graduates", str(sheet), "--yes")

    assert result.exit_code == 1
    assert "Import 1:" in result.stdout
    assert "followup import undo 1" in result.stdout
    assert "could not be put beside your file: The disk is read-only." in " ".join(result.stderr.split())

    again = desk.run("import", "graduates", str(sheet), "--yes")
    assert (again.exit_code, "Import 2" in again.stdout) == (1, False), "nothing comes in twice"
