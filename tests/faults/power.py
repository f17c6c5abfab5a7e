"""Power cuts: an ext4 image is copied at a moment, and the copy is what the laptop finds when it starts again.

What the program had not flushed is only in memory, and so not in the image. Two controls lose on purpose: without
flushing at all, and without flushing the folder. They show that the trial would see a loss.
"""

import random
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.faults.casebooks import Clean, Json, Trials
from tests.faults.full import may_mount
from tests.faults.table import Tally


def may_cut(folder: Path) -> bool:
    """Whether images can be made and mounted here."""
    return bool(may_mount(folder) and shutil.which("mkfs.ext4") and list(Path("/dev").glob("loop[0-9]*")))


@contextmanager
def mounted(image: Path, place: Path) -> Iterator[None]:
    """The image as a disk."""
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    subprocess.run(["mount", "-o", "loop,commit=300", image, place], check=True)
    try:
        yield
    finally:
        _unmount(place)


def _unmount(place: Path, patience: float = 30) -> None:
    """Take the disk out; a process that was killed may keep it busy a moment longer."""
    until = time.monotonic() + patience
    while subprocess.run(["umount", place], capture_output=True, check=False).returncode:
        if time.monotonic() > until:
            raise TimeoutError(f"{place} stays in use")
        time.sleep(0.2)


def an_image(trials: Trials) -> Path:
    """A disk of 16 MB that holds the casebook, and has it flushed."""
    image, place = trials.work / "disk.img", trials.work / "t"
    with image.open("wb") as file:
        file.truncate(16 << 20)
    subprocess.run(["mkfs.ext4", "-q", "-F", image], check=True)
    with mounted(image, place):
        shutil.copytree(trials.template, place, dirs_exist_ok=True)
    return image


def cut(trials: Trials, one: Clean, fault: Json, tally: Tally, *, kill_after: float | None = None) -> None:
    """The command, the power cut as soon as it has answered (or was killed), and what is found after it."""
    image, after, place = an_image(trials), trials.work / "after.img", trials.work / "t"
    with mounted(image, place):
        result = trials.run(one.command.line, fault, kill_after=kill_after)
        shutil.copyfile(image, after)
    with mounted(after, place):
        found = trials.find()
    more, lost = found.more_than(one.before), len(one.before.entries - found.entries)
    tally.trials += 1
    if result.code == 0:
        tally.acknowledged += one.entries
        lost += max(0, one.entries - more)
    tally.lost += lost
    tally.unreadable += bool(found.problems)
    if lost or found.problems:
        tally.note(f"{one.command.name}: {lost} lost of {one.entries}; {found.problems} {result.err[-200:]}")


def _all_cut(trials: Trials, cleans: list[Clean], times: int, fault: Json, tally: Tally) -> Tally:
    if not may_cut(trials.work):
        tally.skipped = "needs root on Linux, ext4 and loop devices"
        return tally
    for number in range(times):
        cut(trials, cleans[number % len(cleans)], fault, tally)
    return tally


def power_cuts(trials: Trials, cleans: list[Clean], times: int) -> Tally:
    """As soon as the command has answered."""
    return _all_cut(trials, cleans, times, {}, Tally("a power cut after an answer"))


def power_cuts_while_writing(trials: Trials, cleans: list[Clean], times: int) -> Tally:
    """At any moment of a command."""
    tally, chance = Tally("a power cut at a random moment"), random.Random(13)
    if not may_cut(trials.work):
        tally.skipped = "needs root on Linux, ext4 and loop devices"
        return tally
    for number in range(times):
        cut(trials, cleans[number % len(cleans)], {}, tally, kill_after=chance.uniform(0, 0.6))
    return tally


def controls(trials: Trials, cleans: list[Clean], times: int) -> Iterator[Tally]:
    """Without flushing, and without flushing the folder: these must lose."""
    for kind in ("no flush", "no folder flush"):
        tally = Tally(f"control: a power cut with {kind}", loses_on_purpose=True)
        yield _all_cut(trials, cleans, times, {"kind": kind}, tally)
