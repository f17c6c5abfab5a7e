"""What the person sees when something goes wrong: a sentence, what to do next, and the right exit code.

Nothing here repeats what was typed, nor any value of the program: either may hold a name.
"""

import os
import re
import sys
from collections.abc import Iterable, Sequence
from typing import Any

import typer

from followup.errors import Exit, FollowupError
from followup.messages import say

INTERRUPTED = 130
INTERNAL = 70


def tell(trouble: BaseException, typed: Sequence[str]) -> int:
    """Print what ``trouble`` means for the person to stderr; the exit code. ``typed`` is the command line."""
    if isinstance(trouble, SystemExit):
        return trouble.code if isinstance(trouble.code, int) else Exit.USAGE
    if isinstance(trouble, FollowupError):
        _say(trouble.what, trouble.hint)
        return trouble.code
    if isinstance(trouble, (KeyboardInterrupt, typer.Abort, EOFError)):
        _say("", say("Stopped. What was saved before is kept; nothing else was written."))
        return INTERRUPTED
    if isinstance(trouble, BrokenPipeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.DISK
    if hasattr(trouble, "format_message"):
        return _usage(trouble, typed)
    if isinstance(trouble, OSError):
        _say(
            say("The disk or a file could not be used ({name}).", name=type(trouble).__name__),
            say("Check that the disk is not full and the folder can be written to. What was saved before is kept."),
        )
        return Exit.DISK
    return _internal(trouble)


def tell_all(problems: Iterable[FollowupError]) -> None:
    """Print several problems to stderr, one after the other."""
    for problem in problems:
        _say(problem.what, problem.hint)


def _usage(trouble: Any, typed: Sequence[str]) -> int:
    """A command typed wrong. The message keeps option names and known choices, never the values that were typed."""
    message = _without(typed, trouble.format_message())
    if type(trouble).__name__ == "NoSuchOption":
        message = message.replace(trouble.option_name, "…", 1)
    ctx = getattr(trouble, "ctx", None)
    hint = say("See: {command} --help", command=ctx.command_path) if ctx else say("See: followup --help")
    _say(message, hint)
    return Exit.USAGE


def _without(typed: Sequence[str], message: str) -> str:
    """``message`` with every value from the command line left out, the longest first; options that exist stay."""
    values = {value for word in typed for value in _values(word)}
    for value in sorted(values, key=len, reverse=True):
        message = re.sub(rf"(?<![\w-]){re.escape(value)}(?!\w)", "…", message)
    return message


def _values(word: str) -> list[str]:
    if not word.startswith("-"):
        return [word] if word else []
    return [value for value in word.partition("=")[2:] if value]


def _internal(trouble: BaseException) -> int:
    """A mistake of ours: where it happened, but no value, since a value may be a name."""
    frame = trouble.__traceback__
    while frame and frame.tb_next:
        frame = frame.tb_next
    place = f"{os.path.basename(frame.tb_frame.f_code.co_filename)}:{frame.tb_lineno}" if frame else "?"  # noqa: PTH119
    _say(
        say("Something went wrong inside followup ({kind} at {place}).", kind=type(trouble).__name__, place=place),
        say("What was saved before is kept. Please tell the developers the words in brackets; they hold no names."),
    )
    return INTERNAL


def _say(what: str, hint: str) -> None:
    for sentence in (what, hint):
        if sentence:
            print(sentence, file=sys.stderr)  # noqa: T201
