"""What this laptop remembers of each journal file: the highest revision seen.

A file that comes back in an earlier revision, or does not come back, is refused: facts would be missing from it
without a word. The memory is sealed and split over 256 small files, so that one append rewrites one of them whatever
the number of cases. It is a second witness only: when it is lost, nothing else is.
"""

import json
import zlib
from contextlib import suppress

from followup.errors import Damaged, DiskFailure
from followup.messages import say
from followup.vault import files
from followup.vault.envelope import DataKey, Kind, UnsealedFile, open_sealed, seal

FOLDER = "revisions"

Seen = dict[str, list[int | str]]
"""Per file name, its revision and its seal."""


class Revisions:
    """The memory of one vault on one laptop. Whoever records holds the vault's lock."""

    def __init__(self, home: str, key: DataKey) -> None:
        self._folder = files.inside(home, FOLDER)
        self._key = key

    def of(self, case_id: str) -> Seen:
        """The files of a case that were seen. Ask before reading them: a file read later is never the older one."""
        prefix = case_id + "."
        return {name: seen for name, seen in self._load(_bucket(case_id)).items() if name.startswith(prefix)}

    def everything(self) -> Seen:
        """All files ever seen."""
        try:
            buckets = files.names(self._folder)
        except FileNotFoundError:
            return {}
        return {name: seen for bucket in buckets for name, seen in self._load(bucket).items()}

    def by_case(self) -> dict[str, Seen]:
        """All files ever seen, by case; for those who go through every case."""
        grouped: dict[str, Seen] = {}
        for name, seen in self.everything().items():
            grouped.setdefault(name.partition(".")[0], {})[name] = seen
        return grouped

    def record(self, case_id: str, seen: Seen) -> None:
        """Remember the files of a case as ``seen``, and no others; on a failing disk the memory stays as it was."""
        bucket, prefix = _bucket(case_id), case_id + "."
        others = {name: old for name, old in self._load(bucket).items() if not name.startswith(prefix)}
        content = json.dumps({**others, **seen}, sort_keys=True).encode()
        with suppress(DiskFailure):
            files.save(
                files.inside(self._folder, bucket),
                seal(content, self._key, Kind.REVISIONS, (bucket,), level=1),
                durable=False,
            )

    def _load(self, bucket: str) -> Seen:
        try:
            blob = files.read(files.inside(self._folder, bucket))
            content = open_sealed(blob, self._key, Kind.REVISIONS, (bucket,), bucket).content
            loaded: Seen = json.loads(content)
        except (FileNotFoundError, Damaged, DiskFailure):
            return {}
        return loaded


def verify(seen: Seen, file: str, opened: UnsealedFile) -> bool:
    """Whether ``opened`` is news; Damaged if a later revision of ``file``, or another one, was seen before."""
    revision, seal_ = seen.get(file, [0, ""])
    assert isinstance(revision, int)
    if opened.revision < revision or (opened.revision == revision and opened.seal != seal_):
        raise Damaged(
            say("{file} is older than when it was last seen on this laptop: entries are missing from it.", file=file),
            accept_hint(say("Put the newer file back.")),
        )
    return opened.revision > revision


def missing(file: str) -> Damaged:
    """What to say when a file that was seen before is gone."""
    return Damaged(say("{file} is missing.", file=file), accept_hint(say("Put it back from a backup.")))


def accept_hint(first: str) -> str:
    """What to do about a file that is older than remembered, or gone."""
    return first + " " + say("If it is so on purpose, accept it: followup check --accept-older")


def remembered(opened: UnsealedFile) -> list[int | str]:
    """What to remember of a file."""
    return [opened.revision, opened.seal]


def _bucket(case_id: str) -> str:
    return f"{zlib.crc32(case_id.encode()) & 0xFF:02x}.rev"
