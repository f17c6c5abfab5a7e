"""The one way to print: lines and tables, with Rich on a terminal and as plain columns everywhere else.

Rich is imported only when a terminal is written to, so that pipes and scripts stay quick.
"""

import os
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any, Literal, NamedTuple

GAP = "  "
PLAIN = 80
"""Columns that text is folded to where there is no terminal."""
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


class Column(NamedTuple):
    """A column: its heading, side, and how readily it goes when the window is narrow (0 never, higher earlier)."""

    title: str
    align: Literal["left", "right"] = "left"
    drop: int = 0
    fold: bool = False


class Table(NamedTuple):
    """Rows under columns, with a heading above and a quiet note below."""

    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell | str]]
    title: str = ""
    note: str = ""
    empty: str = ""
    """What to say when there is no row."""


class Pair(NamedTuple):
    """A label and what is said of it, folded beside the label; ``indent`` is where the text begins."""

    label: str
    text: str
    style: str = ""
    label_style: str = "quiet"
    indent: int = 12

    def lines(self, room: int) -> list[str]:
        """The text folded to what is left of ``room`` columns."""
        import textwrap

        width = max(room - self.indent, 20)
        folded = (textwrap.wrap(line, width, break_long_words=False) for line in self.text.splitlines())
        return [line for lines in folded for line in lines] or [""]


Part = Table | Cell | Pair


class Page:
    """What one command prints: paragraphs and tables in order."""

    def __init__(self, parts: Iterable[Part] = ()) -> None:
        self.parts = list(parts)

    def line(self, text: str = "", style: str = "") -> "Page":
        """Add a line of text."""
        self.parts.append(Cell(text, style))
        return self

    def pair(self, label: str, text: str, style: str = "", **shape: Any) -> "Page":
        """Add a label and its text; ``shape`` are the other fields of a `Pair`."""
        self.parts.append(Pair(label, text, style, **shape))
        return self

    def table(self, table: Table) -> "Page":
        """Add a table."""
        self.parts.append(table)
        return self

    def show(self) -> None:
        """Print the page to stdout."""
        if sys.stdout.isatty() and os.environ.get("TERM") != "dumb":
            _show_rich(self.parts)
        else:
            sys.stdout.write("".join(f"{line}\n" for part in self.parts for line in _plain(part)))


def width_of(text: str) -> int:
    """Columns that ``text`` takes: marks above and below take none, East Asian wide signs two."""
    if text.isascii():
        return len(text)
    return sum(_width(sign) for sign in text)


def _width(sign: str) -> int:
    if unicodedata.category(sign) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1


def _text(cell: Cell | str) -> str:
    return cell if isinstance(cell, str) else cell.text


def _plain(part: Part) -> Iterable[str]:
    if isinstance(part, Cell):
        yield part.text
        return
    if isinstance(part, Pair):
        labels = (part.label, *("" for _ in range(len(part.lines(PLAIN)) - 1)))
        yield from (_beside(*both, part.indent).rstrip() for both in zip(labels, part.lines(PLAIN), strict=True))
        return
    if part.title:
        yield part.title
    if part.rows:
        yield from _columns(part)
    elif part.empty:
        yield part.empty
    if part.note:
        yield part.note


def _beside(label: str, text: str, indent: int) -> str:
    return label + " " * max(indent - width_of(label), 1 if label else 0) + text


def _columns(table: Table) -> Iterable[str]:
    rows = [[column.title for column in table.columns], *([_text(cell) for cell in row] for row in table.rows)]
    widths = [max(width_of(row[at]) for row in rows) for at in range(len(table.columns))]
    for row in rows:
        cells = zip(row, widths, table.columns, strict=True)
        yield GAP.join(_padded(text, width, column) for text, width, column in cells).rstrip()


def _padded(text: str, width: int, column: Column) -> str:
    space = " " * (width - width_of(text))
    return space + text if column.align == "right" else text + space


def _show_rich(parts: Iterable[Part]) -> None:
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False)
    for part in parts:
        if isinstance(part, Table):
            _rich_table(console, part)
        elif isinstance(part, Pair):
            first, *rest = part.lines(console.width)
            label = Text(_beside(part.label, "", part.indent), style=STYLES[part.label_style])
            console.print(label + Text(first, style=STYLES[part.style]), soft_wrap=True)
            for line in rest:
                console.print(Text(" " * part.indent + line, style=STYLES[part.style]), soft_wrap=True)
        else:
            console.print(Text(part.text, style=STYLES[part.style]))


def _rich_table(console: Any, table: Table) -> None:
    from rich.box import Box
    from rich.table import Table as RichTable
    from rich.text import Text

    if table.title:
        console.print(Text(table.title, style=STYLES["head"]))
    if not table.rows:
        console.print(Text(table.empty, style=STYLES["quiet"]))
        return
    kept = _kept(table, console.width)
    rule = Box("    \n    \n ── \n    \n    \n    \n    \n    \n")
    drawn = RichTable(box=rule, pad_edge=False, padding=(0, 1, 0, 0), show_edge=False, header_style=STYLES["head"])
    for at in kept:
        column = table.columns[at]
        drawn.add_column(Text(column.title), justify=column.align, no_wrap=not column.fold, overflow="ellipsis")
    for row in table.rows:
        cells = (row[at] for at in kept)
        drawn.add_row(*(Text(_text(cell), style="" if isinstance(cell, str) else STYLES[cell.style]) for cell in cells))
    console.print(drawn)
    if table.note:
        console.print(Text(table.note, style=STYLES["quiet"]))


def _kept(table: Table, room: int) -> list[int]:
    """The columns that fit: the readiest to go goes first, until the rest fits or nothing may go."""
    widths = [
        max(width_of(_text(cell)) for cell in (column.title, *(row[at] for row in table.rows)))
        for at, column in enumerate(table.columns)
    ]
    kept = list(range(len(table.columns)))
    while sum(widths[at] + len(GAP) for at in kept) > room:
        droppable = [at for at in kept if table.columns[at].drop]
        if not droppable:
            break
        kept.remove(max(droppable, key=lambda at: table.columns[at].drop))
    return kept
