"""A caseload that has begun: visits made, dates that stand, windows of one's own, and days that are gone."""

from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from followup.schedule.trips.caseload import TripCaseload, TripGraduate
from followup.schedule.trips.caseload_form import caseload_from_mapping
from followup.schedule.trips.planning import plan_trips
from followup.values import replace
from tests.schedule.trips.random_caseloads import Visits, random_caseload, violations

TODAY = date(2026, 10, 5)
FOUR_WEEKS = timedelta(weeks=4)


def begun(caseload: TripCaseload, plan: Visits) -> TripCaseload:
    """The caseload as it is today: visits before today were made, those of the next four weeks stand."""
    people = tuple(_begun(her, plan) for her in caseload.graduates)
    return replace(caseload, graduates=people, starts=TODAY)


def _begun(her: TripGraduate, plan: Visits) -> TripGraduate:
    days = {k: plan[her.id, k] for k in range(1, len(her.dues) + 1) if (her.id, k) in plan}
    made = max((k for k, day in days.items() if day < TODAY), default=0)
    fixed = {k: day for k, day in days.items() if k > made and day <= TODAY + FOUR_WEEKS}
    last: dict[str, Any] = {"last": days[made], "last_due": her.dues[made - 1]} if made else {}
    return replace(her, dues=her.dues[made:], first=made + 1, fixed=fixed, **last)


@settings(max_examples=6, deadline=None)
@given(st.integers(0, 10_000))
def test_what_was_made_and_what_stands_is_kept_and_the_rest_is_planned_around_it(seed):
    written = random_caseload(seed, 20, 5, 2, visits=14)
    whole = plan_trips(caseload_from_mapping(written)).by_name
    past = {visit: day for visit, day in whole.items() if day < TODAY}

    plan = plan_trips(begun(caseload_from_mapping(written), whole), seconds=0.1)

    soon = {visit: day for visit, day in whole.items() if TODAY <= day <= TODAY + FOUR_WEEKS}
    assert soon.items() <= plan.by_name.items()
    assert past.keys().isdisjoint(plan.by_name)
    assert min(plan.by_name.values()) >= TODAY
    assert not violations(written, past | plan.by_name)


def one_graduate(**fields: Any) -> TripCaseload:
    written = random_caseload(1, 1, 1, 1, visits=4)
    written["districts"][0] |= {"travel_hours": 1, "visits_a_day": 5, "overnight": False}
    written |= {"leave": [], "holidays": []}
    written["graduates"][0] |= {"return": "2026-01-14", "safe": None, "avoid": []}
    caseload = caseload_from_mapping(written)
    return replace(caseload, graduates=(replace(caseload.graduates[0], **fields),))


def days_of(caseload: TripCaseload) -> dict[int, date]:
    return {k: day for (_, k), day in plan_trips(caseload).by_name.items()}


def test_visits_three_months_apart_need_not_be_38_days_apart_at_most():
    dues = tuple(date(2026, month, 14) for month in (4, 7, 10))

    assert len(days_of(one_graduate(dues=dues))) == 3


def test_visits_two_weeks_apart_need_not_be_21_days_apart_at_least():
    dues = (date(2026, 1, 28), date(2026, 2, 11), date(2026, 3, 11))

    days = days_of(one_graduate(dues=dues, window=3))

    assert len(days) == 3
    assert 7 <= (days[2] - days[1]).days <= 20


def test_somebody_not_met_for_long_is_visited_although_the_greatest_gap_is_past():
    dues = (date(2026, 6, 15), date(2026, 7, 15))
    missed = one_graduate(dues=dues, first=5, last=date(2026, 3, 2), last_due=date(2026, 3, 1))

    assert days_of(missed).keys() == {5, 6}


def test_her_own_window_is_hers():
    due = date(2026, 2, 18)

    assert days_of(one_graduate(dues=(due,), window=0)) == {1: due}


def test_nothing_is_planned_for_days_that_are_gone():
    dues = (date(2026, 2, 18), date(2026, 3, 18))
    caseload = replace(one_graduate(dues=dues), starts=date(2026, 2, 27))

    assert days_of(caseload).keys() == {2}


def test_a_visit_with_no_day_in_its_window_is_outside_it_only_where_a_fallback_is_given():
    dues = (date(2026, 2, 18), date(2026, 3, 18))
    shut = frozenset(date(2026, 2, day) for day in range(11, 26))
    caseload = replace(one_graduate(dues=dues), closed=shut)
    rules = replace(caseload.rules, fallback=14)

    within, wider = plan_trips(caseload), plan_trips(replace(caseload, rules=rules))

    assert within.unplaced == ((0, 0),)
    assert within.outside == []
    assert wider.unplaced == ()
    assert wider.outside == [(0, 0)]


def test_dates_that_stand_are_never_dropped_though_they_break_every_rule():
    monday = date(2026, 3, 2)
    written = random_caseload(5, 8, 1, 1, visits=4)
    written["districts"][0] |= {"travel_hours": 8, "visits_a_day": 1, "overnight": False}
    for her in written["graduates"]:
        her["fixed"] = {"1": str(monday), "2": str(monday + timedelta(days=1)), "4": "2026-03-07"}

    plan = plan_trips(caseload_from_mapping(written), seconds=0.1).by_name

    for her in written["graduates"]:
        assert plan[her["id"], 1] == monday
        assert plan[her["id"], 2] == monday + timedelta(days=1)
        assert plan[her["id"], 4] == date(2026, 3, 7)
