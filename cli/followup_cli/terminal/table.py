"""What pages are made of: cells, columns, tables, and labels beside their texts. Values only; nothing here prints."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

PLAIN_WIDTH = 76
"""Columns of a page in a pipe or a file: what a printer with wide margins still prints on one line."""

STYLES = {
    "head": "bold",
    "quiet": "dim",
    "good": "green",
    "watch": "yellow",
    "bad": "bold red",
    "strong": "bold",
    "": "",
}
"""What a cell means; colour never carries a meaning alone, the words say it too."""


class Cell(NamedTuple):
    """A text and what it means, a key of ``STYLES``."""

    text: str
    style: str = ""


TableRow = list[Cell | str]


class Column(NamedTuple):
    """A column: its heading, side, and how readily it goes when the window is narrow (0 never, higher earlier)."""

    title: str
    align: Literal["left", "right"] = "left"
    drop: int = 0
    fold: bool = False


class Table(NamedTuple):
    """Rows under columns, with a heading above and a quiet note below. A row of one cell is a heading across them.

    With ``last_below`` the last column's text goes on a line below its row where the window is too narrow for it.
    """

    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell | str]]
    title: str = ""
    note: str = ""
    empty: str = ""
    """What to say when there is no row."""
    last_below: bool = False


class Pair(NamedTuple):
    """A label and what is said of it, folded beside the label; ``indent`` is where the text begins.

    Of a text with ``most`` lines the rest is cut off on a terminal; 0 for all of it.
    """

    label: str
    text: str
    style: str = ""
    label_style: str = "quiet"
    indent: int = 12
    most: int = 0


PagePart = Table | Cell | Pair
