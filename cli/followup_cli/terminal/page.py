"""The one way to print: lines, labelled texts and tables, in colour on a terminal and plain everywhere else."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TextIO

from followup_cli.terminal import paint
from followup_cli.terminal.layout import StyledLine, line_text, lines_of
from followup_cli.terminal.table import PLAIN_WIDTH, Cell, Column, PagePart, Pair, Table


class Page:
    """What one command prints: paragraphs and tables in order."""

    def __init__(self, parts: Iterable[PagePart] = ()) -> None:
        self.parts = list(parts)
        self.sheet_lines = 0

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

    def pairs(self, pairs: Iterable[tuple[str, str]]) -> "Page":
        """Add each label with its text, where there is any."""
        self.parts.extend(Pair(label, text) for label, text in pairs if text)
        return self

    def table(self, table: Table) -> "Page":
        """Add a table."""
        self.parts.append(table)
        return self

    def add(self, other: "Page") -> "Page":
        """Add all of another page."""
        self.parts.extend(other.parts)
        return self

    def kept(self) -> list[tuple[str, PagePart]]:
        """The page as it is kept in JSON."""
        return [(type(part).__name__, part) for part in self.parts]

    @classmethod
    def of_kept(cls, kept: Iterable[tuple[str, Sequence[Any]]]) -> "Page":
        """The page that was kept."""
        return cls(_part(*one) for one in kept)

    def height(self, width: int) -> int:
        """How many lines it takes in a window of that width."""
        return sum(1 for part in self.parts for _ in lines_of(part, width))

    def on_sheets(self, lines: int) -> "Page":
        """Print the page for sheets of so many lines, 0 for none."""
        self.sheet_lines = lines
        return self

    def plain(self) -> str:
        """The page as it goes into a pipe or a file."""
        return "".join(f"{text}\n" for text in plain_lines(self.parts))

    def show(self) -> None:
        """Print the page to stdout."""
        if self.sheet_lines:
            from followup_cli.terminal.sheets import sheets

            sys.stdout.write(sheets(self.parts, self.sheet_lines))
        else:
            self._print(sys.stdout)

    def show_in_pages(self, *, done: bool = False) -> None:
        """Print the page to stdout; on a terminal a screenful at a time, where it is longer or tells names.

        Not before a question, for what is asked about would be gone; what was ``done`` stays on the screen as well.
        """
        if not self.sheet_lines and paint.is_painted(sys.stdout):
            from followup_cli.terminal import pager

            lines = self._styled_lines()
            if pager.is_needed(len(lines), long=not done):
                pager.show_in_pages(lambda: paint.painted(self._styled_lines()))
            else:
                paint.print_painted(lines, sys.stdout)
            return
        self.show()

    def show_with_question(self) -> None:
        """Print the page to stderr, where questions are asked."""
        self._print(sys.stderr)
        sys.stderr.flush()

    def _print(self, stream: TextIO) -> None:
        if paint.is_painted(stream):
            paint.print_painted(self._styled_lines(), stream)
        else:
            stream.write(self.plain())
            stream.flush()  # who has stopped reading is told nothing more

    def _styled_lines(self) -> list[StyledLine]:
        room = paint.columns()
        return [line for part in self.parts for line in lines_of(part, room)]


def _part(kind: str, fields: Sequence[Any]) -> PagePart:
    if kind == Table.__name__:
        columns, rows, *rest = fields
        cells = [[cell if isinstance(cell, str) else Cell(*cell) for cell in row] for row in rows]
        return Table([Column(*one) for one in columns], cells, *rest)
    return (Cell if kind == Cell.__name__ else Pair)(*fields)


def plain_lines(parts: Iterable[PagePart], room: int = PLAIN_WIDTH) -> Iterator[str]:
    """The lines of a page as they go into a pipe or a file."""
    return (line_text(line) for part in parts for line in lines_of(part, room, whole=True))
