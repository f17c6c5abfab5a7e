"""A sheet that somebody made elsewhere, as plain cells; xlsx, xls, ods, csv and tsv are all the same from here on."""

import re
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Literal, NamedTuple

from followup.values import Value

_ERRORS = re.compile(r"#(N/A|NAME\?|REF!|VALUE!|DIV/0!|NULL!|NUM!|SPILL!|CALC!|GETTING_DATA)|Err:\d{3}")
NO_RESULT = "no result"
"""What an error cell says whose formula was never worked out, as in files that no spreadsheet program has saved yet."""

NOT_READ = "not read"
"""What an error cell says that holds something that could not be read; spreadsheet programs write no such cells."""


def is_error_text(text: str) -> bool:
    """Whether spreadsheet programs show the text in place of a result: ``#N/A``, or ``Err:502`` of LibreOffice."""
    return bool(_ERRORS.fullmatch(text))


class ErrorCell(NamedTuple):
    """A cell in which a spreadsheet program shows an error, such as ``#N/A``."""

    text: str


Cell = str | float | bool | date | datetime | time | ErrorCell | None
"""What a cell holds. A figure is a float, whole or not; a cell with nothing in it, or an empty text, is None."""

WorkbookKind = Literal["xlsx", "xls", "ods", "csv", "tsv"]


class MergedArea(NamedTuple):
    """Cells that show as one, counted from 0, the last ones within; only the first of them holds anything."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


class Sheet(Value):
    """One sheet: ``rows[0]`` is row 1 of the file and ``rows[i][0]`` column A; all rows are of one length.

    ``hidden`` sheets are not seen in a spreadsheet program unless they are asked for; ``hidden_rows``, counted from 0,
    are those behind a filter too.
    """

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    merged: tuple[MergedArea, ...] = ()
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()


class Workbook(Value):
    """All sheets of a file; ``encoding`` (a name that Python knows) and ``separator`` only of csv and tsv."""

    kind: WorkbookKind
    sheets: tuple[Sheet, ...]
    encoding: str | None = None
    separator: str | None = None


def read_workbook(path: Path) -> Workbook:
    """The file at ``path``; raises one of our errors, with a sentence that holds nothing of what the file says."""
    from followup.intake.fenced_reading import read_fenced

    return workbook_of(read_fenced(path))


def workbook_of(read: dict[str, Any]) -> Workbook:
    """The workbook of what the reading process answered."""
    sheets = tuple(_sheet_of(sheet) for sheet in read["sheets"])
    return Workbook(read["kind"], sheets, read["encoding"], read["separator"])


def _sheet_of(read: dict[str, Any]) -> Sheet:
    rows = tuple(tuple(map(_cell_of, row)) for row in read["rows"])
    merged = tuple(MergedArea(*area) for area in read["merged"])
    return Sheet(read["name"], rows, merged, read["hidden"], frozenset(read["hidden_rows"]))


_READERS: dict[str, Callable[[str], Cell]] = {
    "d": date.fromisoformat,
    "m": datetime.fromisoformat,
    "t": time.fromisoformat,
    "e": ErrorCell,
}


def _cell_of(cell: Any) -> Cell:
    if isinstance(cell, list):
        kind, text = cell
        return _READERS[kind](text)
    if isinstance(cell, str):
        return ErrorCell(cell) if is_error_text(cell) else cell or None
    figure: float | bool | None = cell
    return figure
