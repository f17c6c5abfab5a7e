"""Registers: a row per case, kept sealed beside the journals, so that the agenda need not open every one of them.

A register is derived: it is never flushed to the disk, and losing it costs time, never a fact. A row serves while the
size, time and inode of each of its case's files are what they were. A file as young as the look at the folder is read
again, since a clock tick may hide a change.
"""

import gc
import json
import re
import time
from collections.abc import Iterable, Iterator, Mapping, Set
from contextlib import contextmanager, suppress
from typing import NamedTuple

from followup.errors import Damaged, DiskFailure, FollowupError, Locked, Refused, named
from followup.store import Register, RegisterRow, RowBuilder, RowServes, is_case
from followup.vault import files
from followup.vault.envelope import DataKey, Kind, open_sealed, seal
from followup.vault.journal import Journals
from followup.vault.journal_format import case_and_device
from followup.vault.revisions import Seen, missing

FOLDER = "registers"
FORMAT = 1
ROWS_A_CHANGE = 1_000
"""A register is saved for one changed row in so many: making a row costs its imports, writing grows with the rows."""

_YOUNG = 2_000_000_000
"""Nanoseconds: the coarsest clock of a file system in use (FAT) ticks every two seconds."""
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,40}")

Stamps = Mapping[str, list[int]]


class SavedRegister(NamedTuple):
    """A register as it was saved: rows by case, and the stamps (by file) that they were made from."""

    fingerprint: str
    taken: int
    stamps: Stamps
    rows: Mapping[str, RegisterRow]


class Registers:
    """All registers of one vault."""

    def __init__(self, home: str, key: DataKey, journals: Journals) -> None:
        self._folder = files.inside(home, FOLDER)
        self._key = key
        self._journals = journals

    def get(self, name: str, fingerprint: str, build: RowBuilder, serves: RowServes | None = None) -> Register:
        """The register called ``name``. If its rows change shape it takes a new name: a damaged case keeps its row."""
        assert _NAME.fullmatch(name)
        with _no_collection():
            kept, taken = self._load(name), time.time_ns()
            stamps = self._journals.stamps()
        current = kept is not None and kept.fingerprint == fingerprint
        kept = kept or SavedRegister("", 0, {}, {})
        seen = None if current else self._journals.revisions.by_case()
        absent = self._journals.inventory.files() - stamps.keys()
        changed = _changed(kept, stamps) if seen is None else _cases(stamps) | kept.rows.keys() | seen.keys()
        stale = {case for case, row in kept.rows.items() if not serves(row)} if serves else set()
        fresh, problems = self._made(changed | stale | _cases(absent), {*stamps, *absent}, seen, build)
        rows = dict(sorted({**kept.rows, **fresh}.items())) if fresh else kept.rows
        if not current or stale & fresh.keys() or _settled(fresh, stamps, taken) * ROWS_A_CHANGE > len(rows):
            sound = {file: stamp for file, stamp in stamps.items() if file.partition(".")[0] not in problems}
            self._save(name, SavedRegister(fingerprint, taken, sound, rows))
        if any(map(files.is_temporary, stamps.keys() - kept.stamps.keys())):
            self._sweep()
        return Register(rows, problems)

    def forget(self) -> None:
        """Remove all registers; the next command makes them again."""
        with suppress(FileNotFoundError):
            for file in files.names(self._folder):
                files.remove(files.inside(self._folder, file))

    def _made(
        self, changed: Set[str], expected: Set[str], seen: Mapping[str, Seen] | None, build: RowBuilder
    ) -> tuple[dict[str, RegisterRow], dict[str, FollowupError]]:
        """The rows of the changed cases, and what is wrong with those that cannot be read."""
        by_case: dict[str, list[str]] = {case: [] for case in sorted(filter(is_case, changed))}
        for file in expected:
            case = file.partition(".")[0]
            if case in by_case and case_and_device(file):
                by_case[case].append(file)
        rows: dict[str, RegisterRow] = {}
        problems: dict[str, FollowupError] = {}
        for case, names in by_case.items():
            try:
                facts = self._journals.read(case, names, None if seen is None else seen.get(case, {}))
                if not names:
                    raise missing(f"{case}.*.case")
                rows[case] = _plain(build(case, facts))
            except FollowupError as problem:
                problems[case] = named(problem, self._journals.inventory.code(case))
        return rows, problems

    def _load(self, name: str) -> SavedRegister | None:
        file = name + ".reg"
        try:
            blob = files.read(files.inside(self._folder, file))
            whole = json.loads(open_sealed(blob, self._key, Kind.REGISTER, (name,), file).content)
            if whole["format"] != FORMAT:
                return None
            return SavedRegister(whole["fingerprint"], whole["taken"], whole["stamps"], whole["rows"])
        except (FileNotFoundError, Damaged, DiskFailure, ValueError, KeyError, TypeError):
            return None

    def _save(self, name: str, kept: SavedRegister) -> None:
        """Keep a register if nobody else is writing; it is derived, so a failure is none."""
        whole = {
            "format": FORMAT,
            "fingerprint": kept.fingerprint,
            "taken": kept.taken,
            "stamps": kept.stamps,
            "rows": kept.rows,
        }
        content = json.dumps(whole, separators=(",", ":")).encode()
        blob = seal(content, self._key, Kind.REGISTER, (name,), level=1)
        with suppress(Refused, DiskFailure, Locked), self._journals.lock.held(patience=0):
            files.sweep(self._folder)
            files.save(files.inside(self._folder, name + ".reg"), blob, durable=False)

    def _sweep(self) -> None:
        with suppress(Refused, DiskFailure, Locked), self._journals.lock.held(patience=0):
            files.sweep(self._journals.folder)


def _changed(kept: SavedRegister, stamps: Stamps) -> set[str]:
    """The cases whose row no longer serves: a file is new, changed, gone or as young as the register."""
    young = kept.taken - _YOUNG
    cases = kept.rows.keys()
    if stamps == kept.stamps and max((stamp[1] for stamp in stamps.values()), default=0) < young:
        return set()
    known = kept.stamps
    moved = [file for file, stamp in stamps.items() if stamp[1] >= young or known.get(file) != stamp]
    return _cases([*moved, *(known.keys() - stamps.keys())]) | (cases - _cases(stamps))


def _settled(fresh: Mapping[str, RegisterRow], stamps: Stamps, taken: int) -> int:
    """How many of the fresh rows will serve next time: those of files old enough to be known by their stamps."""
    young = {file.partition(".")[0] for file, stamp in stamps.items() if stamp[1] >= taken - _YOUNG}
    return len(fresh.keys() - young)


def _cases(names: Iterable[str]) -> set[str]:
    return set(filter(is_case, {name.partition(".")[0] for name in names if case_and_device(name)}))


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
