"""Calendar files for phones."""

from pathlib import Path
from typing import Annotated

import typer

from followup.errors import Invalid
from followup.messages import say
from followup_cli import context
from followup_cli.options import naming_option, parse_number
from followup_cli.terminal.json import print_json
from followup_cli.terminal.progress import Progress

app = typer.Typer(no_args_is_help=True, help=say("Calendar files for phones that betray nobody."))


@app.callback()
def calendar() -> None:
    """Calendar files for phones that betray nobody."""


@app.command()
def export(
    codes: Annotated[list[str] | None, typer.Argument(metavar="[CODE]...", help=say("Only these graduates."))] = None,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help=say("Where the files go."))] = Path("calendar"),
    everything: Annotated[bool, typer.Option("--all", help=say("Every visit, not only the next weeks."))] = False,
    weeks: Annotated[str, typer.Option("--weeks", metavar="N", help=say("How many weeks ahead."))] = "12",
    hours: Annotated[str, typer.Option("--time", metavar="09:00-10:00", help=say("Hours of the entries."))] = "",
    all_day: Annotated[bool, typer.Option("--all-day", help=say("Entries last the whole day."))] = False,
    cover: Annotated[
        str, typer.Option("--cover", metavar="TEXT", help=say("What an entry says; {code} stands for her code."))
    ] = "",
    worker: Annotated[str, typer.Option("--worker", help=say("Another worker's graduates."))] = "",
    as_json: Annotated[bool, typer.Option("--json", help=say("For programs."))] = False,
) -> None:
    """Write calendar files (.ics): one for the worker's phone, and one for each graduate.

    Cover text and hours are kept for the next time. Entries name nobody; the file is safe to send.

    Example: followup calendar export --time 09:00-10:00 --cover Meeting
    """
    from followup.services.calendars import ALL_DAY, ExportRequest
    from followup.services.calendars import export as write
    from followup_cli.calendars import page

    if all_day and hours:
        raise Invalid(say("An entry has hours or lasts the whole day, not both."), say("Give --time or --all-day."))
    with naming_option("--weeks"):
        ahead = None if everything else parse_number(weeks, 1, 520)
    request = ExportRequest(tuple(codes or ()), ahead, cover, ALL_DAY if all_day else hours, worker)
    book = context.open_casebook()
    with Progress(say("Writing calendars")) as progress:
        done = write(book, request, out, progress)
    if as_json:
        print_json(page.export_data(done))
    else:
        page.export_result(done).show()
    context.report_unreadable_cases(book)
