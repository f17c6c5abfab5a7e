"""A table in a file opens as it is meant: Khmer is Khmer, a text is no formula, a number stays a number."""

import csv
import io
import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from followup.case.spreadsheet_text import FORMULA_STARTS
from followup.handout.tables import csv_bytes

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))


def read(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))


def sources() -> list[Path]:
    house = Path(__file__).parents[2]
    return [*house.glob("followup/**/*.py"), *house.glob("cli/**/*.py")]


def test_excel_knows_it_for_utf_8_and_every_line_ends_as_it_expects():
    data = csv_bytes(["word"], [["ការតាមដាន"]])

    assert data == b"\xef\xbb\xbfword\r\n" + "ការតាមដាន\r\n".encode()


@pytest.mark.parametrize("begin", FORMULA_STARTS)
def test_a_text_that_looks_like_a_formula_stays_a_text(begin):
    assert read(csv_bytes(["a"], [[f"{begin}1+1"]]))[1] == [f"'{begin}1+1"]


@pytest.mark.parametrize("hidden", [" ", "\xa0", "\u200b", "\ufeff", "\u3000", "\v"])
def test_a_sign_that_is_trimmed_away_hides_no_formula(hidden):
    assert read(csv_bytes(["a"], [[f"{hidden}=1+1"]]))[1] == [f"'{hidden}=1+1"]


def test_a_heading_is_as_safe_as_a_cell():
    assert read(csv_bytes(["@a"], []))[0] == ["'@a"]


@pytest.mark.parametrize("number", [-5, "-5", "-0.25", "12.5", 7])
def test_a_number_stays_a_number(number):
    assert read(csv_bytes(["a"], [[number]]))[1] == [str(number)]


@pytest.mark.parametrize("text", ["-5+1", "-", "- 5", "+855 12 345 678", "-1.2.3", "–", "don't", "ក-ខ", "5-7", ""])
def test_only_what_begins_like_a_formula_is_changed(text):
    safe = "'" if text[:1] in ("-", "+") else ""

    assert read(csv_bytes(["a"], [[text]]))[1] == [safe + text]


def test_what_is_not_known_is_empty():
    assert read(csv_bytes(["a", "b"], [[-5, None]]))[1] == ["-5", ""]


def as_it_was(cell: str) -> str:
    """What docs/reference.md tells whoever reads the file: one apostrophe away before what would be a formula."""
    return re.sub(r"^'(?='*[\s\u200b-\u200f\ufeff]*[=+\-@＝＋－＠\t\r\n])", "", cell)


@given(st.lists(st.lists(TEXTS | st.integers(), min_size=2, max_size=2), max_size=5))
@example([["'=1", "''\t-1"], ["'-5", "'don't"]])
def test_whatever_is_written_is_read_back(rows):
    back = read(csv_bytes(["a", "b"], rows))

    assert [[as_it_was(cell) for cell in row] for row in back[1:]] == [[str(cell) for cell in row] for row in rows]


def test_every_table_of_the_program_is_made_here():
    """Whoever writes a CSV in another place would have to think of formulas again."""
    writers = {path.name for path in sources() if "csv.writer" in path.read_text("utf-8")}

    assert writers == {"tables.py"}
