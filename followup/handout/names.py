"""What of a text is guarded: the spellings of a name, its parts, of a safe contact only what names somebody, and a
village also without the word for village.

A safe contact is often no name: "an aunt", "the village chief, after 17:00". Were each of its words guarded, every note
would be masked; so the words of kinship, offices and places that ``ordinary_words.json`` lists name nobody.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from followup.handout.folding import fold, folded_parts, has_khmer, in_khmer_order, without_humps
from followup_data import shipped

_SPELLINGS = r"[;|\n]|\s/\s"
"""What stands between several spellings of one name, such as Latin and Khmer."""
_PERSONS = r"[;|\n/()\[\]]"
_CONTACTS = r"[;|\n/()\[\],:]|\s[-–]\s"
_PLACES = r"[;|\n/()\[\],]"
_FEWEST_LETTERS = 4
"""Of what is left of a place without its *Phum*: less is no name, or part of many words."""
_DETERMINERS = {
    "a",
    "an",
    "the",
    "her",
    "his",
    "their",
    "my",
    "our",
    "own",
    "old",
    "older",
    "young",
    "younger",
    "little",
}


@cache
def ordinary(kind: str) -> frozenset[str]:
    """The words of one list of ``ordinary_words.json``, such as ``roles``, in the form in which texts are compared."""
    return frozenset(in_khmer_order(fold(word)) for word in shipped.ordinary_words()[kind])


def spellings(text: str) -> Iterator[str]:
    """Every spelling of a place or a business: "Prek Thmey / ព្រែកថ្មី" has two."""
    return (spelling for spelling in re.split(_SPELLINGS, text) if spelling.strip())


def place_words(text: str) -> Iterator[str]:
    """A village or commune in every spelling, as a whole and without its *Phum*: people say "to Tonsay Lueong"."""
    yield from spellings(text)
    for piece in re.split(_PLACES, text):
        named = _without_unit([in_khmer_order(part) for part in folded_parts(without_humps(piece))])
        if _tells_a_place(named):
            yield " ".join(named)


def _without_unit(parts: list[str]) -> list[str]:
    """What is left of a place without the words for village or commune at its ends: of ភូមិថ្មី also the beginning."""
    units = ordinary("units")
    while parts and parts[0] in units:
        parts = parts[1:]
    while parts and parts[-1] in units:
        parts = parts[:-1]
    unit = next((unit for unit in units if parts and parts[0].startswith(unit) and has_khmer(unit)), "")
    return [parts[0].removeprefix(unit), *parts[1:]] if unit else parts


def _tells_a_place(parts: list[str]) -> bool:
    """Whether these words name a village: not *New* alone, and no district that comes with the program."""
    letters = sum(unicodedata.category(char)[0] == "L" for part in parts for char in part)
    common = len(parts) == 1 and (parts[0] in ordinary("place_parts") or parts[0] in shipped.plain_words())
    return letters >= _FEWEST_LETTERS and not common and " ".join(parts) not in _districts()


@cache
def _districts() -> frozenset[str]:
    """Every province and district that comes with the program, in the form in which texts are compared."""
    places = shipped.places()
    return frozenset(fold(name) for name in (*places, *(one for districts in places.values() for one in districts)))


def person_spellings(text: str) -> list[str]:
    """A person's name in every spelling, each whole."""
    return re.split(_PERSONS, text)


def name_words(text: str) -> Iterator[str]:
    """A person's name in every spelling, whole and in its parts, but for a family name that is a little word (So)."""
    for spelling in person_spellings(text):
        yield spelling
        yield from _telling(folded_parts(spelling))


def _telling(parts: list[str]) -> list[str]:
    """The parts of a name without a family name that is a little word, unless it is all there is."""
    return parts[1 if len(parts) > 1 and parts[0] in ordinary("little") else 0 :]


def contact_words(text: str) -> Iterator[str]:
    """What names somebody in the words for a safe contact: nothing of "an aunt"; "Aunt Sokha" and "Sokha"."""
    for piece in re.split(_CONTACTS, text):
        parts = folded_parts(piece)
        roles = {part for before, part in zip(["", *parts], parts, strict=False) if _is_role(part, before)}
        plain = roles | (_plain_words(piece) if roles else set())
        named = _telling([part for part in parts if part not in plain])
        if named:
            yield from (piece, *named, *map(_after_role, named))


def _is_role(part: str, before: str) -> bool:
    """Whether a word says what somebody is, not who. Of Khmer ones also those made of two: ម្តាយមីង."""
    if in_khmer_order(part) in ordinary("roles"):
        return True
    return (part in ordinary("either") and before in _DETERMINERS) or _after_role(part) in ordinary("roles")


def _after_role(part: str) -> str:
    """What follows a Khmer word of kinship or office that is written together with a name: សុខា of មីងសុខា."""
    if not has_khmer(part):
        return ""
    word = in_khmer_order(part)
    if not word.startswith(_roles()):
        return ""
    roles = [role for role in ordinary("roles") if word.startswith(role) and "ក" <= word[len(role) :][:1] <= "ឳ"]
    return word[len(max(roles, key=len)) :] if roles else ""


@cache
def _roles() -> tuple[str, ...]:
    return tuple(ordinary("roles"))


def _plain_words(piece: str) -> set[str]:
    """The words of a piece that stand in small letters and are ordinary English, such as "sells"."""
    small = {fold(word) for word in re.findall(r"[^\W\d_]+", piece) if word.islower()}
    return {word for word in small if {word, word.removesuffix("s")} & shipped.plain_words()}
