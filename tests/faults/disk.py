"""Kills and errors at each file call of real commands, each followed by the same command once more."""

import errno
import random
from collections.abc import Iterator

from tests.faults.casebooks import COMMANDS, QUICK, Clean, Trials, clean
from tests.faults.judging import judged, tried
from tests.faults.table import Tally

READING = (errno.EIO, errno.EACCES, errno.ENFILE, errno.EMFILE)
WRITING = (errno.EIO, errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EDQUOT, errno.EINVAL, errno.ENFILE, errno.EMFILE)
READS = ("open", "read", "listdir", "scandir", "close")
"""The calls that read; a close as well."""


def commands(trials: Trials, *, everything: bool) -> Iterator[Clean]:
    """What the commands do undisturbed, each when it is asked for."""
    for command in COMMANDS:
        if everything or command.name in QUICK:
            yield clean(trials, command)


def killed_at_each_call(trials: Trials, cleans: list[Clean], every: int) -> Tally:
    """SIGKILL before, or after, every file call of each command; of ``every`` calls one."""
    tally = Tally("killed at a file call")
    for one in cleans:
        for at in range(1, len(one.calls) + 1, every):
            tried(trials, one, {"kind": "kill", "at": at, "after": at % 2 == 0}, tally)
    return tally


def killed_at_random(trials: Trials, cleans: list[Clean], times: int) -> Tally:
    """SIGKILL at any moment."""
    tally, chance = Tally("killed at a random moment"), random.Random(13)
    for _ in range(times):
        one = chance.choice(cleans)
        trials.put_back()
        result = trials.run(one.command.line, kill_after=chance.uniform(0, 0.3))
        judged(trials, one, result, tally, f"{one.command.name}, killed at random")
    return tally


def an_error_at_each_call(trials: Trials, cleans: list[Clean], every: int) -> Tally:
    """Each call fails, with one of the errors that disks give, in turn."""
    tally = Tally("an error at a file call")
    for one in cleans:
        for at in range(1, len(one.calls) + 1, every):
            errors = READING if one.calls[at - 1] in READS else WRITING
            number = errors[at // every % len(errors)]
            fault = {"kind": "error", "at": at, "errno": number}
            trials.put_back()
            result = trials.run(one.command.line, fault)
            where = f"{one.command.name}, {errno.errorcode[number]} at call {at} ({one.calls[at - 1]})"
            judged(trials, one, result, tally, where, number)
    return tally


def the_folder_is_not_flushed(trials: Trials, cleans: list[Clean]) -> Tally:
    """The entry is there after the rename, whatever the disk says of flushing the folder."""
    tally = Tally("the folder cannot be flushed")
    for one in cleans:
        for number in (errno.EIO, errno.EINVAL):
            tried(trials, one, {"kind": "folder flush", "errno": number}, tally)
    return tally


def few_handles_and_small_files(trials: Trials, cleans: list[Clean], limits: range) -> Tally:
    """The system gives few handles, or lets no file grow."""
    tally = Tally("few handles, files that cannot grow")
    for one in cleans:
        for to in limits:
            tried(trials, one, {"kind": "limit", "of": "handles", "to": to}, tally)
            tried(trials, one, {"kind": "limit", "of": "size", "to": 256 * (to - limits.start)}, tally)
    return tally
