"""Calendar files for phones."""

from pathlib import Path
from typing import Annotated

import typer

from followup.errors import Invalid
from followup.messages import say
from followup_cli import context
from followup_cli.options import AsJson, argument, count, option, parse_path
from followup_cli.response import respond
from followup_cli.terminal.progress import Progress

app = typer.Typer(no_args_is_help=True, help=say("Calendar files for phones that betray nobody."))


@app.callback()
def calendar() -> None:
    """Calendar files for phones that betray nobody."""


@app.command()
def export(
    codes: Annotated[list[str] | None, argument("[CODE]...", say("Only these graduates."))] = None,
    out: Annotated[Path, option("--out", say("Where the files go."), "DIR", parse_path)] = Path("calendar"),
    everything: Annotated[bool, option("--all", say("Every visit, not only the next weeks."))] = False,
    weeks: Annotated[int, count("--weeks", "N", say("How many weeks ahead."), 1, 520)] = 12,
    hours: Annotated[str, option("--time", say("Hours of the entries."), "09:00-10:00")] = "",
    all_day: Annotated[bool, option("--all-day", say("Entries last the whole day."))] = False,
    cover: Annotated[str, option("--cover", say("What an entry says; {code} stands for her code."), "TEXT")] = "",
    worker: Annotated[str, option("--worker", say("Another worker's graduates."))] = "",
    as_json: AsJson = False,
) -> None:
    """Write calendar files (.ics): one for the worker's phone, and one for each graduate.

    Cover text and hours are kept for the next time. Entries name nobody; the file is safe to send.

    Example: followup calendar export --time 09:00-10:00 --cover Meeting
    """
    from followup.services import calendars
    from followup_cli.calendars import page

    if all_day and hours:
        raise Invalid(say("An entry has hours or lasts the whole day, not both."), say("Give --time or --all-day."))
    ahead = None if everything else weeks
    request = calendars.ExportRequest(tuple(codes or ()), ahead, cover, calendars.ALL_DAY if all_day else hours, worker)
    book = context.open_casebook()
    with Progress(say("Writing calendars")) as progress:
        result = calendars.export(book, request, out, progress)
    respond(book, as_json, page.export_result, page.export_data, result)
