"""The least trips that a few graduates of one district need, whoever else is visited there: a bound for all of them.

Here safe weekdays and the greatest gap between two visits count, which `lower_bound.least_trips` overlooks; only the
least gap is left out. Without it a trip can always be made as late as all its visitors can, so that days need not be
tried: of the visits that are next, the most urgent is made with some of the others, on their last common day. What
counts after a number of trips is each graduate's next visit and its last day; everything else is dominated.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise
from typing import NamedTuple

from followup.schedule.trips.visit_days import Gap

_NO_MORE = 1_000_000_000
"""Stands for the last day of a visit of somebody who has none left."""
_LARGEST = 4
"""How many graduates are looked at together, at most."""
_MOST_TRIED = 3
"""How many are tried for the next place in a group: those with the fewest days."""
_MOST_STATES = 100
"""A group is given up where more states than this are to be kept after some trip."""

_HOPE = 0.5
"""Which part of her visits one more graduate is hoped to add at most in trips of her own."""

GroupState = tuple[tuple[int, int], ...]
"""For each graduate the place of her next visit, and the last day it can be on."""


class GroupVisit(NamedTuple):
    """A visit: its first and last day, the most days after the one before it, and its days as the bits of a number."""

    first: int
    last: int
    gap: int
    days: int


def group_bound(lines: Sequence[tuple[Sequence[Sequence[int]], Sequence[Gap]]], room: int, known: int) -> int:
    """The trips of the group that needs the most, of those tried: it grows by whoever adds the most.

    It ends where there is little hope of more trips than are ``known`` to be needed.
    """
    start = min((days[0] for line, _ in lines for days in line if days), default=0)
    left = sorted((_visits(line, gaps, start) for line, gaps in lines), key=_number_of_days)
    left = [visits for visits in left if visits]
    group, best, most = left[:1], 0, len(left[0]) if left else 0
    del left[:1]
    while left and len(group) < _LARGEST:
        places = _LARGEST - len(group)
        if most + sum(sorted(map(len, left))[-places:]) * _HOPE <= known:
            break
        tried = [(_least([*group, visits], room), -at) for at, visits in enumerate(left[:_MOST_TRIED])]
        most, at = max(tried)
        best = max(best, most)
        group.append(left.pop(-at))
    return best


def _number_of_days(visits: Sequence[GroupVisit]) -> int:
    return sum(visit.days.bit_count() for visit in visits)


def _visits(line: Sequence[Sequence[int]], gaps: Sequence[Gap], start: int) -> list[GroupVisit]:
    """Her visits that have days, counted from ``start``; none if the days of two of them mix."""
    visits = [
        GroupVisit(
            days[0] - start,
            days[-1] - start,
            gaps[k][1] if k and line[k - 1] else _NO_MORE,
            sum(1 << day - start for day in days),
        )
        for k, days in enumerate(line)
        if days
    ]
    return visits if all(one.last < after.first for one, after in pairwise(visits)) else []


def _least(group: Sequence[Sequence[GroupVisit]], room: int) -> int:
    """The least trips that visit the whole group; 0 where that is not found."""
    states: set[GroupState] = {tuple((0, visits[0].last) for visits in group)}
    trips = 0
    while 0 < len(states) <= _MOST_STATES:
        if any(all(last == _NO_MORE for _, last in state) for state in states):
            return trips
        states = _undominated({after for state in states for after in _next_states(group, state, room)})
        trips += 1
    return 0


def _next_states(group: Sequence[Sequence[GroupVisit]], state: GroupState, room: int) -> Iterator[GroupState]:
    """What each next trip achieves: the most urgent visit is made, with any of the others that can be made then."""
    deadline, urgent = min((last, her) for her, (_, last) in enumerate(state))
    others = [
        her
        for her, (at, last) in enumerate(state)
        if her != urgent and last != _NO_MORE and group[her][at].first <= deadline
    ]
    for size in range(min(len(others), room - 1) + 1):
        for along in combinations(others, size):
            days = (1 << deadline + 1) - 1
            for her in (urgent, *along):
                days &= group[her][state[her][0]].days
            after = _after(group, state, (urgent, *along), days.bit_length() - 1)
            if days and after:
                yield after


def _after(
    group: Sequence[Sequence[GroupVisit]], state: GroupState, visited: Sequence[int], day: int
) -> GroupState | None:
    """The state after a trip on ``day``; None if somebody's next visit has no day any more."""
    after = list(state)
    for her in visited:
        at = state[her][0] + 1
        if at == len(group[her]):
            after[her] = (at, _NO_MORE)
            continue
        visit = group[her][at]
        days = visit.days & ((1 << min(visit.last, day + visit.gap) + 1) - 1)
        if not days:
            return None
        after[her] = (at, days.bit_length() - 1)
    return tuple(after)


def _undominated(states: set[GroupState]) -> set[GroupState]:
    """Without those states of which another, with the same visits made, has no earlier last day anywhere."""
    alike: dict[tuple[int, ...], list[tuple[int, ...]]] = defaultdict(list)
    for state in states:
        alike[tuple(at for at, _ in state)].append(tuple(last for _, last in state))
    kept: set[GroupState] = set()
    for places, some in alike.items():
        best: list[tuple[int, ...]] = []
        for lasts in sorted(some, key=sum, reverse=True):
            if not any(all(a >= b for a, b in zip(other, lasts, strict=True)) for other in best):
                best.append(lasts)
        kept.update(tuple(zip(places, lasts, strict=True)) for lasts in best)
    return kept
