"""Tables of things that are alike: a column is said once, with its heading and what stands in it for each of them."""

from collections.abc import Callable, Iterable, Sequence
from typing import Generic, Literal, NamedTuple, TypeVar

from followup_cli.terminal.table import Cell, Column, Table

Thing = TypeVar("Thing")


class ColumnOf(NamedTuple, Generic[Thing]):
    """A column of a table of things: its heading, and its cell for a thing; the rest is as in a `Column`."""

    title: str
    cell: Callable[[Thing], Cell | str]
    align: Literal["left", "right"] = "left"
    drop: int = 0
    fold: bool = False

    @property
    def head(self) -> Column:
        """The column without its cells."""
        return Column(self.title, self.align, self.drop, self.fold)


def table_of(
    things: Iterable[Thing], columns: Sequence[ColumnOf[Thing]], title: str = "", note: str = "", empty: str = ""
) -> Table:
    """A table with a row for each thing; what is said around it is as in a `Table`."""
    rows = [[column.cell(thing) for column in columns] for thing in things]
    return Table([column.head for column in columns], rows, title, note, empty)
