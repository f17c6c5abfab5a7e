"""The one ending of every command that shows something: the page or the data, then the cases nobody could read."""

import sys
from collections.abc import Callable
from typing import Any

import typer

from followup.casebook import Casebook
from followup.errors import ExitCode
from followup_cli.error_output import print_errors
from followup_cli.terminal.json import print_json
from followup_cli.terminal.page import Page


def respond(book: Casebook | None, *, page: Callable[[], Page], data: Callable[[], Any], as_json: bool) -> None:
    """Show the page to people, or the data to programs; then tell of every case that could not be read."""
    if as_json:
        print_json(data())
    else:
        page().show()
    if book:
        tell_problems(book)


def tell_problems(book: Casebook) -> None:
    """Tell of every case that could not be read, after the others were shown; leave as damaged if there is one."""
    if book.problems:
        sys.stdout.flush()
        print_errors(book.problems.values())
        raise typer.Exit(ExitCode.DAMAGED)
