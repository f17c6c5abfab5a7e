"""The page of ``today`` as it was made last, kept sealed: it is shown again while it would be made the same.

Kept are its parts, for windows of every width, and its text as it goes into a pipe.

It is an overview of all cases, and holds while no file of the casebook changes. What it is made from beside these is
its fingerprint: the day, whose laptop this is, its last backup, the language and the program.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec.json import decode, encode

from followup import __version__
from followup.casebook import Casebook
from followup.errors import FollowupError
from followup.store import OverviewKind
from followup_cli.fragments.next_step import suggest
from followup_cli.response import tell

if TYPE_CHECKING:
    from followup_cli.terminal.page import Page

NAME = "today-2"
"""Takes another name when what is kept takes another shape."""

Made = tuple["Page", str]
"""A page, and the command that is suggested below it."""


def show_kept(book: Casebook, make: Callable[[], Made]) -> None:
    """Show the page that was made last, where it holds, or else make it and keep it.

    A page is kept only where nothing was wrong with any case; what is missing of the whole is looked for each time.
    """
    program, problems = program_mark(), list[FollowupError]()

    def made() -> tuple[Any, bool]:
        page, command = make()
        problems.extend((*book.problems.values(), *book.gaps))
        kept = {"page": encode(page.kept()).decode(), "plain": page.plain(), "command": command}
        return kept, bool(program) and not problems

    beside = (book.today, book.store.devices, book.store.last_backup(), os.environ.get("FOLLOWUP_LANG"), program)
    kept = book.store.overview(OverviewKind(NAME, made, lambda *_: True, repr(beside)))
    suggest(kept["command"])
    if sys.stdout.isatty():
        from followup_cli.terminal.page import Page

        Page.of_kept(decode(kept["page"])).show_in_pages()
    else:  # nothing is laid out
        sys.stdout.write(kept["plain"])
        sys.stdout.flush()
    tell(book, problems or book.store.gaps())


def program_mark() -> str:
    """Which program this is, by the list of files that its installer wrote; empty in a checkout, which may change."""
    record = Path(__file__).parents[2] / f"followup-{__version__}.dist-info" / "RECORD"
    try:
        seen = record.stat()
    except OSError:
        return ""
    return f"{__version__} {seen.st_size} {seen.st_mtime_ns} {seen.st_ino}"
