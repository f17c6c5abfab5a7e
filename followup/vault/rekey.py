"""A new key for a vault whose old one is known to be lost: every file sealed anew.

First vault.json takes the new key, in one rename; from then on nothing is sealed with the old one, and files that still
are open through the keys of the generations before. Then file after file is sealed anew. Whatever stops it, the
vault is whole at every moment, and going on is the same as beginning: look which files are of an older generation.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import NamedTuple

from followup.errors import Damaged, FollowupError, Locked
from followup.progress import Progress, counted
from followup.vault import (
    backup_memory,
    files,
    inventory,
    journal,
    latest_entry,
    register,
    revisions,
    saved_forms,
    spares,
)
from followup.vault.envelope import DataKey, Kind, generation_of, open_sealed, seal
from followup.vault.journal import Journals
from followup.vault.journal_format import case_and_device, opened_file


class SealedFolder(NamedTuple):
    """Sealed files beside the journals: in which folder, what they hold, and under which names a file opens.

    What is ``derived`` is removed where it cannot be opened: it is made again.
    """

    name: str
    kind: Kind
    names: Callable[[str], tuple[str, ...]]
    derived: bool
    only: str = ""
    """The one file of this kind, where others lie beside it."""


def _register_names(file: str) -> tuple[str, ...]:
    return (file if file == latest_entry.NAME else file.removesuffix(".reg"),)


SEALED = (
    SealedFolder(register.FOLDER, Kind.REGISTER, _register_names, derived=True),
    SealedFolder(revisions.FOLDER, Kind.REVISIONS, lambda file: (file,), derived=True),
    SealedFolder(saved_forms.FOLDER, Kind.SAVED_FORM, lambda file: (file.removesuffix(".draft"),), derived=False),
    SealedFolder(spares.FOLDER, Kind.JOURNAL, lambda file: tuple(file.split(".")[:2]), derived=False),
    SealedFolder("", Kind.INVENTORY, lambda file: (file,), derived=False, only=inventory.FILE),
    SealedFolder("", Kind.BACKUPS, lambda file: (file,), derived=True, only=backup_memory.NAME),
)
"""Every sealed file that is no journal; those of no folder lie in the vault's own."""


class ResealResult(NamedTuple):
    """How many files were sealed anew, and those that could not be opened: they are as they were."""

    sealed: int
    problems: tuple[FollowupError, ...]


def old_files(home: str, key: DataKey) -> list[tuple[str, str]]:
    """The files, as folder and name, that are sealed with a key of a generation before."""
    return [(folder, name) for folder, name, generation in _generations(home) if generation < key.generation]


def sealed_files(home: str) -> list[tuple[str, str]]:
    """All sealed files, as folder and name."""
    return [(folder, name) for folder, name, _ in _generations(home)]


def _generations(home: str) -> Iterator[tuple[str, str, int]]:
    """Every sealed file, as folder and name, and the generation of its key."""
    for folder, only in ((journal.FOLDER, ""), *((one.name, one.only) for one in SEALED)):
        for name in _sealed_names(files.inside(home, folder), only):
            with suppress(FileNotFoundError, FollowupError):
                generation = generation_of(files.beginning(files.inside(home, folder, name)))
                if generation is not None:
                    yield folder, name, generation


def _sealed_names(folder: str, only: str) -> list[str]:
    """The names of the files in a folder, without those half written; of one file alone where there is ``only`` one."""
    return sorted(name for name in files.names_if_there(folder) if name[0] != "." and only in ("", name))


def reseal(home: str, key: DataKey, journals: Journals, progress: Progress | None = None) -> ResealResult:
    """Seal anew whatever is still sealed with an older key, a file at a time; others may write in between."""
    found, problems = old_files(home, key), []
    for folder, name in counted(found, progress):
        try:
            with journals.lock.held():
                _reseal_one(home, key, journals, folder, name)
        except Locked:
            raise
        except FollowupError as problem:
            problems.append(problem)
    return ResealResult(len(found) - len(problems), tuple(problems))


def _reseal_one(home: str, key: DataKey, journals: Journals, folder: str, name: str) -> None:
    if folder == journal.FOLDER:
        _reseal_journal(key, journals, name)
    else:
        kind = next(one for one in SEALED if one.name == folder and one.only in ("", name))
        _reseal_other(files.inside(home, folder, name), name, key, kind)


def _reseal_journal(key: DataKey, journals: Journals, file: str) -> None:
    """A journal's file becomes its next revision, which is remembered; one that is older than it was is left alone."""
    names = case_and_device(file)
    if names is None:
        raise Damaged(file)
    seen = journals.revisions.of(names[0])
    ids = journals.ids(file, seen)
    opened = opened_file(journals.folder, file, key)
    blob = seal(opened.content, key, Kind.JOURNAL, names, opened.revision + 1)
    files.save(files.inside(journals.folder, file), blob)
    again = open_sealed(blob, key, Kind.JOURNAL, names, file)
    journals.revisions.record(names[0], {**seen, file: revisions.remembered(again, ids)})


def _reseal_other(path: str, name: str, key: DataKey, folder: SealedFolder) -> None:
    try:
        opened = open_sealed(files.read(path), key, folder.kind, folder.names(name), name)
    except Damaged:
        if not folder.derived:
            raise
        files.remove(path)
    else:
        files.save(path, seal(opened.content, key, folder.kind, folder.names(name), opened.revision))
