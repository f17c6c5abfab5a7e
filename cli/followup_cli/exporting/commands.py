"""Exports: lists for the office, and the whole file of one graduate for another organisation."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from followup.errors import Invalid
from followup.messages import say
from followup_cli import context
from followup_cli.exporting.file_command import file_of
from followup_cli.options import Way, Worker, only_one_of, option, parse_path
from followup_cli.response import respond
from followup_cli.terminal.progress import Progress

if TYPE_CHECKING:
    from followup.services.exports.lists import ListExport, ListRequest

_FILE = "file"


class ExportGroup(TyperGroup):
    """``export K7M`` is ``export file K7M``: what is no list is the code of a graduate."""

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[Any, Any, list[str]]:
        """The command named first in ``args``, or the one for a graduate's file."""
        from followup.case.known_words import near_words

        first = args[0]
        if first in self.commands or first.startswith("-") or near_words(first, self.commands):
            return super().resolve_command(ctx, args)
        return super().resolve_command(ctx, [_FILE, *args])


app = typer.Typer(
    cls=ExportGroup, no_args_is_help=True, help=say("Lists for the office, and one graduate's whole file.")
)

Internal = Annotated[
    bool, option("--internal", say("Needed: the list shows single people, and is for the office alone."))
]
AsCsv = Annotated[bool, option("--csv", say("As text with commas, which every program reads."))]
AsXlsx = Annotated[bool, option("--xlsx", say("As a spreadsheet; what is written if nothing is said."))]
Names = Annotated[bool, option("--names", say("Also who they are: names, phones, villages. Asked about once more."))]
To = Annotated[Path, option("--to", say("The folder the file goes to."), "DIR", parse_path)]
DEFAULT_FOLDER = Path("exports")


@app.callback()
def export() -> None:
    """Lists for the office, and one graduate's whole file for another organisation: followup export CODE."""


def _list_command(what: str, doc: str) -> None:
    """The command that exports one list; all of them take the same options."""

    def command(
        internal: Internal = False,
        csv: AsCsv = False,
        xlsx: AsXlsx = False,
        names: Names = False,
        worker: Worker = "",
        to: To = DEFAULT_FOLDER,
        way: Way = Way(),
    ) -> None:
        from followup.services.exports import lists

        only_one_of(csv=csv, xlsx=xlsx)
        if not internal:
            raise _not_internal()
        kind = lists.ExportFile.CSV if csv else lists.ExportFile.XLSX
        request = lists.ListRequest(lists.ExportList(what), kind, worker, names)
        _export(request, to, way)

    app.command(what, help=doc)(command)


for _what, _doc in {
    "caseload": """The graduates, a row each, as a spreadsheet that followup import graduates reads again.

    Example: followup export caseload --internal --dry-run
    """,
    "visits": """The visits and the tries, a row each, as a spreadsheet that followup import visits reads again.

    Example: followup export visits --internal --csv --to office --yes
    """,
    "flags": """The risk flags, a row each, also those that were cleared. To be looked at: followup import does not read
    it.

    Example: followup export flags --internal --yes
    """,
    "outcomes": """How follow-up ended, a row for each outcome. To be looked at: followup import does not read it.

    Example: followup export outcomes --internal --dry-run
    """,
}.items():
    _list_command(_what, _doc)

app.command(_FILE)(file_of)


def _export(request: "ListRequest", to: Path, way: Way) -> None:
    from followup.services.exports import lists
    from followup_cli.exporting import page
    from followup_cli.fragments.consequences import GraveStep, take_step

    book, names = context.open_casebook(), request.names
    exporter = lists.ListExporter(book, request, to)
    step: GraveStep[ListExport] = GraveStep(
        look=lambda: _reading(exporter.look),
        write=lambda shown: _reading(partial(exporter.write, shown)),
        page=page.list_page,
        question=say("Write the names of all of them into this file?") if names else say("Write this file?"),
        more=lambda: None if way.yes or not names else _confirm_single_people(),
        watchful=True,
    )
    result = take_step(book, step, way)
    book.wrote = False  # only that it was exported: cases that cannot be read are told of as by a command that reads
    respond(book, way.as_json, page.list_result, page.list_data, result, dry_run=way.dry_run)


def _reading(read: Callable[[Progress], "ListExport"]) -> "ListExport":
    """What is made of all cases, with a line that says how far it is."""
    with Progress(say("Reading cases")) as progress:
        return read(progress)


def _confirm_single_people() -> None:
    """The first of two confirmations where names are asked for."""
    from followup_cli.terminal.asking import stop_unless_agreed

    stop_unless_agreed(say("Names and phones will be in it. Are they needed there? Codes would tell less."))


def _not_internal() -> Invalid:
    return Invalid(
        say("--internal is missing: a list shows single people, and figures counted from it give them away."),
        say("For the office alone, give --internal. For anybody else there are reports: followup report quarter"),
    )
