"""What is said to be impossible before a plan is made is impossible, and nothing that can be planned is called so."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from followup.schedule.trips.capacity import CapacityGap, CapacityLimit, capacity_gaps
from followup.schedule.trips.caseload_form import caseload_from_mapping
from followup.schedule.trips.planning import plan_trips
from followup.services.trips import capacity_checks
from tests.schedule.trips.random_caseloads import Caseload, Visits, due_of, random_caseload, violations

SEEDS = st.integers(0, 1_000_000)


def gaps(written: Caseload) -> list[CapacityGap]:
    return list(capacity_gaps(caseload_from_mapping(written)))


def tiny(seed: int) -> Caseload:
    """Few graduates with one or two visits in narrow windows, so that all plans can be tried."""
    rng = Random(seed)
    visits = rng.choice((1, 1, 2))
    written = random_caseload(seed, rng.randint(2, 6 // visits), rng.randint(1, 3), 1, visits=visits, window=1)
    first = date(2026, 1, 5) + timedelta(rng.randrange(60))
    for her in written["graduates"]:
        her |= {"return": str(first + timedelta(rng.randrange(4))), "avoid": []}
    for district in written["districts"]:
        district["visits_a_day"] = rng.randint(1, 2)
    written["leave"] = [str(due_of(first, 1) + timedelta(rng.randrange(6)))]
    return written


def plans(written: Caseload) -> Iterator[Visits]:
    """Every way to give each visit a day of its window."""
    numbers = range(1, written["policy"]["visits"] + 1)
    visits = [(her, k) for her in written["graduates"] for k in numbers]
    around = [
        [due_of(date.fromisoformat(her["return"]), k) + timedelta(away) for away in (-1, 0, 1)] for her, k in visits
    ]
    names = [(her["id"], k) for her, k in visits]
    for days in product(*([day for day in some if day.weekday() < 5] for some in around)):
        yield dict(zip(names, days, strict=True))


@settings(max_examples=60, deadline=None)
@given(SEEDS)
def test_what_is_called_impossible_has_no_plan_among_all_there_are(seed):
    written = tiny(seed)

    if gaps(written):
        assert all(violations(written, visits) for visits in plans(written))


@settings(max_examples=12, deadline=None)
@given(SEEDS, st.integers(1, 30), st.integers(1, 6), st.sampled_from((5, 7, 10)))
def test_what_is_planned_wholly_was_not_called_impossible(seed, graduates, districts, window):
    written = random_caseload(seed, graduates, districts, 1, visits=12, window=window)

    if not plan_trips(caseload_from_mapping(written)).unplaced:
        assert gaps(written) == []


def overloaded(**fields: Any) -> Caseload:
    """Forty graduates far away, all of whose visits are due on the same three days."""
    written = random_caseload(4, 40, 6, 1, visits=3)
    for number, district in enumerate(written["districts"]):
        district |= {"travel_hours": 5.0, "visits_a_day": 4, "overnight": False}
        for her in written["graduates"][number::6]:
            her |= {"return": "2026-01-15", "safe": None, "avoid": [], "district": district["id"]}
    return written | {"leave": []} | fields


def test_the_weeks_with_too_few_days_are_named_with_what_would_be_enough():
    (check,) = capacity_checks(caseload_from_mapping(overloaded()))

    assert check.is_hopeless
    gap = check.gaps[0]
    assert (gap.limit, gap.visits, gap.trips, gap.needed, gap.there) == (CapacityLimit.TIME, 40, 12, 12, 10)
    assert gap.first <= date(2026, 2, 9) <= date(2026, 2, 20) <= gap.last
    assert "2 workers in place of one" in check.remedies
    assert "no safe weekdays and no days to avoid" not in check.remedies


def test_a_district_with_too_little_room_and_one_too_far_for_a_day_are_told_apart_from_too_few_days():
    crowded, far = overloaded(), overloaded()
    crowded["districts"][0]["visits_a_day"] = 1
    crowded["leave"] = [f"2026-02-{day:02}" for day in range(8, 20)]
    far["districts"][0]["travel_hours"] = 8.5

    assert CapacityLimit.ROOM in {gap.limit for gap in gaps(crowded)}
    assert CapacityLimit.WAY in {gap.limit for gap in gaps(far)}


def test_nights_in_a_row_share_the_way_where_they_are_in_one_district():
    """Due on a Wednesday with three days before and after: from Tuesday to Friday, with Monday for the way."""
    written = overloaded()
    written["policy"] |= {"visits": 1, "window": 3}
    written["districts"] = [one | {"overnight": True, "visits_a_day": 1} for one in written["districts"][:2]]
    written["graduates"] = [her | {"return": "2026-01-18", "district": "D0"} for her in written["graduates"][:4]]
    elsewhere = [her | {"district": f"D{place // 2}"} for place, her in enumerate(written["graduates"])]

    assert gaps(written) == []
    (gap,) = gaps(written | {"graduates": elsewhere})
    assert (gap.limit, gap.trips, gap.needed, gap.there) == (CapacityLimit.TIME, 4, 6, 5)
