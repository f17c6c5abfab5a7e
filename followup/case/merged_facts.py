"""One person in two journals: what the one journal says of the case that the other one is."""

from collections.abc import Iterable, Iterator
from datetime import date

from followup.case.facts import Body, Fact, Visited, effective
from followup.values import replace

LONG_AGO = date(1990, 1, 1)
"""The day from which identity and arrangements of the other journal are true: those of her own come after it."""

_NOT_HERS = frozenset(
    {"opened", "amended", "handed_over", "moved", "trip_dates", "paused", "extended", "tapered", "handed_out", "merged"}
    | {"erased"}
)
"""Kinds that say how the other case was run: her own journal says that."""
_ONLY_WHERE_MISSING = frozenset({"placed", "planned", "housed"})
_FILLING = frozenset({"identified", "arranged"})


def merged_into(facts: Iterable[Fact]) -> str:
    """The case that this one goes on as part of; empty for one that stands for itself."""
    if not any(fact.body.kind == "merged" for fact in facts):
        return ""
    return next((fact.body.into for fact in reversed(effective(facts)) if fact.body.kind == "merged"), "")  # type: ignore[attr-defined]


def facts_as_part(own: Iterable[Fact], others: Iterable[Fact]) -> Iterator[Fact]:
    """What the ``others`` say of the case whose facts are ``own``: all that happened, and what she does not say."""
    said = {fact.body.kind for fact in effective(own)}
    for fact in others:
        kind = fact.body.kind
        if kind in _NOT_HERS or (kind in _ONLY_WHERE_MISSING and kind in said):
            continue
        yield replace(fact, on=LONG_AGO if kind in _FILLING else fact.on, body=_without_slot(fact.body))


def _without_slot(body: Body) -> Body:
    """A slot that was named was one of the other schedule."""
    return replace(body, slot=None) if isinstance(body, Visited) else body
