"""Whether what a command said is true, and what came of it when it was run again."""

import errno
import re
from collections.abc import Callable
from pathlib import Path

from tests.faults.casebooks import NAMES, NEW_PASSPHRASE, PASSPHRASE, Clean, Found, Trials
from tests.faults.processes import Result
from tests.faults.table import Tally

NOT_DONE = re.compile(r"\.case was not written|nothing was (written|changed)", re.IGNORECASE)
HALF_WRITTEN = re.compile(r"\.(tmp|part)$")
SENTENCES = {
    errno.ENOSPC: "full",
    errno.EDQUOT: "full",
    errno.EFBIG: "full",
    errno.EROFS: "read-only",
    errno.EACCES: "may not be",
}
"""What is said of an error of the disk, where it is said at all."""
NOT_READ = re.compile(r"could not be read|cannot be read")
"""What is said of a file that was only to be read, for whatever reason: commands do not always make the same calls."""
SECRETS = (*NAMES, PASSPHRASE, NEW_PASSPHRASE)


def wrong_in(result: Result, clean: Clean, more: int, number: int = 0) -> str:
    """What is not right in what a command said; empty if it is."""
    told = result.out + result.err
    if "Traceback" in told or result.code == 70:
        return "a traceback or an internal error"
    if any(secret in told for secret in SECRETS):
        return "a name or a passphrase is told"
    if result.code > 0 and not result.err.strip():
        return "no sentence"
    if result.code > 0 and clean.entries and more >= clean.entries and NOT_DONE.search(told):
        return "it says that it was not written, and it was"
    if result.code == 5 and SENTENCES.get(number, "") not in told and not NOT_READ.search(told):
        return "another reason is told"
    return ""


def exposed_in(folder: Path) -> list[str]:
    """The files that hold a name or a passphrase as plain text."""
    found = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return [path.name for path in found if any(secret.encode() in path.read_bytes() for secret in SECRETS)]


def left_in(folder: Path) -> list[str]:
    """The files that were left half written."""
    return [path.name for path in sorted(folder.rglob("*")) if HALF_WRITTEN.search(path.name)]


def tried(trials: Trials, clean: Clean, fault: dict[str, object], tally: Tally, **more: object) -> Result:
    """One trial: the command with a fault, what a fresh process finds, and the command run again."""
    trials.put_back()
    result = trials.run(clean.command.line, fault, **more)
    judged(trials, clean, result, tally, f"{clean.command.name} {fault}")
    return result


def judged(
    trials: Trials,
    clean: Clean,
    result: Result,
    tally: Tally,
    where: str,
    number: int = 0,
    mend: Callable[[], object] = lambda: None,
) -> None:
    """Count what came of one trial. ``mend`` is what people do before they run the command again."""
    found = trials.find()
    tally.trials += 1
    _count_kept(clean, result, found, tally, where)
    if wrong := wrong_in(result, clean, found.more_than(clean.before), number):
        tally.wrong += 1
        tally.note(f"{where}: {wrong}: {result.code} {result.err[-300:]}")
    mend()
    again = trials.run(clean.command.line, variables={"FOLLOWUP_PASSPHRASE": found.passphrase})
    _count_again(trials, clean, result, again, tally, where)


def _count_kept(clean: Clean, result: Result, found: Found, tally: Tally, where: str) -> None:
    more, lost = found.more_than(clean.before), len(clean.before.entries - found.entries)
    if result.code == 0:
        tally.acknowledged += clean.entries
        lost += max(0, clean.entries - more)
    elif 0 < more < clean.entries and not clean.command.row_by_row:
        tally.wrong += 1
        tally.note(f"{where}: a half is written")
    if lost:
        tally.lost += lost
        tally.note(f"{where}: {lost} lost: {result.code} {result.err[-300:]}")
    if found.problems:
        tally.unreadable += 1
        tally.note(f"{where}: {found.problems}")


def _count_again(trials: Trials, clean: Clean, first: Result, again: Result, tally: Tally, where: str) -> None:
    found = trials.find()
    more = found.more_than(clean.before)
    if again.code not in (0, 1) or more < clean.entries or "Traceback" in again.err:
        tally.wrong += 1
        tally.note(f"{where}: run again it ends with {again.code}, {more} entries: {again.err[-300:]}")
    if more > clean.entries and (clean.command.known_again or first.code > 0):
        tally.twice += more - clean.entries
        tally.note(f"{where}: written twice; {first.code} {first.err[-300:]}")
    if found.problems or left_in(trials.work / "t"):
        tally.unreadable += bool(found.problems)
        tally.wrong += not found.problems
        tally.note(f"{where}: after it was run again: {found.problems} {left_in(trials.work / 't')}")
    kept = [*exposed_in(trials.home), *exposed_in(trials.state), *exposed_in(trials.files / "calendar")]
    if kept or exposed_in(trials.files / "backups"):
        tally.wrong += 1
        tally.note(f"{where}: exposed in {kept}")
