"""The one ending of every command that shows something: the page or the data, then the cases nobody could read."""

import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ParamSpec

import typer

from followup.errors import ExitCode, FollowupError, each_once
from followup_cli.error_output import print_errors

if TYPE_CHECKING:
    from followup.casebook import Casebook
    from followup_cli.terminal.json import JsonValue
    from followup_cli.terminal.page import Page

Shown = ParamSpec("Shown")


def respond(
    book: "Casebook | None",
    as_json: bool,
    page: "Callable[Shown, Page]",
    data: "Callable[Shown, JsonValue]",
    *shown: Shown.args,
    **options: Shown.kwargs,
) -> None:
    """Show the page of something to people, or its data to programs; then tell of every case that cannot be read."""
    if as_json:
        from followup_cli.terminal.json import print_json

        print_json(data(*shown, **options))
    else:
        page(*shown, **options).show_in_pages(done=book is not None and book.wrote)
    if book:
        tell_problems(book)


def tell_problems(book: "Casebook") -> None:
    """Tell of every case that could not be read, and of what is missing of the whole, after the others were shown.

    Leaves as damaged if there is anything.

    A command that wrote leaves as done: whoever is told that it failed gives it again.
    """
    tell(book, (*book.problems.values(), *book.gaps))


def tell(book: "Casebook", told: Sequence[FollowupError]) -> None:
    """Tell of these problems, and leave as `tell_problems` does."""
    if told:
        sys.stdout.flush()
        print_errors(each_once(told))
        if not book.wrote:
            raise typer.Exit(ExitCode.DAMAGED)
