"""Many at once: writers with readers, files that are taken away under them, two who begin, a copy made meanwhile."""

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.faults.casebooks import Trials
from tests.faults.processes import Result
from tests.faults.table import Tally

CODES = ("VIS-1", "FLG-1", "OUT-1", "PLN-1")
READING = ("today", "check", "log VIS-1 --json", "status")
WAITED, NEVER = "Another followup is writing", "(never said)"


@contextmanager
def meanwhile(act: Callable[[], object], pause: float = 0.05) -> Iterator[None]:
    """``act`` again and again, in between what is done here."""
    ended = threading.Event()

    def again() -> None:
        while not ended.wait(pause):
            with suppress(FileNotFoundError):
                act()

    worker = threading.Thread(target=again)
    worker.start()
    try:
        yield
    finally:
        ended.set()
        worker.join()


def _writers(trials: Trials, writers: int, entries: int) -> list[list[dict[str, object]]]:
    """Half of them write of one graduate, the others of all."""
    line = "flag raise {code} --kind health --severity watch --note Tired."
    return [
        [
            trials.asked(line.replace("{code}", CODES[number % len(CODES) if writer % 2 else 0]))
            for number in range(entries)
        ]
        for writer in range(writers)
    ]


def written_at_once(
    trials: Trials,
    fault: str,
    writers: int,
    entries: int,
    act: Callable[[], object] = lambda: None,
    may_say: str = NEVER,
) -> Tally:
    """Writers and readers at once, perhaps with something done to their files meanwhile.

    A reader succeeds, or tells what it ``may_say``.
    """
    tally = Tally(fault)
    trials.put_back()
    before = trials.find()
    chains = _writers(trials, writers, entries)
    readers = [[trials.asked(line) for line in READING] for _ in range(2)]
    with meanwhile(act):
        results = trials.processes.at_once([*chains, *readers])
    _count_told(tally, results[:writers], results[writers:], may_say)
    found = trials.find()
    problems = [problem for problem in found.problems if may_say not in problem]
    tally.lost = tally.acknowledged - found.more_than(before)
    tally.unreadable = len(problems)
    for problem in problems:
        tally.note(problem)
    return tally


def _count_told(tally: Tally, written: list[list[Result]], read: list[list[Result]], may_say: str) -> None:
    for one in (result for chain in written for result in chain):
        tally.trials += 1
        tally.acknowledged += one.code == 0
        if one.code != 0 and WAITED not in one.err:
            tally.wrong += 1
            tally.note(f"a writer: {one.code} {one.err[-300:]}")
    for one in (result for chain in read for result in chain):
        tally.trials += 1
        if one.code != 0 and may_say not in one.err:
            tally.wrong += 1
            tally.note(f"a reader: {one.code} {one.out[-100:]} {one.err[-300:]}")


def lock_removed(trials: Trials, writers: int, entries: int) -> Tally:
    """Somebody tidies up, and takes the file ``lock`` away."""
    return written_at_once(trials, "lock removed under writers", writers, entries, (trials.home / "lock").unlink)


def memory_removed(trials: Trials, writers: int, entries: int) -> Tally:
    """The folder of what was seen goes, while others write."""

    def remove() -> None:
        for file in (trials.home / "revisions").iterdir():
            file.unlink(missing_ok=True)

    fault, told = "revisions removed under writers", "remembered of the files is missing"
    return written_at_once(trials, fault, writers, entries, remove, told)


def copied_while_writing(trials: Trials, writers: int, entries: int) -> Tally:
    """A copy made meanwhile holds what was acknowledged before it was begun, and can be merged back."""
    copies: list[Path] = []

    def copy() -> None:
        target = trials.files / f"copy{len(copies)}"
        with suppress(shutil.Error):
            shutil.copytree(trials.home, target, ignore=shutil.ignore_patterns("*.tmp", "lock"))
        copies.append(target)

    tally = written_at_once(trials, "copied while others write", writers, entries, copy)
    before = trials.find()
    for target in copies:
        merged = trials.run(["merge", str(target)])
        tally.trials += 1
        if merged.code not in (0, 4) or "Traceback" in merged.err:
            tally.wrong += 1
            tally.note(f"merge: {merged.code} {merged.err[-300:]}")
    found = trials.find()
    tally.lost += len(before.entries - found.entries)
    tally.twice += found.more_than(before)
    tally.unreadable += len(found.problems)
    return tally


def two_begin(trials: Trials, times: int) -> Tally:
    """Two ``init`` at once: one makes the casebook, the other is told that there is one."""
    tally = Tally("two init at once")
    for _ in range(times):
        trials.put_back()
        shutil.rmtree(trials.home)
        both = trials.processes.at_once([[trials.asked("init --worker SN")] for _ in range(2)])
        codes = sorted(chain[0].code for chain in both)
        found = trials.find()
        tally.trials += 1
        tally.acknowledged += codes.count(0)
        if codes.count(0) != 1 or any("Traceback" in chain[0].err for chain in both):
            tally.wrong += 1
            tally.note(f"two init: {[(chain[0].code, chain[0].err[-200:]) for chain in both]}")
        if found.problems or not found.entries:
            tally.lost += 1
            tally.note(f"two init: {found}")
    return tally


def begun_again(trials: Trials, every: int) -> Tally:
    """``init`` killed at a file call, and run again."""
    tally = Tally("init killed at a file call")
    trials.put_back()
    shutil.rmtree(trials.home)
    calls = len(trials.run("init --worker SN").calls)
    for at in range(1, calls + 1, every):
        trials.put_back()
        shutil.rmtree(trials.home)
        trials.run("init --worker SN", {"kind": "kill", "at": at, "after": at % 2 == 0})
        again = trials.run("init --worker SN")
        found = trials.find()
        tally.trials += 1
        if again.code != 0 and (found.problems or not found.entries):
            tally.wrong += 1
            tally.note(f"init killed at call {at} of {calls}: {again.code} {again.err[-200:]} {found.problems}")
    return tally


def four_unlock(trials: Trials, times: int) -> Tally:
    """Four ``unlock`` at once: one agent holds the key, and ``lock`` ends it."""
    tally = Tally("four unlock at once")
    if not Path("/proc/self").exists():
        tally.skipped = "needs /proc"
        return tally
    for _ in range(times):
        trials.put_back()
        others = agents(trials)
        codes = [chain[0] for chain in trials.processes.at_once([[trials.asked("unlock")] for _ in range(4)])]
        time.sleep(0.5)
        holding = agents(trials) - others
        trials.run("lock")
        time.sleep(0.5)
        left = agents(trials) - others
        tally.trials += 1
        if len(holding) != 1 or left or any(result.code for result in codes):
            tally.wrong += 1
            tally.note(f"{len(holding)} agents, {len(left)} after lock; {[one.err[-200:] for one in codes]}")
    return tally


def agents(trials: Trials) -> set[int]:
    """The processes that run an agent for these trials."""
    found = set()
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if os.fsencode(trials.work) in (process / "cmdline").read_bytes():
                found.add(int(process.name))
    return found
