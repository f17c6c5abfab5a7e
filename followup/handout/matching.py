"""Finding thousands of guarded words in one pass over a text.

Every run of two, three and four characters of the text is looked up among the beginnings of the words, so that the
time depends on the text and hardly on how many words there are. Phones are looked up by their digits.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from followup.handout.folding import fold, folded_parts, in_khmer_order

STEM = 4
"""Words of at least so many characters are found inside other words too; shorter Latin ones only alone."""
FEWEST_DIGITS, MOST_DIGITS = 6, 15
"""A run of digits that is a phone number; shorter is no phone, longer is several."""

_NUMBER = re.compile(r"\d(?: ?\d)+")
_SEVERAL = re.compile(r"[/,;|&\n]|[^\W\d]+")
_COUNTRY = "855"


@dataclass(frozen=True, slots=True)
class Hit:
    """A guarded word stands at ``start`` to ``stop`` of the folded text; ``kind`` says what it is."""

    start: int
    stop: int
    kind: str


class WordMatcher:
    """Guarded words, ready to be found in folded text."""

    def __init__(self) -> None:
        self._kinds: dict[str, str] = {}
        self._by_stem: dict[str, list[str]] = {}

    def add(self, text: str, kind: str) -> None:
        """Guard ``text`` as a whole. One letter alone, or a number alone, says nothing and is passed over."""
        self._add(fold(text), kind)

    def add_name(self, text: str, kind: str) -> None:
        """Guard a person's name: whole, each of its parts, and the parts written as one."""
        self.add(text, kind)
        parts = folded_parts(text)
        if len(parts) > 1:
            for word in ("".join(parts), *parts):
                self._add(word, kind)

    def _add(self, folded: str, kind: str) -> None:
        for word in {folded, in_khmer_order(folded)}:
            if len(word) >= 2 and word not in self._kinds and not word.isdigit():
                self._kinds[word] = kind
                self._by_stem.setdefault(word[:STEM], []).append(word)

    def hits(self, folded: str) -> Iterator[Hit]:
        """Every occurrence in ``folded``, in no order."""
        for word in self._candidates(folded):
            for start in _occurrences(word, folded):
                yield Hit(start, start + len(word), self._kinds[word])

    def kinds(self, folded: str) -> set[str]:
        """The kinds of what occurs in ``folded``."""
        found: set[str] = set()
        for word in self._candidates(folded):
            if self._kinds[word] not in found and any(True for _ in _occurrences(word, folded)):
                found.add(self._kinds[word])
        return found

    def _candidates(self, folded: str) -> Iterator[str]:
        """The words whose beginning occurs; a stem of fewer than STEM characters is a whole short word."""
        for length in range(2, STEM + 1):
            for stem in self._by_stem.keys() & _runs(folded, length):
                yield from self._by_stem[stem]


def _runs(text: str, length: int) -> set[str]:
    return {text[at : at + length] for at in range(len(text) - length + 1)}


def _occurrences(word: str, text: str) -> Iterator[int]:
    """Where ``word`` stands in ``text``; a short Latin one only where no Latin letter touches it."""
    alone = len(word) < STEM and any(_is_latin(char) for char in word)
    at = text.find(word)
    while at >= 0:
        if not alone or not (_is_latin(text[at - 1 : at]) or _is_latin(text[at + len(word) : at + len(word) + 1])):
            yield at
        at = text.find(word, at + 1)


def _is_latin(char: str) -> bool:
    return "a" <= char <= "z"


class PhoneMatcher:
    """Guarded phone numbers by their digits: with or without +855 or 0, however they are grouped."""

    def __init__(self) -> None:
        self._kinds: dict[str, str] = {}
        self._lengths: set[int] = set()

    def add(self, text: str, kind: str) -> None:
        """Guard every number in ``text``, which may hold several, or words beside them."""
        for part in (text, *_SEVERAL.split(text)):
            digits = "".join(char for char in fold(part) if char.isdigit())
            if FEWEST_DIGITS <= len(digits) <= MOST_DIGITS and (number := _national(digits)):
                self._kinds.setdefault(number, kind)
                self._lengths.add(len(number))

    def hits(self, folded: str) -> Iterator[Hit]:
        """Every occurrence in ``folded``, in no order."""
        if self._kinds:
            for found in _NUMBER.finditer(folded):
                yield from self._grouped(found[0], found.start())
                yield from self._inside(found[0], found.start())

    def _grouped(self, run: str, offset: int) -> Iterator[Hit]:
        """Neighbouring groups of digits that make up a number."""
        groups = [(found.start(), found.end()) for found in re.finditer(r"\d+", run)]
        for first, (start, _) in enumerate(groups):
            digits = ""
            for at, stop in groups[first:]:
                digits += run[at:stop]
                if len(digits) > MOST_DIGITS + len(_COUNTRY):
                    break
                if kind := self._kinds.get(_national(digits)):
                    yield Hit(offset + start, offset + stop, kind)

    def _inside(self, run: str, offset: int) -> Iterator[Hit]:
        """A number written out, with its 0 or 855, inside a longer row of digits."""
        for prefix in ("0", _COUNTRY):
            for length in self._lengths:
                whole = len(prefix) + length
                for at in range(len(run) - whole + 1):
                    if run.startswith(prefix, at) and (kind := self._kinds.get(run[at + len(prefix) : at + whole])):
                        yield Hit(offset + at, offset + at + whole, kind)


def _national(digits: str) -> str:
    """The number without the country's prefix and without leading zeros; 0855... is a national number."""
    bare = digits.lstrip("0")
    abroad = not digits.startswith("0") or digits.startswith("00") or len(bare) > 10
    if abroad and bare.startswith(_COUNTRY) and len(bare) >= FEWEST_DIGITS + len(_COUNTRY):
        bare = bare.removeprefix(_COUNTRY).lstrip("0")
    return bare


def merged_spans(hits: Iterable[Hit]) -> list[tuple[int, int]]:
    """The spans of ``hits``, those that touch or overlap made one, in order."""
    spans: list[tuple[int, int]] = []
    for start, stop in sorted((hit.start, hit.stop) for hit in hits):
        if spans and start <= spans[-1][1]:
            spans[-1] = spans[-1][0], max(spans[-1][1], stop)
        else:
            spans.append((start, stop))
    return spans
