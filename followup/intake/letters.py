"""Khmer that is not Khmer any more: written in a font of before Unicode, or lost when a file was saved."""

import re
from collections.abc import Iterator

from followup.intake.cell_names import cell_name
from followup.intake.looked_at import Rows
from followup.intake.refusals import Refusal, Unreadable

_LEGACY = re.compile("[A-Za-z][¢-©«-¯±-´¶¸¹»-¿×÷Þþµ]+[A-Za-z]|[A-Za-z]{2}[¶µþ½¾Þ]+(?![^\\s])")
"""Signs within a word that no language has there; the fonts of before Unicode put Khmer letters in their place."""
_LOST = re.compile(r"[? ]*\?[? ]*")
_KHMER = re.compile("[\u1780-\u17ff]")
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")
"""Letters that show nothing and may do something to a terminal."""
_SOME = 3
"""One such cell may be a slip; this many are a font, or words of as many lengths."""


def shown(text: str) -> str:
    """The text without letters that nobody sees; a space between Khmer words is kept, though it has no width."""
    return _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def check_letters(sheets: list[Rows]) -> None:
    """Refuse a file whose Khmer cannot be read, naming the first such cell."""
    legacy, lost, khmer = [], [], False
    for place, text in _texts(sheets):
        if text.isascii():
            lost += [(place, len(text))] if _LOST.fullmatch(text) else []
        else:
            khmer = khmer or bool(_KHMER.search(text))
            legacy += [place] if _LEGACY.search(text) else []
    if len(legacy) >= _SOME:
        raise _unreadable(Refusal.LEGACY_FONT, legacy[0])
    if not khmer and len({length for _, length in lost}) >= _SOME:
        raise _unreadable(Refusal.CHARACTERS_LOST, lost[0][0])


def _texts(sheets: list[Rows]) -> Iterator[tuple[tuple[int, int, int], str]]:
    for number, rows in enumerate(sheets, 1):
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if isinstance(cell, str):
                    yield (number, row, column), cell


def _unreadable(reason: Refusal, place: tuple[int, int, int]) -> Unreadable:
    sheet, row, column = place
    return Unreadable(reason, sheet=sheet, cell=cell_name(row, column))
