"""The guard over everybody in the casebook: what it knows is kept sealed, so that it need not read every case."""

import os
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache, partial
from itertools import chain
from typing import TYPE_CHECKING

from msgspec.json import Decoder, encode

from followup.case.erasure import erased_bodies, noted_erasures
from followup.case.facts import Fact
from followup.case.fields import MARK, GuardedAs, Mask, Private, revealed
from followup.casebook import Casebook
from followup.errors import Damaged, DiskFailure, FollowupError
from followup.messages import say, say_count
from followup.store import ERASURES, Json, OverviewKind, RegisterKind, of_cases

if TYPE_CHECKING:
    from followup.handout.guard import Guard

GuardedText = tuple[str, ...]
"""A guarded text as it is kept: its kind, the text, and the words that the guard looks for because of it."""

KeptTexts = Mapping[str, str]
"""The guarded texts of each case, as JSON text: as values all at once they would take eight times as much room."""

REGISTER = "guarded-3"
_OVERVIEW = "guard-2"
_SAYING = frozenset({"identified", "merged", "erased"})
"""Kinds of fact that can change what the guard looks for."""
_ERASED = "erased "
"""What the kind of an erased word begins with; the key under which it is hashed follows."""


def guard_of(book: Casebook) -> "Guard":
    """A guard that knows every name in the casebook; Damaged if a case's names cannot be known.

    A damaged case whose names were known before still has them guarded.
    """
    from followup.handout.guard import Guard, ready_fingerprint

    kind = OverviewKind(_OVERVIEW, partial(_kept_guard, book), of_cases(_SAYING), ready_fingerprint())
    kept = book.store.overview(kind)
    return _with_erased(book, Guard.of_kept(kept), kept["erased"])


def _kept_guard(book: Casebook) -> tuple[Json, bool]:
    """What the guard of everybody looks for, and whether every case could be read for it."""
    kept = _known_whole(book)
    guard = _guard_over(chain.from_iterable(map(_read, kept.values())))
    return {**guard.kept(), "erased": list(_erased_pairs(kept))}, not book.problems


def guard_of_known(book: Casebook) -> "Guard":
    """As `guard_of`, as far as names can be known, and without those that were erased."""
    return _guard_over(chain.from_iterable(map(_read, _kept_texts(book).values())))


def _guard_over(texts: Iterable[GuardedText]) -> "Guard":
    """A guard that knows these texts: many, such as villages, are those of several graduates."""
    from followup.handout.guard import Guard

    guard = Guard(())
    for kind, _, *words in dict.fromkeys(texts):
        if not kind.startswith(_ERASED):
            guard.add_ready(kind, words)
    return guard


def guard_of_others(book: Casebook, case_id: str) -> "Guard":
    """A guard that knows everybody else's names, for what is told of one graduate with her own; else as `guard_of`.

    A word that is hers as well, such as a village, is not among them.
    """
    from followup.handout.folding import fold

    kept = _known_whole(book)
    texts = _by_root(book, kept)
    hers = {fold(text[1]) for text in texts.pop(case_id, [])}
    others = (text for those in texts.values() for text in those if fold(text[1]) not in hers)
    return _with_erased(book, _guard_over(others), _erased_pairs(kept))


def _known_whole(book: Casebook) -> KeptTexts:
    """The guarded texts of every case; Damaged if those of one cannot be known."""
    kept = _kept_texts(book)
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


def _with_erased(book: Casebook, guard: "Guard", erased: Iterable[tuple[str, str]]) -> "Guard":
    """The guard, which also knows what was erased: of each case, and of those whose files are gone."""
    for key, hashed in erased:
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


def _erased_pairs(kept: KeptTexts) -> Iterator[tuple[str, str]]:
    """The words that were erased: under which key, and the hash."""
    texts = chain.from_iterable(_read(row) for row in kept.values() if _ERASED in row)
    return ((kind.removeprefix(_ERASED), text) for kind, text, *_ in texts if kind.startswith(_ERASED))


class ErasedNames:
    """The names of those whose identity was erased: known as hashes, so that one can be tried, and none be listed."""

    def __init__(self, book: Casebook) -> None:
        from followup.handout.guard import Guard

        self._guard = _with_erased(book, Guard(()), _erased_pairs(_kept_texts(book)))

    def is_wholly(self, name: str) -> bool:
        """Whether every word of a name was erased; one that is shared, such as a family's, is not enough."""
        left = self._guard.mask(name)
        return left != name and not any(map(str.isalpha, left))


def erased_key(book: Casebook) -> str:
    """The key under which erased words are kept in this casebook; a new one where none is yet."""
    keys = {key for key, _ in _erased_pairs(_kept_texts(book))}
    return min(keys) if keys else os.urandom(16).hex()


def guarded_texts(book: Casebook) -> dict[str, list[GuardedText]]:
    """The guarded texts of each case, those of cases that are part of another one under that.

    Those of a damaged case may be missing.
    """
    return _by_root(book, _kept_texts(book))


def _by_root(book: Casebook, kept: KeptTexts) -> dict[str, list[GuardedText]]:
    found: dict[str, list[GuardedText]] = {}
    for case_id, row in kept.items():
        found.setdefault(book.root(case_id), []).extend(text for text in _read(row) if not text[0].startswith(_ERASED))
    return found


def is_whole_name(book: Casebook, typed: str) -> bool:
    """Whether a text is the whole name of somebody in the casebook, or one spelling of it."""
    from followup.handout.folding import fold
    from followup.handout.guard import GUARDED
    from followup.handout.names import person_spellings

    wanted = fold(typed).replace(" ", "")
    kept = (text for texts in guarded_texts(book).values() for text in texts)
    names = (text for kind, text, *_ in kept if GUARDED[kind] is GuardedAs.PERSON)
    return any(fold(one).replace(" ", "") == wanted for text in names for one in person_spellings(text))


def _kept_texts(book: Casebook) -> KeptTexts:
    return book.register(_kind())


_read = Decoder(list[GuardedText]).decode
"""The guarded texts of a case, of the row that is kept of it."""


def _kind() -> RegisterKind:
    from followup.handout.guard import ready_fingerprint

    return RegisterKind(REGISTER, ready_fingerprint(), _guarded_texts)


def _guarded_texts(_case_id: str, facts: Iterable[Fact]) -> str:
    """The guarded texts of a case: with the words ready, so that a guard of thousands of cases is."""
    from followup.handout.guard import guarded_words, ready_words

    facts = tuple(facts)
    texts = [(kind, text, *ready_words(kind, text)) for kind, text in guarded_words(facts)]
    erased = [(_ERASED + body.key, word) for body in erased_bodies(facts) for word in body.words]
    return encode(texts + erased).decode()


@cache
def public_names() -> frozenset[str]:
    """Places, trades and modules that come with the program: they name no person, whoever is called like one."""
    from followup_data import shipped

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


def masks_of(book: Casebook, *, names: bool = False, guard: "Guard | None" = None) -> tuple[Mask, Mask]:
    """The `masker` and the `worker_labeller` of one guard."""
    mask, staff = masker(book, names=names, known=guard), book.office.staff
    label, known = labels_through(mask), {*staff.on_list, *staff.left}
    return mask, lambda text: revealed(text) if staff.called_now(revealed(text)) in known else label(text)


def worker_labeller(book: Casebook) -> Mask:
    """As `labeller`, for screens of the office's own: the name of a worker on the list, or who left, is readable."""
    return masks_of(book)[1]


_REMEMBERED = 2_000
"""How many texts are remembered as they were masked: the owner of a flag is written a thousand times."""


def masker(book: Casebook, *, names: bool, known: "Guard | None" = None) -> Mask:
    """What every text that a worker wrote passes through before it is shown; ``names`` lets all of it through.

    Who has a guard of the casebook already says so: it is ``known``.

    Where a damaged case keeps the names from being known, such texts are not shown at all; the case stands in
    ``book.problems``.
    """
    if names:
        return revealed

    book.expect(REGISTER, _kind)

    @cache
    def guard() -> "Guard | None":
        try:
            return known or guard_of(book)
        except (Damaged, DiskFailure):
            return None

    @lru_cache(_REMEMBERED)
    def mask(text: Private) -> str:
        looking = guard() if text else None
        return looking.mask(revealed(text)) if looking else MARK if text else ""

    return mask
