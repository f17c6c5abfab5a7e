"""What to say when the disk, or another program, does not let us: always which file, and what to do next."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from followup.errors import DiskFailure, Refused
from followup.messages import say

_CROWDED = (errno.EMFILE, errno.ENFILE)


def another_writer() -> Refused:
    """Somebody else holds the lock."""
    return Refused(
        say("Another followup is writing to this casebook."),
        say("Nothing was changed. Wait until it is done and try again."),
    )


def unreadable(path: str, error: OSError) -> DiskFailure:
    """What to say when the disk does not give a file."""
    if error.errno in (errno.EACCES, errno.EPERM):
        what = say("{file} may not be read by this user.", file=Path(path).name)
        return DiskFailure(what, say("Check who owns the casebook's folder."))
    if error.errno in _CROWDED:
        what = say("Too many files are open on this laptop: {file} could not be read.", file=Path(path).name)
        return DiskFailure(what, say("Close other programs and try again. Nothing is wrong with the file."))
    return DiskFailure(
        say("{file} could not be read from the disk.", file=Path(path).name),
        say("Copy the casebook's folder to another disk before anything else; then run: followup check"),
    )


@contextmanager
def listing(folder: str) -> Iterator[None]:
    """Meanwhile a folder is listed: DiskFailure if it cannot be, FileNotFoundError if it is not there."""
    try:
        yield
    except (FileNotFoundError, NotADirectoryError):
        raise
    except OSError as error:
        raise unreadable(folder, error) from error


def unwritable(path: str, error: OSError) -> DiskFailure:
    """What to say when the disk does not take a file. What was there before is untouched."""
    number, file = error.errno, Path(path).name
    if number in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC), errno.EFBIG):
        what, hint = say("The disk is full: {file} was not written.", file=file), say("Free some space and try again.")
    elif number == errno.EROFS:
        what = say("The disk is read-only: {file} was not written.", file=file)
        hint = say("Make it writable, or name another folder in FOLLOWUP_HOME.")
    elif number in (errno.EACCES, errno.EPERM):
        what = say("{file} may not be written by this user.", file=file)
        hint = say("Check who owns the casebook's folder, or name another one in FOLLOWUP_HOME.")
    elif number in _CROWDED:
        what = say("Too many files are open on this laptop: {file} was not written.", file=file)
        hint = say("Close other programs and try again.")
    elif number == errno.ENOENT:
        what = say("The folder is not there any more: {file} was not written.", file=file)
        hint = say("Is its disk connected? Connect it and try again.")
    else:
        what = say("The disk failed: {file} was not written.", file=file)
        hint = say("Back up the casebook to another disk, then run: followup check")
    return DiskFailure(what, hint + " " + say("Nothing that was saved before is lost."))


@contextmanager
def writing(path: str) -> Iterator[None]:
    """Meanwhile a file or folder is made, moved or removed: DiskFailure if the disk does not let us."""
    try:
        yield
    except OSError as error:
        raise unwritable(path, error) from error
