"""An even month comes after fewest trips: trips go to emptier weeks, none is added, and every rule is still kept."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from followup.schedule.trips.caseload import week_of
from followup.schedule.trips.caseload_form import caseload_from_mapping
from followup.schedule.trips.diary import TripDiary
from followup.schedule.trips.even_weeks import even_out
from followup.schedule.trips.planning import as_plan, plan_trips
from tests.schedule.trips.random_caseloads import random_caseload, violations


def unevenness(diary: TripDiary) -> int:
    """The squares of each worker's trip days a week, added up: the least where all weeks are alike."""
    weeks = Counter((one.worker, week_of(day)) for one in diary.caseload.districts for day in diary.trips[one.id])
    return sum(trips * trips for trips in weeks.values())


@settings(max_examples=5, deadline=None)
@given(st.integers(0, 10_000))
def test_weeks_become_no_less_even_and_no_rule_is_broken(seed):
    written = random_caseload(seed, 20, 5, 1, visits=10)
    caseload = caseload_from_mapping(written)
    diary = TripDiary(caseload)
    diary.restore(plan_trips(caseload).days)
    trips, before = diary.trip_days, unevenness(diary)

    even_out(diary)

    assert unevenness(diary) <= before
    assert diary.trip_days == trips
    assert not violations(written, as_plan(diary).by_name)


def test_three_trips_of_one_week_go_to_three_weeks_but_for_what_stands():
    written = random_caseload(1, 4, 4, 1, visits=1)
    for place, (district, her) in enumerate(zip(written["districts"], written["graduates"], strict=True)):
        district |= {"travel_hours": 1, "visits_a_day": 5, "overnight": False}
        her |= {"district": district["id"], "return": "2026-05-10", "safe": None, "avoid": []}
        her |= {"fixed": {"1": "2026-06-10"}} if place == 3 else {}
    caseload = caseload_from_mapping(written | {"leave": [], "holidays": []})
    diary = TripDiary(caseload)
    diary.restore({(her, 0): caseload.graduates[3].fixed[1].toordinal() for her in range(4)})

    even_out(diary)

    assert len({week_of(day) for day in diary.day_of.values()}) == 3
    assert diary.day_of[3, 0] == caseload.graduates[3].fixed[1].toordinal()
