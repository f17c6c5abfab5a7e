"""Whatever stands in a sheet, reading it ends in rows and sentences, and no sentence says what stood there."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from followup.case.import_words import ImportTarget
from followup.errors import Invalid
from followup.intake.columns import fit_mapping, proposals
from followup.intake.mapping import MappedColumn, SheetMapping
from followup.intake.questions import Asked, answered, notes, questions
from followup.intake.rows import read_rows, row_form
from followup.intake.samples import samples
from followup.intake.table import find_table
from followup.intake.workbook import ErrorCell, MergedArea, Sheet, Workbook
from tests.intake.test_columns import FIELDS

SECRET = "Zmoktavrin"
FIGURES = st.from_regex(r"[0-9]{1,2}[-/.][0-9]{1,2}[-/.]([0-9]{2}|[0-9]{4})", fullmatch=True)
CELLS = st.one_of(
    st.none(),
    st.sampled_from([SECRET, f"{SECRET}/3", f"15 {SECRET} 20", f"{SECRET} May 2026", "3/2", "1e9", "yes", "mon-fri"]),
    st.text(max_size=12),
    FIGURES,
    st.floats(),
    st.booleans(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.just(ErrorCell("#N/A")),
)


@pytest.mark.parametrize("target", ImportTarget)
@given(data=st.data())
@settings(max_examples=8)
def test_any_cell_under_any_heading_is_read_or_refused_and_never_repeated(target, data):
    fields = FIELDS[target]
    keys = data.draw(st.lists(st.sampled_from(fields.keys), min_size=2, max_size=6, unique=True))
    rows = data.draw(st.lists(st.tuples(*[CELLS] * len(keys)), min_size=1, max_size=4))
    headings = tuple(fields[key].title for key in keys)
    table = find_table(Workbook("xlsx", (Sheet("1", (headings, *rows)),)), fields, header_row=1)
    columns = tuple(MappedColumn(heading, key) for heading, key in zip(headings, keys, strict=True))
    mapping = fit_mapping(SheetMapping(target, columns), table, fields)

    asked = questions(table, mapping, fields)
    for one in asked:
        if one.answers:
            mapping = answered(mapping, one, data.draw(st.sampled_from([answer for answer, _ in one.answers])))
    read = read_rows(table, mapping, fields)

    shown = [text for heading in headings for text in samples(table, heading)]
    said = [*(one.sentence for one in asked), *notes(table, mapping, fields), *shown]
    said += [f"{one.column} {one.sentence} {one.what_to_write}" for row in read for one in row.problems]
    assert not any(SECRET.casefold() in one.casefold() for one in said)
    assert all(isinstance(text, str) and text for row in read for text in row.values.values())
    assert all(isinstance(row_form(target, row.values), dict) for row in read)
    assert {one.asked for one in questions(table, mapping, fields)} <= {Asked.REFUSED}
    assert proposals(table, fields)


@given(
    st.lists(st.lists(CELLS, min_size=1, max_size=4), max_size=5),
    st.lists(st.tuples(*[st.integers(0, 4)] * 4), max_size=2),
)
@settings(max_examples=12)
def test_any_sheet_has_a_table_with_headings_that_differ_or_is_refused(rows, merged):
    width = max(map(len, rows), default=0)
    cells = tuple((*row, *[None] * (width - len(row))) for row in rows)
    areas = tuple(MergedArea(min(a, c), min(b, d), max(a, c), max(b, d)) for a, b, c, d in merged)
    book = Workbook("xlsx", (Sheet("1", cells, areas),))

    for header_row in (None, *range(1, len(cells) + 1)):
        with suppress(Invalid):
            table = find_table(book, FIELDS[ImportTarget.GRADUATES], header_row=header_row)
            assert len(set(table.header)) == len(table.header)
