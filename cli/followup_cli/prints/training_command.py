"""The trainers' brief on paper: ``print training``."""

from datetime import date
from typing import Annotated

from followup.messages import say
from followup_cli import context
from followup_cli.options import AsJson, argument, day, option
from followup_cli.prints.options import DEFAULT_FOLDER, Open, PrintLanguage, To
from followup_cli.terminal.progress import Progress


def training(
    which: Annotated[str, argument("[QUARTER]", say("Such as 2026Q3; the last one that is over if not said."))] = "",
    as_of: Annotated[date | None, day("--as-of", say("For staff: as everything stood on this day."))] = None,
    internal: Annotated[
        bool,
        option("--internal", say("For staff: show everything, and say so on every page; not to leave the office.")),
    ] = False,
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
    from followup.statistics.report import Quarter
    from followup_cli.prints.page import finish

    book = context.open_casebook()
    quarter = Quarter.parse(which) if which else None
    with Progress(say("Reading cases")) as progress:
        result = print_training(
            book, quarter, to, language or Language.EN, internal=internal, as_of=as_of, progress=progress
        )
    finish(book, result, open_it=open_it, as_json=as_json)
