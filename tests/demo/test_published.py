"""The two published cases, as the report tells them.

- the failed one ran for ten months and its plan was in danger on the day it was entered
- the successful one is in month four and nothing about its plan is grave
- the figures of their visits are those of the report, and nothing is told that it leaves out
- what the report leaves out is marked as assumed
"""

from datetime import date

import pytest

from followup.case.outcome_words import FailureCause, OutcomeKind
from followup.case.vocabulary import RiskKind, Severity
from followup.demo.records.published_cases import published_cases
from followup.monitoring.case_row import FollowUpState
from followup.services.case_index import case_rows
from followup.services.plans import check_plan
from tests.demo.demos import TODAY, a_demo, scheduler


def test_the_failed_case_was_met_ten_times_and_ended_with_its_causes() -> None:
    book, built = a_demo(0)
    case = book.case(book.find(built.failed))

    assert len(case.visits) == 10
    assert case.end is not None
    assert case.end.said.ending is OutcomeKind.BUSINESS_CLOSED
    assert case.end.said.causes[0] is FailureCause.NO_BUSINESS_TRAINING
    assert case.end.on == case.visits[-1].on
    assert {flag.risk for flag in case.flags} == {
        RiskKind.NO_SUPERVISOR,
        RiskKind.BELOW_BREAK_EVEN,
        RiskKind.PARTNERS_CONFLICT,
        RiskKind.PAST_DISCLOSED,
    }


def test_the_successful_case_is_in_follow_up_in_month_four() -> None:
    book, built = a_demo(0)
    case = book.case(book.find(built.successful))
    row = next(row for row in case_rows(book) if row.code == built.successful)

    assert len(case.visits) == 4
    assert row.state is FollowUpState.IN_FOLLOW_UP
    assert not case.flags


@pytest.mark.parametrize("number", [0, 60, 300])
def test_the_failed_plan_lights_up_and_the_successful_one_does_not(number: int) -> None:
    book, built = a_demo(number)

    failed = check_plan(book, book.case(book.find(built.failed)))
    successful = check_plan(book, book.case(book.find(built.successful)))

    assert any(warning.severity is Severity.DANGER for warning in failed.warnings)
    assert not [warning for warning in successful.warnings if warning.severity.rank >= Severity.CONCERN.rank]


def test_the_failed_shop_had_two_to_three_customers_a_day_who_did_not_cover_what_it_cost() -> None:
    book, built = a_demo(0)
    months = [visit.said.month for visit in book.case(book.find(built.failed)).visits]

    assert len(months) == 10
    for month in months:
        assert month is not None
        assert month.customers is not None
        assert month.takings is not None
        assert month.cost is not None
        assert 2 <= month.customers <= 3
        assert month.takings.amount == month.customers * 26 * 2_000 < month.cost.amount
    assert [month.open for month in months if month] == [True] * 9 + [False]


def test_the_successful_business_earns_twenty_to_thirty_dollars_from_three_to_four_customers_a_day() -> None:
    book, built = a_demo(0)
    months = [visit.said.month for visit in book.case(book.find(built.successful)).visits]

    assert len(months) == 4
    for month in months:
        assert month is not None
        assert month.customers is not None
        assert 3 <= month.customers <= 4
        assert month.takings is not None
        assert month.cost is not None
        assert 20 * 4_000 <= month.takings.amount - month.cost.amount <= 30 * 4_000
        assert month.cost.amount > 0


def test_nothing_is_told_of_either_that_the_report_leaves_out() -> None:
    book, built = a_demo(0)

    for code in (built.failed, built.successful):
        case = book.case(book.find(code))
        assert not case.promises
        assert not case.attempts
        assert not any(visit.said.scores for visit in case.visits)
        assert any("Wellbeing" in text for text in case.assumed)
        assert any("Figures of each month" in text for text in case.assumed)


def test_what_was_assumed_is_marked() -> None:
    book, built = a_demo(0)

    for code in (built.failed, built.successful):
        case = book.case(book.find(code))
        assert any("Return date" in text for text in case.assumed)
        assert any("Amounts" in text and "our reading" in text for text in case.plan_assumed)


def test_the_main_cause_of_the_failure_is_marked_as_our_reading() -> None:
    book, built = a_demo(0)

    assert any("Main cause" in text and "our reading" in text for text in book.case(book.find(built.failed)).assumed)


@pytest.mark.parametrize(
    "today", [date(2024, 2, 29), date(2025, 1, 31), date(2026, 4, 16), TODAY, date(2026, 12, 31), date(2027, 5, 31)]
)
def test_both_run_as_published_on_whatever_day_the_demo_is_made(today: date) -> None:
    both = published_cases(scheduler(today), "DM")

    assert len(both.failed.since) == 11
    assert len(both.successful.since) == 4
    assert all(draft.on <= today for draft in (*both.failed.since, *both.successful.since))
