"""An even month: whole trips go from a worker's fullest weeks to emptier ones, where all their visitors can."""

from collections import Counter
from collections.abc import Collection

from followup.schedule.trips.caseload import TripDistrict, VisitKey, week_of
from followup.schedule.trips.diary import TripDiary

_FARTHEST = 10
"""How many days a trip is moved at most."""
_ROUNDS = 2


def even_out(diary: TripDiary) -> None:
    """The trip days of each worker are spread over her weeks; no trip is added, and what stands does not move."""
    weeks: dict[str, Counter[int]] = {district.worker: Counter() for district in diary.caseload.districts}
    for district in diary.caseload.districts:
        weeks[district.worker].update(map(week_of, diary.trips[district.id]))
    for _ in range(_ROUNDS):
        for district in diary.caseload.districts:
            for day in sorted(diary.trips[district.id]):
                _move_to_an_emptier_week(diary, district, day, weeks[district.worker])


def _move_to_an_emptier_week(diary: TripDiary, district: TripDistrict, day: int, weeks: Counter[int]) -> None:
    full, trips = weeks[week_of(day)] - 2, diary.trips[district.id]
    first, last = day - _FARTHEST, day + _FARTHEST
    emptier_weeks = [one for one in range(week_of(first), week_of(last) + 1) if weeks[one] <= full]
    days = (one for monday in emptier_weeks for one in range(monday * 7 + 1, monday * 7 + 8))
    emptier = [one for one in days if first <= one <= last and one not in trips]
    visitors = sorted(trips[day])
    if not emptier or not diary.fixed.keys().isdisjoint(visitors):
        return
    possible = _open_to_all(diary, visitors, emptier)
    for visit in visitors if possible else ():
        diary.take(visit)
    room = diary.room(district, possible)
    to = min(
        (one for one in possible if room.get(one, 0) >= len(visitors)),
        key=lambda one: (weeks[week_of(one)], abs(one - day)),
        default=day,
    )
    for visit in visitors if possible else ():
        diary.put(visit, to)
    weeks[week_of(day)] -= 1
    weeks[week_of(to)] += 1


def _open_to_all(diary: TripDiary, visitors: Collection[VisitKey], days: list[int]) -> list[int]:
    """Of some days, those on which each of these visits can be."""
    for her, k in visitors:
        own = diary.lines[her].days[k]
        days = [day for day in days if day in own and diary.gap_kept((her, k), day)]
    return days
