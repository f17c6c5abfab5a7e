"""What the guard misses and what it masks for nothing, on invented people and texts. Prints a table.

    python benchmarks/guard.py [GRADUATES ...]

The 5,000 people of ``guard_corpus`` are cut into casebooks of so many graduates. In each of them every graduate is
spoken of in every way inside notes, and what can still be read of her there is a leak; then the notes, covers and
lessons of ``guard_corpus.json``, which name nobody, show how many words are masked for nothing.

Run from the repository, with the package installed or ``PYTHONPATH=.:cli:data``.
"""

import re
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from benchmarks.guard_corpus import CORPUS, Person, people
from followup.case.fields import MARK
from followup.handout.guard import Guard

SETTINGS = ("Met {} at the market.", "she lives with {} now", "{} came; spoke of {}.", "ជួប{}នៅផ្សារ", "Ask {}, or us.")


@dataclass(frozen=True, slots=True)
class Measured:
    """Of the casebooks of one size: leaks among what was planted, and what was masked of texts that name nobody."""

    planted: int
    leaks: tuple[str, ...]
    words_masked: float
    notes_masked: float
    covers_refused: float
    lessons_masked: float
    seconds: float


def casebooks(size: int, everybody: Sequence[Person]) -> Iterator[Sequence[Person]]:
    """The people in groups of ``size``, the last of which may be smaller."""
    return (everybody[start : start + size] for start in range(0, len(everybody), size))


def guard_over(casebook: Iterable[Person]) -> Guard:
    """The guard of a casebook."""
    return Guard(word for person in casebook for word in person.words)


def leaks(guard: Guard, person: Person) -> Iterator[tuple[str, bool]]:
    """Each planted note, and whether anything of her can be read in it once it is masked."""
    for at, spoken in enumerate(person.spoken_of):
        note = SETTINGS[at % len(SETTINGS)].replace("{}", spoken)
        yield note, any(_is_read(secret, guard.mask(note)) for secret in person.secrets)


def _is_read(secret: str, shown: str) -> bool:
    """Whether a word, or several, can be read in a text: Latin ones as whole words, Khmer ones anywhere."""
    plain = re.sub("[\u200b\u00ad]", "", shown).casefold()
    if re.fullmatch(r"[\w ]+", secret, re.ASCII):
        return re.search(rf"(?<![a-z0-9]){re.escape(secret)}(?![a-z0-9])", plain) is not None
    return secret in plain


def _share_masked(guard: Guard, texts: Sequence[str]) -> float:
    return sum(MARK in guard.mask(text) for text in texts) / len(texts)


def _words_masked(guard: Guard, texts: Sequence[str]) -> float:
    """The share of words that cannot be read any more."""
    words = sum(len(text.split()) for text in texts)
    return sum(MARK in word for text in texts for word in guard.mask(text).split()) / words


def measured(size: int, everybody: Sequence[Person]) -> Measured:
    """The casebooks of one size."""
    start = time.perf_counter()
    books = [(guard_over(book), book) for book in casebooks(size, everybody)]
    planted = [found for guard, book in books for person in book for found in leaks(guard, person)]
    each = len(books)
    return Measured(
        planted=len(planted),
        leaks=tuple(note for note, leaked in planted if leaked),
        words_masked=sum(_words_masked(guard, CORPUS["notes"] + CORPUS["lessons"]) for guard, _ in books) / each,
        notes_masked=sum(_share_masked(guard, CORPUS["notes"]) for guard, _ in books) / each,
        covers_refused=sum(sum(bool(guard.find(c)) for c in CORPUS["covers"]) for guard, _ in books) / each,
        lessons_masked=sum(_share_masked(guard, CORPUS["lessons"]) for guard, _ in books) / each,
        seconds=time.perf_counter() - start,
    )


def main(sizes: Sequence[int]) -> None:
    """One line a size."""
    everybody = people()
    print("graduates  planted  leaks  words masked  notes masked  covers refused of 29  lessons masked      s")
    for size in sizes:
        found = measured(size, everybody)
        print(
            f"{size:>9,}  {found.planted:>7,}  {len(found.leaks):>5}  {found.words_masked:>12.2%}"
            f"  {found.notes_masked:>12.1%}  {found.covers_refused:>20.2f}  {found.lessons_masked:>14.1%}"
            f"  {found.seconds:>5.1f}"
        )
        for note in found.leaks[:10]:
            print(f"    {note}")


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [20, 60, 300])
