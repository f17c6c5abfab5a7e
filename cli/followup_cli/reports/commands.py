"""What was done and what came of it, for the director and for donors."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from followup.errors import Invalid
from followup.messages import say
from followup_cli import context
from followup_cli.fragments.quarter_options import AsOf, KnownAt, WhichQuarter, chosen_quarter, report_selection
from followup_cli.options import AsJson, DryRun, Way, Yes, argument, count, option, parse_path
from followup_cli.response import respond
from followup_cli.terminal.progress import Progress
from followup_cli.terminal.typed import naming_option

if TYPE_CHECKING:
    from followup.casebook import Casebook
    from followup.services.reports import ReportSelection, ReportToPublish
    from followup.statistics.report import Report

app = typer.Typer(
    no_args_is_help=True,
    help=say("Reports: the quarter, the caseload, the brief for the trainers, and a table for analysis."),
)


Internal = Annotated[
    bool, option("--internal", say("Show staff everything, also of single people; not to leave the office."))
]
CsvFile = Annotated[Path | None, option("--csv", say("Write the figures to a table as well."), "FILE", parse_path)]


class SheetOptions(NamedTuple):
    """How a report is shown: on the screen, on sheets of a printer, or for programs."""

    pages: Annotated[
        bool, option("--pages", say("For a printer: plain, in numbered pages, with form feeds between them."))
    ] = False
    page_lines: Annotated[
        int | None, count("--page-lines", "N", say("The same, for sheets of so many lines; 66 if not said."), 30, 400)
    ] = None
    as_json: AsJson = False

    @property
    def sheet_lines(self) -> int:
        """Lines of the sheets that a page is printed for; 0 where no sheets are asked for."""
        from followup_cli.terminal.sheets import SHEET_LINES

        asked = self.page_lines or (SHEET_LINES if self.pages else 0)
        if asked and self.as_json:
            raise Invalid(say("--json has no pages."), say("Leave out --json, or --pages and --page-lines."))
        return asked


@app.command()
def quarter(
    which: WhichQuarter = "",
    as_of: AsOf = None,
    known_at: KnownAt = "",
    internal: Internal = False,
    publish: Annotated[
        bool, option("--publish", say("Write down that this report goes out; it stays as it is then."))
    ] = False,
    csv: CsvFile = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    shown: SheetOptions = SheetOptions(),
) -> None:
    """The quarter's report: every figure with its range, and nobody to be picked out by it.

    Example: followup report quarter 2026Q3
    """
    from followup.services import reports

    if (yes or dry_run) and not publish:
        raise Invalid(say("--yes and --dry-run go with --publish."), say("A report that is only shown writes nothing."))
    if publish and internal:
        raise Invalid(
            say("A report that shows small groups does not leave the office."),
            say("Publish without --internal, or look at it without --publish."),
        )
    path, sheets = _csv_target(csv), shown.sheet_lines
    book = context.open_casebook()
    wanted = report_selection(book, which, as_of, known_at, internal=internal)
    if publish:
        made = _published(book, wanted, Way(yes, dry_run, shown.as_json))
    else:
        with Progress(say("Reading cases")) as progress:
            made = reports.quarter_report(book, wanted, progress)
    _show_report(book, made, path, sheets, as_json=shown.as_json)


def _published(book: "Casebook", wanted: "ReportSelection", way: Way) -> "Report":
    """The report as it went out, once it was agreed to; as it would go out on a dry run."""
    from followup.services import reports
    from followup.values import replace
    from followup_cli.fragments.consequences import GraveStep, take_step
    from followup_cli.reports.page import publication_consequences

    def ready() -> "ReportToPublish":
        with Progress(say("Reading cases")) as progress:
            return reports.report_to_publish(book, wanted, progress)

    step = GraveStep(
        look=ready,
        write=lambda shown: reports.publish(book, wanted, ready=shown),
        page=lambda shown: publication_consequences(shown.report),
        question=say("Publish it?"),
        in_scripts=True,
    )
    done = take_step(book, step, way)
    return replace(done.report, published="") if way.dry_run else done.report


@app.command()
def caseload(
    which: WhichQuarter = "",
    as_of: AsOf = None,
    known_at: KnownAt = "",
    internal: Internal = False,
    csv: CsvFile = None,
    shown: SheetOptions = SheetOptions(),
) -> None:
    """Who is followed at the end of a quarter, by trade, centre, months since return and risk level; for planning.

    Example: followup report caseload 2026Q3
    """
    from followup.services.reports import caseload_at_quarter_end

    path, sheets = _csv_target(csv), shown.sheet_lines
    book = context.open_casebook()
    wanted = report_selection(book, which, as_of, known_at, internal=internal)
    with Progress(say("Reading cases")) as progress:
        made = caseload_at_quarter_end(book, wanted, progress)
    _show_report(book, made, path, sheets, as_json=shown.as_json)


@app.command()
def training(
    which: WhichQuarter = "",
    as_of: AsOf = None,
    internal: Internal = False,
    shown: SheetOptions = SheetOptions(),
) -> None:
    """For the trainers: what is asked of them, why follow-up failed, what the evidence says of each module.

    Example: followup report training
    """
    from followup.services.reports import ReportSelection
    from followup.services.training import training_brief
    from followup_cli.reports import training_data, training_page
    from followup_cli.reports.grid import page_room

    sheets = shown.sheet_lines
    book, wanted = context.open_casebook(), ReportSelection(chosen_quarter(which), as_of, internal=internal)
    with Progress(say("Reading cases")) as progress:
        brief = training_brief(book, wanted, progress)
    respond(
        book,
        shown.as_json,
        lambda: training_page.training_brief_page(brief, page_room(sheets=bool(sheets))).on_sheets(sheets),
        lambda: training_data.training_brief_data(brief),
    )


@app.command("data")
def data_table(
    which: Annotated[str, argument("[QUARTER]", say("The last quarter wanted; the last that can be judged."))] = "",
    to: Annotated[Path | None, option("--to", say("The table to write, such as data.csv."), "FILE", parse_path)] = None,
    internal: Annotated[
        bool, option("--internal", say("A row for each graduate, without who she is; not to leave the office."))
    ] = False,
    as_json: AsJson = False,
) -> None:
    """One table of all quarters for analysis: what was done, in rows of five people or more, or of all.

    Example: followup report data --to data.csv
    """
    from followup.services import report_data
    from followup_cli.reports import data_table_page

    with naming_option("--to"):
        target = report_data.data_target(to)
    book = context.open_casebook()
    with Progress(say("Reading cases")) as progress:
        result = report_data.write_data(book, target, chosen_quarter(which), internal=internal, progress=progress)
    respond(book, as_json, data_table_page.data_result, data_table_page.data_result_data, result)


def _csv_target(csv: Path | None) -> Path | None:
    """Where the table goes; refused before anything is read."""
    from followup.services.report_tables import checked_target

    with naming_option("--csv"):
        return checked_target(csv) if csv else None


def _show_report(book: "Casebook", made: "Report", path: Path | None, sheets: int, *, as_json: bool) -> None:
    """Write the table where one is wanted, and show the report."""
    from followup.services.report_tables import write_csv
    from followup_cli.reports import page
    from followup_cli.reports.grid import page_room

    written = write_csv(book, made, path) if path else None
    room, goal = page_room(sheets=bool(sheets)), book.office.visit_goal
    respond(
        book,
        as_json,
        lambda: page.report_page(made, room, written, goal).on_sheets(sheets),
        lambda: page.report_data(made, goal),
    )
