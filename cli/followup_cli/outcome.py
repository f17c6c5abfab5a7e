"""How follow-up ended."""

from typing import Annotated

import typer

from followup.case.codes import Cause, Ending
from followup.text import say
from followup_cli import context
from followup_cli.asking import chosen
from followup_cli.jsonout import emit
from followup_cli.params import about, each, parse_date
from followup_cli.words import metavar, word

app = typer.Typer(no_args_is_help=True, help=say("How follow-up ended: success, failure or neither, and why."))


@app.callback()
def outcome() -> None:
    """How follow-up ended: success, failure or neither, and why."""


@app.command()
def record(
    code: Annotated[str, typer.Argument(metavar="CODE", help=say("Her code, or the beginning of it."))],
    how: Annotated[str, typer.Option("--how", metavar=metavar(Ending), help=say("How it ended."))] = "",
    causes: Annotated[
        str, typer.Option("--causes", metavar="A,B", help=say("Why it failed, the main cause first."))
    ] = "",
    note: Annotated[str, typer.Option("--note", help=say("What happened, without names."))] = "",
    against: Annotated[
        str, typer.Option("--against", metavar="REASON", help=say("Why it ends though criteria are not met."))
    ] = "",
    on: Annotated[str, typer.Option("--on", metavar="DATE", help=say("The day it ended; today if not said."))] = "",
    as_json: Annotated[bool, typer.Option("--json", help=say("For programs."))] = False,
) -> None:
    """End her follow-up with an outcome, beside what the criteria of her policy say of it; later visits are cancelled.

    Example: followup outcome record K7M --how business-closed --causes too-few-customers,debt --note "Closed in May."
    """
    from followup.case.facts import Ended
    from followup.services import outcomes
    from followup_cli.views import outcomes as view

    book = context.open_casebook()
    book.find(code)
    ending = chosen("--how", say("How it ended"), how, Ending)
    why = each("--causes", (one for one in causes.split(",") if one.strip()), word(Cause))
    with about("--on"):
        day = parse_date(on, book.today) if on else None
    done = outcomes.record(book, code, Ended(ending, why, note, against), day)
    if as_json:
        emit(view.data(done))
    else:
        view.page(done).show()
