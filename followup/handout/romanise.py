"""How a name sounds in consonants, by which its Khmer and its Latin spelling are compared, and nothing else.

The sound values are those of the United Nations romanisation of Khmer (UNGEGN, resolution II/10 of 1972, after BGN/PCGN
1972), made coarse, because people spell their own names freely: no vowels, and one class for letters that differ only
in series (ក គ), breath (ក ខ: *k*, *kh*) or voice (ត ដ: *t*, *d*). The class of *ng* is ``N``, that of *nh* ``n``.
What this misses and mistakes stands in docs/explanation.md.
"""

import re
from collections.abc import Iterable, Iterator

from followup.handout.folding import folded_parts, has_khmer, in_khmer_order
from followup.handout.names import spellings

_CLASSES = {
    "k": "កខគឃ", "N": "ង", "c": "ចឆជឈ", "n": "ញណន", "t": "ដឋឌឍតថទធ", "p": "បផពភ", "m": "ម",
    "r": "រឫឬ", "l": "លឡឭឮ", "v": "វ", "s": "សឝឞ", "h": "ហ",
}  # fmt: skip
"""Vowels, signs, អ and យ, which as often belongs to a vowel (*ay*), have no class."""
_CLASS_OF = {letter: sound for sound, letters in _CLASSES.items() for letter in letters}

_IN_KHMER = (
    (re.compile("(?<=[ែៀ])វ(?![ា-\u17d2])|(?<=[ាិឹេ])វ(?![ា-\u17d2]|[ក-អ]\u17d2)"), ""),  # ends a vowel: កែវ, Keo
    (re.compile("\u17d2?[ក-អ][ិុ]?\u17cd"), ""),  # silenced by its sign: the last letter of លក្ខណ៍
    (re.compile("(?<=.)([ក-អ])(?:\u17d2[ក-អ])+[ិុ]?$"), r"\1"),  # of a cluster at the end one sounds: ពេជ្រ, រ័ត្ន
    (re.compile("(?<=.)[រហ]$"), ""),
    (re.compile("ៈ$"), "ក"),  # a stop of the throat, which names write as k: វីរៈ, Virak
    (re.compile("(?<=^រ)ស\u17d2ម"), "កស\u17d2ម"),  # a k that is heard and not written: រស្មី, Raksmey
    (re.compile("ាំ(?=ង)"), ""),  # a vowel here, no m: ទាំង
    (re.compile("ហ\u17d2វ"), "ផ"),  # f
    (re.compile("ំ"), "ាម"),
    (re.compile("[\u17cb\u17d2]"), ""),  # signs that part no letters
)
"""What is written and not heard, or heard otherwise, in a word whose signs are in one order."""

_LATIN = {
    "N": "ng", "c": "chh?|j", "k": "[kgq]h?|c", "t": "[td]h?", "p": "[pb]h?|f", "n": "nh?", "m": "m",
    "r": "r(?=[aeiouy])", "l": "l", "v": "[vw](?=[aeiouy])", "s": "[sz]", "h": "h(?=[aeiouy])",
}  # fmt: skip
_LATIN_SOUND = re.compile("|".join(f"(?P<{sound}>{letters})" for sound, letters in _LATIN.items()) + "|[aeiouy]")
_VOWEL = "-"
_DOUBLED = re.compile(rf"(?<=.)([^{_VOWEL}])\1+")
"""Not at the beginning, where Khmer letters have a vowel between them that is not written."""


def sounds(name: str) -> tuple[str, ...]:
    """The skeletons of a name in every spelling, each after its script: ``khmer srm`` of ស្រីមុំ.

    Those of several words are joined as they stand and in one order, since the family name may come last.
    """
    return tuple(sorted({sound for spelling in spellings(name) for sound in _of_spelling(folded_parts(spelling))}))


def in_other_script(sound: str) -> str:
    """What a name in the other script has to sound like to be the same: ``latin srm`` for ``khmer srm``."""
    script, skeleton = sound.split()
    return f"{'latin' if script == 'khmer' else 'khmer'} {skeleton}"


def consonants(sound: str) -> int:
    """How many consonants a sound has."""
    return len(sound.split()[1])


def _of_spelling(parts: Iterable[str]) -> Iterator[str]:
    heard: dict[str, list[str]] = {"khmer": [], "latin": []}
    for part in parts:
        khmer = has_khmer(part)
        heard["khmer" if khmer else "latin"].append(_khmer(part) if khmer else _latin(part))
    for script, words in heard.items():
        for joined in (_skeleton("".join(words)), "".join(sorted(map(_skeleton, words)))):
            if joined:
                yield f"{script} {joined}"


def _skeleton(heard: str) -> str:
    """The consonants, each once where it is doubled with no vowel between: *Vanny* has no more of them than វ៉ានី."""
    return _DOUBLED.sub(r"\1", heard).replace(_VOWEL, "")


def _khmer(word: str) -> str:
    word = in_khmer_order(word)
    for written, heard in _IN_KHMER:
        word = written.sub(heard, word)
    return "".join(_CLASS_OF.get(letter, _VOWEL) for letter in word)


def _latin(word: str) -> str:
    return "".join(found.lastgroup or _VOWEL for found in _LATIN_SOUND.finditer(word))
