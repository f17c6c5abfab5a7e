"""The casebook itself: make it, open it, close it, check it."""

import os
from functools import partial
from typing import Annotated

import typer

from followup.messages import say, say_count
from followup_cli import context, looks
from followup_cli.casebook.check_command import check
from followup_cli.fragments.next_step import suggest
from followup_cli.fragments.passphrases import NOW, choose_passphrase, passphrase_in_environment
from followup_cli.options import AsJson, count, option
from followup_cli.response import respond
from followup_cli.terminal import person
from followup_cli.terminal.notes import print_note

app = typer.Typer()


@app.command()
def status(as_json: AsJson = False) -> None:
    """How the casebook is: open for how long, what waits, what was begun and not finished, the last export.

    Asks for no passphrase: of a closed casebook it says that it is closed.

    Example: followup status
    """
    from followup.services.status import casebook_status
    from followup.vault.swap import swap
    from followup_cli.casebook.status_page import Opened, status_data, status_page

    book = context.open_if_unlocked()
    home = context.home()
    times = context.open_times() if book else None
    by_variable = times is None and bool(os.environ.get("FOLLOWUP_PASSPHRASE"))
    opened = Opened(str(home), times, swap(), by_variable)
    shown = casebook_status(book) if book else None
    respond(book, as_json, partial(status_page, opened, shown), partial(status_data, opened, shown))


app.command()(check)


@app.command()
def init(
    worker: Annotated[str, option("--worker", say("Your initials or name, as colleagues know you."))] = "",
    country: Annotated[str, option("--country", say("Whose public holidays are kept."), "KH")] = "",
    cover: Annotated[str, option("--cover", say("What calendar entries say."))] = "",
    currency: Annotated[str, option("--currency", say("Riel or dollars."), "KHR|USD")] = "",
    yes: Annotated[
        bool,
        option("--yes", say("Take a cover text of your own, and the day this laptop's clock says, without asking.")),
    ] = False,
) -> None:
    """Make a casebook on this laptop, sealed with a passphrase.

    Asks for what is not given. In scripts the passphrase comes from FOLLOWUP_PASSPHRASE.

    Example: followup init --worker SN
    """
    from followup.casebook import Casebook
    from followup.services.office import configure
    from followup.vault.access import create, refuse_unless_empty
    from followup_cli.casebook.settings_questions import confirm_clock, settings_asked
    from followup_cli.terminal.page import Page

    home = context.home()
    refuse_unless_empty(home)
    confirm_clock(context.moment().today, yes=yes)
    given = {"worker": worker.strip(), "country": country, "cover": cover, "currency": currency}
    settings = settings_asked(given, context.moment().today, yes=yes)
    passphrase = choose_passphrase(NOW)
    create(home, passphrase, begin=lambda vault: configure(Casebook(vault, context.moment()), settings))
    typer.echo(say("The casebook is ready: {folder}", folder=str(home)))
    Page().text(
        say("Without the passphrase nobody can read it, and nobody can get it back: keep it safe, not here.")
    ).show()
    Page().text(say("Next: followup unlock, then followup graduate add")).show()


@app.command()
def unlock(
    minutes: Annotated[
        int, count("--minutes", "N", say("Close by itself when not used for so long (1 to 240)."), 1, 240)
    ] = 15,
) -> None:
    """Open the casebook: its key stays in memory, never on the disk, until it is not used for a while.

    Example: followup unlock --minutes 60
    """
    from followup.case.access_words import Access
    from followup.vault.access import check_there
    from followup.vault.access import unlock as open_up
    from followup_cli.terminal.page import Page

    home = context.home()
    check_there(home)
    open_up(home, passphrase_in_environment(), minutes, print_note, person.ask_passphrase)
    after = say_count(minutes, "Open; closes by itself a minute after", "Open; closes by itself {n} minutes after")
    page = Page().text(say("{open} the last command.", open=after))
    page.text(say("Close it now: followup lock")).show()
    book = context.open_if_unlocked()
    if book:
        looks.note(book, Access.OPENING)
    suggest("followup graduate add" if book and not book.store.case_ids() else "followup today")


@app.command()
def lock() -> None:
    """Close the casebook now: the key is wiped from memory.

    Example: followup lock
    """
    from followup.vault.access import lock as close

    typer.echo(say("Closed.") if close(context.home()) else say("It was closed already."))
