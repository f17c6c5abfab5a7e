"""What can go wrong, as sentences for people. Each error owns its exit code.

A message never repeats personal data, nor what the user typed: it may be read over a shoulder or kept in a log.
"""

from collections.abc import Iterable
from enum import IntEnum


class ExitCode(IntEnum):
    """Exit codes; see docs/reference.md."""

    DONE = 0
    REFUSED = 1
    USAGE = 2
    LOCKED = 3
    DAMAGED = 4
    DISK = 5


class FollowupError(Exception):
    """What is wrong (``what``, one sentence, already through ``say``) and what to do next (``hint``, may be empty)."""

    code = ExitCode.REFUSED

    def __init__(self, what: str, hint: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.hint = hint


def named(problem: FollowupError, code: str) -> FollowupError:
    """The problem of a case, with the code that people know it by."""
    return type(problem)(f"{code}: {problem.what}", problem.hint) if code else problem


def each_once(problems: Iterable[FollowupError]) -> tuple[FollowupError, ...]:
    """These problems, each once, though several have told of it."""
    return tuple({(problem.what, problem.hint): problem for problem in problems}.values())


class Refused(FollowupError):
    """A rule of the programme says no."""


class Invalid(FollowupError):
    """A value that cannot be: an impossible date, letters in a figure, an unknown code."""

    code = ExitCode.USAGE


class Missing(FollowupError):
    """Something needed was not given, or a code that nobody has."""

    code = ExitCode.USAGE


class Locked(FollowupError):
    """The vault is locked, or the passphrase is wrong."""

    code = ExitCode.LOCKED


class Damaged(FollowupError):
    """A file is damaged, missing, swapped, rolled back or of a newer format."""

    code = ExitCode.DAMAGED


class DiskFailure(FollowupError):
    """The disk is full, read-only or failing; nothing that was acknowledged is lost."""

    code = ExitCode.DISK
