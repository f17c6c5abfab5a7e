"""A visit written on the wrong graduate goes to the right one, with what came with it; what stays behind is said."""

from datetime import date

import pytest

from followup.case.facts import Ended
from followup.case.outcome_words import OutcomeKind
from followup.casebook import Casebook, Moment
from followup.errors import Refused
from followup.services import flags, outcomes, visits
from followup.services.visit_moves import move_visit
from followup.services.withdrawals import dry_run_withdrawal
from tests.builders import NOW, TODAY, a_casebook, a_graduate

ROW = {
    "code": "KML-1",
    "date": "2026-11-20",
    "contact": "home_visit",
    "slot": 9,
    "note": "She sells well.",
    "flags": [{"kind": "debt", "severity": "watch", "note": "Owes."}],
    "promises": [{"what": "A spare part.", "due": "2026-12-01"}],
}


def two():
    book = a_casebook(a_graduate("KML-1"), a_graduate("TEH-1", "2026-03-31"))
    assert not visits.record_all(book, [ROW]).problems
    return book


def counts(book, code):
    case = book.case(book.find(code))
    return len(case.visits), len(case.flags), len(case.promises)


def test_a_visit_is_moved_with_the_flag_and_the_promise_that_came_with_it():
    book = two()

    move_visit(book, "KML-1", 4, "TEH-1")

    assert (counts(book, "KML-1"), counts(book, "TEH-1")) == ((0, 0, 0), (1, 1, 1))
    (visit,) = book.case(book.find("TEH-1")).visits
    assert (visit.on, visit.said.note, visit.said.slot) == (date(2026, 11, 20), "She sells well.", None)


def test_what_moving_would_do_is_told_and_nothing_is_written():
    book = two()

    result = move_visit(book, "KML-1", 4, "TEH-1", dry_run=True)

    assert [entry.number for entry in result.moved] == [5, 6]
    assert counts(book, "KML-1") == (1, 1, 1)


def test_a_visit_goes_nowhere_where_it_could_not_be_written_down():
    book = two()
    outcomes.record(book, "TEH-1", Ended(OutcomeKind.MOVED_AWAY), date(2026, 11, 1))

    with pytest.raises(Refused, match="ended on 2026-11-01"):
        move_visit(book, "KML-1", 4, "TEH-1")

    assert counts(book, "KML-1") == (1, 1, 1)


def test_a_visit_whose_flag_was_answered_since_is_not_moved_before_the_answer_is_taken_back():
    book = two()
    later = Casebook(book.store, Moment(TODAY, NOW.replace(hour=23)))
    flags.clear(later, "KML-1", "1", "Paid.")

    with pytest.raises(Refused) as refused:
        move_visit(later, "KML-1", 4, "TEH-1")

    assert "followup withdraw KML-1 7" in refused.value.hint


def test_a_move_that_stopped_half_way_is_finished_by_giving_it_again():
    book = two()
    visits.record_all(book, [{key: value for key, value in ROW.items() if key != "slot"} | {"code": "TEH-1"}])

    assert move_visit(book, "KML-1", 4, "TEH-1").stood
    assert (counts(book, "KML-1"), counts(book, "TEH-1")) == ((0, 0, 0), (1, 1, 1))


def test_only_a_visit_is_moved_and_only_to_somebody_else():
    book = two()

    with pytest.raises(Refused, match="not a visit"):
        move_visit(book, "KML-1", 1, "TEH-1")
    with pytest.raises(Refused, match="same graduate"):
        move_visit(book, "KML-1", 4, "KML")


def test_taking_a_visit_back_says_which_flag_and_promise_stay_behind():
    assert [entry.number for entry in dry_run_withdrawal(two(), "KML-1", 4).staying] == [5, 6]
