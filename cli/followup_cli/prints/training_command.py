"""The trainers' brief on paper: ``print training``."""

from datetime import date
from typing import Annotated

from followup.messages import say
from followup_cli import context
from followup_cli.fragments.quarter_options import WhichQuarter, chosen_quarter
from followup_cli.options import AsJson, day
from followup_cli.prints.options import DEFAULT_FOLDER, Internal, Open, PrintLanguage, To
from followup_cli.terminal.progress import Progress


def training(
    which: WhichQuarter = "",
    as_of: Annotated[date | None, day("--as-of", say("For staff: as everything was on this day."))] = None,
    internal: Internal = False,
    language: PrintLanguage = None,
    to: To = DEFAULT_FOLDER,
    open_it: Open = False,
    as_json: AsJson = False,
) -> None:
    """The trainers' brief: what is asked of them, why follow-up failed, what training could have prevented, lessons.

    Example: followup print training 2026Q3
    """
    from followup.handout.paper.catalogue import Language
    from followup.services.prints.training import print_training
    from followup_cli.prints.page import finish

    book = context.open_casebook()
    with Progress(say("Reading cases")) as progress:
        result = print_training(
            book, chosen_quarter(which), to, language or Language.EN, internal=internal, as_of=as_of, progress=progress
        )
    finish(book, result, open_it=open_it, as_json=as_json)
