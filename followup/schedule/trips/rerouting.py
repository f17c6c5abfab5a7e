"""One graduate's days beside everybody else's: the cheapest days for some of her visits, all gaps kept."""

from collections.abc import Sequence

from followup.schedule.trips.diary import TripDiary
from followup.schedule.trips.visit_days import Gap

NEW_TRIP = 1_000_000
"""What a trip of her own costs, in squares of days from the due date: more than any nearness is worth."""

Priced = dict[int, int]
"""Days with what each costs."""


def cheapest_days(
    choices: Sequence[Priced], gaps: Sequence[Gap], last: int | None, after: int | None
) -> list[int] | None:
    """A day for each of consecutive visits, between those on ``last`` and ``after``, at the least cost in all.

    ``gaps`` are the distances of each to the visit before it, and of the one after them. None where no days keep them.
    """
    best: dict[int, tuple[int, list[int]]] = {}
    for at, priced in enumerate(choices):
        best = {
            day: (cost + before[0], [*before[1], day])
            for day, cost in priced.items()
            if (before := _before(day, best if at else None, last, gaps[at])) is not None
        }
    ends = [found for day, found in best.items() if after is None or gaps[-1][0] <= after - day <= gaps[-1][1]]
    return min(ends)[1] if ends else None


def _before(
    day: int, best: dict[int, tuple[int, list[int]]] | None, last: int | None, gap: Gap
) -> tuple[int, list[int]] | None:
    """The cheapest way to a day: what it costs so far, and the days; ``best`` is None for the first of the visits."""
    least, most = gap
    if best is None:
        return (0, []) if last is None or least <= day - last <= most else None
    ways = [way for before, way in best.items() if least <= day - before <= most]
    return min(ways) if ways else None


def nearer_to_due(diary: TripDiary) -> None:
    """Every graduate goes along on those standing trips that are nearest to her due dates; no trip is added."""
    for her in range(len(diary.lines)):
        visits = [(her, k) for k in range(len(diary.lines[her].days)) if (her, k) in diary.day_of]
        if len(visits) == len(diary.lines[her].days):
            before = [diary.take(visit) for visit in visits]
            days = cheapest_days(_standing(diary, her, before), diary.lines[her].gaps, None, None) or before
            for visit, day in zip(visits, days, strict=True):
                diary.put(visit, day)


def _standing(diary: TripDiary, her: int, before: Sequence[int]) -> list[Priced]:
    """For each visit the standing trips with a seat, and the day it was on, with or without others."""
    line, district = diary.lines[her], diary.district_of[her]
    trips = diary.trips[district.id]
    choices = []
    for due, days, old in zip(line.dues, line.days, before, strict=True):
        priced = {day: (day - due) ** 2 for day in diary.seats(district, days)}
        priced.setdefault(old, (old - due) ** 2 + (0 if old in trips else NEW_TRIP))
        choices.append(priced)
    return choices
