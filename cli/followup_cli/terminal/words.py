"""A word of a list: by its number, whole, by its beginning, or nearly. How the list is shown, and what was meant.

A short list stands inside the question, a long one above it in numbered columns.
"""

import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from followup.case.date_ranges import WEEKDAYS
from followup.case.forms.spoken_days import plain_digits, weekdays_between
from followup.case.known_words import folded_word, matching_words, near_words
from followup_cli.terminal.layout import width_of

SHOW_LIST = "?"
"""What a person types to see the words again."""
_GAP, _MARGIN = 3, 2
_NUMBERS = re.compile(r"([0-9]{1,3})\s*-\s*([0-9]{1,3})")
_BETWEEN_WORDS = re.compile(r"[,;]|(?<=\d)\s+(?=\d)")


class WordMeant(NamedTuple):
    """What was meant: one ``word``, or a few ``near`` ones to be asked about; neither, where nothing is like it."""

    word: str = ""
    near: tuple[str, ...] = ()


def word_meant(
    typed: str, words: Sequence[str], otherwise: Mapping[str, str] | None = None, *, closed: bool = True
) -> WordMeant:
    """What ``typed`` means among ``words``, counted from 1; ``otherwise`` are other spellings, each with its word.

    In a list that is not ``closed`` a beginning may be a new word: it is only near.
    """
    number = plain_digits(typed)
    if number.isascii() and number.isdigit():
        return WordMeant(words[int(number) - 1] if 0 < int(number[:9]) <= len(words) else "")
    spellings = {word: word for word in words} | dict(otherwise or {})
    found = matching_words(typed, spellings)
    meant = tuple(dict.fromkeys(spellings[one] for one in found or near_words(typed, spellings)))
    if found and len(meant) == 1 and (closed or folded_word(found[0]) == folded_word(typed)):
        return WordMeant(meant[0])
    return WordMeant(near=meant)


def parts_typed(typed: str, words: Sequence[str] = ()) -> list[str]:
    """Several words or numbers: what stands between commas; between numbers a blank will do.

    A range of numbers (``1-5``), and of weekdays (``mon-fri``), is every one of it.
    """
    parts = [part.strip() for part in _BETWEEN_WORDS.split(typed) if part.strip()]
    return [word for part in parts for word in _range_of(part, words)]


def _range_of(typed: str, words: Sequence[str]) -> Sequence[str]:
    """The words from one to another, going round at the end of the week; or what was typed, alone."""
    if tuple(words) == WEEKDAYS and (found := weekdays_between(typed)):
        return found
    numbers = _NUMBERS.fullmatch(plain_digits(typed))
    if not numbers or not 0 < int(numbers[1]) <= int(numbers[2]) <= len(words):
        return (typed,)
    return words[int(numbers[1]) - 1 : int(numbers[2])]


def numbered(words: Sequence[str]) -> str:
    """Few words in one line: ``1 family, 2 relative``."""
    return ", ".join(f"{number} {word}" for number, word in enumerate(words, 1))


def numbered_columns(words: Sequence[str], room: int = 0) -> Iterator[str]:
    """Many words, numbered downwards in two columns; what is too long for a column stands below, on its own."""
    digits = len(str(len(words)))
    cells = [f"{number:>{digits}} {word}" for number, word in enumerate(words, 1)]
    half = ((room or shutil.get_terminal_size().columns) - _MARGIN - _GAP) // 2
    short = [cell for cell in cells if width_of(cell) <= half]
    if 2 * len(short) <= len(cells):  # as much would stand below
        yield from (" " * _MARGIN + cell for cell in cells)
        return
    yield from _in_two(short)
    yield from (" " * _MARGIN + cell for cell in cells if width_of(cell) > half)


def _in_two(cells: Sequence[str]) -> Iterator[str]:
    widest = max(map(width_of, cells), default=0)
    height = -(-len(cells) // 2)
    for first, second in zip(cells[:height], [*cells[height:], *[""] * height], strict=False):
        padding = " " * (widest - width_of(first) + _GAP)
        yield (" " * _MARGIN + first + padding + second).rstrip()
