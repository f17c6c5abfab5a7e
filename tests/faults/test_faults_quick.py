"""A quick selection of what survives; all of it is tried by ``python -m tests.faults --all``.

Real commands are killed, refused by the disk, run at once and given nonsense. Whatever happens, what was acknowledged
is there, what is said is true, and the command can be run again.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.faults.casebooks import Trials
from tests.faults.disk import commands
from tests.faults.processes import Processes
from tests.faults.selection import KINDS, QUICK
from tests.faults.table import Tally

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the commands are forked from one process")


@pytest.fixture
def trials() -> Iterator[Trials]:
    """A casebook to try on, in a folder with a short name: the path of a socket has a hundred signs at most."""
    processes = Processes()
    with TemporaryDirectory(prefix="faults") as folder:
        try:
            yield Trials(Path(folder) / "w", processes)
        finally:
            processes.close()


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_acknowledged_is_there_and_what_is_said_is_true(trials: Trials, kind: str) -> None:
    trials.make()
    tallies = list(KINDS[kind](trials, list(commands(trials, everything=False)), QUICK))

    assert not [(tally.row, tally.notes[:5]) for tally in tallies if not tally.holds]
    assert sum(tally.trials for tally in tallies) > 20


def test_a_loss_would_be_seen() -> None:
    """A tally holds only where nothing was found; a control only where something was lost."""
    assert Tally("a fault", trials=3, acknowledged=3).holds
    for found in ("lost", "unreadable", "wrong", "twice"):
        assert not Tally("a fault", **{found: 1}).holds
    assert not Tally("a control", trials=3, loses_on_purpose=True).holds
    assert Tally("a control", trials=3, lost=1, loses_on_purpose=True).holds
