"""What may be shown of the evidence: no count of one to four people, and none that the other counts give back.

A count of one to four is hidden, and so is one that leaves one to four others. Of two counts side by side both are
hidden or none, because their sum may be known. Of a column that adds up to a total, as many are hidden as
are at least five people together.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from followup.review.disclosure import small
from followup.review.evidence import CauseSeen, Comparison, Evidence, Line, Says
from followup.review.shares import Share


@dataclass(frozen=True, slots=True)
class Shown:
    """A share as it may be shown; ``hidden`` says that not its count, ``all_hidden`` that not even of how many."""

    share: Share
    hidden: bool = False
    all_hidden: bool = False

    @property
    def count(self) -> int | None:
        """How many, if that is shown."""
        return None if self.hidden else self.share.count

    @property
    def of(self) -> int | None:
        """Of how many, if that is shown."""
        return None if self.all_hidden else self.share.of


class ShownComparison(NamedTuple):
    """Two shares as they may be shown, and what they say."""

    those: Shown
    others: Shown
    says: Says


class ShownLine(NamedTuple):
    """A line of the evidence as it may be shown."""

    name: str
    taught: ShownComparison
    change: ShownComparison | None


class ShownCause(NamedTuple):
    """A cause as it may be shown, with the trades and centres in which it was seen."""

    said: CauseSeen
    seen: Shown
    trades: tuple[tuple[str, Shown], ...]
    centres: tuple[tuple[str, Shown], ...]


class ShownEvidence(NamedTuple):
    """The evidence of a module as it may be shown; ``said`` keeps what is no count."""

    said: Evidence
    together: ShownLine
    by_cause: tuple[ShownLine, ...]
    by_trade: tuple[ShownLine, ...]
    by_centre: tuple[ShownLine, ...]


def shown(found: Evidence, *, internal: bool) -> ShownEvidence:
    """The evidence with small numbers hidden, unless it is for ``internal`` use."""
    (together,) = _lines((found.together,), internal=internal)
    return ShownEvidence(
        found,
        together,
        _lines(found.by_cause, internal=internal),
        _lines(found.by_trade, internal=internal),
        _lines(found.by_centre, internal=internal),
    )


def cause_shown(said: CauseSeen, *, internal: bool) -> ShownCause:
    """A cause with small numbers hidden, unless it is for ``internal`` use."""
    (seen,) = column_shown((said.seen,), internal=internal)
    trades, centres = (
        tuple(zip((name for name, _ in parts), column_shown([one for _, one in parts], internal=internal), strict=True))
        for parts in (said.trades, said.centres)
    )
    return ShownCause(said, seen, trades, centres)


def column_shown(shares: Sequence[Share], *, internal: bool) -> tuple[Shown, ...]:
    """Shares that add up to a total, with small ones hidden, unless they are for ``internal`` use."""
    pairs = _paired([(share,) for share in shares])
    return tuple(Shown(share) if internal else pair[0] for share, pair in zip(shares, pairs, strict=True))


def numbers_shown(numbers: Sequence[int], *, internal: bool) -> tuple[int | None, ...]:
    """Numbers that add up to a total, None for those hidden, unless they are for ``internal`` use."""
    hidden = set() if internal else _hidden([((number,),) for number in numbers], set())
    return tuple(None if at in hidden else number for at, number in enumerate(numbers))


def _lines(lines: Sequence[Line], *, internal: bool) -> tuple[ShownLine, ...]:
    taught = _comparisons([line.taught for line in lines], internal=internal)
    change = _comparisons([line.change for line in lines if line.change], internal=internal)
    changes = iter(change)
    return tuple(
        ShownLine(line.name, both, next(changes) if line.change else None)
        for line, both in zip(lines, taught, strict=True)
    )


def _comparisons(compared: Sequence[Comparison], *, internal: bool) -> list[ShownComparison]:
    if internal:
        return [ShownComparison(Shown(one.those), Shown(one.others), one.says) for one in compared]
    pairs = _paired(compared)
    return [ShownComparison(those, others, one.says) for (those, others), one in zip(pairs, compared, strict=True)]


# --- which counts are hidden ----------------------------------------------------------------------------------------


def _paired(rows: Sequence[Sequence[Share]]) -> list[tuple[Shown, ...]]:
    """Rows of shares, of which a row is hidden whole or not at all; columns add up to totals."""
    groups = _hidden([[(share.of,) for share in row] for row in rows], set())
    counts = _hidden([[(share.count, share.of - share.count) for share in row] for row in rows], groups)
    return [tuple(Shown(share, at in counts, at in groups) for share in row) for at, row in enumerate(rows)]


def _hidden(rows: Sequence[Sequence[tuple[int, ...]]], hidden: set[int]) -> set[int]:
    """The rows to hide, those ``hidden`` already among them: the small ones, and as many more as keep them hidden.

    A cell is what can be reckoned from it: a count, and how many are left over. Where no other row holds anybody, the
    total is as small, and hidden itself.
    """
    parts = [[number for cell in row for number in cell] for row in rows]
    hidden = hidden | {at for at, row in enumerate(parts) if any(map(small, row))}
    while (at := _one_more(parts, hidden)) is not None:
        hidden.add(at)
    return hidden


def _one_more(parts: Sequence[Sequence[int]], hidden: set[int]) -> int | None:
    """A row that has to be hidden too, because what is hidden adds up to one to four; the one that costs least."""
    for place in range(len(parts[0]) if parts else 0):
        if small(sum(parts[at][place] for at in hidden)):
            others = [at for at, row in enumerate(parts) if at not in hidden and row[place]]
            if others:
                return min(others, key=lambda at: parts[at][place])
    return None
