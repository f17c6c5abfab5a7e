"""Whole commands, as ratios in one run: against ``import typer, rich``, and large caseloads against small ones.

Run from an environment where followup is installed: ``python benchmarks/commands.py``. Takes some minutes, most of them
to make the caseloads. Medians of runs taken in turn, so that a machine that slows down slows both sides.
"""

import os
import pty
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

RUNS = 15
FOLLOWUP = str(Path(sys.executable).with_name("followup"))
BASE = [sys.executable, "-c", "import typer, rich"]
NOTHING = [sys.executable, "-c", "pass"]
Runner = Callable[[Sequence[str], dict[str, str]], float]


def seconds(command: Sequence[str], env: dict[str, str]) -> float:
    """Wall time of one run with its output in a pipe."""
    begun = time.perf_counter()
    subprocess.run(command, env=env, stdout=subprocess.PIPE, check=True)
    return time.perf_counter() - begun


def seconds_on_a_terminal(command: Sequence[str], env: dict[str, str]) -> float:
    """Wall time of one run that writes to a terminal of 80 columns."""
    ours, theirs = pty.openpty()
    begun = time.perf_counter()
    child = subprocess.Popen(command, env=env | {"COLUMNS": "80", "TERM": "xterm-256color"}, stdout=theirs)
    os.close(theirs)
    try:
        while os.read(ours, 65536):
            pass
    except OSError:
        pass  # the terminal closes when the command ends
    child.wait()
    os.close(ours)
    return time.perf_counter() - begun


def ratio(a: tuple[Runner, Sequence[str], dict[str, str]], b: tuple[Runner, Sequence[str], dict[str, str]]) -> str:
    """Median of ``a`` over median of ``b``, taken in turn, with both in milliseconds."""
    times: tuple[list[float], list[float]] = ([], [])
    for turn in range(RUNS + 1):
        for side, (run, command, env) in zip(times, (a, b), strict=True):
            took = run(command, env)
            if turn:  # the first of each is not counted
                side.append(took)
    first, second = median(times[0]), median(times[1])
    return f"{first / second:5.2f}   {first * 1e3:6.0f} ms against {second * 1e3:6.0f} ms"


def peak_megabytes(command: Sequence[str], env: dict[str, str]) -> float:
    """The most memory one run held."""
    with Path(os.devnull).open("wb") as nowhere:
        child = subprocess.Popen(command, env=env, stdout=nowhere)
        _, _, usage = os.wait4(child.pid, 0)
        child.returncode = 0
    return usage.ru_maxrss / (1024 if sys.platform == "linux" else 1024 * 1024)


def caseload(folder: Path, graduates: int) -> dict[str, str]:
    """The environment in which a caseload of this size is open."""
    env = dict(os.environ, FOLLOWUP_PASSPHRASE="only for a benchmark", FOLLOWUP_HOME=str(folder / "vault"))
    demo = [FOLLOWUP, "demo", str(folder), "--graduates", str(graduates)]
    subprocess.run(demo, env=env, stdout=subprocess.DEVNULL, check=True)
    subprocess.run([FOLLOWUP, "unlock", "--minutes", "240"], env=env, stdout=subprocess.DEVNULL, check=True)
    del env["FOLLOWUP_PASSPHRASE"]
    subprocess.run([FOLLOWUP, "today"], env=env, stdout=subprocess.DEVNULL, check=True)
    return env


def a_code(env: dict[str, str]) -> str:
    """The code of somebody in follow-up."""
    listed = [FOLLOWUP, "graduate", "list", "--json", "--state", "in_follow_up"]
    text = subprocess.run(listed, env=env, stdout=subprocess.PIPE, check=True).stdout
    import json

    return str(json.loads(text)["data"][0]["code"])


def raising(env: dict[str, str]) -> list[str]:
    """The command that raises a flag."""
    said = ["--kind", "debt", "--severity", "watch", "--note", "for the benchmark"]
    return [FOLLOWUP, "flag", "raise", a_code(env), *said]


def visiting(env: dict[str, str]) -> list[str]:
    """The command that records a visit."""
    return [FOLLOWUP, "visit", "record", a_code(env), "--contact", "home-visit", "--note", "for the benchmark"]


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as scratch:
        small, middle, large = (caseload(Path(scratch) / str(size), size) for size in (100, 1_000, 5_000))
        plain = dict(os.environ)
        today = [FOLLOWUP, "today"]
        print(f"{'':58} ratio")
        base = (seconds, BASE, plain)
        print(f"{'import typer, rich / python -c pass':58}", ratio(base, (seconds, NOTHING, plain)))
        print(f"{'today, 1,000 graduates, plain / import typer, rich':58}", ratio((seconds, today, middle), base))
        on_terminal = (seconds_on_a_terminal, today, middle)
        print(f"{'today, 1,000 graduates, with a table / import typer, rich':58}", ratio(on_terminal, base))
        flags = [(seconds, raising(env), env) for env in (large, small)]
        print(f"{'raising a flag, 5,000 graduates / 100':58}", ratio(*flags))
        visits = [(seconds, visiting(env), env) for env in (large, small)]
        print(f"{'recording a visit, 5,000 graduates / 100':58}", ratio(*visits))
        print(f"{'today, 5,000 graduates / 100':58}", ratio((seconds, today, large), (seconds, today, small)))
        print(f"\npeak memory of today at 5,000 graduates: {peak_megabytes(today, large):.0f} MB")
        for env in (small, middle, large):
            subprocess.run([FOLLOWUP, "lock"], env=env, stdout=subprocess.DEVNULL, check=True)


if __name__ == "__main__":
    main()
