"""Bringing copies of a casebook together."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from followup.errors import ExitCode
from followup.messages import say
from followup_cli import context
from followup_cli.error_output import print_errors
from followup_cli.options import AsJson, DryRun, argument, parse_path, unless_blank
from followup_cli.response import respond, tell_problems

if TYPE_CHECKING:
    from followup.casebook import Casebook
    from followup.vault.copies import MergedCopies

app = typer.Typer()


@app.command()
def merge(
    folder: Annotated[
        Path | None,
        argument(
            "[FOLDER]",
            say("The other copy: its folder, or any folder with files of it. If not given: what this laptop kept."),
            unless_blank(parse_path),
        ),
    ] = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Add to this casebook what another copy of it holds. Nothing is taken away, and neither copy loses anything.

    Entries are put back as well that this laptop still holds beside the cases: its spare copies, and files that another
    program named, such as "conflicted copy". Without FOLDER, only those.

    Example: followup merge stick
    """
    from followup.casebook import Casebook
    from followup.services.shared_codes import shared_codes, tell_apart
    from followup_cli.copies.page import merged_data, merged_page

    vault = context.open_vault()
    merged = vault.merge(str(folder) if folder else None, dry_run=dry_run)
    book = Casebook(vault, context.moment())
    apart = shared_codes(book) if dry_run else tell_apart(book)
    codes = _codes_of(book, merged)
    respond(None, as_json, merged_page, merged_data, merged, codes, apart, dry_run=dry_run)
    print_errors({problem.what: problem for _, problem in merged.unread}.values())
    tell_problems(book)
    if merged.unread:
        raise typer.Exit(ExitCode.DAMAGED)


def _codes_of(book: "Casebook", merged: "MergedCopies") -> dict[str, str]:
    """What each journal is called: the graduate's code, or what it is the journal of."""
    from followup.store import IMPORTS, LESSONS, OFFICE, PUBLISHED, is_access_journal

    looks = dict.fromkeys(filter(is_access_journal, [*merged.added, *merged.differing]), say("the access log"))
    beside = {OFFICE: say("the office"), LESSONS: say("the lessons"), PUBLISHED: say("the published reports")}
    beside |= {IMPORTS: say("the list of imports")}
    return {**merged.codes, **book.codes, **beside, **looks}
