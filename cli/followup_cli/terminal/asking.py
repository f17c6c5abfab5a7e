"""Asking a person for what is missing: on a terminal only, one question a line, Enter to skip.

Questions go to stderr, so that results can be piped. Nothing typed is kept in any history.
"""

import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from followup.errors import ExitCode, FollowupError
from followup.messages import say
from followup_cli.terminal import person
from followup_cli.terminal.typed import Word, naming_option, term_parser, terms_hint

Value = TypeVar("Value")
AnswerCheck = Callable[[str], Any]
"""Raises a FollowupError for an answer that cannot be."""
AS_LAST_TIME = "="
"""Typed for an answer that is as it was last time."""
LONG_PROMPT = 120
"""Signs of a question beyond which its hint stands on lines of its own."""


@dataclass(frozen=True, slots=True)
class Question:
    """What to ask if the command line (``given``) did not say it.

    ``option`` is named where nobody can be asked; ``default`` is the answer of whoever presses Enter; ``hint`` says
    how to write the answer. A ``needed`` question is asked until it is answered. A ``note`` may have several lines.
    ``last`` is what was answered last time, which ``=`` takes; None where nobody asks that. ``label`` is the question's
    short name in a summary, its text if it has none of its own.
    """

    option: str
    text: str
    given: str = ""
    default: str = ""
    needed: bool = False
    hint: str = ""
    check: AnswerCheck | None = None
    note: bool = False
    last: str | None = None
    label: str | None = None

    def standing(self, answer: str, *, hidden: bool) -> "Question":
        """The question asked again, with what was answered before; a ``hidden`` answer is not shown."""
        if not answer:
            return self
        keeps = say("Enter keeps it") if self.needed else say("Enter keeps it, - takes it away")
        hint = "; ".join(filter(None, (self.hint, keeps)))
        return replace(self, default="" if hidden else answer, hint=hint, needed=self.needed and not hidden)


def answers(questions: Iterable[Question]) -> tuple[str, ...]:
    """The answers, in order: from the command line, from the person, or else the default; Missing if needed."""
    return tuple(answer(question) for question in questions)


def answer(question: Question) -> str:
    """The answer to one question; see `answers`."""
    return parsed_answer(question, checked(question))


def parsed_answer(question: Question, parse: Callable[[str], Value]) -> Value:
    """The answer as ``parse`` makes it of what was typed, once; see `answers`."""
    if not question.given and person.on_terminal():
        return ask_parsed(question, parse)
    typed = question.given or question.default
    if question.needed and not typed:
        raise person.missing_option(question.option)
    with naming_option(question.option):
        return parse(typed)


def chosen_term(option: str, text: str, given: Word | None, vocabulary: type[Word]) -> Word:
    """A word of a closed vocabulary, from the command line or the person; it is always needed."""
    if given is not None:
        return given
    return parsed_answer(Question(option, text, needed=True, hint=terms_hint(vocabulary)), term_parser(vocabulary))


def either(first: str, second: str, question: str, given: bool | None) -> bool:
    """Yes or no, from one of two options or the person; Missing if nobody can be asked."""
    if given is None and not person.on_terminal():
        raise person.missing_option(first, second)
    return agreed(question) if given is None else given


def ask_person(question: Question) -> str:
    """What the person types; see `ask_parsed`."""
    return ask_parsed(question, checked(question))


def ask_parsed(question: Question, parse: Callable[[str], Value]) -> Value:
    """What the person types, as ``parse`` makes it; a wrong answer is explained and asked for again.

    A long hint is told once, before.
    """
    prompt = _prompt(question)
    if len(prompt) > LONG_PROMPT:
        print_note(say("{question}, one of: {words}", question=question.text, words=question.hint))
        prompt = _prompt(replace(question, hint=""))
    while True:
        typed = read_line(prompt, note=question.note, begin=question.default) or question.default
        if typed == AS_LAST_TIME and question.last is not None:
            typed = question.last
            if not typed:
                print_note(say("Nothing was written down last time."))
                continue
        if not typed and question.needed:
            print_note(say("This question needs an answer."))
            continue
        try:
            return parse(typed)
        except FollowupError as error:
            if error.code >= ExitCode.LOCKED:  # not about the answer
                raise
            print_note(f"{error.what} {error.hint}".strip())


def checked(question: Question) -> Callable[[str], str]:
    """A reader that leaves an answer as it was typed, once it was checked."""

    def read(typed: str) -> str:
        if typed and question.check:
            question.check(typed)
        return typed

    return read


def _prompt(question: Question) -> str:
    from followup_cli.terminal.line_editor import note_keys

    last = say("last time {answer}; = is the same", answer=question.last) if question.last else ""
    hints = "; ".join(filter(None, (question.hint, last, note_keys() if question.note else "")))
    hint = f" ({hints})" if hints else ""
    default = f" [{question.default}]" if question.default and not _begun_with(question) else ""
    return f"{question.text}{hint}{default}: "


def agreed(text: str, *, default: bool | None = True, watch: Callable[[str], None] = lambda _: None) -> bool:
    """Yes or no; Enter means ``default``, where there is one. ``watch`` is shown first what was typed."""
    yes, no = say("yes"), say("no")
    choice = f"{yes.capitalize() if default else yes}/{no.capitalize() if default is False else no}"
    while True:
        typed = read_line(f"{text} [{choice}] ")
        watch(typed)
        answer = agrees(typed) if typed else default
        if answer is not None:
            return answer
        print_note(say("Answer yes or no."))


def agrees(typed: str) -> bool | None:
    """Whether yes or no was typed, or how it begins; None for anything else."""
    for word, meaning in ((say("yes"), True), (say("no"), False)):
        if word.startswith(typed.casefold()):
            return meaning
    return None


def read_line(prompt: str, *, note: bool = False, begin: str = "") -> str:
    """What the person types, without the spaces around it; EOFError when the terminal is closed.

    A ``note`` can be begun with a text that is changed in the line.
    """
    from followup_cli.terminal.line_editor import edit_line

    return edit_line(prompt, note=note, begin=begin if note else "").strip()


def _begun_with(question: Question) -> bool:
    """Whether what stands is in the line itself, to be changed there."""
    from followup_cli.terminal.line_editor import can_edit

    return question.note and can_edit()


def print_note(text: str = "", *, indent: int = 2) -> None:
    """Say something between two questions, folded to the window; ``indent`` is that of the lines that follow."""
    import shutil
    import textwrap

    room = max(shutil.get_terminal_size().columns, 20)
    folded = textwrap.fill(text, room, subsequent_indent=" " * indent, break_long_words=False, break_on_hyphens=False)
    print(folded, file=sys.stderr, flush=True)  # noqa: T201


# --- one key --------------------------------------------------------------------------------------------------------


def ask_key(prompt: str, keys: Sequence[str]) -> str:
    """The one of ``keys`` that is pressed, without Enter where the terminal can do that; empty for Enter or Escape."""
    while True:
        print(prompt, end="", file=sys.stderr, flush=True)  # noqa: T201
        key = _read_key().strip("\r\n\x1b \t").casefold()[:1]
        print_note(key if key.isprintable() else "")
        if not key or key in keys:
            return key
        print_note(say("Press one of {keys}, or Enter.", keys=", ".join(keys)))


def _read_key() -> str:
    if sys.platform == "win32":
        return _read_key_on_windows()
    with suppress(ImportError, OSError, ValueError, AttributeError):
        return _read_key_on_posix()
    return read_line("")


def _read_key_on_windows() -> str:
    import msvcrt

    key: str = msvcrt.getwch()  # type: ignore[attr-defined,unused-ignore]
    if key == "\x03":
        raise KeyboardInterrupt
    return key


def _read_key_on_posix() -> str:
    import os
    import termios
    import tty

    terminal = sys.stdin.fileno()
    before = termios.tcgetattr(terminal)
    try:
        tty.setcbreak(terminal, termios.TCSADRAIN)
        key = os.read(terminal, 64)  # a key such as an arrow is several bytes
    finally:
        termios.tcsetattr(terminal, termios.TCSADRAIN, before)
    if key in (b"", b"\x04"):
        raise EOFError
    return key.decode("utf-8", "ignore")
