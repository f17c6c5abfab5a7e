"""Each organisation's follow-up is a policy: data, not code."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import to_builtins

from followup.case.visit_words import ContactMethod
from followup.errors import Invalid
from followup.schedule.inputs import ScheduleInputs
from followup.schedule.months import add_months, whole_months
from followup.schedule.policy import DueOffset, ExtraContactRule, Policy, policy_from_mapping
from followup.schedule.slots import build_schedule
from followup.schedule.workdays import OfficeDays, Workdays
from followup_data.shipped import policies

EVERY_DAY = Workdays(OfficeDays(every_day=True))
SHIPPED = {name: policy_from_mapping(mapping) for name, mapping in policies().items()}


def dues(policy: Policy, returned: date, horizon: date | None = None) -> list[date]:
    return [slot.due for slot in build_schedule(ScheduleInputs(returned, policy), EVERY_DAY, horizon).slots]


def test_the_policy_offered_first_is_monthly_visits_for_three_years_with_the_high_risk_contact() -> None:
    default = next(iter(SHIPPED.values()))

    assert (default.name, default.visits, default.window) == ("monthly-36", 36, 7)
    assert default.extra == ExtraContactRule(window=3, min_gap=7)


def test_once_is_one_to_two_months_after_return() -> None:
    once = ScheduleInputs(date(2026, 6, 10), SHIPPED["once-at-6-weeks"])
    (slot,) = build_schedule(once, EVERY_DAY).slots

    assert (slot.opens, slot.window_end) == (date(2026, 7, 10), date(2026, 8, 9))


def test_the_one_contact_may_be_a_call_or_with_her_family_or_the_local_authority_as_ccpcrs_was() -> None:
    once = SHIPPED["once-at-6-weeks"]

    assert {kind for kind in ContactMethod if not once.filled_by(kind)} == {ContactMethod.THIRD_PERSON}


@pytest.mark.parametrize("name", [name for name in SHIPPED if name != "once-at-6-weeks"])
def test_every_other_policy_is_of_visits_and_only_a_meeting_in_person_is_one(name: str) -> None:
    assert {kind for kind in ContactMethod if SHIPPED[name].filled_by(kind)} == {
        kind for kind in ContactMethod if kind.in_person
    }


def test_policies_are_called_by_their_rhythm_and_say_whose_practice_it_is() -> None:
    organisations = ("afesip", "ccpcr", "hcc", "cwcc")

    for policy in SHIPPED.values():
        assert not any(one in f"{policy.name} {policy.title}".casefold() for one in organisations)
        assert policy.practice


def test_visits_at_three_and_six_months_are_counted_from_return() -> None:
    assert dues(SHIPPED["months-3-and-6"], date(2026, 8, 31)) == [date(2026, 11, 30), date(2027, 2, 28)]


def test_monthly_visits_may_have_no_set_end() -> None:
    assert len(dues(SHIPPED["monthly-open"], date(2020, 1, 15), date(2030, 1, 15))) == 120


def test_an_office_can_have_its_own_plan() -> None:
    own = Policy.custom(months=(1, 2, 3, 6, 12), window=10)

    assert dues(own, date(2026, 1, 31))[-2:] == [date(2026, 7, 31), date(2027, 1, 31)]
    assert own.window == 10


def test_any_plan_can_be_extended_month_by_month_from_the_same_return_date() -> None:
    schedule = build_schedule(
        ScheduleInputs(date(2026, 1, 31), SHIPPED["months-3-and-6"], extra_visits=2),
        EVERY_DAY,
    )

    assert [slot.due for slot in schedule.slots][2:] == [date(2026, 8, 31), date(2026, 9, 30)]


@pytest.mark.parametrize("policy", [*SHIPPED.values(), Policy.custom((2, 4)), Policy.monthly(7)])
def test_a_policy_survives_being_written_down(policy: Policy) -> None:
    assert policy_from_mapping(to_builtins(policy)) == policy


def test_months_and_days_may_be_mixed_as_long_as_visits_come_one_after_the_other() -> None:
    assert Policy("x", "X", 2, (DueOffset(1, 15), DueOffset(2)))
    with pytest.raises(Invalid):
        Policy("x", "X", 2, (DueOffset(1, 40), DueOffset(2)))


@pytest.mark.parametrize(
    "change",
    [
        {"visits": 0},
        {"visits": 601},
        {"visits": "36"},
        {"visits": True},
        {"window": -1},
        {"fallback": 400},
        {"every": 0},
        {"due": [{"months": 3}, {"months": 3}]},
        {"due": [{"months": 0}]},
        {"due": [{"weeks": 3}]},
        {"due": [3]},
        {"due": 3},
        {"extra": {"window": -1}},
        {"extra": [1]},
        {"name": ""},
        {"contacts": ["letter"]},
        {"contacts": 1},
        {"surprise": 1},
    ],
)
def test_what_cannot_be_a_policy_is_refused_with_a_sentence(change: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        policy_from_mapping(policies()["monthly-36"] | change)


def test_a_policy_without_a_name_title_or_number_of_visits_is_refused() -> None:
    with pytest.raises(Invalid):
        policy_from_mapping({"name": "x", "title": "X"})
    with pytest.raises(Invalid):
        Policy.custom(())


@pytest.mark.parametrize(
    ("returned", "day", "months"),
    [
        (date(2026, 1, 31), date(2026, 2, 27), 0),
        (date(2026, 1, 31), date(2026, 2, 28), 1),
        (date(2024, 1, 31), date(2024, 2, 28), 0),
        (date(2026, 1, 31), date(2027, 1, 30), 11),
        (date(2026, 12, 15), date(2026, 11, 21), 0),
    ],
)
def test_a_month_is_over_on_the_day_its_visit_is_due(returned: date, day: date, months: int) -> None:
    assert whole_months(returned, day) == months


@given(st.dates(date(1990, 1, 1), date(2099, 12, 31)), st.dates(date(1990, 1, 1), date(2099, 12, 31)))
def test_whole_months_are_counted_as_the_schedule_counts_them(returned: date, day: date) -> None:
    months = whole_months(returned, day)

    assert add_months(returned, months) <= max(returned, day) < add_months(returned, months + 1)


def test_a_taper_that_would_leave_no_visit_at_all_leaves_the_policy_as_it_was():
    once = Policy.custom((1,))

    assert once.tapered(1, 2) is once
