"""The line editor behind every question: arrows, word jumps, pasting of many lines, Khmer by whole clusters.

prompt_toolkit is loaded when the first question is asked, and not before. Nothing typed is kept in any history. Where
there is no editor, because the terminal is a simple one (``TERM=dumb``), the terminal's own line is read; what that cut
off is never taken for an answer.
"""

import os
import shutil
import sys
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Any

from followup.case.text_limits import plain_line_ends
from followup.messages import say
from followup_cli.terminal.notes import note_lines, print_note, window_width

if TYPE_CHECKING:
    from prompt_toolkit import PromptSession
    from prompt_toolkit.data_structures import Size
    from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
    from prompt_toolkit.output import Output

LONGEST_PLAIN_LINE = 1_023 if sys.platform == "darwin" else 4_095
"""How many bytes of a line a terminal keeps by itself; it drops the rest without a word."""
_KHMER_BESIDE = (0x17B6, *range(0x17BE, 0x17C6), 0x17C7, 0x17C8)
"""Khmer signs that stand beside their letter: terminals give them a column, the editor's table none."""
_COENG = "\u17d2"
"""The Khmer sign that puts the next consonant under the one before."""


def edit_line(prompt: str, *, note: bool = False, begin: str = "") -> str:
    """What the person types after ``prompt``; a ``note`` may have several lines, and be written in another editor.

    What the line begins with can be changed; where there is no editor, it is not there.
    """
    if not can_edit():
        return _plain_line(prompt)
    return _session(note=note).prompt(_folded(prompt), default=begin)


def _folded(prompt: str) -> str:
    """A question that is longer than the window, folded between words."""
    asked = prompt.rstrip()
    return "\n".join(note_lines(asked, window_width() - 1, 0)) + prompt[len(asked) :]


def note_keys() -> str:
    """The keys that only a note has, to be said beside its question; nothing where there is no editor."""
    return say("Alt-Enter: new line; F2: in your editor") if can_edit() else ""


def can_edit() -> bool:
    """Whether a person sits at a terminal that can move its cursor."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return False
    return sys.platform == "win32" or os.environ.get("TERM", "").casefold() not in ("", "dumb", "unknown")


def _plain_line(prompt: str) -> str:
    """A line as the terminal or the pipe gives it; EOFError when it is closed."""
    while True:
        print(_folded(prompt) if sys.stderr.isatty() else prompt, end="", file=sys.stderr, flush=True)  # noqa: T201
        try:
            line = sys.stdin.readline()
        except KeyboardInterrupt:
            print_note()  # the terminal shows ^C behind the question: what is said next begins a line
            raise
        if not line:
            raise EOFError
        if not sys.stdin.isatty() or len(line.encode()) < LONGEST_PLAIN_LINE:
            return line
        print_note(say("This terminal cuts so long a line: it was not taken. Type it in parts."))


# --- prompt_toolkit -------------------------------------------------------------------------------------------------


def _session(*, note: bool) -> "PromptSession[str]":
    from prompt_toolkit import PromptSession, utils
    from prompt_toolkit.history import DummyHistory

    _forget_what_is_typed_ahead()
    utils._CHAR_SIZES_CACHE.update({chr(sign): 1 for sign in _KHMER_BESIDE})
    return PromptSession(history=DummyHistory(), output=_output(), key_bindings=_keys(note=note), multiline=False)


@cache
def _forget_what_is_typed_ahead() -> None:
    """Once the program ends, lines pasted beyond the last question must not go to the shell, which would run them."""
    if sys.platform != "win32":
        import atexit
        import termios

        atexit.register(termios.tcflush, sys.stdin.fileno(), termios.TCIFLUSH)


def _output() -> "Output":
    """Where questions are shown: stderr, so that results can be piped."""
    if sys.platform == "win32":
        from prompt_toolkit.output import create_output

        return create_output(stdout=sys.stderr)
    from prompt_toolkit.output.vt100 import Vt100_Output

    return Vt100_Output(sys.stderr, _window_size, term=os.environ.get("TERM"), enable_cpr=False)


def _window_size() -> "Size":
    from prompt_toolkit.data_structures import Size

    columns, rows = shutil.get_terminal_size()
    return Size(rows=rows, columns=columns)


def _keys(*, note: bool) -> "KeyBindings":
    from prompt_toolkit.key_binding import KeyBindings
    from prompt_toolkit.keys import Keys

    keys = KeyBindings()
    keys.add(Keys.BracketedPaste)(_paste_note if note else _paste_line)
    keys.add("left")(_go_left)
    keys.add("right")(_go_right)
    keys.add("delete")(_delete)
    if note:
        keys.add("escape", "enter")(_new_line)
        keys.add("f2")(_open_editor)
        keys.add("c-x", "c-e")(_open_editor)
    return keys


def _go_left(event: "KeyPressEvent") -> None:
    buffer = event.current_buffer
    buffer.cursor_position = cluster_before(buffer.text, buffer.cursor_position)


def _go_right(event: "KeyPressEvent") -> None:
    buffer = event.current_buffer
    buffer.cursor_position = cluster_after(buffer.text, buffer.cursor_position)


def _delete(event: "KeyPressEvent") -> None:
    buffer = event.current_buffer
    buffer.delete(cluster_after(buffer.text, buffer.cursor_position) - buffer.cursor_position)


def _paste_note(event: "KeyPressEvent") -> None:
    event.current_buffer.insert_text(plain_line_ends(event.data))


def _paste_line(event: "KeyPressEvent") -> None:
    """Lines pasted where one is asked for stand behind one another, to be seen before they are given."""
    event.current_buffer.insert_text(" ".join(plain_line_ends(event.data).strip().split("\n")))


def _new_line(event: "KeyPressEvent") -> None:
    event.current_buffer.insert_text("\n")


async def _open_editor(event: "KeyPressEvent") -> None:
    """Let the person write in the editor of their own, and take over what it holds then."""
    from prompt_toolkit.application import run_in_terminal
    from prompt_toolkit.document import Document

    from followup_cli.terminal.own_editor import edit_in_memory

    buffer = event.current_buffer
    written: Any = await run_in_terminal(lambda: edit_in_memory(buffer.text), in_executor=True)
    if written is not None:
        buffer.document = Document(written, len(written))


# --- clusters -------------------------------------------------------------------------------------------------------


def cluster_after(text: str, at: int) -> int:
    """Where the written sign that begins at ``at`` ends: a letter with all that stands on, under and around it."""
    at += 1
    while at < len(text) and _joins(text, at):
        at += 1
    return min(at, len(text))


def cluster_before(text: str, at: int) -> int:
    """Where the written sign before ``at`` begins."""
    at -= 1
    while at > 0 and _joins(text, at):
        at -= 1
    return max(at, 0)


def _joins(text: str, at: int) -> bool:
    """Whether a character belongs to the sign before it: an accent, a vowel sign, a consonant put below."""
    return unicodedata.category(text[at]) in ("Mn", "Mc", "Me") or text[at - 1] == _COENG
