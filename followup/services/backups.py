"""Backups of the whole casebook: made and verified, listed, checked, and rehearsed."""

import os
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path

from followup.case.facts import Fact
from followup.casebook import Casebook, Moment
from followup.errors import Damaged, DiskFailure, FollowupError, Missing, Refused
from followup.messages import say
from followup.progress import Progress, counted
from followup.services.guarded_names import guard_of
from followup.store import NON_CASE_JOURNALS
from followup.values import Value
from followup.vault import backup_file, backup_folder, keys
from followup.vault.backup_file import BackupContents
from followup.vault.backup_folder import ListedBackup
from followup.vault.backup_memory import MadeBackups
from followup.vault.copies import readable_facts
from followup.vault.restoring import restore_new
from followup.vault.vault import Vault


class BackupResult(Value):
    """A backup that was made: its file and copies, what it holds, and what rotation took away.

    ``failed`` are the other places that did not take it; ``left_out`` what could not be read.
    """

    path: Path
    copies: tuple[Path, ...]
    size: int
    graduates: int
    facts: int
    removed: tuple[Path, ...]
    recovery_keys: int
    same_disk: bool
    failed: tuple[FollowupError, ...]
    left_out: tuple[str, ...]


def places(vault: Vault, moment: Moment, folder: Path | None, also: Path | None) -> tuple[Path, ...]:
    """Where a backup goes: what was said, or where the last one went; Missing if neither is known.

    Exposed if the name of a folder that was said shows who somebody is: whoever finds the stick reads it.
    """
    made = vault.backups
    first = folder or (made.places[0] if made else None)
    if first is None:
        raise Missing(
            say("DIR is missing: the folder that backups go to."),
            say("Name a folder on a stick or another disk: followup backup DIR. It is remembered."),
        )
    second = (also,) if also else made.places[1:] if made and folder is None else ()
    chosen = tuple(dict.fromkeys(map(_whole, (first, *second))))
    if any(one.is_relative_to(vault.home) for one in chosen):
        raise Refused(
            say("A backup inside the casebook's own folder would be lost with it."),
            say("Name a folder on a stick or another disk."),
        )
    guard = guard_of(Casebook(vault, moment)) if folder or also else None
    for one in (folder, also):
        if one and guard:
            guard.check_folder(_whole(one))
    return chosen


def _whole(folder: Path) -> Path:
    """A folder from the root on, as the person means it."""
    return Path(os.path.abspath(folder.expanduser()))  # noqa: PTH100 - absolute() would keep the ..


def make_backup(
    vault: Vault, moment: Moment, folders: Sequence[Path], progress: Progress | None = None
) -> BackupResult:
    """Make a backup, verify it by reading every fact of it back, copy it, and take away what is kept no longer.

    Others may write meanwhile: whatever was acknowledged before is in it. Where something cannot be read, the rest is
    backed up, and nothing older is taken away.
    """
    contents = gather(vault, moment, progress)
    ring = vault.ring
    blob = backup_file.seal_backup(contents, ring)
    folder, *others = folders
    backup_folder.sweep(folder, _here(vault))
    name = backup_folder.free_name(folders, moment.today, moment.now.astimezone(), _here(vault)).file

    def verify(written: bytes) -> None:
        if backup_file.open_backup(written, ring.data, name) != contents:
            raise backup_file.changed(name)

    path = backup_folder.write_verified(folder, name, blob, verify)
    with suppress(FollowupError):  # it is made, whether or not that can be remembered
        vault.note_backup(MadeBackups(tuple(folders), moment.today))
    copies, failed = _copied(others, name, blob, verify, _here(vault))
    rotated = [] if contents.left_out else [path.parent, *(copy.parent for copy in copies)]
    names = vault.devices  # each by itself: a copy of this casebook elsewhere may go on under one of the former ones
    removed = [backup_folder.rotate(place, ring.vault, name, moment.today) for place in rotated for name in names]
    return BackupResult(
        path=path,
        copies=copies,
        size=len(blob),
        graduates=contents.graduates,
        facts=contents.facts,
        removed=tuple(gone for some in removed for gone in some),
        recovery_keys=len(keys.recovery_recipients(ring.slots)),
        same_disk=all(_same_disk(vault.home, one.parent) for one in (path, *copies)),
        failed=failed,
        left_out=contents.left_out,
    )


def _copied(
    folders: Sequence[Path], name: str, blob: bytes, verify: Callable[[bytes], None], device: str
) -> tuple[tuple[Path, ...], tuple[FollowupError, ...]]:
    copies, failed = [], []
    for folder in folders:
        try:
            backup_folder.sweep(folder, device)
            copies.append(backup_folder.write_verified(folder, name, blob, verify))
        except FollowupError as problem:
            failed.append(problem)
    return tuple(copies), tuple(failed)


def gather(vault: Vault, moment: Moment, progress: Progress | None = None) -> BackupContents:
    """Everything that the casebook holds now; of a journal with a damaged file, what can be read of the others."""
    expected = {*vault.journals.revisions.by_case(), *vault.journals.inventory.case_ids()}
    names = sorted({*vault.case_ids(), *expected, *vault.access_journals(), *NON_CASE_JOURNALS})
    journals: dict[str, tuple[Fact, ...]] = {}
    problems = [gap.what for gap in vault.gaps()]
    for name in counted(names, progress):
        try:
            facts = vault.facts(name)
        except FollowupError as problem:
            problems.append(problem.what)
            facts = readable_facts(vault.journals, name)
        if facts:
            journals[name] = facts
    told = tuple(dict.fromkeys(problems))
    return BackupContents(vault.ring.vault, tuple(vault.devices), moment.today, moment.now, told, journals)


def _here(vault: Vault) -> str:
    """The name this laptop writes under; nothing is written to learn it."""
    return next(iter(vault.devices), "")


def _same_disk(home: str, folder: Path) -> bool:
    """Whether a folder lies on the casebook's own disk, as far as the system tells."""
    with suppress(OSError):
        return os.stat(home).st_dev == folder.stat().st_dev  # noqa: PTH116 - the vault's home is plain text
    return False


# --- what there is ----------------------------------------------------------------------------------------------------


def list_backups(
    vault: Vault | None, today: date, folder: Path | None = None
) -> tuple[list[ListedBackup], list[FollowupError]]:
    """The backups in a folder, or where the last ones went, the newest first; and the places that are not there.

    Those dated after today come last: nobody knows when they were made. Without a casebook a folder has to be named.
    """
    made, ring = (vault.backups, vault.ring) if vault else (None, None)
    known = (_whole(folder),) if folder else made.places if made else ()
    found: list[ListedBackup] = []
    problems: list[FollowupError] = []
    for place in known:
        try:
            found += backup_folder.listed(place, ring)
        except FollowupError as problem:  # what was typed is not repeated; what is remembered has to be named
            problems.append(problem if folder else type(problem)(f"{place}: {problem.what}", problem.hint))
    return sorted(found, key=lambda one: one.name.on > today), problems


def newest_backup(vault: Vault, today: date) -> Path:
    """The newest backup of this casebook where the last ones went; Missing if there is none.

    One that is dated after today is taken only where there is no other.
    """
    found, problems = list_backups(vault, today)
    ours = [one for one in found if one.opens is not None]
    if ours:
        return max(ours, key=lambda one: (one.name.on <= today, one.name.on, one.name.time)).path
    if problems:
        raise problems[0]
    raise Missing(say("There is no backup yet."), say("Make one: followup backup"))


def read_backup(path: Path) -> bytes:
    """The bytes of a backup; Missing if there is no such file."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise Missing(
            say("There is no such file."), say("See which backups there are: followup backup list FOLDER")
        ) from None
    except (OSError, ValueError):
        raise DiskFailure(say("The file cannot be read."), say("Check that you may open it.")) from None


# --- compared with the casebook ---------------------------------------------------------------------------------------


class BackupComparison(Value):
    """A backup beside the casebook of now: how many entries are in both, only here, or only in the backup.

    ``differing`` counts those in both that the backup words otherwise, as what was erased here since. ``lost`` are
    those that were written on this laptop before the backup was made and are not in it: never any, unless they could
    not be read then.
    """

    both: int
    since: int
    lost: int
    only_there: int
    differing: int
    unreadable: tuple[FollowupError, ...]


def compare(vault: Vault, contents: BackupContents) -> BackupComparison:
    """The backup beside the casebook as it is now."""
    there = {fact.id: fact for facts in contents.journals.values() for fact in facts}
    here: dict[str, Fact] = {}
    problems: list[FollowupError] = []
    for name in sorted({*vault.case_ids(), *vault.access_journals(), *NON_CASE_JOURNALS}):
        try:
            here |= {fact.id: fact for fact in vault.facts(name)}
        except FollowupError as problem:
            problems.append(problem)
    missing = [here[one] for one in here.keys() - there.keys()]
    lost = [fact for fact in missing if fact.device in contents.devices and fact.at <= contents.at]
    return BackupComparison(
        both=len(there.keys() & here.keys()),
        since=len(missing) - len(lost),
        lost=0 if contents.left_out else len(lost),
        only_there=len(there.keys() - here.keys()),
        differing=sum(there[one] != here[one] for one in there.keys() & here.keys()),
        unreadable=tuple(problems),
    )


def drill(contents: BackupContents, ring: keys.Keyring, progress: Progress | None = None) -> tuple[FollowupError, ...]:
    """Restore a backup into a private folder that is removed again, and compare every fact; what was not as it was.

    What lies in the folder is sealed all the time.
    """
    with tempfile.TemporaryDirectory(prefix="followup-drill-", ignore_cleanup_errors=True) as folder:
        restored = restore_new(Path(folder) / "casebook", ring, contents.journals, progress)
        problems = list(restored.check().problems)
        for name, facts in contents.journals.items():
            if restored.facts(name) != facts:
                problems.append(Damaged(say("{journal} was not restored as it was.", journal=name)))
    return tuple(problems)
