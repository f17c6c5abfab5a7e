"""Sentences on stderr, beside what a command shows: in a window they fold between words, in a pipe they stay whole."""

import os
import shutil
import sys
from collections.abc import Sequence
from contextlib import suppress

from followup.messages import say

NARROWEST = 20
"""Columns below which nothing is folded any further."""

LONGEST_BEGINNING = 240
"""Signs of a text that are shown where it is only told which one is meant."""


def print_note(text: str = "", *, indent: int = 2) -> None:
    """Say something to the person; ``indent`` is that of the lines that follow the first."""
    lines = note_lines(text, window_width(), indent) if sys.stderr.isatty() else [text]
    with suppress(OSError):  # nobody listens any more, which undoes nothing
        print(*lines, sep="\n", file=sys.stderr, flush=True)  # noqa: T201


def print_beside(head: str, text: str) -> None:
    """Say a text beside its name; its lines stand under one another."""
    lines = note_lines(text, window_width() - len(head), indent=0) if sys.stderr.isatty() else [text]
    print_note(f"{head}{lines[0]}")
    for line in lines[1:]:
        print_note(" " * len(head) + line)


def note_lines(text: str, room: int, indent: int = 2) -> list[str]:
    """``text`` on lines of at most ``room`` columns; a path or another long word of Latin letters is never cut."""
    return [line for paragraph in text.split("\n") for line in _note_lines(paragraph, room, indent)]


def _note_lines(text: str, room: int, indent: int) -> list[str]:
    from followup_cli.terminal.layout import folded

    first, *rest = folded(text, room, whole_words=True)
    if rest:
        first, *rest = folded(text, room - indent, whole_words=True)
    return [first, *(" " * indent + line for line in rest)]


def beginning_of(text: str) -> str:
    """A text on one line; of a very long one, how it begins."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_BEGINNING else f"{line[:LONGEST_BEGINNING].rstrip()} …"


def some_of(listed: Sequence[str], most: int) -> str:
    """The first of a list, with commas between; of more than ``most``, how many more there are."""
    shown = ", ".join(listed[:most])
    return shown + say(" and {n} more", n=len(listed) - most) if len(listed) > most else shown


def window_width() -> int:
    """Columns of the window in which questions and errors are read, wherever the results go."""
    try:
        width = int(os.environ.get("COLUMNS") or os.get_terminal_size(sys.stderr.fileno()).columns)
    except (OSError, ValueError):
        width = shutil.get_terminal_size().columns
    return max(width or 80, NARROWEST)
