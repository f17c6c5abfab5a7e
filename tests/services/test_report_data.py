"""followup report data: one table of all quarters for analysis.

- what may leave the office adds up to what the quarter's report says of visits and of who is followed
- the table for staff says so in its name and its first column, and says of nobody who she is
- what is refused
"""

import csv
import io
from collections import Counter
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings

from followup.casebook import Casebook, Moment
from followup.errors import Missing, Refused
from followup.handout.guard import Exposed
from followup.services.report_data import data_target, write_data
from followup.services.reports import ReportSelection, quarter_report
from followup.statistics.quarters import Quarter
from followup.statistics.report_model import Report
from followup_cli.reports.data_table_page import data_result
from tests.builders import a_casebook, a_flag, a_graduate
from tests.random_casebooks import NOW, TODAY, WOMEN, store_of

Q3 = Quarter(2026, 3)


def read(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"), newline="")))


def six() -> Casebook:
    """Six graduates of one district and one elsewhere, with a flag."""
    women = [a_graduate(f"G-{number}", f"2026-0{number}-20", flags=[a_flag()]) for number in range(1, 7)]
    return a_casebook(*women, a_graduate("G-7", "2026-05-05", province="Takeo", district="Bati"))


# --- what may leave the office --------------------------------------------------------------------------------------


@settings(max_examples=40, deadline=None)
@given(WOMEN)
def test_every_quarter_adds_up_to_its_report(women: list[Any]) -> None:
    book = Casebook(store_of(women)[0], Moment(TODAY, NOW))
    with TemporaryDirectory() as folder:
        try:
            write_data(book, Path(folder) / "data.csv")
        except Refused:  # nobody had come home by then
            return
        rows = [row for row in read(Path(folder) / "data.csv") if row["quarter"] == str(Q3)]
    report = quarter_report(book, ReportSelection(Q3, internal=True))
    sums = {name: sum(int(row[name]) for row in rows) for name in ("start", "joined", "back", "left", "end")}
    became = visits(report)

    assert sums == movement(report)
    assert total(rows, "visits_due") == became.get("due", 0)
    assert total(rows, "done_when_due") == became.get("done_when_due", 0)
    assert total(rows, "done_late") == became.get("done_late", 0)
    assert total(rows, "not_tried") == became.get("no_try_written_down", 0)


def total(rows: list[dict[str, str]], name: str) -> int:
    return sum(int(row[name]) for row in rows)


def visits(report: Report) -> dict[str, Any]:
    table = report.section("visits").table("became")
    return {row.id: row.cells["visits"] for row in table.all_rows} if table else {}


def movement(report: Report) -> dict[str, int]:
    table = report.section("caseload").table("movement")
    assert table
    told = {row.id: row.figure for row in table.all_rows}
    left = [told.get(result) for result in ("success", "failure", "neither", "left")]
    known = {name: number for name, number in told.items() if isinstance(number, int)}
    gone = sum(number for number in left if isinstance(number, int))
    return {name: known.get(name, 0) for name in ("start", "joined", "back", "end")} | {"left": gone}


def test_a_row_is_five_people_at_least(tmp_path):
    write_data(six(), tmp_path / "data.csv")

    rows = [row for row in read(tmp_path / "data.csv") if row["quarter"] == "2026Q3"]

    assert all(int(row["people"]) >= 5 for row in rows)
    assert total(rows, "end") == 7


def test_every_quarter_from_the_first_return_to_the_last_that_can_be_judged_is_there(tmp_path):
    result = write_data(six(), tmp_path / "data.csv")

    assert (str(result.first), str(result.last)) == ("2026Q1", "2026Q3")
    assert [*dict.fromkeys(row["quarter"] for row in read(tmp_path / "data.csv"))] == ["2026Q1", "2026Q2", "2026Q3"]


def test_what_somebody_typed_is_masked_and_a_name_in_it_stops_nothing_else(tmp_path):
    women = [a_graduate(f"G-{number}", district="Trapeang Veng", trade="for Sreymom") for number in range(1, 7)]

    write_data(a_casebook(*women), tmp_path / "data.csv")

    text = (tmp_path / "data.csv").read_text("utf-8-sig")
    assert "Sreymom" not in text
    assert "Trapeang" not in text


# --- for staff ------------------------------------------------------------------------------------------------------


def test_the_table_for_staff_says_so_in_its_name_and_in_every_row(tmp_path):
    result = write_data(six(), tmp_path / "data.csv", internal=True)

    assert result.file.path.name == "INTERNAL-data.csv"
    assert [path.name for path in tmp_path.iterdir()] == ["INTERNAL-data.csv"]
    rows = read(result.file.path)
    assert {next(iter(row.values())) for row in rows} == {"INTERNAL"}
    assert len(rows) == result.rows
    assert next(iter(rows[0])) == "INTERNAL"


def test_a_table_that_takes_the_place_of_another_says_so(tmp_path):
    assert not write_data(six(), tmp_path / "data.csv").file.replaced
    assert not write_data(six(), tmp_path / "data.csv", internal=True).file.replaced
    result = write_data(six(), tmp_path / "data.csv", Quarter(2026, 2))

    assert result.file.replaced
    assert "in place of what was in that file before" in str(data_result(result).parts)


def test_what_is_said_of_its_rows_is_true_of_a_programme_that_was_small_at_first(tmp_path):
    result = write_data(six(), tmp_path / "data.csv")

    early = [row for row in read(result.file.path) if row["quarter"] == "2026Q1"]
    assert [int(row["people"]) < 5 for row in early] == [True]
    assert "or the whole programme while it has fewer" in str(data_result(result).parts)


def test_a_name_that_says_it_already_stays(tmp_path):
    assert write_data(six(), tmp_path / "INTERNAL-q3.csv", internal=True).file.path.name == "INTERNAL-q3.csv"


def test_it_says_of_nobody_who_she_is(tmp_path):
    text = write_data(six(), tmp_path / "data.csv", internal=True).file.path.read_text("utf-8-sig")

    assert not [word for word in ("G-1", "Sreymom", "Kien Svay", "Bati", "2026-01-20", "SN") if word in text]


def test_a_graduate_has_one_number_in_a_table_and_another_in_the_next(tmp_path):
    first = read(write_data(six(), tmp_path / "data.csv", internal=True).file.path)
    again = read(write_data(six(), tmp_path / "data.csv", internal=True).file.path)
    ids = Counter(row["row"] for row in first)

    assert len(ids) == 7
    assert not ids.keys() & {row["row"] for row in again}


def test_it_says_how_each_is_at_the_end_of_the_quarter(tmp_path):
    women = [a_graduate("G-1", "2026-03-20", birth_year=2008, flags=[a_flag(raised="2026-08-01")])]

    rows = read(write_data(a_casebook(*women), tmp_path / "data.csv", internal=True).file.path)

    assert [(row["age"], row["months_home"], row["risk_level"], row["flags_open"]) for row in rows[-1:]] == [
        ("18-20", "4-12", "raised", "1")
    ]


# --- what is refused ------------------------------------------------------------------------------------------------


def test_a_quarter_that_cannot_be_judged_yet_is_refused_and_nothing_written(tmp_path):
    with pytest.raises(Refused, match="cannot be judged"):
        write_data(six(), tmp_path / "data.csv", Quarter(2026, 4))

    assert not list(tmp_path.iterdir())


def test_a_quarter_is_judged_once_its_last_visits_are(tmp_path):
    book = six()
    early = Casebook(book.store, Moment(date(2026, 10, 13), NOW))

    assert write_data(early, tmp_path / "data.csv").last == Quarter(2026, 2)


def test_where_nobody_had_come_home_there_is_nothing_to_write(tmp_path):
    with pytest.raises(Refused, match="Nobody had come home"):
        write_data(six(), tmp_path / "data.csv", Quarter(2025, 4))


def test_a_file_name_that_shows_somebody_is_refused(tmp_path):
    with pytest.raises(Exposed):
        write_data(six(), tmp_path / "sreymom.csv")

    assert not list(tmp_path.iterdir())


def test_without_a_file_it_says_what_to_type():
    with pytest.raises(Missing):
        data_target(None)
