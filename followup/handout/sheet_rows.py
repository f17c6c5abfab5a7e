"""Rows of a spreadsheet as they stand in its file: made one by one, so that a sheet of any length takes no room."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache, lru_cache
from html import escape

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
