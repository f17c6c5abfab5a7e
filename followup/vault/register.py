"""Registers: a row per case, kept sealed beside the journals, so that the agenda need not open every one of them.

A register is derived: it is never flushed to the disk, and losing it costs time, never a fact. A row serves while the
files of its case are in the state that it was made from (`known_files`), and while it says so itself. A large register
lies in parts, by the beginning of the case's id, so that a change writes one of them.
"""

import gc
import json
import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping, Set
from contextlib import contextmanager, suppress
from typing import Any, NamedTuple

from msgspec import MsgspecError
from msgspec.json import decode, encode

from followup.errors import Damaged, DiskFailure, FollowupError, Locked, Refused, named
from followup.store import Register, RegisterRow, RowBuilder, RowServes, is_case
from followup.vault import files
from followup.vault.envelope import DataKey, Kind, open_sealed, seal
from followup.vault.journal import Journals
from followup.vault.known_files import KnownFiles, case_of
from followup.vault.revisions import Seen, missing

FOLDER = "registers"
IN_ONE_PART = 256
"""With more files than this a register lies in parts."""

_BEGINNINGS = "123456789abcdef"
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,40}")


class Part(NamedTuple):
    """A part of a register as it is saved: rows by case, and the states of the cases that they were made from."""

    fingerprint: str
    states: dict[str, str]
    rows: dict[str, RegisterRow]


class Registers:
    """All registers of one vault."""

    def __init__(self, home: str, key: DataKey, journals: Journals) -> None:
        self._folder = files.inside(home, FOLDER)
        self._key = key
        self._journals = journals
        self.files = KnownFiles(self._folder, key, journals)
        self._last: tuple[str, list[Part]] = "", []

    def get(self, name: str, fingerprint: str, build: RowBuilder, serves: RowServes | None = None) -> Register:
        """The register called ``name``. If its rows change shape it takes a new name: a damaged case keeps its row."""
        assert _NAME.fullmatch(name)
        with _no_collection():
            self.files.look()
            count = 1 if len(self.files.seals) <= IN_ONE_PART else len(_BEGINNINGS) + 1
            parts = self._parts(name, count)
        fingerprint = f"{fingerprint} {count}"
        current = [part for part in parts if part.fingerprint == fingerprint]
        made = {case: state for part in current for case, state in part.states.items()}
        rows = {case: row for part in parts for case, row in part.rows.items()}
        stale = {case for case, row in rows.items() if not serves(row)} if serves else set()
        seen = None if len(current) == count else self._journals.revisions.by_case()
        fresh, states, problems = self._made(self._changed(made, rows) | stale | (seen or {}).keys(), seen, build)
        if seen is not None:
            made = {case: made[case] for case in made.keys() - problems.keys()}
            parts[:] = (_part(number, count, fingerprint, made, rows) for number in range(count))
        touched = {_part_of(case, count) for case in fresh} if seen is None else set(range(count))
        for number in touched if fresh else ():
            parts[number] = _with(parts[number], _part(number, count, fingerprint, states, fresh))
        if fresh:
            rows = dict(sorted({**rows, **fresh}.items()))
        self._save(name, parts, touched)
        return Register(rows, problems)

    def forget(self) -> None:
        """Remove all registers; the next command makes them again."""
        self._last = "", []
        with suppress(FileNotFoundError):
            for file in files.names(self._folder):
                files.remove(files.inside(self._folder, file))

    def _changed(self, made: Mapping[str, str], rows: Mapping[str, RegisterRow]) -> set[str]:
        """The cases whose files are not, or are not known to be, in the state that their row was made from."""
        self.files.verify(made)
        states = self.files.states()
        absent = set(map(case_of, self._journals.inventory.files() - self.files.seals.keys()))
        if states == made and rows.keys() == made.keys():
            return absent
        return absent | {one for one in states.keys() | rows.keys() if one not in made or made[one] != states.get(one)}

    def _made(
        self, changed: Set[str], seen: Mapping[str, Seen] | None, build: RowBuilder
    ) -> tuple[dict[str, RegisterRow], dict[str, str], dict[str, FollowupError]]:
        """The rows of the changed cases, the states they are made from, and what is wrong with those not to be read."""
        by_case: dict[str, list[str]] = {case: [] for case in sorted(filter(is_case, changed))}
        for file in self.files.seals.keys() | self._journals.inventory.files() if by_case else ():
            if (case := case_of(file)) in by_case:
                by_case[case].append(file)
        rows: dict[str, RegisterRow] = {}
        states: dict[str, str] = {}
        problems: dict[str, FollowupError] = {}
        for case, names in by_case.items():
            try:
                facts = self._journals.read(case, names, None if seen is None else seen.get(case, {}))
                if not names:
                    raise missing(f"{case}.*.case")
                self.files.were_read(names)
                rows[case], states[case] = _plain(build(case, facts)), self.files.state(names)
            except FollowupError as problem:
                code = self._journals.inventory.code(case) if isinstance(problem, Damaged) else ""  # a rule names her
                problems[case] = named(problem, code)
        return rows, states, problems

    def _parts(self, name: str, count: int) -> list[Part]:
        """The parts of a register: as they were when it was asked for last, which is often a moment ago."""
        last, parts = self._last
        return parts if (last, len(parts)) == (name, count) else [self._load(f"{name}-{one}") for one in range(count)]

    def _load(self, name: str) -> Part:
        try:
            blob = files.read(files.inside(self._folder, name + ".reg"))
            return decode(open_sealed(blob, self._key, Kind.REGISTER, (name,), name).content, type=Part)
        except (FileNotFoundError, Damaged, DiskFailure, MsgspecError):
            return Part("", {}, {})

    def _save(self, name: str, parts: list[Part], touched: Collection[int]) -> None:
        """Keep what changed if nobody else is writing; it is derived, so a failure is none."""
        self._last = name, parts
        if not (touched or self.files.half_written or self.files.is_worth_saving):
            return
        with suppress(Refused, DiskFailure, Locked), self._journals.lock.held(patience=0):
            files.make_private(self._folder)
            files.sweep(self._folder)
            if self.files.half_written:
                files.sweep(self._journals.folder)
            for part in touched:
                names = (f"{name}-{part}",)
                blob = seal(encode(parts[part]), self._key, Kind.REGISTER, names, level=1)
                files.save(files.inside(self._folder, names[0] + ".reg"), blob, durable=False)
            self.files.save()


def _part_of(case: str, count: int) -> int:
    """In which part of a register the row of a case lies: they are in the order of the cases."""
    return bisect_right(_BEGINNINGS, case[:1]) if count > 1 else 0


def _part(
    number: int, count: int, fingerprint: str, states: Mapping[str, str], rows: Mapping[str, RegisterRow]
) -> Part:
    def mine(those: Mapping[str, Any]) -> dict[str, Any]:
        return {case: one for case, one in those.items() if _part_of(case, count) == number}

    return Part(fingerprint, mine(states), mine(rows))


def _with(part: Part, fresh: Part) -> Part:
    """A part with rows made anew, in the order of the cases."""
    rows = dict(sorted({**part.rows, **fresh.rows}.items()))
    return Part(fresh.fingerprint, {**part.states, **fresh.states}, rows)


def _plain(row: RegisterRow) -> RegisterRow:
    """The row as it will come back from the disk, so that a fresh one and a kept one are alike."""
    return json.loads(json.dumps(row))


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
