"""Tables in files that a spreadsheet opens as they are meant: UTF-8 with its mark, and no text taken for a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

from followup.case.spreadsheet_text import as_text

CsvCell = str | int | None


def csv_bytes(
    header: Sequence[str], rows: Iterable[Sequence[CsvCell]], *, separator: str = ",", encoding: str = "utf-8-sig"
) -> bytes:
    """The rows under their header as CSV, with the byte-order mark by which Excel knows UTF-8, and CRLF.

    An ``encoding`` that lacks a letter shows a question mark for it.
    A text that would be taken for a formula is given an apostrophe before it: whoever reads the file takes one away
    where it stands before such a text. Numbers stay numbers, also as text. None is an empty cell.
    """
    written = io.BytesIO()
    with io.TextIOWrapper(written, encoding, errors="replace", newline="") as text:
        writer = csv.writer(text, delimiter=separator, lineterminator="\r\n")
        writer.writerow(map(_safe, header))
        writer.writerows(map(_safe, row) for row in rows)
        text.flush()
        return written.getvalue()


def _safe(cell: CsvCell) -> CsvCell:
    return as_text(cell) if isinstance(cell, str) else cell
