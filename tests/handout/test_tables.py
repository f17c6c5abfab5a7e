"""A table in a file opens as it is meant: Khmer is Khmer, a text is no formula, a number stays a number."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followup.handout.tables import FORMULA_STARTS, csv_bytes

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))


def read(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))


def test_excel_knows_it_for_utf_8_and_every_line_ends_as_it_expects():
    data = csv_bytes(["word"], [["ការតាមដាន"]])

    assert data == b"\xef\xbb\xbfword\r\n" + "ការតាមដាន\r\n".encode()


@pytest.mark.parametrize("begin", FORMULA_STARTS)
def test_a_text_that_looks_like_a_formula_stays_a_text(begin):
    assert read(csv_bytes(["a"], [[f"{begin}1+1"]]))[1] == [f"'{begin}1+1"]


def test_a_number_below_zero_stays_a_number_and_what_is_not_known_is_empty():
    assert read(csv_bytes(["a", "b"], [[-5, None]]))[1] == ["-5", ""]


@given(st.lists(st.lists(TEXTS | st.integers(), min_size=2, max_size=2), max_size=5))
def test_whatever_is_written_is_read_back(rows):
    back = read(csv_bytes(["a", "b"], rows))

    assert [[cell.removeprefix("'") for cell in row] for row in back[1:]] == [
        [str(cell).removeprefix("'") for cell in row] for row in rows
    ]
