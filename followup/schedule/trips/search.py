"""The days of one district: a beam search over its trips, one after the other.

A *state* is what a number of trips has achieved: for each graduate her next visit and the days it can still be on. The
next trip must come by the last day on which every next visit is still possible. From each state, every day up to
then is tried, with everybody who can be visited (the most urgent first where there is no room for all), and once more
with only those who should not wait. Of all states after the same number of trips the best few are kept: those whose
next visits have to be made the latest. The first state with nothing left to do has the fewest trips of all that were
looked at. One idea does most of the work: a visit made early brings the next one's last day forward (the
greatest gap), and a state that knows those days looks ahead without looking.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from followup.schedule.trips.visit_days import Gap, within_reach

NO_LIMIT = 1_000_000_000
"""More trips than any search takes."""
_FARTHEST_BACK = 8
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
    waiting: tuple[PendingVisit, ...]
    day: int
    before: "SearchState | None"
    visited: Sequence[int]


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
        self._known: dict[tuple[int, int, int], PendingVisit] = {}

    def run(self, width: int, most: int = NO_LIMIT) -> SearchState | None:
        """The best state with nothing left to do; None if it would take more than ``most`` trips.

        A visit that no trip can reach any more is left out, and the search goes on.
        """
        waiting = tuple(self.next_visit(her, 0, last) for her, last in enumerate(self.lasts))
        level = [SearchState(0, waiting, 0, None, ())]
        trips = 0
        while True:
            found: dict[tuple[int, ...], SearchState] = {}
            for state in level:
                deadline = min(state.waiting)[0]
                if deadline == self.end:
                    return state
                self._follow(state, deadline, found)
            if not found:
                level = [self._without_the_most_urgent(level[0])]
                continue
            trips += 1
            if trips > most:
                return None
            level = sorted(found.values(), key=_by_score)[:width]

    def next_visit(self, her: int, at: int, last: int | None) -> PendingVisit:
        """Her first visit from place ``at`` on that has a day, the visit before it being on ``last``."""
        visit, low, high = self._after[her][at]
        return visit if last is None or low <= last <= high else self._limited(her, at, last)

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

    def _limited(self, her: int, at: int, last: int) -> PendingVisit:
        """A visit on the days that keep the gaps to the visit before it."""
        key = (her, at, last)
        found = self._known.get(key)
        if found is None:
            least, most = self.gaps[her][at]
            days = [day for day in self.lines[her][at] if last + least <= day <= last + most]
            found = self._known[key] = PendingVisit(days[-1] if days else -1, days, at)
        return found

    def _follow(self, state: SearchState, deadline: int, found: dict[tuple[int, ...], SearchState]) -> None:
        """Try every next trip after a state, and keep the best of those that leave the same last days."""
        waiting, room, prices, following = state.waiting, self.room, self.prices, self._after
        for day, there in self._visitors(state, deadline).items():
            for visited in _who(there, room[day], waiting, day):
                after = list(waiting)
                for her in visited:
                    at = waiting[her][2] + 1
                    visit, low, high = following[her][at]
                    after[her] = visit if low <= day <= high else self._limited(her, at, day)
                self.tried += 1
                key = tuple([visit[0] for visit in after])
                if min(key) <= day:
                    continue
                score = sum(key) - prices[day] if prices else sum(key)
                best = found.get(key)
                if best is None or best[0] < score:
                    found[key] = SearchState(score, tuple(after), day, state, visited)

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
        waiting = list(state.waiting)
        her = min(range(len(waiting)), key=lambda one: waiting[one].last)
        waiting[her] = self.next_visit(her, waiting[her].at + 1, None)
        return SearchState(state.score, tuple(waiting), state.day, state, ())


def _by_score(state: SearchState) -> float:
    return -state.score


def _who(there: list[int], seats: int, waiting: Sequence[PendingVisit], day: int) -> list[list[int]]:
    """Whom to visit on a day: as many as there is room for, or only those who should not wait."""
    if len(there) > seats:
        there.sort(key=lambda her: waiting[her][0])
        there = there[:seats]
    pressed = [her for her in there if waiting[her][0] < day + _PATIENCE]
    return [there, pressed] if pressed and len(pressed) < len(there) else [there]


def found_days(state: SearchState) -> list[tuple[int, int, int]]:
    """The graduate, the place among her visits, and the day, of every visit that the search has found a day for."""
    found = []
    at: SearchState | None = state
    while at is not None and at.before is not None:
        found += [(her, at.before.waiting[her].at, at.day) for her in at.visited]
        at = at.before
    return found
