"""Runs of whole commands in turn, and the casebooks they run on: what the benchmarks of commands share.

Run them from an environment where followup is installed from its wheel. What counts is the ratio of the medians of runs
taken in turn, so that a slow moment slows every side; processor time, since the machine has other things to do.
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from statistics import median
from typing import NamedTuple

PASSPHRASE = "FOLLOWUP_PASSPHRASE"
WORKER = "DM"
"""Whose laptop the demonstration is."""
FOLLOWUP = str(Path(sys.executable).with_name("followup"))


PLAIN = {name: said for name, said in os.environ.items() if not name.startswith("PYTHON")}
"""The environment without what is said to Python: unbuffered output alone makes a long page a third slower."""


class Run(NamedTuple):
    """What one process took: wall time, processor time, and the most memory it held."""

    seconds: float
    busy: float
    megabytes: float


def run(command: Sequence[str], env: Mapping[str, str]) -> Run:
    """One run with its output in a pipe; the benchmark ends if it fails."""
    return _waited(command, env, lambda child: child.stdout.read() if child.stdout else None, subprocess.PIPE)


def run_on_a_terminal(command: Sequence[str], env: Mapping[str, str]) -> Run:
    """One run that writes to a terminal of 80 columns."""
    import pty

    ours, theirs = pty.openpty()

    def read_all(_: "subprocess.Popen[bytes]") -> None:
        os.close(theirs)
        with suppress(OSError):  # the terminal closes when the command ends
            while os.read(ours, 65_536):
                pass

    try:
        return _waited(command, dict(env, COLUMNS="80", TERM="xterm-256color"), read_all, theirs)
    finally:
        os.close(ours)


def _waited(
    command: Sequence[str], env: Mapping[str, str], read: Callable[["subprocess.Popen[bytes]"], object], to: int
) -> Run:
    begun = time.perf_counter()
    with subprocess.Popen(command, env=env, stdout=to, stderr=subprocess.DEVNULL) as child:
        read(child)
        _, status, usage = os.wait4(child.pid, 0)
        took = time.perf_counter() - begun
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        sys.exit(f"{' '.join(command[:6])} ended with {child.returncode}")
    unit = 1024 if sys.platform == "linux" else 1024 * 1024
    return Run(took, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / unit)


def in_turn(sides: Mapping[str, Callable[[], Run]], runs: int) -> dict[str, Run]:
    """The median of each side's runs, taken in turn; the first of each is not counted."""
    taken: dict[str, list[Run]] = {name: [] for name in sides}
    for _ in range(runs + 1):
        for name, side in sides.items():
            taken[name].append(side())
    return {name: Run(*map(median, zip(*those[1:], strict=True))) for name, those in taken.items()}


def measured(sides: Mapping[str, Sequence[str]], env: Mapping[str, str], runs: int) -> dict[str, Run]:
    """The same of commands that run in one environment."""
    return in_turn({name: _running(command, env) for name, command in sides.items()}, runs)


def _running(command: Sequence[str], env: Mapping[str, str]) -> Callable[[], Run]:
    return lambda: run(command, env)


# --- casebooks ------------------------------------------------------------------------------------------------------


class Casebook(NamedTuple):
    """A casebook that is open for one installation: the program, the environment it runs in, and where it lies."""

    followup: str
    env: dict[str, str]
    home: Path

    def run(self, *words: str) -> Run:
        """One run of a command on it, into a pipe."""
        return run([self.followup, *words], self.env)

    def says(self, *words: str) -> bytes:
        """What a command on it prints."""
        return subprocess.run([self.followup, *words], env=self.env, stdout=subprocess.PIPE, check=True).stdout

    def lock(self) -> None:
        """Close it."""
        self.says("lock")


def make_casebook(folder: Path, graduates: int, followup: str = FOLLOWUP, **settings: str) -> None:
    """A demonstration of so many graduates, in a folder that may be there already."""
    if not (folder / "vault").exists():
        env = dict(PLAIN, **settings, **{PASSPHRASE: passphrase()})
        command = [followup, "demo", str(folder), "--graduates", str(graduates)]
        subprocess.run(command, env=env, stdout=subprocess.DEVNULL, check=True)


def open_copy(made: Path, home: Path, followup: str = FOLLOWUP, *, owned: bool = True) -> Casebook:
    """A copy of a demonstration, open; it belongs to the demonstration's own worker, or to nobody."""
    for folder in (home, home.with_suffix(".state")):
        shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(made / "vault", home)
    return _opened(home, followup, owned=owned)


def open_made_here(folder: Path, graduates: int, followup: str = FOLLOWUP) -> Casebook:
    """A demonstration of so many graduates, open, that lies where it was made: this laptop wrote all of its files."""
    home = folder / "vault"
    make_casebook(folder, graduates, followup, FOLLOWUP_STATE=str(home.with_suffix(".state")))
    return _opened(home, followup, owned=True)


def _opened(home: Path, followup: str, *, owned: bool) -> Casebook:
    today = os.environ.get("FOLLOWUP_TODAY", f"{datetime.now().astimezone():%Y-%m-%d}")
    settings = {"FOLLOWUP_TODAY": today, "FOLLOWUP_HOME": str(home), "FOLLOWUP_STATE": str(home.with_suffix(".state"))}
    env = dict(PLAIN, **settings, **{PASSPHRASE: passphrase()})
    silent = {"env": env, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "check": True}
    subprocess.run([followup, "unlock", "--minutes", "240"], **silent)
    del env[PASSPHRASE]
    if owned:
        subprocess.run([followup, "office", "set", "--worker", WORKER], **silent)
    return Casebook(followup, env, home)


def caseload(folder: Path, graduates: int) -> dict[str, str]:
    """The environment in which a new caseload of this size is open."""
    make_casebook(folder, graduates)
    return open_copy(folder, folder / "copy").env


def passphrase() -> str:
    """That of the environment, or one for measuring."""
    return os.environ.get(PASSPHRASE, "only for a benchmark")
