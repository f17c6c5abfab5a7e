"""The evidence that goes out of a casebook: of the end of a quarter, kept when it is published, and gone on from."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest

from followup.case.facts import Ended, LessonAnswered, LessonApplied, LessonProposed
from followup.case.vocabulary import FailureCause, OutcomeKind
from followup.casebook import Casebook, Moment
from followup.services import evidence, lessons, outcomes, publications, reports, training
from followup.services.reports import ReportSelection
from followup.statistics.evidence import Comparison
from followup.statistics.proportions import Proportion
from followup.statistics.quarters import Quarter
from followup.store import PUBLISHED
from tests.builders import TODAY, a_casebook, a_graduate

CLOSED = Ended(OutcomeKind.BUSINESS_CLOSED, (FailureCause.TOO_FEW_CUSTOMERS,))
Q3 = Quarter(2026, 3)
MODULE = "small-business"


@pytest.fixture
def book() -> Casebook:
    """Forty home since spring 2025, half with the module: five of these fail, ten of the others. A lesson is drawn."""
    book = a_casebook(
        *(a_graduate(f"G-{n:02}", "2025-03-10", modules=[MODULE] if n % 2 else []) for n in range(40)),
        *(a_graduate(f"H-{n:02}", "2025-08-20", modules=[MODULE]) for n in range(6)),
    )
    for n in (*range(0, 20, 2), *range(1, 10, 2)):
        outcomes.record(book, f"G-{n:02}", CLOSED, date(2025, 9, 1))
    drawn = lessons.prefill_lesson(book, [f"G-{n:02}" for n in (*range(0, 20, 2), *range(1, 10, 2))])
    lessons.propose(book, drawn, LessonProposed("Teach it.", "", (FailureCause.DEBT,), (MODULE,)), date(2025, 10, 1))
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


def test_it_is_of_the_end_of_the_last_quarter_and_of_the_same_on_each_of_its_days(book):
    assert told(book) == ("2026Q3", (5, 26, 10, 20))
    assert told(book, date(2026, 9, 30)) == told(book, date(2026, 7, 1)) == ("2026Q2", (5, 20, 10, 20))
    assert told(book, date(2026, 3, 31)) is None


def test_a_module_that_is_a_trade_is_for_staff(book):
    (one,) = evidence.released_evidence(book, "sewing").modules

    assert (one.taught, one.changed) == (None, None)
    assert "sewing" not in [module.module for module in evidence.released_evidence(book).modules]


def test_the_brief_for_trainers_tells_the_same(book):
    brief = training.training_brief(book)

    assert {one.module: (one.taught, one.changed) for one in brief.modules} == {
        one.module: (one.taught, one.changed) for one in evidence.released_evidence(book).modules
    }


def test_after_and_before_a_change_are_told_beside_it(book):
    lessons.answer(book, "1", LessonAnswered("-", accepted=True, owner="KB", due=TODAY), date(2025, 10, 2))
    lessons.apply(book, "1", LessonApplied("-", (), ""), date(2025, 10, 2))

    (one,) = evidence.released_evidence(book, MODULE).modules

    assert one.changed.compared == Comparison(Proportion(0, 0), Proportion(15, 46))


def test_what_was_published_stands_whatever_is_written_down_later(book):
    reports.publish(book, ReportSelection(Q3))
    outcomes.record(book, "G-11", CLOSED, date(2025, 9, 1))

    assert told(book) == ("2026Q3", (5, 26, 10, 20))
    assert evidence.module_evidence(book, MODULE).found.overall.taught.those.count == 6


def test_the_next_quarter_goes_on_from_what_was_published(book):
    """One more with the module is known to have failed; who was counted stays what she was."""
    reports.publish(book, ReportSelection(Q3))
    outcomes.record(book, "G-11", CLOSED, date(2025, 9, 1))

    assert told(later(book, 60)) == ("2026Q4", (5, 26, 10, 20))


def test_a_quarter_before_one_that_was_published_is_told_as_it_was_known_then(book):
    reports.publish(book, ReportSelection(Q3))
    before = told(book, date(2026, 9, 1))
    tomorrow = later(book, 1)
    outcomes.record(tomorrow, "G-11", CLOSED, date(2025, 9, 1))

    assert told(tomorrow, date(2026, 9, 1)) == before == ("2026Q2", (5, 20, 10, 20))


def test_a_publication_from_before_evidence_was_kept_is_gone_on_from_as_from_nothing(book):
    reports.publish(book, ReportSelection(Q3))
    (fact,) = book.store.facts(PUBLISHED)
    kept = json.loads(fact.body.told)
    del kept["evidence"]
    old = replace(fact, body=replace(fact.body, told=json.dumps(kept)))

    assert publications.published_evidence({str(Q3): old}, Q3).people == {}
    assert len(publications.published_evidence({str(Q3): fact}, Q3).people) == 46
    assert publications.published_evidence({str(Q3): fact}, Q3.before).people == {}
