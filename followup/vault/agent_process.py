"""The process that keeps the data key in memory. Started by `agent` with an empty environment; it imports little.

    main([ADDRESS, VAULT_ID, IDLE_SECONDS, LIMIT_SECONDS, [TOKEN_FILE]])

The key comes through standard input, never as an argument, in the environment or from the disk. One byte is asked
(``?`` for the key, ``!`` to forget it, ``#`` for how long it is kept) followed by the vault's id; the key, the times,
or nothing, is answered. It forgets the key and ends when it has not been asked for a while, or after some hours, sleep
of the laptop included, and when its socket is gone or another one is in its place, so that none is left over that
nobody can reach.
"""
# Raw calls, because a key in memory should not wait for imports:
# ruff: noqa: PTH101, PTH105, PTH108, PTH116, PTH123

import os
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress

from followup import process_memory

KEY_BYTES = 32
ASK, FORGET, ASK_TIMES = b"?", b"!", b"#"
_GLANCE = 5.0
"""Seconds between looks at the clock: a timer stands still while the laptop sleeps, the clock does not."""


def clocks() -> tuple[float, float]:
    """Seconds on two clocks that go on while the laptop sleeps: one that nobody sets, and the one on the wall."""
    if sys.platform == "linux":
        return time.clock_gettime(time.CLOCK_BOOTTIME), time.time()
    if sys.platform == "darwin":
        return time.clock_gettime(time.CLOCK_MONOTONIC), time.time()
    return time.monotonic(), time.time()


class Lease:
    """How long the key is kept: ``idle`` seconds after the last use, ``limit`` seconds at most."""

    def __init__(self, idle: float, limit: float, now: Callable[[], tuple[float, float]] = clocks) -> None:
        self._idle, self._now = idle, now
        self._start = self._used = now()
        self._limit = limit

    def left(self) -> float:
        """Seconds until the key is forgotten, by the clock that is further on; 0 or less when it is time."""
        gone = max(now - start for now, start in zip(self._now(), self._start, strict=True))
        unused = max(now - used for now, used in zip(self._now(), self._used, strict=True))
        return min(self._limit - gone, self._idle - unused)

    def times(self) -> tuple[int, int, int]:
        """Seconds it has been kept, those it is kept unused, and those it is kept at most from now on."""
        gone = max(now - start for now, start in zip(self._now(), self._start, strict=True))
        return int(gone), int(self._idle), max(int(self._limit - gone), 0)

    def renew(self) -> None:
        """The key was used."""
        self._used = self._now()


class KeyAgent:
    """The key in memory, and its answers."""

    def __init__(self, key: bytearray, vault: bytes, lease: Lease) -> None:
        self.key, self.lease = key, lease
        self._vault = vault

    def answer(self, asked: bytes) -> bytes:
        """The key if this vault's is asked for in time, how long it is kept if that is asked, otherwise nothing."""
        if asked[:1] == FORGET:
            self.wipe()
        if not self.key or self.lease.left() <= 0:
            return b""
        if asked == ASK_TIMES + self._vault:
            return b"".join(seconds.to_bytes(4, "big") for seconds in self.lease.times())
        if asked != ASK + self._vault:
            return b""
        self.lease.renew()
        return bytes(self.key)

    def wipe(self) -> None:
        """Overwrite the key."""
        self.key[:] = bytes(len(self.key))
        del self.key[:]


def main(arguments: list[str]) -> int:
    """Read the key, listen, go to the background and serve until it is time."""
    process_memory.close_to_others()
    address, vault, idle, limit = arguments[:4]
    key = bytearray(KEY_BYTES)
    with open(0, "rb", buffering=0, closefd=False) as pipe:
        if _fill(key, pipe.readinto) != KEY_BYTES:
            return 1
    key_agent = KeyAgent(key, vault.encode(), Lease(float(idle), float(limit)))
    try:
        if sys.platform == "win32":
            _serve_pipe(address, arguments[4], key_agent)
        else:
            _serve_socket(address, key_agent)
    finally:
        key_agent.wipe()
    return 0


def _fill(key: bytearray, read_into: Callable[[memoryview], int | None]) -> int:
    filled = 0
    while filled < len(key) and (got := read_into(memoryview(key)[filled:])):
        filled += got
    return filled


if sys.platform != "win32":
    import _socket
    import select

    def _serve_socket(address: str, key_agent: KeyAgent) -> None:
        listener = _listening(address)
        mine = os.stat(address).st_ino
        _to_the_background(lambda: process_memory.keep_from_swap(key_agent.key))
        try:
            while key_agent.key and (left := key_agent.lease.left()) > 0 and _is_at(address, mine):
                if select.select([listener], [], [], min(left, _GLANCE))[0]:
                    with suppress(OSError):
                        _serve_one(listener, key_agent, lambda: _unlink(address, mine))
        finally:
            key_agent.wipe()
            _unlink(address, mine)

    def _unlink(address: str, mine: int) -> None:
        """Take our socket away, but not the one of an agent that took our place."""
        with suppress(OSError):
            if _is_at(address, mine):
                os.unlink(address)

    def _is_at(address: str, mine: int) -> bool:
        """Whether our socket is still where callers look for it. Its number is no other's while we listen at it."""
        try:
            return os.stat(address).st_ino == mine
        except OSError:
            return False

    def _listening(address: str) -> _socket.socket:
        """A socket that only its owner can reach, put in place by a rename: it listens as soon as it is seen."""
        os.umask(0o177)
        fresh = f"{address}.{os.getpid()}"
        listener = _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM)
        listener.bind(fresh)
        os.chmod(fresh, 0o600)
        listener.listen(16)
        os.replace(fresh, address)
        return listener

    def _to_the_background(settle: Callable[[], object]) -> None:
        """Go on in a process of its own; whoever started us waits until that has left the terminal and is settled."""
        reader, writer = os.pipe()
        if os.fork():
            os.close(writer)
            os._exit(0 if os.read(reader, 1) else 1)
        _detach()
        settle()
        os.write(writer, b".")
        os.close(reader)
        os.close(writer)

    def _detach() -> None:
        """Leave the terminal: a closed window does not end us, and nobody waits for our output."""
        os.setsid()
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        os.chdir("/")
        nowhere = os.open(os.devnull, os.O_RDWR)
        for standard in range(3):
            os.dup2(nowhere, standard)
        os.close(nowhere)

    def _serve_one(listener: _socket.socket, key_agent: KeyAgent, gone: Callable[[], None]) -> None:
        handle, _ = listener._accept()  # type: ignore[attr-defined]  # what socket.accept is made of
        connection = _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM, fileno=handle)
        try:
            connection.settimeout(1.0)
            if _same_user(connection):
                answer = key_agent.answer(connection.recv(256))
                if not key_agent.key:
                    gone()  # before the caller hears of it and may start another agent
                connection.sendall(answer)
        finally:
            connection.close()

    def _same_user(connection: _socket.socket) -> bool:
        """Linux says who calls; elsewhere the folder and the socket let nobody else in."""
        if not hasattr(_socket, "SO_PEERCRED"):
            return True
        caller = connection.getsockopt(_socket.SOL_SOCKET, _socket.SO_PEERCRED, 12)
        return int.from_bytes(caller[4:8], sys.byteorder) == os.getuid()


def _serve_pipe(address: str, token_file: str, key_agent: KeyAgent) -> None:
    """Windows: a named pipe, whose callers prove that they can read a file of the same user."""
    import threading
    from multiprocessing.connection import Listener

    def watch() -> None:
        while key_agent.key and key_agent.lease.left() > 0:
            time.sleep(1.0)
        key_agent.wipe()
        os._exit(0)

    process_memory.keep_from_swap(key_agent.key)
    with open(token_file, "rb") as file:
        listener = Listener(address, family="AF_PIPE", authkey=file.read())
    threading.Thread(target=watch, daemon=True).start()
    sys.stdout.write("ready")
    sys.stdout.close()
    while key_agent.key:
        with suppress(Exception), listener.accept() as connection:
            if connection.poll(1.0):
                connection.send_bytes(key_agent.answer(connection.recv_bytes(256)))
