"""Who is to be visited."""

from typing import Annotated

import typer

from followup.messages import say
from followup_cli import context
from followup_cli.options import AsJson, Worker, count, only_one_of, option
from followup_cli.response import respond

app = typer.Typer()


@app.command()
def today(
    days: Annotated[int, count("--days", "N", say("Look this many days ahead as well."), most=366)] = 0,
    month: Annotated[bool, option("--month", say("To the end of this calendar month."))] = False,
    worker: Worker = "",
    everybody: Annotated[bool, option("--everybody", say("All workers' graduates."))] = False,
    as_json: AsJson = False,
) -> None:
    """Who is to be visited today: not met for 60 days first, then overdue, then by risk; with each visit's window.

    Promises and flags that are due are shown too. Looking ahead, the lines are in groups, by district.

    Example: followup today --days 7

    Example: followup today --month
    """
    from followup.services.agenda import agenda_of
    from followup.services.guarded_names import labeller
    from followup_cli.agenda import data, page
    from followup_cli.fragments.next_step import suggest

    only_one_of(days=days or None, month=month)
    only_one_of(worker=worker, everybody=everybody)
    book = context.open_casebook()
    agenda = agenda_of(book, days, worker=worker, everybody=everybody, month=month)
    suggest(page.first_command(agenda))
    respond(book, as_json, page.agenda_page, data.agenda_data, agenda, labeller(book))
