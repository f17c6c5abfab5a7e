"""What goes on paper."""

from datetime import date
from typing import Annotated

import typer

from followup.messages import say
from followup_cli import context
from followup_cli.options import AsJson, argument, day, option
from followup_cli.prints import field_commands, training_command
from followup_cli.prints.options import DEFAULT_FOLDER, Open, PrintLanguage, To
from followup_cli.prints.page import finish
from followup_cli.prints.sheets_command import sheets
from followup_cli.terminal.progress import Progress
from followup_cli.terminal.typed import naming_option, parse_instant

app = typer.Typer(no_args_is_help=True, help=say("On paper: the quarter's summary, visit sheets, the route and more."))
app.command()(sheets)


@app.callback()
def print_() -> None:
    """On paper: the quarter's summary, visit sheets, the route and more."""


@app.command()
def quarter(
    which: Annotated[str, argument("[QUARTER]", say("Such as 2026Q3; the last one that is over if not said."))] = "",
    as_of: Annotated[date | None, day("--as-of", say("What was true on this day, and not after."))] = None,
    known_at: Annotated[
        str, option("--known-at", say("What was written down by the end of this day, no later."), "DATE")
    ] = "",
    internal: Annotated[
        bool,
        option("--internal", say("For staff: show everything, and say so on every page; not to leave the office.")),
    ] = False,
    language: PrintLanguage = None,
    to: To = DEFAULT_FOLDER,
    open_it: Open = False,
    as_json: AsJson = False,
) -> None:
    """The quarter's summary on two to four pages: exactly the figures of report quarter, as published or as a draft.

    Example: followup print quarter 2026Q3
    """
    from followup.handout.paper.catalogue import Language
    from followup.services.prints.quarter import print_quarter
    from followup.services.reports import ReportSelection
    from followup.statistics.report import Quarter

    book = context.open_casebook()
    with naming_option("--known-at"):
        known = parse_instant(known_at, book.today, book.office.timezone) if known_at else None
    wanted = ReportSelection(Quarter.parse(which) if which else None, as_of, known, internal)
    with Progress(say("Reading cases")) as progress:
        result = print_quarter(book, wanted, to, language or Language.EN, progress)
    finish(book, result, open_it=open_it, as_json=as_json)


app.command()(field_commands.route)
app.command("cash-book")(field_commands.cash_book)
app.command()(field_commands.plan)
app.command()(training_command.training)
