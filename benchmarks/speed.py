"""The speed of every command that people wait for, each as a ratio in one run.

    python benchmarks/speed.py [--casebooks FOLDER] [--before PYTHON] [--only WORD] [--each]

Run from an environment where followup is installed from its wheel. ``--before`` names the Python of another such
environment, which is measured in turn with this one. ``--casebooks`` is where demonstrations are, or are to be made, in
folders called by their size: 100, 600, 1000 and 5000; copies of them are used. ``--each`` measures every command over
cases at 100 and at 5,000 graduates instead: how its cost grows, its memory, and the files it looks at.
"""

import argparse
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import NamedTuple

import every_command
import plain_calendar
from measure import PLAIN, Run, in_turn, run, run_on_a_terminal
from sides import Side, opened_sides

QUICK, SLOW = 7, 2

Act = Callable[[Side], Run]


class Row(NamedTuple):
    """A line of the table: one act, in turn with what it is measured by; ``since`` says that it had no goal before."""

    what: str
    goal: float | None
    ours: Act
    base: Act
    runs: int = QUICK
    since: bool = False


def floor(side: Side) -> Run:
    """Nothing but the libraries of the command line."""
    return run([side.python, "-c", "import typer, rich"], PLAIN)


def on(graduates: int, *words: str) -> Act:
    """A command on a casebook of so many graduates, into a pipe; ``CODE`` stands for somebody in follow-up."""
    return lambda side: side.book(graduates).run(*side.spelt(side.book(graduates), words))


def on_own(graduates: int, *words: str) -> Act:
    """The same on a casebook that was made here: of a copy all files are another laptop's, and each is looked at."""
    return lambda side: side.own_book(graduates).run(*side.spelt(side.own_book(graduates), words))


def on_terminal(graduates: int, *words: str) -> Act:
    """The same on a terminal."""
    return lambda side: run_on_a_terminal([side.followup, *words], side.book(graduates).env)


def with_nothing_kept(graduates: int, *words: str, what: str = "*") -> Act:
    """The same after everything that is derived, or some of it, was thrown away."""

    def act(side: Side) -> Run:
        for path in (side.book(graduates).home / "registers").glob(what):
            path.unlink()
        return on(graduates, *words)(side)

    return act


def on_day(graduates: int, *, new: bool) -> Act:
    """``today``, on a day of its own if it is ``new``, else once more on the same day."""

    def act(side: Side) -> Run:
        side.days_on += new
        day = date.fromisoformat(side.book(graduates).env["FOLLOWUP_TODAY"]) + timedelta(side.days_on)
        return run([side.followup, "today"], dict(side.book(graduates).env, FOLLOWUP_TODAY=day.isoformat()))

    return act


def plain_quarter(now: Side) -> Act:
    """The same quarter out of a SQLite file that holds the same graduates: the last that is complete."""

    def act(_: Side) -> Run:
        file, here = now.folder / "plain.sqlite", Path(__file__)
        if not file.exists():
            run([now.python, str(here.with_name("plain_data.py")), str(file)], now.book(5_000).env)
        today = date.fromisoformat(now.book(5_000).env["FOLLOWUP_TODAY"])
        end = today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1)
        start = (end - timedelta(days=80)).replace(day=1)
        return run([now.python, str(here.with_name("plain_quarter.py")), str(file), str(start), str(end)], PLAIN)

    return act


def plain_file(_: Side) -> Run:
    """A calendar file written plainly, in this process."""
    took = plain_calendar.plain_seconds()
    return Run(took, took, 0)


def calendar_text(scratch: Path) -> Act:
    """The text of as many entries, and nothing else."""

    def act(side: Side) -> Run:
        took = plain_calendar.text_seconds(side.python, scratch, side.book(100).env)
        return Run(took, took, 0)

    return act


def whole_calendar(side: Side) -> Run:
    """Everybody's calendar for the first time: from a copy of the casebook each time."""
    return side.fresh_copy(600).run("calendar", "export", "--all", "--out", str(side.folder / "calendar"))


def demonstration(side: Side) -> Run:
    """A demonstration of 1,000."""
    folder = side.folder / "demonstration"
    shutil.rmtree(folder, ignore_errors=True)
    command = [side.followup, "demo", str(folder), "--graduates", "1000"]
    return run(command, dict(PLAIN, FOLLOWUP_PASSPHRASE="only for a benchmark"))


def rows(scratch: Path, now: Side, before: Side | None) -> Iterator[Row]:
    """The table."""
    yield Row("`today`, 1,000 graduates, into a pipe, against `import typer, rich`", 1.4, on(1_000, "today"), floor)
    yield Row("the same with a table on a terminal", 1.8, on_terminal(1_000, "today"), floor)
    yield Row(
        "the same into a pipe, the page made anew", None, with_nothing_kept(1_000, "today", what="today-*"), floor
    )
    yield Row("`--help` of the program", 1.2, on(100, "--help"), floor)
    yield Row("`visit --help`, of a group", 1.2, on(100, "visit", "--help"), floor)
    for words in every_command.SHOWING:
        yield Row(f"`{' '.join(words).lower()}`, 1,000", 2.0, on(1_000, *words), floor)
    quarter, plain = on(5_000, "report", "quarter", "--json"), plain_quarter(now)
    yield Row("`report quarter`, 5,000, against SQLite with the same in plain text", 1.5, quarter, plain, SLOW)
    bare = with_nothing_kept(5_000, "report", "quarter", "--json")
    yield Row("the same, nothing kept", 8, bare, plain, SLOW)
    for words in every_command.LISTING:
        yield Row(
            f"`{' '.join(words)}`, 5,000, against `report quarter`", 1, on(5_000, *words), quarter, SLOW, since=True
        )
    first, later = on_day(5_000, new=True), on_day(5_000, new=False)
    yield Row("first `today` of a day, 5,000, against a later one", 2, first, later, SLOW)
    yield Row("text of a calendar of 3,600 events, against a plain writer", 2, calendar_text(scratch), plain_file)
    yield Row("`calendar export --all` with as many, the whole command", 40, whole_calendar, plain_file, SLOW)
    for words in every_command.WRITING:
        yield Row(f"`{' '.join(words[:2])}`, 5,000 against 100", 1.1, on_own(5_000, *words), on_own(100, *words))
    yield Row("`today`, 5,000 against 100", None, on(5_000, "today"), on(100, "today"))
    if before:
        row = "`demo --graduates 1000`, against that of before"
        yield Row(row, 0.35, demonstration, lambda _: demonstration(before), 1, since=True)


def line(row: Row, sides: Sequence[Side]) -> str:
    """A row measured: the ratio on each side, and what this installation took."""
    measured = sides[-1:] if row.since else sides
    acts = {(side.name, act): partial(act, side) for side in measured for act in (row.ours, row.base)}
    took = in_turn(acts, row.runs)
    ratios = [took[side.name, row.ours].busy / took[side.name, row.base].busy for side in measured]
    cells = ["–"] * (len(sides) - len(measured)) + [f"{ratio:.2f}" for ratio in ratios]
    if row.goal and ratios[-1] <= row.goal:
        cells[-1] = f"**{cells[-1]}**"
    ours, base = (took[sides[-1].name, act] for act in (row.ours, row.base))
    times = f"{ours.busy * 1e3:,.0f} ms against {base.busy * 1e3:,.0f}"
    return f"| {row.what} | {row.goal or ''} | {' | '.join(cells)} | {times} |"


def asked() -> argparse.Namespace:
    """What is to be measured."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--casebooks", type=Path)
    parser.add_argument("--before", type=Path)
    parser.add_argument("--only", default="")
    parser.add_argument("--each", action="store_true")
    return parser.parse_args()


def main() -> None:
    """Print the table, a line as soon as it is measured."""
    wanted = asked()
    with tempfile.TemporaryDirectory() as scratch:
        made = wanted.casebooks or Path(scratch) / "made"
        with opened_sides(made, Path(scratch), wanted.before) as sides:
            if wanted.each:
                every_command.print_table(sides, wanted.only)
            else:
                print_table(sides, wanted.only, Path(scratch))


def print_table(sides: Sequence[Side], only: str, scratch: Path) -> None:
    """A line for each row that has the word in it."""
    before = sides[0] if sides[1:] else None
    print("| What | Goal |" + " Before |" * bool(before) + " Measured | Processor |")
    print("|---|---|" + "---|" * bool(before) + "---|---|")
    for row in rows(scratch, sides[-1], before):
        if only in row.what:
            print(line(row, sides), flush=True)


if __name__ == "__main__":
    main()
