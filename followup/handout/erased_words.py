"""Words that the guard knows without knowing them: those of a graduate whose identity was erased, as hashes.

A word is found by what a text shows: every run of letters as long as one of these words is hashed and looked up. First
its beginning is, which nearly no run of an ordinary text has. A word that was found this way is guarded like any
other. The key is kept in the vault alone: who has a list of names and not the key cannot try them.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from followup.handout.matching import STEM, Letters, PhoneMatcher, WordMatcher, digit_runs, places
from followup.hashing import blake2b
from followup.values import MutableValue, field

_SIZE = 8
"""Bytes of a hash: of a million words one in 10^13 texts would be taken for another."""


class ErasedWord(NamedTuple):
    """A guarded word as a hash: of which ``kind`` it is, how many letters it has, the hash of its beginning.

    It is written as these parts with a space between them. A phone has no beginning, and ``spaced`` says that a word
    was written as several.
    """

    kind: str
    length: int
    spaced: bool
    begins: str
    whole: str

    @classmethod
    def read(cls, text: str) -> "ErasedWord":
        """What `written` wrote."""
        kind, length, spaced, begins, whole = text.split(" ")
        return cls(kind, int(length), spaced == "1", begins.strip("-"), whole)

    def written(self) -> str:
        """As it is kept in the journal."""
        return f"{self.kind} {self.length} {int(self.spaced)} {self.begins or '-'} {self.whole}"


def hashed_words(words: WordMatcher, phones: PhoneMatcher, key: str) -> Iterator[ErasedWord]:
    """All that these matchers look for, as hashes."""
    for word, kind, spaced in words.guarded():
        yield ErasedWord(kind, len(word), spaced, _hash(key, word[:STEM]), _hash(key, word))
    for number, kind in phones.guarded():
        yield ErasedWord(kind, len(number), spaced=False, begins="", whole=_hash(key, number))


class ErasedWords(MutableValue):
    """The erased words under one key, looked for in texts."""

    key: str
    _by_stem: dict[str, list[ErasedWord]] = field(default_factory=dict)
    _numbers: dict[str, ErasedWord] = field(default_factory=dict)

    def add(self, word: ErasedWord) -> None:
        """Look for one more word."""
        if word.begins:
            self._by_stem.setdefault(word.begins, []).append(word)
        else:
            self._numbers[word.whole] = word

    def words_in(self, letters: Letters) -> Iterator[tuple[str, ErasedWord]]:
        """The erased words that a text shows, as it shows them."""
        for length in range(2, STEM + 1) if self._by_stem else ():
            for stem in {letters.text[at : at + length] for at in range(len(letters.text) - length + 1)}:
                if words := self._by_stem.get(_hash(self.key, stem)):
                    yield from self._begun(stem, words, letters.text)

    def _begun(self, stem: str, words: Iterable[ErasedWord], text: str) -> Iterator[tuple[str, ErasedWord]]:
        for at in places(stem, text):
            for word in words:
                shown = text[at : at + word.length]
                if min(word.length, STEM) == len(stem) and _hash(self.key, shown) == word.whole:
                    yield shown, word

    def numbers_in(self, folded: str) -> Iterator[tuple[str, ErasedWord]]:
        """The erased phone numbers that a text shows, by their digits."""
        lengths = {word.length for word in self._numbers.values()}
        for digits in digit_runs(folded) if lengths else ():
            for length in lengths:
                for at in range(len(digits) - length + 1):
                    if word := self._numbers.get(_hash(self.key, digits[at : at + length])):
                        yield digits[at : at + length], word


@lru_cache(maxsize=100_000)
def _hash(key: str, word: str) -> str:
    return blake2b(word.encode(), key=key.encode(), digest_size=_SIZE).hexdigest()
