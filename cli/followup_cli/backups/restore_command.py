"""A backup put back."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from followup.case.access_words import Access
from followup.errors import ExitCode, FollowupError, Missing
from followup.messages import say
from followup_cli import context
from followup_cli.backups import opening
from followup_cli.backups.backup_commands import Recovery
from followup_cli.error_output import print_errors
from followup_cli.options import Way, argument, option, parse_path
from followup_cli.response import respond
from followup_cli.terminal.progress import Progress

if TYPE_CHECKING:
    from followup.services.restores import RestorePlan
    from followup.vault.vault import Vault
    from followup_cli.terminal.page import Page


class _Restoring(NamedTuple):
    """What putting back would do here; once it is done, how many entries came back, and what went wrong."""

    plan: "RestorePlan"
    back: int = 0
    problems: tuple[FollowupError, ...] = ()


def restore(
    file: Annotated[Path, argument("FILE", say("The backup."), parse_path)],
    case: Annotated[str, option("--case", say("Only this graduate, by her whole code."), "CODE")] = "",
    recovery: Recovery = False,
    way: Way = Way(),
) -> None:
    """Put a backup back: on a machine without a casebook all of it, otherwise whatever is missing here.

    It says what it would change, then asks. Nothing that is here is changed or removed.

    Example: followup restore backups/followup-2026-11-26-174500-3f9a.age --dry-run
    """
    vault = opening.vault_here()
    opened = opening.open_file(file, vault, recovery=recovery)
    if vault is None:
        _restore_new(opened, case, way)
    else:
        _restore_living(vault, opened, case, way)


def _restore_new(opened: opening.OpenedBackup, case: str, way: Way) -> None:
    from followup.services.restores import introduce, restore_on_new_machine
    from followup.vault.access import check_can_restore
    from followup_cli.backups import page
    from followup_cli.fragments.consequences import GraveStep, take_step

    if case:
        raise Missing(
            say("There is no casebook here that one graduate could be put back into."),
            say("Restore all of the backup: leave --case away."),
        )
    home = context.home()
    check_can_restore(home)

    def write(worker: str) -> str:
        ring = opening.new_ring(opened)
        with Progress(say("Restoring")) as progress:
            vault = restore_on_new_machine(home, ring, opened.contents, progress)
        worker = introduce(vault, opened.contents, context.moment())
        context.note_in_access_log(vault, Access.RESTORE)
        return worker

    def consequences(_: str) -> "Page":
        return page.new_machine_page(opened.contents, home)

    step = GraveStep(lambda: "", write, consequences, say("Restore it?"))
    worker = take_step(None, step, way)
    respond(
        None,
        way.as_json,
        lambda: consequences(worker) if way.dry_run else page.restored_page(opened.contents, worker),
        lambda: page.new_machine_data(opened.contents, worker, dry_run=way.dry_run),
    )


def _restore_living(vault: "Vault", opened: opening.OpenedBackup, case: str, way: Way) -> None:
    from followup.services.restores import plan_restore
    from followup.vault.access import has_newer_key
    from followup_cli.backups import page
    from followup_cli.fragments.consequences import GraveStep, take_step

    newer = has_newer_key(vault, opened.ring)
    planned = _Restoring(plan_restore(vault, opened.contents, case))

    def consequences(shown: _Restoring) -> "Page":
        return page.plan_page(opened.contents, shown.plan, newer_key=newer)

    step = GraveStep(
        look=lambda: planned,
        write=lambda shown: _put_back(vault, opened, case, shown.plan, newer_key=newer),
        page=consequences,
        question=say("Go on?"),
    )
    only_told = way.dry_run or not (planned.plan.new or newer)
    done = take_step(None, step, way._replace(dry_run=only_told))
    respond(
        None,
        way.as_json,
        lambda: consequences(done) if only_told else page.back_page(done.back),
        lambda: page.plan_data(done.plan, done.back, dry_run=only_told),
    )
    if done.problems:
        print_errors(done.problems)
        raise typer.Exit(ExitCode.DAMAGED)


def _put_back(
    vault: "Vault", opened: opening.OpenedBackup, case: str, plan: "RestorePlan", *, newer_key: bool
) -> _Restoring:
    from followup.services.restores import chosen_journals
    from followup.vault.access import take_newer_key
    from followup.vault.restoring import restore_into

    if newer_key:
        vault = take_newer_key(vault, opened.ring)
    context.note_in_access_log(vault, Access.RESTORE)
    with Progress(say("Restoring")) as progress:
        back, problems = restore_into(vault, chosen_journals(opened.contents, case), progress)
        problems += vault.reseal().problems
    return _Restoring(plan, back, problems)
