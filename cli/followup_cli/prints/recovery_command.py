"""A new recovery key on paper: ``print recovery``."""

from typing import Annotated

import typer

from followup.handout.paper.catalogue import Language
from followup.messages import say
from followup_cli import context
from followup_cli.options import AsJson, option
from followup_cli.prints.options import DEFAULT_FOLDER, Open, PrintLanguage, To
from followup_cli.terminal import person
from followup_cli.terminal.notes import print_note


def recovery(
    yes: Annotated[bool, option("--yes", say("Do not ask."))] = False,
    language: PrintLanguage = None,
    to: To = DEFAULT_FOLDER,
    open_it: Open = False,
    as_json: AsJson = False,
) -> None:
    """Make a new recovery key and print it on a page for the safe: it opens the casebook when the passphrase is gone.

    Example: followup print recovery --yes
    """
    from followup.services.prints.recovery import print_recovery
    from followup_cli.prints.page import finish

    book = context.open_casebook()
    if not yes:
        _confirm()
    result = print_recovery(book, language or Language.EN, to)
    notes = (
        say("The key is in this file: print it now, then delete the file and empty the bin."),
        say("Backups made before now do not open with it. Make a new one: followup backup"),
    )
    finish(book, result, open_it=open_it, as_json=as_json, notes=notes)


def _confirm() -> None:
    from followup_cli.terminal.asking import agreed

    if not person.on_terminal():
        raise person.missing_option("--yes")
    print_note(
        say(
            "A new recovery key will be in a file until you have printed and deleted it. Whoever reads that file, "
            "or the page, can read everything. Without a file: followup recovery add"
        )
    )
    if not agreed(say("Print it?"), default=False):
        raise typer.Abort
