"""Invented people: names that nobody has, villages that are nowhere, telephone numbers that cannot ring."""

from random import Random
from typing import Any

NameLists = dict[str, Any]
"""The lists of people.json, by name; most are pairs of the Latin and the Khmer spelling."""

_KHMER = 0.4
"""How many are written in Khmer script."""


def identity(lists: NameLists, rng: Random, number: int, year: int) -> dict[str, Any]:
    """Who graduate ``number`` is, in the keys of an enrolment form; she returned in ``year``."""
    script = int(rng.random() < _KHMER)
    return {
        "name": _name(lists, rng, script),
        "birth_year": year - rng.randint(17, 27),
        "commune": rng.choice(lists["communes"])[script],
        "village": _village(lists, rng, script),
        **({"nickname": rng.choice(lists["nicknames"])[script]} if rng.random() < 0.25 else {}),
        **({"phone": phone(2 * number)} if rng.random() < 0.7 else {}),
        **({"contact": _contact(lists, rng, number, script)} if rng.random() < 0.6 else {}),
    }


def _name(lists: NameLists, rng: Random, script: int) -> str:
    return " ".join(rng.choice(lists[part])[script] for part in ("family", "given"))


def _village(lists: NameLists, rng: Random, script: int) -> str:
    animal, colour = (rng.choice(lists[part])[script] for part in ("animals", "colours"))
    return f"ភូមិ{animal}{colour}" if script else f"Phum {animal} {colour}"


def _contact(lists: NameLists, rng: Random, number: int, script: int) -> dict[str, str]:
    return {
        "name": _name(lists, rng, script),
        "phone": phone(2 * number + 1),
        "hours": rng.choice(lists["hours"]),
        "say": rng.choice(lists["cover_stories"]),
    }


def phone(number: int) -> str:
    """A number that cannot ring: Cambodia has no code 020, and no subscriber's number begins with 0."""
    return f"020 {number // 1000:03d} {number % 1000:03d}"


def name_words(lists: NameLists) -> frozenset[str]:
    """Every Latin word of a name in the lists, in capitals: no code may contain one."""
    pairs = (pair for part in ("family", "given", "nicknames") for pair in lists[part])
    return frozenset(word.upper() for latin, _ in pairs for word in latin.split())
