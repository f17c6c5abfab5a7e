"""A disk that fails, or a power cut, at a chosen call: put in place of ``os`` in `followup.vault.files`."""

import os
from collections.abc import Callable
from typing import Any

CALLS = ("open", "read", "write", "fsync", "close", "replace", "unlink", "listdir", "scandir")
"""The calls that are counted."""


class FaultyDisk:
    """``os``, but before (or ``after``) the ``at``-th counted call, from 1, ``fault(name)`` happens."""

    def __init__(self, at: int, fault: Callable[[str], object], *, after: bool = False) -> None:
        self.at, self.count, self._fault, self._after = at, 0, fault, after

    def __getattr__(self, name: str) -> Any:
        real = getattr(os, name)
        return self._counted(name, real) if name in CALLS else real

    def _counted(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **named: Any) -> Any:
            self.count += 1
            due = self.count == self.at
            if due and not self._after:
                self._fault(name)
            try:
                return real(*arguments, **named)
            finally:
                if due and self._after:
                    self._fault(name)

        return call
