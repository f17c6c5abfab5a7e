"""Follow-up ends with an outcome: against the criteria only with a reason, a failure never without its causes."""

from datetime import date

import pytest

from followup.case.codes import Cause, Ending, Result
from followup.case.facts import Ended
from followup.errors import Refused
from followup.review.caseload import State
from followup.schedule.slots import Standing
from followup.services.outcomes import record
from followup.services.rows import rows
from followup.services.schedules import Scheduler
from tests.builders import TODAY, a_casebook, a_graduate

CLOSED = Ended(Ending.BUSINESS_CLOSED, (Cause.TOO_FEW_CUSTOMERS, Cause.DEBT))


def test_a_failure_ends_follow_up_and_cancels_the_visits_after_it():
    book = a_casebook()

    done = record(book, "KML-1", CLOSED, date(2026, 10, 1))

    standings = dict(Scheduler.of(book).timetable(done.case).standings(TODAY))
    assert {standing for slot, standing in standings.items() if slot.due > date(2026, 10, 1)} == {Standing.CANCELLED}
    assert done.cancelled == 28
    assert [row.state for row in rows(book)] == [State.ENDED]


def test_a_failure_without_a_cause_is_refused():
    with pytest.raises(Refused, match="causes"):
        record(a_casebook(), "KML-1", Ended(Ending.RE_EXPLOITED))


def test_a_success_against_the_criteria_is_refused_and_says_which():
    with pytest.raises(Refused, match="Months") as refused:
        record(a_casebook(), "KML-1", Ended(Ending.SELF_SUPPORTING))

    assert "--against" in refused.value.hint


def test_a_success_against_the_criteria_is_possible_with_a_reason_that_stays():
    book = a_casebook()

    record(book, "KML-1", Ended(Ending.SAFE_EMPLOYMENT, against="She moved to the capital for a good post."))

    end = book.case(book.find("KML-1")).end
    assert end is not None
    assert end.said.against.startswith("She moved")


def test_moving_away_is_neither_and_needs_no_cause():
    done = record(a_casebook(), "KML-1", Ended(Ending.MOVED_AWAY))

    assert done.said.ending.result is Result.NEITHER


@pytest.mark.parametrize("day", [date(2026, 11, 22), date(2026, 1, 30)])
def test_an_outcome_ahead_or_before_her_return_is_refused(day):
    with pytest.raises(Refused):
        record(a_casebook(a_graduate(returned="2026-01-31")), "KML-1", CLOSED, day)


def test_a_second_outcome_is_refused_and_the_first_stands():
    book = a_casebook()
    record(book, "KML-1", CLOSED)

    with pytest.raises(Refused, match="ended already"):
        record(book, "KML-1", Ended(Ending.DIED))

    end = book.case(book.find("KML-1")).end
    assert end is not None
    assert end.said == CLOSED


def test_every_ending_is_a_success_a_failure_or_neither():
    counted = [sum(ending.result is result for ending in Ending) for result in Result]

    assert counted == [5, 6, 5]
