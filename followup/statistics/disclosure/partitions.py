"""Which groups of people are told apart, so that the print before cannot be subtracted.

The same people stand in two prints, one after the other. A group is told by itself only if nobody or at least five
people are in it, and nobody or five came into it, or left it, since the print before. Groups that were told together
then, and would be told apart now, are safe only where each part was nobody or five by itself, then and now: otherwise
what is left of the old row would be known.

Where few come and go that is rare. So a print that tells more stands for a year, until one can be made that tells as
much. Later it is told no more; and where five people at least have come or gone since then, whichever way, nobody knows
any longer what a difference is made of, and groups are told apart again.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from followup.statistics.disclosure.small_groups import SMALL, Group, Part, merge, small
from followup.statistics.quarters import Quarter

Crossings = Mapping[tuple[str | None, str | None], int]
"""How many were in which group at the print before, and are in which now; None where they were, or are, not counted."""
Partition = tuple[tuple[str, ...], ...]
"""Which groups are told together."""


class ReleasedTable(NamedTuple):
    """What was told of a quarter: who was counted in each group, and which groups were told together."""

    quarter: Quarter
    members: Mapping[str, tuple[str, ...]]
    groups: Partition

    @property
    def people(self) -> dict[str, str]:
        """In which group everybody was who was counted."""
        return {person: group for group, listed in self.members.items() for person in listed}

    def shown_in(self, quarter: Quarter) -> bool:
        """Whether it is shown in the report of a quarter: its own, or one of the year after it."""
        return self.quarter.valid_in(quarter)

    def old_in(self, quarter: Quarter) -> bool:
        """Whether it was not shown any more in the report of the quarter before."""
        return not self.shown_in(quarter.before)

    @property
    def tells(self) -> bool:
        """Whether anything is told of anybody."""
        return distinguishes_groups(self.groups)


ReleasedTables = dict[str, ReleasedTable]
"""What stands in each table: of which quarter, and which groups are told together."""


def distinguishes_groups(groups: Partition) -> bool:
    """Whether groups are told apart, or everybody is told to be of the same."""
    return len(groups) > 1 or any(len(ids) == 1 for ids in groups)


def standing_release(before: ReleasedTable | None, fresh: ReleasedTable) -> ReleasedTable:
    """The print that stands at the end of a quarter: a fresh one, unless that before told more and is still shown."""
    if before is None or not before.tells:
        return fresh
    as_much = len(fresh.groups) >= len(before.groups) or not before.shown_in(fresh.quarter)
    return fresh if fresh.tells and as_much else before


class _Flow(NamedTuple):
    """People of some groups: now, before; come from nowhere or other groups, gone to nowhere or other groups."""

    now: int
    before: int
    moves: tuple[int, int, int, int]


def _flow(ids: Sequence[str], crossings: Crossings) -> _Flow:
    """How many of these groups, taken as one, stayed, came and went."""
    mine = set(ids)
    now = before = joined = moved_in = left = moved_out = 0
    for (old, new), people in crossings.items():
        if new in mine:
            now += people
            joined += people * (old is None)
            moved_in += people * (old is not None and old not in mine)
        if old in mine:
            before += people
            left += people * (new is None)
            moved_out += people * (new is not None and new not in mine)
    return _Flow(now, before, (joined, moved_in, left, moved_out))


def partition_groups(
    groups: Sequence[str], crossings: Crossings, before: Partition = (), *, ordered: bool = False, old: bool = False
) -> Partition | None:
    """Which of the groups are told together; ``before`` is what was told together in the print before.

    Groups that are ``ordered`` are merged only with their neighbours. ``old`` says that the print before is no longer
    shown. None where they cannot be told apart.
    """

    def unsafe(group: Group) -> bool:
        there = _flow(group.ids, crossings)
        moves = (sum(there.moves),) if old else there.moves
        came_and_went = distinguishes_groups(before) and any(map(small, moves))
        return small(there.now) or came_and_went or _points_back(group.ids, crossings, before, old=old)

    safe = merge((_group(name, crossings) for name in groups), unsafe, ordered=ordered)
    told = tuple(group.ids for group in safe or ())
    return told if told and (old or not _small_moves(told, crossings, before)) else None


def _group(name: str, crossings: Crossings) -> Group:
    """The group with what makes it large: who is in it, and who came and went."""
    there = _flow((name,), crossings)
    return Group((name,), (Part(there.now), Part(sum(there.moves))))


def _points_back(ids: Sequence[str], crossings: Crossings, told: Partition, *, old: bool) -> bool:
    """Whether a part of what was told together, then or now one to four people, would be known by itself."""
    for block in told:
        common = [name for name in block if name in ids]
        if common and len(common) < len(block):
            part = _flow(common, crossings)
            if (small(part.before) or small(part.now)) and not (old and sum(part.moves) >= SMALL):
                return True
    return False


def _small_moves(told: Partition, crossings: Crossings, before: Partition) -> bool:
    """Whether one to four people went from one row to another; rows that nobody told apart before do not show it."""
    if not distinguishes_groups(before):
        return False
    row = {name: ids for ids in told for name in ids}
    moves: Counter[object] = Counter()
    for (old, new), people in crossings.items():
        if old is not None and new is not None and row.get(old) != row.get(new):
            moves[row.get(old), row.get(new)] += people
    return any(map(small, moves.values()))


def by_group(people: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """The people of each group."""
    listed = sorted(people)
    return {group: tuple(who for who in listed if people[who] == group) for group in sorted({*people.values()})}
