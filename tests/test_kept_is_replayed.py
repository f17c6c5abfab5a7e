"""What is kept of a case never says anything but what replay says, whatever happened in between.

More of it: ``python -m tests.test_kept_is_replayed 2000`` (how many casebooks), at about two seconds each.
"""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from followup.store import Register, RegisterKind
from followup.vault import agent, files, keys
from followup.vault.vault import Vault
from tests.kept_steps import STEPS, Desk, Step
from tests.kept_views import Judge
from tests.random_casebooks import WOMEN

EXAMPLES = int(os.environ.get("FOLLOWUP_EXAMPLES", "4"))
SHARE = 0.25
"""So much of all views is looked at after each step, so that what is kept is of several days; at the end all are."""


@contextmanager
def quick() -> Iterator[Judge]:
    """A cheap hash, no waiting for the disk, sockets and memory of this laptop of one's own."""
    with tempfile.TemporaryDirectory(prefix="fu-") as state, pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(keys, "COST", keys.Cost(memory_kib=8, passes=1))
        monkeypatch.setattr(files, "_flush", lambda handle: None)
        monkeypatch.setattr(agent, "_WAIT", 30.0)
        monkeypatch.setenv("XDG_RUNTIME_DIR", state)
        monkeypatch.setenv("FOLLOWUP_STATE", str(Path(state) / "state"))
        monkeypatch.setenv("COLUMNS", "100")
        yield Judge(monkeypatch)


def try_out(judge: Judge, women: list[Any], steps: list[Step], seed: int) -> None:
    """Make a casebook, let things happen to it, and look at it after each."""
    with tempfile.TemporaryDirectory(prefix="fu-kept-") as folder:
        desk = Desk(Path(folder), women, Random(seed))
        judge.compare(desk.home, desk.moment, SHARE, desk.chance)
        for step in steps:
            desk.take(step)
            judge.compare(desk.home, desk.moment, SHARE, desk.chance)
        judge.compare(desk.home, desk.moment, 1, desk.chance)


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(WOMEN, STEPS, st.integers(0, 2**32))
def test_kept_rows_say_what_replay_says(women: list[Any], steps: list[Step], seed: int) -> None:
    with quick() as judge:
        try_out(judge, women, steps, seed)


def test_the_judge_sees_a_row_that_does_not_follow() -> None:
    """Of a vault that gives the first rows it made for ever, as if nothing had happened since."""
    made: dict[str, Register] = {}
    honest = Vault.register

    def stale(vault: Vault, kind: RegisterKind, *along: Any) -> Register:
        return made.setdefault(kind.name, honest(vault, kind, *along))

    women = [((-200, "monthly-36", "SN"), [], [])]
    with quick() as judge, patch.object(Vault, "register", stale), pytest.raises(AssertionError, match="replayed"):
        try_out(judge, women, [("move_clock", 90), ("move_clock", 30)], 1)


def main(examples: int) -> None:
    """Try out so many casebooks, and say now and then how many views were compared."""
    done = compared = 0

    @settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(WOMEN, STEPS, st.integers(0, 2**32))
    def run(women: list[Any], steps: list[Step], seed: int) -> None:
        nonlocal done, compared
        with quick() as judge:
            try_out(judge, women, steps, seed)
        done, compared = done + 1, compared + judge.compared
        if done % 10 == 0 or done == examples:
            print(f"{done:,} casebooks, {compared:,} views compared, none differs", flush=True)

    run()


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 1_000)
