"""Where a visit has no day, it is said which worker lacks what in which month, and what would free it."""

from followup.schedule.trips.capacity import CapacityLimit, capacity_gaps
from followup.schedule.trips.caseload_form import caseload_from_mapping
from followup.schedule.trips.planning import TripPlan, plan_trips
from followup.schedule.trips.shortage import TripShortage, limits, shortages
from tests.schedule.trips.random_caseloads import Caseload, random_caseload


def told(written: Caseload) -> list[TripShortage]:
    return shortages(plan_trips(caseload_from_mapping(written)))


def test_a_plan_with_all_visits_lacks_nothing():
    assert told(random_caseload(1, 6, 2, 2, visits=6)) == []


def test_a_worker_with_too_many_people_lacks_time_and_a_second_worker_would_help():
    written = random_caseload(4, 40, 6, 1, visits=3)
    written["leave"] = []
    for district in written["districts"]:
        district |= {"travel_hours": 5.0, "visits_a_day": 4, "overnight": False}
    for number, her in enumerate(written["graduates"]):
        her |= {"return": "2026-01-15", "safe": None, "avoid": [], "district": f"D{number % 6}"}

    found = told(written)

    assert found
    assert {one.limit for one in found} == {CapacityLimit.TIME}
    assert "2 workers in place of one" in found[0].remedies
    assert not [one for one in found[0].remedies if "every weekday safe" in one]


def test_a_visit_whose_window_is_closed_has_no_day_and_a_wider_window_would_help():
    written = random_caseload(1, 3, 1, 1, visits=3)
    written["leave"] = [f"2026-03-{day:02}" for day in range(10, 25)]
    written["graduates"] = [{"id": "G", "district": "D0", "return": "2026-01-17", "safe": None, "avoid": []}]

    (found,) = told(written)

    assert found.limit is CapacityLimit.NO_DAY
    assert str(found.month) == "2026-03-01"
    assert found.visits == ((0, 1),)
    assert found.remedies[0] == "a window of 10 days"


def test_a_visit_that_no_plan_can_make_is_told_before_the_plan_by_name_and_told_again_as_one_without_a_day():
    """Its own window has open days, but all are too far from the one day of the visit before it."""
    written = random_caseload(1, 3, 1, 1, visits=3)
    written["leave"] = [f"2026-03-{day:02}" for day in range(11, 25)]
    written["leave"] += [f"2026-04-{day:02}" for day in range(10, 24)]
    written["graduates"] = [{"id": "G", "district": "D0", "return": "2026-01-17", "safe": None, "avoid": []}]
    caseload = caseload_from_mapping(written)

    (gap,) = capacity_gaps(caseload)
    (found,) = told(written)

    assert (gap.limit, len(gap.names)) == (CapacityLimit.NO_DAY, 1)
    assert found.limit is CapacityLimit.NO_DAY
    assert len(found.visits) == 1
    neither = TripPlan(caseload, {}, ((0, 1), (0, 2)), 0)
    assert sorted(limits(neither).values()) == [CapacityLimit.NO_DAY, CapacityLimit.TIME]


def test_that_she_could_be_visited_on_other_days_is_said_as_hers_to_say():
    written = random_caseload(1, 3, 1, 1, visits=3) | {"leave": [], "holidays": []}
    written["graduates"] = [
        {"id": "G", "district": "D0", "return": "2026-01-17", "safe": None, "avoid": [["2026-03-01", "2026-04-05"]]}
    ]

    (found,) = told(written)

    assert found.remedies[-1] == "every weekday safe and no days to avoid, if the graduates themselves say so"
