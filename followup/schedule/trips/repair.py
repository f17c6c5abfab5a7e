"""A plan that stands is repaired, never made anew: what can stay stays, and what cannot goes along on standing trips.

A change is a caseload that differs from the one the plan was made for: one more graduate, another date that is fixed,
one more day of leave. Only visits that break a rule now, and visits without a day, get a day; if her own visits
before and after leave no day in between, those may move too, but not within the horizon. Nobody else's visit moves:
where a date that is fixed makes a day too full, the others stay on it all the same, and `full_days` says so.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from followup.case.vocabulary import Term
from followup.messages import say
from followup.schedule.trips.caseload import TripCaseload, VisitKey, VisitName
from followup.schedule.trips.diary import TripDiary
from followup.schedule.trips.planning import TripPlan, as_plan
from followup.schedule.trips.rerouting import NEW_TRIP, Priced, cheapest_days
from followup.values import Value

StandingDates = Mapping[VisitName, date]
"""A plan by names: the day of each visit, by the graduate's id and the number of the visit."""


class MoveReason(Term):
    """Why a visit gets a day, or another one."""

    NEW = "new", say("had no trip yet")
    FIXED = "fixed", say("the date was set")
    DAY = "day", say("nobody can go there on the day of the trip, or it is not a day for her")
    DISTANCE = "distance", say("too near to her visit before or after it, or too far from it")
    FULL = "full", say("the worker's day has no room")
    BACK = "back", say("back to its trip")
    BY = "by", say("no room on that day, now that --by is another")


class RepairedPlan(Value):
    """The plan after the change, and why each visit of it moved that is on another day than before, or on none."""

    plan: TripPlan
    why: Mapping[VisitName, MoveReason]


def repair_plan(caseload: TripCaseload, standing: StandingDates, horizon: date) -> RepairedPlan:
    """The standing plan with as few visits moved as it takes; up to ``horizon`` none is moved that could stay."""
    diary = TripDiary(caseload)
    before = {
        (her, k): standing[name].toordinal()
        for her, graduate in enumerate(caseload.graduates)
        for k in range(len(graduate.dues))
        if (name := caseload.name_of((her, k))) in standing
    }
    why = _keep(diary, before)
    for visit in sorted(visit for visit in diary.unplaced if diary.lines[visit[0]].days[visit[1]]):
        if visit not in diary.day_of:
            why.update(_place(diary, visit, before, horizon.toordinal()))
    visits = ((her, k) for her, one in enumerate(caseload.graduates) for k in range(len(one.dues)))
    moved = (visit for visit in visits if before.get(visit) != diary.day_of.get(visit))
    return RepairedPlan(as_plan(diary), {caseload.name_of(one): why.get(one, MoveReason.NEW) for one in moved})


def why_not(diary: TripDiary, visit: VisitKey, day: int) -> MoveReason | None:
    """Which rule a visit that is not in the diary would break on this day, or None."""
    her, k = visit
    district = diary.district_of[her]
    if day not in diary.lines[her].days[k]:
        return MoveReason.DAY
    if not diary.gap_kept(visit, day):
        return MoveReason.DISTANCE
    find = diary.seats if day in diary.trips[district.id] else diary.room
    return None if day in find(district, (day,)) else MoveReason.FULL


def _keep(diary: TripDiary, before: Mapping[VisitKey, int]) -> dict[VisitKey, MoveReason]:
    """Put into the diary what can stay beside what is fixed, the earliest first; answers why the rest cannot."""
    why = dict.fromkeys(diary.fixed, MoveReason.FIXED)
    settled = {one for visit, day in diary.fixed.items() for one in _filled(diary, visit, day)}
    for visit, day in sorted(before.items(), key=lambda one: (one[1], one[0])):
        if visit not in why:
            reason = why_not(diary, visit, day)
            if reason and (reason is not MoveReason.FULL or settled.isdisjoint(_filled(diary, visit, day))):
                why[visit] = reason
            else:
                diary.put(visit, day)
    return why


def _filled(diary: TripDiary, visit: VisitKey, day: int) -> set[tuple[str, int]]:
    """The days of a worker that a visit on this day takes of."""
    district = diary.district_of[visit[0]]
    return {(district.worker, one) for one in ((day, day - 1) if district.overnight else (day,))}


def _place(
    diary: TripDiary, visit: VisitKey, before: Mapping[VisitKey, int], horizon: int
) -> dict[VisitKey, MoveReason]:
    """Find days for a visit and those of hers after it without one; answers which others of hers moved for that."""
    her, first = visit
    last = first
    days = diary.lines[her].days
    while last + 1 < len(days) and days[last + 1] and (her, last + 1) not in diary.day_of:
        last += 1
    if _place_between(diary, her, range(first, last + 1), before):
        return {}
    freed = {}
    for k in (first - 1, last + 1):
        if (her, k) in diary.day_of and diary.day_of[her, k] > horizon and (her, k) not in diary.fixed:
            freed[her, k] = diary.take((her, k))
    wider = range(first - ((her, first - 1) in freed), last + 1 + ((her, last + 1) in freed))
    if freed and _place_between(diary, her, wider, before):
        return {one: MoveReason.DISTANCE for one, day in freed.items() if diary.day_of[one] != day}
    for one, day in freed.items():
        diary.put(one, day)
    any(_place_between(diary, her, range(first, end), before) for end in range(last, first, -1))
    return {}


def _place_between(diary: TripDiary, her: int, ks: Sequence[int], before: Mapping[VisitKey, int]) -> bool:
    """Put consecutive visits on the cheapest days; False where there are none for all of them."""
    choices = [_priced(diary, her, k, before.get((her, k))) for k in ks]
    around = diary.day_of.get((her, ks[0] - 1)), diary.day_of.get((her, ks[-1] + 1))
    days = cheapest_days(choices, diary.lines[her].gaps[ks[0] : ks[-1] + 2], *around)
    for k, day in zip(ks, days or (), strict=False):
        diary.put((her, k), day)
    return days is not None


def _priced(diary: TripDiary, her: int, k: int, stood: int | None) -> Priced:
    """The days a visit can be on: standing trips first, then those nearest to where it stood or else is due."""
    line, district = diary.lines[her], diary.district_of[her]
    near = line.dues[k] if stood is None else stood
    trips = diary.trips[district.id]
    new = diary.room(district, (day for day in line.days[k] if day not in trips))
    prices = {day: NEW_TRIP + (day - near) ** 2 for day in new}
    return prices | {day: (day - near) ** 2 for day in diary.seats(district, line.days[k])}
