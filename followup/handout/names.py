"""What of a text is guarded: the spellings of a name, its parts, and of a safe contact only what names somebody.

A safe contact is often no name: "an aunt", "the village chief, after 17:00". Were each of its words guarded, every note
would be masked; so the words of kinship, offices and places that ``ordinary_words.json`` lists name nobody.
"""

import re
from collections.abc import Iterator
from functools import cache

from followup.handout.folding import fold, folded_parts, has_khmer, in_khmer_order
from followup_data import shipped

_SPELLINGS = re.compile(r"[;|\n]|\s/\s")
"""What stands between several spellings of one name, such as Latin and Khmer."""
_PERSONS = re.compile(r"[;|\n/()\[\]]")
_CONTACTS = re.compile(r"[;|\n/()\[\],:]|\s[-–]\s")
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
    return (spelling for spelling in _SPELLINGS.split(text) if spelling.strip())


def person_spellings(text: str) -> list[str]:
    """A person's name in every spelling, each whole."""
    return _PERSONS.split(text)


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
    for piece in _CONTACTS.split(text):
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
    roles = [role for role in ordinary("roles") if word.startswith(role) and "ក" <= word[len(role) :][:1] <= "ឳ"]
    return word[len(max(roles, key=len)) :] if roles else ""


def _plain_words(piece: str) -> set[str]:
    """The words of a piece that stand in small letters and are ordinary English, such as "sells"."""
    small = {fold(word) for word in re.findall(r"[^\W\d_]+", piece) if word.islower()}
    return {word for word in small if {word, word.removesuffix("s")} & shipped.plain_words()}
