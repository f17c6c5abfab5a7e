"""Registers: a row per case, kept sealed beside the journals, so that the agenda need not open every one of them.

A register is derived: it is never flushed to the disk, and losing it costs time, never a fact. A row serves while the
files of its case are in the state that it was made from (`known_files`), and while it says so itself. A large register
lies in parts, by the beginning of the case's id, so that a change writes one of them.
"""

import gc
import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Set
from contextlib import contextmanager, suppress
from typing import TypeVar

from msgspec import MsgspecError, Raw
from msgspec.msgpack import decode, encode

from followup.case.facts import Fact
from followup.errors import Damaged, DiskFailure, FollowupError, Locked, Refused, named
from followup.store import Along, Register, RegisterKind, RegisterRow, is_case
from followup.values import ListedValue, replace
from followup.vault import files
from followup.vault.envelope import DataKey
from followup.vault.journal import Journals
from followup.vault.journal_format import case_of
from followup.vault.kept_files import KeptFiles
from followup.vault.known_files import KnownFiles
from followup.vault.revisions import Seen, missing

FOLDER = "registers"
IN_ONE_PART = 256
"""With more files than this a register lies in parts."""

Kept = TypeVar("Kept", "Part", "Whole")

_WHOLE = "whole"
_BEGINNINGS = "123456789abcdef"
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,40}")


class Part(ListedValue):
    """A part of a register as it is saved: rows by case, and the states of the cases that they were made from."""

    fingerprint: str
    states: dict[str, str]
    rows: dict[str, RegisterRow]


class Whole(ListedValue):
    """Of which state of all files some registers tell: one hash over their stamps, and by name what proves a register.

    While nothing changes no case's state is compared with that of its row.
    """

    mark: str
    proofs: dict[str, list[str]]


class Registers:
    """All registers of one vault."""

    def __init__(self, home: str, key: DataKey, journals: Journals) -> None:
        self.folder = files.inside(home, FOLDER)
        self.kept = KeptFiles(self.folder, key)
        self._journals = journals
        self.files = KnownFiles(self.kept, journals)
        self._count = 1
        self._last: tuple[str, dict[int, Part]] = "", {}
        self._seals: dict[str, str] = {}
        """The seals of the parts as they were read or saved last."""
        self._whole: Whole | None = None

    def get(self, kind: RegisterKind, along: Along = tuple) -> Register:
        """A register. If its rows change shape it takes a new name: a damaged case keeps its row."""
        assert _NAME.fullmatch(kind.name)
        look = self._journals.look()
        with _no_collection():
            self._count = 1 if len(look.stamps) <= IN_ONE_PART else len(_BEGINNINGS) + 1
            table = self._table(kind, range(self._count))
            mark = "" if look.young else look.hash
            if self._is_whole(mark, table) and not table.stale:
                return Register(table.rows, {})
            self.files.look(look)
        changed = self._changed(table) | table.stale
        seen = None if table.is_current else self._journals.revisions.by_case()
        files_of = self._files_of(changed | (seen or {}).keys())
        others = self._others(along, files_of, everything=seen is not None) if files_of else []
        problems = self._make(files_of, seen, table, others)
        table.end(problems)
        self._last = table.kind.name, table.parts
        for other in () if problems else others:
            other.end({})
        self._save([table, *(() if problems else others)], "" if problems else mark)
        return Register(table.rows, problems)

    def forget(self) -> None:
        """Remove all registers; the next command makes them again."""
        self._last, self._whole = ("", {}), None
        for file in files.names_if_there(self.folder):
            files.remove(files.inside(self.folder, file))

    def _changed(self, table: "_Table") -> set[str]:
        """The cases whose files are not, or are not known to be, in the state that their row was made from."""
        self.files.verify(table.states)
        states, made, rows = self.files.states(), table.states, table.rows
        absent = set(map(case_of, self._journals.inventory.files() - self.files.seals.keys()))
        if states == made and rows.keys() == made.keys():
            return absent
        return absent | {one for one in states.keys() | rows.keys() if one not in made or made[one] != states.get(one)}

    def _files_of(self, changed: Set[str]) -> dict[str, list[str]]:
        """The files of the cases that are to be read; none where all of them are gone."""
        by_case: dict[str, list[str]] = {case: [] for case in sorted(filter(is_case, changed))}
        for file in self.files.seals.keys() | self._journals.inventory.files() if by_case else ():
            if (case := case_of(file)) in by_case:
                by_case[case].append(file)
        return by_case

    def _others(self, along: Along, cases: Iterable[str], *, everything: bool) -> list["_Table"]:
        """What is made along with a register where its cases are read, so that they are read once.

        Of a register that does not serve any more all is made, or nothing: only where ``everything`` is read.
        """
        numbers = range(self._count) if everything else sorted({_part_of(case, self._count) for case in cases})
        tables = [self._table(kind, numbers) for kind in along()]
        return [table for table in tables if everything or table.is_current]

    def _make(
        self,
        files_of: Mapping[str, list[str]],
        seen: Mapping[str, Seen] | None,
        table: "_Table",
        others: list["_Table"],
    ) -> dict[str, FollowupError]:
        """Make the rows of cases that are read, and say what is wrong with those that cannot be.

        What another register refuses it says itself, when it is asked for: it is not made along then.
        """
        problems: dict[str, FollowupError] = {}
        for case, names in files_of.items():
            try:
                facts = self._journals.read(case, names, None if seen is None else seen.get(case, {}))
                if not names:
                    raise missing(f"{case}.*.case")
                self.files.were_read(names)
                table.make(case, facts, self.files.state(names))
            except FollowupError as problem:
                code = self._journals.inventory.code(case) if isinstance(problem, Damaged) else ""  # a rule names her
                problems[case] = named(problem, code)
                continue
            for other in list(others):
                try:
                    other.make_along(case, facts, self.files.state(names))
                except FollowupError:
                    others.remove(other)
        return problems

    def _table(self, kind: RegisterKind, numbers: Iterable[int]) -> "_Table":
        """Parts of a register: as they were when it was asked for last, which is often a moment ago."""
        last, parts = self._last
        if last != kind.name or len(parts) != self._count:
            self._last = "", {}
            parts = {number: self._opened(f"{kind.name}-{number}", Part) or Part("", {}, {}) for number in numbers}
        return _Table(kind, self._count, parts)

    def _opened(self, name: str, kind: type[Kept]) -> Kept | None:
        """What was kept under a name; None if it is not there, or damaged."""
        self._seals.pop(name, None)
        try:
            content, seal_ = self.kept.read(name)
            found = decode(content, type=kind)
        except (FileNotFoundError, Damaged, DiskFailure, MsgspecError):
            return None
        self._seals[name] = seal_
        return found

    def _is_whole(self, mark: str, table: "_Table") -> bool:
        """Whether a register is known to tell of the state of all files that they have now."""
        if self._whole is None:
            self._whole = self._opened(_WHOLE, Whole) or Whole("", {})
        is_so = bool(mark) and self._whole.mark == mark
        return is_so and table.is_current and self._whole.proofs.get(table.kind.name) == self._proof(table)

    def _proof(self, table: "_Table") -> list[str]:
        """What a register is known by: what its rows depend on, and the seals of its parts."""
        return [table.fingerprint, *(self._seals.get(f"{table.kind.name}-{number}", "") for number in table.parts)]

    def _save(self, tables: list["_Table"], mark: str) -> None:
        """Keep what changed if nobody else is writing; it is derived, so a failure is none.

        With a ``mark`` the first register tells of the state of all files that it stands for.
        """
        touched = {f"{one.kind.name}-{number}": one.parts[number] for one in tables for number in one.touched}
        for name in touched:
            self._seals.pop(name, None)
        is_news = bool(mark) and not self._is_whole(mark, tables[0])
        if not (touched or is_news or self.files.half_written or self.files.is_worth_saving):
            return
        with suppress(Refused, DiskFailure, Locked), self._journals.lock.held(patience=0):
            files.make_private(self.folder)
            files.sweep(self.folder)
            if self.files.half_written:
                files.sweep(self._journals.folder)
            for name, part in touched.items():
                self._keep(name, part)
            self.files.save()
            if is_news and "" not in self._proof(tables[0]):  # what could not be saved is no proof
                self._keep(_WHOLE, self._with_proof(mark, tables[0]))

    def _with_proof(self, mark: str, table: "_Table") -> Whole:
        before = self._whole.proofs if self._whole and self._whole.mark == mark else {}
        self._whole = Whole(mark, {**before, table.kind.name: self._proof(table)})
        return self._whole

    def _keep(self, name: str, content: Part | Whole) -> None:
        self._seals[name] = self.kept.save(name, encode(content))


class _Table:
    """A register, or some of its parts, while it is brought up to date."""

    def __init__(self, kind: RegisterKind, count: int, parts: dict[int, Part]) -> None:
        self.kind, self.parts = kind, parts
        self._count = count
        self.fingerprint = f"{kind.fingerprint} {count}"
        """What its rows depend on beside the cases, and into how many parts it is split."""
        current = [part for part in parts.values() if part.fingerprint == self.fingerprint]
        self.is_current = len(current) == len(parts)
        self.states = {case: state for part in current for case, state in part.states.items()}
        self.rows = {case: row for part in parts.values() for case, row in part.rows.items()}
        self._fresh: list[str] = []
        self.touched: set[int] = set()
        """The parts in which something changed."""

    @property
    def stale(self) -> set[str]:
        """The cases whose row says that it does not serve any more."""
        serves = self.kind.serves
        return {case for case, row in self.rows.items() if not serves(row)} if serves else set()

    def make(self, case: str, facts: tuple[Fact, ...], state: str, *, wanted: bool = True) -> None:
        """Make the row of a case: as it will come back from the disk, so that a fresh one and a kept one are alike.

        One that is not ``wanted`` now stays packed, which takes a fraction of the memory.
        """
        row = encode(self.kind.build(case, facts))
        self.rows[case] = decode(row) if wanted else Raw(row)
        self.states[case] = state
        self._fresh.append(case)

    def make_along(self, case: str, facts: tuple[Fact, ...], state: str) -> None:
        """Make it where the one that is kept does not serve."""
        serves = self.kind.serves
        if self.states.get(case) != state or (serves and not serves(self.rows[case])):
            self.make(case, facts, state, wanted=False)

    def end(self, unread: Collection[str]) -> None:
        """Put what was made into its parts, in the order of the cases; into all of them where some did not serve."""
        if self.is_current:
            cases: Iterable[str] = self._fresh
        else:
            self.parts.update({number: Part(self.fingerprint, {}, {}) for number in self.parts})
            cases = self.rows
            self.touched.update(self.parts)
        for case in cases:
            number = _part_of(case, self._count)
            self.touched.add(number)
            self.parts[number].rows[case] = self.rows[case]
            if case in self.states and (self.is_current or case not in unread):
                self.parts[number].states[case] = self.states[case]
        for number in self.touched:
            part = self.parts[number]
            self.parts[number] = replace(part, rows=dict(sorted(part.rows.items())))
        if self._fresh:
            self.rows = dict(sorted(self.rows.items()))


def _part_of(case: str, count: int) -> int:
    """In which part of a register the row of a case lies: they are in the order of the cases."""
    return bisect_right(_BEGINNINGS, case[:1]) if count > 1 else 0


@contextmanager
def _no_collection() -> Iterator[None]:
    """Garbage collection off while thousands of rows are loaded: it would go through them again and again."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
