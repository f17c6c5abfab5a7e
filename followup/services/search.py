"""Somebody found by what is known of her: code, name, nickname, village, phone, business, trade or place.

Words are compared as the guard compares them, so in both scripts and however they are typed. A spelling of a name that
sounds the same finds her too. What was known of her before counts as well: a name put right is still one she is called.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from followup.case.facts import Identified
from followup.case.fields import GuardedAs, described
from followup.casebook import Casebook
from followup.errors import Invalid
from followup.handout.folding import fold, folded_parts, in_khmer_order
from followup.handout.guard import GUARDED
from followup.handout.romanise import consonants, in_other_script, sounds
from followup.messages import say
from followup.services.caseload import CaseloadLine, list_graduates
from followup.services.caseload_filter import CaseloadFilter
from followup.services.guarded_names import words_by_case

FEWEST_LETTERS, FEWEST_DIGITS, FEWEST_CONSONANTS = 2, 4, 2
"""Less than this finds half of the casebook."""


class Found(NamedTuple):
    """A graduate who was found, and by what: ``("name", "village")``, in the words of the forms."""

    line: CaseloadLine
    found_by: tuple[str, ...]


def find_graduates(book: Casebook, typed: str, *, names: bool = False) -> list[Found]:
    """Everybody of whom ``typed`` is said, whose code it begins first; Invalid for what is too short to tell."""
    wanted = _Wanted.of(typed)
    known = words_by_case(book)
    found = (
        Found(line, tuple(dict.fromkeys(_found_by(wanted, line, known.get(line.row.id, ())))))
        for line in list_graduates(book, CaseloadFilter(), names=names)
    )
    return sorted(
        (one for one in found if one.found_by), key=lambda one: (one.found_by[0] != say("code"), one.line.row.code)
    )


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

    def stands_in(self, text: str, heard: frozenset[str] = frozenset()) -> bool:
        """Whether it stands in a text, whole or word by word; a word may also sound like one ``heard`` there."""
        letters = _letters(text)
        return self.letters in letters or all(
            word.letters in letters or not word.sounds.isdisjoint(heard) for word in self.words
        )

    def is_phone(self, text: str) -> bool:
        """Whether it is a part of a phone number, with or without the country."""
        return len(self.digits) >= FEWEST_DIGITS and self.digits.removeprefix("855").lstrip("0") in _digits(text)


def _letters(text: str) -> str:
    return in_khmer_order(fold(text)).replace(" ", "")


def _digits(text: str) -> str:
    return "".join(char for char in fold(text) if char.isdigit())


def _found_by(wanted: _Wanted, line: CaseloadLine, words: tuple[tuple[str, str], ...]) -> Iterator[str]:
    row = line.row
    if fold(row.code).replace(" ", "").startswith(wanted.letters):
        yield say("code")
    titles: Mapping[str, str] = {name: say(field.title) for name, field in described(Identified).items()}
    for kind, text in words:
        if _is_said(wanted, GUARDED[kind], text):
            yield titles[kind].lower()
    for what, text in ((say("trade"), row.trade), (say("place"), f"{row.district} {row.province}")):
        if wanted.stands_in(text):
            yield what


def _is_said(wanted: _Wanted, guarded: GuardedAs, text: str) -> bool:
    if guarded is GuardedAs.PHONE:
        return wanted.is_phone(text)
    return wanted.stands_in(text, _heard(text) if guarded is GuardedAs.PERSON else frozenset())


def _heard(name: str) -> frozenset[str]:
    """What a name sounds like, whole and word by word."""
    return frozenset(sound for part in (name, *folded_parts(name)) for sound in sounds(part))
