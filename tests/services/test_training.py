"""The brief for trainers from a casebook: the causes that are told elsewhere, the evidence, and lessons as of a day."""

from datetime import date, timedelta

import pytest

from followup.case.facts import Ended, LessonProposed
from followup.case.outcome_words import FailureCause, OutcomeKind
from followup.casebook import Casebook, Moment
from followup.errors import Refused
from followup.services import lessons, outcomes, reports, training
from followup.services.case_cards import CardReader
from followup.services.reports import ReportSelection
from followup.statistics.quarters import Quarter
from followup.store import LESSONS
from tests.builders import NOW, TODAY, a_casebook, a_graduate
from tests.memory_store import MemoryStore

STAFF = ReportSelection(internal=True)

CLOSED = Ended(OutcomeKind.BUSINESS_CLOSED, (FailureCause.DEBT,))
BEATEN = Ended(OutcomeKind.UNSAFE_HOME, (FailureCause.VIOLENCE, FailureCause.DISTANCE))


@pytest.fixture
def book() -> Casebook:
    """Thirty home since spring 2025: seven failed for debt, two of violence."""
    book = a_casebook(
        *(a_graduate(f"G-{n:02}", "2025-03-10", modules=["literacy"] if n % 2 else []) for n in range(30))
    )
    for n in range(0, 14, 2):
        outcomes.record(book, f"G-{n:02}", CLOSED, date(2026, 1, 10))
    for n in (14, 15):
        outcomes.record(book, f"G-{n:02}", BEATEN, date(2026, 2, 10))
    return book


def causes(brief: training.TrainingBrief) -> dict[str, object]:
    assert brief.causes
    return {row.id: row.figure for row in brief.causes.rows}


def propose(book, typed, cause=FailureCause.DEBT, module="literacy", *, change="Teach it.", day=date(2026, 10, 2)):
    drawn = lessons.prefill_lesson(book, typed)
    lessons.propose(book, drawn, LessonProposed(change, drawn.seen, (cause,), (module,)), day)


def test_why_follow_up_failed_is_told_as_in_the_report_of_the_last_complete_quarter(book):
    brief = training.training_brief(book, ReportSelection())

    assert brief.quarter == Quarter(2026, 3)
    assert brief.causes == reports.quarter_report(book, ReportSelection(brief.quarter)).section("outcomes").table(
        "causes"
    )
    assert causes(brief) == {}  # everybody who ended failed: to tell why would say of each that she did


def test_staff_see_every_cause(book):
    assert causes(training.training_brief(book, STAFF)) == {"debt": 7, "violence": 2, "distance": 0}


def test_what_was_published_stands_whatever_is_written_down_later(book):
    drawn = lessons.prefill_lesson(book, [f"G-{n:02}" for n in (*range(0, 14, 2), 14, 15)])
    lessons.propose(book, drawn, LessonProposed("Teach it.", "", (FailureCause.DEBT,), ("literacy",)))
    reports.publish(book, ReportSelection(Quarter(2026, 3)))
    before = training.training_brief(book, ReportSelection())

    for n in range(20, 30):
        outcomes.record(book, f"G-{n:02}", CLOSED, date(2026, 9, 1))
    after = training.training_brief(book, ReportSelection())

    assert before.causes == after.causes
    assert causes(training.training_brief(book, STAFF))["debt"] == 17


def test_every_module_but_the_trades_is_told_of_whatever_was_seen_and_for_staff_with_its_lessons(book):
    propose(book, [])

    brief, staff = training.training_brief(book, ReportSelection()), training.training_brief(book, STAFF)

    assert [one.module for one in brief.modules] == ["small-business", "life-skills", "literacy"]
    assert {one.lessons for one in brief.modules} == {()}  # the modules of a lesson are chosen by its causes
    assert {one.module: one.lessons for one in staff.modules}["literacy"] == (1,)
    assert FailureCause.UNSAFE_JOB in brief.modules[-1].causes  # which of them were seen would show single people


def test_staff_see_which_causes_were_seen_and_whom_a_lesson_is_drawn_from(book):
    propose(book, ["G-00", "G-14"])

    brief = training.training_brief(book, STAFF)

    assert brief.staff.codes == {1: ("G-00", "G-14")}
    assert {one.module: one.causes for one in brief.modules}["literacy"] == (FailureCause.DEBT,)
    assert training.training_brief(book, ReportSelection()).staff is None


def test_staff_see_the_failures_that_no_lesson_is_drawn_from_with_what_happened(book):
    propose(book, [f"G-{n:02}" for n in range(0, 14, 2)])

    brief = training.training_brief(book, STAFF)

    causes = (FailureCause.VIOLENCE, FailureCause.DISTANCE)
    assert brief.staff.failures == (
        ("G-14", date(2026, 2, 10), OutcomeKind.UNSAFE_HOME, causes),
        ("G-15", date(2026, 2, 10), OutcomeKind.UNSAFE_HOME, causes),
    )


def test_what_goes_out_is_the_same_whether_a_lesson_is_drawn_from_a_failure_or_not(book):
    propose(book, [])
    drawn_from_nobody = training.training_brief(book, ReportSelection())

    other = Casebook(MemoryStore(), book.moment)
    other.store._journals = dict(book.store._journals)
    withdrawn = other.store._journals.pop(LESSONS)
    propose(other, ["G-14"], FailureCause.VIOLENCE, "life-skills")

    assert withdrawn
    assert training.training_brief(other, ReportSelection()) == drawn_from_nobody


def test_texts_pass_through_the_mask_before_they_are_shown(book):
    propose(book, [], change="Ask what Sreymom of Kandal asked.")

    (lesson,) = training.training_brief(book, ReportSelection()).lessons

    assert lesson.change == "Ask what ▒▒▒ of Kandal asked."


def test_what_goes_out_is_of_the_quarters_own_day_and_staff_see_any(book):
    propose(book, [], day=date(2026, 10, 14))
    propose(book, [], day=date(2026, 10, 15))

    brief, staff = training.training_brief(book, ReportSelection()), training.training_brief(book, STAFF)
    then = training.training_brief(book, ReportSelection(as_of=date(2026, 2, 1), internal=True))

    assert (brief.as_of, [lesson.number for lesson in brief.lessons]) == (date(2026, 10, 14), [1])
    assert (staff.as_of, [lesson.number for lesson in staff.lessons]) == (TODAY, [1, 2])
    assert (then.as_of, then.quarter, then.lessons, causes(then)) == (date(2026, 2, 1), Quarter(2025, 4), (), {})
    assert then.staff.numbers == (0, 0, 30)


def test_it_is_a_draft_until_the_report_of_its_quarter_is_published_and_stays_as_it_was_then(book):
    propose(book, [f"G-{n:02}" for n in (*range(0, 14, 2), 14, 15)], day=date(2026, 10, 2))
    draft = training.training_brief(book, ReportSelection())

    reports.publish(book, ReportSelection(Quarter(2026, 3)))
    out = training.training_brief(book, ReportSelection())
    tomorrow = Casebook(book.store, Moment(TODAY + timedelta(days=1), NOW + timedelta(days=1)))
    propose(tomorrow, [], day=date(2026, 10, 3))

    assert (draft.draft, out.draft, out.published) == (True, False, TODAY.isoformat())
    assert training.training_brief(tomorrow, ReportSelection()) == out
    assert not training.training_brief(tomorrow, STAFF).draft


def test_a_quarter_may_be_named(book):
    assert training.training_brief(book, ReportSelection(Quarter(2026, 1))).as_of == date(2026, 4, 14)
    for internal in (False, True):
        with pytest.raises(Refused, match="has not begun"):
            training.training_brief(book, ReportSelection(Quarter(2027, 1), internal=internal))


def test_a_day_that_lies_ahead_is_refused(book):
    with pytest.raises(Refused):
        training.training_brief(book, ReportSelection(as_of=date(2026, 12, 1)))


def test_an_empty_casebook_has_no_causes():
    brief = training.training_brief(Casebook(MemoryStore(), Moment(TODAY, NOW)), ReportSelection())

    assert (brief.causes, brief.lessons, brief.asked) == (None, (), ())
    assert {one.taught for one in brief.modules} == {None}


@pytest.mark.parametrize("published", [False, True])
def test_no_case_is_read_again_whose_card_is_kept(book, monkeypatch, published):
    drawn = lessons.prefill_lesson(book, [f"G-{n:02}" for n in (*range(0, 14, 2), 14, 15)])
    lessons.propose(book, drawn, LessonProposed("Teach it.", "", (FailureCause.DEBT,), ("literacy",)))
    if published:
        reports.publish(book, ReportSelection(Quarter(2026, 3)))
    told = training.training_brief(book, ReportSelection()).modules
    read, case_on = [], CardReader.case_on
    monkeypatch.setattr(CardReader, "case_on", lambda reader, *said: read.append(said) or case_on(reader, *said))

    again = training.training_brief(book, ReportSelection()).modules

    assert len(read) == (0 if published else 1)  # for the words that are in no card
    assert again == told
