"""A line on stderr for whatever takes longer than half a second, and nothing for what does not."""

import sys
import time
from types import TracebackType
from typing import Self

QUIET_SECONDS = 0.5
"""Seconds before anything is shown."""
REFRESH_SECONDS = 0.1


class Progress:
    """Told how many of how many are done; shows it on a terminal, and wipes it away at the end."""

    def __init__(self, label: str) -> None:
        self.label = label
        self._next = time.monotonic() + QUIET_SECONDS
        self._width = 0

    def __enter__(self) -> Self:
        return self

    def __call__(self, done: int, of: int) -> None:
        """Say that ``done`` of ``of`` are done."""
        if sys.stderr.isatty() and time.monotonic() >= self._next:
            self._next = time.monotonic() + REFRESH_SECONDS
            self._write(f"{self.label} {done}/{of}")

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._width:
            self._write("")

    def _write(self, text: str) -> None:
        sys.stderr.write("\r" + text.ljust(self._width) + ("" if text else "\r"))
        sys.stderr.flush()
        self._width = len(text)
