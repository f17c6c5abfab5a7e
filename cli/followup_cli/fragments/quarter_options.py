"""Which report: the options that reports and their prints share, and what they come to."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

from followup.messages import say
from followup_cli.options import argument, day, option
from followup_cli.terminal.typed import naming_option, parse_instant

if TYPE_CHECKING:
    from followup.casebook import Casebook
    from followup.services.reports import ReportSelection
    from followup.statistics.report import Quarter

WhichQuarter = Annotated[str, argument("[QUARTER]", say("Such as 2026Q3; the last one that is over if not said."))]
AsOf = Annotated[date | None, day("--as-of", say("What was true on this day, and not after."))]
KnownAt = Annotated[str, option("--known-at", say("What was written down by the end of this day, no later."), "DATE")]


def chosen_quarter(which: str) -> "Quarter | None":
    """The quarter that was typed; None where none was."""
    from followup.statistics.report import Quarter

    return Quarter.parse(which) if which else None


def report_selection(
    book: "Casebook", which: str, as_of: date | None, known_at: str, *, internal: bool
) -> "ReportSelection":
    """What was asked for; a refusal names the option."""
    from followup.services.reports import ReportSelection

    with naming_option("--known-at"):
        known = parse_instant(known_at, book.today, book.office.timezone) if known_at else None
    return ReportSelection(chosen_quarter(which), as_of, known, internal)
