"""Every command over cases, at 100 and at 5,000 graduates: how its cost grows, its memory, the files it looks at."""

import math
import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from functools import partial

from measure import Run, in_turn, run
from sides import Side

SMALL, LARGE, RUNS = 100, 5_000, 2

SHOWING = (
    ("graduate", "list"),
    ("graduate", "show", "CODE"),
    ("schedule", "show", "CODE"),
    ("visit", "list", "CODE"),
    ("log", "CODE"),
)
LISTING = (
    ("report", "caseload"),
    ("report", "training"),
    ("flag", "list"),
    ("promise", "list"),
    ("outcome", "list"),
)
WRITING = (
    ("flag", "raise", "CODE", "--kind", "debt", "--severity", "watch", "--note", "for the benchmark"),
    ("visit", "record", "CODE", "--contact", "home-visit", "--second", "--note", "for the benchmark"),
)
EVERY = (
    ("today",),
    ("today", "--everybody"),
    ("today", "--month"),
    *SHOWING,
    ("graduate", "review", "CODE"),
    ("plan", "check", "CODE"),
    ("log",),
    ("find", "sewing"),
    *LISTING,
    ("referral", "list"),
    ("consent", "list"),
    ("support", "list"),
    ("lesson", "list"),
    ("lesson", "evidence"),
    ("report", "quarter"),
    ("report", "quarter", "--internal"),
    ("report", "data"),
    ("retention",),
    ("status",),
    ("check",),
    ("calendar", "export", "--all"),
    ("export", "visits", "--internal"),
    *WRITING,
)

_OPENED = re.compile(r"\bopen(?:at)?\(")
_LOOKED = re.compile(r"\b(?:stat|lstat|newfstatat|statx|fstat|access|faccessat2?)\(")


def print_table(sides: Sequence[Side], only: str) -> None:
    """A line for each command; where two installations are measured, the figures of before stand first."""
    print("| Command | Exponent | Peak memory, 5,000 | Opened, 100 and 5,000 | Looked at, 100 and 5,000 |")
    print("|---|---|---|---|---|")
    for words in EVERY:
        if only in " ".join(words):
            print(_line(words, sides), flush=True)


def _line(words: Sequence[str], sides: Sequence[Side]) -> str:
    acts = {(side.name, size): partial(_act, side, size, words) for side in sides for size in (SMALL, LARGE)}
    took = in_turn(acts, RUNS)
    grown = [_exponent(took[side.name, SMALL], took[side.name, LARGE]) for side in sides]
    most = [f"{took[side.name, LARGE].megabytes:.0f} MB" for side in sides]
    files = [[_files(side, size, words) for size in (SMALL, LARGE)] for side in sides]
    opened, looked = (["–".join(f"{one[what]:,}" for one in both) for both in files] for what in (0, 1))
    cells = (", ".join(column) for column in (grown, most, opened, looked))
    return f"| `{' '.join(words[:2] if words in WRITING else words).replace(' CODE', '')}` | {' | '.join(cells)} |"


def _exponent(small: Run, large: Run) -> str:
    """The power of the number of graduates with which the cost grows, and the larger one."""
    return f"{math.log(large.busy / small.busy) / math.log(LARGE / SMALL):.2f} ({large.busy * 1e3:,.0f} ms)"


def _act(side: Side, graduates: int, words: Sequence[str]) -> Run:
    return run(_command(side, graduates, words), side.book(graduates).env)


def _command(side: Side, graduates: int, words: Sequence[str]) -> list[str]:
    out = ["--out", str(side.folder / "calendar")] if words[0] == "calendar" else []
    to = ["--to", str(side.folder / "exports"), "--yes"] if words[0] == "export" else []
    to += ["--to", str(side.folder / "data.csv")] if words[:2] == ("report", "data") else []
    return [side.followup, *side.spelt(side.book(graduates), words), *out, *to]


def _files(side: Side, graduates: int, words: Sequence[str]) -> tuple[int, int]:
    """How many files of the casebook a command opens, and at how many it looks; both 0 where there is no strace."""
    if not shutil.which("strace"):
        return 0, 0
    home = side.book(graduates).home
    calls = [line for line in _traced(_command(side, graduates, words), side.book(graduates).env) if str(home) in line]
    return sum(bool(_OPENED.search(call)) for call in calls), sum(bool(_LOOKED.search(call)) for call in calls)


def _traced(command: Sequence[str], env: dict[str, str]) -> Iterator[str]:
    """The calls of a command that concern files, with the names of those."""
    trace = ["strace", "-f", "-y", "-qq", "-s", "400", "-e", "trace=%file,fstat", "-o", "/dev/fd/2"]
    with subprocess.Popen([*trace, *command], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as child:
        for call in child.stderr or ():
            yield os.fsdecode(call)
