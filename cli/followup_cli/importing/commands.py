"""Sheets of an office's own, taken in: graduates, visits and plans; the imports that were made, and taking one back."""

from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from followup.case.import_words import DayOrder, ImportTarget
from followup.messages import say
from followup_cli import context
from followup_cli.importing.row_numbers import parse_rows
from followup_cli.options import AsJson, Way, WordsAsWritten, argument, count, option, parse_path, whole, word
from followup_cli.response import respond
from followup_cli.terminal.progress import Progress

app = typer.Typer(no_args_is_help=True, help=say("Take in graduates, visits or plans from a sheet of your own."))

File = Annotated[Path, argument("FILE", say("Your sheet: xlsx, xls, ods, csv or tsv."), parse_path)]
AsNew = Annotated[
    frozenset[int] | None,
    option("--as-new", say("Rows that look like somebody, but are somebody else."), "ROWS", parse_rows),
]


class ColumnOptions(NamedTuple):
    """Where the table is in a file, and what its columns hold, as far as options say it."""

    sheet: Annotated[str, option("--sheet", say("Which sheet of the file: its name or number."), "NAME|N")] = ""
    header_row: Annotated[
        int | None, count("--header-row", "N", say("In which row the headings are; found if not said."), 1, 20_000)
    ] = None
    mapping: Annotated[
        str, option("--mapping", say("Read the columns as kept under a name; a new name keeps them."), "NAME")
    ] = ""
    columns: Annotated[
        list[str] | None, option("--map", say("What a column holds; - for nothing. Repeat it."), "COLUMN=FIELD")
    ] = None
    always: Annotated[list[str] | None, option("--always", say("What is the same in every row."), "FIELD=VALUE")] = None
    order: Annotated[
        DayOrder | None, word("--date-order", DayOrder, say("Which comes first in days that could be read either way."))
    ] = None
    century: Annotated[
        int | None, count("--century", "CC", say("What comes before years of two figures: 20 for 2020."), 19, 25)
    ] = None
    zero: Annotated[bool | None, option("--zero/--no-zero", say("Give phone numbers back the 0 they lost."))] = None
    turned: Annotated[
        bool | None, option("--turned/--not-turned", say("The spreadsheet took the day for the month; turn it back."))
    ] = None


@app.command()
def graduates(
    file: File,
    columns: ColumnOptions = ColumnOptions(),
    as_new: AsNew = None,
    as_written: WordsAsWritten = False,
    way: Way = Way(),
) -> None:
    """Take in graduates from your own sheet: new ones are enrolled, those with a code or a name known are put right.

    First it shows what each row would become, then asks once. Rows that are wrong come back in a copy of your file.

    Example: followup import graduates office.csv --dry-run
    """
    from followup_cli.importing.session import ImportRequest, import_sheet

    new = as_new or frozenset()
    import_sheet(ImportRequest(ImportTarget.GRADUATES, file, columns, new, as_written), way)


def _sheet_command(target: ImportTarget, doc: str) -> None:
    """The command that takes in one kind of sheet about graduates who are there already."""

    def command(
        file: File,
        columns: ColumnOptions = ColumnOptions(),
        way: Way = Way(),
    ) -> None:
        from followup_cli.importing.session import ImportRequest, import_sheet

        import_sheet(ImportRequest(target, file, columns), way)

    app.command(target.value, help=doc)(command)


_sheet_command(
    ImportTarget.VISITS,
    """Take in visits and tries from your own sheet, each row by her code, or by her name where one alone has it.

    A visit that is written down already is put right; an empty cell takes nothing away.

    Example: followup import visits visits.csv --date-order day-first --yes
    """,
)
_sheet_command(
    ImportTarget.PLANS,
    """Take in business plans from your own sheet, a row each, by her code or her name.

    A row is laid over the plan she has; an empty cell takes nothing away.

    Example: followup import plans plans.csv --dry-run
    """,
)


@app.command("list")
def list_(as_json: AsJson = False) -> None:
    """The imports that were made, with their numbers, and the mappings that are kept.

    Example: followup import list
    """
    from followup.services.guarded_names import masker
    from followup.services.imports.mappings import kept_mappings
    from followup.services.imports.runs import import_runs
    from followup_cli.importing import page

    book = context.open_casebook()
    mask = masker(book, names=False)
    kept = [page.KeptMapping(mask(one.name), one.target.label) for one in kept_mappings(book).values()]
    respond(book, as_json, page.runs_page, page.runs_data, import_runs(book), kept)


@app.command()
def undo(
    number: Annotated[int, argument("N", say("The number of the import; see import list."), whole(1))],
    way: Way = Way(),
) -> None:
    """Take an import back: whom it brought in, and what it changed. What was written on top of it since stays.

    Example: followup import undo 1 --dry-run
    """
    from followup.services.imports.undoing import look_at_undo, undo_import
    from followup_cli.fragments.consequences import GraveStep, take_step
    from followup_cli.importing import page

    book = context.open_casebook()
    with Progress(say("Taking back")) as progress:
        step = GraveStep(
            look=lambda: look_at_undo(book, number),
            write=lambda shown: undo_import(book, shown, progress),
            page=page.undo_page,
            question=say("Take import {n} back?", n=number),
            watchful=True,
        )
        found = take_step(book, step, way)
    shown = page.undo_page if way.dry_run else page.undone_page
    respond(book, way.as_json, lambda: shown(found), lambda: page.undo_data(found, dry_run=way.dry_run))
