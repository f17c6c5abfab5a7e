"""Tables in files that a spreadsheet opens as they are meant: UTF-8 with its mark, and no text taken for a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""With what a text begins that a spreadsheet would reckon with."""

CsvCell = str | int | None


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[CsvCell]]) -> bytes:
    """The rows under their header as CSV, with the byte-order mark by which Excel knows UTF-8, and CRLF.

    A text that would be taken for a formula is given an apostrophe before it. None is an empty cell.
    """
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(map(_safe, header))
    writer.writerows(map(_safe, row) for row in rows)
    return written.getvalue().encode("utf-8-sig")


def _safe(cell: CsvCell) -> CsvCell:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_STARTS) else cell
