"""The days each visit can be made on, before anybody's time is looked at."""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise

from followup.schedule.trips.caseload import Days, TripCaseload, TripDistrict, TripGraduate, TripRules, VisitKey
from followup.schedule.workdays import SATURDAY
from followup.values import Value

Gap = tuple[int, int]
"""The least and the most days from one visit to the next."""
_MONTH = 28, 31
"""The days of a calendar month, at least and at most."""


class VisitLine(Value):
    """One graduate's visits: the day each is due, the days it can be on, and its gap to the visit before it."""

    dues: Days
    days: tuple[Days, ...]
    gaps: tuple[Gap, ...]


def visit_lines(caseload: TripCaseload) -> list[VisitLine]:
    """The line of every graduate, in the order of the caseload; worked out once for each caseload."""
    memory = caseload.__dict__
    if "lines" not in memory:
        memory["lines"] = _visit_lines(caseload)
    lines: list[VisitLine] = memory["lines"]
    return lines


def _visit_lines(caseload: TripCaseload) -> list[VisitLine]:
    dues = [tuple(day.toordinal() for day in graduate.dues) for graduate in caseload.graduates]
    if not any(dues):
        return [VisitLine((), (), ()) for _ in dues]
    rules = caseload.rules
    widest = max(rules.fallback, *(_window(graduate, rules) for graduate in caseload.graduates))
    eve = 1  # of the first day, on which somebody may have to set out
    around = range(min(map(min, filter(None, dues))) - widest - eve, max(map(max, filter(None, dues))) + widest + 1)
    open_days = _open_days(caseload, around)
    of_district = {district.id: _days_of_district(district, open_days) for district in caseload.districts}
    return [
        _line(graduate, rules, due, of_district[graduate.district])
        for graduate, due in zip(caseload.graduates, dues, strict=True)
    ]


def monthly_trip_days(caseload: TripCaseload, without: Collection[VisitKey] = ()) -> int:
    """What the same visits cost without a plan: each on the possible day nearest to its due date, in trip days.

    Whoever else is visited then makes no difference. Visits ``without`` a day in a plan to compare with are left out.
    """
    left_out = set(without)
    return len(
        {
            (graduate.district, min((abs(day - due), day) for day in days)[1])
            for her, (graduate, line) in enumerate(zip(caseload.graduates, visit_lines(caseload), strict=True))
            for k, (due, days) in enumerate(zip(line.dues, line.days, strict=True))
            if days and (her, k) not in left_out
        }
    )


def outside_window(caseload: TripCaseload, visit: tuple[int, int], day: int) -> bool:
    """Whether a visit on this day is farther from its due date than the window allows."""
    graduate = caseload.graduates[visit[0]]
    return abs(day - graduate.dues[visit[1]].toordinal()) > _window(graduate, caseload.rules)


def weekday(day: int) -> int:
    """The weekday of an ordinal, from Monday = 0."""
    return (day - 1) % 7


def _window(graduate: TripGraduate, rules: TripRules) -> int:
    return rules.window if graduate.window is None else graduate.window


def _open_days(caseload: TripCaseload, around: Iterable[int]) -> frozenset[int]:
    """The days somebody can travel: Monday to Friday, without holidays and leave, none before the plan starts."""
    closed = {day.toordinal() for day in caseload.closed}
    starts = caseload.starts.toordinal() if caseload.starts else 0
    return frozenset(day for day in around if day >= starts and weekday(day) < SATURDAY and day not in closed)


def _days_of_district(district: TripDistrict, open_days: frozenset[int]) -> Days:
    """The open days a visit can be made there; where a night is needed, the day before must be open too."""
    days = {day for day in open_days if not district.overnight or day - 1 in open_days}
    for closed in district.closed:
        days.difference_update(range(*closed.ordinals()))
    return tuple(sorted(days))


def _line(graduate: TripGraduate, rules: TripRules, dues: Days, open_days: Days) -> VisitLine:
    if spans := (*graduate.avoid, *graduate.pauses):
        away = {day for span in spans for day in range(*span.ordinals())}
        open_days = tuple([day for day in open_days if day not in away])
    if graduate.safe is not None:
        open_days = tuple([day for day in open_days if weekday(day) in graduate.safe])
    gaps = _gaps(graduate, rules, dues)
    fixed = {k - graduate.first: day.toordinal() for k, day in graduate.fixed.items()}
    window, days = _window(graduate, rules), list[Days]()
    for k, due in enumerate(dues):
        if k in fixed:
            days.append((fixed[k],))
            continue
        near = _beside_fixed(graduate, gaps, fixed, k, _around(due, window, open_days))
        if not near and rules.fallback > window:
            near = _beside_fixed(graduate, gaps, fixed, k, _around(due, rules.fallback, open_days))
        days.append(near)
    return VisitLine(dues, tuple(days), gaps)


def _around(due: int, window: int, open_days: Days) -> Days:
    return open_days[bisect_left(open_days, due - window) : bisect_right(open_days, due + window)]


def _gaps(graduate: TripGraduate, rules: TripRules, dues: Days) -> tuple[Gap, ...]:
    """The gap of each visit to the one before; it grows and shrinks as their due dates are farther or nearer."""
    gaps = [
        (rules.min_gap - max(_MONTH[0] - apart, 0), rules.max_gap + max(apart - _MONTH[1], 0))
        for apart in (day - before for before, day in pairwise(dues))
    ]
    anchor = graduate.last_due or graduate.last
    apart = dues[0] - anchor.toordinal() if anchor and dues else _MONTH[0]
    least = rules.first_min_gap if graduate.first == 1 else rules.min_gap
    return ((least - max(_MONTH[0] - apart, 0), rules.max_gap + max(apart - _MONTH[1], 0)), *gaps)


def _beside_fixed(graduate: TripGraduate, gaps: Sequence[Gap], fixed: dict[int, int], k: int, days: Days) -> Days:
    """The days that keep the gaps to what stands: her last visit, and dates that are fixed.

    Where the visit before the first is so long ago that no day is near enough, any that is far enough will do.
    """
    before = graduate.last.toordinal() if k == 0 and graduate.last else fixed.get(k - 1)
    if before is not None:
        far = tuple(day for day in days if day - before >= gaps[k][0])
        near = tuple(day for day in far if day - before <= gaps[k][1])
        days = near if near or k or graduate.first == 1 else far
    after = fixed.get(k + 1)
    if after is not None:
        days = tuple(day for day in days if gaps[k + 1][0] <= after - day <= gaps[k + 1][1])
    return days


def within_reach(line: Sequence[Sequence[int]], gaps: Sequence[Gap], last: int | None) -> list[Sequence[int]]:
    """Of the days of consecutive visits, those that keep the gaps to some day of the visit before and after.

    ``last`` is the day of the visit before them. Next to a visit without any day there is no gap to keep.
    """
    kept = list(line)
    before: Sequence[int] = (last,) if last is not None else ()
    for at, days in enumerate(kept):
        if before and days:
            least, most = gaps[at]
            kept[at] = _near(days, before, least, most)
        before = kept[at]
    after: Sequence[int] = ()
    for at in range(len(kept) - 1, -1, -1):
        if after and kept[at]:
            least, most = gaps[at + 1]
            kept[at] = _near(kept[at], after, -most, -least)
        after = kept[at]
    return kept


def days_that_fit(line: VisitLine, k: int) -> Sequence[int]:
    """Of the days of one visit, those that keep the gaps to some day of the visits before and after it, if any."""
    before = within_reach(line.days[:k], line.gaps, None)
    after = within_reach(line.days[k + 1 :], line.gaps[k + 1 :], None)
    days: Sequence[int] = line.days[k]
    if days and before and before[-1]:
        days = _near(days, before[-1], *line.gaps[k])
    if days and after and after[0]:
        least, most = line.gaps[k + 1]
        days = _near(days, after[0], -most, -least)
    return days


def _near(days: Sequence[int], others: Sequence[int], least: int, most: int) -> Sequence[int]:
    """The days that lie from ``least`` to ``most`` days after one of the others; all are in order."""
    first, last = others[0] + least, others[-1] + most
    if others[-1] - others[0] > most - least:
        return [day for day in days if any(least <= day - other <= most for other in others)]
    return days if first <= days[0] and days[-1] <= last else days[bisect_left(days, first) : bisect_right(days, last)]
