"""Their file given back as a copy with the columns *problem* and *imported*, to be put right and given again.

The copy lies beside the file and never takes another's place. What is added names nobody: a code that stands beside a
name on paper or in a sheet would tell who is meant by it.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from followup.handout.delivery import put_in_folder
from followup.handout.spreadsheet import SheetCell, SheetTable, xlsx_bytes
from followup.handout.surfaces import Handout
from followup.handout.tables import csv_bytes
from followup.intake.cells import note_text
from followup.intake.workbook import ErrorCell, is_error_text
from followup.messages import say
from followup.services.imports.plan import IMPORTED, YES, ImportPlan, PlannedRow, RowFate, alike_advice

if TYPE_CHECKING:
    from followup.intake.table import Table
    from followup.intake.workbook import Cell, MergedArea, Workbook

PROBLEM = "problem"
_PLAIN = ("csv", "tsv")
_NO_VALUE = "#N/A"
"""What stands in a copy for a formula that was never worked out."""
_NAME_BYTES = 200
"""What a copy keeps of a file name: with what is added it is no longer than disks take. Khmer has three to a letter."""
_SHEET_NAME = 31
"""Letters that Excel takes in the name of a sheet."""
_MERGED_CELLS = 100_000
"""Cells of merged areas that a copy has at most."""
_FIRST_YEAR = 1900
"""The year in which spreadsheets begin to count days, not quite right."""


def copy_name(path: Path, kind: str) -> str:
    """What the copy is called: a name that nothing has yet, beside the file; that of a copy of a copy is no longer."""
    words = say("to put right")
    stem = (
        re.sub(rf" {re.escape(words)}( [0-9]+)?$", "", path.stem)
        .encode(errors="ignore")[:_NAME_BYTES]
        .decode(errors="ignore")
    )
    suffix = path.suffix if kind in (*_PLAIN, "xlsx") else ".xlsx"
    names = (f"{stem} {words}{number}{suffix}" for number in ("", *(f" {n}" for n in range(2, 1000))))
    return next(name for name in names if not path.with_name(name).exists())


def put_copy(
    path: Path, workbook: "Workbook", table: "Table", plan: ImportPlan, codes: Collection[str], today: date
) -> Path:
    """Write the copy beside the file, readable by its owner only; where it lies."""
    rows = _rows_with_marks(table, plan, codes, today)
    data = (
        _plain_bytes(workbook, rows)
        if workbook.kind in _PLAIN
        else xlsx_bytes(list(_tables(workbook, table, rows)), today)
    )
    name = copy_name(path, workbook.kind)
    put_in_folder([Handout(name, data)], path.parent)
    return path.with_name(name)


def _rows_with_marks(table: "Table", plan: ImportPlan, codes: Collection[str], today: date) -> list[list["Cell"]]:
    """The rows of the sheet, each with its marks in the two columns."""
    at = _columns(table, max(map(len, table.sheet.rows)))
    width = max(at.values()) + 1
    rows = [[*row, *[None] * (width - len(row))] for row in table.sheet.rows]
    for word, column in at.items():
        rows[table.header_row - 1][column] = word
    by_number = {row.number: row for row in plan.rows}
    for number, row in by_number.items():
        if row.fate is not RowFate.MARKED:
            rows[number - 1][at[PROBLEM]] = _problem(row, codes) or None
        if row.fate not in (RowFate.MARKED, RowFate.REFUSED):
            rows[number - 1][at[IMPORTED]] = f"{YES}, {today}"
    return rows


def _columns(table: "Table", width: int) -> Mapping[str, int]:
    """Where the two columns are, from 0: as in a copy that is given again, or behind the others."""
    there = {heading.casefold(): column for heading, column in zip(table.header, table.columns, strict=True)}
    if IMPORTED not in there:  # a column *problem* alone is one of their own
        return {PROBLEM: width, IMPORTED: width + 1}
    return {PROBLEM: there.get(PROBLEM, width), IMPORTED: there[IMPORTED]}


def _problem(row: PlannedRow, codes: Collection[str]) -> str:
    if row.looks_alike and not any(one.column for one in row.problems):
        return alike_advice()
    told = (f"{one.column}: {one.sentence}" if one.column else one.sentence for one in row.problems)
    return without_codes(" ".join(told), codes)


def without_codes(sentence: str, codes: Collection[str]) -> str:
    """A sentence without any graduate's code: each is replaced by the word CODE."""
    return re.sub(r"[A-Z0-9][A-Z0-9-]+", lambda found: "CODE" if found[0].rstrip("-") in codes else found[0], sentence)


# --- as a file ------------------------------------------------------------------------------------------------------


def _plain_bytes(workbook: "Workbook", rows: Sequence[Sequence["Cell"]]) -> bytes:
    """In the encoding of their file, with its separator; no text is taken for a formula."""
    first, *others = ([_shown(cell) for cell in row] for row in rows)
    return csv_bytes(first, others, separator=workbook.separator or ",", encoding=workbook.encoding or "utf-8-sig")


def _shown(cell: "Cell") -> str:
    if cell is None:
        return ""
    return str(cell).removesuffix(".0") if isinstance(cell, float) else str(_cell(cell))


def _tables(workbook: "Workbook", table: "Table", rows: Sequence[Sequence["Cell"]]) -> Iterator[SheetTable]:
    """Every sheet that is seen in a spreadsheet program, and the one that was read."""
    shown = [sheet for sheet in workbook.sheets if sheet is table.sheet or not sheet.hidden]
    for sheet, name in zip(shown, sheet_names([sheet.name for sheet in shown]), strict=True):
        read = sheet is table.sheet
        cells = [[_cell(cell) for cell in row] for row in (rows if read else sheet.rows)]
        yield SheetTable(name, cells, table.header_row if read else 0, merged=[*_apart(sheet.merged)])


def sheet_names(names: Sequence[str]) -> list[str]:
    """The names of sheets as Excel takes them: those of LibreOffice may be longer, and hold other signs."""
    taken: list[str] = []
    for number, name in enumerate(names, 1):
        plain = re.sub(r"[\[\]:*?/\\]", " ", name)[:_SHEET_NAME].strip("' ") or str(number)
        known = {one.casefold() for one in taken}
        taken.append(f"{plain[: _SHEET_NAME - 4]} {number}" if plain.casefold() in known else plain)
    return taken


def _apart(merged: Sequence["MergedArea"]) -> Iterator["MergedArea"]:
    """Merged areas of which none lies over another, which Excel calls damaged; those of very many cells left out."""
    covered: set[tuple[int, int]] = set()
    for area in merged:
        rows, columns = range(area.first_row, area.last_row + 1), range(area.first_column, area.last_column + 1)
        if 1 < len(rows) * len(columns) <= _MERGED_CELLS - len(covered):
            cells = {(row, column) for row in rows for column in columns}
            if covered.isdisjoint(cells):
                covered |= cells
                yield area


def _cell(cell: "Cell") -> SheetCell:
    """A cell as it is written: an error as a text that is known again as one, and so a day that no xlsx file holds."""
    if isinstance(cell, ErrorCell):
        return cell.text if is_error_text(cell.text) else _NO_VALUE
    if isinstance(cell, date) and cell.year <= _FIRST_YEAR:
        return note_text(cell)
    return cell
