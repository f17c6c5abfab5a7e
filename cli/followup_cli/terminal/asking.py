"""Asking a person for what is missing: on a terminal only, one question a line, Enter to skip.

Questions go to stderr, so that results can be piped. Nothing typed is kept in any history.
"""

import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar

from typer import Abort

from followup.errors import ExitCode, FollowupError, Invalid
from followup.messages import say
from followup.values import Value, field, replace
from followup_cli.terminal import person
from followup_cli.terminal.notes import print_note
from followup_cli.terminal.typed import naming_option, term_parser, term_words
from followup_cli.terminal.words import SHOW_LIST, numbered, numbered_columns, parts_typed, word_meant

if TYPE_CHECKING:
    from followup_cli.terminal.typed import Word

Parsed = TypeVar("Parsed")
AnswerCheck = Callable[[str], Any]
"""Raises a FollowupError for an answer that cannot be."""
AS_LAST_TIME = "="
"""Typed for an answer that is as it was last time."""
TAKEN_AWAY = "-"
"""Typed to take away what stands; a question that needs an answer is asked again."""
LONG_PROMPT = 120
"""Signs of a question beyond which its hint stands on lines of its own."""
ONE_LINE = 79
"""Signs of a question beyond which the words it offers stand in columns before it."""
BACK = "back"
"""Typed, in the words of `say`, to have the question before asked again."""


class StepBack(Exception):
    """The person typed `BACK`: the question before is asked again."""


def step_back(typed: str) -> None:
    """StepBack where the word for it was typed."""
    if typed.casefold() == say(BACK):
        raise StepBack


class Question(Value):
    """What to ask if the command line (``given``) did not say it.

    ``option`` is named where nobody can be asked; ``default`` is the answer of whoever presses Enter; ``hint`` says
    how to write the answer. A ``needed`` question is asked until it is answered. A ``note`` may have several lines.
    ``last`` is what was answered last time, which ``=`` takes; None where nobody asks that. ``label`` is the question's
    short name in a summary, its text if it has none of its own. ``help`` answers a question mark in words of its own.

    ``words`` can be chosen by number, by their beginning, or nearly, which is asked about; of those ``also`` understood
    none is offered; ``otherwise`` are other spellings, each with its word, and ``spelled`` finds the word of one that
    is written in yet another way, or nothing. Where ``several`` may be chosen, commas stand between them. ``new`` makes
    what is asked before a word that is not among them is taken; a closed list has none. Where the words were shown just
    before, ``shown`` keeps them from being shown again; ``?`` shows them at any time.
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
    help: str = ""
    words: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    otherwise: Mapping[str, str] = field(default_factory=dict)
    spelled: Callable[[str], str] = lambda _: ""
    several: bool = False
    new: Callable[[str], str] | None = None
    shown: bool = False

    def standing(self, answer: str, *, hidden: bool) -> "Question":
        """The question asked again, with what was answered before; a ``hidden`` answer is not shown."""
        if not answer:
            return self
        keeps = say("Enter keeps it") if self.needed else say("Enter keeps it, - takes it away")
        said = "" if self.hint.startswith(say("Enter")) else self.hint  # what Enter does where nothing is there yet
        hint = "; ".join(filter(None, (said, keeps)))
        return replace(self, default="" if hidden else answer, hint=hint, needed=self.needed and not hidden)


def answer(question: Question) -> str:
    """The answer: from the command line, from the person, or else the default; Missing if needed."""
    return parsed_answer(question, checked(question))


def parsed_answer(question: Question, parse: Callable[[str], Parsed]) -> Parsed:
    """The same as ``parse`` makes it of what was typed, once."""
    if not question.given and person.on_terminal():
        return ask_parsed(question, parse)
    typed = question.given or question.default
    if question.needed and not typed:
        raise person.missing_option(question.option)
    with naming_option(question.option):
        return parse(typed)


def chosen_term(option: str, text: str, given: "Word | None", vocabulary: type["Word"]) -> "Word":
    """A word of a closed vocabulary, from the command line or the person; it is always needed."""
    if given is not None:
        return given
    return parsed_answer(Question(option, text, needed=True, words=term_words(vocabulary)), term_parser(vocabulary))


def either(first: str, second: str, question: str, given: bool | None) -> bool:
    """Yes or no, from one of two options or the person, who must say it; Missing if nobody can be asked."""
    if given is None and not person.on_terminal():
        raise person.missing_option(first, second)
    return agreed(question, default=None) if given is None else given


def ask_person(question: Question) -> str:
    """What the person types; see `ask_parsed`."""
    return ask_parsed(question, checked(question))


def ask_parsed(question: Question, parse: Callable[[str], Parsed]) -> Parsed:
    """What the person types, as ``parse`` makes it; a wrong answer is explained and asked for again.

    Long hints and lists of words are shown once, before.
    """
    prompt = _introduced_prompt(question)
    while True:
        typed = read_line(prompt, note=question.note, begin=question.default) or question.default
        typed = _behind_the_text(question, typed)
        if told := _no_answer(question, typed):
            print_note(told)
            continue
        if typed == AS_LAST_TIME and question.last is not None:
            typed = question.last
            if not typed:
                print_note(say("Nothing was written down last time."))
                continue
        try:
            meant = _meant(question, typed)
            if meant is not None:
                return parse(meant)
        except FollowupError as error:
            if error.code >= ExitCode.LOCKED:  # not about the answer
                raise
            print_note(f"{error.what} {error.hint}".strip())


def _behind_the_text(question: Question, typed: str) -> str:
    """A sign, or the way back, that was typed behind a text that stands in the line already: it alone is meant."""
    behind = typed.removeprefix(question.default).strip() if question.note and question.default else ""
    return behind if behind.casefold() in (*_SIGNS, SHOW_LIST, say(BACK)) else typed


def _no_answer(question: Question, typed: str) -> str:
    """What is said of a sign or word of the dialogue where it answers nothing; empty for an answer."""
    if typed == SHOW_LIST and not question.words:
        return question.help or _help(question)
    if typed.casefold() == say(BACK) and not question.words and say(BACK) not in question.also:
        return say("There is no question before this one. Answer it, or press Ctrl-C to stop.")
    if typed == AS_LAST_TIME and question.words and question.last is None:
        return say("Here = means nothing. Type a number or a word of the list; ? shows the list.")
    return say("This question needs an answer.") if question.needed and typed in ("", TAKEN_AWAY) else ""


def _help(question: Question) -> str:
    """What can be typed at a question that offers no words."""
    skips = say("an answer is needed") if question.needed else say("Enter alone: no answer")
    enter = say("Enter alone: {answer}", answer=question.default) if question.default else skips
    back = say("back: the question before") if say(BACK) in question.also else ""
    how = "; ".join(filter(None, (question.hint, "" if say("Enter") in question.hint else enter, back)))
    return say("{question}: type the answer, then Enter ({how}).", question=question.text.strip(), how=how)


def checked(question: Question) -> Callable[[str], str]:
    """A reader that leaves an answer as it was typed, once it was checked."""

    def read(typed: str) -> str:
        if typed and question.check:
            question.check(typed)
        return typed

    return read


def _introduced_prompt(question: Question) -> str:
    """The question to be asked, after what is too long to stand in it."""
    if question.words:
        return _prompt(replace(question, hint=_words_hint(question)))
    prompt = _prompt(question)
    if len(prompt) > LONG_PROMPT:
        print_note(say("{question}, one of: {words}", question=question.text, words=question.hint))
        prompt = _prompt(replace(question, hint=""))
    return prompt


def _prompt(question: Question) -> str:
    from followup_cli.terminal.line_editor import note_keys

    last = say("last time {answer}; = is the same", answer=question.last) if question.last else ""
    hints = "; ".join(filter(None, (question.hint, last, note_keys() if question.note else "")))
    hint = f" ({hints})" if hints else ""
    default = f" [{question.default}]" if question.default and not _begun_with(question) else ""
    return f"{question.text}{hint}{default}: "


# --- words of a list ------------------------------------------------------------------------------------------------


def _words_hint(question: Question) -> str:
    """What stands beside a question that offers words: a few with their numbers; many are shown before."""
    commas = say("with commas") if question.several else ""
    few = "; ".join(filter(None, (numbered(question.words), commas, question.hint)))
    if question.shown:
        return "; ".join(filter(None, (say("number or word"), commas, say("?: the list"), question.hint)))
    if len(_prompt(replace(question, hint=few))) <= ONE_LINE:
        return few
    _show_words(question)
    return "; ".join(filter(None, (say("number or word"), commas, question.hint)))


def _show_words(question: Question) -> None:
    for line in numbered_columns(question.words):
        print(line, file=sys.stderr, flush=True)  # noqa: T201


def _meant(question: Question, typed: str) -> str | None:
    """The answer that was meant by what was typed; None where it is to be asked again."""
    if not question.words or typed.casefold() in ("", *_SIGNS, *map(str.casefold, question.also)):
        return typed
    if typed.casefold() == question.default.casefold():
        return question.default
    if typed == SHOW_LIST:
        _show_words(question)
        if question.help:
            print_note(question.help)
        return None
    typed_parts = parts_typed(typed, question.words) if question.several else [typed]
    parts = [_word_meant(question, part) for part in typed_parts]
    known = [part for part in parts if part]
    return ",".join(dict.fromkeys(known)) if len(known) == len(parts) else None


_SIGNS = (TAKEN_AWAY, AS_LAST_TIME)
"""Answers to any question: to take away what stands, and as last time."""


def _word_meant(question: Question, typed: str) -> str | None:
    """The word of the list, or the new one; None where it is to be asked again. Invalid where nothing is like it."""
    word, near = word_meant(typed, question.words, question.otherwise, closed=not question.new)
    if word := word or question.spelled(typed):
        return word
    if near:
        found = _agreed_word(question, say("{word}?", word=near[0]), near[0]) if len(near) == 1 else which_word(near)
        if found != "":
            return found
    if question.new and not typed.isdecimal():
        return _agreed_word(question, question.new(typed), typed, default=False) or None
    if near:
        return None
    raise Invalid(say("That is not in the list."), say("Type a number or a word of it; ? shows the list."))


def _agreed_word(question: Question, text: str, word: str, *, default: bool = True) -> str | None:
    """``word``, if the person says yes; empty for no. Whoever types another word instead means that one."""
    typed = read_line(_yes_or_no(text, default=default))
    said = agrees(typed) if typed else default
    if said is None:
        return _meant(question, typed)
    return word if said else ""


def which_word(near: Sequence[str]) -> str:
    """Which of some near words is meant; empty for none of them."""
    if len(near) == 1:
        return near[0] if agreed(say("{word}?", word=near[0])) else ""
    return ask_person(Question("", say("Which one"), words=tuple(near), hint=say("Enter: none of these")))


def agreed(text: str, *, default: bool | None = True, watch: Callable[[str], None] = lambda _: None) -> bool:
    """Yes or no; Enter means ``default``, where there is one. ``watch`` is shown first what was typed."""
    while True:
        typed = read_line(_yes_or_no(text, default=default))
        watch(typed)
        said = agrees(typed) if typed else default
        if said is not None:
            return said
        print_note(say("Answer yes or no."))


def stop_unless_agreed(text: str) -> None:
    """Abort where the person does not say yes; Enter alone is no."""
    if not agreed(text, default=False):
        raise Abort


def _yes_or_no(text: str, *, default: bool | None) -> str:
    yes, no = say("yes"), say("no")
    return f"{text} [{yes.capitalize() if default else yes}/{no.capitalize() if default is False else no}] "


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
    with suppress(ImportError, OSError, ValueError, AttributeError):
        return _read_key_of_terminal()
    return read_line("")


if sys.platform == "win32":

    def _read_key_of_terminal() -> str:
        import msvcrt

        key: str = msvcrt.getwch()
        if key == "\x03":
            raise KeyboardInterrupt
        return key

else:

    def _read_key_of_terminal() -> str:
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
