"""Lines in the colours of a terminal: bold, dim and three colours, which all of them have.

Rich is asked on Windows alone, where an old console takes colours in another way. Elsewhere importing it would take
longer than all else that a page needs.
"""

import os
import sys
from collections.abc import Iterable
from functools import cache
from typing import TextIO

from followup_cli.terminal.layout import StyledLine, cropped, without_end
from followup_cli.terminal.table import STYLES

_CODES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33"}
_COLOURS = {"red", "green", "yellow"}
_WITHOUT_CODES = ("dumb", "unknown")


def is_painted(stream: TextIO) -> bool:
    """Whether colours go there."""
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def columns() -> int:
    """Columns of the window."""
    said = os.environ.get("COLUMNS", "")
    if said.isdigit():
        return int(said)
    for stream in (sys.__stdin__, sys.__stdout__, sys.__stderr__):
        try:
            if stream and (found := os.get_terminal_size(stream.fileno()).columns):
                return found
        except (OSError, ValueError):
            continue
    return 80


def print_painted(lines: Iterable[StyledLine], stream: TextIO, *, whole: bool = False) -> None:
    """Print lines to a terminal; what is wider than the window is left out, if it is not to be ``whole``."""
    if sys.platform == "win32":
        _print_with_rich(lines, stream, whole=whole)
    else:
        stream.write("".join(f"{line}\n" for line in painted(lines, whole=whole)))
        stream.flush()


def painted(lines: Iterable[StyledLine], *, whole: bool = False) -> list[str]:
    """Each line with its colours; no wider than the window, if it is not to be ``whole``."""
    room = sys.maxsize if whole else columns()
    return ["".join(_painted(*cell) for cell in cropped(without_end(line), room)) for line in lines]


def _painted(text: str, style: str) -> str:
    code = _code(style)
    return f"\x1b[{code}m{text}\x1b[0m" if code and text else text


@cache
def _code(style: str) -> str:
    words = STYLES[style].split()
    if os.environ.get("TERM", "").strip().lower() in _WITHOUT_CODES:
        return ""
    return ";".join(_CODES[word] for word in words if not (os.environ.get("NO_COLOR") and word in _COLOURS))


def _print_with_rich(lines: Iterable[StyledLine], stream: TextIO, *, whole: bool) -> None:
    from rich.console import Console
    from rich.segment import Segment, Segments

    console = Console(highlight=False, file=stream)
    styles = {name: console.get_style(style) if style else None for name, style in STYLES.items()}
    segments: list[Segment] = []
    for line in lines:
        segments += (Segment(cell.text, styles[cell.style]) for cell in without_end(line) if cell.text)
        segments.append(Segment.line())
    console.print(Segments(segments), end="", soft_wrap=whole)
