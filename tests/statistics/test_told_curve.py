"""The curve and the outcomes as they go out, quarter after quarter, over small invented programmes.

- which of those who left in a span failed changes nothing that is printed
- what is not told is a range that anybody can work out
- a table stands as it was told last until it may be told anew, and all go by one clock
"""

import json
from datetime import date, timedelta
from itertools import pairwise

import pytest
from dateutil.relativedelta import relativedelta  # type: ignore[import-untyped,unused-ignore]

from followup.case.fields import revealed
from followup.case.outcome_words import FailureCause, OutcomeKind
from followup.case.visit_words import WellbeingDomain
from followup.statistics.case_summary import CaseSummary, Place
from followup.statistics.episode_ends import EpisodeEnd
from followup.statistics.proportions import Proportion
from followup.statistics.quarters import Quarter
from followup.statistics.report import Publication, publication
from followup.statistics.report_model import NOT_TOLD, Estimate, LastPublication, NotTold, ReportRequest, ReportTable
from followup.statistics.visits_of_quarter import TREND_QUARTERS, DoneOfDue
from followup.values import replace

FIRST = Quarter(2024, 1)
FAILED, WELL = OutcomeKind.BUSINESS_CLOSED, OutcomeKind.SELF_SUPPORTING


def a_woman(number: int, home: date, months: int = 0, how: OutcomeKind | None = None) -> CaseSummary:
    """Home on a day; follow-up ended after so many months and a week, or goes on."""
    causes = (FailureCause.DEBT,) if how is FAILED else ()
    day = home + relativedelta(months=months) + timedelta(days=7)
    return CaseSummary(
        id=f"{number:016x}",
        code=f"W{number}",
        returned=home,
        place=Place("Bati", "Takeo"),
        trade="sewing",
        episode_ends=(EpisodeEnd(day, how, causes),) if how else (),
        dues=(),
        before=(DoneOfDue(0, 0),) * (TREND_QUARTERS - 1),
        since_met=10,
        longest=20,
        flags=(),
        business_month=None,
        scores=(0,) * len(WellbeingDomain),
        milestones=(),
    )


def published(people: list[CaseSummary], quarters: int) -> list[Publication]:
    """Every quarter's publication, each after the one before."""
    made: list[Publication] = []
    for quarter in FIRST.upto(FIRST.plus(quarters - 1)):
        before = LastPublication(replace(made[-1].report, published="x"), made[-1].kept) if made else None
        known = [her for her in people if her.returned < quarter.end]
        request = ReportRequest(quarter, quarter.last + timedelta(days=14), None, revealed, before=before)
        made.append(publication(known, [], request))
    return made


def table(made: Publication, section: str, name: str) -> ReportTable:
    found = made.report.section(section).table(name)
    assert found
    return found


def a_programme(*ended: tuple[int, int, OutcomeKind], followed: int = 20) -> list[CaseSummary]:
    """Those still followed, and those who ended: in which month of 2024 each came home, and after how many it ended."""
    home = [a_woman(at, date(2024, 1 + at % 6, 3)) for at in range(followed)]
    return home + [
        a_woman(100 + at, date(2024, month, 3), months, how) for at, (month, months, how) in enumerate(ended)
    ]


EARLY_AND_LATE = [
    *[(1, 2, FAILED), (1, 4, FAILED), (2, 5, WELL), (2, 7, WELL), (3, 8, WELL), (3, 9, WELL)],
    *[(1, 13, FAILED), (1, 14, WELL), (2, 15, WELL), (2, 16, WELL), (3, 14, WELL)],
]


def test_the_curve_is_told_where_five_left_in_each_span_and_enough_of_them_well():
    last = published(a_programme(*EARLY_AND_LATE), 8)[-1]

    told = table(last, "survival", "curve")
    assert isinstance(told.cell("12", "value"), Estimate)
    assert last.report.heads[3].value == told.cell("12", "value")


def test_which_of_those_who_left_in_a_span_failed_changes_nothing_that_is_printed():
    swapped = [*EARLY_AND_LATE]
    swapped[0], swapped[5] = (1, 2, WELL), (3, 9, FAILED)

    one, other = (published(a_programme(*ended), 8) for ended in (EARLY_AND_LATE, swapped))

    assert json.dumps(one[-1].kept) == json.dumps(other[-1].kept)
    assert one[-1].report == other[-1].report


def test_a_share_that_is_not_told_lies_in_the_range_that_anybody_can_work_out():
    all_failed = [(month, months, FAILED) for month, months, _ in EARLY_AND_LATE]
    worst, best = (published(a_programme(*ended), 8)[-1] for ended in (all_failed, [(1, 9, FAILED)]))

    range_of_many, range_of_one = (table(made, "survival", "curve").cell("12", "value") for made in (worst, best))

    assert isinstance(range_of_many, NotTold)
    assert (range_of_many.low, range_of_many.high) == (80, 100)
    assert isinstance(range_of_one, NotTold)
    assert (range_of_one.low, range_of_one.high) == (95, 100)


def test_a_range_is_the_same_whatever_became_of_those_who_left():
    for ended in (FAILED, WELL):
        made = published(a_programme(*[(1, 3, ended), (2, 4, WELL)]), 6)[-1]
        assert table(made, "survival", "curve").cell("12", "value") == NotTold(not_told=True, low=90, high=100)


def test_where_nobody_left_in_time_everybody_knows_the_share():
    made = published(a_programme((1, 13, FAILED)), 6)[-1]

    assert table(made, "survival", "curve").cell("12", "value") == Estimate(100)


@pytest.fixture(scope="module")
def years() -> list[Publication]:
    """Three years in which somebody ends follow-up in most quarters, most of them well."""
    kinds = [WELL, WELL, FAILED, WELL, WELL, OutcomeKind.MOVED_AWAY, FAILED, WELL]
    ended = [(1 + at % 12, 2 + at % 19, kinds[at % len(kinds)]) for at in range(40)]
    return published(a_programme(*ended, followed=25), 12)


ENDINGS = ("results", "kinds_success", "kinds_failure", "kinds_neither", "causes")


@pytest.mark.parametrize("name", ENDINGS)
def test_a_table_of_endings_stands_whole_as_it_was_told_last(years, name):
    for before, after in pairwise(years):
        now, then = (table(made, "outcomes", name) for made in (after, before))
        assert not now.carried_from or now == replace(then, carried_from=now.carried_from)


@pytest.mark.parametrize("name", ENDINGS)
def test_it_is_told_anew_only_in_a_quarter_in_which_the_results_are(years, name):
    anew = [told_anew(made, "outcomes", name) for made in years]

    assert any(anew)
    assert all(told_anew(made, "outcomes", "results") for made, told in zip(years, anew, strict=True) if told)


def test_two_tellings_of_the_results_differ_by_five_people_of_whom_three_did_not_fail(years):
    told = [table(made, "outcomes", "results") for made in years if told_anew(made, "outcomes", "results")]

    assert len(told) > 2
    for before, after in pairwise(told):
        more = {row.id: row.figure - before.cell(row.id, "people") for row in after.rows}
        assert sum(more.values()) >= 5
        assert more["success"] + more["neither"] >= 3


def test_flags_and_the_share_at_a_year_stand_beside_later_quarters_as_they_were_printed(years):
    for before, after in pairwise(years):
        told = table(after, "trend", "quarters_told")
        assert told.cell("at_12_months", before.report.quarter) == before.report.heads[3].value or NOT_TOLD
        assert told.cell("flags_open", before.report.quarter) == before.report.heads[2].value


def test_visits_of_nobody_are_told_as_such(years):
    assert years[0].report.heads[1].value is None
    assert table(years[0], "trend", "quarters").cell("visits_when_due", "2024Q1") == Proportion(0, 0)


def told_anew(made: Publication, section: str, name: str) -> bool:
    found = table(made, section, name)
    return not found.carried_from and not any(isinstance(cell, NotTold) for cell in found.all_cells)


def test_that_results_were_kept_back_is_known_too_and_crosses_with_the_curve():
    """Of five who left after the results were told nearly all failed; then as many left well, after as long."""
    well = [(1, 4 + at % 3, WELL) for at in range(10)]
    failed = [(1, 13, WELL), (1, 14, FAILED), (2, 13, FAILED), (2, 12, FAILED), (3, 12, FAILED)]
    later = [(6, 12, WELL), (5, 14, WELL), (4, 15, WELL), (6, 13, WELL), (5, 15, WELL)]
    at_once = [(6, 14, how) for _, _, how in failed]

    kept_back, together = (published(a_programme(*well, *five, *later), 8)[-1] for five in (failed, at_once))

    assert kept_back.kept["endings"]["refused"] == ["2025Q1", "2025Q2"]
    assert not kept_back.kept["endings"]["curve"]
    assert not together.kept["endings"]["refused"]
    assert together.kept["endings"]["curve"]


@pytest.mark.parametrize("again", [False, True])
def test_who_went_home_twice_covers_others_by_her_first_end_only(again):
    """Of five more who ended two failed and three did not; one of the three had ended before."""
    early = [(1, 4 + at % 3, WELL) for at in range(10)]
    later = [(2, 11, FAILED), (2, 11, FAILED), (2, 11, WELL), (2, 11, WELL)]
    third = a_woman(300, date(2024, 9, 3), 4, WELL)
    if again:
        third = replace_id(third, f"{99:016x}/2")

    made = published([*a_programme(*early, *later), third], 5)

    assert told_anew(made[2], "outcomes", "results")
    assert told_anew(made[-1], "outcomes", "results") is not again
    assert table(made[-1], "outcomes", "results").cell("all", "people") == (10 if again else 15)


def replace_id(her: CaseSummary, name: str) -> CaseSummary:
    return her._replace(id=name)
