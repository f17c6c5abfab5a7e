"""Faults at a chosen file call of a whole command: the functions of ``os`` that touch the casebook are counted.

Only calls on the folders of the trial count, so that Python's own imports do not.
"""

import builtins
import errno
import fcntl
import io
import os
import signal
import stat
from collections.abc import Callable
from datetime import datetime, tzinfo
from typing import Any

BY_PATH = ("open", "replace", "rename", "unlink", "remove", "rmdir", "mkdir", "listdir", "scandir", "link", "chmod")
BY_HANDLE = ("read", "write", "fsync", "close", "fchmod", "ftruncate")

Json = dict[str, Any]
Happens = Callable[[str], None]


class CountedCalls:
    """Every file call in ``roots``, in order; at the ``at``-th, from 1, ``happens(name)``, before it or ``after``."""

    def __init__(self, roots: list[str], at: int, happens: Happens, *, after: bool) -> None:
        self._roots, self._at, self._happens, self._after = tuple(map(os.path.realpath, roots)), at, happens, after
        self._handles: set[int] = set()
        self._inside = False
        self.made: list[str] = []

    def put_in_place(self) -> None:
        """From now on the calls of this process are counted."""
        for name in BY_PATH:
            setattr(os, name, self._by_path(name, getattr(os, name)))
        for name in BY_HANDLE:
            setattr(os, name, self._by_handle(name, getattr(os, name)))
        fcntl.flock = self._by_handle("flock", fcntl.flock)  # type: ignore[assignment]
        io.open = builtins.open = self._by_path("open", io.open)  # type: ignore[assignment]

    def _is_ours(self, path: object) -> bool:
        if not isinstance(path, str | os.PathLike):
            return False
        return os.path.abspath(os.fspath(path)).startswith(self._roots)  # noqa: PTH100 - no call of the disk

    def _by_path(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(path: Any = ".", *arguments: Any, **named: Any) -> Any:
            if self._inside or not self._is_ours(path):
                return real(path, *arguments, **named)
            called = "create" if name == "open" and _writes(*arguments, **named) else name
            done = self._counted(called, lambda: real(path, *arguments, **named))
            if name == "open" and isinstance(done, int):
                self._handles.add(done)
            return done

        return call

    def _by_handle(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(handle: Any, *arguments: Any, **named: Any) -> Any:
            if self._inside or handle not in self._handles:
                return real(handle, *arguments, **named)
            if name == "close":
                self._handles.discard(handle)
            return self._counted(name, lambda: real(handle, *arguments, **named))

        return call

    def _counted(self, name: str, act: Callable[[], Any]) -> Any:
        self.made.append(name)
        due = len(self.made) == self._at
        if due and not self._after:
            self._happens(name)
        self._inside = True
        try:
            done = act()
        finally:
            self._inside = False
        if due and self._after:
            self._happens(name)
        return done


def _writes(how: int | str = "r", *_: object, mode: int | str = "r", **__: object) -> bool:
    if isinstance(how, int):
        return bool(how & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))
    return not {"w", "a", "x", "+"}.isdisjoint(f"{how}{mode}")


def killed(_: str) -> None:
    """The process ends here, as by a power cut: nothing is closed, nothing is cleaned up."""
    os.kill(os.getpid(), signal.SIGKILL)


def failing(number: int, *, after: bool) -> Happens:
    """The call fails with this error; a close that fails has closed all the same."""

    def fail(name: str) -> None:
        if after or name != "close":
            raise OSError(number, os.strerror(number))

    return fail


def folder_flush_fails(number: int) -> Callable[[int], None]:
    """``fsync`` of folders fails, of files it works."""
    real = os.fsync

    def fsync(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(number, os.strerror(number))
        real(handle)

    return fsync


def without_flushing(*, folders_only: bool) -> Callable[[int], None]:
    """``fsync`` that flushes nothing, or no folder: the controls that must lose something at a power cut."""
    real = os.fsync

    def fsync(handle: int) -> None:
        if folders_only and not stat.S_ISDIR(os.fstat(handle).st_mode):
            real(handle)

    return fsync


def put_in_place(fault: Json, roots: list[str]) -> CountedCalls:
    """Let ``fault`` happen in this process; what was counted is in the result."""
    kind, at, after = fault.get("kind", "none"), fault.get("at", 0), fault.get("after", False)
    number = fault.get("errno", errno.EIO)
    happens = failing(number, after=after) if kind == "error" else killed
    counted = CountedCalls(roots, at if kind in ("kill", "error") else 0, happens, after=after)
    if kind == "folder flush":
        os.fsync = folder_flush_fails(number)
    elif kind in ("no flush", "no folder flush"):
        os.fsync = without_flushing(folders_only=kind == "no folder flush")
    elif kind == "limit":
        _limit(fault)
    counted.put_in_place()
    return counted


def set_clock(day: str | None) -> None:
    """The laptop's clock, as a command asks it, says eight o'clock on this day."""
    if day is None:
        return
    from followup_cli import context

    class WrongClock(datetime):
        """The real one, but that now is another day."""

        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:
            return datetime.fromisoformat(f"{day}T08:00:00+00:00").astimezone(tz)

    os.environ.pop("FOLLOWUP_TODAY", None)
    vars(context)["datetime"] = WrongClock


def _limit(fault: Json) -> None:
    import resource

    which = {"size": resource.RLIMIT_FSIZE, "handles": resource.RLIMIT_NOFILE}[fault["of"]]
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(which, (fault["to"], fault["to"]))
