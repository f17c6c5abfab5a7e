"""Journals: the facts of a case, one sealed TinyDB file for each device that wrote some.

Reading is the union of the facts in all of a case's files. Writing touches only this device's file: lock, read, add,
save, and only then is a fact acknowledged. TinyDB itself is imported only to write.
"""

import json
import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from followup.case.facts import Fact, from_record, to_record
from followup.errors import Damaged, DiskFailure, Invalid, Refused
from followup.messages import say
from followup.store import NewFact
from followup.vault import files, revisions
from followup.vault.envelope import DataKey, UnsealedFile, restore_hint
from followup.vault.journal_format import (
    TABLE,
    Record,
    case_and_device,
    checked_case_id,
    file_name,
    opened_file,
    tables_of,
)
from followup.vault.revisions import Revisions, Seen

FOLDER = "cases"


class Journals:
    """All journals of one vault. ``lock`` is the vault's; reading needs none."""

    def __init__(self, home: str, key: DataKey, lock: files.Lock) -> None:
        self.folder = files.inside(home, FOLDER)
        self.revisions = Revisions(home, key)
        self.lock = lock
        self._key = key
        self._by_case: dict[str, set[str]] = {}

    def stamps(self) -> dict[str, list[int]]:
        """Size, time and inode of everything in the folder of cases, by file name."""
        try:
            return files.stamps(self.folder)
        except FileNotFoundError as error:
            raise _no_folder() from error

    def files(self) -> list[str]:
        """The names of all journal files, sorted."""
        try:
            return sorted(name for name in files.names(self.folder) if case_and_device(name))
        except FileNotFoundError as error:
            raise _no_folder() from error

    def facts(self, case_id: str) -> tuple[Fact, ...]:
        """Every fact of one journal, of all devices, in replay order. Damaged if a file is, or is older, or is gone."""
        seen = self.revisions.of(checked_case_id(case_id))  # before the files: see Revisions.of
        return self.read(case_id, self._files_of(case_id) | seen.keys(), seen)

    def _files_of(self, case_id: str) -> set[str]:
        """The files of a case. The folder is listed once, and again for a case that was not in it then.

        A command is short: what arrives from another laptop meanwhile is read by the next one. What another window
        of this one writes is ``seen`` at once.
        """
        if case_id not in self._by_case:
            self._by_case = {case_id: set()}
            for file in self.files():
                self._by_case.setdefault(file.partition(".")[0], set()).add(file)
        return self._by_case[case_id]

    def read(self, case_id: str, names: Iterable[str], seen: Seen | None = None) -> tuple[Fact, ...]:
        """The facts in the named files of a case, in replay order, checked against what was ``seen`` of them."""
        if seen is None:
            seen = self.revisions.of(case_id)
        names = sorted(names)
        for gone in sorted(seen.keys() - set(names)):
            if not files.exists(files.inside(self.folder, gone)):
                raise revisions.missing(gone)
        facts: dict[str, Fact] = {}
        news: Seen = {}
        for file in names:
            opened = self._trusted(file, seen, news)
            for fact in _facts_in(opened, file):
                known = facts.setdefault(fact.id, fact)
                if known is not fact and known != fact:
                    raise Damaged(
                        say("{file} and another laptop's file say different things about one entry.", file=file),
                        restore_hint(),
                    )
        if news:
            self._note(case_id, news)
        return tuple(sorted(facts.values(), key=lambda fact: fact.order))

    def _trusted(self, file: str, seen: Seen, news: Seen) -> UnsealedFile:
        try:
            opened = opened_file(self.folder, file, self._key)
        except FileNotFoundError as error:
            raise revisions.missing(file) from error
        if revisions.verify(seen, file, opened):
            news[file] = revisions.remembered(opened)
        return opened

    def _note(self, case_id: str, news: Seen) -> None:
        """Remember revisions that another laptop wrote; if somebody is writing, the next reader does."""
        with suppress(Refused, DiskFailure), self.lock.held(patience=0):
            seen = self.revisions.of(case_id)
            newer = {file: new for file, new in news.items() if new[0] > seen.get(file, [0, ""])[0]}  # type: ignore[operator]
            if newer:
                self.revisions.record(case_id, {**seen, **newer})

    def append(
        self, case_id: str, new_facts: Sequence[NewFact], *, device: str, by: str, now: datetime
    ) -> tuple[Fact, ...]:
        """Write facts to this device's file of a journal, all or none. When this returns they are on the disk."""
        if not new_facts:
            return ()
        from followup.vault.journal_file import open_journal

        file = file_name(checked_case_id(case_id), device)
        with self.lock.held():
            seen = self.revisions.of(case_id)
            with open_journal(self.folder, file, self._key) as journal:
                if journal.opened:
                    revisions.verify(seen, file, journal.opened)
                elif file in seen:
                    raise revisions.missing(file)
                last = journal.last(self._latest_elsewhere(seen, file))
                facts = _numbered(new_facts, last, device, by, now)
                journal.add([_readable(fact) for fact in facts])
            self.revisions.record(case_id, {**seen, file: journal.remembered})
        if case_id in self._by_case:
            self._by_case[case_id].add(file)
        return facts

    def _latest_elsewhere(self, seen: Seen, own: str) -> list[str]:
        """The latest stamp in each file of other laptops that was seen here: nothing is written before it."""
        stamps: list[str] = []
        for file in seen.keys() - {own}:
            with suppress(Damaged, DiskFailure, FileNotFoundError):
                records = tables_of(opened_file(self.folder, file, self._key), file)[TABLE].values()
                stamps.extend(record["at"] for record in records if isinstance(record.get("at"), str))
        return stamps

    def accept_older(self, case_id: str) -> tuple[str, ...]:
        """Forget that later revisions of a case's files were seen; the files whose memory changed."""
        with self.lock.held():
            seen, now = self.revisions.of(checked_case_id(case_id)), {}
            for file in self.files():
                if file.startswith(case_id + "."):
                    try:
                        now[file] = revisions.remembered(opened_file(self.folder, file, self._key))
                    except Damaged:
                        now[file] = seen.get(file, [0, ""])
            self.revisions.record(case_id, now)
        return tuple(sorted(file for file in seen.keys() | now.keys() if seen.get(file) != now.get(file)))


def _facts_in(opened: UnsealedFile, file: str) -> list[Fact]:
    try:
        return [from_record(record) for record in tables_of(opened, file)[TABLE].values()]
    except Damaged as error:
        if file in error.what:
            raise
        raise Damaged(f"{file}: {error.what}", error.hint or restore_hint()) from error


def _numbered(
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
        Fact(os.urandom(8).hex(), at, new_fact.on, device, number, by, new_fact.body)
        for number, new_fact in enumerate(new_facts, seq + 1)
    )


def _readable(fact: Fact) -> Record:
    """The fact's record, after making sure that it reads back as the same fact: what is kept must open again."""
    record = to_record(fact)
    try:
        same = from_record(json.loads(json.dumps(record))) == fact
    except (Damaged, ValueError, TypeError) as error:
        raise _unkeepable() from error
    if not same:
        raise _unkeepable()
    return record


def _unkeepable() -> Refused:
    return Refused(say("This entry could not be read back and was not written."), say("Please report it as an error."))


def _no_folder() -> Damaged:
    return Damaged(
        say("The folder {folder} of the casebook is missing.", folder=FOLDER),
        say("Is its disk connected? Otherwise put the folder back from a backup."),
    )
