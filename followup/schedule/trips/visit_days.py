"""The days each visit can be made on, before anybody's time is looked at."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from followup.schedule.trips.caseload import Days, TripCaseload, TripDistrict, TripGraduate, TripRules, due_days
from followup.schedule.workdays import SATURDAY
from followup.values import Value


class VisitLine(Value):
    """One graduate's visits: the day each is due, and the days it can be on."""

    dues: Days
    days: tuple[Days, ...]


def visit_lines(caseload: TripCaseload) -> list[VisitLine]:
    """The line of every graduate, in the order of the caseload."""
    rules = caseload.rules
    dues = [due_days(graduate, rules.visits) for graduate in caseload.graduates]
    if not dues:
        return []
    around = range(min(map(min, dues)) - rules.window, max(map(max, dues)) + rules.window + 1)
    open_days = _open_days(caseload, around)
    of_district = {district.id: _days_of_district(district, open_days) for district in caseload.districts}
    return [
        _line(graduate, rules, due, of_district[graduate.district])
        for graduate, due in zip(caseload.graduates, dues, strict=True)
    ]


def weekday(day: int) -> int:
    """The weekday of an ordinal, from Monday = 0."""
    return (day - 1) % 7


def _open_days(caseload: TripCaseload, around: Iterable[int]) -> frozenset[int]:
    """The days somebody can travel: Monday to Friday, without holidays and leave."""
    closed = {day.toordinal() for day in caseload.closed}
    return frozenset(day for day in around if weekday(day) < SATURDAY and day not in closed)


def _days_of_district(district: TripDistrict, open_days: frozenset[int]) -> frozenset[int]:
    """The open days a visit can be made there; where a night is needed, the day before must be open too."""
    days = {day for day in open_days if not district.overnight or day - 1 in open_days}
    for closed in district.closed:
        days.difference_update(range(*closed.ordinals()))
    return frozenset(days)


def _line(graduate: TripGraduate, rules: TripRules, dues: Sequence[int], open_days: frozenset[int]) -> VisitLine:
    for away in graduate.avoid:
        open_days = open_days.difference(range(*away.ordinals()))
    days = [
        tuple(
            day
            for day in range(due - rules.window, due + rules.window + 1)
            if day in open_days and (graduate.safe is None or weekday(day) in graduate.safe)
        )
        for due in dues
    ]
    came_home = graduate.returned.toordinal()
    days[0] = tuple(day for day in days[0] if rules.first_min_gap <= day - came_home <= rules.max_gap)
    for k, day in graduate.fixed.items():
        days[k - 1] = (day.toordinal(),)
    return VisitLine(tuple(dues), tuple(days))


def within_reach(line: Sequence[Sequence[int]], last: int | None, rules: TripRules) -> list[Sequence[int]]:
    """Of the days of consecutive visits, those that keep the gaps to some day of the visit before and after.

    ``last`` is the day of the visit before them. Next to a visit without any day there is no gap to keep.
    """
    kept = list(line)
    before: Sequence[int] = (last,) if last is not None else ()
    for at, days in enumerate(kept):
        if before and days:
            kept[at] = [day for day in days if _meets(before, day - rules.max_gap, day - rules.min_gap)]
        before = kept[at]
    after: Sequence[int] = ()
    for at in range(len(kept) - 1, -1, -1):
        if after and kept[at]:
            kept[at] = [day for day in kept[at] if _meets(after, day + rules.min_gap, day + rules.max_gap)]
        after = kept[at]
    return kept


def _meets(days: Sequence[int], first: int, last: int) -> bool:
    """Whether one of the days, the earliest first, lies from ``first`` to ``last``."""
    if first <= days[0] <= last or first <= days[-1] <= last:
        return True
    at = bisect_left(days, first)
    return at < len(days) and days[at] <= last
