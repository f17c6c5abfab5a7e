"""The one way to print: lines, labelled texts and tables, in colour on a terminal and plain everywhere else.

Rich is imported only when a terminal is written to, so that pipes and scripts stay quick.
"""

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Literal, NamedTuple

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
    """Rows under columns, with a heading above and a quiet note below. A row of one cell is a heading across them.

    ``room`` is how wide the column that folds lets the table be where there is no terminal; 0 for any width.
    """

    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell | str]]
    title: str = ""
    note: str = ""
    empty: str = ""
    """What to say when there is no row."""
    room: int = 0


class Pair(NamedTuple):
    """A label and what is said of it, folded beside the label; ``indent`` is where the text begins."""

    label: str
    text: str
    style: str = ""
    label_style: str = "quiet"
    indent: int = 12


PagePart = Table | Cell | Pair


class Page:
    """What one command prints: paragraphs and tables in order."""

    def __init__(self, parts: Iterable[PagePart] = ()) -> None:
        self.parts = list(parts)

    def line(self, text: str = "", style: str = "") -> "Page":
        """Add a line of text."""
        self.parts.append(Cell(text, style))
        return self

    def text(self, text: str, style: str = "quiet") -> "Page":
        """Add a paragraph, folded also where there is no terminal."""
        return self.pair("", text, style, indent=0)

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
            _paint(self.parts)
        else:
            sys.stdout.write("".join(f"{text}\n" for text in plain_lines(self.parts)))


def plain_lines(parts: Iterable[PagePart]) -> Iterator[str]:
    """The lines of a page as they go into a pipe or a file."""
    from followup_cli.terminal.layout import lines_of

    return ("".join(cell.text for cell in line).rstrip() for part in parts for line in lines_of(part, None))


def _paint(parts: Iterable[PagePart]) -> None:
    """Print to the terminal through Rich, which knows its width and colours. Rich's own tables take longer than all
    else together where hundreds of lines are listed, so lines come laid out.
    """
    from rich.console import Console
    from rich.segment import Segment, Segments

    from followup_cli.terminal.layout import lines_of

    console = Console(highlight=False)
    styles = {name: console.get_style(style) if style else None for name, style in STYLES.items()}
    painted: list[Segment] = []
    for part in parts:
        for line in lines_of(part, console.width):
            painted += (Segment(cell.text, styles[cell.style]) for cell in line if cell.text)
            painted.append(Segment.line())
    console.print(Segments(painted), end="")
