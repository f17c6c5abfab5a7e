"""Finding thousands of guarded words in one pass over a text.

Texts are looked through without their spaces, so that two words written as one are found as well. Every run of two,
three and four characters is looked up among the beginnings of the guarded words, so that the time depends on the text
and hardly on how many words there are. Phones are looked up by their digits.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from functools import lru_cache
from itertools import accumulate

from followup.handout.folding import COENG, HUMP, fold, fold_with_positions, in_khmer_order
from followup.handout.names import ordinary
from followup.values import Value

STEM = 4
"""Latin words shorter than this count only alone, or after a form of address."""
LONG = 6
"""Latin words of at least so many letters count anywhere; shorter ones only beside what belongs to a name."""
FEWEST_DIGITS, MOST_DIGITS = 6, 15
"""A run of digits that is a phone number; shorter is no phone, longer is several."""

_NUMBER = re.compile(r"\d(?: ?\d)+")
_SEVERAL = r"[/,;|&\n]|[^\W\d]+"
_COUNTRY = "855"
_LATIN = re.compile("[a-z]")


class Hit(Value):
    """A guarded word stands at ``start`` to ``stop`` of the text; ``kind`` says what it is."""

    start: int
    stop: int
    kind: str


class Letters(Value):
    """A folded text without its spaces, and the places (ascending) before which one stood."""

    text: str
    gaps: Sequence[int]

    @classmethod
    def of(cls, folded: str) -> "Letters":
        """``folded`` taken apart."""
        words = folded.split(" ")
        return cls("".join(words), tuple(accumulate(map(len, words[:-1]))))

    def word_around(self, start: int, stop: int) -> tuple[int, int]:
        """Where the Latin word begins and ends of which ``start`` to ``stop`` is a part, or several words."""
        while not self.parts_words(start):
            start -= 1
        while not self.parts_words(stop):
            stop += 1
        return start, stop

    def parts_words(self, place: int) -> bool:
        """Whether a Latin word ends or begins at ``place``, or none is there."""
        return not (_is_latin(self.text[place - 1 : place]) and _is_latin(self.text[place : place + 1])) or (
            self._gap_after(place - 1) == place
        )

    def crosses(self, start: int, stop: int) -> bool:
        """Whether there is a space between ``start`` and ``stop``."""
        return self._gap_after(start) < stop

    def _gap_after(self, place: int) -> int:
        at = bisect_right(self.gaps, place)
        return self.gaps[at] if at < len(self.gaps) else len(self.text) + 1


class Reading(Value):
    """A text as the guard reads it, from which it finds back to the text itself."""

    folded: str
    letters: tuple[Letters, ...]
    """As it stands and, where it has humps, with these apart as well: ChanHouse, Chan House."""
    _letter_places: tuple[int, ...]
    _places: Sequence[tuple[int, int]]

    @classmethod
    def of(cls, text: str) -> "Reading":
        """``text`` read."""
        folded, places = fold_with_positions(text)
        kept = tuple(at for at, char in enumerate(folded) if char != " ")
        plain = Letters.of(folded)
        humps = {found.start() for found in HUMP.finditer(text)}
        apart = (at for at, place in enumerate(kept) if places[place][0] in humps)
        letters = (plain, Letters(plain.text, sorted({*plain.gaps, *apart}))) if humps else (plain,)
        return cls(folded, letters, kept, places)

    def letters_at(self, start: int, stop: int) -> tuple[int, int]:
        """The letters from ``start`` to ``stop`` of the folded text."""
        return bisect_left(self._letter_places, start), bisect_left(self._letter_places, stop)

    def place_of(self, start: int, stop: int) -> tuple[int, int]:
        """Where in the text the letters from ``start`` to ``stop`` stand."""
        return self._places[self._letter_places[start]][0], self._places[self._letter_places[stop - 1]][1]


SPACED = " "
"""What a word begins with in its kept form that was written as several."""


def folded_words(text: str) -> Iterator[str]:
    """``text`` as a whole, ready to be looked for, in its kept form.

    One letter alone, or a number alone, says nothing and is passed over.
    """
    folded = fold(text)
    bare = folded.replace(" ", "")
    for word in dict.fromkeys((bare, in_khmer_order(bare))):
        if len(word) >= 2 and not word.isdigit():
            yield SPACED + word if " " in folded else word


class WordMatcher:
    """Guarded words, ready to be found in texts.

    A Khmer word counts wherever it stands, but inside an ordinary word that is longer. A Latin one of two or three
    letters counts alone; one of four or five also where the rest of the word is another guarded word, a form of
    address, or what a name goes on with; a longer one anywhere. Over several words of the text one counts that was
    written so itself, or is long, from the beginning of the first to the end of the last.
    """

    def __init__(self) -> None:
        self._kinds: dict[str, str] = {}
        self._spaced: set[str] = set()
        self._lengths: dict[str, set[int]] = {}
        self._ready: set[str] = set()
        self._kept: dict[str, str] = {}
        """Of each beginning of words the words, as text: not taken apart before a text asks for that beginning."""

    def add_ready(self, words: Iterable[str], kind: str) -> None:
        """Guard words in their kept form: of thousands most are known already."""
        for word in words:
            if word not in self._ready:
                self._ready.add(word)
                self.add_folded(word.removeprefix(SPACED), kind, spaced=word.startswith(SPACED))

    def add_folded(self, word: str, kind: str, *, spaced: bool) -> None:
        """Guard a word that is in the form in which texts are compared, as `guarded` gives it."""
        self._take_apart({word[:STEM]})
        if word not in self._kinds:
            self._kinds[word] = kind
            self._lengths.setdefault(word[:STEM], set()).add(len(word))
        if spaced:
            self._spaced.add(word)

    def add_kept(self, kept: Mapping[str, str]) -> None:
        """Guard what another matcher keeps, before anything else."""
        self._kept.update(kept)

    def kept(self) -> dict[str, str]:
        """What is guarded, as texts: the words of each beginning, a line each, with its kind."""
        lines: dict[str, list[str]] = {}
        for word, kind, spaced in self.guarded():
            lines.setdefault(word[:STEM], []).append(f"{kind} {SPACED * spaced}{word}")
        return {stem: "\n".join(words) for stem, words in lines.items()}

    def _take_apart(self, stems: Set[str]) -> None:
        for stem in self._kept.keys() & stems:
            for line in self._kept.pop(stem).split("\n"):
                kind, _, word = line.partition(" ")
                self.add_ready([word], kind)

    def guarded(self) -> Iterator[tuple[str, str, bool]]:
        """Every word, its kind, and whether it was written as several."""
        self._take_apart(self._kept.keys())
        return ((word, kind, word in self._spaced) for word, kind in self._kinds.items())

    def hits(self, letters: Letters) -> Iterator[Hit]:
        """Every occurrence in ``letters``, in no order."""
        text = letters.text
        for start, length in self._candidates(text):
            kind = self._kinds.get(word := text[start : start + length])
            if kind and self._counts(word, start, letters):
                yield Hit(start, start + len(word), kind)

    def _candidates(self, text: str) -> Iterator[tuple[int, int]]:
        """Where a guarded word begins, perhaps, and how many letters it has: one of fewer than STEM is all there is."""
        runs = {text[at : at + size] for size in range(2, STEM + 1) for at in range(len(text) - size + 1)}
        self._take_apart(runs)
        for stem in self._lengths.keys() & runs:
            for start in places(stem, text):
                yield from ((start, length) for length in self._lengths[stem])

    def _counts(self, word: str, start: int, letters: Letters) -> bool:
        return (self._counts_latin if _LATIN.search(word) else _counts_khmer)(word, start, letters)

    def _counts_latin(self, word: str, start: int, letters: Letters) -> bool:
        stop = start + len(word)
        if letters.crosses(start, stop):
            whole = letters.parts_words(start) and letters.parts_words(stop)
            return whole and (len(word) >= LONG or word in self._spaced)
        if len(word) >= LONG:
            return True
        first, last = letters.word_around(start, stop)
        before, after = letters.text[first:start], letters.text[stop:last]
        if len(word) < STEM:
            return not after and (not before or before in ordinary("address"))
        return self._belongs(before, "address") and self._belongs(after, "endings")

    def _belongs(self, rest: str, with_names: str) -> bool:
        """Whether the rest of a word is made of guarded words and of what is written together with names."""
        if not rest or rest in ordinary(with_names):
            return True
        return any(rest[:at] in self._kinds and self._belongs(rest[at:], with_names) for at in range(2, len(rest) + 1))


def _counts_khmer(word: str, start: int, letters: Letters) -> bool:
    """Whether it stands there itself: not from a subscript on, nor inside an ordinary longer word (សុខ in សុខភាព)."""
    if letters.text[start - 1 : start] == COENG:
        return False
    longer = ((start - before, other) for before, other in _longer_words(word))
    return not any(begin >= 0 and letters.text.startswith(other, begin) for begin, other in longer)


@lru_cache(4096)
def _longer_words(word: str) -> tuple[tuple[int, str], ...]:
    """The ordinary Khmer words that hold ``word``, each after the number of letters before it there."""
    return tuple((other.index(word), other) for other in ordinary("khmer") if word in other and word != other)


def places(stem: str, text: str) -> Iterator[int]:
    """Where a text shows these letters."""
    at = text.find(stem)
    while at >= 0:
        yield at
        at = text.find(stem, at + 1)


def _is_latin(char: str) -> bool:
    return "a" <= char <= "z"


def folded_numbers(text: str) -> Iterator[str]:
    """Every phone number in ``text``, which may hold several, or words beside them, without the country's prefix."""
    for part in (text, *re.split(_SEVERAL, text)):
        digits = "".join(char for char in fold(part) if char.isdigit())
        if FEWEST_DIGITS <= len(digits) <= MOST_DIGITS and (number := _national(digits)):
            yield number


class PhoneMatcher:
    """Guarded phone numbers by their digits: with or without +855 or 0, however they are grouped."""

    def __init__(self) -> None:
        self._kinds: dict[str, str] = {}
        self._lengths: set[int] = set()

    def add_ready(self, numbers: Iterable[str], kind: str) -> None:
        """Guard numbers in their kept form."""
        for number in numbers:
            self.add_folded(number, kind)

    def add_folded(self, number: str, kind: str) -> None:
        """Guard a number without the country's prefix, as `guarded` gives it."""
        self._kinds.setdefault(number, kind)
        self._lengths.add(len(number))

    def add_kept(self, kept: Mapping[str, str]) -> None:
        """Guard what another matcher keeps, before anything else."""
        for kind, numbers in kept.items():
            self.add_ready(numbers.split(" "), kind)

    def kept(self) -> dict[str, str]:
        """What is guarded, as texts: the numbers of each kind."""
        numbers: dict[str, list[str]] = {}
        for number, kind in self.guarded():
            numbers.setdefault(kind, []).append(number)
        return {kind: " ".join(those) for kind, those in numbers.items()}

    def guarded(self) -> Iterator[tuple[str, str]]:
        """Every number and its kind."""
        return iter(self._kinds.items())

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


def digit_runs(folded: str) -> Iterator[str]:
    """The digits of everything in a text that may be a number."""
    return (found[0].replace(" ", "") for found in _NUMBER.finditer(folded))


def _national(digits: str) -> str:
    """The number without the country's prefix and without leading zeros; 0855... is a national number."""
    bare = digits.lstrip("0")
    abroad = not digits.startswith("0") or digits.startswith("00") or len(bare) > 10
    if abroad and bare.startswith(_COUNTRY) and len(bare) >= FEWEST_DIGITS + len(_COUNTRY):
        bare = bare.removeprefix(_COUNTRY).lstrip("0")
    return bare


def merged_spans(found: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans (start, stop) in order, those that touch or overlap made one."""
    spans: list[tuple[int, int]] = []
    for start, stop in sorted(found):
        if spans and start <= spans[-1][1]:
            spans[-1] = spans[-1][0], max(spans[-1][1], stop)
        else:
            spans.append((start, stop))
    return spans
