"""Milestones: recorded of everybody at 12, 24 and 36 months; 31 days after its day one is missing."""

from datetime import UTC, date, datetime

import pytest

from followup.case.facts import Body, Ended, Fact, MilestoneReached, Opened, Reopened
from followup.case.facts.outcomes import MILESTONES
from followup.case.outcome_words import MilestoneStanding, OutcomeKind
from followup.case.replay import replay
from followup.errors import Invalid
from followup.monitoring.milestones import MilestoneState, milestones
from followup.schedule.months import add_months

HOME = date(2024, 1, 31)


def states(today: date, *dated: tuple[date, Body]) -> dict[int, MilestoneState]:
    stamp = datetime(2026, 1, 1, tzinfo=UTC)
    bodies = ((HOME, Opened("SR-1", HOME)), *dated)
    facts = [Fact(str(n), stamp, on, "a1", n, "SN", body) for n, (on, body) in enumerate(bodies)]
    return {mark.month: mark.state for mark in milestones(replay("c", facts, today), today)}


@pytest.mark.parametrize(
    ("today", "state"),
    [
        (date(2025, 1, 30), MilestoneState.AHEAD),
        (date(2025, 1, 31), MilestoneState.DUE),
        (date(2025, 3, 2), MilestoneState.DUE),
        (date(2025, 3, 3), MilestoneState.MISSING),
    ],
)
def test_a_milestone_is_due_on_its_day_and_missing_31_days_after_it(today, state):
    assert states(today)[12] is state


def test_a_milestone_is_reached_so_many_calendar_months_after_the_return():
    leap = date(2024, 2, 29)

    assert [add_months(leap, month) for month in MILESTONES] == [
        date(2025, 2, 28),
        date(2026, 2, 28),
        date(2027, 2, 28),
    ]


def test_what_was_written_down_late_is_recorded_all_the_same():
    late = (date(2025, 9, 1), MilestoneReached(12, MilestoneStanding.NOT_YET))

    assert states(date(2025, 9, 2), late) == {
        12: MilestoneState.RECORDED,
        24: MilestoneState.AHEAD,
        36: MilestoneState.AHEAD,
    }
    assert states(date(2025, 8, 31), late)[12] is MilestoneState.MISSING


def test_nothing_is_asked_of_the_milestones_after_follow_up_has_ended():
    ended = (date(2025, 1, 31), Ended(OutcomeKind.MOVED_AWAY))

    assert states(date(2026, 12, 1), ended) == {
        12: MilestoneState.MISSING,
        24: MilestoneState.ENDED,
        36: MilestoneState.ENDED,
    }


def test_after_a_reopening_the_milestones_to_come_are_asked_for_again():
    ended = (date(2025, 1, 1), Ended(OutcomeKind.MOVED_AWAY))
    reopened = (date(2025, 6, 1), Reopened("She came back."))

    assert states(date(2026, 2, 1), ended, reopened) == {
        12: MilestoneState.ENDED,
        24: MilestoneState.DUE,
        36: MilestoneState.AHEAD,
    }


def test_two_records_of_one_milestone_are_both_told():
    said = [
        (date(2025, 2, 1), MilestoneReached(12, one))
        for one in (MilestoneStanding.NOT_YET, MilestoneStanding.IN_DANGER)
    ]
    stamp = datetime(2026, 1, 1, tzinfo=UTC)
    bodies = [(HOME, Opened("SR-1", HOME)), *said]
    facts = [Fact(str(n), stamp, on, "a1", n, "SN", body) for n, (on, body) in enumerate(bodies)]

    first, *_ = milestones(replay("c", facts, date(2025, 3, 1)), date(2025, 3, 1))

    assert [one.said.standing for one in first.said] == [MilestoneStanding.NOT_YET, MilestoneStanding.IN_DANGER]


def test_a_case_without_its_beginning_has_no_milestones():
    assert milestones(replay("c", [], date(2025, 3, 1)), date(2025, 3, 1)) == ()


@pytest.mark.parametrize("month", [0, 6, 13, 48])
def test_other_months_are_no_milestone(month):
    with pytest.raises(Invalid, match="not a milestone"):
        MilestoneReached(month, MilestoneStanding.NOT_YET)
