"""What goes on paper."""

from datetime import date
from typing import Annotated

import typer

from followup.handout.paper.catalogue import Language
from followup.messages import say
from followup_cli import context
from followup_cli.fragments.quarter_options import AsOf, KnownAt, WhichQuarter, chosen_quarter, report_selection
from followup_cli.options import Yes, day
from followup_cli.prints.options import Internal, PrintOptions
from followup_cli.terminal import person
from followup_cli.terminal.notes import print_note
from followup_cli.terminal.progress import Progress
from followup_cli.waiting import later

app = typer.Typer(no_args_is_help=True, help=say("On paper: the quarter's summary, visit sheets, the route and more."))
_FIELD = "followup_cli.prints.field_commands"
later(app, _FIELD, sheets="sheets")


@app.command()
def quarter(
    which: WhichQuarter = "",
    as_of: AsOf = None,
    known_at: KnownAt = "",
    internal: Internal = False,
    out: PrintOptions = PrintOptions(),
) -> None:
    """The quarter's summary on two to four pages: exactly the figures of report quarter, as published or as a draft.

    Example: followup print quarter 2026Q3
    """
    from followup.services.prints.quarter import print_quarter
    from followup_cli.prints.page import finish

    book = context.open_casebook()
    wanted = report_selection(book, which, as_of, known_at, internal=internal)
    with Progress(say("Reading cases")) as progress:
        result = print_quarter(book, wanted, out.to, out.language or Language.EN, progress)
    finish(book, result, out)


later(app, _FIELD, route="route", cash_book="cash-book", plan="plan", referral="referral")


@app.command()
def training(
    which: WhichQuarter = "",
    as_of: Annotated[date | None, day("--as-of", say("For staff: as everything was on this day."))] = None,
    internal: Internal = False,
    out: PrintOptions = PrintOptions(),
) -> None:
    """The trainers' brief: what is asked of them, why follow-up failed, what training could have prevented, lessons.

    Example: followup print training 2026Q3
    """
    from followup.services.prints.training import print_training
    from followup.services.reports import ReportSelection
    from followup_cli.prints.page import finish

    book, wanted = context.open_casebook(), ReportSelection(chosen_quarter(which), as_of, internal=internal)
    with Progress(say("Reading cases")) as progress:
        result = print_training(book, wanted, out.to, out.language or Language.EN, progress)
    finish(book, result, out)


@app.command()
def recovery(
    yes: Yes = False,
    out: PrintOptions = PrintOptions(),
) -> None:
    """Make a new recovery key and print it on a page for the safe: it opens the casebook when the passphrase is gone.

    Example: followup print recovery --yes
    """
    from followup.services.prints.recovery import print_recovery
    from followup_cli.prints.page import finish

    book = context.open_casebook()
    if not yes:
        _confirm()
    result = print_recovery(book, out.language or Language.EN, out.to)
    notes = (
        say("The key is in this file: print it now, then delete the file and empty the bin."),
        say("Backups made before now do not open with it. Make a new one: followup backup"),
    )
    finish(book, result, out, notes=notes)


def _confirm() -> None:
    from followup_cli.terminal.asking import stop_unless_agreed

    if not person.on_terminal():
        raise person.missing_option("--yes")
    print_note(
        say(
            "A new recovery key will be in a file until you have printed and deleted it. Whoever reads that file, "
            "or the page, can read everything. Without a file: followup recovery add"
        )
    )
    stop_unless_agreed(say("Print it?"))
