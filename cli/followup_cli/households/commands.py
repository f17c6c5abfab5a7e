"""Graduates who live in one house: linked, parted, shown."""

from datetime import date
from typing import Annotated

import typer

from followup.messages import say
from followup_cli import context
from followup_cli.fragments.whom import tell_whom
from followup_cli.options import AsJson, Code, argument, day
from followup_cli.response import respond

app = typer.Typer(no_args_is_help=True, help=say("Graduates who live in one house: link, unlink, show."))

Since = Annotated[date | None, day("--on", say("Since when; today if not said."))]


@app.command()
def link(
    code: Code, other: Annotated[str, argument("OTHER", say("The code of who lives with her."))], on: Since = None
) -> None:
    """Say that two graduates live in one house; it shows in both, and one visit can serve both.

    Example: followup household link K7M DEMO-2
    """
    from followup.services import households
    from followup_cli.households import page

    book = context.open_casebook()
    tell_whom(book, code)
    tell_whom(book, other)
    page.linked_result(households.link(book, code, other, on)).show()


@app.command()
def unlink(code: Code, on: Since = None) -> None:
    """Say that she has left the house: nobody there lives with her any more. The others stay linked.

    Example: followup household unlink K7M
    """
    from followup.services import households
    from followup_cli.households import page

    book = context.open_casebook()
    tell_whom(book, code)
    page.unlinked_result(households.unlink(book, code, on)).show()


@app.command()
def show(code: Code, as_json: AsJson = False) -> None:
    """Who lives in one house with her, by their codes.

    Example: followup household show K7M
    """
    from followup.services.households import household_of
    from followup_cli.households import page

    book = context.open_casebook()
    respond(book, as_json, page.household_page, page.household_data, household_of(book, code))
