"""One spelling for everything that reads alike: the form in which the guard compares words and files.

Folded are letter case, width and ligatures (NFKC), Latin diacritics, digits of any script, punctuation and
runs of spaces (one space), characters that cannot be seen, and in Khmer the zero-width space, spaces between
letters and signs that look the same however they were typed.
"""

import re
import unicodedata
from functools import cache, lru_cache

_UNDECOMPOSED = {
    "đ": "d", "ð": "d", "ø": "o", "ł": "l", "ı": "i", "ħ": "h", "ŋ": "n", "þ": "th", "æ": "ae", "œ": "oe", "ə": "e",
}  # fmt: skip
_UNSEEN_KHMER = "\u17b4\u17b5"
"""Inherent vowels: they print nothing."""

_KHMER = "[\u1780-\u17df]"
_BETWEEN_KHMER = "(?<=[\u1780-\u17df]) (?=[\u1780-\u17df])"
COENG = "\u17d2"
"""The sign that makes the next Khmer letter a subscript."""
_COENG_DA, _COENG_TA, _COENG_RO = "\u17d2\u178a", "\u17d2\u178f", "\u17d2\u179a"
_UNIT = "\u17d2[\u1780-\u17b3]|[\u17b6-\u17d3\u17dd]"
_CLUSTER = f"(?:{_UNIT}){{2,}}"

_WORD = re.compile("[^ ]+ ?")
"""A word of folded text, and the space after it."""

_HIDDEN = "\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff" + _UNSEEN_KHMER
_PIECE = (
    f"[\u1780-\u17b3](?:[\u17b6-\u17d1\u17d3\u17dd{_HIDDEN}]|\u17d2[{_HIDDEN}]*[\u1780-\u17b3]?)*"
    f"|.[\u0300-\u036f{_HIDDEN}]*"
)


class _Characters(dict[int, str]):
    """What each character of decomposed, case-folded text becomes; learnt as it is met."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _character(chr(code))
        return folded


def _character(char: str) -> str:
    if "\u0300" <= char <= "\u036f" or char in _UNSEEN_KHMER or "\ufe00" <= char <= "\ufe0f":
        return ""
    if char in _UNDECOMPOSED:
        return _UNDECOMPOSED[char]
    if char.isspace():
        return " "
    category = unicodedata.category(char)
    if category == "Nd":
        return str(unicodedata.decimal(char))
    if category[0] == "C":
        return ""
    return char if category[0] in "LMN" else " "


_CHARACTERS = _Characters()


def fold(text: str) -> str:
    """``text`` as it is compared: letters, marks and digits, single spaces between, none at the ends."""
    single = " ".join(_folded_characters(text).split())
    return re.sub(_BETWEEN_KHMER, "", single) if has_khmer(single) else single


HUMP = re.compile("(?<=[a-z])(?=[A-Z])")
"""Where a capital follows a small letter."""


def without_humps(text: str) -> str:
    """``text`` with its humps apart: SokVisit as Sok Visit."""
    return HUMP.sub(" ", text)


def folded_parts(text: str) -> list[str]:
    """The folded words of a name; in Khmer, spaces and zero-width spaces part them, which ``fold`` takes away."""
    return _folded_characters(text.replace("\u200b", " ") if has_khmer(text) else text).split()


def _folded_characters(text: str) -> str:
    if text.isascii():
        return text.casefold().translate(_CHARACTERS)
    alike = unicodedata.normalize("NFKC", text.translate(_hidden_away())).casefold()
    return unicodedata.normalize("NFKD", alike).translate(_CHARACTERS)


@cache
def _hidden_away() -> dict[int, None]:
    ranges = re.findall("(.)-(.)|(.)", _HIDDEN)
    return {code: None for a, b, one in ranges for code in range(ord(a or one), ord(b or one) + 1)}


def in_khmer_order(folded: str) -> str:
    """Folded text with the signs of each Khmer syllable in one order, and signs that look alike made one.

    Subscripts come first, subscript ro after the others, then register shifters, vowels, other signs.
    """
    return re.sub(_CLUSTER, _ordered, folded.replace(_COENG_DA, _COENG_TA)) if has_khmer(folded) else folded


def has_khmer(text: str) -> bool:
    """Whether a Khmer letter or sign is in it."""
    return not text.isascii() and re.search(_KHMER, text) is not None


def _ordered(cluster: re.Match[str]) -> str:
    return _ordered_units(cluster[0])


@lru_cache(4096)
def _ordered_units(units: str) -> str:
    joined = "".join(sorted(re.findall(_UNIT, units), key=_rank))
    return joined.replace("\u17c1\u17b6", "\u17c4").replace("\u17c1\u17b8", "\u17be")


def _rank(unit: str) -> tuple[int, str]:
    if unit[0] == COENG:
        return (1 if unit == _COENG_RO else 0), unit
    if unit in "\u17c9\u17ca":
        return 2, unit
    # The vowel written before the consonant comes first, so that two-part vowels typed in parts become one.
    return (3 if unit == "\u17c1" else 4 if unit <= "\u17c5" else 5), unit


def fold_with_positions(text: str) -> tuple[str, list[tuple[int, int]]]:
    """Folded text in Khmer order, and for each of its characters where in ``text`` it came from (start, stop)."""
    if text.isascii() and len(plain := _folded_characters(text)) == len(text):
        return _single_spaced(plain)
    folded: list[str] = []
    places: list[tuple[int, int]] = []
    for piece in re.finditer(_PIECE, text, re.DOTALL):
        for char in in_khmer_order(_folded_characters(piece[0])):
            if char == " " and (not folded or folded[-1] == " "):
                continue
            folded.append(char)
            places.append(piece.span())
    return _without_khmer_spaces("".join(folded), places)


def _single_spaced(plain: str) -> tuple[str, list[tuple[int, int]]]:
    """As `fold_with_positions`, of a text that has as many characters folded as it had before."""
    kept = [word.span() for word in _WORD.finditer(plain)]
    places = [(at, at + 1) for start, stop in kept for at in range(start, stop)]
    return "".join(plain[start:stop] for start, stop in kept), places


def _without_khmer_spaces(folded: str, places: list[tuple[int, int]]) -> tuple[str, list[tuple[int, int]]]:
    gaps = {found.start() for found in re.finditer(_BETWEEN_KHMER, folded)}
    kept = [at for at in range(len(folded)) if at not in gaps]
    return "".join(folded[at] for at in kept), [places[at] for at in kept]
