"""What was published before the classes that write it were changed still opens, and is written as it was.

The two files beside this one are a publication of the first version: of 150 invented graduates, the first quarter of
2026. They are never renewed; a report that went out years ago is read like that.
"""

import json
from datetime import date
from pathlib import Path

import pytest

from followup.case.fields import revealed
from followup.statistics.quarters import Quarter
from followup.statistics.release import TableKind
from followup.statistics.report_model import (
    LastPublication,
    Report,
    ReportRequest,
    ReportRow,
    ReportTable,
    report_from_json,
    report_to_json,
)
from followup.statistics.tellings import RESULTS, Teller

HERE = Path(__file__).parent
FIGURES = (HERE / "published-figures.json").read_text("utf-8")
KEPT = (HERE / "published-kept.json").read_text("utf-8")


def holds(data: object, before: object) -> bool:
    """Whether plain data has all that older data has; keys may have come to it."""
    if isinstance(data, dict) and isinstance(before, dict):
        return all(key in data and holds(data[key], value) for key, value in before.items())
    if isinstance(data, list) and isinstance(before, list):
        return len(data) == len(before) and all(map(holds, data, before))
    return data == before


def test_a_report_that_went_out_is_read_with_every_figure_as_it_was():
    report = report_from_json(json.loads(FIGURES))

    assert holds(report_to_json(report), json.loads(FIGURES))
    assert not report.draft
    assert report.section("caseload").table("movement").cell("end", "people") == report.heads[0].value
    assert (report.quarter, report.published, report.complete) == ("2026Q1", "2026-06-30", True)


@pytest.fixture
def before() -> LastPublication:
    """The publication of the first version, as the last one before a quarter."""
    return LastPublication(report_from_json(json.loads(FIGURES)), json.loads(KEPT))


def the_next(before: LastPublication, results: dict[str, int], internal: bool = False) -> Teller:
    """A quarter after it, with so many outcomes of each result."""
    request = ReportRequest(Quarter(2026, 2), date(2026, 7, 14), None, revealed, internal, before=before)
    teller = Teller(request)
    fresh = results_table(results)
    teller.tell(fresh, fresh, results, anew=teller.renews(RESULTS, results, ("failure",)))
    return teller


def results_table(figures: dict[str, int]) -> ReportTable:
    rows = tuple(ReportRow(name, name, {"people": figure}) for name, figure in figures.items())
    return ReportTable(id=RESULTS, title="", columns=(), rows=rows)


def test_after_it_outcomes_stand_as_it_told_them_with_its_quarter(before):
    teller = the_next(before, {"success": 20, "failure": 7, "neither": 0})

    assert teller.tables[RESULTS].carried_from == "2026Q1"
    assert [row.figure for row in teller.tables[RESULTS].rows] == kinds_by_result(before.report)
    assert not teller.results_renewed
    assert {name for name, table in teller.tables.items() if table.kind is TableKind.ENDINGS} == {*teller.tables}


def test_when_five_more_have_ended_they_are_told_anew(before):
    success, failure, neither = kinds_by_result(before.report)

    teller = the_next(before, {"success": success + 4, "failure": failure + 1, "neither": neither})

    assert teller.results_renewed
    assert teller.tellings.results == (Quarter(2026, 1), Quarter(2026, 2))


def test_staff_see_nothing_of_what_was_told_before(before):
    assert not the_next(before, {"success": 1, "failure": 7, "neither": 0}, internal=True).tables


def test_the_curve_was_told_at_its_marks(before):
    (told,) = Teller(ReportRequest(Quarter(2026, 2), date(2026, 7, 14), None, revealed, before=before)).tellings.curve

    assert told.quarter == Quarter(2026, 1)
    assert 12 in told.marks


def test_a_figure_of_its_five_quarters_stands_beside_later_ones(before):
    assert before.figure("trend", "flags_open", "2026Q1") == before.report.heads[2].value


def kinds_by_result(report: Report) -> list[int]:
    """The outcomes that it told, by result: success, failure, neither."""
    rows = report.section("outcomes").table("kinds").rows
    return [
        sum(row.figure for row in rows if row.label.casefold().startswith(name))
        for name in ("success", "failure", "neither")
    ]
