"""Tables as a spreadsheet file (.xlsx); the one module that knows XlsxWriter.

The library makes the frame: everything but the rows, which it would hold all at once. They are put between one by one.
Days and numbers are real ones, texts are texts: nothing is taken for a formula, a link or a number because it looks
like one. The same tables are the same bytes.
"""

import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache, lru_cache
from html import escape
from itertools import chain, islice
from typing import Final, NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from followup.case.spreadsheet_text import is_reckoned

SheetCell = str | int | float | Decimal | bool | date | datetime | time | None
SheetRow = Sequence[SheetCell]
_LONGEST = 32_767
"""Letters of a cell: spreadsheet programs know no more."""
_FIRST_DAY = datetime(1899, 12, 30)  # noqa: DTZ001
"""The day 0, as days are counted since March 1900."""
_FALSE_LEAP_DAY = 60
"""29 February 1900, which spreadsheets count and which never was."""
_DAY = timedelta(days=1)
_REMEMBERED = 2_000
"""How many texts are remembered as they stand in a file: words of lists stand there a thousand times."""
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


# --- rows as they stand in the file -----------------------------------------------------------------------------------


def rows_in_file(rows: Iterable[SheetRow], headings: int, styles: Mapping[str, str]) -> Iterator[bytes]:
    """Each row that holds something, as it stands in the file, the first ``headings`` as headings.

    ``styles`` has the number of each way to show a cell.
    """
    for number, row in enumerate(rows, 1):
        heading = number <= headings
        cells = (
            f'<c r="{_letters(column)}{number}" s="{styles[style]}"{content}</c>'
            for column, cell in enumerate(row)
            if cell is not None and cell != ""
            for style, content in (_in_file(cell, heading=heading),)
        )
        if held := "".join(cells):
            yield f'<row r="{number}">{held}</row>'.encode()


@cache
def _letters(column: int) -> str:
    """What a column is called: ``A`` for 0, ``AA`` for 26."""
    return (_letters(column // 26 - 1) if column >= 26 else "") + chr(ord("A") + column % 26)


def _in_file(cell: SheetCell, *, heading: bool) -> tuple[str, str]:
    """How a cell is shown; the rest of how it begins, and what it holds."""
    if isinstance(cell, str):
        typed, content = _text(cell)
        return typed + ("heading" if heading else "text"), content
    if isinstance(cell, (date, time)):
        kind = "instant" if isinstance(cell, datetime) else "day" if isinstance(cell, date) else "time"
        return kind, f"><v>{_counted(cell):.16G}</v>"
    return "number", f' t="b"><v>{cell:d}</v>' if isinstance(cell, bool) else f"><v>{cell:.16G}</v>"


def _counted(cell: date | time) -> float:
    """A day or an instant as days since the first, a time as its part of a day."""
    if isinstance(cell, time):
        return (
            timedelta(hours=cell.hour, minutes=cell.minute, seconds=cell.second, microseconds=cell.microsecond) / _DAY
        )
    instant = cell if isinstance(cell, datetime) else datetime(cell.year, cell.month, cell.day)  # noqa: DTZ001
    days = (instant - _FIRST_DAY) / _DAY
    return days if days > _FALSE_LEAP_DAY else days - 1


@lru_cache(_REMEMBERED)
def _text(text: str) -> tuple[str, str]:
    """How a text is shown that a spreadsheet would reckon with, and a text as it stands in its cell."""
    typed, text = "typed " if is_reckoned(text) else "", text[:_LONGEST]
    kept = ' xml:space="preserve"' if text != text.strip() else ""
    unseen = _UNSEEN.sub(lambda found: f"_x{ord(found[0]):04X}_", _LOOKS_UNSEEN.sub("_x005F_", text))
    return typed, f' t="inlineStr"><is><t{kept}>{escape(unseen, quote=False)}</t></is>'


_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
"""What no file of this format holds as it is."""
_LOOKS_UNSEEN = re.compile("_(?=x[0-9a-fA-F]{4}_)")
"""The beginning of what would be read as one of them."""
