"""The milestones of the invented: written down of most who are met every month, and forgotten of some."""

from functools import cache

from followup.case.case import Case
from followup.case.facts import MilestoneReached
from followup.case.outcome_words import MilestoneStanding
from followup.demo.records.caseload import generate_caseload
from followup.monitoring.milestones import MilestoneState, milestones
from followup.schedule.months import add_months
from tests.demo.demos import TODAY, a_demo, scheduler


@cache
def three_hundred() -> tuple[Case, ...]:
    book, _ = a_demo(300)
    return tuple(book.cases())


def test_of_those_met_every_month_about_nine_milestones_in_ten_are_written_down() -> None:
    monthly = [case for case in three_hundred() if case.policy == "monthly-36"]
    states = [mark.state for case in monthly for mark in milestones(case, TODAY)]

    recorded, missing = states.count(MilestoneState.RECORDED), states.count(MilestoneState.MISSING)
    assert 0.85 < recorded / (recorded + missing) < 0.98


def test_milestones_are_of_every_standing_and_none_is_told_before_its_day_or_after_the_end() -> None:
    said = [(case, one) for case in three_hundred() for one in case.milestones]

    assert {one.said.standing for _, one in said} == set(MilestoneStanding)
    for case, one in said:
        assert case.return_date is not None
        assert add_months(case.return_date, one.month) <= one.on <= (case.end.on if case.end else TODAY)


def test_outcomes_and_milestones_say_who_decided() -> None:
    told = [end.said.decided_by for case in three_hundred() for end in case.endings]
    told += [one.said.decided_by for case in three_hundred() for one in case.milestones]

    assert all(told)


def test_milestones_stand_after_everything_else_so_that_what_answers_an_entry_still_finds_it() -> None:
    for story in generate_caseload(60, 7, scheduler()):
        kinds = [isinstance(draft.body, MilestoneReached) for draft in story.since]
        assert kinds == sorted(kinds)
