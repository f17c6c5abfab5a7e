"""Which state of each case's files is known: by the seal of a file, which no other file and no other state of it has.

A file is opened once and compared with what was seen in it; its size, time and inode tell until they change that it is
the same. A copied or restored home changes them all: then every file is opened, and what was made from it still serves.
A file as young as the look at the folder is opened by every command, since a clock tick may hide a change.
"""

from collections.abc import Container, Iterable
from contextlib import suppress

from msgspec import MsgspecError
from msgspec.json import decode, encode

from followup.errors import Damaged, DiskFailure, FollowupError
from followup.store import is_case
from followup.values import ListedValue
from followup.vault import files
from followup.vault.files import Stamp
from followup.vault.journal import Journals
from followup.vault.journal_format import case_and_device, case_of
from followup.vault.kept_files import KeptFiles
from followup.vault.look import YOUNG, Look

NAME = "files"
FILES_A_SAVING = 64
"""What is known is saved when one file in so many is not: to open a few costs less than to write of all."""

_MANY = 32
"""To ask for the memory of so many cases, all of it is read at once."""


class SavedFiles(ListedValue):
    """Size, time and inode of files when they were opened, and their seals."""

    stamps: dict[str, Stamp]
    seals: dict[str, str]


class KnownFiles:
    """The files of the cases of one vault; ``seals`` is empty for one that has not been opened in its present state."""

    def __init__(self, kept: KeptFiles, journals: Journals) -> None:
        self._kept, self._journals = kept, journals
        self._stamps: dict[str, Stamp] = {}
        self._taken = self._opened = 0
        self._loaded = False
        self.seals: dict[str, str] = {}
        self.half_written = False
        """Whether a killed program left something half written among the cases."""

    def look(self, look: Look) -> None:
        """See which files are as they were when they were opened, by their stamps."""
        if not self._loaded:
            self._loaded = True
            saved = self._load()
            self._stamps, self.seals = saved.stamps, saved.seals
        stamps, before = look.stamps, self._stamps
        young = (self._taken or look.taken) - YOUNG  # what was young then may have changed unseen
        self._stamps, self._taken = stamps, look.taken
        if stamps == before and max((stamp[1] for stamp in stamps.values()), default=0) < young:
            return
        for file in before.keys() - stamps.keys():
            self.seals.pop(file, None)
        moved = [file for file, stamp in stamps.items() if stamp[1] >= young or before.get(file) != stamp]
        self.seals.update({file: "" for file in moved if _is_of_case(file)})
        self.half_written = any(map(files.is_temporary, moved))

    def verify(self, cases: Container[str]) -> None:
        """Open the files of these cases that are not known; a damaged one, or an older one, stays unknown."""
        unknown = [file for file, one in self.seals.items() if not one and case_of(file) in cases]
        memory = self._journals.revisions.by_case() if len(unknown) > _MANY else None
        for file in unknown:
            case = case_of(file)
            with suppress(FollowupError):
                self._journals.ids(file, self._journals.revisions.of(case) if memory is None else memory.get(case, {}))
                self.were_read([file])

    def were_read(self, names: Iterable[str]) -> None:
        """These files were opened by the journals just now."""
        opened = {file: self._journals.seals[file] for file in names}
        self.seals.update(opened)
        self._opened += len(opened)

    def states(self) -> dict[str, str]:
        """The state of each case: the seals of its files; one that is not known is like no state that is kept."""
        states: dict[str, str] = {}
        for file in sorted(self.seals):
            case = case_of(file)
            states[case] = states.get(case, "") + (self.seals[file] or "?")
        return states

    def state(self, names: Iterable[str]) -> str:
        """The state of the case that has these files, and no others."""
        return "".join(self.seals[file] for file in sorted(names))

    @property
    def is_worth_saving(self) -> bool:
        """Whether more files were opened than may be opened again by each command."""
        return self._opened * FILES_A_SAVING > len(self.seals)

    def save(self) -> None:
        """Keep what is known, where it is worth it and old enough to be known by its stamp; the caller has the lock."""
        if not self.is_worth_saving:
            return
        self._opened, young = 0, self._taken - YOUNG
        unknown = {file for file, one in self.seals.items() if not one}
        old = {file: stamp for file, stamp in self._stamps.items() if stamp[1] < young and file not in unknown}
        whole = SavedFiles(old, {file: one for file, one in self.seals.items() if file in old})
        self._kept.save(NAME, encode(whole))

    def _load(self) -> SavedFiles:
        try:
            return decode(self._kept.read(NAME)[0], type=SavedFiles)
        except (FileNotFoundError, Damaged, DiskFailure, MsgspecError):
            return SavedFiles({}, {})


def _is_of_case(file: str) -> bool:
    named = case_and_device(file)
    return named is not None and is_case(named[0])
