"""A look at the folder of cases: size, time and inode of each file, and one hash over all of them.

Nothing has changed while the hash is the same, but for a file as young as the look: a tick of the clock may hide that.
"""

from collections.abc import Mapping
from functools import cached_property

from msgspec.msgpack import encode
from nacl.bindings.crypto_generichash import generichash_blake2b_salt_personal

from followup.vault.files import Stamp

YOUNG = 2_000_000_000
"""Nanoseconds: the coarsest clock of a file system in use (FAT) ticks every two seconds."""


class Look:
    """What was seen at an instant (``taken``, in nanoseconds): the stamp of each file, by name, in their order.

    ``folder`` is the stamp that the folder itself had before: a name that comes or goes, or is given to another file,
    changes it, and what is written over a file in its place does not. On Windows, where copying does that, and where a
    listing has the stamps of all files anyway, it is None.
    """

    def __init__(self, stamps: dict[str, Stamp], taken: int, folder: Stamp | None = None) -> None:
        self.stamps, self.taken, self.folder = stamps, taken, folder

    @cached_property
    def young(self) -> set[str]:
        """The files whose stamp is not old enough to tell of a change that comes right after it."""
        before = self.taken - YOUNG
        return {file for file, (_, at, _) in self.stamps.items() if at >= before}

    @property
    def inodes(self) -> dict[str, int]:
        """The inode of each file."""
        return {file: inode for file, (_, _, inode) in self.stamps.items()}

    @cached_property
    def hash(self) -> str:
        """One hash over the stamps of all files."""
        return hash_of(self.stamps, {})

    def hash_with(self, others: Mapping[str, Stamp | None]) -> str:
        """The hash, had it been taken while some files had these stamps, or were not there (None)."""
        is_so = all(self.stamps.get(file) == stamp for file, stamp in others.items())
        return self.hash if is_so else hash_of(self.stamps, others)


def hash_of(seen: Mapping[str, object], others: Mapping[str, object]) -> str:
    """One hash over what was seen of files, in their order, had some (``others``) been so, or not been there (None)."""
    then = {**seen, **others}
    for file in [file for file, one in others.items() if one is None]:
        del then[file]
    return generichash_blake2b_salt_personal(encode(then), digest_size=16).hex()
