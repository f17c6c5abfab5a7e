"""Waiting for another writer: what each system offers to keep all others out of a file or folder meanwhile."""
# Raw calls; see files.py:
# ruff: noqa: PTH116

import errno
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from followup.errors import DiskFailure
from followup.vault.disk_errors import another_writer, unwritable

PATIENCE = 30.0
"""Seconds to wait for another writer."""


def wait_for(handle: int, path: str, until: float) -> None:
    """Lock an open file; Refused if another has it until then, DiskFailure where the disk knows no locks."""
    pause = 0.001
    while True:
        try:
            _try_lock(handle)
        except OSError as error:
            if error.errno not in (errno.EAGAIN, errno.EACCES, errno.EDEADLK):
                raise unwritable(path, error) from error
        else:
            return
        if time.monotonic() >= until:
            raise another_writer()
        time.sleep(pause)
        pause = min(pause * 1.5, 0.02)


def is_at(handle: int, path: str) -> bool:
    """Whether an open file is the one that lies at ``path`` now, and has not been deleted or replaced."""
    try:
        return os.path.samestat(os.fstat(handle), os.stat(path))
    except OSError:
        return False


def folder_locked(folder: str, until: float) -> tuple[int, ...]:
    """A folder that is open and locked; empty on Windows, which opens none, and on disks that know no such locks."""
    if sys.platform == "win32":
        return ()
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return ()
    try:
        wait_for(handle, folder, until)
    except DiskFailure:
        os.close(handle)
        return ()
    except BaseException:
        os.close(handle)
        raise
    return (handle,)


@contextmanager
def folder_held(folder: str) -> Iterator[None]:
    """Others who ask for the same folder wait meanwhile. Windows, where a folder cannot be locked, lets all go on."""
    handles = folder_locked(folder, time.monotonic() + PATIENCE)
    try:
        yield
    finally:
        for handle in handles:
            os.close(handle)


if sys.platform == "win32":

    def _try_lock(handle: int) -> None:
        import msvcrt

        os.lseek(handle, 0, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
else:

    def _try_lock(handle: int) -> None:
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
