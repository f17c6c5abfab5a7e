"""A demo's casebook in memory, and the `followup demo` command, as the tests here use them."""

import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from followup.casebook import Casebook, Moment
from followup.demo.build import DemoCodes, build
from followup.office import Office
from followup.scheduler import Scheduler
from followup_cli.app import app
from tests.memory_store import MemoryStore

TODAY = date(2026, 11, 21)


def scheduler(today: date = TODAY) -> Scheduler:
    """The schedules of a new office."""
    return Scheduler(Office(), today)


def a_demo(graduates: int = 20, seed: int = 7, today: date = TODAY) -> tuple[Casebook, DemoCodes]:
    """A demo's casebook in memory."""
    book = Casebook(MemoryStore(), Moment(today, datetime(2026, 11, 21, 9, tzinfo=UTC)))
    return book, build(book, graduates, seed)


def run(monkeypatch: pytest.MonkeyPatch, *words: object, passphrase: str = "") -> int:
    """`followup demo` with these words; its exit code."""
    monkeypatch.setenv("FOLLOWUP_TODAY", TODAY.isoformat())
    monkeypatch.setenv("FOLLOWUP_PASSPHRASE", passphrase)
    monkeypatch.setattr(sys, "argv", ["followup", "demo", *map(str, words)])
    with pytest.raises(SystemExit) as end:
        app(prog_name="followup")
    code = end.value.code
    assert isinstance(code, int)
    return code


def everything_below(folder: Path) -> dict[Path, bytes]:
    """Every file below a folder, and what is in it."""
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
