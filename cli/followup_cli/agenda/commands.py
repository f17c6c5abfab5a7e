"""Who is to be visited."""

from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from followup.case.vocabulary import RoundBy
from followup.errors import Invalid
from followup.messages import say
from followup_cli import context
from followup_cli.options import AsJson, Names, Worker, count, only_one_of, option, word
from followup_cli.response import respond

if TYPE_CHECKING:
    from followup.casebook import Casebook
    from followup_cli.terminal.page import Page

app = typer.Typer()


@app.command()
def today(
    days: Annotated[int, count("--days", "N", say("Look this many days ahead as well."), most=366)] = 0,
    month: Annotated[bool, option("--month", say("To the end of this calendar month."))] = False,
    worker: Worker = "",
    everybody: Annotated[bool, option("--everybody", say("All workers' graduates."))] = False,
    by: Annotated[RoundBy | None, word("--by", RoundBy, say("As a round; villages only with --names."))] = None,
    names: Names = False,
    as_json: AsJson = False,
) -> None:
    """Who is to be visited today: not met for 60 days first, then overdue, then by risk; with each visit's window.

    Promises and flags that are due are shown too. Looking ahead, the lines are in groups, by district.

    Example: followup today --days 7

    Example: followup today --month

    Example: followup today --month --by village --names
    """
    only_one_of(days=days or None, month=month)
    only_one_of(worker=worker, everybody=everybody)
    if names and by is None:
        raise Invalid(say("--names is for a round."), say("Add --by commune or --by village, or leave out --names."))
    book = context.open_casebook()
    if not (days or month or worker or everybody or by or names or as_json):
        from followup_cli.agenda.kept_page import show_kept

        show_kept(book, partial(_page_of_today, book))
        return
    from followup.services.agenda import agenda_of
    from followup.services.guarded_names import labeller
    from followup_cli.agenda import data, page
    from followup_cli.fragments.next_step import suggest

    agenda = agenda_of(book, days, worker=worker, everybody=everybody, month=month)
    stops = None
    if by:
        from followup.services.rounds import round_of

        stops = round_of(book, agenda, by, names=names)
    suggest(page.first_command(agenda))
    respond(book, as_json, page.agenda_page, data.agenda_data, agenda, labeller(book, names=names), stops)


def _page_of_today(book: "Casebook") -> "tuple[Page, str]":
    """The page, and the command that is suggested below it."""
    from followup.services.agenda import agenda_of
    from followup.services.guarded_names import labeller
    from followup_cli.agenda.page import agenda_page, first_command

    agenda = agenda_of(book)
    return agenda_page(agenda, labeller(book, names=False)), first_command(agenda)
