"""The evidence that goes out of a casebook: beside a quarter's report, kept with it, and gone on from."""

import json
from datetime import date, timedelta

import pytest

from followup.case.facts import Ended, LessonProposed
from followup.case.outcome_words import FailureCause, OutcomeKind
from followup.casebook import Casebook, Moment
from followup.services import evidence, lessons, outcomes, publications, reports, training
from followup.services.reports import ReportSelection
from followup.statistics.quarters import Quarter
from followup.statistics.report import EvidenceTellings
from followup.store import PUBLISHED
from followup.values import replace
from tests.builders import TODAY, a_casebook, a_graduate

CLOSED = Ended(OutcomeKind.BUSINESS_CLOSED, (FailureCause.TOO_FEW_CUSTOMERS,))
AWAY = Ended(OutcomeKind.MOVED_AWAY)
Q2, Q3 = Quarter(2026, 2), Quarter(2026, 3)
MODULE = "small-business"


@pytest.fixture
def book() -> Casebook:
    """Sixty home since spring 2025, half with the module. Ten of each half left within a year: four failed, and six."""
    book = a_casebook(
        *(a_graduate(f"G-{n:02}", "2025-03-10", modules=[MODULE] if n % 2 else []) for n in range(60)),
        *(a_graduate(f"H-{n:02}", "2025-08-20", modules=[MODULE]) for n in range(6)),
    )
    failed = [f"G-{n:02}" for n in (*range(0, 12, 2), *range(1, 9, 2))]
    for n in range(20):
        code = f"G-{n:02}"
        outcomes.record(book, code, CLOSED if code in failed else AWAY, date(2025, 9, 1))
    said = LessonProposed("Teach it.", "", (FailureCause.DEBT,), (MODULE,))
    lessons.propose(book, lessons.prefill_lesson(book, failed), said, date(2025, 10, 1))
    return book


def later(book: Casebook, days: int) -> Casebook:
    """The same casebook so many days later."""
    then = timedelta(days=days)
    return Casebook(book.store, Moment(book.today + then, book.moment.now + then))


def told(book: Casebook, as_of: date | None = None) -> tuple[str, tuple[int, ...]] | None:
    (one,) = evidence.released_evidence(book, MODULE, as_of=as_of).modules
    return one.taught and (
        str(one.taught.quarter),
        tuple(number for side in one.taught.compared for number in (side.count, side.of)),
    )


def ends(book: Casebook, *codes: str, how: Ended = AWAY, on: date = date(2026, 6, 1)) -> None:
    for code in codes:
        outcomes.record(book, code, how, on)


def test_it_is_of_the_end_of_the_last_quarter_and_of_the_same_on_each_of_its_days(book):
    assert told(book) == ("2026Q3", (4, 30, 6, 26))
    assert told(book, date(2026, 9, 30)) == told(book, date(2026, 7, 1)) == ("2026Q2", (4, 24, 6, 26))
    assert told(book, date(2026, 3, 31)) is None


def test_a_module_that_is_a_trade_is_for_staff(book):
    (one,) = evidence.released_evidence(book, "sewing").modules

    assert (one.taught, one.changed) == (None, None)
    assert "sewing" not in [module.module for module in evidence.released_evidence(book).modules]


def test_the_brief_for_trainers_tells_the_same(book):
    brief = training.training_brief(book, ReportSelection())

    assert {one.module: (one.taught, one.changed) for one in brief.modules} == {
        one.module: (one.taught, one.changed) for one in evidence.released_evidence(book).modules
    }


def test_one_who_left_in_her_first_year_among_many_is_not_told(book):
    """Neighbours see that one of those with the module left; *1 of 31 failed* would say how."""
    few = a_casebook(*(a_graduate(f"G-{n:02}", "2025-03-10", modules=[MODULE] if n % 2 else []) for n in range(60)))
    ends(few, *(f"G-{n:02}" for n in range(2, 40, 2)), on=date(2025, 9, 1))
    ends(few, "G-01", how=CLOSED, on=date(2025, 9, 1))

    assert told(few) is None
    assert evidence.module_evidence(few, MODULE).found.overall.taught.those.count == 1


def test_what_was_published_stands_whatever_is_written_down_later(book):
    reports.publish(book, ReportSelection(Q3))
    ends(book, "G-31", how=CLOSED, on=date(2025, 9, 1))

    assert told(book) == ("2026Q3", (4, 30, 6, 26))
    assert evidence.module_evidence(book, MODULE).found.overall.taught.those.count == 5


def test_it_is_a_draft_until_the_report_of_its_quarter_is_published(book):
    draft = evidence.released_evidence(book)
    reports.publish(book, ReportSelection(Q3))
    out = evidence.released_evidence(book)

    assert (draft.draft, out.draft, out.published) == (True, False, TODAY.isoformat())
    assert draft.modules == out.modules


def test_in_the_next_quarter_it_stands_as_it_was_published_until_five_more_left_in_their_first_year(book):
    """Two more with the module left within it, and one of these failed."""
    reports.publish(book, ReportSelection(Q3))
    ends(book, "H-01", how=CLOSED, on=date(2026, 6, 1))
    ends(book, "H-02", on=date(2026, 6, 1))

    assert told(later(book, 60)) == ("2026Q3", (4, 30, 6, 26))
    assert evidence.module_evidence(book, MODULE).found.overall.taught.those.count == 5


def test_what_is_kept_of_it_with_a_publication_are_counts_and_no_person(book):
    reports.publish(book, ReportSelection(Q3))
    (fact,) = book.store.facts(PUBLISHED)

    kept = json.dumps(json.loads(fact.body.told)["evidence"])

    assert publications.published_evidence(fact).taught(MODULE).quarter == Q3
    assert not [case_id for case_id in book.codes if case_id in kept]


def test_a_publication_from_before_evidence_was_kept_has_none(book):
    reports.publish(book, ReportSelection(Q3))
    (fact,) = book.store.facts(PUBLISHED)
    kept = json.loads(fact.body.told)
    del kept["evidence"]
    old = replace(fact, body=replace(fact.body, told=json.dumps(kept)))

    assert publications.published_evidence(old) == EvidenceTellings()
