"""The ways in which people copy a casebook: nothing is missing without a word, and a merge brings everything back."""

import os
import tempfile
from pathlib import Path

from followup.vault import keys
from tests.faults.table import Tally
from tests.vault.copies_for_tests import two_copies
from tests.vault.test_copies import WAYS, Way, both_write


def copies(work: Path) -> Tally:
    """Each way twice: as it is, and after both copies have written."""
    tally = Tally("copies, in fifteen ways")
    before, cost = os.environ.get("FOLLOWUP_STATE"), keys.COST
    keys.COST = keys.Cost(memory_kib=8, passes=1)
    try:
        for way in WAYS:
            for first in (False, True):
                with tempfile.TemporaryDirectory(dir=work) as folder:
                    os.environ["FOLLOWUP_STATE"] = str(Path(folder, "state"))
                    _tried(Path(folder), way, tally, first=first)
    finally:
        keys.COST = cost
        os.environ.pop("FOLLOWUP_STATE")
        if before is not None:
            os.environ["FOLLOWUP_STATE"] = before
    return tally


def _tried(folder: Path, way: Way, tally: Tally, *, first: bool) -> None:
    a, b = two_copies(folder)
    if first:
        both_write(a, b)
    way(a, b)
    tally.trials += 1
    tally.acknowledged += len(a.acknowledged | b.acknowledged)
    for desk in (a, b):
        if not desk.acknowledged <= desk.shown and not desk.told:
            tally.wrong += 1
            tally.note(f"{way.__name__}: something is missing, without a word")
    aside = a.home.with_name("A before")
    for desk, other in ((a, b), (b, a), (a, b)):
        desk.merge()
        desk.merge(other.home)
        if aside.exists():
            desk.merge(aside)
    tally.lost += len((a.acknowledged | b.acknowledged) - (a.shown & b.shown))
    tally.unreadable += sum(len(desk.problems()) for desk in (a, b))
