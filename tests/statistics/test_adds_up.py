"""What stands in one quarter's report is what the next one begins with, whatever ends, goes on and ends again."""

from collections import Counter
from datetime import date
from functools import cache
from itertools import pairwise

import pytest

from followup.case.facts import FlagCleared, ReturnedAgain
from followup.case.replay import replay
from followup.case.vocabulary import Severity
from followup.services import reports
from followup.services.reports import ReportSelection
from followup.statistics.quarters import Quarter
from followup.statistics.report_model import Report
from tests.statistics.nasty_cases import AWAY, BACK, CLOSED, TODAY, Writer, a_flag, at_random, ends_at_random

QUARTERS = tuple(Quarter(2025, 2).upto(Quarter(2026, 3)))
BOOKS = {"ends": ends_at_random, "anything": at_random}


@cache
def every_report(kind: str, seed: int) -> tuple[Report, ...]:
    """The internal report of every quarter, each as it would have been asked for in its time."""
    book = BOOKS[kind](seed, 30)
    return tuple(reports.quarter_report(book, ReportSelection(one, internal=True)) for one in QUARTERS)


def flag_counts(report: Report) -> dict[str, Counter[str]]:
    """The columns of the table of flags, each by kind."""
    table = report.section("flags").table("flags_by_kind")
    return {
        name: Counter({row.id: row.cells[name] for row in table.rows})
        for name in ("open_start", "raised", "closed", "open_end")
    }


def people(report: Report) -> Counter[str]:
    """The movement of the caseload, row by row."""
    table = report.section("caseload").table("movement")
    return Counter({row.id: row.figure for row in (*table.rows, table.total)})


many_lives = pytest.mark.parametrize(("kind", "seed"), [(kind, seed) for kind in BOOKS for seed in range(3)])


@many_lives
def test_flags_open_at_the_start_and_raised_less_those_closed_are_open_at_the_end_kind_by_kind(kind, seed):
    for report in every_report(kind, seed):
        counts = flag_counts(report)
        assert counts["open_start"] + counts["raised"] == counts["closed"] + counts["open_end"]


@many_lives
def test_a_quarter_begins_with_the_flags_the_one_before_ended_with(kind, seed):
    whole = every_report(kind, seed)
    for before, after in pairwise(whole):
        assert +flag_counts(before)["open_end"] == +flag_counts(after)["open_start"]


@many_lives
def test_all_that_was_ever_raised_less_all_that_was_closed_is_open_at_the_end(kind, seed):
    whole = [flag_counts(report) for report in every_report(kind, seed)]

    raised = sum((one["raised"] for one in whole), whole[0]["open_start"])

    assert raised == sum((one["closed"] for one in whole), whole[-1]["open_end"])


@many_lives
def test_who_was_followed_joined_and_came_back_less_who_left_is_followed_at_the_end(kind, seed):
    before = 0
    for report in every_report(kind, seed):
        moved = people(report)
        assert moved["start"] + moved["joined"] + moved["back"] - moved["left"] == moved["end"]
        assert not before or moved["start"] == before
        before = moved["end"]


@many_lives
def test_a_report_that_leaves_the_house_counts_nobody_in_follow_up_twice(kind, seed):
    book = BOOKS[kind](seed, 30)
    cases = (replay(case_id, book.store.facts(case_id), TODAY) for case_id in book.store.case_ids())
    came_home = [case.stays[0].return_date for case in cases]
    for quarter in QUARTERS:
        report = reports.quarter_report(book, ReportSelection(quarter))
        assert people(report)["end"] <= sum(day <= quarter.last for day in came_home)


def test_who_came_home_three_times_is_one_of_five_in_both_reports_and_named_once():
    writer = Writer()
    for at in range(4):
        writer.case(f"KML-{at}", "2026-04-10")
    first, second = (ReturnedAgain(day, "monthly-24") for day in (date(2026, 8, 1), date(2026, 9, 1)))
    told = (("2026-07-20", CLOSED), ("2026-08-01", first), ("2026-08-20", CLOSED), ("2026-09-01", second))
    writer.case("KML-4", "2026-04-10", *told)

    public, internal = (
        reports.quarter_report(writer.book, ReportSelection(Quarter(2026, 3), internal=internal))
        for internal in (False, True)
    )

    assert people(public)["end"] == people(internal)["end"] == 5
    assert "No lesson was drawn from KML-4." in internal.open[0]


@many_lives
def test_outcomes_since_the_start_are_those_of_every_quarter_together(kind, seed):
    since, own = Counter[int](), 0
    for report in every_report(kind, seed):
        own += people(report)["left"]
        since[report.section("outcomes").table("results").total.figure - own] += 1

    assert len(since) == 1  # those before the first quarter looked at


@pytest.mark.parametrize("seed", range(3))
def test_promises_open_and_made_less_those_settled_are_open_at_the_end_of_every_quarter(seed):
    store = ends_at_random(seed, 30).store
    for case_id in store.case_ids():
        for quarter in QUARTERS:
            start, end = (replay(case_id, store.facts(case_id), day) for day in (quarter.before.last, quarter.last))
            made = sum(quarter.holds(one.on) for one in end.promises)
            settled = sum(one.settled_on is not None and quarter.holds(one.settled_on) for one in end.promises)
            assert len(start.open_promises) + made - settled == len(end.open_promises)


# --- sentences of the policy --------------------------------------------------------------------------------------


def the_flags(*told, quarter: Quarter) -> tuple[int, ...]:
    writer = Writer()
    writer.case("KML-1", "2026-01-10", *told)
    report = reports.quarter_report(writer.book, ReportSelection(quarter, internal=True))
    return tuple(column.total() for column in flag_counts(report).values())


RAISED_AFTER = (("2026-05-01", CLOSED), ("2026-06-01", a_flag(Severity.DANGER, "2026-06-29")))


def test_a_flag_raised_after_the_end_is_written_down_and_not_open_for_ever():
    assert the_flags(*RAISED_AFTER, quarter=Quarter(2026, 2)) == (0, 1, 1, 0)
    assert the_flags(*RAISED_AFTER, quarter=Quarter(2026, 3)) == (0, 0, 0, 0)


def test_it_is_open_once_she_is_back_and_closed_by_the_second_end():
    back = (*RAISED_AFTER, ("2026-07-15", BACK))

    assert the_flags(*back, quarter=Quarter(2026, 3)) == (0, 1, 0, 1)
    assert the_flags(*back, ("2026-09-01", AWAY), quarter=Quarter(2026, 3)) == (0, 0, 0, 0)
    assert the_flags(*back, ("2026-10-09", AWAY), quarter=Quarter(2026, 3)) == (0, 1, 0, 1)


def test_a_flag_that_two_laptops_cleared_was_closed_on_the_first_day():
    twice = (
        ("2026-05-01", a_flag(Severity.WATCH, "2026-06-29")),
        ("2026-06-20", FlagCleared("KML-1.1", "She paid.")),
        ("2026-08-20", FlagCleared("KML-1.1", "She has paid.")),
    )

    assert the_flags(*twice, quarter=Quarter(2026, 2)) == (0, 1, 1, 0)
    assert the_flags(*twice, quarter=Quarter(2026, 3)) == (0, 0, 0, 0)


def test_staff_are_told_how_many_concerns_an_end_closed_that_nobody_cleared():
    writer = Writer()
    writer.case("KML-1", "2026-01-10", *RAISED_AFTER)
    writer.case("KML-2", "2026-01-10", ("2026-04-09", a_flag(Severity.DANGER, "2026-06-29")), ("2026-05-01", AWAY))

    made = reports.quarter_report(writer.book, ReportSelection(Quarter(2026, 2), internal=True))

    assert made.section("flags").table("looked_after").cell("ended", "value") == 2
