"""Journals: the facts of a case, one sealed TinyDB file for each device that wrote some.

Reading is the union of the facts in all of a case's files. Writing touches only this device's file: lock, read, add,
save, and only then is a fact acknowledged. TinyDB itself is imported only to write.
"""

import time
from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from itertools import islice

from followup.case.erasure import is_erased, noted_erasures, without_erased
from followup.case.facts import REPLAY_ORDER, Fact, StoredFact, from_record, from_stored
from followup.errors import Damaged, DiskFailure, FollowupError, Locked, Refused
from followup.messages import say
from followup.store import ERASURES, NewFact, is_case
from followup.values import reading_own
from followup.vault import files, revisions
from followup.vault.envelope import DataKey, UnsealedFile, restore_hint
from followup.vault.inventory import FILE as LIST
from followup.vault.inventory import Inventory
from followup.vault.journal_format import (
    Record,
    case_and_device,
    case_of,
    checked_case_id,
    code_in,
    file_name,
    ids_of,
    opened_blob,
    opened_file,
    readable,
    records_of,
    stored_facts,
)
from followup.vault.look import Look
from followup.vault.revisions import Revisions, Seen
from followup.vault.spares import SpareCopies

FOLDER = "cases"
ASIDE = "aside"
"""For files that were replaced or taken over: never deleted, never read."""


_UNREADABLE = (Damaged, DiskFailure, FileNotFoundError)


class Journals:
    """All journals of one vault. ``lock`` is the vault's; reading needs none."""

    def __init__(self, home: str, key: DataKey, lock: files.Lock, inventory: Inventory) -> None:
        self.home = home
        self.folder = files.inside(home, FOLDER)
        self.aside = files.inside(home, ASIDE)
        self.revisions = Revisions(home, key, lock)
        self.spares = SpareCopies(home)
        self.inventory = inventory
        self.lock = lock
        self.key = key
        self.looks_once = False
        """Whether the folder is looked at once, and again while the lock is held and after it: a command is short."""
        self._look: Look | None = None
        self._inodes: dict[str, int] | None = None
        """What the folder was found to hold, with inodes, until somebody may have written."""
        lock.at_end(self.forget)
        self._listed: list[str] | None = None
        self._not_listed: set[str] = set()
        self._noted: Mapping[str, Sequence[Fact]] | None = None
        self.seals: dict[str, str] = {}
        """The seal of each file as it was when it was read last, and found to be sound."""
        self._latest_in: dict[str, datetime | None] = {}
        """The latest stamp in each file that was read since the lock was taken."""
        lock.at_end(self._latest_in.clear)
        self.take_out_erased: Callable[[str], None] = lambda _: None
        """Takes what was erased of a case out of its files; the vault says how."""

    def look(self) -> Look:
        """A look at all in the folder of cases, and at the list of what belongs there."""
        if not self.looks_once or self.lock.is_held:
            self.forget()
        if self._look is None:
            taken, folder = time.time_ns(), None if files.WINDOWS else files.stamp(self.folder)
            self._inodes = self._inodes or self._found()
            stamps = readable(dict(files.stamps(self.folder, self._inodes)))
            self._listed = sorted(stamps)
            if listed := files.stamp(files.inside(self.home, LIST)):
                stamps[LIST] = listed
            self._look = Look(stamps, taken, folder)
        return self._look

    def forget(self) -> None:
        """Look at the folder again when it is asked for: somebody may have written."""
        self._look = self._inodes = None

    def files(self) -> list[str]:
        """The names of all journal files, sorted."""
        return [name for name in self.names() if case_and_device(name)]

    def names(self) -> list[str]:
        """The names of everything in the folder of cases, sorted."""
        return [*self._found()]

    def _found(self) -> dict[str, int]:
        try:
            return files.inodes(self.folder)
        except FileNotFoundError as error:
            raise Damaged(
                say("The folder {folder} of the casebook is missing.", folder=FOLDER),
                say("Is its disk connected? Otherwise put the folder back from a backup."),
            ) from error

    def facts(self, case_id: str) -> tuple[Fact, ...]:
        """Every fact of one journal, of all devices, in replay order. Damaged if a file is, or is older, or is gone."""
        seen = self.revisions.of(checked_case_id(case_id))  # before the files: see Revisions.of
        others = self.inventory.files_of(case_id) | self.spares.files(case_id + ".") if not seen else set()
        return self.read(case_id, self._files_of(case_id) | seen.keys() | others, seen)

    def _files_of(self, case_id: str) -> set[str]:
        """The files of a case. The folder is listed once, and again for a case that was not in it then.

        A command is short: what arrives from another laptop meanwhile is read by the next one. What another window
        of this one writes is ``seen`` at once.
        """
        found = self.files_of(case_id)
        if not found and case_id not in self._not_listed:
            self._listed = sorted(readable(self._found()))
            self._not_listed.add(case_id)
            found = self.files_of(case_id)
        return found

    def read(self, case_id: str, names: Iterable[str], seen: Seen | None = None) -> tuple[Fact, ...]:
        """The facts in the named files of a case, in replay order, checked against what was ``seen`` of them."""
        if seen is None:
            seen = self.revisions.of(case_id)
        names = sorted(names)
        for gone in sorted(seen.keys() - set(names)):
            if not files.exists(files.inside(self.folder, gone)):
                raise revisions.missing(gone)
        news: Seen = {}
        by_file = {file: _facts_in(self._trusted(file, seen, news), file) for file in names}
        self._put_erasures_back(case_id, by_file)
        facts = _united(self._without_erased(case_id, by_file))
        if news:
            self._note(case_id, news)
        return tuple(sorted(facts.values(), key=REPLAY_ORDER))

    def noted_erasures(self, case_id: str) -> Sequence[Fact]:
        """The entries that erased something of a case, as they are noted beside the cases."""
        return () if not is_case(case_id) else self.every_noted_erasure().get(case_id, ())

    def every_noted_erasure(self) -> Mapping[str, Sequence[Fact]]:
        """The entries that erased something, as they are noted beside the cases: whatever comes back stays erased."""
        if self._noted is None:
            notes: list[Fact] = []
            for file in self.files_of(ERASURES):
                with suppress(*_UNREADABLE):  # told of by who looks after the files
                    notes += facts_of(self.records(file), file)
            self._noted = noted_erasures(notes)
        return self._noted

    def _put_erasures_back(self, case_id: str, by_file: dict[str, list[Fact]]) -> None:
        """Add to what is in a case's files the entries that erased something, where these are not in them any more."""
        known = {fact.id for facts in by_file.values() for fact in facts}
        for fact in self.noted_erasures(case_id) if known else ():
            if fact.id not in known:
                by_file.setdefault(file_name(case_id, fact.device), []).append(fact)

    def _without_erased(self, case_id: str, by_file: dict[str, list[Fact]]) -> dict[str, list[Fact]]:
        """The facts in the files of a case without what was erased; what a file still holds of it is taken out there.

        That is so where an erasure was stopped half-way, or an older copy of a file has arrived. If somebody is
        writing, the next reader does it.
        """
        everything = [fact for facts in by_file.values() for fact in facts]
        if not is_erased(everything):
            return by_file
        left = without_erased(everything)
        if any(new is not old and new != old for new, old in zip(left, everything, strict=True)):
            with suppress(Refused, DiskFailure, Locked), self.lock.held(patience=0):
                self.take_out_erased(case_id)
        rest = iter(left)
        return {file: list(islice(rest, len(facts))) for file, facts in by_file.items()}

    def ids(self, file: str, seen: Seen) -> list[str]:
        """The ids of the facts in a journal's file; Damaged if it is not sound, or lacks what was seen in it."""
        return [stored.id for stored in self._trusted(file, seen, {})]

    def _trusted(self, file: str, seen: Seen, news: Seen) -> list[StoredFact]:
        opened = self._opened(file)
        try:
            return self._verified(file, opened, seen, news)
        except Damaged:
            again = self._opened(file)  # another window may have added to it, and to its spare copy, meanwhile
            if again.seal == opened.seal:
                raise
        return self._verified(file, again, seen, news)

    def _opened(self, file: str) -> UnsealedFile:
        try:
            return opened_file(self.folder, file, self.key)
        except FileNotFoundError as error:
            raise revisions.missing(file) from error

    def _verified(self, file: str, opened: UnsealedFile, seen: Seen, news: Seen) -> list[StoredFact]:
        found = stored_facts(opened, file)
        ids = [stored.id for stored in found]
        if self._verify(seen, file, opened, ids):
            news[file] = revisions.remembered(opened, ids)
        self.seals[file] = opened.seal
        self._latest_in.update({file: _latest_of(found)} if self.lock.is_held else {})
        return found

    def _verify(self, seen: Seen, file: str, opened: UnsealedFile, ids: list[str]) -> bool:
        """Whether a file is news; Damaged if something is missing that was seen in it, or is in its spare copy.

        A file whose memory is lost is no news: only a check, which compares all of them, remembers it again.
        """
        if not self.spares.is_fullest(file, len(ids)):
            revisions.verify(self.seen_in_spare(file), file, opened, ids, self.witnesses(file))
        news = revisions.verify(seen, file, opened, ids, self.witnesses(file))
        return news and (file in seen or file not in self.inventory.files())

    def seen_in_spare(self, file: str) -> Seen:
        """What was in a file, as its fullest spare copy says; nothing where it has none."""
        for ids in self.witnesses(file):
            return {file: [0, "", len(ids), revisions.digest_of(ids)]}
        return {}

    def witnesses(self, file: str) -> Iterator[list[str]]:
        """The ids in each spare copy of a file; asked for only when a file does not begin as it was seen."""
        return map(ids_of, self.spare_records(file))

    def spare_records(self, file: str) -> Iterator[list[Record]]:
        """What is in each spare copy of a file, the fullest first, without those that cannot be read."""
        for name in self.spares.of(file):
            with suppress(*_UNREADABLE):
                yield records_of(opened_blob(files.read(self.spares.path(name)), file, self.key), file)

    def is_known(self, case_id: str, device: str) -> bool:
        """Whether it is remembered what a device wrote of a case; what nobody ever heard of is known as well."""
        file = file_name(checked_case_id(case_id), device)
        if file in self.revisions.of(case_id):
            return True
        return not self.has(file) and not self.spares.of(file) and file not in self.inventory.files()

    def records(self, file: str) -> list[Record]:
        """The records in a file, whatever was seen in it before; FileNotFoundError, Damaged or DiskFailure."""
        return records_of(opened_file(self.folder, file, self.key), file)

    def readable_records(self, file: str) -> list[Record] | None:
        """The same; None where it cannot be read."""
        with suppress(*_UNREADABLE):
            return self.records(file)
        return None

    def holds(self, file: str, fact_id: str) -> bool:
        """Whether a file can be read and has a fact in it."""
        return fact_id in ids_of(self.readable_records(file) or ())

    def problem(self, file: str, seen: Seen | None = None) -> FollowupError | None:
        """What is told of a file with its case: that it is damaged, or that something ``seen`` in it is missing."""
        seen = self.revisions.of(case_of(file)) if seen is None else seen
        try:
            if file in seen or self.has(file) or file in self.inventory.files():
                self._trusted(file, seen, {})
        except FollowupError as problem:
            return problem
        return None

    def has(self, file: str) -> bool:
        """Whether a file is there."""
        return files.exists(files.inside(self.folder, file))

    def codes_in(self, names: Iterable[str]) -> dict[str, str]:
        """The codes in journal files, by case, for the list of what belongs here; damaged ones give none."""
        found = ((file, code_in(self.readable_records(file) or ())) for file in names)
        return {case_of(file): code for file, code in found if code}

    def listed(self) -> list[str]:
        """The names of everything in the folder, sorted; it is listed once."""
        if self._listed is None:
            self._listed = sorted(self.inodes())
        return self._listed

    def inodes(self) -> dict[str, int]:
        """The inodes of everything in the folder, by name, as it was listed."""
        self._inodes = self._inodes or self._found()
        return readable(self._inodes)

    def files_of(self, case_id: str) -> set[str]:
        """The files of a case in the folder, which is listed once."""
        names = self.listed()
        first, last = (bisect_left(names, case_id + sign) for sign in "./")
        return set(filter(case_and_device, names[first:last]))

    def added(self, file: str) -> None:
        """A file is in the folder now that may not have been in it when it was listed."""
        self._latest_in.pop(file, None)
        if case_of(file) == ERASURES:
            self._noted = None
        if self._listed is not None and file not in self.files_of(case_of(file)):
            insort(self._listed, file)

    def _note(self, case_id: str, news: Seen) -> None:
        """Remember revisions that another laptop wrote; if somebody is writing, the next reader does."""
        with suppress(Refused, DiskFailure, Locked), self.lock.held(patience=0):
            seen = self.revisions.of(case_id)
            newer = {file: new for file, new in news.items() if revisions.later(new, seen.get(file))}
            if newer:
                self.revisions.record(case_id, {**seen, **newer})

    def append(
        self, case_id: str, new_facts: Sequence[NewFact], *, device: str, by: str, now: datetime
    ) -> tuple[Fact, ...]:
        """Write facts to this device's file of a journal, all or none. When this returns they are on the disk."""
        if not new_facts:
            return ()
        from followup.vault.journal_file import numbered, open_journal, readable_record

        file = file_name(checked_case_id(case_id), device)
        with self.lock.held():
            seen = self.revisions.of(case_id)
            with open_journal(self.folder, file, self.key) as journal:
                before = journal.ids
                if journal.opened:
                    self._verify(seen, file, journal.opened, before)
                elif file in seen:
                    raise revisions.missing(file)
                last = journal.last(self._latest_elsewhere(seen, file))
                facts = numbered(new_facts, last, device, by, now)
                with reading_own():
                    journal.add([readable_record(fact) for fact in facts])
            self.revisions.record(case_id, {**seen, file: journal.remembered})
            self.spares.keep(file, journal.blob, len(journal.ids), len(before))
        self.added(file)
        return facts

    def _latest_elsewhere(self, seen: Seen, own: str) -> list[datetime]:
        """The latest stamp in each file of other laptops that was seen here: nothing is written before it."""
        others = seen.keys() - {own}
        for file in others - self._latest_in.keys():
            with suppress(*_UNREADABLE):
                self._latest_in[file] = _latest_of(stored_facts(opened_file(self.folder, file, self.key), file))
        return [latest for file in others if (latest := self._latest_in.get(file))]

    def accept(self, case_id: str) -> tuple[str, ...]:
        """Take a case's files as they are, whatever was seen of them before; the files that are not as remembered."""
        with self.lock.held():
            seen, now = self.revisions.of(checked_case_id(case_id)), {}
            for file in (one for one in self.files() if case_of(one) == case_id):
                try:
                    opened = opened_file(self.folder, file, self.key)
                    now[file] = revisions.remembered(opened, ids_of(records_of(opened, file)))
                except Damaged:
                    now[file] = seen.get(file, [0, ""])
            self.revisions.record(case_id, now)
        self._listed = None  # what is there now counts
        gone = {file for file in seen.keys() | now.keys() if seen.get(file, [])[1:2] != now.get(file, [])[1:2]}
        return tuple(sorted(gone))


def _united(by_file: Mapping[str, Iterable[Fact]]) -> dict[str, Fact]:
    """The facts of all files of a case by id; Damaged if two of them say different things about one."""
    facts: dict[str, Fact] = {}
    for file, those in by_file.items():
        for fact in those:
            known = facts.setdefault(fact.id, fact)
            if known is not fact and known != fact:
                raise Damaged(
                    say("{file} and another laptop's file say different things about one entry.", file=file),
                    restore_hint(),
                )
    return facts


def _latest_of(found: Iterable[StoredFact]) -> datetime | None:
    return max((stored.at for stored in found), default=None)


def facts_of(records: Iterable[Record], file: str) -> list[Fact]:
    """The facts in the records of a file; Damaged, naming it, if one cannot be read."""
    return _named(file, lambda: list(map(from_record, records)))


def _facts_in(found: Iterable[StoredFact], file: str) -> list[Fact]:
    """The facts in a sealed file, which were checked before they were written."""
    with reading_own():
        return _named(file, lambda: list(map(from_stored, found)))


def _named(file: str, read: Callable[[], list[Fact]]) -> list[Fact]:
    """What was read; Damaged, naming the file, if an entry cannot be."""
    try:
        return read()
    except Damaged as error:
        if file in error.what:
            raise
        raise Damaged(f"{file}: {error.what}", error.hint or restore_hint()) from error
