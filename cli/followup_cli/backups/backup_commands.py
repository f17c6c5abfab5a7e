"""Backups made, listed, checked and rehearsed."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from followup.case.access_words import Access
from followup.errors import ExitCode, FollowupError
from followup.messages import say
from followup_cli import context
from followup_cli.backups import opening
from followup_cli.error_output import print_errors
from followup_cli.options import AsJson, argument, option, parse_path, unless_blank
from followup_cli.response import respond
from followup_cli.terminal import person
from followup_cli.terminal.progress import Progress

if TYPE_CHECKING:
    from followup.services.backups import BackupComparison
    from followup.vault.vault import Vault

Folder = Annotated[
    Path | None,
    argument("[DIR]", say("The folder of the backups; the last one if not said."), unless_blank(parse_path)),
]
File = Annotated[
    Path | None, argument("[FILE]", say("The backup; the newest one if not said."), unless_blank(parse_path))
]
Recovery = Annotated[bool, option("--recovery", say("Open it with a recovery key instead of a passphrase."))]


def make(
    folder: Folder = None,
    to: Annotated[
        Path | None,
        option("--to", say("A second folder, such as a stick; remembered."), "DIR", unless_blank(parse_path)),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Make a backup: one sealed file, read back and verified before it gets its name; "make" may be left out.

    Kept are the newest of each of the last 7 days, 4 weeks and 12 months. The folder is remembered.

    Example: followup backup make backups --to stick
    """
    from followup.services.backups import make_backup, places
    from followup_cli.backups import page

    vault = context.open_vault()
    folders = places(vault, context.moment(), folder or _asked_folder(vault), to)
    context.note_in_access_log(vault, Access.BACKUP)
    with Progress(say("Reading")) as progress:
        result = make_backup(vault, context.moment(), folders, progress)
    respond(None, as_json, page.made_page, page.made_data, result)
    if result.failed or result.left_out:
        print_errors((*([page.not_whole(result.left_out)] if result.left_out else ()), *result.failed))
        raise typer.Exit(ExitCode.DAMAGED if result.left_out else ExitCode.DISK)


def _asked_folder(vault: "Vault") -> Path | None:
    """Where the first backup is to go, asked for on a terminal."""
    from followup_cli.terminal.asking import Question, ask_person

    if vault.backups or not person.on_terminal():
        return None
    where = say("The folder for backups, best on a stick or another disk")
    return Path(ask_person(Question("DIR", where, needed=True, check=parse_path)))


def list_(folder: Folder = None, as_json: AsJson = False) -> None:
    """The backups there are, the newest first: of which day, how large, and whether this casebook's key opens them.

    Example: followup backup list
    """
    from followup.services.backups import list_backups
    from followup_cli.backups import page

    vault, today = opening.vault_here() if folder else context.open_vault(), context.moment().today
    found, problems = list_backups(vault, today, folder)
    if vault:
        respond(None, as_json, page.list_page, page.list_data, found, vault.last_backup(), today)
    else:
        respond(None, as_json, lambda: page.found_page(found), lambda: page.list_data(found, None, today))
    if problems:
        print_errors(problems)
        raise typer.Exit(ExitCode.DISK)


def check(file: File = None, recovery: Recovery = False, as_json: AsJson = False) -> None:
    """Open a backup, read every entry in it, and compare it with the casebook as it is now. Nothing is changed.

    Example: followup backup check
    """
    from followup_cli.backups import page

    path, opened, vault = _opened(file, recovery=recovery)
    beside = _compared(opened, vault)
    respond(None, as_json, page.check_page, page.check_data, path, opened.contents, beside)
    _tell_what_it_lacks(opened, beside, beside.unreadable if beside else ())


def _opened(file: Path | None, *, recovery: bool) -> "tuple[Path, opening.OpenedBackup, Vault | None]":
    """The backup that was named, or the newest one, opened; and the casebook, where there is one."""
    from followup.services.backups import newest_backup

    vault = opening.vault_here() if file else context.open_vault()
    path = file or newest_backup(vault or context.open_vault(), context.moment().today)
    return path, opening.open_file(path, vault, recovery=recovery), vault


def _compared(opened: opening.OpenedBackup, vault: "Vault | None") -> "BackupComparison | None":
    """A backup beside the casebook; None where it is of another one, or there is none."""
    from followup.services.backups import compare

    is_of_it = vault is not None and vault.ring.vault == opened.contents.vault
    return compare(vault, opened.contents) if vault and is_of_it else None


def _tell_what_it_lacks(
    opened: opening.OpenedBackup, beside: "BackupComparison | None", problems: Sequence[FollowupError]
) -> None:
    """Say what is wrong with a backup, and end with the exit code of damage; nothing where nothing is."""
    from followup_cli.backups import page

    left_out = [page.was_not_whole(opened.contents.left_out)] if opened.contents.left_out else []
    lacks = [page.lacks_entries(beside)] if beside and beside.lost else []
    if wrong := (*left_out, *lacks, *problems):
        print_errors(wrong)
        raise typer.Exit(ExitCode.DAMAGED)


def drill(file: File = None, recovery: Recovery = False, as_json: AsJson = False) -> None:
    """Rehearse: restore a backup into a private folder, compare every entry, and take the folder away again.

    Everything in that folder is sealed all the time. Nothing in the casebook is changed.

    Example: followup backup drill
    """
    from followup.services import backups
    from followup_cli.backups import page

    path, opened, vault = _opened(file, recovery=recovery)
    with Progress(say("Restoring")) as progress:
        problems = backups.drill(opened.contents, opened.ring, progress)
    beside = _compared(opened, vault)
    respond(None, as_json, page.drill_page, page.drill_data, path, opened.contents, beside, problems)
    _tell_what_it_lacks(opened, beside, problems)
