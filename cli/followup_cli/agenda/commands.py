"""Who is to be visited."""

from typing import Annotated

import typer

from followup.errors import Invalid
from followup.messages import say
from followup_cli import context
from followup_cli.options import naming_option, parse_number
from followup_cli.terminal.json import print_json

app = typer.Typer()


@app.command()
def today(
    days: Annotated[str, typer.Option("--days", metavar="N", help=say("Look this many days ahead as well."))] = "0",
    month: Annotated[bool, typer.Option("--month", help=say("To the end of this calendar month."))] = False,
    worker: Annotated[str, typer.Option("--worker", help=say("Only this worker's graduates."))] = "",
    everybody: Annotated[bool, typer.Option("--everybody", help=say("All workers' graduates."))] = False,
    as_json: Annotated[bool, typer.Option("--json", help=say("For programs."))] = False,
) -> None:
    """Who is to be visited today: not met for 60 days first, then overdue, then by risk; with each visit's window.

    Promises and flags that are due stand there too. Looking ahead, the lines stand under their districts.

    Example: followup today --days 7

    Example: followup today --month
    """
    from followup.services.agenda import agenda_of
    from followup_cli.agenda import page

    with naming_option("--days"):
        ahead = parse_number(days, 0, 366)
    if ahead and month:
        raise Invalid(say("--days and --month cannot be given together."), say("Choose one of them."))
    book = context.open_casebook()
    found = agenda_of(book, ahead, worker=worker, everybody=everybody, month=month)
    if as_json:
        print_json(page.agenda_data(found))
    else:
        page.agenda_page(found).show()
    context.report_unreadable_cases(book)
