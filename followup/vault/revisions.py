"""What this laptop remembers of each journal file: what was in it when it was seen last.

A file that lacks facts which were seen in it, or does not come back, is refused: they would be missing without a word.
What is in a file is known by the number of its facts and one hash over their ids, in the order in which they were put
there: a file that goes on from there begins with the same ones. The memory is sealed and split over 256 small files, so
that one append rewrites one of them whatever the number of cases. While the vault's lock is held the first one that
changes is written at once, all others when the lock is given back; if the program is stopped before, a file only goes
on from what is remembered. It is a second witness only: when it is lost, that is said, and nothing else is.
"""

import zlib
from collections.abc import Iterable, Sequence
from contextlib import suppress

from msgspec.json import decode, encode
from nacl.bindings.crypto_generichash import generichash_blake2b_salt_personal

from followup.errors import Damaged, DiskFailure
from followup.messages import say, say_count
from followup.vault import files
from followup.vault.envelope import DataKey, Kind, UnsealedFile, open_sealed, seal
from followup.vault.files import Stamp

FOLDER = "revisions"
_BUCKETS = 256

Seen = dict[str, list[int | str]]
"""Per file name: its revision and its seal, then how many facts are in it and the hash over their ids.

What an earlier version of the program remembered ends after the seal.
"""


class Revisions:
    """The memory of one vault on one laptop. Whoever records holds the vault's lock."""

    def __init__(self, home: str, key: DataKey, lock: files.Lock) -> None:
        self._folder = files.inside(home, FOLDER)
        self._key = key
        self._lock = lock
        self._known: dict[str, Seen] = {}
        """The files of the memory that were read, or are to be written (``_changed``), since the lock was taken."""
        self._changed: set[str] = set()
        self._rewritten: dict[str, tuple[Stamp | None, Stamp | None]] = {}
        """The stamp of each file that was written here before the first time, and after the last."""
        self._has_saved = False
        lock.at_end(self._end)

    def of(self, case_id: str) -> Seen:
        """The files of a case that were seen. Ask before reading them: a file read later is never the older one."""
        prefix = case_id + "."
        return {name: seen for name, seen in self._load(_bucket(case_id)).items() if name.startswith(prefix)}

    def lost(self, case_ids: Iterable[str]) -> bool:
        """Whether nothing is remembered of a case that has been seen: a file of the memory is gone."""
        kept = {*self.names(), *self._changed}
        return len(kept) < _BUCKETS and any(_bucket(case) not in kept for case in case_ids)

    def names(self) -> list[str]:
        """The names of the files of the memory, sorted."""
        try:
            return sorted(name for name in files.names(self._folder) if not files.is_temporary(name))
        except FileNotFoundError:
            return []

    def stamps(self) -> dict[str, Stamp]:
        """The stamps of the files of the memory, by their names."""
        return dict(files.stamps(self._folder, names)) if (names := self.names()) else {}

    @property
    def have_been_written(self) -> bool:
        """Whether this command wrote to the memory, as every entry does."""
        return bool(self._rewritten)

    def only_went_on(self, bucket: str, then: Stamp | None, now: Stamp) -> bool:
        """Whether a file of the memory that had one stamp and has another was only written here, by this command."""
        return self._rewritten.get(bucket) == (then, now)

    def everything(self) -> Seen:
        """All files ever seen."""
        self.save()
        return {name: seen for bucket in self.names() for name, seen in self._read(bucket).items()}

    def by_case(self) -> dict[str, Seen]:
        """All files ever seen, by case; for those who go through every case."""
        grouped: dict[str, Seen] = {}
        for name, seen in self.everything().items():
            grouped.setdefault(name.partition(".")[0], {})[name] = seen
        return grouped

    def record(self, case_id: str, seen: Seen) -> None:
        """Remember the files of a case as ``seen``, and no others."""
        bucket, prefix = _bucket(case_id), case_id + "."
        others = {name: old for name, old in self._load(bucket).items() if not name.startswith(prefix)}
        self._known[bucket] = {**others, **seen}
        self._changed.add(bucket)
        if not (self._lock.is_held and self._has_saved):
            self.save()
            self._has_saved = self._lock.is_held

    def _end(self) -> None:
        self.save()
        self._has_saved = False

    def save(self) -> None:
        """Write down what was recorded; on a failing disk the memory stays as it was."""
        for bucket in sorted(self._changed):
            with suppress(DiskFailure):
                self._save(bucket, self._known[bucket])
        self._known, self._changed = {}, set()

    def _save(self, bucket: str, seen: Seen) -> None:
        content = encode(seen, order="sorted")
        if not files.exists(self._folder):
            files.make_private(self._folder)
        blob, path = seal(content, self._key, Kind.REVISIONS, (bucket,), level=1), files.inside(self._folder, bucket)
        before = files.stamp(path)
        first, last = self._rewritten.pop(bucket, (before, before))
        files.save(path, blob, durable=False)
        if last == before:  # or else somebody else has put another file there meanwhile
            self._rewritten[bucket] = first, files.stamp(path)

    def _load(self, bucket: str) -> Seen:
        if bucket in self._known:
            return self._known[bucket]
        loaded = self._read(bucket)
        if self._lock.is_held:
            self._known[bucket] = loaded
        return loaded

    def _read(self, bucket: str) -> Seen:
        with suppress(FileNotFoundError, Damaged, DiskFailure):
            return self.opened(bucket)
        return {}

    def opened(self, bucket: str) -> Seen:
        """What is in a file of the memory; FileNotFoundError, Damaged or DiskFailure where it cannot be read."""
        blob = files.read(files.inside(self._folder, bucket))
        content: Seen = decode(open_sealed(blob, self._key, Kind.REVISIONS, (bucket,), bucket).content)
        return content


def verify(seen: Seen, file: str, opened: UnsealedFile, ids: Sequence[str], witnesses: Iterable[Sequence[str]]) -> bool:
    """Whether ``opened`` is news; Damaged if facts that were seen in ``file`` are not among its ``ids``.

    ``witnesses`` are other lists of the file's ids, such as those of a spare copy: one that begins as what was seen
    tells which facts those were, where the file holds them in another order.
    """
    known = seen.get(file)
    if known is None:
        return True
    revision, seal_, *content = known
    if opened.seal == seal_:
        return not content
    if not content:
        return _later(int(revision), file, opened)
    if not holds_what_was_seen(seen, file, ids, witnesses):
        raise older(file, int(content[0]) - len(ids)) if len(ids) < int(content[0]) else forked(file)
    return True


def holds_what_was_seen(seen: Seen, file: str, ids: Sequence[str], witnesses: Iterable[Sequence[str]]) -> bool:
    """Whether the facts that were seen in a file are among its ``ids``, as far as they are remembered; see `verify`."""
    content = seen.get(file, [])[2:]
    if not content:
        return True
    count, digest = int(content[0]), str(content[1])
    same = (one for one in witnesses if _begins_with(one, count, digest))
    return _begins_with(ids, count, digest) or any(set(one[:count]) <= set(ids) for one in same)


def _begins_with(ids: Sequence[str], count: int, digest: str) -> bool:
    return len(ids) >= count and digest_of(ids[:count]) == digest


def _later(revision: int, file: str, opened: UnsealedFile) -> bool:
    """By the revision alone, which is all that an earlier version of the program remembered."""
    if opened.revision <= revision:
        raise older(file)
    return True


def digest_of(ids: Iterable[str]) -> str:
    """One hash over the ids of facts, in their order."""
    return generichash_blake2b_salt_personal(" ".join(ids).encode(), digest_size=8).hex()


def older(file: str, entries: int = 0) -> Damaged:
    """What to say of a file from which entries are missing."""
    what = say("{file} is older than when it was last seen on this laptop: entries are missing from it.", file=file)
    if entries > 0:
        what = say_count(
            entries,
            "{file} is older than when it was last seen on this laptop: 1 entry is missing from it.",
            "{file} is older than when it was last seen on this laptop: {n} entries are missing from it.",
            file=file,
        )
    return Damaged(what, merge_hint())


def forked(file: str) -> Damaged:
    """What to say of a file that holds other entries than those seen: two copies were written on under one name."""
    return Damaged(
        say("{file} holds other entries than when it was last seen: two copies of it were written on.", file=file),
        merge_hint(),
    )


def missing(file: str) -> Damaged:
    """What to say when a file that was seen before is gone."""
    return Damaged(say("{file} is missing.", file=file), merge_hint())


def merge_hint() -> str:
    """How entries that are missing are got back; and what to do where no copy holds them."""
    return say(
        "Put back what this laptop still holds with: followup merge. Bring the rest from the newest backup with: "
        "followup restore FILE, or from another copy with: followup merge FOLDER. "
        "If there is neither, go on without it: followup check --accept-older"
    )


def remembered(opened: UnsealedFile, ids: Sequence[str]) -> list[int | str]:
    """What to remember of a file."""
    return [opened.revision, opened.seal, len(ids), digest_of(ids)]


def later(new: list[int | str], old: list[int | str] | None) -> bool:
    """Whether what was read of a file comes after what is remembered of it."""
    return old is None or [*new[2:3], new[0]] > [*old[2:3], old[0]] or len(old) < len(new)


def _bucket(case_id: str) -> str:
    return f"{zlib.crc32(case_id.encode()) % _BUCKETS:02x}.rev"
