"""The one way to print: lines, labelled texts and tables, in colour on a terminal and plain everywhere else.

Rich is imported only when a terminal is written to, so that pipes and scripts stay quick.
"""

import os
import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, TextIO

from followup_cli.terminal.layout import line_text, lines_of, without_end
from followup_cli.terminal.sheets import sheets
from followup_cli.terminal.table import PLAIN_WIDTH, STYLES, Cell, PagePart, Pair, Table

if TYPE_CHECKING:
    from rich.console import Console
    from rich.segment import Segments


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

    def height(self, width: int) -> int:
        """How many lines it takes in a window of that width."""
        return sum(1 for part in self.parts for _ in lines_of(part, width))

    def on_sheets(self, lines: int) -> "Page":
        """Print the page for sheets of so many lines, 0 for none."""
        self.sheet_lines = lines
        return self

    def show(self) -> None:
        """Print the page to stdout."""
        if self.sheet_lines:
            sys.stdout.write(sheets(self.parts, self.sheet_lines))
        elif _is_painted():
            console, painted = _painted(self.parts)
            console.print(painted, end="")
        else:
            sys.stdout.write("".join(f"{text}\n" for text in plain_lines(self.parts)))

    def show_in_pages(self, *, done: bool = False) -> None:
        """Print the page to stdout; on a terminal a screenful at a time, where it is longer or tells names.

        Not before a question, for what is asked about would be gone; what was ``done`` stays on the screen as well.
        """
        if not self.sheet_lines and _is_painted():
            from followup_cli.terminal import pager

            if pager.is_needed(len(_painted_lines(self.parts)), long=not done):
                pager.show_in_pages(lambda: _painted_lines(self.parts))
                return
        self.show()

    def show_with_question(self) -> None:
        """Print the page to stderr, where questions are asked."""
        if _is_painted(sys.stderr):
            console, painted = _painted(self.parts, beside_question=True)
            console.print(painted, end="")
        else:
            sys.stderr.write("".join(f"{text}\n" for text in plain_lines(self.parts)))
        sys.stderr.flush()


def _is_painted(stream: TextIO | None = None) -> bool:
    return (stream or sys.stdout).isatty() and os.environ.get("TERM") != "dumb"


def plain_lines(parts: Iterable[PagePart], room: int = PLAIN_WIDTH) -> Iterator[str]:
    """The lines of a page as they go into a pipe or a file."""
    return (line_text(line) for part in parts for line in lines_of(part, room, whole=True))


def _painted(parts: Iterable[PagePart], *, beside_question: bool = False) -> tuple["Console", "Segments"]:
    """A page for the terminal, through Rich, which knows its width and colours. Rich's own tables take longer than all
    else together where hundreds of lines are listed, so lines come laid out.
    """
    from rich.console import Console
    from rich.segment import Segment, Segments

    console = Console(highlight=False, stderr=beside_question)
    styles = {name: console.get_style(style) if style else None for name, style in STYLES.items()}
    painted: list[Segment] = []
    for part in parts:
        for line in lines_of(part, console.width):
            painted += (Segment(cell.text, styles[cell.style]) for cell in without_end(line) if cell.text)
            painted.append(Segment.line())
    return console, Segments(painted)


def _painted_lines(parts: Iterable[PagePart]) -> list[str]:
    """The lines of a page as the terminal takes them, each by itself."""
    console, painted = _painted(parts)
    with console.capture() as captured:
        console.print(painted, end="")
    return captured.get().split("\n")[:-1]
