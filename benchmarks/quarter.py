"""The quarter's report over a large caseload, beside reading and replaying the same cases and nothing else.

    python benchmarks/quarter.py [GRADUATES]

Run from an environment where followup is installed. Takes about ten minutes, three of them to make 5,000 graduates.
Each side is a process of its own and all are run in turn; what counts is the ratio of the medians. Fails if the report
takes more than one and a half times as long, or as much memory, as a command that reads and does nothing else.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

from commands import FOLLOWUP, caseload

GRADUATES, RUNS, MOST = 5_000, 5, 1.5

_READ = """
import gc
gc.disable()
from followup_cli.context import open_casebook
book = open_casebook()
for case in book.cases():
    pass
"""
_COMMAND = "import followup_cli.app\n" + _READ
_SCHEDULES = """
import gc
gc.disable()
from followup_cli.context import open_casebook
from followup.scheduler import Scheduler
book = open_casebook()
scheduler = book.scheduler
for case in book.cases():
    scheduler.timetable(case)
"""
_VISITS = """
import gc
gc.disable()
from followup_cli.context import open_casebook
book = open_casebook()
met = 0
for case in book.cases():
    for visit in case.visits:
        met += visit.said.contact.in_person
"""

READING = "read and replay, in a command"
REPORT = "followup report quarter --json"
SIDES = {
    READING: [sys.executable, "-c", _COMMAND],
    "the same, without the command line": [sys.executable, "-c", _READ],
    "the same, and every schedule": [sys.executable, "-c", _SCHEDULES],
    "the same, and every visit looked at": [sys.executable, "-c", _VISITS],
    REPORT: [FOLLOWUP, "report", "quarter", "--json"],
}


class Run(NamedTuple):
    """What one process took: wall time, and the most memory it held."""

    seconds: float
    megabytes: float


def run(command: Sequence[str], env: dict[str, str]) -> Run:
    """One run with its output thrown away; the benchmark ends if it fails."""
    begun = time.perf_counter()
    child = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    took = time.perf_counter() - begun
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        sys.exit(f"{' '.join(command[:3])} ended with {child.returncode}")
    return Run(took, usage.ru_maxrss / (1024 if sys.platform == "linux" else 1024 * 1024))


def measured(sides: dict[str, list[str]], env: dict[str, str], runs: int = RUNS) -> dict[str, Run]:
    """The median of each side's runs, taken in turn; the first of each is not counted."""
    taken: dict[str, list[Run]] = {name: [] for name in sides}
    for _ in range(runs + 1):
        for name, command in sides.items():
            taken[name].append(run(command, env))
    return {name: Run(*map(median, zip(*runs_[1:], strict=True))) for name, runs_ in taken.items()}


def table(found: dict[str, Run], graduates: int) -> str:
    """One line a side, with its ratios to reading alone."""
    base = found[READING]
    lines = [f"{f'{graduates:,} graduates':<38}{'ms':>8}{'ms each':>9}{'ratio':>7}{'MB':>7}{'ratio':>7}"]
    for name, (seconds, megabytes) in found.items():
        times = f"{seconds * 1e3:>8,.0f}{seconds * 1e3 / graduates:>9.2f}{seconds / base.seconds:>7.2f}"
        lines.append(f"{name:<38}{times}{megabytes:>7.0f}{megabytes / base.megabytes:>7.2f}")
    return "\n".join(lines)


def main(graduates: int) -> int:
    """Print the table; 1 if the report is past its limit."""
    with tempfile.TemporaryDirectory() as scratch:
        env = caseload(Path(scratch), graduates)
        try:
            found = measured(SIDES, env)
        finally:
            subprocess.run([FOLLOWUP, "lock"], env=env, stdout=subprocess.DEVNULL, check=True)
    print(table(found, graduates))
    ratios = [ours / base for ours, base in zip(found[REPORT], found[READING], strict=True)]
    print(f"at most {MOST} each")
    return 0 if max(ratios) <= MOST else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if sys.argv[1:] else GRADUATES))
