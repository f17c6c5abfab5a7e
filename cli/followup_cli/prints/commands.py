"""What goes on paper."""

import typer

from followup.messages import say
from followup_cli import context
from followup_cli.fragments.quarter_options import AsOf, KnownAt, WhichQuarter, report_selection
from followup_cli.options import AsJson
from followup_cli.prints import field_commands, recovery_command, training_command
from followup_cli.prints.options import DEFAULT_FOLDER, Internal, Open, PrintLanguage, To
from followup_cli.prints.sheets_command import sheets
from followup_cli.terminal.progress import Progress

app = typer.Typer(no_args_is_help=True, help=say("On paper: the quarter's summary, visit sheets, the route and more."))
app.command()(sheets)


@app.callback()
def print_() -> None:
    """On paper: the quarter's summary, visit sheets, the route and more."""


@app.command()
def quarter(
    which: WhichQuarter = "",
    as_of: AsOf = None,
    known_at: KnownAt = "",
    internal: Internal = False,
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
    from followup_cli.prints.page import finish

    book = context.open_casebook()
    wanted = report_selection(book, which, as_of, known_at, internal=internal)
    with Progress(say("Reading cases")) as progress:
        result = print_quarter(book, wanted, to, language or Language.EN, progress)
    finish(book, result, open_it=open_it, as_json=as_json)


app.command()(field_commands.route)
app.command("cash-book")(field_commands.cash_book)
app.command()(field_commands.plan)
app.command()(field_commands.referral)
app.command()(training_command.training)
app.command()(recovery_command.recovery)
