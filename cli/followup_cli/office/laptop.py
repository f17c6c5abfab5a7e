"""Who uses this laptop from now on: a known worker, the same person under another name, or somebody new."""

import typer

from followup.casebook import Casebook
from followup.errors import Invalid
from followup.messages import say
from followup.services.workers import laptop_needs_word, rename_worker
from followup_cli.terminal import person
from followup_cli.terminal.asking import ask_key
from followup_cli.terminal.notes import print_note


def laptop_worker(book: Casebook, typed: str, *, renamed: bool, somebody_else: bool) -> str | None:
    """The worker to write down for this laptop; None where a change of name has said it already.

    A name that nobody has may be the same person's or another's: asked on a terminal, an option in a script.
    """
    if renamed and somebody_else:
        raise Invalid(say("It is the same person or another one, not both."))
    if not laptop_needs_word(book, typed):
        if renamed:
            raise Invalid(say("That is a worker who is known already."), say("Leave --renamed out."))
        return typed
    if not (renamed or somebody_else):
        renamed = _is_same_person(book)
    if renamed:
        rename_worker(book, book.worker, typed)
        return None
    return typed


def _is_same_person(book: Casebook) -> bool:
    if not person.on_terminal():
        raise Invalid(
            say("{worker} uses this laptop, and nobody is called by the new name yet.", worker=book.worker),
            say("Say --renamed if it is the same person, or --somebody-else if another one uses it now."),
        )
    print_note(say("{worker} uses this laptop, and nobody is called by the new name yet.", worker=book.worker))
    key = ask_key(say("Is it the same person (s), or somebody else (e)? "), ("s", "e"))
    if not key:
        raise typer.Abort
    return key == "s"
