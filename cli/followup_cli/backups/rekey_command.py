"""A new key for the casebook."""

from typing import TYPE_CHECKING, NamedTuple

import typer

from followup.case.access_words import Access
from followup.errors import ExitCode
from followup.messages import say
from followup_cli import context
from followup_cli.error_output import print_errors
from followup_cli.fragments.passphrases import choose_passphrase
from followup_cli.options import DryRun, Way, Yes
from followup_cli.terminal.progress import Progress

if TYPE_CHECKING:
    from followup.vault.vault import Vault
    from followup_cli.terminal.page import Page


class _Rekeying(NamedTuple):
    """What a new key concerns: the files that are sealed anew, and the recovery keys that stay."""

    files: int
    recovery_keys: int


def rekey(
    yes: Yes = False,
    dry_run: DryRun = False,
) -> None:
    """Give the casebook a new key and passphrase, when a laptop, a key or a passphrase is lost.

    All files are sealed anew. If that is stopped, the same command goes on with it; nothing is lost meanwhile.
    In scripts the new passphrase comes from FOLLOWUP_NEW_PASSPHRASE.

    Example: followup rekey --dry-run
    """
    from followup.vault.rekey import old_files, sealed_files
    from followup_cli.fragments.consequences import GraveStep, take_step

    vault = context.open_vault()
    if left := old_files(vault.home, vault.ring.data):
        _finish(vault, len(left), dry_run=dry_run)
        return
    step = GraveStep(
        look=lambda: _Rekeying(len(sealed_files(vault.home)), len(vault.recovery)),
        write=lambda shown: _give_new_key(vault, shown),
        page=_consequences,
        question=say("Give the casebook a new key?"),
    )
    shown = take_step(None, step, Way(yes, dry_run))
    page = _consequences(shown).line(say("Nothing was written."), "quiet") if dry_run else _done(vault.kept_aside())
    page.show()


def _give_new_key(vault: "Vault", shown: _Rekeying) -> _Rekeying:
    from followup.vault import access

    new = choose_passphrase(is_now=vault.is_passphrase)
    context.note_in_access_log(vault, Access.KEYS)
    _reseal(access.rekey(vault, new))
    return shown


def _finish(vault: "Vault", left: int, *, dry_run: bool) -> None:
    """Go on where an earlier one was stopped: the key is new already, some files are still sealed with the old one."""
    from followup_cli.terminal.page import Page

    Page().line(say("Files still sealed with an older key: {n}.", n=left), "watch").show()
    if not dry_run:
        _reseal(vault)
        page = Page().line(say("They are sealed anew with the key of now."), "head")
        page.line(say("Was a key lost since? Then give it another new one: followup rekey"), "quiet")
        _tell_of_aside(page, vault.kept_aside()).show()


def _reseal(vault: "Vault") -> None:
    with Progress(say("Sealing")) as progress:
        result = vault.reseal(progress)
    if result.problems:
        print_errors(result.problems)
        raise typer.Exit(ExitCode.DAMAGED)


def _consequences(rekeying: _Rekeying) -> "Page":
    from followup_cli.terminal.page import Page

    page = Page().line(say("A new key, under a new passphrase. Files sealed with it: {n}.", n=rekeying.files), "head")
    page.text(say("The old key, the old passphrase and the old laptop open nothing that is written from then on."), "")
    page.text(
        say(
            "What cannot be recalled: whoever has the old laptop or an old backup, and its passphrase or key, can read "
            "what was written up to then. Destroy old backups and make a new one at once."
        ),
        "bad",
    )
    if rekeying.recovery_keys:
        page.text(
            say(
                "Recovery keys stay: {n}. If one of them is lost, first take it away: followup recovery remove",
                n=rekeying.recovery_keys,
            ),
            "",
        )
    return page


def _tell_of_aside(page: "Page", aside: int) -> "Page":
    """What was put aside may be damaged, so it cannot be sealed anew; what is whole in it the old key still opens."""
    if aside:
        page.text(
            say(
                "Not sealed anew, because they may be damaged: the files in the folder aside ({n}). The old key may "
                "open them, and there may be names in them. If nothing is missing, delete that folder.",
                n=aside,
            ),
            "bad",
        )
    return page


def _done(aside: int) -> "Page":
    from followup_cli.terminal.page import Page

    page = Page().line(say("The casebook has a new key; every file of it is sealed with that."), "head")
    return _tell_of_aside(page, aside).text(
        say(
            "On this laptop unlock it anew: followup unlock. Other laptops need a backup made from now on. Make one "
            "now, and destroy the old ones: followup backup"
        )
    )
