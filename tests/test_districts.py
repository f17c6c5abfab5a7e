"""Districts: how far each is, and that nobody is sent to one while it is closed."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followup.case.date_ranges import DateRange
from followup.case.distance import Distance
from followup.case.facts import DistrictClosed, DistrictOpened, DistrictSet, Fact
from followup.errors import Invalid
from followup.office import Office, replay_office
from tests.builders import TODAY

BATI = ("Takeo", "Bati")


def office_after(*bodies: DistrictSet | DistrictClosed | DistrictOpened) -> Office:
    return replay_office([fact_of(number, body) for number, body in enumerate(bodies, 1)], TODAY)


def fact_of(number: int, body: DistrictSet | DistrictClosed | DistrictOpened) -> Fact:
    return Fact(f"{number:032x}", datetime(2026, 11, 1, tzinfo=UTC), TODAY, "d1", number, "SN", body)


def test_a_district_that_nobody_set_counts_as_mid() -> None:
    district = Office().district_of(*BATI)

    assert (district.is_set, district.distance) == (False, Distance.MID)
    assert (district.travel_hours, district.visits_a_day, district.overnight) == (300, 5, False)


@pytest.mark.parametrize(
    ("distance", "hours", "visits", "overnight"),
    [("near", 100, 6, False), ("mid", 300, 5, False), ("far", 500, 4, False), ("overnight", 0, 5, True)],
)
def test_a_distance_says_hours_and_visits_as_usual(distance: str, hours: int, visits: int, overnight: bool) -> None:
    district = office_after(DistrictSet(*BATI, Distance(distance))).district_of(*BATI)

    assert (district.travel_hours, district.visits_a_day, district.overnight) == (hours, visits, overnight)
    assert district.is_set


def test_what_is_said_of_a_district_counts_until_another_distance_is_said() -> None:
    own = [DistrictSet(*BATI, Distance.FAR, travel_hours=450), DistrictSet(*BATI, visits_a_day=3)]
    district = office_after(*own).district_of("takeo", "BATI")
    anew = office_after(*own, DistrictSet(*BATI, Distance.NEAR)).district_of(*BATI)

    assert (district.distance, district.travel_hours, district.visits_a_day) == (Distance.FAR, 450, 3)
    assert (anew.travel_hours, anew.visits_a_day) == (100, 6)


def test_a_district_that_needs_a_night_has_no_hours() -> None:
    with pytest.raises(Invalid):
        DistrictSet(*BATI, Distance.OVERNIGHT, travel_hours=100)


_spans = st.tuples(st.integers(0, 40), st.integers(0, 20)).map(
    lambda one: DateRange(TODAY + timedelta(one[0]), TODAY + timedelta(sum(one)))
)


@given(st.lists(st.tuples(st.booleans(), _spans), max_size=6))
def test_of_each_day_the_last_word_counts(said: list[tuple[bool, DateRange]]) -> None:
    bodies = [DistrictClosed(*BATI, days) if closed else DistrictOpened(*BATI, days) for closed, days in said]
    closed = office_after(*bodies).district_of(*BATI).closed

    for day in (TODAY + timedelta(n) for n in range(62)):
        last = next((shut for shut, days in reversed(said) if day in days), False)
        assert any(day in span for span in closed) == last
    assert list(closed) == sorted(closed, key=lambda span: span.first)


def test_where_her_province_is_not_known_each_district_of_the_name_counts() -> None:
    rains = DateRange(date(2026, 12, 1), date(2026, 12, 9))
    office = office_after(DistrictClosed(*BATI, rains))

    assert office.district_of("", "Bati").closed == (rains,)
    assert office.district_of("Kandal", "Bati").closed == ()
    assert office.district_of("", "").closed == ()
