"""Every figure of the internal report is what a second, plain implementation makes of the raw facts.

- invented caseloads of several sizes and days, and quarters from the first to the running one
- records on every edge a quarter has, and others made of anything on any day
- the ranges are those of scipy and lifelines (`plain_figures.py`)
- what was done is told outside exactly as to staff, but for small rows that are merged
"""

from datetime import UTC, date, datetime
from functools import cache
from typing import Any

import pytest

from followup.casebook import Casebook, Moment
from followup.demo.build import build
from followup.services import reports
from followup.services.reports import ReportSelection
from followup.statistics.quarters import Quarter
from followup.statistics.release import TableKind
from followup.statistics.report_model import NOT_TOLD, Proportion, Report, ReportRow, ReportTable, report_to_json
from tests.memory_store import MemoryStore
from tests.statistics.nasty_cases import at_random, ends_at_random, nasty
from tests.statistics.plain_figures import Cells, plain

Q3 = Quarter(2026, 3)


@cache
def a_caseload(graduates: int, seed: int, today: date) -> Casebook:
    book = Casebook(MemoryStore(), Moment(today, datetime(today.year, today.month, today.day, 9, tzinfo=UTC)))
    build(book, graduates, seed)
    return book


@cache
def edges() -> Casebook:
    return nasty()


def told(report: Report) -> Cells:
    """Every cell of a report; the lessons themselves are words."""
    data = report_to_json(report)
    cells: Cells = {("heads", "heads", head["id"], "value"): head["value"] for head in data["heads"]}
    for section in data["sections"]:
        for table in section["tables"]:
            rows: list[Any] = [*table["rows"], *([table["total"]] if table["total"] else [])]
            for row in rows if table["id"] != "lessons" else ():
                for column, value in row["cells"].items():
                    key = (section["id"], table["id"], row["id"], column)
                    assert key not in cells, f"{key} stands there twice"
                    cells[key] = value
    return cells


def assert_told_as_it_is(book: Casebook, which: Quarter, **asked: Any) -> None:
    report = reports.quarter_report(Casebook(book.store, book.moment), ReportSelection(which, internal=True, **asked))

    right = plain(book, which.start, date.fromisoformat(report.as_of), asked.get("known_at"))

    made = told(report)
    assert {key: (made.get(key, "-"), right.get(key, "-")) for key in {*made, *right}} == {
        key: (right.get(key, "-"), right.get(key, "-")) for key in {*made, *right}
    }


@pytest.mark.parametrize("back", [0, 1, 4, 11])
@pytest.mark.parametrize(
    ("graduates", "seed", "today"),
    [(60, 7, date(2026, 11, 21)), (12, 3, date(2027, 2, 28)), (150, 11, date(2026, 6, 30)), (1, 5, date(2026, 7, 1))],
)
def test_an_invented_caseload(graduates, seed, today, back):
    assert_told_as_it_is(a_caseload(graduates, seed, today), Quarter.of(today).plus(-back))


def test_the_first_quarter_of_a_programme():
    book = a_caseload(60, 7, date(2026, 11, 21))
    first = min(case.return_date for case in book.cases() if case.return_date)

    assert_told_as_it_is(book, Quarter.of(first))
    assert_told_as_it_is(book, Quarter.of(first), as_of=first)


@pytest.mark.parametrize("which", [Quarter(2025, 4), Quarter(2026, 1), Quarter(2026, 2), Q3, Quarter(2026, 4)])
def test_records_on_every_edge_of_a_quarter(which):
    assert_told_as_it_is(edges(), which)


@pytest.mark.parametrize(
    "as_of", [date(2026, 7, 1), date(2026, 8, 7), date(2026, 9, 30), date(2026, 10, 1), date(2026, 11, 21)]
)
def test_records_on_every_edge_as_of_other_days(as_of):
    assert_told_as_it_is(edges(), Q3, as_of=as_of)


@pytest.mark.parametrize("known", [datetime(2026, 8, 7, 1, tzinfo=UTC), datetime(2026, 11, 9, tzinfo=UTC)])
def test_records_on_every_edge_as_they_were_known_before(known):
    assert_told_as_it_is(edges(), Q3, known_at=known)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("which", [Quarter(2026, 1), Q3, Quarter(2026, 4)])
def test_anything_on_any_day(seed, which):
    assert_told_as_it_is(at_random(seed, 40), which)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("which", [Quarter(2026, 1), Q3])
def test_ends_reopenings_and_second_ends(seed, which):
    assert_told_as_it_is(ends_at_random(seed, 30), which)


# --- what leaves the house ----------------------------------------------------------------------------------------


def process_tables(report: Report) -> dict[str, ReportTable]:
    """What the organisation did, but for what somebody wrote of lessons."""
    listed = (table for section in report.sections for table in section.tables)
    return {table.id: table for table in listed if table.kind is TableKind.PROCESS and table.id != "lessons"}


@pytest.mark.parametrize("back", [0, 2, 7])
@pytest.mark.parametrize(("graduates", "seed"), [(60, 7), (12, 3), (1, 5), (400, 2)])
def test_what_was_done_is_told_outside_exactly_as_to_staff_but_for_rows_that_are_merged(graduates, seed, back):
    book = a_caseload(graduates, seed, date(2026, 11, 21))

    outside, inside = (
        reports.quarter_report(book, ReportSelection(Q3.plus(-back), internal=internal)) for internal in (False, True)
    )

    assert [head.value for head in outside.heads[:2]] == [head.value for head in inside.heads[:2]]
    assert process_tables(outside).keys() == process_tables(inside).keys()
    for name, table in process_tables(outside).items():
        whole = process_tables(inside)[name]
        staff = {row.id: row for row in whole.all_rows}
        assert table.total or not whole.total or (name in AMOUNTS and not table.rows)
        assert all(row.merged or says_as(row, staff[row.id], amounts=name in AMOUNTS) for row in table.all_rows)
        assert name in MERGED or table.rows == whole.rows
        assert not table.rows or name not in MERGED or summed(table.rows) == summed(whole.rows)


def says_as(row: ReportRow, staff: ReportRow, *, amounts: bool) -> bool:
    """Whether a row says what staff see; of ``amounts`` those of fewer than five in a currency may be untold."""
    return all(figure == staff.cells[name] or (amounts and figure == NOT_TOLD) for name, figure in row.cells.items())


AMOUNTS = {"support_kinds", "support_funds", "support_lent"}
"""The tables of what it came to, which tell nothing of fewer than five."""
MERGED = {"by_place", "by_month", "cohorts", *AMOUNTS}
"""The tables whose small rows are merged."""
OWN = {*MERGED, "curve", "second"}
"""Those and the curve are made in a way of their own."""


def is_told(value: Any) -> bool:
    return not (isinstance(value, dict) and "not_told" in value)


@pytest.mark.parametrize("seed", range(2))
def test_every_figure_that_is_told_outside_but_the_curve_is_what_staff_see(seed):
    book = a_caseload(400, seed, date(2026, 11, 21))
    outside, inside = (
        told(reports.quarter_report(book, ReportSelection(Q3, internal=internal))) for internal in (False, True)
    )

    both = [key for key, value in outside.items() if is_told(value) and key[2] != "at_12_months" and key[1] not in OWN]

    assert len(both) > 100
    assert {key: outside[key] for key in both} == {key: inside[key] for key in both}


def test_every_table_says_by_which_rule_it_is_told(both):
    assert all(table.kind for report in both for section in report.sections for table in section.tables)
    assert not any(table.kind is TableKind.CROSSED for section in both[0].sections for table in section.tables)


@pytest.fixture(scope="module")
def both() -> tuple[Report, Report]:
    """The report of a large programme that leaves the house, and the one that staff see."""
    book = a_caseload(400, 2, date(2026, 11, 21))
    return reports.quarter_report(book, ReportSelection(Q3)), reports.quarter_report(
        book, ReportSelection(Q3, internal=True)
    )


def test_a_merged_row_is_the_sum_of_rows_that_staff_see(both):
    outside, inside = (report.section("visits").table("by_month") for report in both)

    for row in outside.rows:
        first, _, last = row.id.partition("-")
        merged = [one for one in inside.rows if int(first) <= int(one.id.partition("-")[0]) <= int(last or 999)]
        assert summed([row]) == summed(merged)


def summed(rows: Any) -> tuple[int, int]:
    """The numbers in the first cells of rows together; of shares how many of how many."""
    cells = [row.figure for row in rows]
    shares = [(cell.count, cell.of) if isinstance(cell, Proportion) else (cell, cell) for cell in cells]
    return sum(count for count, _ in shares), sum(of for _, of in shares)
