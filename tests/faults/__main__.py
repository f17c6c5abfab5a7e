"""``python -m tests.faults``: try what survives, and print the table. ``--all`` takes hours, ``--every N`` a share."""

import argparse
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.faults.casebooks import Trials
from tests.faults.disk import commands
from tests.faults.processes import Processes
from tests.faults.selection import ALL, KINDS, QUICK, Amount, sampled
from tests.faults.table import Tally, as_markdown


def main() -> int:
    """Run the trials; 1 if anything was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--all", action="store_true", help="everything; hours")
    parser.add_argument("--every", type=int, metavar="N", help="everything, but one of N file calls, bits and lengths")
    parser.add_argument("--only", choices=KINDS, help="one kind of trial")
    asked = parser.parse_args()
    amount = sampled(asked.every) if asked.every else ALL if asked.all else QUICK
    with tempfile.TemporaryDirectory(prefix="faults-") as folder:
        tallies = list(_told(_tallies(Path(folder), amount, [asked.only] if asked.only else list(KINDS))))
    print(as_markdown(tallies))
    return int(not all(tally.holds for tally in tallies))


def _tallies(work: Path, amount: Amount, kinds: Iterable[str]) -> Iterator[Tally]:
    processes = Processes()
    try:
        trials = Trials(work, processes).make()
        cleans = list(commands(trials, everything=amount.everything))
        for kind in kinds:
            yield from KINDS[kind](trials, cleans, amount)
    finally:
        processes.close()


def _told(tallies: Iterable[Tally]) -> Iterator[Tally]:
    for tally in tallies:
        print(" · ".join(tally.row), file=sys.stderr)
        for note in () if tally.loses_on_purpose else dict.fromkeys(tally.notes):
            print("    " + " ".join(note.split()), file=sys.stderr)
        yield tally


if __name__ == "__main__":
    sys.exit(main())
