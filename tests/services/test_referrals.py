"""She is sent to a service with her consent; it answers, helps or does not; past its day somebody asks what came of it.

- nobody is referred without her yes for that service, or a decision to go on without it
- a referral waits for somebody until a day, and stands on the agenda past it, until it is closed
- it is closed once: refused with a reason, done or not done with what came of it, or withdrawn
- what ends or hands over her follow-up tells which referrals are open
- she is asked for no more than she agreed to: a no to the service is told while a referral to it is open
"""

from datetime import date, timedelta

import pytest

from followup.case.consent_words import Purpose
from followup.case.facts import ConsentAsked, ConsentOverridden, ConsentWithdrawn, Ended, ReturnedAgain
from followup.case.outcome_words import OutcomeKind
from followup.case.parts import numbered
from followup.case.referral_words import AwaitedParty, ReferralReply, ReferralService, ReferralState
from followup.errors import Invalid, Missing, Refused
from followup.monitoring.agenda import AgendaReason
from followup.monitoring.case_row import Alert
from followup.services import erasure, merging, outcomes, referrals
from followup.services.agenda import agenda_of
from followup.services.attention import attention_of
from followup.services.case_index import case_rows
from tests.builders import TODAY, a_casebook, a_graduate

MEDICAL = referrals.NewReferral(ReferralService.MEDICAL, "A test for anaemia.")
LEGAL = referrals.NewReferral(ReferralService.LEGAL, "Her land title.", "Legal aid office")


def agreed(book, *purposes, code="KML"):
    book.write(book.find(code), ConsentAsked(purposes, (), "SN", "In plain words."), on=date(2026, 10, 1))


@pytest.fixture
def book():
    book = a_casebook(a_graduate(), a_graduate("OTH-1", worker="KB", name="Other"))
    agreed(book, Purpose.REFERRAL_MEDICAL, Purpose.REFERRAL_LEGAL)
    return book


def test_nobody_is_referred_without_her_yes_for_that_service_or_a_decision_to_go_on(book):
    police = referrals.NewReferral(ReferralService.POLICE, "A report.")
    with pytest.raises(Refused, match="referral to the police"):
        referrals.add(book, "KML", police)

    book.write(book.find("KML"), ConsentOverridden(Purpose.REFERRAL_POLICE, TODAY, "KB", "She is in danger."))

    assert referrals.add(book, "KML", police).referral.state is ReferralState.SENT


def test_a_referral_waits_two_weeks_for_the_service_where_nobody_says(book):
    sent = referrals.add(book, "KML", MEDICAL).referral

    assert (sent.waits_for, sent.until) == (AwaitedParty.SERVICE, TODAY + timedelta(14))
    with pytest.raises(Refused):
        referrals.add(book, "KML", referrals.NewReferral(ReferralService.LEGAL, "Land.", until=date(2026, 11, 1)))
    with pytest.raises(Invalid):
        referrals.add(book, "KML", referrals.NewReferral(ReferralService.LEGAL, "  "))
    with pytest.raises(Refused):
        referrals.add(book, "KML", LEGAL, on=TODAY + timedelta(1))


def test_each_answer_says_what_is_waited_for_next(book):
    referrals.add(book, "KML", MEDICAL, on=date(2026, 11, 1))

    later = referrals.answer(book, "KML", "1", ReferralReply.NOT_YET, note="They call back.").referral
    yes = referrals.answer(book, "KML", "1", ReferralReply.ACCEPTED, waits_for=AwaitedParty.HERSELF).referral

    assert (later.state, later.until) == (ReferralState.SENT, TODAY + timedelta(14))
    assert (yes.state, yes.waits_for, yes.until) == (
        ReferralState.ACCEPTED,
        AwaitedParty.HERSELF,
        TODAY + timedelta(30),
    )
    assert yes.last.on == TODAY
    again = referrals.answer(book, "KML", "1", ReferralReply.NOT_YET, until=date(2027, 2, 1)).referral
    assert (again.state, again.until) == (ReferralState.ACCEPTED, date(2027, 2, 1))


def test_a_refusal_has_its_reason_and_what_was_done_says_what_came_of_it(book):
    referrals.add(book, "KML", MEDICAL)
    referrals.add(book, "KML", LEGAL)
    with pytest.raises(Invalid):
        referrals.answer(book, "KML", "1", ReferralReply.REFUSED)
    with pytest.raises(Invalid):
        referrals.finish(book, "KML", "2", " ", done=True)

    refused = referrals.answer(book, "KML", "1", ReferralReply.REFUSED, note="No place.")
    done = referrals.finish(book, "KML", "2", "They gave no time.", done=False)

    assert (refused.referral.state, done.referral.state) == (ReferralState.REFUSED, ReferralState.NOT_DONE)
    assert done.case.open_referrals == ()


def test_a_referral_is_closed_once_and_its_steps_go_forward(book):
    referrals.add(book, "KML", MEDICAL, on=date(2026, 11, 10))
    with pytest.raises(Refused, match="2026-11-10"):
        referrals.withdraw(book, "KML", "1", "No need.", on=date(2026, 11, 9))

    referrals.withdraw(book, "KML", "1", "She is well.")

    with pytest.raises(Refused, match="withdrawn"):
        referrals.finish(book, "KML", "1", "Well.", done=True)
    with pytest.raises(Missing):
        referrals.withdraw(book, "KML", "7", "No need.")


def test_what_two_laptops_closed_was_closed_by_the_first(book):
    sent = referrals.add(book, "KML", MEDICAL, on=date(2026, 11, 1)).referral
    case_id = book.find("KML")
    from followup.case.facts import ReferralDone, ReferralWithdrawn

    book.write(case_id, ReferralWithdrawn(sent.id, "Not wanted."), on=date(2026, 11, 5))
    book.write(case_id, ReferralDone(sent.id, done=True, came_of="Helped."), on=date(2026, 11, 6))

    (one,) = book.case(case_id).referrals
    assert (one.state, one.closed_on) == (ReferralState.WITHDRAWN, date(2026, 11, 5))


def test_past_its_day_it_stands_on_the_agenda_and_needs_attention_until_it_is_closed(book):
    referrals.add(book, "KML", MEDICAL, on=date(2026, 11, 1))

    (row,) = [row for row in case_rows(book) if row.code == "KML-1"]
    item = next(one for one in agenda_of(book, everybody=True).items if one.row.code == "KML-1")
    assert (row.referrals[0].until, item.referrals) == (date(2026, 11, 15), row.referrals)
    assert Alert.REFERRAL_PAST in row.alerts
    assert "referral_past" in {one.finding.rule for one in attention_of(book, "KML").findings}

    referrals.finish(book, "KML", "1", "Tablets.", done=True)

    (row,) = [row for row in case_rows(book) if row.code == "KML-1"]
    assert (row.referrals, Alert.REFERRAL_PAST in row.alerts) == ((), False)


def test_where_nothing_else_is_to_be_done_the_referral_is_why_she_is_listed(book):
    long_ago = a_casebook(a_graduate("NEW-1", returned=f"{TODAY - timedelta(5)}"))
    agreed(long_ago, Purpose.REFERRAL_MEDICAL, code="NEW")
    referrals.add(long_ago, "NEW", MEDICAL, on=TODAY - timedelta(4))

    assert not agenda_of(long_ago).items
    (item,) = agenda_of(long_ago, days=10).items
    assert (item.why, item.first) == (AgendaReason.REFERRAL, TODAY + timedelta(10))


def test_her_no_to_a_service_is_told_while_a_referral_to_it_is_open(book):
    referrals.add(book, "KML", MEDICAL)
    book.write(book.find("KML"), ConsentWithdrawn((Purpose.REFERRAL_MEDICAL,)))

    assert "referral_unwanted" in {one.finding.rule for one in attention_of(book, "KML").findings}
    referrals.withdraw(book, "KML", "1", "She does not want it any more.")
    assert "referral_unwanted" not in {one.finding.rule for one in attention_of(book, "KML").findings}


def test_what_ends_her_follow_up_tells_of_open_referrals_and_they_stay_on_the_list(book):
    referrals.add(book, "KML", MEDICAL)

    ended = outcomes.record(book, "KML", Ended(OutcomeKind.MOVED_AWAY))

    assert [one.said.service for one in ended.referrals] == [ReferralService.MEDICAL]
    assert [case.code for case, _, _ in referrals.open_referrals(book)] == ["KML-1"]
    with pytest.raises(Refused, match="has ended"):
        referrals.add(book, "KML", LEGAL)
    assert referrals.finish(book, "KML", "1", "Tablets.", done=True).referral.state is ReferralState.DONE


def test_referrals_go_with_her_when_she_goes_home_again_and_into_a_case_made_one(book):
    referrals.add(book, "KML", MEDICAL)
    outcomes.record(book, "KML", Ended(OutcomeKind.MOVED_AWAY))
    book.write(book.find("KML"), ReturnedAgain(TODAY, "monthly-24"))
    assert len(book.case(book.find("KML")).open_referrals) == 1

    other = a_casebook(a_graduate(), a_graduate("OTH-1", name="Other"))
    agreed(other, Purpose.REFERRAL_MEDICAL, code="OTH")
    referrals.add(other, "OTH", MEDICAL)
    assert len(merging.merge(other, "KML", "OTH").part.referrals) == 1
    assert [number for number, _ in numbered(other.case(other.find("KML")).referrals)] == [1]


def test_the_list_is_of_everybody_by_day_of_one_worker_or_one_service_or_past_their_day(book):
    agreed(book, Purpose.REFERRAL_MEDICAL, code="OTH")
    referrals.add(book, "KML", MEDICAL)
    referrals.add(book, "KML", LEGAL, on=date(2026, 11, 1))
    referrals.add(book, "OTH", MEDICAL, on=date(2026, 11, 20))

    def listed(**wanted):
        return [(case.code, number) for case, number, _ in referrals.open_referrals(book, **wanted)]

    assert listed() == [("KML-1", 2), ("OTH-1", 1), ("KML-1", 1)]
    assert listed(worker="KB") == [("OTH-1", 1)]
    assert listed(service=ReferralService.LEGAL) == listed(past=True) == [("KML-1", 2)]


def test_an_answer_on_paper_comes_back_with_a_reference_that_leads_to_her(book):
    sent = referrals.add(book, "KML", MEDICAL).referral

    assert [case.code for case, _, _ in referrals.referred_to_by(book, sent.reference.lower())] == ["KML-1"]
    assert not list(referrals.referred_to_by(book, "R-000000"))


def test_what_can_be_closed_no_more_since_she_was_erased_is_on_no_list(book):
    referrals.add(book, "KML", MEDICAL)
    outcomes.record(book, "KML", Ended(OutcomeKind.MOVED_AWAY))
    erasure.erase(book, "KML", decisions={text.text: "" for text in erasure.erase(book, "KML", dry_run=True).texts})

    with pytest.raises(Refused, match="nothing more is written"):
        referrals.finish(book, "KML", "1", "Tablets.", done=True)
    assert [*referrals.open_referrals(book)] == []
