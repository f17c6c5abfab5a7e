"""The table in a workbook: which sheet it is on, which row holds its headings, and its rows below.

A row of headings is known by its words: a sheet of which none is known is refused, so that no row of somebody's data is
ever shown as headings.
"""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from followup.errors import Invalid
from followup.intake.cell_names import column_letters
from followup.intake.cells import looks_like_a_phone
from followup.intake.column_dates import looks_like_a_day
from followup.intake.fields import ImportFields
from followup.intake.heading_words import folded_heading, heading_parts
from followup.intake.headings import is_known_heading
from followup.intake.workbook import Cell, MergedArea, Sheet, Workbook
from followup.messages import say, say_count
from followup.values import Value

_LOOKED_THROUGH = 40
"""Rows of a sheet among which its headings are looked for."""
_FEWEST_HEADINGS = 2
"""Headings that have to be known, so that a row is one of headings."""
_MOST_AREAS = 1_000
"""Merged areas that are looked at; headings have fewer."""
_MOST_STOREYS = 3
"""Rows that headings stand in, one above the other."""


class TableRow(NamedTuple):
    """A row of a table: its number in their file, and its cells, one for each heading."""

    number: int
    cells: tuple[Cell, ...]


class Table(Value):
    """A table as it was found. ``header_row`` is its number in their file; ``columns`` the index of each column."""

    sheet: Sheet
    header: tuple[str, ...]
    header_row: int
    rows: tuple[TableRow, ...]
    columns: tuple[int, ...]

    def cells(self, heading: str) -> tuple[tuple[int, Cell], ...]:
        """The cells of a column that hold something, each with the number of its row."""
        at = self.header.index(heading)
        return tuple((row.number, row.cells[at]) for row in self.rows if row.cells[at] is not None)

    def letter(self, heading: str) -> str:
        """How the spreadsheet calls the column of a heading."""
        return column_letters(self.columns[self.header.index(heading)])


class SheetChoice(NamedTuple):
    """A sheet that may be meant: its number from 1 in their file, and how many rows stand below its headings."""

    number: int
    rows: int


class WhichSheet(Invalid):
    """Several sheets hold a table; ``choices`` says which, by number: the name of a sheet may be somebody's."""

    def __init__(self, what: str, hint: str, choices: tuple[SheetChoice, ...]) -> None:
        super().__init__(what, hint)
        self.choices = choices


def find_table(
    workbook: Workbook, fields: ImportFields, sheet: str | None = None, header_row: int | None = None
) -> Table:
    """The table of a workbook. ``sheet`` is the name or number of its sheet, ``header_row`` the number of a row.

    Without them they are found; Invalid says what to do where that cannot be: `WhichSheet` where several may be meant.
    """
    if sheet is not None:
        return _table_on(_named_sheet(workbook, sheet), fields, header_row)
    seen = [(number, one) for number, one in enumerate(workbook.sheets, 1) if not one.hidden]
    if len(seen) == 1:
        return _table_on(seen[0][1], fields, header_row)
    found = [(number, table) for number, one in seen if (table := _table_of_known(one, fields, header_row))]
    found = [(number, table) for number, table in found if table.rows] or found[:1]
    if len(found) > 1:
        raise _which_sheet([SheetChoice(number, len(table.rows)) for number, table in found])
    if not found:
        raise _no_headings()
    return found[0][1]


def _named_sheet(workbook: Workbook, wanted: str) -> Sheet:
    """The sheet of a name, or of a number from 1."""
    for one in workbook.sheets:
        if folded_heading(one.name) == folded_heading(wanted) or one.name == wanted:
            return one
    number = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 6 else 0
    if 1 <= number <= len(workbook.sheets):
        return workbook.sheets[number - 1]
    count = len(workbook.sheets)
    raise Invalid(
        say("There is no sheet of that name or number."),
        say_count(
            count, "The file has one sheet: leave --sheet out.", "The file has {n} sheets: say --sheet 1 up to {n}."
        ),
    )


def _which_sheet(choices: list[SheetChoice]) -> WhichSheet:
    listed = "; ".join(
        say_count(one.rows, "sheet {number}: 1 row", "sheet {number}: {n} rows", number=one.number) for one in choices
    )
    return WhichSheet(
        say("Several sheets of the file hold a table: {sheets}.", sheets=listed),
        say("Say which one with --sheet, such as: --sheet {number}", number=choices[0].number),
        tuple(choices),
    )


def _no_headings() -> Invalid:
    return Invalid(
        say("No row of headings was found."),
        say(
            "Write a row above the others that says what is in each column, such as Name, Phone, Date. "
            "If there is one, give its number: --header-row 3"
        ),
    )


def _table_of_known(sheet: Sheet, fields: ImportFields, header_row: int | None) -> Table | None:
    try:
        return _table_on(sheet, fields, header_row)
    except Invalid:
        return None


def _table_on(sheet: Sheet, fields: ImportFields, header_row: int | None) -> Table:
    grid = _Grid(sheet, header_row or 0)
    last = _checked_row(grid, header_row) - 1 if header_row else _header_row(grid, fields)
    if last is None:
        raise _no_headings()
    header, columns = _headings(grid, last)
    if not columns:
        raise _no_headings()
    rows = tuple(_rows_below(sheet, last, columns))
    return Table(sheet, header, last + 1, rows, columns)


def _checked_row(grid: "_Grid", number: int) -> int:
    """A row that was said to hold the headings; one with a figure, a day or a phone number would show it as one."""
    if not 1 <= number <= len(grid.rows):
        count = len(grid.rows)
        raise Invalid(
            say("The sheet has no row of that number."), say_count(count, "It has one row.", "It has {n} rows.")
        )
    cells = [cell for column in range(grid.width) if (cell := grid.shown(number - 1, column)) is not None]
    if any(not isinstance(cell, str) or looks_like_a_day(cell) or looks_like_a_phone(cell) for cell in cells):
        raise Invalid(
            say("That row has a figure, a day or a phone number in it: it is no row of headings."),
            say("Give the number of the row that says what is in each column, or write such a row above the others."),
        )
    return number


# --- headings -------------------------------------------------------------------------------------------------------


class _Grid:
    """The cells of a sheet as they show: every cell of a merged area holds what the area holds."""

    def __init__(self, sheet: Sheet, last: int = 0) -> None:
        self.rows = sheet.rows
        self.width = max(map(len, sheet.rows[: max(_LOOKED_THROUGH, last)]), default=0)
        self.areas: dict[tuple[int, int], MergedArea] = {}
        """The merged area that a cell is part of, by its row and column."""
        above = max(_LOOKED_THROUGH, last)
        for area in [area for area in sheet.merged if area.first_row < above][:_MOST_AREAS]:
            self._add(area, above)

    def _add(self, area: MergedArea, above: int) -> None:
        for row in range(area.first_row, min(area.last_row + 1, above)):
            for column in range(area.first_column, min(area.last_column + 1, self.width)):
                self.areas.setdefault((row, column), area)

    def texts(self, row: int) -> list[str]:
        """What a row shows as words, "" where there are none."""
        return [self.text(row, column) for column in range(self.width)]

    def text(self, row: int, column: int) -> str:
        """What a cell shows, where it is words."""
        cell = self.shown(row, column)
        return " ".join(cell.split()) if isinstance(cell, str) else ""

    def shown(self, row: int, column: int) -> Cell:
        """What a cell shows."""
        area = self.areas.get((row, column))
        at = (area.first_row, area.first_column) if area else (row, column)
        return self.rows[at[0]][at[1]] if at[0] < len(self.rows) and at[1] < len(self.rows[at[0]]) else None

    def has_groups(self, row: int) -> bool:
        """Whether columns are put together in a row by merged areas."""
        areas = (area for column in range(self.width) if (area := self.areas.get((row, column))))
        return any(area.first_column < area.last_column for area in areas)

    def is_all_words(self, row: int) -> bool:
        """Whether a row holds words alone, in two columns or more."""
        cells = [cell for column in range(self.width) if (cell := self.shown(row, column)) is not None]
        return len(cells) >= _FEWEST_HEADINGS and all(isinstance(cell, str) for cell in cells)


def _header_row(grid: _Grid, fields: ImportFields) -> int | None:
    """The row of which most headings are known; of several in a block the last one that is still one of headings."""
    known = {row: _known_headings(grid, row, fields) for row in range(min(len(grid.rows), _LOOKED_THROUGH))}
    best = max(known, key=lambda row: (known[row], -row), default=None)
    if best is None or known[best] < _FEWEST_HEADINGS:
        return None
    enough = max(_FEWEST_HEADINGS, known[best] // 2)
    while known.get(best + 1, 0) >= enough:
        best += 1
    return best


def _known_headings(grid: _Grid, row: int, fields: ImportFields) -> int:
    """How many headings of a row are known; a cell without words of its own is none, whatever stands above it."""
    if not grid.is_all_words(row):
        return 0
    own = (column for column, text in enumerate(grid.texts(row)) if set(heading_parts(text)) - fields.neutral)
    return sum(is_known_heading(heading, fields) for heading in {_heading(grid, row, column) for column in own})


def _headings(grid: _Grid, row: int) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """The headings of a row and the columns they stand in; a column without one is called by its letter."""
    named = {column: _heading(grid, row, column) for column in range(grid.width)}
    filled = {column: name for column, name in named.items() if name or _has_values(grid, row, column)}
    times = Counter(map(folded_heading, filled.values()))
    header = []
    for column, name in filled.items():
        alone = name and times[folded_heading(name)] == 1
        letter, heading = column_letters(column), name or say("no heading")
        header.append(name if alone else say("{heading}, column {letter}", heading=heading, letter=letter))
    return tuple(header), tuple(filled)


def _has_values(grid: _Grid, row: int, column: int) -> bool:
    return any(len(cells) > column and cells[column] is not None for cells in grid.rows[row + 1 :])


def _heading(grid: _Grid, row: int, column: int) -> str:
    """A heading with what it stands under: ``Contact / Phone``."""
    storeys = [grid.text(row, column)] if grid.text(row, column) else []
    for above in range(row - 1, max(-1, row - _MOST_STOREYS), -1):
        if not _is_storey(grid, above):
            break
        if (parent := _parent(grid, above, column)) and parent not in storeys:
            storeys.insert(0, parent)
    return " / ".join(storeys)


def _is_storey(grid: _Grid, row: int) -> bool:
    """Whether a row above the headings is part of them: words in two places or more, so no title over all."""
    shown = {grid.areas.get((row, column)) or column for column, text in enumerate(grid.texts(row)) if text}
    return len(shown) >= _FEWEST_HEADINGS and grid.is_all_words(row)


def _parent(grid: _Grid, row: int, column: int) -> str:
    """What stands over a column in the row above: in a merged area, or, where nothing is merged, to its left."""
    if grid.text(row, column):
        return grid.text(row, column)
    below = row + 1
    if grid.has_groups(row):
        return ""
    left = next((at for at in range(column, -1, -1) if grid.text(row, at)), None)
    spans = left is not None and all(grid.text(below, at) for at in range(left, column + 1))
    return grid.text(row, left) if spans and left is not None else ""


# --- rows -----------------------------------------------------------------------------------------------------------


def _rows_below(sheet: Sheet, last: int, columns: tuple[int, ...]) -> Iterator[TableRow]:
    """The rows below the headings that hold something; headings that are repeated on every page are none."""
    headings = tuple(sheet.rows[last])
    for number, cells in enumerate(sheet.rows[last + 1 :], last + 2):
        row = tuple(_tidy(cells[at]) if at < len(cells) else None for at in columns)
        if any(cell is not None for cell in row) and tuple(cells) != headings:
            yield TableRow(number, row)


def _tidy(cell: Cell) -> Cell:
    """A cell without the spaces around it; None where nothing is left."""
    return (cell.strip() or None) if isinstance(cell, str) else cell
