"""How many names are known again in the other script, and how many are taken for another's. Prints a table.

    python benchmarks/two_scripts.py

Each of the invented names of ``guard_corpus`` is looked for, in Latin letters, among all of them in Khmer.

Run from the repository, with the package installed or ``PYTHONPATH=.:cli:data``.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from benchmarks.guard_corpus import FAMILY, GIVEN, names
from followup.handout.romanise import consonants, in_other_script, sounds


class Measured(NamedTuple):
    """Of so many names: how many were found, and how many of a thousand pairs of different ones met."""

    found: int
    wrong_in_a_thousand: float


def measured(spelled: Iterable[tuple[str, str]], least: int = 1) -> Measured:
    """Pairs of one name in Latin letters and in Khmer, compared by skeletons of at least so many consonants."""
    spelled = tuple(spelled)
    called = defaultdict(set)
    for at, (_, khmer) in enumerate(spelled):
        for sound in sounds(khmer):
            called[in_other_script(sound)].add(at)
    met = [
        set[int]().union(*(called[sound] for sound in sounds(latin) if consonants(sound) >= least))
        for latin, _ in spelled
    ]
    wrong = sum(len(others - {at}) for at, others in enumerate(met))
    return Measured(
        sum(at in others for at, others in enumerate(met)), 1_000 * wrong / len(spelled) / (len(spelled) - 1)
    )


def whole_names(count: int = 5_000) -> list[tuple[str, str]]:
    """So many names in Latin letters and in Khmer, family name first."""
    return [(f"{family} {given}", f"{FAMILY[family]} {GIVEN[given]}") for family, given in names(count)]


def main() -> None:
    """Print the table."""
    joined = [(latin, khmer.replace(" ", "")) for latin, khmer in whole_names()]
    print("names                        consonants   found   wrong of 1,000 pairs")
    for label, spelled in (("whole", whole_names()), ("Khmer as one word", joined), ("given alone", GIVEN.items())):
        for least in (3, 2):
            found, wrong = measured(spelled, least)
            print(f"{label:<28} {least:>10} {found:>7} {wrong:>12.2f}")


if __name__ == "__main__":
    main()
