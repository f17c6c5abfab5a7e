"""Who looks: what a command writes into the access log by itself, whichever command it is.

`option` gives every ``--names`` the callback that is here, and `context` opens the casebook and calls `note_names`
before anything is shown: so no command can forget it. What goes out or comes in is written by its service, with whom it
is about.
"""

from contextlib import suppress
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

import typer

from followup.errors import FollowupError

if TYPE_CHECKING:
    from followup.case.access_words import Access
    from followup.casebook import Casebook

CALLED = ContextVar("called", default="")
"""The command that runs, such as ``graduate show``: the program's own words, and none that was typed beside them."""

_NAMES_ASKED: ContextVar[typer.Context | None] = ContextVar("names_asked", default=None)

WRITTEN_BY_SERVICES = ("print", "export")
"""What these make is written down with whom it shows, by its service: names are not also written down as looked at."""


def begin(command: Any, words: list[str]) -> None:
    """A command was called, the one that words lead to: groups and no argument. No names were asked for yet."""
    found = [command.name]
    while words and words[0] in getattr(command, "commands", {}):
        command, words = command.commands[words[0]], words[1:]
        found.append(command.name)
    CALLED.set(" ".join(found))
    _NAMES_ASKED.set(None)


def names_asked(ctx: typer.Context, asked: bool) -> bool:
    """What every ``--names`` is read by."""
    _NAMES_ASKED.set(ctx if asked else None)
    return asked


def note_names(book: "Casebook") -> None:
    """Write down that names are about to be shown, where they were asked for."""
    ctx = _NAMES_ASKED.get()
    if ctx is not None and CALLED.get().partition(" ")[0] not in WRITTEN_BY_SERVICES:
        from followup.case.access_words import Access

        _NAMES_ASKED.set(None)
        note(book, Access.NAMES, _typed_code(ctx))


def _typed_code(ctx: typer.Context) -> str:
    """Her code, where the command is about one graduate: as it was typed, or as it stands on her sheet."""
    sheet = ctx.params.get("sheet")
    return sheet.code if sheet else ctx.params.get("code") or ""


def note_opening(book: "Casebook", *, lasting: bool) -> None:
    """Write down that a passphrase opened the casebook; a ``lasting`` one, in the environment, once an hour."""
    from followup.case.access_words import Access
    from followup.services.access_log import was_opened_lately

    if not (lasting and was_opened_lately(book)):
        note(book, Access.OPENING)


def note(book: "Casebook", access: "Access", code: str = "") -> None:
    """Write into the access log what is about to be done; where that cannot be, say so, and let it happen.

    A ``code`` that is nobody's shows nobody either: the entry then names none.
    """
    from followup.services.access_log import note_look

    cases: tuple[str, ...] = ()
    with suppress(FollowupError):
        cases = (book.find(code),) if code else ()
    if problem := note_look(book, access, CALLED.get(), cases):
        from followup_cli.terminal.notes import print_note

        print_note(f"{problem.what} {problem.hint}".rstrip())
