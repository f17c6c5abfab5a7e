"""The caseload at the end of a quarter: told exactly, in rows of five people at least; the risk level as the rule lets.

- every row that goes out is of five people at least, the rows add up to all of them
- it is what staff see, but for rows that were merged; months only with their neighbours
- the risk level is told of ten at least, and never when nearly all have one that harms
"""

from collections.abc import Iterator
from datetime import date
from functools import cache
from random import Random

import pytest

from followup.case.fields import revealed
from followup.case.vocabulary import RiskLevel
from followup.schedule.standing import DONE_WHEN_DUE
from followup.statistics.caseload_report import CaseloadAttributes, KnownCases, build_caseload_report
from followup.statistics.quarters import Quarter
from followup.statistics.report_model import NOT_TOLD, Report, ReportRequest, ReportTable
from tests.statistics.programmes import FIRST, a_programme, lives_of

SEEDS = range(12)


def known_of(seed: int, quarter: Quarter) -> KnownCases:
    """Everybody of a programme as she is known 14 days after a quarter, with what else is known of her."""
    found = {}
    for summary in lives_of(a_programme(seed)[1], quarter, quarter.end + DONE_WHEN_DUE):
        random = Random(summary.id)
        found[summary.id] = (
            summary,
            CaseloadAttributes(
                trade=summary.trade,
                centre=random.choice("AAABBC"),
                level=random.choice([*RiskLevel, RiskLevel.LOW, RiskLevel.LOW]),
                district=f"{summary.place.district}, {summary.place.province}",
                placement="family",
                worker=random.choice(["SN", "KB", "SN"]),
                policy="Monthly",
            ),
        )
    return found


def report_of(known: KnownCases, quarter: Quarter, *, internal: bool = False) -> Report:
    day = quarter.end + DONE_WHEN_DUE
    return build_caseload_report(known, ReportRequest(quarter, day, None, revealed, internal))


@cache
def reports(seed: int, *, internal: bool = False) -> tuple[Report, ...]:
    quarters = [FIRST.plus(n) for n in range(a_programme(seed)[0].quarters + 2)]
    return tuple(report_of(known_of(seed, quarter), quarter, internal=internal) for quarter in quarters)


def tables(report: Report) -> Iterator[ReportTable]:
    return (table for table in report.section("followed").tables if table.id != "people_by_level")


@pytest.mark.parametrize("seed", SEEDS)
def test_every_row_that_leaves_the_office_is_of_five_people_and_rows_add_up_to_all(seed):
    for report in reports(seed):
        everybody = report.section("caseload").table("movement").cell("end", "people")
        for table in tables(report):
            assert all(row.figure >= 5 for row in table.rows), (report.quarter, table.id)
            if table.rows:
                assert sum(row.figure for row in table.rows) == table.total.figure == everybody
            else:
                assert everybody < 5


@pytest.mark.parametrize("seed", SEEDS)
def test_it_is_what_staff_see_but_for_merged_rows(seed):
    for outside, staff in zip(reports(seed), reports(seed, internal=True), strict=True):
        assert outside.section("caseload") == staff.section("caseload")
        assert outside.section("trend") == staff.section("trend")
        for one, other in zip(tables(outside), tables(staff), strict=True):
            seen = {row.id: row.figure for row in other.rows}
            assert one.total == other.total
            assert all(row.figure == seen[row.id] for row in one.rows if not row.merged)


@pytest.mark.parametrize("seed", SEEDS)
def test_staff_see_every_group(seed):
    for report in reports(seed, internal=True):
        for table in report.section("followed").tables:
            assert not any(row.merged for row in table.rows)
            assert NOT_TOLD not in table.all_cells


def with_levels(low: int, raised: int, high: int) -> Report:
    """So many in follow-up at each level, home since January."""
    (one, _), *_ = known_of(3, FIRST.plus(3)).values()
    home = one._replace(returned=date(2024, 1, 5), episode_ends=(), dues=())
    levels = [RiskLevel.LOW] * low + [RiskLevel.RAISED] * raised + [RiskLevel.HIGH] * high
    plain = CaseloadAttributes("sewing", "A", RiskLevel.LOW, "Bati, Takeo", "family", "SN", "Monthly")
    known = {str(n): (home._replace(id=str(n)), plain._replace(level=level)) for n, level in enumerate(levels)}
    return report_of(known, Quarter(2024, 1))


@pytest.mark.parametrize(
    ("low", "raised", "high", "told"),
    [
        (8, 1, 1, True),
        (6, 2, 2, True),
        (9, 0, 0, False),
        (2, 4, 4, False),
        (0, 10, 0, False),
        (1, 0, 12, False),
        (10, 0, 0, True),
    ],
)
def test_how_they_are_is_told_of_ten_at_least_and_not_when_nearly_all_are_at_risk(low, raised, high, told):
    report = with_levels(low, raised, high)
    table = report.section("followed").table("people_by_level")

    assert [row.figure for row in table.rows] == ([low, raised, high] if told else [NOT_TOLD] * 3)
    assert table.total.figure == low + raised + high
    assert next(head.value for head in report.heads if head.id == "high_risk") == (high if told else NOT_TOLD)
