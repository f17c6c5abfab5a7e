"""Follow-up ends with an outcome, goes on after a reopening, and every outcome stays in the history."""

from datetime import date

import pytest

from followup.case.facts import Attempted, Ended, MilestoneReached, Reopened, Visited, Withdrawn
from followup.case.forms.visit import VisitForm
from followup.case.outcome_words import FailureCause, MilestoneStanding, OutcomeClass, OutcomeKind
from followup.case.visit_words import AttemptReason, ContactMethod
from followup.errors import Invalid, Refused
from followup.monitoring.audit_log import log_entries
from followup.monitoring.case_row import FollowUpState
from followup.schedule.standing import Standing
from followup.services import visits
from followup.services.case_index import case_rows
from followup.services.outcomes import OutcomeFilter, list_outcomes, record, reopen
from followup.services.withdrawals import withdraw
from followup.values import replace
from tests.builders import TODAY, a_casebook, a_graduate

CLOSED = Ended(OutcomeKind.BUSINESS_CLOSED, (FailureCause.TOO_FEW_CUSTOMERS, FailureCause.DEBT))


def test_a_failure_ends_follow_up_and_cancels_the_visits_after_it():
    book = a_casebook()

    done = record(book, "KML-1", CLOSED, date(2026, 10, 1))

    standings = dict(book.scheduler.case_schedule(done.case).standings(TODAY))
    assert {standing for slot, standing in standings.items() if slot.due > date(2026, 10, 1)} == {Standing.CANCELLED}
    assert done.cancelled == 28
    assert [row.state for row in case_rows(book)] == [FollowUpState.ENDED]


def test_a_failure_without_a_cause_is_refused():
    with pytest.raises(Refused, match="causes"):
        record(a_casebook(), "KML-1", Ended(OutcomeKind.RE_EXPLOITED))


def test_a_success_against_the_criteria_is_refused_and_says_which():
    with pytest.raises(Refused, match="Months") as refused:
        record(a_casebook(), "KML-1", Ended(OutcomeKind.SELF_SUPPORTING))

    assert "--against" in refused.value.hint


def test_a_success_against_the_criteria_is_possible_with_a_reason_that_stays():
    book = a_casebook()

    record(book, "KML-1", Ended(OutcomeKind.SAFE_EMPLOYMENT, against="She moved to the capital for a good post."))

    end = book.case(book.find("KML-1")).end
    assert end is not None
    assert end.said.against.startswith("She moved")


def test_moving_away_is_neither_and_needs_no_cause():
    done = record(a_casebook(), "KML-1", Ended(OutcomeKind.MOVED_AWAY))

    assert done.said.ending.result is OutcomeClass.NEITHER


@pytest.mark.parametrize("day", [date(2026, 11, 22), date(2026, 1, 30)])
def test_an_outcome_ahead_or_before_her_return_is_refused(day):
    with pytest.raises(Refused):
        record(a_casebook(a_graduate(returned="2026-01-31")), "KML-1", CLOSED, day)


def test_a_second_outcome_is_refused_and_the_first_stands():
    book = a_casebook()
    record(book, "KML-1", CLOSED)

    with pytest.raises(Refused, match="ended already"):
        record(book, "KML-1", Ended(OutcomeKind.DIED))

    end = book.case(book.find("KML-1")).end
    assert end is not None
    assert end.said == CLOSED


def test_every_ending_is_a_success_a_failure_or_neither():
    counted = [sum(ending.result is result for ending in OutcomeKind) for result in OutcomeClass]

    assert counted == [5, 6, 5]


def test_a_success_has_no_causes_and_no_cause_is_named_twice():
    well = Ended(OutcomeKind.SAFE_EMPLOYMENT, (FailureCause.DEBT,), against="A good post.")

    with pytest.raises(Refused, match="success has no causes"):
        record(a_casebook(), "KML-1", well)
    with pytest.raises(Refused, match="twice"):
        record(a_casebook(), "KML-1", Ended(OutcomeKind.NO_CONTACT, (FailureCause.DEBT, FailureCause.DEBT)))


def test_the_main_cause_is_the_first_and_who_decided_is_kept():
    done = record(a_casebook(), "KML-1", replace(CLOSED, decided_by="director"))

    assert done.said.main_cause is FailureCause.TOO_FEW_CUSTOMERS
    assert done.case.endings[0].said.decided_by == "director"


def test_an_outcome_before_the_last_contact_with_her_is_refused():
    book = a_casebook()
    book.write(book.find("KML"), Visited(ContactMethod.PHONE), on=date(2026, 10, 30))

    with pytest.raises(Refused, match="2026-10-30"):
        record(book, "KML-1", CLOSED, date(2026, 10, 1))

    assert record(book, "KML-1", CLOSED, date(2026, 10, 30)).cancelled


@pytest.mark.parametrize("contact", [ContactMethod.THIRD_PERSON, ContactMethod.FAMILY, ContactMethod.LOCAL_AUTHORITY])
def test_an_outcome_may_lie_before_the_day_on_which_others_told_of_it(contact):
    book = a_casebook()
    book.write(book.find("KML"), Visited(contact), on=date(2026, 10, 30))

    assert record(book, "KML-1", Ended(OutcomeKind.DIED), date(2026, 10, 23)).case.end is not None


# --- reopened -------------------------------------------------------------------------------------------------------

BACK = "She came back and asks for help."


def ended_and_reopened(ended=date(2026, 5, 15), again=date(2026, 9, 1)):
    book = a_casebook()
    record(book, "KML-1", CLOSED, ended)
    return book, reopen(book, "KML-1", BACK, again)


def test_after_a_reopening_follow_up_goes_on_and_the_outcome_stays():
    book, done = ended_and_reopened()

    assert done.case.end is None
    assert [(one.said, one.reopened_on) for one in done.case.endings] == [(CLOSED, date(2026, 9, 1))]
    assert [row.state for row in case_rows(book)] == [FollowUpState.IN_FOLLOW_UP]


def test_visits_due_since_the_end_are_excused_and_those_after_asked_for_again():
    book, done = ended_and_reopened()

    standings = list(book.scheduler.case_schedule(done.case).standings(TODAY))
    excused = [slot.k for slot, standing in standings if standing is Standing.EXCUSED]
    assert excused == [4, 5, 6, 7]
    assert done.excused == 4
    assert [one.k for one in done.back] == list(range(8, 37))
    assert not [standing for _, standing in standings if standing is Standing.CANCELLED]


def test_a_reopening_gives_its_reason():
    book = a_casebook()
    record(book, "KML-1", CLOSED)

    with pytest.raises(Invalid, match="why"):
        reopen(book, "KML-1", " ")


@pytest.mark.parametrize("day", [date(2026, 5, 14), date(2026, 11, 22)])
def test_a_reopening_before_the_end_or_ahead_is_refused(day):
    with pytest.raises(Refused):
        ended_and_reopened(again=day)


def test_what_has_not_ended_is_not_reopened():
    with pytest.raises(Refused, match="has not ended"):
        reopen(a_casebook(), "KML-1", BACK)


def test_a_second_outcome_points_to_reopening_and_to_withdrawing():
    book = a_casebook()
    record(book, "KML-1", CLOSED)

    with pytest.raises(Refused) as refused:
        record(book, "KML-1", Ended(OutcomeKind.DIED))

    assert "outcome reopen" in refused.value.hint
    assert "withdraw" in refused.value.hint


def test_after_a_reopening_there_may_be_a_second_outcome_but_none_before_it():
    book, _ = ended_and_reopened()

    with pytest.raises(Refused, match="reopened on 2026-09-01"):
        record(book, "KML-1", Ended(OutcomeKind.DIED), date(2026, 8, 31))

    done = record(book, "KML-1", Ended(OutcomeKind.DIED), date(2026, 9, 1))
    assert [one.said.ending for one in done.case.endings] == [OutcomeKind.BUSINESS_CLOSED, OutcomeKind.DIED]
    assert done.case.end == done.case.endings[1]


def entry(book, kind):
    """The number in the log of the last entry of a kind."""
    facts = book.store.facts(book.find("KML"))
    (*_, fact) = (one for one in facts if isinstance(one.body, kind))
    return next(one.number for one in log_entries(facts) if one.id == fact.id)


def taken_back(book, kind):
    return withdraw(book, "KML", entry(book, kind), "a slip").different


def test_a_reopening_taken_back_lets_the_outcome_hold_again():
    book, _ = ended_and_reopened()

    different = taken_back(book, Reopened)

    assert "Her follow-up has ended: business closed." in different
    assert book.case(book.find("KML")).end is not None


def test_a_reopening_is_not_taken_back_from_under_visits_made_since():
    book, _ = ended_and_reopened()
    book.write(book.find("KML"), Visited(ContactMethod.HOME_VISIT), on=date(2026, 9, 30))

    with pytest.raises(Refused, match="visits were made after that"):
        withdraw(book, "KML", entry(book, Reopened), "a slip")


def test_an_outcome_taken_back_after_its_reopening_falls_away_and_its_visits_are_asked_for():
    book, _ = ended_and_reopened()

    assert "The outcome of 2026-05-15 falls away." in taken_back(book, Ended)

    case = book.case(book.find("KML"))
    standings = {standing for _, standing in book.scheduler.case_schedule(case).standings(TODAY)}
    assert Standing.EXCUSED not in standings


def test_an_outcome_brought_back_is_told():
    book, _ = ended_and_reopened()
    withdraw(book, "KML", entry(book, Ended), "a slip")

    assert "The outcome of 2026-05-15 counts again." in taken_back(book, Withdrawn)


def test_a_reopening_between_two_outcomes_taken_back_leaves_both_standing():
    book, _ = ended_and_reopened()
    record(book, "KML-1", Ended(OutcomeKind.DIED))

    assert "Follow-up was not reopened after the outcome of 2026-05-15." in taken_back(book, Reopened)


def test_a_milestone_taken_back_falls_away_and_comes_back():
    book = a_casebook(a_graduate(returned="2025-01-31"))
    book.write(book.find("KML"), MilestoneReached(12, MilestoneStanding.NOT_YET))

    assert "The milestone of month 12 falls away." in taken_back(book, MilestoneReached)
    assert "The milestone of month 12 counts again." in taken_back(book, Withdrawn)


# --- listed ---------------------------------------------------------------------------------------------------------


def test_outcomes_are_listed_by_day_with_their_month_those_reopened_too():
    book = a_casebook(a_graduate(), a_graduate("ABC-1"))
    record(book, "KML-1", CLOSED, date(2026, 8, 1))
    record(book, "ABC-1", Ended(OutcomeKind.MOVED_AWAY), date(2026, 7, 1))
    reopen(book, "ABC-1", BACK)

    found = list_outcomes(book, OutcomeFilter()).outcomes

    assert [(one.code, one.month, one.end.reopened_on) for one in found] == [("ABC-1", 5, TODAY), ("KML-1", 6, None)]


@pytest.mark.parametrize(
    ("wanted", "codes"),
    [
        (OutcomeFilter(OutcomeClass.FAILURE), ["KML-1"]),
        (OutcomeFilter(OutcomeClass.SUCCESS), []),
        (OutcomeFilter(year=2026), ["ABC-1", "KML-1"]),
        (OutcomeFilter(year=2025), []),
        (OutcomeFilter(since=date(2026, 8, 1)), ["KML-1"]),
        (OutcomeFilter(OutcomeClass.NEITHER, 2026, date(2026, 7, 1)), ["ABC-1"]),
    ],
)
def test_outcomes_are_listed_by_result_year_and_day(wanted, codes):
    book = a_casebook(a_graduate(), a_graduate("ABC-1"))
    record(book, "KML-1", CLOSED, date(2026, 8, 1))
    record(book, "ABC-1", Ended(OutcomeKind.MOVED_AWAY), date(2026, 7, 1))

    assert [one.code for one in list_outcomes(book, wanted).outcomes] == codes


def news(on="2026-11-20"):
    return VisitForm(date=date.fromisoformat(on), contact=ContactMethod.THIRD_PERSON, note="An uncle told us.")


def test_a_death_heard_of_later_may_lie_before_the_news_of_it():
    book = a_casebook()
    visits.record(book, "KML-1", news())

    done = record(book, "KML-1", Ended(OutcomeKind.DIED), date(2026, 11, 13))

    assert done.case.end.on == date(2026, 11, 13)


def test_news_of_her_may_come_after_follow_up_ended_and_a_visit_may_not():
    book = a_casebook()
    record(book, "KML-1", Ended(OutcomeKind.DIED), date(2026, 11, 13))

    assert visits.record(book, "KML-1", news()).case.end
    with pytest.raises(Refused, match="ended on 2026-11-13"):
        visits.record(book, "KML-1", replace(news(), contact=ContactMethod.PHONE))


def test_an_outcome_does_not_lie_before_a_call_with_her():
    book = a_casebook()
    visits.record(book, "KML-1", replace(news(), contact=ContactMethod.PHONE))

    with pytest.raises(Refused, match="contact with her after that day"):
        record(book, "KML-1", Ended(OutcomeKind.DIED), date(2026, 11, 13))


def test_news_of_her_does_not_stop_the_count_of_attempts_in_a_row():
    book = a_casebook()
    tried = Attempted(AttemptReason.NOT_AT_HOME)
    visits.attempt(book, "KML-1", tried, date(2026, 11, 10))
    visits.record(book, "KML-1", news("2026-11-11"))

    assert visits.attempt(book, "KML-1", tried, date(2026, 11, 12)).number == 2
