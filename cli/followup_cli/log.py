"""The audit trail."""

from typing import Annotated

import typer

from followup.text import say
from followup_cli import context
from followup_cli.jsonout import emit

app = typer.Typer()


@app.command()
def log(
    code: Annotated[
        str, typer.Argument(metavar="[CODE]", help=say("Her code, or the beginning of it; without it, the office's."))
    ] = "",
    names: Annotated[bool, typer.Option("--names", help=say("Show names that stand in notes."))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=say("For programs."))] = False,
) -> None:
    """What was written down, when and by whom, in plain words; of one graduate, or of the office.

    Example: followup log K7M
    """
    from followup.services import caseload
    from followup.services.names import masker
    from followup_cli.views import logs as view

    book = context.open_casebook()
    entries = caseload.log(book, code)
    mask = masker(book, names=names)
    if as_json:
        emit(view.data(entries, mask))
    else:
        shown = book.codes[book.find(code)] if code else ""
        view.page(entries, mask, shown).show()
    context.tell_problems(book)
