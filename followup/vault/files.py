"""The one module that writes: whole files, atomically, under one lock.

A save is a new file in the same folder, written, flushed to the disk and renamed over the old one; the folder is
flushed last. Whatever fails in between, the old file is whole. Paths are plain text and the calls are those of ``os``:
the tests put a faulty disk in place of ``os`` here and kill the program at each call.
"""
# Raw calls, so that each can be made to fail in tests, and fast over thousands of files:
# ruff: noqa: PTH101, PTH103, PTH105, PTH108, PTH110, PTH116, PTH118, PTH120, PTH208

import os
import re
import stat
import sys
import time
from _thread import RLock
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import partial

from followup.vault.disk_errors import another_writer, listing, unreadable, unwritable, writing
from followup.vault.locking import PATIENCE, folder_locked, is_at, wait_for

WINDOWS = sys.platform == "win32"

Stamp = tuple[int, int, int]
"""Size (bytes), time of change (ns) and inode of a file."""

UNCONFIRMED: set[str] = set()
"""Folders in which something was put in place, but the disk did not confirm it: it is there, unless the power fails."""

_TEMPORARY = re.compile(r"\..+\.[0-9a-f]{16}\.tmp")
_RENAMES = 12
"""Tries of a rename, or of a read, while Windows says that somebody has the file open; 2 seconds in all."""
_LOCKS = 100
"""Tries of a lock whose file is deleted again and again."""


def inside(folder: str, *names: str) -> str:
    """The path of a file or folder inside ``folder``."""
    return os.path.join(folder, *names)


def name_of(path: str) -> str:
    """The name of a file, without the folders it lies in."""
    return os.path.split(path)[1]


def exists(path: str) -> bool:
    """Whether there is a file or folder at ``path``."""
    return os.path.exists(path)


def names(folder: str) -> list[str]:
    """What ``folder`` holds, unsorted; DiskFailure if it cannot be listed, FileNotFoundError if it is not there."""
    with listing(folder):
        return os.listdir(folder)


def names_if_there(folder: str) -> list[str]:
    """The same; nothing where the folder is not there."""
    with suppress(FileNotFoundError):
        return names(folder)
    return []


def inodes(folder: str) -> dict[str, int]:
    """What ``folder`` holds, by name in their order, with the inode of each as the listing has it: on Windows 0."""
    with listing(folder), os.scandir(folder) as entries:
        found = {entry.name: 0 if WINDOWS else entry.inode() for entry in entries}
    return {name: found[name] for name in sorted(found)}


def identity_of(folder: str) -> int:
    """What the file system calls a folder, whatever its name; 0 if it does not say."""
    try:
        return os.stat(folder).st_ino
    except OSError:
        return 0


def is_mine(path: str) -> bool:
    """Whether ``path`` is there, belongs to this user (no link somebody else made) and is closed to all others."""
    if sys.platform == "win32":
        return os.path.exists(path)
    try:
        found = os.lstat(path)
    except (OSError, ValueError):
        return False
    return found.st_uid == os.getuid() and not stat.S_ISLNK(found.st_mode) and not found.st_mode & 0o077


def stamps(folder: str, names: Iterable[str]) -> Iterator[tuple[str, Stamp]]:
    """The name and the stamp of each of these files in ``folder``, in their order, but for those that are gone.

    Windows lists no inodes (0), but renews the time at every rename.
    """
    with listing(folder), _looking_in(folder) as look_at:
        for name in names:
            try:
                seen = look_at(name)
            except (FileNotFoundError, KeyError):  # renamed meanwhile
                continue
            yield name, (seen.st_size, seen.st_mtime_ns, seen.st_ino)


@contextmanager
def _looking_in(folder: str) -> Iterator[Callable[[str], os.stat_result]]:
    """What looks at a file by its name: from the open folder, where the way is short; on Windows in one listing."""
    if WINDOWS:
        with os.scandir(folder) as entries:
            yield {entry.name: entry.stat(follow_symlinks=False) for entry in entries}.__getitem__
    else:
        handle = os.open(folder, os.O_RDONLY)
        try:
            yield partial(os.stat, dir_fd=handle)
        finally:
            os.close(handle)


def stamp(path: str) -> Stamp | None:
    """The same of one file, as a listing of its folder says it; None if it is not there."""
    try:
        seen = os.stat(path)
    except OSError:
        return None
    return seen.st_size, seen.st_mtime_ns, 0 if WINDOWS else seen.st_ino


def read(path: str) -> bytes:
    """The whole file; FileNotFoundError if there is none, DiskFailure if the disk does not give it."""
    for tries in range(_RENAMES):
        try:
            handle = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        except FileNotFoundError:
            raise
        except OSError as error:
            if not _busy(error, tries):
                raise unreadable(path, error) from error
        else:
            return _drained(handle, path)
    raise AssertionError("the last try returns or raises")


def beginning(path: str, size: int = 64) -> bytes:
    """The first bytes of a file; FileNotFoundError if there is none, or it is a folder."""
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    except FileNotFoundError:
        raise
    except OSError as error:
        raise unreadable(path, error) from error
    try:
        return os.read(handle, size)
    except IsADirectoryError as error:
        raise FileNotFoundError(path) from error
    except OSError as error:
        raise unreadable(path, error) from error
    finally:
        with suppress(OSError):
            os.close(handle)


def _drained(handle: int, path: str) -> bytes:
    parts = []
    try:
        while part := os.read(handle, 1 << 20):
            parts.append(part)
    except OSError as error:
        raise unreadable(path, error) from error
    finally:
        with suppress(OSError):
            os.close(handle)
    return b"".join(parts)


def save(path: str, content: bytes, *, durable: bool = True) -> None:
    """Put ``content`` at ``path``, all or nothing; when this returns it survives a power cut, if ``durable``.

    DiskFailure if it did not work; what was at ``path`` before is then still there. Once it is in place it counts as
    written, whatever the disk says of the folder: that is noted in ``UNCONFIRMED``.
    """
    folder, name = os.path.split(path)
    temporary = os.path.join(folder, f".{name}.{os.urandom(8).hex()}.tmp")
    try:
        _written(temporary, content, durable)
        _renamed(temporary, path)
    except BaseException as error:
        with suppress(OSError):
            os.unlink(temporary)
        if isinstance(error, OSError):
            raise unwritable(path, error) from error
        raise
    if durable:
        _confirm(folder)


def _confirm(folder: str) -> None:
    try:
        _flush_folder(folder)
    except OSError:
        UNCONFIRMED.add(folder)


def _written(path: str, content: bytes, durable: bool) -> None:
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
    handle = os.open(path, flags, 0o600)
    try:
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(handle, rest) :]
        if durable:
            _flush(handle)
    finally:
        os.close(handle)


def _flush(handle: int) -> None:
    """Down to the medium; plain fsync on macOS stops at the drive's own cache."""
    if sys.platform == "darwin":
        import fcntl

        with suppress(OSError):  # file systems that do not know it fall through to fsync
            fcntl.fcntl(handle, fcntl.F_FULLFSYNC)
            return
    os.fsync(handle)


def _flush_folder(folder: str) -> None:
    """Make a rename durable. Windows cannot open a folder, and orders its journal itself."""
    if WINDOWS:
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        _flush(handle)
    finally:
        os.close(handle)


def _renamed(temporary: str, path: str) -> None:
    for tries in range(_RENAMES):
        try:
            os.replace(temporary, path)
        except OSError as error:
            if not os.path.lexists(temporary):  # it is done, though the disk says no
                UNCONFIRMED.add(os.path.split(path)[0])
                return
            if not _busy(error, tries):
                raise
        else:
            return


def _busy(error: OSError, tries: int) -> bool:
    """Whether to try once more: on Windows a virus scanner or a reader keeps a file for a moment. Waits meanwhile."""
    if not WINDOWS or not isinstance(error, PermissionError) or tries == _RENAMES - 1:
        return False
    time.sleep(0.03 * (tries + 1))
    return True


def move(path: str, target: str) -> None:
    """Give a file another name on the same disk, in place of what was there; it survives a power cut."""
    with writing(target):
        _renamed(path, target)
        _flush_folder(os.path.dirname(target) or ".")


def remove(path: str) -> None:
    """Take a file away, if it is there."""
    with writing(path), suppress(FileNotFoundError):
        os.unlink(path)


def put_aside(path: str, folder: str) -> None:
    """Move a file into ``folder`` (made if need be), under its name and something random, so that it replaces none."""
    make_private(folder)
    with writing(path), suppress(FileNotFoundError):
        os.replace(path, os.path.join(folder, f"{name_of(path)}.{os.urandom(4).hex()}"))


def below(folder: str) -> Iterator[str]:
    """The path of every file in ``folder`` and the folders in it, sorted; links are not followed."""
    for place, folders, found in os.walk(folder):
        folders.sort()
        yield from (os.path.join(place, name) for name in sorted(found))


def make_private(path: str) -> None:
    """A folder that only its owner can enter, and its parents; the folder above is flushed."""
    with writing(path):
        os.makedirs(path, mode=0o700, exist_ok=True)
        if not WINDOWS and stat.S_IMODE(os.stat(path).st_mode) & 0o077:
            with suppress(PermissionError):  # a stick that knows no owners: what is on it is sealed all the same
                os.chmod(path, 0o700)
    _confirm(os.path.dirname(path) or ".")


def make_folder(path: str) -> None:
    """A folder, and those above it, as the user makes folders; one that is there stays as it is."""
    with writing(path):
        os.makedirs(path, exist_ok=True)


def sweep(folder: str, of: str = "") -> None:
    """Remove what killed programs left half written in ``folder``; only while the lock is held, so none is in use.

    In a folder of several casebooks only what is left of the file called ``of``.
    """
    with suppress(OSError):
        for name in os.listdir(folder):
            if is_temporary(name) and name.startswith(f".{of}"):
                with suppress(OSError):
                    os.unlink(os.path.join(folder, name))


def is_temporary(name: str) -> bool:
    """Whether a file of this name is one of our own, half written."""
    return name.endswith(".tmp") and _TEMPORARY.fullmatch(name) is not None


class Lock:
    """One writer at a time, over all processes and threads; may be taken again by the thread that holds it.

    ``check`` is called each time it was taken; what it raises is raised, and the lock is given back.
    What is noted with ``at_end`` is called each time before it is given back.
    """

    def __init__(self, path: str, check: Callable[[], None] = lambda: None) -> None:
        self._path, self._check = path, check
        self._thread = RLock()
        self._depth = 0
        self._at_end: list[Callable[[], None]] = []

    def at_end(self, act: Callable[[], None]) -> None:
        """Do this each time before the lock is given back."""
        self._at_end.append(act)

    @property
    def is_held(self) -> bool:
        """Whether this process holds it."""
        return self._depth > 0

    @contextmanager
    def held(self, patience: float = PATIENCE) -> Iterator[None]:
        """Hold the lock; Refused if another holds it for longer than ``patience`` seconds."""
        if not self._thread.acquire(timeout=patience):
            raise another_writer()
        try:
            handles = self._taken(time.monotonic() + patience) if self._depth == 0 else ()
            self._depth += 1
            try:
                if handles:
                    self._check()
                yield
            finally:
                self._end(handles)
        finally:
            self._thread.release()

    def _end(self, handles: tuple[int, ...]) -> None:
        try:
            for act in self._at_end if handles else ():
                act()
        finally:
            self._depth -= 1
            for handle in handles:
                with suppress(OSError):
                    os.close(handle)  # gives the lock back; so does the end of the process, however it comes

    def _taken(self, until: float) -> tuple[int, ...]:
        """The lock's file and its folder, which is locked as well: whoever deletes the file lets nobody in."""
        for _ in range(_LOCKS):
            handle = self._opened()
            try:
                wait_for(handle, self._path, until)
                if is_at(handle, self._path):
                    return handle, *folder_locked(os.path.dirname(self._path), until)
            except BaseException:
                os.close(handle)
                raise
            os.close(handle)  # deleted while we waited: there is another file of that name, or none
        raise another_writer()

    def _opened(self) -> int:
        with writing(self._path):
            return os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
