"""The guard over everybody in the casebook: what it knows is kept sealed, so that it need not read every case."""

from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

from followup.case.facts import Fact
from followup.case.fields import Mask, Private, revealed
from followup.casebook import Casebook
from followup.errors import Damaged
from followup.messages import say
from followup_data import shipped

if TYPE_CHECKING:
    from followup.handout.guard import Guard


def guard_of(book: Casebook) -> "Guard":
    """A guard that knows every name in the casebook; Damaged if a case's names cannot be known.

    A damaged case whose names were known before still has them guarded.
    """
    from followup.handout.guard import Guard

    kept = book.register("guarded", "1", _guarded_words)
    unknown = [case_id for case_id in book.problems if case_id not in kept]
    if unknown:
        raise Damaged(
            say("{n} damaged files may hold names that nobody can look for; nothing was shown.", n=len(unknown)),
            say("Run: followup check. Put the files back from a backup, or move them out of the folder cases."),
        )
    return Guard(pair for words in kept.values() for pair in zip(words[::2], words[1::2], strict=True))


def _guarded_words(_case_id: str, facts: Iterable[Fact]) -> list[str]:
    """The guarded words of a case, each after its kind, in one list: thousands of cases are loaded at once."""
    from followup.handout.guard import guarded_words

    return [part for word in guarded_words(facts) for part in word]


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
    mask = masker(book, names=names)
    return lambda text: revealed(text) if text in public_names() else mask(text)


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
        except Damaged:
            return None

    def mask(text: Private) -> str:
        from followup.handout.guard import MARK

        known = guard() if text else None
        return known.mask(revealed(text)) if known else MARK if text else ""

    return mask
