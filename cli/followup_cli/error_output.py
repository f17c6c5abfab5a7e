"""What the person sees when something goes wrong: a sentence, what to do next, and the right exit code.

Nothing here repeats what was typed, nor any value of the program: either may hold a name.
"""

import errno
import os
import re
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from contextvars import ContextVar
from typing import Any

import typer

from followup.errors import ExitCode, FollowupError
from followup.messages import say

EXIT_INTERRUPTED = 130
EXIT_INTERNAL = 70
AS_JSON = ContextVar("as_json", default=False)
"""Whether the command was asked for by a program, with ``--json``: then its errors are JSON as well."""


def print_error(error: BaseException, typed: Sequence[str]) -> int:
    """Print what ``error`` means for the person to stderr; the exit code. ``typed`` is the command line."""
    if isinstance(error, SystemExit):
        return error.code if isinstance(error.code, int) else ExitCode.USAGE
    if isinstance(error, FollowupError):
        return _print_sentences(error.what, error.hint, error.code)
    if isinstance(error, (KeyboardInterrupt, typer.Abort, EOFError)):
        stopped = say("Stopped. What was saved before is kept; nothing else was written.")
        return _print_sentences(stopped, "", EXIT_INTERRUPTED)
    if isinstance(error, BrokenPipeError):
        return ExitCode.DISK
    if hasattr(error, "format_message"):
        return _print_usage_error(error, typed)
    if isinstance(error, OSError):
        return _print_sentences(
            say("The disk or a file could not be used: {why}.", why=os.strerror(error.errno or errno.EIO)),
            say("Check that the disk is not full and the folder can be written to. What was saved before is kept."),
            ExitCode.DISK,
        )
    return _print_internal_error(error)


def print_errors(problems: Iterable[FollowupError]) -> None:
    """Print several problems to stderr, one after the other; what to do about several alike comes once, after them."""
    listed = list(problems)
    for number, problem in enumerate(listed, 1):
        alike = not AS_JSON.get() and any(one.hint == problem.hint for one in listed[number : number + 1])
        _print_sentences(problem.what, "" if alike else problem.hint, problem.code)


def _print_usage_error(error: Any, typed: Sequence[str]) -> int:
    """A command typed wrong. The message keeps option names and known choices, never the values that were typed."""
    message = _without_typed_values(typed, error.format_message())
    if type(error).__name__ == "NoSuchOption":
        message = message.replace(error.option_name, "…", 1)
    ctx = getattr(error, "ctx", None)
    hint = say("See: {command} --help", command=ctx.command_path) if ctx else say("See: followup --help")
    if getattr(error, "param", None) and type(error).__name__ == "MissingParameter":
        message = say("{name} is missing: {what}", name=error.param.metavar.strip("{}[]"), what=error.param.help)
    if ctx and type(error).__name__ == "NoSuchOption":
        message, hint = say("There is no option of that name here."), f"{_options_of(ctx, error)} {hint}".strip()
    return _print_sentences(message, hint, ExitCode.USAGE)


def _options_of(ctx: Any, error: Any) -> str:
    """The options there are, the near ones where one is near: program text, and nothing that was typed."""
    from followup.case.known_words import near_words

    there = [name for one in ctx.command.params for name in one.opts if name.startswith("--")]
    near = near_words(error.option_name.lstrip("-"), [name[2:] for name in there])
    if near:
        return say("Did you mean {options}?", options=say(" or ").join(f"--{name}" for name in near))
    return say("There are: {options}.", options=", ".join(there)) if there else ""


def _without_typed_values(typed: Sequence[str], message: str) -> str:
    """``message`` with every value from the command line left out, the longest first; options that exist stay."""
    values = {value for word in typed for value in _typed_values(word)}
    for value in sorted(values, key=len, reverse=True):
        message = re.sub(rf"(?<![\w-]){re.escape(value)}(?!\w)", "…", message)
    return message


def _typed_values(word: str) -> list[str]:
    if not word.startswith("-"):
        return [word] if word else []
    return [value for value in word.partition("=")[2:] if value]


def _print_internal_error(error: BaseException) -> int:
    """A mistake of ours: where it happened, but no value, since a value may be a name."""
    frame = error.__traceback__
    while frame and frame.tb_next:
        frame = frame.tb_next
    place = f"{os.path.basename(frame.tb_frame.f_code.co_filename)}:{frame.tb_lineno}" if frame else "?"  # noqa: PTH119
    return _print_sentences(
        say("Something went wrong inside followup ({kind} at {place}).", kind=type(error).__name__, place=place),
        say("What was saved before is kept. Please tell the developers the words in brackets; they hold no names."),
        EXIT_INTERNAL,
    )


def forget_what_was_written() -> None:
    """A command begins: what one before it wrote in this process is not its own."""
    if context := sys.modules.get("followup_cli.context"):
        context.OPENED.set(None)


def tell_saved(typed: Sequence[str]) -> None:
    """After a command that was stopped, say what it had written down; whatever goes wrong meanwhile, go on."""
    context = sys.modules.get("followup_cli.context")
    if context and (book := context.OPENED.get()):
        from followup_cli.fragments.saved_before import saved_text
        from followup_cli.terminal.notes import print_note

        with suppress(FollowupError, OSError, KeyboardInterrupt):
            if said := saved_text(book, typed):
                print_note(said)


def tell_unconfirmed() -> None:
    """Say so if something was written that the disk did not confirm: it counts as written, so the exit code stays."""
    files = sys.modules.get("followup.vault.files")
    if files and files.UNCONFIRMED:
        from followup_cli.terminal.notes import print_note

        print_note(
            say(
                "Written, but it is not sure to survive a power cut: the disk did not confirm it. Do not write it "
                "again. Back the casebook up to another disk: followup backup"
            )
        )


def drop_what_cannot_be_written() -> None:
    """Empty both streams; where nobody reads them any more, Python is not to complain of it when it ends."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _print_sentences(what: str, hint: str, code: int) -> int:
    """Say what is wrong and what to do next, as JSON to a program that asked for JSON; the exit code."""
    from followup_cli.terminal.json import print_error_json
    from followup_cli.terminal.notes import print_note

    if AS_JSON.get():
        print_error_json(what, hint, code)
        return code
    for sentence in filter(None, (what, hint)):
        print_note(sentence)
    return code
