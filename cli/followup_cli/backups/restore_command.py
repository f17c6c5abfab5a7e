"""A backup put back."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from followup.case.vocabulary import Access
from followup.errors import ExitCode, Missing
from followup.messages import say
from followup_cli import context
from followup_cli.backups import opening
from followup_cli.backups.backup_commands import Recovery
from followup_cli.error_output import print_errors
from followup_cli.options import AsJson, DryRun, argument, option, parse_path
from followup_cli.response import respond
from followup_cli.terminal.page import Page
from followup_cli.terminal.progress import Progress

if TYPE_CHECKING:
    from followup.vault.vault import Vault


def restore(
    file: Annotated[Path, argument("FILE", say("The backup."), parse_path)],
    case: Annotated[str, option("--case", say("Only this graduate, by her whole code."), "CODE")] = "",
    recovery: Recovery = False,
    yes: Annotated[bool, option("--yes", say("Do not ask."))] = False,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Put a backup back: on a machine without a casebook all of it, otherwise whatever is missing here.

    It says what it would change, then asks. Nothing that is here is changed or removed.

    Example: followup restore backups/followup-2026-11-26-174500-3f9a.age --dry-run
    """
    vault = opening.vault_here()
    opened = opening.open_file(file, vault, recovery=recovery)
    if vault is None:
        _restore_new(opened, case, yes=yes, dry_run=dry_run, as_json=as_json)
    else:
        _restore_living(vault, opened, case, yes=yes, dry_run=dry_run, as_json=as_json)


def _restore_new(opened: opening.OpenedBackup, case: str, *, yes: bool, dry_run: bool, as_json: bool) -> None:
    from followup.services.restores import introduce, restore_on_new_machine
    from followup.vault.access import check_can_restore
    from followup_cli.backups import page

    if case:
        raise Missing(
            say("There is no casebook here that one graduate could be put back into."),
            say("Restore all of the backup: leave --case away."),
        )
    home = context.home()
    check_can_restore(home)
    shown = Page() if as_json else page.new_machine_page(opened.contents, home)
    if dry_run:
        _tell_new(shown, opened, "", as_json=as_json, dry_run=True)
        return
    opening.confirm(shown, say("Restore it?"), yes=yes)
    ring = opening.new_ring(opened)
    with Progress(say("Restoring")) as progress:
        vault = restore_on_new_machine(home, ring, opened.contents, progress)
    worker = introduce(vault, opened.contents, context.moment())
    context.note_in_access_log(vault, Access.RESTORE)
    _tell_new(page.restored_page(opened.contents, worker), opened, worker, as_json=as_json, dry_run=False)


def _tell_new(shown: Page, opened: opening.OpenedBackup, worker: str, *, as_json: bool, dry_run: bool) -> None:
    from followup_cli.backups import data

    respond(None, as_json, lambda: shown, lambda: data.new_machine_data(opened.contents, worker, dry_run=dry_run))


def _restore_living(
    vault: "Vault", opened: opening.OpenedBackup, case: str, *, yes: bool, dry_run: bool, as_json: bool
) -> None:
    from followup.services.restores import plan_restore, restore_living
    from followup.vault.access import has_newer_key, take_newer_key
    from followup_cli.backups import data, page

    plan = plan_restore(vault, opened.contents, case)
    newer = has_newer_key(vault, opened.ring)
    shown = Page() if as_json else page.plan_page(opened.contents, plan, newer_key=newer)
    if dry_run or not (plan.new or newer):
        respond(
            None,
            as_json,
            lambda: shown,
            lambda: data.plan_data(plan, 0, dry_run=True),
        )
        return
    opening.confirm(shown, say("Go on?"), yes=yes)
    if newer:
        vault = take_newer_key(vault, opened.ring)
    context.note_in_access_log(vault, Access.RESTORE)
    with Progress(say("Restoring")) as progress:
        back, problems = restore_living(vault, opened.contents, case, progress)
        problems += vault.reseal().problems
    respond(None, as_json, lambda: page.back_page(back), lambda: data.plan_data(plan, back, dry_run=False))
    if problems:
        print_errors(problems)
        raise typer.Exit(ExitCode.DAMAGED)
