"""The keys that turn pages, one at a time and without Enter, on POSIX and on Windows."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import Enum, auto


class Key(Enum):
    """What a key does to a page."""

    DOWN = auto()
    UP = auto()
    FORWARD = auto()
    BACK = auto()
    FIRST = auto()
    LAST = auto()
    LEAVE = auto()


KeyReader = Callable[[float], Key | None]
"""The key pressed within so many seconds; None if none was, or one that means nothing here."""

_LETTERS = {
    **dict.fromkeys(("\r", "\n", "j"), Key.DOWN),
    "k": Key.UP,
    **dict.fromkeys((" ", "f"), Key.FORWARD),
    "b": Key.BACK,
    "g": Key.FIRST,
    "G": Key.LAST,
    **dict.fromkeys(("q", "Q", "\x1b", "\x04", ""), Key.LEAVE),
}
_POSIX = {
    **dict.fromkeys(("\x1b[B", "\x1bOB"), Key.DOWN),
    **dict.fromkeys(("\x1b[A", "\x1bOA"), Key.UP),
    "\x1b[6~": Key.FORWARD,
    "\x1b[5~": Key.BACK,
    **dict.fromkeys(("\x1b[H", "\x1bOH", "\x1b[1~"), Key.FIRST),
    **dict.fromkeys(("\x1b[F", "\x1bOF", "\x1b[4~"), Key.LAST),
}
_WINDOWS = {"P": Key.DOWN, "H": Key.UP, "Q": Key.FORWARD, "I": Key.BACK, "G": Key.FIRST, "O": Key.LAST}
"""What follows the sign that a special key begins with."""

if sys.platform == "win32":
    import msvcrt

    @contextmanager
    def pressed_keys() -> Iterator[KeyReader]:
        """Read keys while a page is shown."""
        yield _read_key

    def _read_key(seconds: float) -> Key | None:
        until = time.monotonic() + seconds
        while not msvcrt.kbhit():
            if time.monotonic() >= until:
                return None
            time.sleep(0.02)
        key = msvcrt.getwch()
        if key == "\x03":
            raise KeyboardInterrupt
        return _WINDOWS.get(msvcrt.getwch()) if key in "\x00\xe0" else _LETTERS.get(key)

else:
    import os
    import select
    import termios
    import tty

    @contextmanager
    def pressed_keys() -> Iterator[KeyReader]:
        """Read keys while a page is shown: nothing typed is echoed, and Ctrl-Z does not leave the page lying open."""
        terminal = sys.stdin.fileno()
        before = termios.tcgetattr(terminal)
        try:
            tty.setcbreak(terminal, termios.TCSADRAIN)
            raw = termios.tcgetattr(terminal)
            raw[6][termios.VSUSP] = b"\0"
            termios.tcsetattr(terminal, termios.TCSADRAIN, raw)
            yield _read_key
        finally:
            termios.tcsetattr(terminal, termios.TCSAFLUSH, before)

    def _read_key(seconds: float) -> Key | None:
        terminal = sys.stdin.fileno()
        if not select.select([terminal], [], [], seconds)[0]:
            return None
        key = os.read(terminal, 16).decode("utf-8", "ignore")
        return _POSIX.get(key) or _LETTERS.get(key if key.startswith("\x1b") else key[:1])
