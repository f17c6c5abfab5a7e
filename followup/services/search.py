"""Somebody found by what is known of her: code, name, nickname, village, phone, business, trade or place.

Words are compared as the guard compares them, so in both scripts and however they are typed. A spelling of a name that
sounds the same finds her too. What was known of her before counts as well: a name put right is still one she is called.
"""

from collections.abc import Iterable, Iterator
from enum import IntEnum
from typing import NamedTuple

from followup.case.facts import Identified
from followup.case.fields import GuardedAs, described
from followup.casebook import Casebook
from followup.errors import Invalid
from followup.handout.folding import fold, folded_parts, in_khmer_order
from followup.handout.guard import GUARDED
from followup.handout.romanise import consonants, in_other_script, sounds
from followup.messages import say
from followup.services.caseload import CaseloadFilter, CaseloadLine, list_graduates
from followup.services.guarded_names import GuardedText, guarded_texts

FEWEST_LETTERS, FEWEST_DIGITS, FEWEST_CONSONANTS = 2, 4, 2
"""Less than this finds half of the casebook."""


class Found(NamedTuple):
    """A graduate who was found, and by what: ``("name", "village")``, in the words of the forms."""

    line: CaseloadLine
    found_by: tuple[str, ...]


def find_graduates(book: Casebook, typed: str, *, names: bool = False) -> list[Found]:
    """Everybody of whom ``typed`` is said; Invalid for what is too short to tell.

    First stands whose code it begins, then of whom it is said word for word, then whose words hold it, and last of whom
    something is said that only sounds like it.
    """
    wanted = _Wanted.of(typed)
    lines = list_graduates(book, CaseloadFilter(), names=names)
    known = guarded_texts(book)
    ranked: list[tuple[_Match, str, Found]] = []
    for line in lines:
        if by := [*_found_by(wanted, line, known.get(line.row.id, ()))]:
            found = Found(line, tuple(dict.fromkeys(what for what, _ in by)))
            ranked.append((min(match for _, match in by), line.row.code, found))
    return [found for *_, found in sorted(ranked, key=lambda one: one[:2])]


class _Match(IntEnum):
    """How well what is typed fits what is known, the best first."""

    CODE = 1
    WORDS = 2
    LETTERS = 3
    SOUND = 4


class _Word(NamedTuple):
    """One word that is looked for: its letters, and what it sounds like in both scripts."""

    letters: str
    sounds: frozenset[str]

    @classmethod
    def of(cls, part: str) -> "_Word":
        heard = {sound for sound in sounds(part) if consonants(sound) >= FEWEST_CONSONANTS}
        return cls(in_khmer_order(part), frozenset({*heard, *map(in_other_script, heard)}))


class _Wanted(NamedTuple):
    """What is looked for: all its letters without spaces, its words, its digits."""

    letters: str
    words: tuple[_Word, ...]
    digits: str

    @classmethod
    def of(cls, typed: str) -> "_Wanted":
        letters = _letters(typed)
        if len(letters) < FEWEST_LETTERS:
            raise Invalid(say("That is too short to find somebody by."), say("Give two letters at least."))
        return cls(letters, tuple(map(_Word.of, folded_parts(typed))), _digits(typed))

    def found_in(self, text: str, heard: frozenset[str] = frozenset()) -> _Match | None:
        """How it stands in a text, whole or word by word; a word may also sound like one ``heard`` there."""
        letters, words = _letters(text), {in_khmer_order(part) for part in folded_parts(text)}
        if self.words and words.issuperset(word.letters for word in self.words):
            return _Match.WORDS
        if self.letters in letters or all(word.letters in letters for word in self.words):
            return _Match.LETTERS
        sounds_so = all(word.letters in letters or not word.sounds.isdisjoint(heard) for word in self.words)
        return _Match.SOUND if sounds_so else None

    def is_phone(self, text: str) -> bool:
        """Whether it is a part of a phone number, with or without the country."""
        digits = self.digits.removeprefix("855").lstrip("0")
        return len(digits) >= FEWEST_DIGITS and digits in _digits(text)


def _letters(text: str) -> str:
    return in_khmer_order(fold(text)).replace(" ", "")


def _digits(text: str) -> str:
    return "".join(char for char in fold(text) if char.isdigit())


def _found_by(wanted: _Wanted, line: CaseloadLine, texts: Iterable[GuardedText]) -> Iterator[tuple[str, _Match]]:
    """By what she is found, and how well it fits."""
    row = line.row
    if fold(row.code).replace(" ", "").startswith(wanted.letters):
        yield say("code"), _Match.CODE
    identity = described(Identified)
    for kind, text, *_ in texts:
        if match := _match(wanted, GUARDED[kind], text):
            yield say(identity[kind].title).lower(), match
    for what, text in ((say("trade"), row.trade), (say("place"), f"{row.district} {row.province}")):
        if match := wanted.found_in(text):
            yield what, match


def _match(wanted: _Wanted, guarded: GuardedAs, text: str) -> _Match | None:
    if guarded is GuardedAs.PHONE:
        return _Match.LETTERS if wanted.is_phone(text) else None
    return wanted.found_in(text, _heard(text) if guarded is GuardedAs.PERSON else frozenset())


def _heard(name: str) -> frozenset[str]:
    """What a name sounds like, whole and word by word."""
    return frozenset(sound for part in (name, *folded_parts(name)) for sound in sounds(part))
