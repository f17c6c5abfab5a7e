"""Spare copies: of every journal file written on this laptop the last state, kept apart from the cases.

Whoever copies an older folder of cases over a newer one, or deletes a file, takes what was written since from the
cases, but not from here: the name of a spare copy says how many entries are in it, so no copy of another state
overwrites it. Spare copies are read only to put entries back, and are not flushed to the disk: the journal itself is.
"""

import re
from bisect import bisect_left, insort
from collections.abc import Iterable
from contextlib import suppress

from followup.errors import DiskFailure
from followup.vault import files
from followup.vault.files import Stamp

FOLDER = "spare"

_STEM = re.compile(r"^([^.\n].*)\.\d+\.spare$", re.MULTILINE)
"""The name of a copy without its number of entries, which is the name of its journal's file."""
_BEGINNING = len("0123456789abcdef.0123456789abcdef.")
"""A case's copy is named so far as its journal's file."""


class SpareCopies:
    """The spare copies of one vault. Whoever writes holds the vault's lock."""

    def __init__(self, home: str) -> None:
        self.folder = files.inside(home, FOLDER)
        self._names: list[str] = []
        """What was in the folder when it was listed last, sorted."""
        self._stamp: Stamp | None = None
        """The stamp that the folder had before; None where it is to be listed again whatever its stamp."""
        self._is_known = False

    def keep(self, file: str, blob: bytes, entries: int, before: int = 0) -> None:
        """Keep ``blob``, a journal's file, in place of the copy with as many entries as ``before``.

        On a failing disk that one stays.
        """
        with suppress(DiskFailure):
            if not files.exists(self.folder):  # a vault made before there were spare copies
                files.make_private(self.folder)
            name, old = _named(file, entries), _named(file, before)
            files.save(self.path(name), blob, durable=False)
            if self._is_known and name not in self.of(file):
                insort(self._names, name)
            if before and before != entries:
                self._remove(old)

    def has(self, file: str, entries: int) -> bool:
        """Whether there is a copy of a file with so many entries."""
        return files.exists(self.path(_named(file, entries)))

    def is_fullest(self, file: str, entries: int) -> bool:
        """Whether there is a copy of a file with so many entries, and none with more."""
        return self.of(file)[:1] == [_named(file, entries)]

    def of(self, file: str) -> list[str]:
        """The names of the copies of a journal's file, the fullest first.

        There are several where an older copy of the whole casebook was copied over this one, or a disk failed.
        """
        beginning = file.removesuffix("case")
        return sorted(filter(_STEM.match, self._that_begin(beginning)), key=_entries_of, reverse=True)

    def forget(self) -> None:
        """Look for the copies again when they are asked for, if the folder has changed."""
        self._is_known = False

    def files(self, beginning: str = "") -> set[str]:
        """The journal files of which there is a copy, or those of them whose names begin so."""
        return files_of_copies(self._that_begin(beginning))

    def names(self) -> list[str]:
        """All names in the folder, sorted, also of what a killed program left half written.

        Listed again where the folder's stamp has changed, or would not tell of that.
        """
        if not self._is_known:
            stamp = None if files.WINDOWS else files.stamp(self.folder)
            if stamp is None or stamp != self._stamp:
                self._names = sorted(files.names_if_there(self.folder))
            self._is_known, self._stamp = True, stamp
        return self._names

    def files_without(self, names: Iterable[str]) -> set[str]:
        """The journal files of which there is a copy and that are not among these names."""
        there = {*names}
        alone = [copy for copy in self.names() if copy[:_BEGINNING] + "case" not in there]
        return files_of_copies(alone) - there

    def drop(self, case_id: str) -> None:
        """Remove every spare copy of a case: what was erased may not stay behind."""
        for name in self._that_begin(case_id + "."):
            self._remove(name)

    def put_aside(self, name: str, folder: str) -> None:
        """Move one copy, which cannot be read, into another folder."""
        self._is_known, self._stamp = False, None
        files.put_aside(self.path(name), folder)

    def path(self, name: str) -> str:
        """Where a copy lies."""
        return files.inside(self.folder, name)

    def _remove(self, name: str) -> None:
        files.remove(self.path(name))
        if self._is_known and name in self._names:
            self._names.remove(name)

    def _that_begin(self, beginning: str) -> list[str]:
        """The names in the folder that begin so."""
        names = self.names()
        return names[bisect_left(names, beginning) : bisect_left(names, beginning + "\U0010ffff")]


def files_of_copies(names: Iterable[str]) -> set[str]:
    """The journal files that spare copies of these names are of."""
    return {stem + ".case" for stem in _STEM.findall("\n".join(names))}


def _named(file: str, entries: int) -> str:
    """What the copy of a journal's file with so many entries is called."""
    return f"{file.removesuffix('.case')}.{entries}.spare"


def _entries_of(name: str) -> int:
    return int(name.removesuffix(".spare").rpartition(".")[2])
