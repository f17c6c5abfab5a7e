"""The days of one district: a beam search over its trips, one after the other.

A *state* is what a number of trips has achieved: for each graduate her next visit and the days it can still be on. The
next trip must come by the last day on which every next visit is still possible. From each state, every day up to
then is tried, with everybody who can be visited (the most urgent first where there is no room for all), and once more
with only those who should not wait. Of all states after the same number of trips the best few are kept: those whose
next visits have to be made the latest. The first state with nothing left to do has the fewest trips of all that were
looked at. One idea does most of the work: a visit made early brings the next one's last day forward (the
greatest gap), and a state that knows those days looks ahead without looking.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import NamedTuple

from followup.schedule.trips.visit_days import Gap, within_reach

NO_LIMIT = 1_000_000_000
"""More trips than any search takes."""
_FARTHEST_BACK = 7
"""How many days before the last possible one the next trip must be after."""
_REWARD = 38
"""How many days later than any visit it counts that a graduate has none left to make."""
_PATIENCE = 8
"""Who can be visited so many days later or more may wait for the next trip."""


class PendingVisit(NamedTuple):
    """The last day it can be on, all of them, and its place among her visits."""

    last: int
    days: Sequence[int]
    at: int


class SearchState(NamedTuple):
    """What a number of trips has achieved; the last of them, with the state before it, and who was visited."""

    score: float
    lasts: tuple[int, ...]
    """The last day of each graduate's next visit."""
    waiting: tuple[PendingVisit, ...]
    day: int
    before: "SearchState | None"
    visited: Sequence[int]


Candidate = tuple[float, tuple[int, ...], int, SearchState, Sequence[int], Sequence[PendingVisit]]
"""A state that may be kept: its score, last days and day, the state before it, and whom it visits, with their next."""


class DistrictSearch:
    """The visits of one district that want a day: a line of days for each graduate, after the day of her last one.

    ``gaps`` are the distances to the visit before, for each visit of each line. ``room`` is how many visits a trip has
    room for, by day; ``prices`` make days less liked, in days of delay.
    """

    def __init__(
        self,
        lines: Sequence[Sequence[Sequence[int]]],
        gaps: Sequence[Sequence[Gap]],
        lasts: Sequence[int | None],
        room: Mapping[int, int],
        prices: Mapping[int, float] | None = None,
    ) -> None:
        self.room, self.gaps, self.lasts, self.prices = room, gaps, lasts, prices
        self.lines = [
            within_reach([[day for day in days if day in room] for days in line], gap, last)
            for line, gap, last in zip(lines, gaps, lasts, strict=True)
        ]
        self.end = max((days[-1] for line in self.lines for days in line if days), default=0) + _REWARD
        """Stands for the last day of a visit that is not there: of a graduate with nothing left to do."""
        self.tried = 0
        self._after = [self._visits_after(*line) for line in zip(self.lines, gaps, strict=True)]
        self._known: list[list[dict[int, PendingVisit]]] = [[{} for _ in after] for after in self._after]
        """By graduate and place the visits found so far, by the day of the visit before."""

    def run(self, width: int, most: int = NO_LIMIT) -> SearchState | None:
        """The best state with nothing left to do; None if it would take more than ``most`` trips.

        A visit that no trip can reach any more is left out, and the search goes on.
        """
        waiting = tuple(self.next_visit(her, 0, last) for her, last in enumerate(self.lasts))
        level = [SearchState(0, tuple([visit[0] for visit in waiting]), waiting, 0, None, ())]
        trips = 0
        while True:
            found: dict[tuple[int, ...], Candidate] = {}
            for state in level:
                deadline = min(state.lasts)
                if deadline == self.end:
                    return state
                self._follow(state, deadline, found)
            if not found:
                level = [self._without_the_most_urgent(level[0])]
                continue
            trips += 1
            if trips > most:
                return None
            level = [_reached(one) for one in sorted(found.values(), key=itemgetter(0), reverse=True)[:width]]

    def next_visit(self, her: int, at: int, last: int | None) -> PendingVisit:
        """Her first visit from place ``at`` on that has a day, the visit before it being on ``last``."""
        visit, low, high = self._after[her][at]
        if last is None:
            return visit
        if not low <= last <= high:
            least, most = self.gaps[her][at]
            days = self.lines[her][at]
            days = days[bisect_left(days, last + least) : bisect_right(days, last + most)]
            visit = PendingVisit(days[-1] if days else -1, days, at)
        self._known[her][at][last] = visit
        return visit

    def _visits_after(self, line: Sequence[Sequence[int]], gaps: Sequence[Gap]) -> list[tuple[PendingVisit, int, int]]:
        """The first visit with a day from each place on; and between which days the visit before it limits nothing."""
        after = [(PendingVisit(self.end, (), len(line)), 0, self.end)]
        for at in range(len(line) - 1, -1, -1):
            days = line[at]
            if days:
                low, high = days[-1] - gaps[at][1], days[0] - gaps[at][0]
                after.append((PendingVisit(days[-1], days, at), low, high))
            else:
                after.append((after[-1][0], 0, self.end))
        return after[::-1]

    def _follow(self, state: SearchState, deadline: int, found: dict[tuple[int, ...], Candidate]) -> None:
        """Try every next trip after a state, and keep the best of those that leave the same last days."""
        waiting, room, prices, known = state.waiting, self.room, self.prices, self._known
        urgent = state.lasts.count(deadline)
        for day, there in self._visitors(state, deadline).items():
            if day == deadline and room[day] < urgent:
                self.tried += 1
                continue
            for visited in _who(there, room[day], state.lasts, day):
                self.tried += 1
                lasts, nexts = list(state.lasts), []
                for her in visited:
                    at = waiting[her][2] + 1
                    visit = known[her][at].get(day) or self.next_visit(her, at, day)
                    if visit[0] <= day:
                        break
                    nexts.append(visit)
                    lasts[her] = visit[0]
                else:
                    key = tuple(lasts)
                    score = sum(key) - prices[day] if prices else sum(key)
                    best = found.get(key)
                    if best is None or best[0] < score:
                        found[key] = (score, key, day, state, visited, nexts)

    def _visitors(self, state: SearchState, deadline: int) -> dict[int, list[int]]:
        """Who can be visited, for each day on which the next trip may be."""
        earliest = max(state.day, deadline - _FARTHEST_BACK)
        there: dict[int, list[int]] = {}
        for her, visit in enumerate(state.waiting):
            for day in visit[1]:
                if day > deadline:
                    break
                if day > earliest:
                    if day in there:
                        there[day].append(her)
                    else:
                        there[day] = [her]
        return there

    def _without_the_most_urgent(self, state: SearchState) -> SearchState:
        waiting, lasts = list(state.waiting), list(state.lasts)
        her = lasts.index(min(lasts))
        waiting[her] = self.next_visit(her, waiting[her].at + 1, None)
        lasts[her] = waiting[her].last
        return SearchState(state.score, tuple(lasts), tuple(waiting), state.day, state, ())


def _reached(candidate: Candidate) -> SearchState:
    score, lasts, day, before, visited, nexts = candidate
    waiting = list(before.waiting)
    for her, visit in zip(visited, nexts, strict=True):
        waiting[her] = visit
    return SearchState(score, lasts, tuple(waiting), day, before, visited)


def _who(there: list[int], seats: int, lasts: Sequence[int], day: int) -> list[list[int]]:
    """Whom to visit on a day: as many as there is room for, or only those who should not wait."""
    if len(there) > seats:
        there.sort(key=lasts.__getitem__)
        there = there[:seats]
    soon = day + _PATIENCE
    pressed = [her for her in there if lasts[her] < soon]
    return [there, pressed] if pressed and len(pressed) < len(there) else [there]


def found_days(state: SearchState) -> list[tuple[int, int, int]]:
    """The graduate, the place among her visits, and the day, of every visit that the search has found a day for."""
    found = []
    at: SearchState | None = state
    while at is not None and at.before is not None:
        found += [(her, at.before.waiting[her].at, at.day) for her in at.visited]
        at = at.before
    return found
