"""Disks that are full, of bytes or of files, and disks that are read-only: real ones, made for the trial."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path

from tests.faults.casebooks import Clean, Trials
from tests.faults.judging import judged
from tests.faults.table import Tally

PAGE = 4096


@cache
def may_mount(folder: Path) -> bool:
    """Whether this user may make small disks here: root on Linux."""
    if not shutil.which("mount") or getattr(os, "geteuid", lambda: 1)() != 0:
        return False
    place = folder / "may-mount"
    place.mkdir(exist_ok=True)
    if subprocess.run(["mount", "-t", "tmpfs", "none", place], capture_output=True, check=False).returncode:
        return False
    subprocess.run(["umount", place], check=True)
    return True


@contextmanager
def small_disk(trials: Trials, options: str) -> Iterator[Path]:
    """The casebook on a disk of its own, in memory."""
    place = trials.work / "t"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "none", place], check=True)
    try:
        shutil.copytree(trials.template, place, dirs_exist_ok=True)
        yield place
    finally:
        subprocess.run(["umount", "-l", place], check=True)


def changed(place: Path, options: str) -> None:
    """Give the disk other options: more room, or read-only."""
    subprocess.run(["mount", "-o", f"remount,{options}", place], check=True)


def used(trials: Trials) -> tuple[int, int]:
    """The pages and the inodes that the casebook itself takes."""
    with small_disk(trials, "size=64m") as place:
        told = os.statvfs(place)
        return (told.f_blocks - told.f_bfree) * told.f_frsize // PAGE, told.f_files - told.f_ffree


def full_disks(trials: Trials, cleans: list[Clean], room: range) -> Tally:
    """So many pages, or inodes, are left; the command again once there is room."""
    tally = Tally("a full disk, of bytes or of files")
    if not may_mount(trials.work):
        tally.skipped = "needs root on Linux"
        return tally
    pages, inodes = used(trials)
    for one in cleans:
        for free in room:
            for options in (f"size={(pages + free) * PAGE}", f"size=64m,nr_inodes={inodes + free}"):
                _tried(trials, one, options, tally)
    return tally


def _tried(trials: Trials, one: Clean, options: str, tally: Tally) -> None:
    with small_disk(trials, options) as place:
        result = trials.run(one.command.line)
        room = partial(changed, place, "size=64m,nr_inodes=20000")
        judged(trials, one, result, tally, f"{one.command.name} on a disk of {options}", mend=room)


def read_only_disks(trials: Trials, cleans: list[Clean]) -> Tally:
    """Nothing can be written; the command again once it can."""
    tally = Tally("a read-only disk")
    if not may_mount(trials.work):
        tally.skipped = "needs root on Linux"
        return tally
    for one in cleans:
        with small_disk(trials, "size=64m") as place:
            changed(place, "ro")
            result = trials.run(one.command.line)
            judged(trials, one, result, tally, f"{one.command.name}, read-only", mend=partial(changed, place, "rw"))
    return tally
