"""A word that was typed among the words there are: whole or its beginning, in any capitals and accents; near ones."""

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from followup.case.pseudonym import is_one_slip
from followup.errors import Missing
from followup.messages import say

_LATIN_ACCENTS = range(0x300, 0x370)
"""Marks that stand on a Latin letter. Those of Khmer are vowels, and no accents."""
_NO_PART = str.maketrans({"_": " ", "-": " ", "'": None, "\u2019": None})
_LIKE = 0.7
"""How like two words are that may have been meant for one another, from 0 to 1."""
_SLIP = 0.8
"""How like a word and a slip of it are at least."""
_LONGEST = 100
"""Signs that a word has at most; what is longer is like none."""
_SHORT = range(2, 4)
"""Letters of a word that is too short to be measured by how like it is, such as initials."""
_SHORT_LIST = 20


@lru_cache(maxsize=4096)
def folded_word(text: str) -> str:
    """``text`` without capitals, accents, apostrophes, its parts joined by a blank: ``Prek-Ého`` is ``prek eho``."""
    plain = "".join(char for char in unicodedata.normalize("NFKD", text.casefold()) if ord(char) not in _LATIN_ACCENTS)
    return " ".join(plain.translate(_NO_PART).split())


def known_word(typed: str, words: Iterable[str], what: str, show: Callable[[str], str] = str) -> str:
    """The one of ``words`` that was typed, whole or its beginning; Missing says ``what``, and which ones are near.

    The first spelling of a word counts. ``show`` is how words are named in the refusal.
    """
    known = sorted({folded_word(word): word for word in reversed(tuple(words))}.values(), key=str.casefold)
    found = matching_words(typed, known)
    if len(found) == 1:
        return found[0]
    if found:
        names = listed([show(word) for word in found])
        raise Missing(say("That is the beginning of several."), say("Type more of it: {words}.", words=names))
    raise Missing(what, near_or_all(typed, known, show))


def matching_words(typed: str, words: Iterable[str]) -> list[str]:
    """The word that was typed, or else those that begin so."""
    wanted = folded_word(typed)
    folded = {word: folded_word(word) for word in words} if wanted else {}
    whole = [word for word, plain in folded.items() if plain == wanted]
    return whole or [word for word, plain in folded.items() if plain.startswith(wanted)]


def near_or_all(typed: str, words: Sequence[str], show: Callable[[str], str] = str) -> str:
    """What to say of words that are near to what was typed; where none is, of all."""
    near = [show(word) for word in near_words(typed, words)]
    if near:
        return did_you_mean(near)
    return say("There are: {words}.", words=listed([show(word) for word in words])) if words else ""


def did_you_mean(words: Sequence[str]) -> str:
    """A question that names words that may have been meant; empty where there is none."""
    return say("Did you mean {words}?", words=say(" or ").join(words)) if words else ""


def listed(words: Sequence[str], most: int = _SHORT_LIST) -> str:
    """Words between commas; of more than that the first."""
    return ", ".join(words[:most]) + (" …" if len(words) > most else "")


def near_words(typed: str, words: Iterable[str]) -> list[str]:
    """Up to three words that may have been meant, the likeliest first."""
    wanted = folded_word(typed)
    likeness = {word: _likeness(wanted, folded_word(word)) for word in words}
    near = {
        word: _ratio(wanted, folded_word(word))
        for word, like in likeness.items()
        if like >= _LIKE or _is_short_slip(wanted, folded_word(word))
    }
    return sorted(near, key=lambda word: (-likeness[word], -near[word], word))[:3]


def _is_short_slip(wanted: str, word: str) -> bool:
    """Whether a word as short as initials differs by one letter, or by two that changed places."""
    return len(wanted) in _SHORT and len(word) in _SHORT and is_one_slip(wanted, word)


def slips_of(typed: str, words: Iterable[str]) -> list[str]:
    """The words of which ``typed`` is most likely a slip, the likeliest first: at most a few letters differ.

    What differs by a number or a letter of its own, such as *Centre A* and *Centre B*, is no slip.
    """
    wanted = folded_word(typed)
    folded = {word: folded_word(word) for word in words if _may_be_slip(wanted, folded_word(word))}
    like = {word: _ratio(wanted, plain) for word, plain in folded.items()}
    return sorted((word for word in like if like[word] >= _SLIP), key=lambda word: (-like[word], word))


def _may_be_slip(wanted: str, word: str) -> bool:
    """Whether two words are of about one length, and say the same numbers and single letters."""
    short, long = sorted((len(wanted), len(word)))
    return 2 * short >= _SLIP * (short + long) and _marks(wanted) == _marks(word)


def _marks(folded: str) -> set[str]:
    return {part for part in folded.split() if len(part) == 1 or any(map(str.isdigit, part))}


def _ratio(wanted: str, word: str) -> float:
    """How like a word is as a whole: of *family* and *adoptive family* the first is meant by a slip of it."""
    from difflib import SequenceMatcher

    return SequenceMatcher(None, wanted, word, autojunk=False).ratio()


def _likeness(wanted: str, word: str) -> float:
    """How like a word, or one of its parts, is to what was wanted; a part that begins so is as like as can be."""
    if not 0 < len(wanted) <= _LONGEST:
        return 0.0
    parts = [word, *word.split()]
    if any(part.startswith(wanted) for part in parts):
        return 1.0
    beginnings = [part[: len(wanted)] for part in parts]
    return max(_ratio(wanted, part) for part in (*parts, *beginnings))
