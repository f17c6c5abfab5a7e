"""Tables as a spreadsheet file (.xlsx); the one module that knows XlsxWriter.

Days and numbers are real ones, texts are texts: nothing is taken for a formula, a link or a number because it looks
like one. The same tables are the same bytes.
"""

import gc
import io
from collections.abc import Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, NamedTuple

from followup.case.spreadsheet_text import is_reckoned

SheetCell = str | int | float | Decimal | bool | date | datetime | time | None
_WIDEST, _NARROWEST = 48, 9
"""How wide a column is at most and at least, in characters; what is longer is folded in its cell."""
_MOST_LOOKED_AT = 200
"""Rows by which the width of a column is decided."""
_FORMATS = {
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

    ``merged`` are the areas that show as one cell: first row and column, last row and column, from 0, both within.
    """

    name: str
    rows: Sequence[Sequence[SheetCell]]
    headings: int = 1
    notice: str = ""
    merged: Sequence[tuple[int, int, int, int]] = ()


def xlsx_bytes(tables: Sequence[SheetTable], made_on: date) -> bytes:
    """The tables as the bytes of a spreadsheet file, a sheet each; ``made_on`` is the day it says it was made."""
    import xlsxwriter

    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as workbook:
        workbook.set_properties({"created": datetime(made_on.year, made_on.month, made_on.day)})  # noqa: DTZ001
        formats = {name: workbook.add_format(shape) for name, shape in _FORMATS.items()}
        for table in tables:
            _write_sheet(workbook.add_worksheet(table.name), table, formats)
    del workbook
    gc.collect()  # what it holds of each cell forms a ring, and a command runs without the collector
    return written.getvalue()


def on_every_page(notice: str) -> str:
    """What stands in the file for a notice on top of every page, as the format has it."""
    return f"&C{notice}"


def _write_sheet(sheet: Any, table: SheetTable, formats: dict[str, Any]) -> None:
    sheet.set_landscape()
    sheet.freeze_panes(table.headings, 0)
    if table.notice:
        sheet.set_header(on_every_page(table.notice))
    for column, width in enumerate(_widths(table.rows)):
        sheet.set_column(column, column, width)
    for area in table.merged:  # what the first cell holds is written below, like any other
        sheet.merge_range(*area, "")
    for at, row in enumerate(table.rows):
        for column, cell in enumerate(row):
            _write_cell(sheet, at, column, cell, formats, heading=at < table.headings)


def _write_cell(sheet: Any, row: int, column: int, cell: SheetCell, formats: dict[str, Any], *, heading: bool) -> None:
    if isinstance(cell, str):
        kind = ("typed " if is_reckoned(cell) else "") + ("heading" if heading else "text")
        if cell:
            sheet.write_string(row, column, cell, formats[kind])
    elif isinstance(cell, bool):
        sheet.write_boolean(row, column, cell, formats["number"])
    elif isinstance(cell, (date, time)):
        kind = "instant" if isinstance(cell, datetime) else "day" if isinstance(cell, date) else "time"
        sheet.write_datetime(row, column, cell, formats[kind])
    elif cell is not None:
        sheet.write_number(row, column, cell, formats["number"])


def _widths(rows: Sequence[Sequence[SheetCell]]) -> list[int]:
    """How wide each column is shown."""
    looked_at = rows[:_MOST_LOOKED_AT]
    longest = [0] * max(map(len, rows), default=0)
    for row in looked_at:
        for column, cell in enumerate(row):
            shown = max(map(len, str(cell).splitlines()), default=0) if cell is not None else 0
            longest[column] = max(longest[column], shown)
    return [min(max(width + 2, _NARROWEST), _WIDEST) for width in longest]
