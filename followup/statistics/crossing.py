"""Whether failures stay hidden where the time of leaving is crossed with the months at home.

The results are told from time to time, so it is known how many failed of those who left between two tellings. The curve
is told by months at home, so it is known how many failed of those who left after so many. Neighbours know when each
left and when she came home. That is a table with known margins: one row a telling, one column a span of months::

                 up to month 12   later
    by 2025Q4        2 of 2       0 of 3      2 failed
    by 2026Q1        0 of 4       1 of 5      1 failed
                     2            1

A failure in a cell is hidden if it may as well lie elsewhere: if failures and others can be exchanged between cells in
a circle that leaves all margins as they are. Each woman whom a reader knows can close one such way.
"""

from collections import Counter, deque
from collections.abc import Hashable, Iterable, Iterator
from typing import NamedTuple

from followup.statistics.release import MIN_OTHERS

_Node = tuple[str, Hashable]
_Room = Counter[tuple[_Node, _Node]]


class Left(NamedTuple):
    """One end of follow-up: in which row and column, whether it was a failure, and whether it ``hides`` others.

    Only the first end of a woman does: a reader who knows her knows all of them, and would close several ways at once.
    """

    row: Hashable
    column: Hashable
    failed: bool
    hides: bool = True


def failures_hidden(everybody: Iterable[Left]) -> bool:
    """Whether no failure is known to be one, by somebody who knows two of them and all margins."""
    everybody = list(everybody)
    room = _room(everybody)
    cells = {(_row(one.row), _column(one.column)) for one in everybody if one.failed}
    return all(_ways(room, row, column, MIN_OTHERS) == MIN_OTHERS for row, column in cells)


def _row(name: Hashable) -> _Node:
    return "row", name


def _column(name: Hashable) -> _Node:
    return "column", name


def _room(everybody: Iterable[Left]) -> _Room:
    """From a row to a column how many did not fail, from a column to a row how many did: all who may be otherwise."""
    room: _Room = Counter()
    for one in everybody:
        row, column = _row(one.row), _column(one.column)
        room[(column, row) if one.failed else (row, column)] += one.hides
    return room


class Uncounted(NamedTuple):
    """An end that was told in a row, and in a column of the curve if it was, and that is counted no more.

    By the row and column in which that came about the failures told are one fewer than there were, if it was one.
    """

    row: Hashable
    since_row: Hashable
    column: Hashable = None
    since_column: Hashable = None


def uncounted_hidden(everybody: Iterable[Left], gone: Iterable[Uncounted]) -> bool:
    """Whether it stays open of everybody who is counted no more if hers was a failure.

    Had it been one, and was none, or the other way round, others make up for it: one failure more where she was told,
    one fewer where she was left out.
    """
    room = _room(everybody)
    return all(_makes_up(room, *ends) for one in gone for ends in _both_ways(one))


def _both_ways(one: Uncounted) -> Iterator[tuple[list[_Node], list[_Node]]]:
    rows, columns = (_row(one.row), _row(one.since_row)), (_column(one.column), _column(one.since_column))
    here = [*rows[:1], *([columns[1]] if one.column is not None else [])]
    there = [*rows[1:], *([columns[0]] if one.column is not None else [])]
    yield here, there
    yield there, here


def _makes_up(room: _Room, starts: list[_Node], ends: list[_Node]) -> bool:
    """Whether failures lead from all starts to all ends, each in more ways than a reader can close."""
    start, end = ("all", "starts"), ("all", "ends")
    wide = Counter(room)
    wide.update({(start, one): MIN_OTHERS for one in starts})
    wide.update({(one, end): MIN_OTHERS for one in ends})
    enough = MIN_OTHERS * len(starts)
    return _ways(wide, start, end, enough) == enough


def _ways(room: _Room, start: _Node, end: _Node, enough: int) -> int:
    """In how many ways that have nothing in common a failure leads out of a cell, up to ``enough``.

    From a row to a column where somebody did not fail, from a column to a row where somebody did.
    """
    left = Counter(room)
    for found in range(enough):
        path = _path(left, start, end)
        if path is None:
            return found
        for here, there in path:
            left[here, there] -= 1
            left[there, here] += 1
    return enough


def _path(room: _Room, start: _Node, end: _Node) -> list[tuple[_Node, _Node]] | None:
    """A way through what room there is, the shortest."""
    came: dict[_Node, _Node] = {start: start}
    waiting = deque([start])
    while waiting and end not in came:
        here = waiting.popleft()
        for (one, other), number in room.items():
            if one == here and number > 0 and other not in came:
                came[other] = here
                waiting.append(other)
    if end not in came:
        return None
    path, there = [], end
    while there != start:
        path.append((came[there], there))
        there = came[there]
    return path
