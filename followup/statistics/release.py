"""Which figures may leave the office without betraying anybody: the rule, on counts only.

Figures are of two kinds. What the organisation did, and what neighbours see anyhow, is told exactly, however few there
are. What happened to somebody is told for the whole programme only, and never so that all of those whom a reader cannot
know herself are of one class that harms. The reader may be a graduate, and know all of one woman more.

Subtracting is why tables of endings wait. Two tellings of one table differ by those who came in between; so a table is
told anew only when these are five people at least, and mixed by themselves. Until then the last telling stands, whole.
Nobody is remembered for it: the counts that were told last are enough.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence

from followup.case.vocabulary import Term
from followup.values import Value

MIN_PEOPLE = 10
"""The fewest people that a table of what happened to somebody is drawn from."""
MIN_NEW = 5
"""The fewest people more that a table of endings is told anew for."""
MIN_ROW = 5
"""The fewest people in a row of a table by district, trade or months."""
READER_KNOWS = 1
"""Of so many people the reader knows everything, beside those she asks of; see ``MIN_OTHERS``."""
MIN_OTHERS = READER_KNOWS + 2
"""The fewest people beside those of a class that harms.

What is told then leaves a reader uncertain who knows two: herself, if she is a graduate, and one woman more. That
nothing is told says that there were fewer, and leaves one uncertain who knows one. With one more, for refusals too, the
demonstration of sixty graduates, of whom 15 have left and 10 failed, would be told its outcomes two quarters later.
"""


class TableKind(Term):
    """What the figures of a table tell, and so by which rule they are told."""

    PROCESS = "process"
    """What the organisation did, or neighbours see: told exactly, always."""
    STATE = "state"
    """How those in follow-up are: told each quarter, where `tells` says so."""
    ENDINGS = "endings"
    """How follow-up ended: told anew only when it is `renewed`."""
    CROSSED = "crossed"
    """What happened to somebody by what neighbours see of her: for staff only."""


# --- what happened to somebody --------------------------------------------------------------------------------------

Classes = Mapping[str, int]
"""How many people are in each class: ``{"success": 7, "failure": 4}``."""


def tells(classes: Classes, harmful: Collection[str], least: int = MIN_NEW) -> bool:
    """Whether classes may be told: of ``least`` people at least, and nobody is known to be in one that harms.

    Beside everybody in a class that harms there are ``MIN_OTHERS``: more than a reader knows, and one more, because to
    tell nothing says that there were not, and must not leave her certain either. With fewer than ``least`` nothing is
    told whatever they are, for the same reason.
    """
    people = sum(classes.values())
    return people >= least and all(people - classes.get(name, 0) >= MIN_OTHERS for name in harmful)


def renewed(
    now: Classes,
    last: Classes | None,
    harmful: Collection[str],
    counted: Collection[str] | None = None,
    *,
    rise: int = 0,
) -> bool:
    """Whether a table of endings is told anew, or for the first time, where ``last`` is None.

    ``now`` and ``last`` are all of whom it is told, so those too who ended otherwise than what it is about; ``counted``
    are the classes of which there must be five more, all of them if not said. A class that harms never falls: what it
    lost would be known. Where somebody was counted when it was told last, and is not any more, each such class has a
    ``rise`` to make, so that what it lost besides stays open. All tables of endings go by one clock: none is renewed
    but in a quarter in which the results are, because each adds up to one of them.
    """
    before = last or {}
    more = {name: now.get(name, 0) - before.get(name, 0) for name in {*now, *before}}
    enough = sum(more.get(name, 0) for name in (more if counted is None else counted)) >= MIN_NEW
    fell = any(more.get(name, 0) < (rise if before.get(name) else 0) for name in harmful)
    return enough and not fell and tells(more, harmful, MIN_PEOPLE if last is None else MIN_NEW)


# --- rows of what the organisation did ------------------------------------------------------------------------------


class RowGroup(Value):
    """A row before it is told: what it is of, who is behind it, its cells, and the siblings it is merged with first.

    ``parts`` are those behind single cells, where not all of the row are behind each: such a cell is of five or nobody.

    ``RowGroup(("Kampot",), frozenset({"a", "b"}), (4, 1), "Kampot province")``
    """

    ids: tuple[str, ...]
    people: frozenset[str]
    cells: tuple[int, ...]
    family: str = ""
    parts: tuple[frozenset[str], ...] = ()

    @property
    def merged(self) -> bool:
        """Whether it was several rows."""
        return len(self.ids) > 1

    @property
    def place(self) -> tuple[bool, bool]:
        """Where it stands among others: rows of one first, then those merged within their family, then the rest."""
        return self.merged, self.merged and not self.family

    @property
    def size(self) -> int:
        """What all its cells count together."""
        return sum(self.cells)

    @property
    def small(self) -> bool:
        """Whether fewer people are behind it, or behind one of its parts, than a row may have."""
        return len(self.people) < MIN_ROW or any(0 < len(part) < MIN_ROW for part in self.parts)

    def __add__(self, other: "RowGroup") -> "RowGroup":
        cells = tuple(mine + theirs for mine, theirs in zip(self.cells, other.cells, strict=True))
        parts = tuple(mine | theirs for mine, theirs in zip(self.parts, other.parts, strict=True))
        family = self.family if self.family == other.family else ""
        return RowGroup(self.ids + other.ids, self.people | other.people, cells, family, parts)


def merge_rows(rows: Iterable[RowGroup], *, ordered: bool = False) -> tuple[RowGroup, ...]:
    """The rows with somebody behind them, merged until five people are behind each; none where all of them are fewer.

    The smallest goes first: within its family, or anywhere where none of it is left, and there to what was merged
    before, so that few rows say *other*. Rows that are ``ordered``, such as months, go to the smaller neighbour. Cells
    add up exactly. Rows stand by their ``place``, unless they are ordered. A. Hundepool and others, *Statistical
    Disclosure Control* (2012), chapter 4: global recoding.
    """
    kept = [row for row in rows if row.people]
    while small := [row for row in kept if row.small]:
        if len(kept) == 1:
            return ()
        worst = min(small, key=lambda row: (len(row.people), row.size, row.ids))
        partner = _neighbour(worst, kept) if ordered else _sibling(worst, kept)
        first, second = sorted((kept.index(worst), kept.index(partner)))
        kept[first] += kept.pop(second)
    return tuple(kept) if ordered else tuple(sorted(kept, key=lambda row: row.place))


def _neighbour(worst: RowGroup, kept: Sequence[RowGroup]) -> RowGroup:
    at = kept.index(worst)
    return min((kept[there] for there in (at - 1, at + 1) if 0 <= there < len(kept)), key=lambda row: len(row.people))


def _sibling(worst: RowGroup, kept: Sequence[RowGroup]) -> RowGroup:
    others = [row for row in kept if row is not worst]
    near = [row for row in others if worst.family and row.family == worst.family] or others
    return min(near, key=lambda row: (bool(row.family), not row.merged, not row.small, len(row.people), row.ids))
