"""A milestone is written down once it is reached, once only, and beside the criteria."""

from datetime import date

import pytest

from followup.case.facts import Ended
from followup.case.outcome_words import FailureCause, MilestoneStanding, OutcomeKind
from followup.errors import Invalid, Refused
from followup.services.milestones import MilestoneInput, milestone_to_record, record
from followup.services.outcomes import OutcomeFilter, list_outcomes, reopen
from followup.services.outcomes import record as end
from tests.builders import a_casebook, a_graduate

WELL = MilestoneInput(MilestoneStanding.SAFE_EMPLOYMENT, "At the sewing centre.", "SN, CV")


@pytest.fixture
def book():
    return a_casebook(a_graduate(returned="2024-10-31"), a_graduate("NEW-1"))


def test_a_milestone_stands_in_the_case_with_the_criteria_beside_it(book):
    done = record(book, "KML", WELL)

    (milestone,) = done.case.milestones
    assert (milestone.month, milestone.said.standing, milestone.said.decided_by) == (24, WELL.standing, "SN, CV")
    assert milestone.on == book.today
    assert len(done.review.findings) == 8
    assert not done.late


def test_the_month_is_the_latest_reached_of_which_nothing_is_said(book):
    months = [record(book, "KML", WELL).mark.month for _ in range(2)]

    assert months == [24, 12]
    with pytest.raises(Refused, match="next is month 36, reached on 2027-10-31"):
        record(book, "KML", WELL)


def test_one_written_down_a_year_late_says_so(book):
    assert record(book, "KML", WELL, 12).late
    assert not record(book, "KML", WELL, 24).late


def test_before_the_month_is_reached_it_is_refused_with_its_day(book):
    with pytest.raises(Refused, match="2027-01-31"):
        record(book, "NEW", WELL, 12)
    with pytest.raises(Refused, match="2025-10-31"):
        record(book, "KML", WELL, 12, date(2025, 10, 30))

    assert record(book, "KML", WELL, 12, date(2025, 10, 31)).on == date(2025, 10, 31)


def test_a_second_record_says_what_stands_already(book):
    record(book, "KML", WELL, 12)

    with pytest.raises(Refused, match="safe employment, 2026-11-21") as refused:
        record(book, "KML", MilestoneInput(MilestoneStanding.NOT_YET), 12)

    assert "withdraw" in refused.value.hint


def test_after_the_end_of_follow_up_only_the_milestones_before_it_are_written_down(book):
    end(book, "KML", Ended(OutcomeKind.BUSINESS_CLOSED, (FailureCause.DEBT,)), date(2026, 3, 1))

    with pytest.raises(Refused, match="ended before month 24"):
        record(book, "KML", WELL, 24)

    assert record(book, "KML", WELL).mark.month == 12
    with pytest.raises(Refused, match="follow-up had ended"):
        record(book, "KML", WELL)


def test_after_a_reopening_the_next_milestone_is_asked_for(book):
    end(book, "KML", Ended(OutcomeKind.MOVED_AWAY), date(2026, 3, 1))
    reopen(book, "KML", "She came back.", date(2026, 6, 1))

    assert milestone_to_record(book, "KML", None, book.today).month == 24


def test_a_month_that_is_none_and_a_day_ahead_are_refused(book):
    with pytest.raises(Invalid, match="not a milestone"):
        record(book, "KML", WELL, 18)
    with pytest.raises(Refused, match="future"):
        record(book, "KML", WELL, 24, date(2026, 11, 22))


def test_the_list_tells_what_is_written_down_due_and_missing_of_everybody(book):
    record(book, "KML", WELL, 12)

    found = list_outcomes(book, OutcomeFilter())

    assert [(one.code, [mark.state.value for mark in one.marks]) for one in found.reached_milestones] == [
        ("KML-1", ["recorded", "due"])
    ]
    assert [
        mark.month for one in list_outcomes(book, OutcomeFilter(year=2025)).reached_milestones for mark in one.marks
    ] == [12]
