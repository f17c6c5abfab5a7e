"""TinyDB over one sealed file, imported only to write. Reading decodes the same layout: `journal_format.tables_of`."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from typing import Any

from msgspec.json import encode
from tinydb import Storage, TinyDB

from followup.case.facts import Fact, from_record, to_record
from followup.errors import Damaged, Invalid, Refused
from followup.messages import say
from followup.store import NewFact
from followup.vault import files
from followup.vault.envelope import DataKey, Kind, UnsealedFile, as_sealed, restore_hint, seal
from followup.vault.journal_format import TABLE, Record, Tables, case_and_device, ids_of, opened_file, tables_of
from followup.vault.revisions import remembered


class SealedStorage(Storage):
    """One journal's file as TinyDB's storage, while the vault's lock is held.

    TinyDB reads three times for one insert; what the first read gave is held, since nobody else writes meanwhile.
    """

    def __init__(self, folder: str, file: str, key: DataKey) -> None:
        self._folder, self._file, self._key = folder, file, key
        self._tables: Tables | None = None
        self.opened: UnsealedFile | None = None
        self.blob = b""
        try:
            self.opened = opened_file(folder, file, key)
        except FileNotFoundError:
            return
        self._tables = tables_of(self.opened, file)

    def read(self) -> Tables | None:
        """What the file holds; None if there is none yet."""
        return None if self._tables is None else dict(self._tables)

    def write(self, data: Mapping[str, Any]) -> None:
        """Seal ``data`` as the next revision and save it; when this returns it survives a power cut."""
        names = case_and_device(self._file)
        assert names is not None
        revision = self.opened.revision + 1 if self.opened else 1
        content = encode(data)
        blob = seal(content, self._key, Kind.JOURNAL, names, revision)
        files.save(files.inside(self._folder, self._file), blob)
        self._tables, self.blob = dict(data), blob
        self.opened = as_sealed(blob, content, revision)


class OpenJournal:
    """A journal's file, open for writing."""

    def __init__(self, db: TinyDB, file: str) -> None:
        self._db, self._file = db, file
        assert isinstance(db.storage, SealedStorage)
        self._storage: SealedStorage = db.storage
        self.opened = self._storage.opened
        """The file as it was before anything was added; None if it was not there."""

    def last(self, elsewhere: Sequence[datetime]) -> tuple[int, datetime | None]:
        """The highest number given so far, and the latest stamp of this and other files; (0, None) if there is none."""
        records = (self._storage.read() or {}).get(TABLE, {}).values()
        try:
            numbers = [int(record["seq"]) for record in records]
            stamps = [*(datetime.fromisoformat(record["at"]) for record in records), *elsewhere]
            latest = max(stamps, default=None)
            return max(numbers, default=0), latest.astimezone(UTC) if latest else None
        except (KeyError, TypeError, ValueError) as error:
            what = say("{file} holds an entry that cannot be read.", file=self._file)
            raise Damaged(what, restore_hint()) from error

    @property
    def ids(self) -> list[str]:
        """The ids of the facts in the file."""
        return ids_of((self._storage.read() or {}).get(TABLE, {}).values())

    @property
    def blob(self) -> bytes:
        """The sealed file as it was saved last."""
        return self._storage.blob

    def add(self, records: Sequence[Record]) -> None:
        """Save ``records`` after the ones there, all or none."""
        self._db.table(TABLE).insert_multiple(records)

    @property
    def remembered(self) -> list[int | str]:
        """What to remember of the file as it is now."""
        assert self._storage.opened is not None
        return remembered(self._storage.opened, self.ids)


@contextmanager
def open_journal(folder: str, file: str, key: DataKey) -> Iterator[OpenJournal]:
    """One journal's file through TinyDB; the caller holds the vault's lock."""
    with TinyDB(folder, file, key, storage=SealedStorage) as db:
        yield OpenJournal(db, file)


def numbered(
    new_facts: Sequence[NewFact], last: tuple[int, datetime | None], device: str, by: str, now: datetime
) -> tuple[Fact, ...]:
    """``new_facts`` as facts: numbered on from the device's last one, and never before the journal's latest stamp."""
    if now.tzinfo is None:
        raise Invalid(say("A stamp must be in UTC."))
    seq, latest = last
    at = now.astimezone(UTC)
    if latest and latest > at:
        at = latest + timedelta(microseconds=1)
    return tuple(
        Fact(new_fact.id or os.urandom(8).hex(), at, new_fact.on, device, number, by, new_fact.body)
        for number, new_fact in enumerate(new_facts, seq + 1)
    )


def readable_record(fact: Fact) -> Record:
    """The fact's record, after making sure that it reads back as the same fact: what is kept must open again."""
    record = to_record(fact)
    with suppress(Damaged, ValueError, TypeError):
        if from_record(record) == fact:
            return record
    raise Refused(say("This entry could not be read back and was not written."), say("Please report it as an error."))
