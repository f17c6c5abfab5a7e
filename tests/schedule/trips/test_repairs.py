"""A plan that stands is repaired: what can stay stays, nobody else's visits move, and every move has its reason."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from followup.schedule.trips.caseload import TripCaseload, VisitKey
from followup.schedule.trips.caseload_form import caseload_from_mapping
from followup.schedule.trips.full_days import DayLimit, full_days
from followup.schedule.trips.planning import plan_trips
from followup.schedule.trips.repair import MoveReason, RepairedPlan, StandingDates, repair_plan
from followup.values import replace
from tests.schedule.trips.random_caseloads import Caseload, random_caseload, violations

BEFORE_ALL = date(2026, 1, 1)
SEEDS = st.integers(0, 10_000)


def a_caseload(seed: int) -> Caseload:
    return random_caseload(seed, 18, 3, 1, visits=10)


def standing_plan(written: Caseload) -> dict[tuple[str, int], date]:
    return plan_trips(caseload_from_mapping(written)).by_name


def repaired(written: Caseload, standing: dict[tuple[str, int], date], horizon: date = BEFORE_ALL) -> RepairedPlan:
    return repair_plan(caseload_from_mapping(written), standing, horizon)


@settings(max_examples=4, deadline=None)
@given(SEEDS)
def test_where_nothing_has_changed_nothing_that_has_a_day_moves(seed):
    written = a_caseload(seed)
    standing = standing_plan(written)

    assert not moved(standing, repaired(written, standing))


@settings(max_examples=4, deadline=None)
@given(SEEDS)
def test_a_new_graduate_moves_nobody_and_goes_along_on_standing_trips(seed):
    written = a_caseload(seed)
    standing = standing_plan(written)
    new = written["graduates"][seed % 18] | {"id": "NEW"}
    written["graduates"].append(new)

    result = repaired(written, standing)

    assert not moved(standing, result)
    assert {*result.why.values()} == {MoveReason.NEW}
    assert not violations(written, result.plan.by_name)
    alone = len({(new["district"], day) for (name, _), day in result.plan.by_name.items() if name == "NEW"})
    before = len({(home(written, name), day) for (name, _), day in standing.items()})
    assert result.plan.trip_days - before < alone


@settings(max_examples=4, deadline=None)
@given(SEEDS)
def test_a_day_of_leave_moves_only_those_who_were_to_be_visited_then(seed):
    written = a_caseload(seed)
    standing = standing_plan(written)
    day = sorted(standing.values())[len(standing) // 2]
    written["leave"].append(str(day))

    result = repaired(written, standing)

    people = {name for (name, _), on in standing.items() if on in (day, date.fromordinal(day.toordinal() + 1))}
    assert moved(standing, result) <= people
    assert {MoveReason.DAY} <= {*result.why.values()}
    assert not violations(written, result.plan.by_name)


@settings(max_examples=8, deadline=None)
@given(SEEDS, st.sampled_from((-4, -3, -2, -1, 1, 2, 3, 4)))
def test_a_visit_that_is_set_to_another_day_moves_no_other_graduate_and_what_is_too_full_is_said(seed, later):
    written = a_caseload(seed)
    standing = standing_plan(written)
    (name, k), day = sorted(standing.items(), key=lambda one: one[1])[seed % len(standing)]
    chosen = date.fromordinal(day.toordinal() + later)
    caseload = with_fixed(written, name, {k: chosen})

    result = repair_plan(caseload, standing, BEFORE_ALL)
    again = repair_plan(caseload, result.plan.by_name, BEFORE_ALL)

    assert result.plan.by_name[name, k] == chosen
    assert moved(standing, result) == {name}
    assert {*result.why.values()} <= {MoveReason.FIXED, MoveReason.DISTANCE, MoveReason.DAY}
    assert again.plan.by_name == result.plan.by_name
    days = result.plan.by_name
    assert len(full_days(caseload, in_places(caseload, days))) == found_too_full(written, days)


def test_others_stay_on_a_day_that_a_date_set_by_hand_makes_too_long():
    written = a_caseload(1)
    written |= {"leave": [], "holidays": []}
    written["districts"] = [
        {"id": f"D{n}", "worker": "W1", "travel_hours": 3, "visits_a_day": 1, "overnight": n == 2} for n in range(3)
    ]
    written["graduates"] = [
        {"id": f"G{n}", "district": place, "return": "2026-03-18"} for n, place in enumerate(("D0", "D1", "D0", "D2"))
    ]
    together = {("G0", 1): date(2026, 4, 15), ("G1", 1): date(2026, 4, 15)}
    standing = together | {("G2", 1): date(2026, 4, 17), ("G3", 1): date(2026, 4, 22)}

    crowded = repair_plan(with_fixed(written, "G2", {1: date(2026, 4, 15)}), standing, BEFORE_ALL)
    at_night = repair_plan(with_fixed(written, "G3", {1: date(2026, 4, 16)}), standing, BEFORE_ALL)

    assert together.items() <= crowded.plan.by_name.items()
    assert together.items() <= at_night.plan.by_name.items()
    caseload = caseload_from_mapping(written)
    full = full_days(caseload, in_places(caseload, crowded.plan.by_name))
    assert [(one.day.day, one.what) for one in full] == [
        (15, "too many visits in one district: 2, and at most 1 a day")
    ]
    nights = full_days(caseload, in_places(caseload, at_night.plan.by_name))
    assert [(one.day.day, one.limit, one.districts) for one in nights] == [(15, DayLimit.NIGHT, ("D0", "D1", "D2"))]


def moved(standing: StandingDates, result: RepairedPlan) -> set[str]:
    return {name for name, k in result.why if (name, k) in standing}


def with_fixed(written: Caseload, name: str, fixed: dict[int, date]) -> TripCaseload:
    caseload = caseload_from_mapping(written)
    people = (replace(her, fixed=fixed) if her.id == name else her for her in caseload.graduates)
    return replace(caseload, graduates=tuple(people))


def in_places(caseload: TripCaseload, days: StandingDates) -> dict[VisitKey, int]:
    names = [her.id for her in caseload.graduates]
    return {(names.index(name), k - 1): day.toordinal() for (name, k), day in days.items()}


def found_too_full(written: Caseload, days: StandingDates) -> int:
    wrong = violations(written, days)
    return len([one for one in wrong if one.endswith((" hours", "too many visits", "is not alone"))])


def test_within_the_horizon_nothing_moves_that_could_stay():
    written = a_caseload(5)
    standing = standing_plan(written)
    days = sorted(set(standing.values()))
    written["leave"].append(str(days[len(days) // 2]))

    result = repaired(written, standing, horizon=days[-1])

    assert {standing[name] for name in result.why if name in standing} == {days[len(days) // 2]}


def home(written: Caseload, name: str) -> str:
    return next(her["district"] for her in written["graduates"] if her["id"] == name)
