"""Trips: every rule is kept, feasible caseloads are wholly placed, and no plan goes below the bound.

The rules are checked by `random_caseloads.violations`, which knows nothing of the program.
"""

from datetime import date
from itertools import combinations, product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from followup.errors import Invalid
from followup.schedule.trips.caseload_form import caseload_from_mapping
from followup.schedule.trips.group_bound import group_bound
from followup.schedule.trips.lower_bound import least_trips, lower_bound
from followup.schedule.trips.planning import TripPlan, plan_trips
from followup.schedule.trips.visit_days import monthly_trip_days
from tests.schedule.trips.random_caseloads import due_of, random_caseload, violations

SEEDS = st.integers(0, 10_000)


def planned(written: dict[str, Any], seconds: float = 0, seed: int = 0) -> tuple[TripPlan, dict[tuple[str, int], date]]:
    plan = plan_trips(caseload_from_mapping(written), seconds, seed)
    return plan, plan.by_name


@settings(max_examples=8, deadline=None)
@given(SEEDS, st.integers(1, 24), st.integers(1, 6), st.integers(1, 3), st.sampled_from((5, 7, 10, 14)))
def test_a_plan_keeps_every_rule_and_needs_no_fewer_trips_than_the_bound(seed, graduates, districts, workers, window):
    written = random_caseload(seed, graduates, districts, min(workers, districts), visits=14, window=window)

    plan, visits = planned(written, seconds=0.1)

    home = {her["id"]: her["district"] for her in written["graduates"]}
    assert not violations(written, visits)
    assert plan.trip_days == len({(home[name], day) for (name, _), day in visits.items()})
    assert len(visits) + len(plan.unplaced) == 14 * graduates
    bounds = [lower_bound(plan.caseload, plan.unplaced, tighter=tighter) for tighter in (False, True)]
    assert bounds[0] <= bounds[1] <= plan.trip_days


@settings(max_examples=5, deadline=None)
@given(SEEDS, st.integers(1, 4))
def test_with_a_worker_for_each_district_every_visit_that_has_a_day_gets_one(seed, districts):
    written = random_caseload(seed, 8 * districts, districts, districts, visits=12)
    for her in written["graduates"]:
        her["safe"], her["avoid"] = None, []
    written["leave"] = []

    plan, _ = planned(written)

    assert not plan.unplaced
    assert plan.trip_days < monthly_trip_days(plan.caseload)


@settings(max_examples=4, deadline=None)
@given(SEEDS)
def test_the_same_seed_gives_the_same_plan(seed):
    written = random_caseload(seed, 15, 4, 1, visits=10)

    assert planned(written, 0.1, seed)[0] == planned(written, 0.1, seed)[0]


@settings(max_examples=4, deadline=None)
@given(SEEDS)
def test_more_seconds_never_take_more_trip_days(seed):
    written = random_caseload(seed, 20, 4, 2, visits=12)

    at_once, longer = planned(written)[0], planned(written, 0.2)[0]

    assert (len(longer.unplaced), longer.trip_days) <= (len(at_once.unplaced), at_once.trip_days)


def test_a_date_that_stands_is_kept_though_it_lies_outside_the_window():
    written = random_caseload(1, 6, 2, 1, visits=6)
    her = written["graduates"][2] | {"safe": None, "avoid": []}
    day = due_of(date.fromisoformat(her["return"]), 3).replace(day=28)
    written["graduates"][2] = her | {"fixed": {"3": str(day)}}

    assert planned(written)[1][her["id"], 3] == day


def test_a_district_that_is_closed_in_the_rains_is_not_visited_then():
    written = random_caseload(2, 6, 1, 1, visits=8)
    written["districts"][0]["closed"] = [["2026-08-01", "2026-08-10"]]

    assert not [day for day in planned(written)[1].values() if "2026-08-01" <= str(day) <= "2026-08-10"]


def test_nobody_to_visit_is_a_plan_of_no_trips():
    written = random_caseload(1, 0, 2, 1)

    assert planned(written)[0].trip_days == lower_bound(caseload_from_mapping(written)) == 0


# --- the bound ------------------------------------------------------------------------------------------------------


JOBS = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 4)), max_size=7)


@settings(max_examples=60, deadline=None)
@given(JOBS, st.integers(1, 3))
def test_the_bound_is_the_least_number_of_trips_that_trying_all_days_finds(jobs, room):
    visits = [tuple(range(first, first + length + 1)) for first, length in jobs]
    days = sorted({day for one in visits for day in one})
    feasible = [
        size
        for size in range(len(days) + 1)
        if any(seated(visits, dict.fromkeys(chosen, room)) for chosen in combinations(days, size))
    ]

    if feasible:
        assert least_trips(visits, room) == feasible[0]
    else:
        assert least_trips(visits, room) <= len(days)


DAYS = st.sets(st.integers(0, 4), min_size=1, max_size=3)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(DAYS, min_size=1, max_size=2), min_size=1, max_size=3), st.integers(5, 9))
def test_what_a_group_needs_is_what_trying_all_its_days_finds(people, most):
    """Each has a visit or two, the second ten days later; nothing but safe days and the greatest gap counts."""
    lines = [[tuple(sorted(day + 10 * k for day in days)) for k, days in enumerate(visits)] for visits in people]
    plans = [
        {day for days in plan for day in days}
        for plan in product(*(product(*line) for line in lines))
        if all(days[-1] - days[0] <= most for days in plan)
    ]

    found = group_bound([(line, [(0, most)] * len(line)) for line in lines], 3, 0)

    if plans and len(people) > 1:
        assert found == min(map(len, plans))


def seated(visits: list[tuple[int, ...]], seats: dict[int, int]) -> bool:
    """Whether every visit can have a seat, found by trying one after the other."""
    if not visits:
        return True
    first, *rest = visits
    return any(seated(rest, seats | {day: seats[day] - 1}) for day in first if seats.get(day))


# --- what cannot be read --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"policy": None}, "policy: This is missing."),
        ({"districts": [{"id": "D0"}]}, "districts row 1: worker: This is missing."),
        (
            {"graduates": [{"id": " ", "district": "D0", "return": "2026-01-01"}]},
            "graduates row 1: id: This is missing.",
        ),
        ({"holidays": ["2026-02-30"]}, "holidays row 1"),
        (
            {"graduates": [{"id": "G", "district": "elsewhere", "return": "2026-01-01"}]},
            "Graduate 1 lives in a district",
        ),
        ({"graduates": 3}, "graduates: A list is needed here."),
        ({"unheard": 1}, "A key is not known."),
    ],
)
def test_a_caseload_that_cannot_be_is_refused_with_the_place(change, told):
    with pytest.raises(Invalid) as refused:
        caseload_from_mapping(random_caseload(1, 3, 1, 1) | change)

    assert told in refused.value.what
    assert "elsewhere" not in refused.value.what
