"""Small numbers made safe: groups of one to four people are merged, or wait, before any view sees them.

Three rules, each enough for one kind of figure.

- **Merging.** A table divides people (or their visits, or flags) into groups, and every cell of a group counts nobody
  or at least five people. What differs by subtracting groups from one another, or from the total, is then made of whole
  groups, and so of nobody or of five and more. Two tables of the same people, cut in two ways, leave the joint group
  open unless one of the groups holds everybody; then it is as large as the other.
- **Waiting.** Who joins or leaves is counted together with others of the same quarter, or of later ones, as soon as
  there are five (`roll.py`): so that subtracting one report from the next gives nobody or at least five.
- **Telling.** Of those counted it is told what kind they were once five of the kind can be told together and nobody, or
  five, are left untold (`told`).

The first is known as global recoding: A. Hundepool and others, *Statistical Disclosure Control* (2012), chapter 4.
Rounding or swapping was not chosen: what is told is to be what stands in the casebook.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

SMALL = 5
"""The fewest people that a group may be, unless it is nobody."""

Kind = TypeVar("Kind", bound=Hashable)


def small(people: int) -> bool:
    """Whether so many people are too few to be told of."""
    return 0 < people < SMALL


@dataclass(frozen=True, slots=True)
class Part:
    """What one cell counts: how many, and people behind it; five are enough to know that it is not small."""

    count: int = 0
    people: frozenset[Hashable] = frozenset()

    def __add__(self, other: "Part") -> "Part":
        return Part(self.count + other.count, frozenset(islice(self.people | other.people, SMALL)))

    @property
    def small(self) -> bool:
        """Whether one to four people are behind it."""
        return small(len(self.people))


def counted(people: Iterable[Hashable]) -> Part:
    """A part that counts people, or what they did: one for each time somebody is named."""
    tally = Tally()
    for person in people:
        tally.add(person)
    return tally.part


class Tally:
    """Counts towards a part, one after the other."""

    __slots__ = ("count", "people")

    def __init__(self) -> None:
        self.count = 0
        self.people: set[Hashable] = set()

    def add(self, person: Hashable, times: int = 1) -> None:
        """Count somebody, or what she did, so many times."""
        self.count += times
        if len(self.people) < SMALL:
            self.people.add(person)

    @property
    def part(self) -> Part:
        """What was counted so far."""
        return Part(self.count, frozenset(self.people))


@dataclass(frozen=True, slots=True)
class Group:
    """Groups that are told as one: the ids of those in it, and a part for every cell that can be reckoned from a table.

    ``family`` names the siblings that it is merged with first.
    """

    ids: tuple[str, ...]
    parts: tuple[Part, ...]
    family: str = ""

    @property
    def size(self) -> int:
        """What is counted in all its cells; 0 where nobody is in it."""
        return sum(part.count for part in self.parts)

    @property
    def merged(self) -> bool:
        """Whether it was several."""
        return len(self.ids) > 1

    def __add__(self, other: "Group") -> "Group":
        parts = tuple(mine + theirs for mine, theirs in zip(self.parts, other.parts, strict=True))
        return Group(self.ids + other.ids, parts, self.family if self.family == other.family else "")


Unsafe = Callable[[Group], bool]


def unsafe(group: Group) -> bool:
    """Whether a cell of the group counts one to four people."""
    return any(part.small for part in group.parts)


def merge(groups: Iterable[Group], unsafe: Unsafe = unsafe, *, ordered: bool = False) -> tuple[Group, ...] | None:
    """The groups, each with somebody in it, merged until none is unsafe; None where all of them together still are.

    The smallest unsafe group goes first: within its family, or anywhere where none of it is left, and there to what was
    merged before, so that few rows say *other*. Groups that are ``ordered``, such as months, go only to the smaller
    neighbour. What was merged stands last, unless it is ordered.
    """
    kept = [group for group in groups if group.size]
    while wrong := [group for group in kept if unsafe(group)]:
        if len(kept) == 1:
            return None
        worst = min(wrong, key=lambda group: (group.size, group.ids))
        first, second = sorted((kept.index(worst), kept.index(_partner(worst, kept, unsafe, ordered=ordered))))
        kept[first] += kept.pop(second)
    return tuple(kept) if ordered else tuple(sorted(kept, key=lambda group: group.merged))


def _partner(worst: Group, kept: Sequence[Group], unsafe: Unsafe, *, ordered: bool) -> Group:
    if ordered:
        at = kept.index(worst)
        return min((kept[there] for there in (at - 1, at + 1) if 0 <= there < len(kept)), key=lambda group: group.size)
    others = [group for group in kept if group is not worst]
    near = [group for group in others if worst.family and group.family == worst.family] or others
    return min(near, key=lambda group: (bool(group.family), not group.merged, not unsafe(group), group.size, group.ids))


def unmerged(groups: Iterable[Group]) -> tuple[Group, ...]:
    """The groups with somebody in them as they are, for staff."""
    return tuple(group for group in groups if group.size)


def releasable_kinds(
    waiting: Mapping[Kind, Sequence[Hashable]], left: int = 0, may: Callable[[Kind], bool] | None = None
) -> tuple[Kind, ...]:
    """The kinds that can be told of now, the largest first: five of a kind at least, and nobody or five left untold.

    ``waiting`` are those not told of yet, by kind; ``left`` counts others that stay untold anyhow. ``may`` refuses a
    kind for a reason of its own.
    """
    rest = left + sum(map(len, waiting.values()))
    chosen: list[Kind] = []
    for kind in sorted(waiting, key=lambda kind: (-len(waiting[kind]), str(kind))):
        there = len(waiting[kind])
        if there >= SMALL and not small(rest - there) and (may is None or may(kind)):
            chosen.append(kind)
            rest -= there
    return tuple(chosen)
