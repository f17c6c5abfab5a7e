"""Tables as a spreadsheet file (.xlsx); the one module that knows XlsxWriter.

The library makes the frame: everything but the rows, which it would hold all at once. They are put between one by one.
Days and numbers are real ones, texts are texts: nothing is taken for a formula, a link or a number because it looks
like one. The same tables are the same bytes.
"""

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import chain, islice
from typing import Final, NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from followup.handout.sheet_rows import SheetCell, SheetRow, rows_in_file

__all__ = ["SheetCell", "SheetTable", "on_every_page", "xlsx_bytes"]

_WIDEST, _NARROWEST = 48, 9
"""How wide a column is at most and at least, in characters; what is longer is folded in its cell."""
_MOST_LOOKED_AT = 200
"""Rows by which the width of a column is decided."""
_FORMATS: Final = {
    "text": {"valign": "top", "text_wrap": True},
    "typed text": {"valign": "top", "text_wrap": True, "quote_prefix": True},
    "number": {"valign": "top"},
    "day": {"valign": "top", "num_format": "yyyy-mm-dd"},
    "instant": {"valign": "top", "num_format": "yyyy-mm-dd hh:mm"},
    "time": {"valign": "top", "num_format": "hh:mm"},
    "heading": {"bold": True, "valign": "top", "text_wrap": True, "bottom": 1},
    "typed heading": {"bold": True, "valign": "top", "text_wrap": True, "bottom": 1, "quote_prefix": True},
}


class SheetTable(NamedTuple):
    """One sheet: its name, its rows from the first on, how many of them are headings, and what stands on a print.

    ``rows`` are gone through once. ``merged`` are the areas that show as one cell: first row and column, last row and
    column, from 0, both within.
    """

    name: str
    rows: Iterable[SheetRow]
    headings: int = 1
    notice: str = ""
    merged: Sequence[tuple[int, int, int, int]] = ()


def xlsx_bytes(tables: Sequence[SheetTable], made_on: date) -> bytes:
    """The tables as the bytes of a spreadsheet file, a sheet each; ``made_on`` is the day it says it was made."""
    rows = [iter(table.rows) for table in tables]
    first = [[*islice(those, _MOST_LOOKED_AT)] for those in rows]
    written = io.BytesIO()
    with ZipFile(io.BytesIO(_frame(tables, first, made_on))) as frame, ZipFile(written, "w") as packed:
        for part in frame.infolist():
            with packed.open(_part_like(part), "w") as into:
                if found := _SHEET.fullmatch(part.filename):
                    at = int(found[1]) - 1
                    into.writelines(_filled(frame.read(part), chain(first[at], rows[at]), tables[at].headings))
                else:
                    into.write(frame.read(part))
    return written.getvalue()


def on_every_page(notice: str) -> str:
    """What stands in the file for a notice on top of every page, as the format has it."""
    return f"&C{notice}"


def _frame(tables: Sequence[SheetTable], first: Sequence[Sequence[SheetRow]], made_on: date) -> bytes:
    """The file as the library makes it: in place of its rows each sheet has one with an empty cell of every format."""
    import xlsxwriter

    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as workbook:
        workbook.set_properties({"created": datetime(made_on.year, made_on.month, made_on.day)})  # noqa: DTZ001
        formats = [workbook.add_format(shape) for shape in _FORMATS.values()]
        for table, rows in zip(tables, first, strict=True):
            sheet = workbook.add_worksheet(table.name)
            sheet.set_landscape()
            sheet.freeze_panes(table.headings, 0)
            if table.notice:
                sheet.set_header(on_every_page(table.notice))
            for column, width in enumerate(_widths(rows)):
                sheet.set_column(column, column, width)
            for area in table.merged:
                sheet.merge_range(*area, "")
            for column, shape in enumerate(formats):
                sheet.write_blank(0, column, None, shape)
    return written.getvalue()


def _part_like(part: ZipInfo) -> ZipInfo:
    alike = ZipInfo(part.filename, part.date_time)
    alike.compress_type = ZIP_DEFLATED
    return alike


_SHEET = re.compile(r"xl/worksheets/sheet(\d+)\.xml")
_EXTENT = re.compile(b"<dimension [^>]*>")
"""How far the frame's own row goes; it need not be said."""


def _filled(sheet: bytes, rows: Iterable[SheetRow], headings: int) -> Iterator[bytes]:
    """A sheet of the frame with these rows in place of its own, piece by piece."""
    before, row, after = re.split(b"(<row .*</row>)", _EXTENT.sub(b"", sheet))
    styles = dict(zip(_FORMATS, re.findall(r' s="(\d+)"', row.decode()), strict=True))
    yield before
    yield from rows_in_file(rows, headings, styles)
    yield after


def _widths(rows: Sequence[SheetRow]) -> list[int]:
    """How wide each column is shown."""
    longest = [0] * max(map(len, rows), default=0)
    for row in rows:
        for column, cell in enumerate(row):
            shown = max(map(len, str(cell).splitlines()), default=0) if cell is not None else 0
            longest[column] = max(longest[column], shown)
    return [min(max(width + 2, _NARROWEST), _WIDEST) for width in longest]
