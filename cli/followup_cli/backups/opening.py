"""How a command opens a backup: with the casebook's own key, a passphrase, or a recovery key."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from followup.errors import Locked
from followup.messages import say
from followup_cli import context
from followup_cli.fragments.passphrases import (
    choose_passphrase,
    with_backup_passphrase,
    with_passphrase,
    with_recovery_key,
)
from followup_cli.terminal.notes import print_note

if TYPE_CHECKING:
    from followup.vault.backup_file import BackupContents, BackupKeys
    from followup.vault.keys import Keyring
    from followup.vault.vault import Vault


class OpenedBackup(NamedTuple):
    """A backup whose every fact was read, the keys it was opened with, and whether by a recovery key."""

    contents: "BackupContents"
    ring: "Keyring"
    by_recovery: bool


def vault_here() -> "Vault | None":
    """The casebook of this machine, opened; None if there is none."""
    from followup.vault.access import is_vault

    return context.open_vault() if is_vault(context.home()) else None


def open_file(path: Path, vault: "Vault | None", *, recovery: bool) -> OpenedBackup:
    """A backup, opened with what is at hand: the casebook's key if it fits, else a passphrase that is asked for."""
    from followup.services.backups import read_backup
    from followup.vault import backup_file, keys

    blob = read_backup(path)
    known = backup_file.keys_of(blob, path.name)
    if recovery:
        return with_recovery_key(partial(_recovered, blob, known, path.name))
    own = vault.ring if vault else None
    if own is None or not backup_file.is_opened_by(known, own.data):
        own = _typed(vault, lambda typed: keys.open_keyring(known.header, typed, print_note))
    return OpenedBackup(backup_file.open_backup(blob, own.data, path.name), own, by_recovery=False)


def _recovered(blob: bytes, known: "BackupKeys", file: str, identity: str) -> OpenedBackup:
    from followup.vault import backup_file, keys

    try:
        ring = keys.recover_keyring(known.header, identity)
    except Locked as error:
        raise Locked(
            say("This recovery key does not open this backup: it was added later, or belongs to another casebook."),
            say("Take a newer backup or another sheet; or leave --recovery away, and use the passphrase of its day."),
        ) from error
    return OpenedBackup(backup_file.open_with_identity(blob, identity, file), ring, by_recovery=True)


def _typed(vault: "Vault | None", opened_with: "Callable[[str], Keyring]") -> "Keyring":
    """The keys of a backup, with its passphrase: on a new machine the one passphrase there is."""
    if vault is None:
        return with_passphrase(opened_with, say("Passphrase of the backup: "))
    return with_backup_passphrase(opened_with, say("The passphrase of the day of the backup: "))


def new_ring(opened: OpenedBackup) -> "Keyring":
    """The keys for a new machine: as they were, with a new passphrase where a recovery key opened the backup."""
    from followup.vault.keys import with_passphrase

    return with_passphrase(opened.ring, choose_passphrase()) if opened.by_recovery else opened.ring
