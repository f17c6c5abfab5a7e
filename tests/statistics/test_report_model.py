"""A report as plain data is the whole report: what was published comes back as it went out."""

import json

from hypothesis import given
from hypothesis import strategies as st

from followup.statistics.proportions import Proportion
from followup.statistics.release import TableKind
from followup.statistics.report_model import (
    NOT_TOLD,
    CellValue,
    Definition,
    Estimate,
    Headline,
    NotTold,
    Report,
    ReportColumn,
    ReportRow,
    ReportSection,
    ReportTable,
    report_from_json,
    report_to_json,
)
from followup.values import replace
from tests.cli.sample_report import a_report

TEXTS = st.text(max_size=8)
PERCENTS = st.integers(0, 100)
SHARES = st.integers(0, 500).flatmap(lambda of: st.builds(Proportion, st.integers(0, of), st.just(of)))
ESTIMATES = st.builds(Estimate, st.integers(0, 300), st.none() | PERCENTS, st.none() | PERCENTS)
BETWEEN = st.builds(NotTold, not_told=st.just(value=True), low=PERCENTS, high=PERCENTS)
VALUES = st.none() | st.just(NOT_TOLD) | BETWEEN | st.integers(0, 10_000) | TEXTS | SHARES | ESTIMATES
HEADS = st.builds(Headline, TEXTS, TEXTS, VALUES, TEXTS, VALUES, VALUES)


@st.composite
def tables(draw: st.DrawFn) -> ReportTable:
    names = draw(st.lists(TEXTS, min_size=1, max_size=3, unique=True))
    cells = st.fixed_dictionaries(dict.fromkeys(names, VALUES))
    rows = st.builds(ReportRow, TEXTS, TEXTS, cells, merged=st.booleans())
    return ReportTable(
        id=draw(TEXTS),
        title=draw(TEXTS),
        kind=draw(st.none() | st.sampled_from(TableKind)),
        columns=tuple(ReportColumn(name, draw(TEXTS)) for name in names),
        rows=tuple(draw(st.lists(rows, max_size=3))),
        total=draw(st.none() | rows),
        note=draw(TEXTS),
        carried_from=draw(TEXTS),
    )


def tuples(of: st.SearchStrategy, most: int = 2) -> st.SearchStrategy:
    return st.lists(of, max_size=most).map(tuple)


REPORTS = st.builds(
    Report,
    quarter=TEXTS,
    first=TEXTS,
    last=TEXTS,
    as_of=TEXTS,
    known_at=TEXTS,
    heads=tuples(HEADS),
    sections=tuples(st.builds(ReportSection, TEXTS, TEXTS, TEXTS, tuples(tables()))),
    definitions=tuples(st.builds(Definition, TEXTS, TEXTS)),
    open=tuples(TEXTS),
    published=TEXTS,
    internal=st.booleans(),
)


@given(REPORTS)
def test_a_report_comes_back_from_plain_data_as_it_was(report):
    assert report_from_json(json.loads(json.dumps(report_to_json(report)))) == report


def test_a_share_is_told_to_programs_with_its_group_and_its_range():
    (cell,) = report_to_json(a_report())["sections"][1]["tables"][1]["rows"][0]["cells"].values()

    assert cell == {"count": 38, "of": 48, "percent": 79, "low": 66, "high": 88}


def test_a_cell_is_found_by_its_row_and_its_column_and_is_none_where_there_is_no_such_row():
    movement = a_report().section("caseload").table("movement")

    assert movement.cell("joined", "people") == 14
    assert movement.cell("end", "people") == 125
    assert movement.cell("nobody", "people") is None
    assert a_report().section("caseload").table("none of this name") is None


def test_what_is_not_told_is_no_number_and_no_gap():
    table = a_report().sections[0].tables[0]
    report = replace(a_report(), sections=(ReportSection("", "", "", (with_a_figure(table, NOT_TOLD),)),))

    (cell,) = report_to_json(report)["sections"][0]["tables"][0]["rows"][0]["cells"].values()

    assert cell == {"not_told": True}


def with_a_figure(table: ReportTable, figure: CellValue) -> ReportTable:
    return replace(table, rows=(replace(table.rows[0], cells={"people": figure}),))


def test_what_is_neither_published_nor_for_staff_is_a_draft():
    drafts = [
        replace(a_report(), published=published, internal=internal).draft
        for published, internal in (("", False), ("2026-10-15", False), ("", True))
    ]

    assert drafts == [True, False, False]
