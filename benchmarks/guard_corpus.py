"""Invented people for measuring the guard: common Cambodian names put together from their parts, in Latin and in Khmer.

    python benchmarks/guard_corpus.py [HOW MANY]

prints them. Nobody is meant: every family name goes with every given name, in an order drawn from a fixed seed.
"""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

CORPUS: dict[str, Any] = json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))
FAMILY: dict[str, str] = dict(CORPUS["family"])
GIVEN: dict[str, str] = dict(CORPUS["given"])
"""Names in Latin letters, and in Khmer."""


@dataclass(frozen=True, slots=True)
class Person:
    """An invented graduate: what the guard knows of her, how notes speak of her, and what must never be read there."""

    words: tuple[tuple[str, str], ...]
    spoken_of: tuple[str, ...]
    secrets: tuple[str, ...]


def names(count: int = 5_000, seed: int = 1) -> list[tuple[str, str]]:
    """So many pairs of a family and a given name, each once."""
    pairs = [(family, given) for family in FAMILY for given in GIVEN if family != given]
    Random(seed).shuffle(pairs)
    return pairs[:count]


def people(count: int = 5_000, seed: int = 1) -> list[Person]:
    """So many invented graduates with everything that the guard knows of somebody."""
    chance = Random(seed)
    return [_person(family, given, chance) for family, given in names(count, seed)]


def _person(family: str, given: str, chance: Random) -> Person:
    latin, khmer = f"{family} {given}", f"{FAMILY[family]} {GIVEN[given]}"
    name = chance.choice((latin, khmer, f"{latin} / {khmer}", f"{latin}; {khmer}"))
    spoken = [*_in_latin(family, given)] * (latin in name) + [*_in_khmer(family, given)] * (khmer in name)
    secrets = [given] * (latin in name) + [GIVEN[given]] * (khmer in name)
    contact, friend = _contact(chance)
    village = f"{chance.choice(CORPUS['place_begins'])} {chance.choice(CORPUS['place_ends'])}"
    business = f"{chance.choice([*GIVEN])} {chance.choice(CORPUS['businesses'])}"
    phone = f"0{chance.choice((10, 12, 15, 77, 92, 97))} {chance.randrange(100, 999)} {chance.randrange(100, 999)}"
    spoken += [*friend, business, *_in_both(village), phone, phone.replace(" ", ""), f"+855 {phone[1:]}"]
    secrets += [*friend, business, *_in_both(village), phone, phone[-7:]]
    texts = {"name": name, "village": village, "phone": phone, "business": business, "contact_name": contact}
    return Person(tuple(texts.items()), tuple(spoken), tuple(secret.casefold() for secret in secrets))


def _contact(chance: Random) -> tuple[str, list[str]]:
    """A safe contact in words, and the name that is in it, if there is one."""
    friend, family = chance.choice([*GIVEN]), chance.choice([*FAMILY])
    words: str = chance.choice(CORPUS["contacts"])
    known = [friend] * ("{given}" in words) + [GIVEN[friend]] * ("{khmer}" in words)
    return words.format(family=family, given=friend, khmer=GIVEN[friend]), known


def _in_both(village: str) -> tuple[str, str]:
    """As two words and as one."""
    return village, village.replace(" ", "")


def _in_latin(family: str, given: str) -> Iterator[str]:
    yield from (f"{family} {given}", given, given.upper(), f"{given} {family}", f"{family}{given}", f"{given}'s")
    yield from (f"{family.lower()} {given.lower()}", f"Bong {given}", f"{given[0]}\u200b{given[1:]}", f"({given})")


def _in_khmer(family: str, given: str) -> Iterator[str]:
    yield from (f"{FAMILY[family]} {GIVEN[given]}", f"{FAMILY[family]}{GIVEN[given]}", f"បង{GIVEN[given]}")


if __name__ == "__main__":
    for family, given in names(*map(int, sys.argv[1:2])):
        print(f"{family} {given}\t{FAMILY[family]} {GIVEN[given]}")
