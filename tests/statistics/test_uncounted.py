"""Who does not agree to be counted: in no figure of what happened to somebody, and in all of what was done.

What the reader of all publications makes of it stands in `test_attacker.py`; here also programmes in which some say no
after it was told how they ended.
"""

from dataclasses import replace
from datetime import date
from random import Random

import pytest

from followup import values
from followup.case.consent_words import Purpose
from followup.case.facts import ConsentAsked, ConsentWithdrawn, Ended, FlagCleared, Flagged
from followup.case.outcome_words import OutcomeKind
from followup.case.vocabulary import RiskKind, Severity
from followup.services.reports import ReportSelection, default_report_day, quarter_report
from followup.statistics import report as statistics
from followup.statistics.quarters import Quarter
from followup.statistics.release import TableKind
from followup.statistics.report_model import NOT_TOLD, Report, ReportRequest
from tests.builders import a_casebook, a_graduate
from tests.statistics.attacker import attack
from tests.statistics.programmes import a_mixed_shape, a_programme, a_shape, lives_of, quarters_of, with_refusals
from tests.statistics.publishing import published

SENSITIVE = ("flags", "business", "wellbeing", "outcomes", "survival")
"""The sections of what happened to somebody."""


def tables(report: Report, *, process: bool) -> dict[tuple[str, str], object]:
    return {
        (section.id, table.id): (table.rows, table.total)
        for section in report.sections
        for table in section.tables
        if (table.kind is TableKind.PROCESS) is process and (process or section.id in SENSITIVE)
    }


@pytest.mark.parametrize("internal", [True, False])
@pytest.mark.parametrize("seed", range(3))
def test_what_was_done_is_of_everybody_and_the_rest_of_those_who_agree(seed: int, internal: bool) -> None:
    shape, people = a_programme(seed, replace(a_shape(Random(seed)), people=40, says_no=0.3))
    quarter = quarters_of(shape)[-1]
    lives = lives_of(with_refusals(seed, shape, people), quarter, default_report_day(quarter))
    request = ReportRequest(quarter, default_report_day(quarter), None, str, internal)

    def made(those: list[statistics.CaseSummary]) -> Report:
        return statistics.quarter_report(those, (), request)

    report, whole = made(lives), made([life._replace(uncounted_since=None) for life in lives])
    agreed = made([life for life in lives if life.uncounted_since is None])
    assert tables(report, process=True) == tables(whole, process=True)
    assert tables(report, process=False) == tables(agreed, process=False)
    assert tables(report, process=False) != tables(whole, process=False)
    assert [one.word for one in report.definitions if one not in whole.definitions] == ["Not counted"]


@pytest.mark.parametrize("seed", [1])
def test_no_later_report_tells_by_difference_what_became_of_her_who_left(seed: int) -> None:
    shape = replace(a_mixed_shape(Random(seed)), says_no=Random(seed * 7).choice((0.05, 0.15, 0.4)))
    people = with_refusals(seed, shape, a_programme(seed, shape)[1])
    prints = list(published(people, quarters_of(shape)))

    assert sum(one.tells_anew("outcomes", "results") for one in prints) > 1
    assert not attack(prints).found


def test_her_no_counts_in_every_report_that_is_made_from_then_on_also_of_an_earlier_quarter() -> None:
    book = a_casebook(*(a_graduate(f"NO-{n}", return_date="2025-01-06") for n in range(3)))
    quarter, seen = Quarter(2026, 3), date(2026, 8, 1)
    for code in ("NO-0", "NO-1", "NO-2"):
        flag = Flagged(RiskKind.DEBT, Severity.WATCH, "Owes.", "SN", date(2026, 12, 1))
        book.write(book.find(code), flag, on=seen)

    def flags() -> tuple[object, object]:
        report = quarter_report(book, ReportSelection(quarter, internal=True))
        return report.section("flags").table("flags").total.figure, report.section("caseload").table("movement").total

    everybody, followed = flags()
    asked = ConsentAsked((Purpose.CALENDAR,), (Purpose.FIGURES,), "SN", "In Khmer.")
    book.write(book.find("NO-0"), asked, on=date(2026, 11, 20))
    assert flags() == (everybody - 1, followed)
    book.write(book.find("NO-0"), values.replace(asked, given=(Purpose.FIGURES,), refused=()), on=date(2026, 11, 21))
    assert flags() == (everybody - 1, followed)
    book.write(book.find("NO-1"), ConsentWithdrawn((Purpose.FIGURES,)), on=date(2026, 11, 21))
    assert flags() == (everybody - 2, followed)


def test_the_evidence_for_staff_leaves_her_out_too() -> None:
    from followup.services.evidence import evidence_overview

    book = a_casebook(*(a_graduate(f"NO-{n}", return_date="2025-01-06") for n in range(3)))
    for code in ("NO-0", "NO-1"):
        book.write(book.find(code), Ended(OutcomeKind.NO_CONTACT, decided_by="SN"), on=date(2025, 6, 1))
    before = evidence_overview(book)
    book.write(book.find("NO-0"), ConsentWithdrawn((Purpose.FIGURES,)), on=date(2026, 11, 21))
    assert evidence_overview(book) != before


def test_the_flags_open_at_the_start_are_not_told_where_those_at_the_end_before_counted_her_too() -> None:
    book = a_casebook(
        *(a_graduate(f"NO-{n:02}", return_date="2025-01-06") for n in range(14)), today=date(2026, 10, 20)
    )

    def flag(n: int, on: date) -> str:
        (raised,) = book.write(
            book.find(f"NO-{n:02}"), Flagged(RiskKind.DEBT, Severity.WATCH, "Owes.", "SN", date(2027, 1, 1)), on=on
        )
        return raised.id

    before = [flag(n, date(2026, 5, 1)) for n in range(6)]
    for n in range(6, 11):
        flag(n, date(2026, 8, 1))
    for n in range(1, 6):
        book.write(book.find(f"NO-{n:02}"), FlagCleared(before[n], "Paid."), on=date(2026, 8, 20))

    def moved(quarter: Quarter, *, internal: bool = False) -> tuple[object, ...]:
        report = quarter_report(book, ReportSelection(quarter, internal=internal))
        return tuple(report.section("flags").table("flags_moved").rows[0].cells.values())

    assert moved(Quarter(2026, 3)) == (6, 5, 5, 6)
    book.write(book.find("NO-00"), ConsentWithdrawn((Purpose.FIGURES,)), on=date(2026, 9, 2))
    assert moved(Quarter(2026, 3)) == (NOT_TOLD, NOT_TOLD, NOT_TOLD, 5)
    assert moved(Quarter(2026, 3), internal=True) == (5, 5, 5, 5)
