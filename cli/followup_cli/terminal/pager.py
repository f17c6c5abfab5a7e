"""Long pages on a terminal, a screenful at a time.

The program's own and no other: it is the same on every system, no other program is given what a page says, and no file
is written. A page is shown on the second screen of the terminal: nothing of it stays in what can be scrolled back to.
"""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from contextvars import ContextVar
from typing import TYPE_CHECKING, TextIO

from followup.messages import say

if TYPE_CHECKING:
    from followup_cli.terminal.page_keys import Key

NO_PAGER = "--no-pager"
OFF = ContextVar("pager_off", default=False)
"""Whether pages are to be printed as they are."""
WITH_NAMES = ContextVar("pager_with_names", default=False)
"""Whether names were asked for: then a page goes to the second screen however short it is."""

UNWATCHED = 15 * 60
"""Seconds for which names are shown to nobody who presses a key."""

_ENTER, _LEAVE = "\x1b[?1049h", "\x1b[H\x1b[2J\x1b[?1049l"
_HIDE_CURSOR, _SHOW_CURSOR = "\x1b[?25l", "\x1b[?25h"
_HOME, _CLEAR_LINE, _CLEAR_REST = "\x1b[H", "\x1b[K", "\x1b[J"
_REVERSE, _PLAIN = "\x1b[7m", "\x1b[0m"
_FEWEST_ROWS = 3
_GLANCE = 0.2
"""Seconds between looks at the size of the window."""

Painter = Callable[[], Sequence[str]]
"""Makes the lines of a page anew, with their colours, for the window as it is now."""


def without_own_options(typed: Sequence[str]) -> list[str]:
    """What was typed without ``--no-pager``, which may stand anywhere; notes whether it was there."""
    OFF.set(NO_PAGER in typed or bool(os.environ.get("FOLLOWUP_NOPAGER")))
    WITH_NAMES.set("--names" in typed)
    return [word for word in typed if word != NO_PAGER]


def is_needed(lines: int, *, long: bool = True) -> bool:
    """Whether a page of so many lines goes to the second screen, and can: it is ``long``, or tells names."""
    return _can_page() and (WITH_NAMES.get() or (long and lines >= window_size()[1]))


def _can_page() -> bool:
    """Whether there is a second screen, and somebody in front of it."""
    if OFF.get() or os.environ.get("TERM", "").casefold() in ("dumb", "unknown"):
        return False
    person_there = sys.stdin.isatty() and sys.stdout.isatty()
    return person_there and window_size()[1] >= _FEWEST_ROWS and not _is_old_console()


def _is_old_console() -> bool:
    """Whether this is a console of Windows that has no second screen."""
    if sys.platform != "win32":
        return False
    from rich.console import detect_legacy_windows

    return detect_legacy_windows()


def window_size() -> tuple[int, int]:
    """Columns and rows of the window, 0 where they are not known."""
    try:
        columns, rows = os.get_terminal_size(sys.stdout.fileno())
    except (OSError, ValueError):
        return 0, 0
    return columns, rows


def show_in_pages(paint: Painter) -> None:
    """Show a page until the person leaves it; Ctrl-C leaves it as well, and ends nothing else.

    One that tells names closes by itself once nobody has pressed a key for a while, as the casebook does.
    """
    from followup_cli.terminal.page_keys import pressed_keys

    screen, cursor = _second_screen(sys.stdout), _between(sys.stdout, _HIDE_CURSOR, _SHOW_CURSOR)
    with screen, cursor, pressed_keys() as read_key, suppress(KeyboardInterrupt):
        shown, unwatched = _ShownPage(paint), 0.0
        while shown.go_on and not (WITH_NAMES.get() and unwatched > UNWATCHED):
            shown.refresh()
            key = read_key(_GLANCE)
            unwatched = unwatched + _GLANCE if key is None else 0.0
            shown.press(key)


def _second_screen(stream: TextIO) -> AbstractContextManager[None]:
    """A screen of which nothing stays behind on the terminal, once it is left."""
    return _between(stream, _ENTER + _HOME, _LEAVE)


@contextmanager
def _between(stream: TextIO, begin: str, end: str) -> Iterator[None]:
    stream.write(begin)
    stream.flush()
    try:
        yield
    finally:
        stream.write(end)
        stream.flush()


@contextmanager
def out_of_scrollback() -> Iterator[None]:
    """Ask on the second screen of the terminal, where it has one: what is told there cannot be scrolled back to."""
    simple = os.environ.get("TERM", "").casefold() in ("", "dumb", "unknown") and sys.platform != "win32"
    if simple or not (sys.stdin.isatty() and sys.stderr.isatty()) or _is_old_console():
        yield
        return
    with _second_screen(sys.stderr):
        yield


class _ShownPage:
    """A page in a window: from which line on it is shown, and what each key does."""

    def __init__(self, paint: Painter) -> None:
        self.go_on = True
        self._paint = paint
        self._lines: Sequence[str] = ()
        self._size = (0, 0)
        self._top = 0
        self._drawn: tuple[tuple[int, int], int] | None = None

    @property
    def _rows(self) -> int:
        """Rows for the page; the last one of the window says which keys there are."""
        return max(self._size[1] - 1, 1)

    def press(self, key: "Key | None") -> None:
        """Do what a key is for."""
        from followup_cli.terminal.page_keys import Key

        lines = {
            Key.DOWN: self._top + 1,
            Key.UP: self._top - 1,
            Key.FORWARD: self._top + self._rows,
            Key.BACK: self._top - self._rows,
            Key.FIRST: 0,
            Key.LAST: len(self._lines),
        }
        self.go_on = key is not Key.LEAVE
        if key in lines:
            self._go_to(lines[key])

    def _go_to(self, line: int) -> None:
        self._top = min(max(line, 0), max(len(self._lines) - self._rows, 0))

    def refresh(self) -> None:
        """Draw it, if anything changed; lay it out anew where the window did."""
        size = window_size()
        if size != self._size:
            self._size, self._lines = size, self._paint()
            self._go_to(self._top)
        if self._drawn != (size, self._top):
            self._drawn = (size, self._top)
            self._draw()

    def _draw(self) -> None:
        from followup_cli.terminal.layout import cut

        shown = self._lines[self._top : self._top + self._rows]
        text = "".join(f"{line}{_CLEAR_LINE}\r\n" for line in shown)
        foot = cut(self._foot(self._top + len(shown)), max(self._size[0] - 1, 1))
        sys.stdout.write(f"{_HOME}{text}{_REVERSE}{foot}{_PLAIN}{_CLEAR_LINE}{_CLEAR_REST}")
        sys.stdout.flush()

    def _foot(self, last: int) -> str:
        if last >= len(self._lines) and not self._top:
            return say("q: close. Nothing of it stays on the screen.")
        where = say("Lines {first} to {last} of {all}.", first=self._top + 1, last=last, all=len(self._lines))
        if last >= len(self._lines):
            return say("{where} That is the end.  b: back  q: close", where=where)
        return say("{where}  Space: go on  b: back  q: close", where=where)
