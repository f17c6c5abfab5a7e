"""One graduate's whole file: ``export CODE``, registered under export."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from followup.messages import say
from followup_cli import context
from followup_cli.fragments.passphrases import choose_passphrase
from followup_cli.fragments.whom import tell_whom
from followup_cli.options import Code, Way, option, parse_path
from followup_cli.terminal import person
from followup_cli.terminal.notes import print_note

if TYPE_CHECKING:
    from followup.services.exports.whole_file import FileExport

OF_FILE = "FOLLOWUP_FILE_PASSPHRASE"


def parse_key(typed: str) -> str:
    """A public age key."""
    from followup.vault.sealed_file import checked_recipient

    return checked_recipient(typed) if typed else ""


def file_of(
    code: Code,
    for_whom: Annotated[str, option("--given-to", say("Which organisation gets it, and who there."), "WHOM")] = "",
    key: Annotated[
        str, option("--key", say("Their public age key; a passphrase seals it if not said."), "age1...", parse_key)
    ] = "",
    to: Annotated[Path, option("--to", say("The folder the file goes to."), "DIR", parse_path)] = Path("exports"),
    way: Way = Way(),
) -> None:
    """The whole file of one graduate, with her name, for an organisation that goes on supporting her: sealed.

    It is an age file, opened without followup. In scripts FOLLOWUP_FILE_PASSPHRASE seals it, or --key.

    Example: followup export K7M --given-to "Hagar, the school" --dry-run
    """
    from followup.services.exports import whole_file
    from followup_cli.exporting import file_page
    from followup_cli.fragments.consequences import GraveStep, run_step
    from followup_cli.terminal.asking import Question, answer

    book = context.open_casebook()
    tell_whom(book, code)
    whom = answer(
        Question("--given-to", say("Who gets the file: which organisation, and who there"), for_whom, needed=True)
    )
    request = whole_file.FileRequest(code, whom, key)
    chosen: list[str] = []
    step: GraveStep[FileExport] = GraveStep(
        look=lambda: whole_file.look_at_file(book, request, to),
        write=lambda _: whole_file.export_file(book, request, to, "".join(chosen)),
        page=file_page.file_page,
        question=say("May all of this be handed on: write the file?"),
        more=lambda: None if key else chosen.append(_passphrase()),
    )
    run_step(book, step, way, file_page.file_result, file_page.file_data)


def _passphrase() -> str:
    """What seals the file: from the environment, or chosen by the person; six words are offered."""
    if person.on_terminal():
        print_note(say("This passphrase is for whoever opens the file. It is not the one of your casebook."))
    return choose_passphrase(OF_FILE)
