"""Calendar files for phones."""

from pathlib import Path
from typing import Annotated

import typer

from followup.case.visit_words import CancelledEntries
from followup.errors import Invalid
from followup.messages import say
from followup_cli import context
from followup_cli.fragments.cover_question import confirm_covers, parse_cover, parse_hours
from followup_cli.fragments.export_before_repair import confirm_before_repair
from followup_cli.options import AsJson, OwnCover, argument, count, option, parse_path, word
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
    hours: Annotated[str, option("--time", say("Hours of the entries."), "09:00-10:00", parse_hours)] = "",
    all_day: Annotated[bool, option("--all-day", say("Entries last the whole day."))] = False,
    cover: Annotated[
        str, option("--cover", say("What an entry says; {code} is replaced by her code."), "TEXT", parse_cover)
    ] = "",
    yes: OwnCover = False,
    one_by_one: Annotated[bool, option("--one-by-one", say("Also a file for each graduate."))] = False,
    extras: Annotated[bool, option("--extras", say("Also the contacts between visits while in danger."))] = False,
    cancelled: Annotated[
        CancelledEntries | None,
        word("--cancelled", CancelledEntries, say("Which cancelled entries: those of four weeks if not said.")),
    ] = None,
    worker: Annotated[str, option("--worker", say("Another worker's graduates."))] = "",
    as_json: AsJson = False,
) -> None:
    """Write a calendar file (.ics) for the worker's phone; with codes, or --one-by-one, files of single graduates.

    Cover text and hours are kept for the next time. Entries name nobody; the file is safe to send.

    Example: followup calendar export --time 09:00-10:00 --cover Meeting
    """
    from followup.services.calendar_changes import ExportRequest
    from followup.services.calendar_entries import ALL_DAY
    from followup.services.calendars import export as write_calendars
    from followup_cli.calendars import page
    from followup_cli.fragments.next_step import suggest

    if all_day and hours:
        raise Invalid(say("An entry has hours or lasts the whole day, not both."), say("Give --time or --all-day."))
    ahead = None if everything else weeks
    request = ExportRequest(
        *(tuple(codes or ()), ahead, cover, ALL_DAY if all_day else hours, worker),
        one_by_one=one_by_one,
        extras=extras,
        cancelled=cancelled or CancelledEntries.RECENT,
    )
    book = context.open_casebook()
    confirm_covers(book, [cover], yes=yes)
    confirm_before_repair(book, request.codes, worker, yes=yes)
    with Progress(say("Writing calendars")) as progress:
        result = write_calendars(book, request, out, progress)
    suggest("followup today")
    respond(book, as_json, page.export_result, page.export_data, result)
