"""Tables in files that a spreadsheet opens as they are meant: UTF-8 with its mark, and no text taken for a formula."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

FORMULA_STARTS = (*"=+-@", *"＝＋－＠", "\t", "\r", "\n")
"""With what a text begins that a spreadsheet would reckon with; the wide signs are those of East Asian keyboards."""

_FORMULA = re.compile(rf"'*[\s\u200b-\u200f\ufeff]*[{re.escape(''.join(FORMULA_STARTS))}]")
"""A text that would be reckoned with, also behind signs that are trimmed away, or that looks as if it were safe."""
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")

CsvCell = str | int | None


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[CsvCell]]) -> bytes:
    """The rows under their header as CSV, with the byte-order mark by which Excel knows UTF-8, and CRLF.

    A text that would be taken for a formula is given an apostrophe before it: whoever reads the file takes one away
    where it stands before such a text. Numbers stay numbers, also as text. None is an empty cell.
    """
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(map(_safe, header))
    writer.writerows(map(_safe, row) for row in rows)
    return written.getvalue().encode("utf-8-sig")


def _safe(cell: CsvCell) -> CsvCell:
    return f"'{cell}" if isinstance(cell, str) and _FORMULA.match(cell) and not _NUMBER.fullmatch(cell) else cell
