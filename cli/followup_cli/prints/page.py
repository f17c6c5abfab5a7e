"""What a print came to, and what to do with the paper."""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from followup.messages import say, say_count
from followup_cli.response import respond
from followup_cli.terminal.json import JsonValue
from followup_cli.terminal.page import Page

if TYPE_CHECKING:
    from followup.casebook import Casebook
    from followup.services.prints.printing import PrintResult
    from followup_cli.prints.options import PrintOptions


def finish(
    book: "Casebook",
    result: "PrintResult",
    out: "PrintOptions",
    *,
    notes: Sequence[str] = (),
    more: Mapping[str, JsonValue] = MappingProxyType({}),
) -> None:
    """Show the print if that is wished, and say what was made; ``notes`` and ``more`` are what only this print says."""
    opened = opened_file(result.path) if out.open_it else None
    book.wrote = False  # only that it was printed: cases that cannot be read are told of as by a command that reads

    def page() -> Page:
        shown = print_page(result, opened=opened)
        for note in notes:
            shown.text(note, "watch")
        return shown

    respond(book, out.as_json, page, lambda: {**print_data(result, opened=opened), **more})


def print_page(result: "PrintResult", *, opened: bool | None = None) -> Page:
    """The file, its pages, and what its reader must know."""
    pages = say_count(result.pages, "1 page", "{n} pages")
    written = say("Written: {file}", file=str(result.path))
    # How many sheets a browser makes of a plain page, only the browser knows.
    page = Page().line(written if result.plain else say("{written} ({pages})", written=written, pages=pages), "head")
    if result.internal:
        page.line(say("It shows staff everything, and says so on every page: not to leave the office."), "bad")
    if result.draft:
        page.line(say("It is a draft, and says so on every page: not to leave the office."), "watch")
        page.text(result.to_publish, "watch")
    if result.check:
        page.line(
            say("Figures check: {check}, the same as under: followup report quarter", check=result.check), "quiet"
        )
    if result.names:
        page.line(
            say("There are names on it: keep it on you, shred it after the trip, and delete the file now."), "bad"
        )
    if result.plain:
        page.text(
            say(
                "This machine has no typesetter, so this is a plain page instead of a PDF, with the same content: "
                "open it in a browser, and print it from there."
            ),
            "watch",
        )
    if not result.changed:
        page.line(say("The same file was there already."), "quiet")
    if result.untranslated:
        page.line(say("Texts in English, because there is no translation: {n}.", n=result.untranslated), "watch")
    if opened is False:
        page.line(say("It could not be shown: open the file from its folder."), "watch")
    return page


def print_data(result: "PrintResult", *, opened: bool | None = None) -> dict[str, JsonValue]:
    """The print for programs; ``opened`` is None where that was not asked for."""
    return {
        "what": result.what,
        "file": str(result.path),
        "pages": result.pages,
        "people": result.people,
        "language": result.language,
        "names": result.names,
        "internal": result.internal,
        "changed": result.changed,
        "plain": result.plain,
        "untranslated": result.untranslated,
        "check": result.check or None,
        "draft": result.draft,
        "to_publish": result.to_publish or None,
        "opened": opened,
    }


def opened_file(path: Path) -> bool:
    """Show a file with the program that this machine has for it; False where there is none."""
    try:
        if sys.platform == "win32":
            os.startfile(path)
            return True
        opener = "open" if sys.platform == "darwin" else "xdg-open"
        done = subprocess.run(
            [opener, str(path)], stdin=subprocess.DEVNULL, capture_output=True, timeout=20, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
