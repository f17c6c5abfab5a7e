"""What is known of a sheet before its cells are read: how far it goes, its errors, its merged cells."""

from array import array
from collections.abc import Iterator

from followup.intake import limits
from followup.intake.cell_names import cell_name
from followup.intake.refusals import Refusal, Unreadable
from followup.values import MutableValue, field

Rows = list[list[object]]
"""The cells of a sheet, as JSON has them."""
_MANY_MERGED = 20_000


class SheetLook(MutableValue):
    """The sheet with a number: its last row and column with anything in it, counted from 0, and what is special."""

    number: int
    name: str
    hidden: bool = False
    last_row: int = -1
    last_column: int = -1
    letters: int = 0
    filled: "array[int]" = field(default_factory=lambda: array("I"))
    errors: list[tuple[int, int, str]] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)

    def hide_rows(self, first: int, last: int) -> None:
        """These rows are not seen in a spreadsheet program, as behind a filter; further down there is nothing."""
        self.hidden_rows += range(first, min(last + 1, limits.ROWS))
        if len(self.hidden_rows) > limits.ROWS:
            raise Unreadable(Refusal.TOO_MUCH)

    def fill(self, row: int, column: int, letters: int = 0) -> None:
        """There is something in a cell, of so many letters if that is known; too far out or too long is refused."""
        if row >= limits.ROWS or column >= limits.COLUMNS:
            raise Unreadable(Refusal.FAR_CELL, cell=cell_name(row, column), sheet=self.number)
        if letters > limits.CELL_TEXT:
            raise Unreadable(Refusal.LONG_CELL, cell=cell_name(row, column), sheet=self.number)
        self.last_row, self.last_column = max(row, self.last_row), max(column, self.last_column)
        self.letters += letters
        if letters:
            self.filled.append(row * limits.COLUMNS + column)
        if self.letters > limits.TEXT or len(self.filled) > limits.CELLS or len(self.errors) > limits.CELLS:
            raise Unreadable(Refusal.TOO_MUCH)

    def unread(self, rows: Rows) -> Iterator[tuple[int, int]]:
        """The cells that hold something and that nobody has read: none, unless what reads is wrong."""
        for place in self.filled:
            row, column = divmod(place, limits.COLUMNS)
            if row >= len(rows) or column >= len(rows[row]) or rows[row][column] == "":
                yield row, column

    def merge(self, first_row: int, first_column: int, last_row: int, last_column: int) -> None:
        """Some cells show as one."""
        self.merged.append((first_row, first_column, last_row, last_column))
        if len(self.merged) > _MANY_MERGED:
            raise Unreadable(Refusal.TOO_MUCH)

    @property
    def cells(self) -> int:
        """How many cells there are up to the last."""
        return (self.last_row + 1) * (self.last_column + 1)


def within_limits(looks: list[SheetLook]) -> list[SheetLook]:
    """The same, or refused if all sheets together hold too much, or nothing."""
    if sum(look.cells for look in looks) > limits.CELLS or sum(look.letters for look in looks) > limits.TEXT:
        raise Unreadable(Refusal.TOO_MUCH)
    if not any(look.cells for look in looks):
        raise Unreadable(Refusal.NOTHING_IN_IT)
    return looks
