"""What a calendar may say to whoever looks over a shoulder: safe texts to choose from, and what is wrong with others.

The lists, in English and Khmer, stand in ``covers.json``: words that say what the visits are, whom they are about, or
who comes.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

from followup.case.text_limits import LINE_LIMIT
from followup.handout.folding import fold, has_khmer, in_khmer_order, without_humps
from followup.messages import say
from followup_data import shipped

_WHOLE_WORD = 4
"""An English word of the lists with at most so many letters counts only whole: NGO, not the beginning of a name."""
_SHOWS_NOTHING = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0")
_UNFIT = frozenset(("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"))
"""Characters that print nothing, or that not every program may store; half an emoji is one."""


def safe_covers() -> Mapping[str, tuple[str, ...]]:
    """Texts to choose from that say nothing, by language: ``en`` and ``km``."""
    return {language: tuple(texts) for language, texts in shipped.covers()["safe"].items()}


@lru_cache(1024)
def cover_problems(text: str, what: str = say("The cover text")) -> tuple[str, ...]:
    r"""What is wrong with a text for calendars, as sentences that do not repeat it; empty if it may go out.

    Commas, semicolons, colons, quotes, emoji and Khmer come through everywhere. A backslash does not: two readers of
    seven take the ``\N`` of ``C:\New`` for the end of a line. Names are the guard's: see ``Guard.find``.
    """
    return (*_form_problems(text, what), *(_GIVES_AWAY[matter](what) for matter in revealed_matters(text)))


def _form_problems(text: str, what: str) -> Iterator[str]:
    if len(text) > LINE_LIMIT:
        yield say("{what} is longer than {limit} characters.", what=what, limit=LINE_LIMIT)
    if text != text.strip() or not any(unicodedata.category(char)[0] in "LNPS" for char in text):
        yield say("{what} is empty, or has spaces around it.", what=what)
    if set(text) & set("\\\t"):
        yield say("{what} holds a backslash or a tab, which phones show differently.", what=what)
    if any(char != "\t" and (unicodedata.category(char) in _UNFIT or char in _SHOWS_NOTHING) for char in text):
        yield say("{what} holds characters that cannot be seen or printed.", what=what)


_GIVES_AWAY = {
    "subject": lambda what: say("{what} says what these visits are.", what=what),
    "people": lambda what: say("{what} says whom these visits are about.", what=what),
    "organisations": lambda what: say("{what} says who comes.", what=what),
}


def revealed_matters(text: str) -> tuple[str, ...]:
    """What a text gives away, by the lists: ``subject``, ``people``, ``organisations``; whatever its letter case."""
    folded = in_khmer_order(fold(text)) + "\n" + fold(without_humps(text))
    return tuple(
        matter
        for matter in shipped.covers()["revealing"]
        if _may_reveal(folded, matter) and _pattern(matter).search(folded)
    )


def _may_reveal(folded: str, matter: str) -> bool:
    """Whether a word of a list is in a folded text if no spaces count: soon seen; the pattern takes long to make."""
    joined = folded.replace(" ", "")
    languages = ("en", "km") if has_khmer(joined) else ("en",)
    return any(word in joined for language in languages for word in _joined_words(matter, language))


@cache
def _joined_words(matter: str, language: str) -> list[str]:
    words = shipped.covers()["revealing"][matter][language]
    return [_folded(word).replace(" ", "") for word in words]


def _folded(word: str) -> str:
    return in_khmer_order(fold(word))


@cache
def _pattern(matter: str) -> re.Pattern[str]:
    """English words from a word's beginning, with or without the spaces in them; Khmer ones anywhere."""
    words: Mapping[str, list[str]] = shipped.covers()["revealing"][matter]
    english = "|".join(map(_english_pattern, map(fold, words["en"])))
    return re.compile("|".join((f"(?<![a-z])(?:{english})", *map(_folded, words["km"]))))


def _english_pattern(word: str) -> str:
    return word.replace(" ", " ?") if len(word) > _WHOLE_WORD else f"{word}s?(?![a-z])"
