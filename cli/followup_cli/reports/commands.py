"""What was done and what came of it, for the director and for donors."""

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from followup.errors import Invalid
from followup.messages import say
from followup_cli import context
from followup_cli.options import naming_option, parse_instant, parse_optional_day
from followup_cli.terminal.json import print_json
from followup_cli.terminal.progress import Progress

if TYPE_CHECKING:
    from followup.casebook import Casebook
    from followup.services.reports import ReportSelection
    from followup.statistics.report_model import Report

app = typer.Typer(no_args_is_help=True, help=say("Reports: the quarter, the caseload, and the brief for the trainers."))


@app.callback()
def report() -> None:
    """Reports: the quarter, the caseload, and the brief for the trainers."""


WhichQuarter = Annotated[
    str, typer.Argument(metavar="[QUARTER]", help=say("Such as 2026Q3; the last one that is over if not said."))
]
AsOf = Annotated[str, typer.Option("--as-of", metavar="DATE", help=say("What was true on this day, and not after."))]
KnownAt = Annotated[
    str,
    typer.Option("--known-at", metavar="DATE", help=say("What was written down by the end of this day, no later.")),
]
Internal = Annotated[
    bool, typer.Option("--internal", help=say("Show staff groups of one to four people too; not to leave the office."))
]
CsvFile = Annotated[
    Path | None, typer.Option("--csv", metavar="FILE", help=say("Write the figures to a table as well."))
]
Json = Annotated[bool, typer.Option("--json", help=say("For programs."))]


@app.command()
def quarter(
    which: WhichQuarter = "",
    as_of: AsOf = "",
    known_at: KnownAt = "",
    internal: Internal = False,
    publish: Annotated[
        bool, typer.Option("--publish", help=say("Write down that this report goes out; it stays as it is then."))
    ] = False,
    csv: CsvFile = None,
    as_json: Json = False,
) -> None:
    """The quarter's report: every figure with its range, and nobody to be picked out by it.

    Example: followup report quarter 2026Q3
    """
    from followup.services import reports

    if publish and internal:
        raise Invalid(
            say("A report that shows small groups does not leave the office."),
            say("Publish without --internal, or look at it without --publish."),
        )
    path = _csv_target(csv)
    book = context.open_casebook()
    wanted = _report_request(book, which, as_of, known_at, internal=internal)
    with Progress(say("Reading cases")) as progress:
        made = (reports.publish if publish else reports.quarter_report)(book, wanted, progress)
    _show_report(book, made, path, as_json=as_json)


@app.command()
def caseload(
    which: WhichQuarter = "",
    as_of: AsOf = "",
    known_at: KnownAt = "",
    internal: Internal = False,
    csv: CsvFile = None,
    as_json: Json = False,
) -> None:
    """Who is followed at the end of a quarter, by trade, centre, months since return and risk level; for planning.

    Example: followup report caseload 2026Q3
    """
    from followup.services import caseload_reports

    path = _csv_target(csv)
    book = context.open_casebook()
    wanted = _report_request(book, which, as_of, known_at, internal=internal)
    with Progress(say("Reading cases")) as progress:
        made = caseload_reports.caseload_at_quarter_end(book, wanted, progress)
    _show_report(book, made, path, as_json=as_json)


@app.command()
def training(as_of: AsOf = "", internal: Internal = False, as_json: Json = False) -> None:
    """For the trainers: what is asked of them now, why follow-up failed, what the evidence says of each module.

    Example: followup report training
    """
    from followup.services import training as service
    from followup_cli.reports import training_page

    book = context.open_casebook()
    day = parse_optional_day("--as-of", as_of, book.today)
    with Progress(say("Reading cases")) as progress:
        brief = service.training_brief(book, internal=internal, as_of=day, progress=progress)
    if as_json:
        print_json(training_page.training_brief_data(brief))
    else:
        training_page.training_brief_page(brief, _room()).show()
    context.report_unreadable_cases(book)


def _csv_target(csv: Path | None) -> Path | None:
    """Where the table goes; refused before anything is read."""
    from followup.services import report_tables

    with naming_option("--csv"):
        return report_tables.checked_target(csv) if csv else None


def _report_request(book: "Casebook", which: str, as_of: str, known_at: str, *, internal: bool) -> "ReportSelection":
    from followup.services.reports import ReportSelection
    from followup.statistics.quarters import Quarter

    day = parse_optional_day("--as-of", as_of, book.today)
    with naming_option("--known-at"):
        known = parse_instant(known_at, book.today, book.office.timezone) if known_at else None
    return ReportSelection(Quarter.parse(which) if which else None, day, known, internal)


def _show_report(book: "Casebook", made: "Report", path: Path | None, *, as_json: bool) -> None:
    """Write the table where one is wanted, and show the report."""
    from followup.services import report_tables
    from followup_cli.reports import page as training_page

    if path:
        report_tables.write_csv(book, made, path)
    if as_json:
        print_json(training_page.report_data(made))
    else:
        shown = training_page.report_page(made, _room())
        (training_page.add_written_file(shown, path) if path else shown).show()
    context.report_unreadable_cases(book)


def _room() -> int:
    """How wide the page may be: that of the terminal, within reason."""
    from followup_cli.reports.grid import NARROW, PLAIN, WIDE

    return min(max(shutil.get_terminal_size().columns, NARROW), WIDE) if sys.stdout.isatty() else PLAIN
