"""A change of the office: thought through, shown where something is to be asked about, written, told."""

from typing import TYPE_CHECKING, Annotated

import typer

from followup.errors import Missing
from followup.messages import say
from followup_cli.options import option
from followup_cli.response import respond
from followup_cli.terminal import person
from followup_cli.terminal.asking import agreed

if TYPE_CHECKING:
    from followup.casebook import Casebook
    from followup.services.office_changes import OfficeChangeResult, Propose

Yes = Annotated[bool, option("--yes", say("Do not ask about what may be a slip."))]


def apply_change(book: "Casebook", propose: "Propose", *, yes: bool, dry_run: bool, as_json: bool) -> None:
    """Do what is proposed: what may be a slip is asked about first; Missing where nobody can be asked."""
    from followup.services.guarded_names import worker_labeller
    from followup.services.office_changes import rehearse, write_change
    from followup_cli.office import change_page

    shown, mask = rehearse(book, propose), worker_labeller(book)
    if not dry_run:
        if shown.change.asked and not yes:
            _ask(shown)
            change_page.office_change_page(shown, mask, dry_run=True).show()
            if not agreed(say("Write it down all the same?"), default=False):
                raise typer.Abort
        shown = write_change(book, propose, shown)
    respond(book, as_json, change_page.office_change_page, change_page.office_change_data, shown, mask, dry_run=dry_run)


def _ask(shown: "OfficeChangeResult") -> None:
    """Missing, with what is to be asked, where nobody can be asked."""
    if not person.on_terminal():
        how = say("If it is meant so, add --yes. To see what moves, add --dry-run.")
        raise Missing(
            " ".join((*shown.change.asked, say("Visits that move: {n}.", n=shown.moved.visits))),
            f"{how} {shown.change.instead}".strip(),
        )
