"""The guard over everybody in the casebook: what it knows is kept sealed, so that it need not read every case."""

import secrets
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING

from followup.case.erasure import erased_bodies, noted_erasures
from followup.case.facts import Fact
from followup.case.fields import GuardedAs, Mask, Private, revealed
from followup.casebook import Casebook
from followup.errors import Damaged, DiskFailure, FollowupError
from followup.messages import say, say_count
from followup.store import ERASURES
from followup_data import shipped

if TYPE_CHECKING:
    from followup.handout.guard import Guard

_ERASED = "erased "
"""What the kind of an erased word begins with; the key under which it is hashed follows."""


def guard_of(book: Casebook) -> "Guard":
    """A guard that knows every name in the casebook; Damaged if a case's names cannot be known.

    A damaged case whose names were known before still has them guarded.
    """
    from followup.handout.guard import Guard

    kept = _known_whole(book)
    return _with_erased(book, Guard(known_words(book)), kept)


def guard_of_others(book: Casebook, case_id: str) -> "Guard":
    """A guard that knows everybody else's names, for what is told of one graduate with her own; else as `guard_of`.

    A word that is hers as well, such as a village, is not among them.
    """
    from followup.handout.folding import fold
    from followup.handout.guard import Guard

    kept, words = _known_whole(book), words_by_case(book)
    hers = {fold(text) for _, text in words.get(case_id, ())}
    others = (pair for one, pairs in words.items() if one != case_id for pair in pairs if fold(pair[1]) not in hers)
    return _with_erased(book, Guard(others), kept)


def _known_whole(book: Casebook) -> Mapping[str, list[str]]:
    """The guarded words of every case; Damaged if those of one cannot be known."""
    kept = _kept_words(book)
    unknown = [case_id for case_id in book.problems if case_id not in kept]
    for failing in (book.problems[case_id] for case_id in unknown):
        if isinstance(failing, DiskFailure):  # the file is sound, as far as is known
            raise failing
    if unknown:
        raise Damaged(
            say_count(
                len(unknown),
                "A damaged file may hold names that nobody can look for; nothing was shown.",
                "{n} damaged files may hold names that nobody can look for; nothing was shown.",
            ),
            say("Run: followup check. Put the files back from a backup, or move them out of the folder cases."),
        )
    return kept


def _with_erased(book: Casebook, guard: "Guard", kept: Mapping[str, list[str]]) -> "Guard":
    """The guard, which also knows what was erased: of each case, and of those whose files are gone."""
    for words in kept.values():
        for key, hashed in _erased_pairs(words):
            guard.add_erased(key, [hashed])
    for entries in noted_erasures(_erasure_notes(book)).values():
        for body in erased_bodies(entries):
            guard.add_erased(body.key, body.words)
    return guard


def _erasure_notes(book: Casebook) -> tuple[Fact, ...]:
    """What is noted of erasures beside the cases; looked for among spare copies only where a file cannot be read."""
    try:
        return book.store.facts(ERASURES)
    except FollowupError:
        return book.store.readable_facts(ERASURES)


def _erased_pairs(words: list[str]) -> Iterator[tuple[str, str]]:
    """The words of a case that were erased: under which key, and the hash."""
    pairs = zip(words[::2], words[1::2], strict=True)
    return ((kind.removeprefix(_ERASED), text) for kind, text in pairs if kind.startswith(_ERASED))


class ErasedNames:
    """The names of those whose identity was erased: known as hashes, so that one can be tried, and none be listed."""

    def __init__(self, book: Casebook) -> None:
        from followup.handout.guard import Guard

        self._guard = _with_erased(book, Guard(()), _kept_words(book))

    def is_wholly(self, name: str) -> bool:
        """Whether every word of a name was erased; one that is shared, such as a family's, is not enough."""
        left = self._guard.mask(name)
        return left != name and not any(map(str.isalpha, left))


def erased_key(book: Casebook) -> str:
    """The key under which erased words are kept in this casebook; a new one where none is yet."""
    keys = {key for words in _kept_words(book).values() for key, _ in _erased_pairs(words)}
    return min(keys, default=secrets.token_hex(16))


def known_words(book: Casebook) -> Iterator[tuple[str, str]]:
    """Every guarded word in the casebook that can be known, with its kind; those of a damaged case may be missing."""
    return (pair for pairs in words_by_case(book).values() for pair in pairs)


def words_by_case(book: Casebook) -> dict[str, tuple[tuple[str, str], ...]]:
    """The guarded words of each case with their kinds, those of cases that are part of another one under that."""
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for case_id, words in _kept_words(book).items():
        pairs = (pair for pair in zip(words[::2], words[1::2], strict=True) if not pair[0].startswith(_ERASED))
        found[book.root(case_id)] = (*found.get(book.root(case_id), ()), *pairs)
    return found


def is_whole_name(book: Casebook, typed: str) -> bool:
    """Whether a text is the whole name of somebody in the casebook, or one spelling of it."""
    from followup.handout.folding import fold
    from followup.handout.guard import GUARDED
    from followup.handout.names import person_spellings

    wanted = fold(typed).replace(" ", "")
    names = (text for kind, text in known_words(book) if GUARDED[kind] is GuardedAs.PERSON)
    return any(fold(one).replace(" ", "") == wanted for text in names for one in person_spellings(text))


def _kept_words(book: Casebook) -> Mapping[str, list[str]]:
    return book.register("guarded", "1", _guarded_words)


def _guarded_words(_case_id: str, facts: Iterable[Fact]) -> list[str]:
    """The guarded words of a case, each after its kind, in one list: thousands of cases are loaded at once."""
    from followup.handout.guard import guarded_words

    facts = tuple(facts)
    erased = ((_ERASED + body.key, word) for body in erased_bodies(facts) for word in body.words)
    return [part for word in (*guarded_words(facts), *erased) for part in word]


@cache
def public_names() -> frozenset[str]:
    """Places, trades and modules that come with the program: they name no person, whoever is called like one."""
    places = shipped.places()
    districts = {district for those in places.values() for district in those}
    trades = shipped.trades()
    titles = (title.capitalize() for title in trades)
    return frozenset({*places, *districts, *trades, *trades.values(), *titles, *shipped.modules()})


def labeller(book: Casebook, *, names: bool = False) -> Mask:
    """What labels pass through that somebody typed, such as districts: as `masker`, but for names that are public.

    Group by the label as it was typed, and pass it through this only where it is shown.
    """
    return labels_through(masker(book, names=names))


def labels_through(mask: Mask) -> Mask:
    """The labeller of a mask that is there already."""
    return lambda text: revealed(text) if text in public_names() else mask(text)


def worker_labeller(book: Casebook, *, names: bool = False) -> Mask:
    """As `labeller`, for screens of the office's own: the name of a worker on the list, or who left, is readable."""
    label, staff = labeller(book, names=names), book.office.staff
    known = {*staff.on_list, *staff.left}
    return lambda text: revealed(text) if staff.called_now(revealed(text)) in known else label(text)


def masker(book: Casebook, *, names: bool) -> Mask:
    """What every text that a worker wrote passes through before it is shown; ``names`` lets all of it through.

    Where a damaged case keeps the names from being known, such texts are not shown at all; the case stands in
    ``book.problems``.
    """
    if names:
        return revealed

    @cache
    def guard() -> "Guard | None":
        try:
            return guard_of(book)
        except (Damaged, DiskFailure):
            return None

    def mask(text: Private) -> str:
        from followup.handout.guard import MARK

        known = guard() if text else None
        return known.mask(revealed(text)) if known else MARK if text else ""

    return mask
