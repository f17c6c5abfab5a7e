"""A backup put back: a vault made again in an empty folder, or what is missing added to one that is there.

Made again, its vault.json comes last, so that what was stopped half-way never looks like a whole casebook; a mark says
what it is, and the same command begins anew.
"""

import os
from collections.abc import Sequence
from pathlib import Path

from followup.case.facts import Fact
from followup.errors import FollowupError
from followup.progress import Progress, counted
from followup.values import replace
from followup.vault import access, files, keys
from followup.vault.backup_file import Journals as Contents
from followup.vault.copies import readable_facts
from followup.vault.erasing import finish_erasures
from followup.vault.inventory import Inventory
from followup.vault.journal import Journals
from followup.vault.union import add_facts
from followup.vault.vault import LOCK_FILE, Vault, folders


def restore_new(home: Path, ring: keys.Keyring, contents: Contents, progress: Progress | None = None) -> Vault:
    """A vault with these keys and facts in an empty or new folder; it takes a device id of its own when it writes.

    Refused if there is a vault, or anything else but a restore that was stopped.
    """
    place = os.path.realpath(home)
    access.check_can_restore(home)
    if access.is_half_restored(home):
        _clear(place)
    files.make_private(place)
    files.save(files.inside(place, access.RESTORING), b"")
    for folder in folders():
        files.make_private(files.inside(place, folder))
    lock = files.Lock(files.inside(place, LOCK_FILE))
    with lock.held():
        journals = Journals(place, ring.data, lock, Inventory(place, ring.data))
        for name, facts in counted(sorted(contents.items()), progress):
            add_facts(journals, name, facts)
        finish_erasures(journals)
        journals.inventory.add(journals.files(), journals.codes_in(journals.files()))
        journals.revisions.save()
        keys.write(place, replace(ring, listed=True))
        files.remove(files.inside(place, access.RESTORING))
    return Vault(place, replace(ring, listed=True))


def _clear(place: str) -> None:
    """Take away the sealed files that a stopped restore had written."""
    for folder in folders():
        if files.exists(files.inside(place, folder)):
            for name in files.names(files.inside(place, folder)):
                files.remove(files.inside(place, folder, name))


def restore_into(
    vault: Vault, contents: Contents, progress: Progress | None = None
) -> tuple[int, tuple[FollowupError, ...]]:
    """Add to a vault what it has not; how many facts came back, and why a journal did not take its own.

    What the vault has of the same journals in spare copies is newer than any backup, and is put back too. It takes a
    new device id: it may have lost entries that had the numbers of those it would write next. Nobody else writes
    meanwhile, so that it is done whole under one key or, where that was replaced, not at all.
    """
    back: list[Fact] = []
    problems: list[FollowupError] = []
    with vault.exclusive():
        vault.new_device()
        for name, facts in counted(sorted(contents.items()), progress):
            try:
                back += _added(vault, name, facts)
            except FollowupError as problem:
                problems.append(problem)
        finish_erasures(vault.journals)
        vault.took_in()
    return len(back), tuple(problems)


def _added(vault: Vault, name: str, facts: Sequence[Fact]) -> tuple[Fact, ...]:
    spare = {fact.id: fact for fact in readable_facts(vault.journals, name)}
    wanted = {**spare, **{fact.id: fact for fact in facts if fact.id not in spare}}
    return add_facts(vault.journals, name, wanted.values())
