"""What is left of a case once the identity in it was erased.

An erasure is a fact like others, and names the facts that it erases. Whoever reads facts reads them through
`without_erased`: so a copy of one that was made before the erasure says no more than those that were made after it, and
the order in which copies arrive makes no difference.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar, cast, get_type_hints

from followup.case.facts import Fact
from followup.case.fields import Private, leaves
from followup.errors import Refused
from followup.messages import say
from followup.values import Value, replace

if TYPE_CHECKING:
    from followup.case.facts import Body, Erased, ErasureNoted

ERASED_TEXT = "(erased)"
"""What stands in place of a text that was taken away: that there was one is part of the counts."""
_KIND = "erased"

Texts = Mapping[str, Private]
"""Texts of one fact, by their place in it: ``note``, ``plan.items.0.what``."""
Whole = TypeVar("Whole", bound=Any)


def is_erased(facts: Iterable[Fact]) -> bool:
    """Whether who she is was erased from a case."""
    return any(fact.body.kind == _KIND for fact in facts)


def erasures(facts: Iterable[Fact]) -> list[Fact]:
    """The entries that erased something, in the order in which they were written down."""
    return sorted((fact for fact in facts if fact.body.kind == _KIND), key=lambda fact: fact.written)


def without_erased(facts: Sequence[Fact]) -> Sequence[Fact]:
    """The facts of one journal with nothing in them that was erased; those of which nothing was, are the same objects.

    What several laptops decided of one text: taken away by one, it is gone; else the latest words stand.
    """
    found = erasures(facts)
    if not found:
        return facts
    gone, texts = _decided(erased_bodies(found))
    return tuple(_erased(fact, texts.get(fact.id, {})) if fact.id in gone else fact for fact in facts)


def erased_bodies(facts: Iterable[Fact]) -> "Iterator[Erased]":
    """What each erasure says."""
    return (cast("Erased", fact.body) for fact in erasures(facts))


def noted_erasures(notes: Iterable[Fact]) -> dict[str, list[Fact]]:
    """The entries that erased something, by case, from the notes of them beside the cases."""
    found: dict[str, dict[str, Fact]] = {}
    for note in notes:
        body = cast("ErasureNoted", note.body)
        found.setdefault(body.case, {})[body.fact] = body.entry(note)
    return {case: list(entries.values()) for case, entries in found.items()}


def _decided(bodies: "Iterable[Erased]") -> tuple[set[str], dict[str, dict[str, Private]]]:
    """The ids of the facts that were erased, and what stands in place of texts in them."""
    gone: set[str] = set()
    texts: dict[str, dict[str, Private]] = {}
    for body in bodies:
        gone.update(body.facts)
        for one in body.texts:
            here = texts.setdefault(one.fact, {})
            here[one.field] = "" if here.get(one.field) == "" else one.reworded
    return gone, texts


def _erased(fact: Fact, texts: Texts) -> Fact:
    if fact.body.personal:
        return replace(fact, body=type(fact.body)())
    here = dict(private_texts(fact.body)) if texts else {}
    new = {place: texts[place] or ERASED_TEXT for place in here.keys() & texts.keys()}
    return replace(fact, body=with_texts(fact.body, new)) if new else fact


_STILL_WRITTEN = frozenset({"erased", "handed_out", "amended"})
"""Kinds that tell nothing of her: phones are to follow, and a code that two have is parted."""


def refuse_after_erasure(facts: Iterable[Fact], bodies: "Iterable[Body]") -> None:
    """Refused for what would tell of her again after who she is was erased."""
    if is_erased(facts) and any(body.kind not in _STILL_WRITTEN for body in bodies):
        raise Refused(
            say("Who she is was erased from the casebook: nothing more is written of her."),
            say("If she comes back, write her down as a new graduate: followup graduate add"),
        )


def free_texts(fact: Fact) -> Iterator[tuple[str, Private]]:
    """Every text that somebody wrote in a fact, with its place; none of identity, which is erased as a whole."""
    if not fact.body.personal and fact.body.kind != _KIND:
        yield from private_texts(fact.body)


def private_texts(whole: Any, before: str = "") -> Iterator[tuple[str, Private]]:
    """Every private text inside a fact's body that is not empty, with its place."""
    if isinstance(whole, tuple):
        for at, part in enumerate(whole):
            yield from private_texts(part, f"{before}{at}.")
    elif isinstance(whole, Value):
        private = _private_fields(type(whole))
        for name in whole.__struct_fields__:
            part, place = getattr(whole, name), f"{before}{name}"
            if name not in private:
                yield from private_texts(part, f"{place}.")
            elif isinstance(part, tuple):
                yield from ((f"{place}.{at}", text) for at, text in enumerate(part) if text)
            elif part:
                yield place, part


def with_texts(whole: Whole, texts: Texts) -> Whole:
    """A fact's body, or a part of it, with other texts at these places."""
    parts: dict[str, dict[str, Private]] = {}
    for place, text in texts.items():
        name, _, rest = place.partition(".")
        parts.setdefault(name, {})[rest] = text
    if isinstance(whole, tuple):
        return tuple(_part(one, parts[str(at)]) if str(at) in parts else one for at, one in enumerate(whole))  # type: ignore[return-value]
    return replace(whole, **{name: _part(getattr(whole, name), inside) for name, inside in parts.items()})


def _part(part: Any, texts: Texts) -> Any:
    return texts[""] if "" in texts else with_texts(part, texts)


@cache
def _private_fields(kind: Any) -> frozenset[str]:
    hints = get_type_hints(kind, include_extras=True)
    return frozenset(name for name in kind.__struct_fields__ if any(leaf.private for leaf in leaves(hints[name])))
