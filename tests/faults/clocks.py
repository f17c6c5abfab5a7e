"""Clocks that are wrong: ahead, behind, of long ago, and another one between two commands."""

from collections.abc import Sequence

from tests.faults.casebooks import TODAY, Trials
from tests.faults.table import Tally

CLOCKS = ("1970-01-01", "2020-02-29", "2026-11-20", TODAY, "2027-06-01", "2099-12-31", "2150-01-01")
VIEWS = ("graduate list", "log VIS-1", "today", "check", "graduate show VIS-1")
TOLD = "set the clock right"
"""What is said where she cannot be shown as of a day before anything was known of her."""
WRITES = (
    "visit record VIS-1 --contact home-visit",
    "flag raise VIS-1 --kind health --severity watch --note Tired.",
)


def wrong_clocks(trials: Trials, clocks: Sequence[str] = CLOCKS) -> Tally:
    """Written under one clock, read under another: the entry is there, every view answers, nobody is hidden."""
    tally = Tally("a wrong clock, another one afterwards")
    for writing in clocks:
        for reading in clocks:
            _tried(trials, writing, reading, tally)
    return tally


def _tried(trials: Trials, writing: str, reading: str, tally: Tally) -> None:
    trials.put_back()
    before = trials.find()
    done = [trials.run(line, clock=writing) for line in WRITES]
    written = sum(result.code == 0 for result in done)
    found = trials.find()
    tally.trials += 1
    tally.acknowledged += written
    tally.lost += max(0, written - found.more_than(before)) + len(before.entries - found.entries)
    tally.unreadable += bool(found.problems)
    for line in VIEWS:
        result = trials.run(line, clock=reading)
        told = result.out + result.err
        answered = line in ("today", "check") or "VIS-1" in told or TOLD in told
        if result.code not in (0, 1, 4) or "Traceback" in told or not answered:
            tally.wrong += 1
            tally.note(f"written on {writing}, {line} on {reading}: {result.code} {result.err[-300:]}")
