"""Spare copies: of every journal file written on this laptop the last state, kept apart from the cases.

Whoever copies an older folder of cases over a newer one, or deletes a file, takes what was written since from the
cases, but not from here: the name of a spare copy says how many entries are in it, so no copy of another state
overwrites it. Spare copies are read only to put entries back, and are not flushed to the disk: the journal itself is.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress

from followup.errors import DiskFailure
from followup.vault import files

FOLDER = "spare"

_STEM = re.compile(r"^([^.\n].*)\.\d+\.spare$", re.MULTILINE)
"""The name of a copy without its number of entries, which is the name of its journal's file."""
_BEGINNING = len("0123456789abcdef.0123456789abcdef.")
"""A case's copy is named so far as its journal's file."""


class SpareCopies:
    """The spare copies of one vault. Whoever writes holds the vault's lock."""

    def __init__(self, home: str) -> None:
        self.folder = files.inside(home, FOLDER)
        self._by_file: dict[str, list[str]] | None = None
        self._was_asked = False

    def keep(self, file: str, blob: bytes, entries: int, before: int = 0) -> None:
        """Keep ``blob``, a journal's file, in place of the copy with as many entries as ``before``.

        On a failing disk that one stays.
        """
        with suppress(DiskFailure):
            if not files.exists(self.folder):  # a vault made before there were spare copies
                files.make_private(self.folder)
            files.save(self.path(_named(file, entries)), blob, durable=False)
            if before and before != entries:
                files.remove(self.path(_named(file, before)))
            if self._by_file is not None:
                rest = [name for name in self._by_file.get(file, []) if name != _named(file, before)]
                self._by_file[file] = [_named(file, entries), *rest]

    def has(self, file: str, entries: int) -> bool:
        """Whether there is a copy of a file with so many entries."""
        return files.exists(self.path(_named(file, entries)))

    def has_any(self, file: str) -> bool:
        """Whether there is a copy of a file, of whichever state; who asks again looks at all of them once."""
        if self._was_asked or self._by_file is not None:
            return file in self.by_file()
        self._was_asked = True
        beginning = file.removesuffix("case")
        return any(own == file for _, own, _ in self._all(beginning))

    def forget(self) -> None:
        """Look for the copies again when they are asked for."""
        self._by_file, self._was_asked = None, False

    def by_file(self) -> dict[str, list[str]]:
        """The names of the spare copies of each journal's file, the fullest first; looked for once."""
        if self._by_file is None:
            self._by_file = self._found()
        return self._by_file

    def files(self) -> set[str]:
        """The journal files of which there is a copy."""
        return {stem + ".case" for stem in _STEM.findall("\n".join(files.names_if_there(self.folder)))}

    def files_without(self, names: Iterable[str]) -> set[str]:
        """The journal files of which there is a copy and that are not among these names."""
        there = {*names}
        alone = [copy for copy in files.names_if_there(self.folder) if copy[:_BEGINNING] + "case" not in there]
        return {stem + ".case" for stem in _STEM.findall("\n".join(alone))} - there

    def _found(self) -> dict[str, list[str]]:
        found: dict[str, list[tuple[int, str]]] = {}
        for name, file, entries in self._all():
            found.setdefault(file, []).append((entries, name))
        return {file: [name for _, name in sorted(copies, reverse=True)] for file, copies in found.items()}

    def drop(self, case_id: str) -> None:
        """Remove every spare copy of a case: what was erased may not stay behind."""
        for name, _, _ in self._all(case_id + "."):
            self._by_file = None
            files.remove(self.path(name))

    def put_aside(self, name: str, folder: str) -> None:
        """Move one copy, which cannot be read, into another folder."""
        self._by_file = None
        files.put_aside(self.path(name), folder)

    def path(self, name: str) -> str:
        """Where a copy lies."""
        return files.inside(self.folder, name)

    def _all(self, beginning: str = "") -> Iterator[tuple[str, str, int]]:
        """Each copy's name, the file it is a copy of, and how many entries are in it; of names that begin so."""
        for name in files.names_if_there(self.folder):
            if name.startswith(beginning) and (stem := _STEM.match(name)):
                yield name, stem[1] + ".case", int(name[len(stem[1]) + 1 : -len(".spare")])


def _named(file: str, entries: int) -> str:
    """What the copy of a journal's file with so many entries is called."""
    return f"{file.removesuffix('.case')}.{entries}.spare"
