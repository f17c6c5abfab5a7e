"""What a process holds in memory stays there: no core file, no other program looks into it, and no swap if need be.

Every command and the agent call `close_to_others` before they know a secret; it costs less than a millisecond, since
``ctypes`` (5 ms and more) is passed by. The agent, which knows the key for hours, calls `keep_from_swap` as well. What
a system refuses is left as it is: what then remains is told in docs/security.md.
"""

import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress

_REFUSED = (ImportError, AttributeError, OSError, ValueError)
"""What a system without the call, or one that does not allow it, answers with."""
_DUMPABLE = 4
"""PR_SET_DUMPABLE of Linux: with 0 there is no core, and /proc/PID/mem, /environ and ptrace are for the system only."""
_DENY_ATTACH = 31
"""PT_DENY_ATTACH of macOS."""
_NOW_AND_LATER = 3
"""MCL_CURRENT | MCL_FUTURE."""

if sys.platform == "win32":

    def close_to_others() -> None:
        """A crash makes no report with what was in memory. Who may look into it is up to Windows."""
        import msvcrt

        with suppress(*_REFUSED):
            msvcrt.SetErrorMode(msvcrt.SEM_FAILCRITICALERRORS | msvcrt.SEM_NOGPFAULTERRORBOX)

    def give_back() -> None:
        """Windows takes what is free by itself."""

    def keep_from_swap(secret: bytearray) -> bool:
        """Keep the page of ``secret`` out of the page file; whether that worked."""
        import ctypes

        with suppress(*_REFUSED):
            place = ctypes.addressof(ctypes.c_char.from_buffer(secret))
            return bool(ctypes.windll.kernel32.VirtualLock(ctypes.c_void_p(place), ctypes.c_size_t(len(secret))))
        return False
else:

    def close_to_others() -> None:
        """No core file, whatever its size may be and wherever it would go, and no debugger of the same user."""
        with suppress(*_REFUSED):
            import resource

            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if sys.platform == "linux":
            _call("prctl", _DUMPABLE, 0, 0, 0, 0)
        elif sys.platform == "darwin":
            _call("ptrace", _DENY_ATTACH, 0, 0, 0)

    def give_back() -> None:
        """Give the system the memory that is free: where it lies between what is in use, glibc would keep it."""
        _call("malloc_trim", 0)

    def keep_from_swap(secret: bytearray) -> bool:
        """Keep this whole process in memory, or what it writes to, or at least ``secret``; whether that worked."""
        return _call("mlockall", _NOW_AND_LATER) == 0 or _locked(written_areas()) or _locked(_place_of(secret))

    def _call(name: str, *numbers: int) -> int:
        """What a function of the C library answers to small numbers; -1 where there is none."""
        with suppress(*_REFUSED):
            import _ctypes

            return int(_ctypes.call_function(_ctypes.dlsym(_ctypes.dlopen(None, 0), name), numbers))  # type: ignore[arg-type,unused-ignore]
        return -1

    def written_areas() -> Iterator[tuple[int, int]]:
        """Where in memory, and how many bytes, this process can write that no file lies under; none but on Linux."""
        with suppress(OSError), open("/proc/self/maps", encoding="utf-8", errors="replace") as areas:  # noqa: PTH123
            for where, rights, _, _, _, *name in map(str.split, areas):
                if rights.startswith("rw") and not (name and name[0].startswith("/")):
                    begin, end = (int(at, 16) for at in where.split("-"))
                    yield begin, end - begin

    def _place_of(secret: bytearray) -> Iterator[tuple[int, int]]:
        import ctypes

        yield ctypes.addressof(ctypes.c_char.from_buffer(secret)), len(secret)

    def _locked(places: Iterable[tuple[int, int]]) -> bool:
        """Whether there were any, and all of them are kept in memory now."""
        with suppress(*_REFUSED):
            import ctypes

            library, found = ctypes.CDLL(None), list(places)
            done = [library.mlock(ctypes.c_void_p(at), ctypes.c_size_t(size)) == 0 for at, size in found]
            return bool(done) and all(done)
        return False
