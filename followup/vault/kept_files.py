"""Sealed files beside the journals for what is derived: none is flushed to the disk, and losing one costs time."""

from followup.vault import files
from followup.vault.envelope import DataKey, Kind, open_sealed, seal, seal_of


class KeptFiles:
    """The files of one folder, by name; each opens only under its own."""

    def __init__(self, folder: str, key: DataKey) -> None:
        self.folder = folder
        self._key = key

    def read(self, name: str) -> tuple[bytes, str]:
        """What is kept under a name, and its seal; FileNotFoundError if nothing is, Damaged if it cannot be trusted."""
        blob = files.read(self._path(name))
        return open_sealed(blob, self._key, Kind.REGISTER, (name,), name).content, seal_of(blob)

    def save(self, name: str, content: bytes) -> str:
        """Keep this under a name, and say its seal; the caller holds the vault's lock."""
        blob = seal(content, self._key, Kind.REGISTER, (name,), level=1)
        files.save(self._path(name), blob, durable=False)
        return seal_of(blob)

    def _path(self, name: str) -> str:
        return files.inside(self.folder, name + ".reg")
