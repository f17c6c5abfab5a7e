"""A spreadsheet file holds what was given to it: days, numbers and texts as they are, and nothing that reckons.

- another reader finds the same cells, Khmer among them
- a text that looks like a formula, a link or a number stays a text
- the same tables are the same bytes; nothing is put on the disk meanwhile, and no more rows are held than are looked at
- the guard reads every text of it
"""

import io
import re
import tempfile
import weakref
import zipfile
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from followup.case.spreadsheet_text import FORMULA_STARTS, as_text, as_typed
from followup.handout.guard import Exposed, Guard
from followup.handout.spreadsheet import SheetTable, on_every_page, xlsx_bytes
from followup.handout.surfaces import Handout

DAY = date(2026, 11, 26)
TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30)


INSTANTS = st.datetimes(datetime(1900, 3, 1)).map(lambda one: one.replace(second=1, microsecond=0))  # noqa: DTZ001


class Row(list):
    """A row that can be watched."""


def made(*rows, **said) -> bytes:
    return xlsx_bytes([SheetTable("Visits", rows, **said)], DAY)


def read(data: bytes) -> list:
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
    return sheet.to_python(skip_empty_area=False)


def test_days_numbers_and_texts_are_what_they_were():
    rows = read(made(["Code", "ឈ្មោះ"], ["KML-1", "ស្រីមុំ\nពីរ"], [DAY, Decimal("2.5")], [3, None]))

    assert rows == [["Code", "ឈ្មោះ"], ["KML-1", "ស្រីមុំ\nពីរ"], [DAY, 2.5], [3.0, ""]]


@pytest.mark.parametrize("text", [*(f"{begin}1+1" for begin in FORMULA_STARTS[:8]), "http://a.org", "-5", "0123"])
def test_a_text_stays_a_text(text):
    data = made(["Note"], [text])

    assert read(data)[1] == [text]
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet


def test_a_formula_is_marked_as_text_for_whoever_edits_its_cell_and_a_heading_as_well():
    with zipfile.ZipFile(io.BytesIO(made(["=1+1", "Name"], ["=1+1", "A note"]))) as parts:
        styles = re.findall(r"<xf [^>]*>", parts.read("xl/styles.xml").decode().partition("<cellXfs")[2])
        cells = re.findall(r'<c r="(..)" s="(\d+)"', parts.read("xl/worksheets/sheet1.xml").decode())

    marked = {cell: "quotePrefix" in styles[int(style)] for cell, style in cells}
    assert marked == {"A1": True, "B1": False, "A2": True, "B2": False}


@settings(max_examples=40)
@given(st.lists(TEXTS, min_size=1, max_size=4))
def test_every_text_is_read_again_as_it_was(texts):
    assert [row[0] for row in read(made(["Note"], *([f"x{text}"] for text in texts)))[1:]] == [
        f"x{text}" for text in texts
    ]


@settings(max_examples=40)
@given(st.lists(st.dates(date(1900, 1, 1)) | INSTANTS | st.integers(-(10**9), 10**9) | st.booleans(), min_size=1))
def test_days_instants_and_numbers_are_read_again_as_they_were(cells):
    assert read(made(["What"], *([cell] for cell in cells)))[1:] == [[cell] for cell in cells]


def test_letters_that_no_sheet_can_hold_are_written_as_excel_writes_them():
    with zipfile.ZipFile(io.BytesIO(made(["Note"], ["a\x00b\r _x0041_ <&>"]))) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()

    assert ">a_x0000_b_x000D_ _x005F_x0041_ &lt;&amp;&gt;</t>" in sheet


def test_rows_are_taken_one_by_one_and_those_after_the_first_are_not_held():
    held = []

    def rows():
        for number in range(1_000):
            row = Row([number])
            held.append(weakref.ref(row))
            assert sum(one() is not None for one in held) < 300
            yield row

    assert len(read(xlsx_bytes([SheetTable("Visits", rows())], DAY))) == 1_000


@given(TEXTS | TEXTS.map(lambda text: f"={text}") | TEXTS.map(lambda text: f"''-{text}"))
def test_what_is_made_safe_in_csv_is_read_again_as_it_was(text):
    assert as_typed(as_text(text)) == text


def test_the_same_tables_are_the_same_bytes_and_no_file_is_made_meanwhile(monkeypatch):
    def refused(*_args, **_kwargs):
        raise AssertionError

    for name in ("mkstemp", "mkdtemp", "NamedTemporaryFile", "TemporaryFile"):
        monkeypatch.setattr(tempfile, name, refused)

    assert made(["Note"], ["A note"]) == made(["Note"], ["A note"])


@pytest.mark.parametrize(
    "data",
    [
        made(["Note"], ["Ask Sokunthea."]),
        made(["Sokunthea"], ["x"]),
        made(["Note"], ["x"], notice="For Sokunthea"),
        xlsx_bytes([SheetTable("Sokunthea", [["x"]])], DAY),
    ],
)
def test_the_guard_reads_cells_headings_notices_and_names_of_sheets(data):
    with pytest.raises(Exposed):
        Guard([("name", "Sokunthea")]).check(Handout("a.xlsx", data))


def test_what_the_program_says_itself_stops_no_spreadsheet():
    own = frozenset({"Visits", "Sokunthea", on_every_page("INTERNAL")})

    Guard([("name", "Sokunthea")]).check(Handout("a.xlsx", made(["Sokunthea"], ["x"], notice="INTERNAL"), own))
