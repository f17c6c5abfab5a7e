"""A case is what its facts add up to: any order of arrival, any day, and withdrawn entries leave nothing behind."""

from datetime import UTC, date, datetime, timedelta
from itertools import count

from hypothesis import given
from hypothesis import strategies as st

from followup.case.facts import (
    Amended,
    Body,
    Ended,
    Fact,
    FlagCleared,
    Flagged,
    FlagReviewed,
    HandedOver,
    Identified,
    MilestoneReached,
    Moved,
    Opened,
    Reopened,
    Visited,
    Withdrawn,
    effective,
)
from followup.case.outcome_words import MilestoneStanding, OutcomeKind
from followup.case.replay import replay
from followup.case.visit_words import ContactMethod
from followup.case.vocabulary import RiskKind, RiskLevel, Severity
from tests.case.any_facts import journals

HOME = date(2026, 1, 31)
ALWAYS = date.max
_numbers = count(1)


def fact(body: Body, on: date = HOME, minutes: int | None = None, device: str = "a1") -> Fact:
    number = next(_numbers)
    at = datetime(2026, 2, 1, tzinfo=UTC) + timedelta(minutes=number if minutes is None else minutes)
    return Fact(f"{number:016x}", at, on, device, number, "SN", body)


OPENED = fact(Opened("SR-1", HOME, worker="SN"))


@given(journals(), st.randoms())
def test_a_case_does_not_depend_on_the_order_in_which_facts_arrive(journal, chance):
    shuffled = chance.sample(journal, len(journal))

    assert replay("c", shuffled, ALWAYS) == replay("c", journal, ALWAYS)


@given(journals(), st.data())
def test_two_laptops_that_share_their_facts_hold_the_same_case(journal, data):
    mine = data.draw(st.lists(st.sampled_from(journal), unique_by=id) if journal else st.just([]))
    theirs = [fact for fact in journal if fact not in mine] + mine[:2]

    assert replay("c", mine + theirs, ALWAYS) == replay("c", theirs + mine, ALWAYS) == replay("c", journal, ALWAYS)


@given(journals(), st.data())
def test_withdrawn_facts_leave_no_effect(journal, data):
    journal = [fact for fact in journal if not isinstance(fact.body, Withdrawn)]
    gone = data.draw(st.lists(st.sampled_from(journal), unique_by=id) if journal else st.just([]))
    last = datetime(2027, 1, 1, tzinfo=UTC)
    withdrawals = [
        Fact(f"w{at}", last, HOME, "a1", at, "SN", Withdrawn(one.id, "a mistake")) for at, one in enumerate(gone)
    ]

    after = replay("c", journal + withdrawals, ALWAYS)

    assert after == replay("c", [fact for fact in journal if fact not in gone], ALWAYS)


def test_a_withdrawal_can_itself_be_withdrawn():
    moved = fact(HandedOver("CV"))
    mistake = fact(Withdrawn(moved.id, "wrong graduate"))
    sorry = fact(Withdrawn(mistake.id, "it was right after all"))

    assert replay("c", [OPENED, moved, mistake], ALWAYS).worker == "SN"
    assert replay("c", [OPENED, moved, mistake, sorry], ALWAYS).worker == "CV"


@given(journals(), st.dates(date(2024, 1, 1), date(2027, 12, 31)))
def test_a_case_as_of_a_day_knows_only_what_was_true_by_then(journal, day):
    withdrawn = {fact.body.fact for fact in journal if isinstance(fact.body, Withdrawn)}
    by_then = [fact for fact in journal if fact.on <= day or isinstance(fact.body, Withdrawn) or fact.id in withdrawn]

    assert replay("c", journal, day) == replay("c", by_then, day)


def test_what_was_known_at_an_instant_leaves_out_what_was_written_later():
    raised = fact(Flagged(RiskKind.DEBT, Severity.DANGER, "owes", "SN", HOME), minutes=10)
    withdrawn = fact(Withdrawn(raised.id, "another graduate"), minutes=20)
    known = datetime(2026, 2, 1, 0, 15, tzinfo=UTC)

    assert replay("c", [OPENED, raised, withdrawn], ALWAYS, known).risk is RiskLevel.HIGH
    assert replay("c", [OPENED, raised, withdrawn], ALWAYS).risk is RiskLevel.LOW


def test_an_edit_changes_what_it_names_and_nothing_else():
    named = fact(Identified(name="Sok", village="Prek"))
    moved = fact(Identified(village="Svay"))
    amended = fact(Amended(trade="sewing"))

    case = replay("c", [OPENED, named, moved, amended], ALWAYS)

    assert (case.identity.name, case.identity.village) == ("Sok", "Svay")
    assert (case.trade, case.policy, case.code) == ("sewing", "monthly-36", "SR-1")


def test_what_is_emptied_is_taken_away():
    case = replay("c", [OPENED, fact(Identified(phone="012 345 678")), fact(Identified(phone=""))], ALWAYS)

    assert case.identity.phone == ""


def test_without_identity_the_programmes_facts_still_stand():
    identity = fact(Identified(name="Sok"))
    erased = fact(Withdrawn(identity.id, "she asked for it"))

    case = replay("c", [OPENED, identity, erased], ALWAYS)

    assert (case.code, case.identity.name) == ("SR-1", "")


def test_a_flag_is_as_grave_as_its_last_review_says_and_was_as_grave_as_it_was():
    raised = fact(Flagged(RiskKind.VIOLENCE, Severity.DANGER, "hit", "SN", HOME), on=date(2026, 3, 1))
    calmer = fact(FlagReviewed(raised.id, Severity.WATCH, "calm", date(2026, 5, 1)), on=date(2026, 4, 1))
    cleared = fact(FlagCleared(raised.id, "he moved out"), on=date(2026, 5, 1))
    journal = [OPENED, raised, calmer, cleared]

    assert replay("c", journal, date(2026, 3, 15)).risk is RiskLevel.HIGH
    assert replay("c", journal, date(2026, 4, 15)).risk is RiskLevel.LOW
    assert replay("c", journal, ALWAYS).open_flags == ()
    assert replay("c", journal, ALWAYS).danger_periods() == ((date(2026, 3, 1), date(2026, 4, 1)),)


def test_a_danger_that_still_holds_has_no_end():
    raised = fact(Flagged(RiskKind.VIOLENCE, Severity.DANGER, "hit", "SN", HOME), on=date(2026, 3, 1))

    assert replay("c", [OPENED, raised], ALWAYS).danger_periods() == ((date(2026, 3, 1), None),)


def test_two_visits_on_one_day_are_both_kept():
    home = ContactMethod.HOME_VISIT
    visits = [fact(Visited(home, note="a"), device="a1"), fact(Visited(home, note="b"), device="b2")]

    assert [visit.said.note for visit in replay("c", [OPENED, *visits], ALWAYS).visits] == ["a", "b"]


def test_a_case_that_has_arrived_without_its_beginning_is_not_open_yet():
    case = replay("c", [fact(Visited(ContactMethod.PHONE))], ALWAYS)

    assert not case.is_open
    assert replay("c", [*([fact(Visited(ContactMethod.PHONE))]), OPENED], ALWAYS).is_open


ENDED = fact(Ended(OutcomeKind.MOVED_AWAY), on=date(2026, 5, 1))
REOPENED = fact(Reopened("She came back."), on=date(2026, 6, 1))


def test_a_reopening_lets_follow_up_go_on_and_keeps_the_outcome_with_its_day():
    case = replay("c", [OPENED, ENDED, REOPENED], ALWAYS)

    assert case.end is None
    assert [(one.said.ending, one.on, one.reopened_on) for one in case.endings] == [
        (OutcomeKind.MOVED_AWAY, date(2026, 5, 1), date(2026, 6, 1))
    ]
    assert replay("c", [OPENED, ENDED, REOPENED], date(2026, 5, 31)).end is not None


def test_a_reopening_of_what_has_not_ended_changes_nothing():
    early = fact(Reopened("She came back."), on=date(2026, 4, 1))

    assert replay("c", [OPENED, early, ENDED], ALWAYS).end is not None
    assert replay("c", [OPENED, early], ALWAYS).endings == ()


def test_a_second_outcome_after_a_reopening_holds_and_the_first_stays():
    died = fact(Ended(OutcomeKind.DIED), on=date(2026, 8, 1))

    case = replay("c", [OPENED, ENDED, REOPENED, died], ALWAYS)

    assert case.end == case.endings[1]
    assert [one.reopened_on for one in case.endings] == [date(2026, 6, 1), None]


def test_two_outcomes_from_two_laptops_are_both_kept_and_reopened_together():
    other = fact(Ended(OutcomeKind.NO_CONTACT), on=date(2026, 5, 3), device="b2")

    assert len(replay("c", [OPENED, ENDED, other], ALWAYS).endings) == 2
    assert replay("c", [OPENED, ENDED, other, REOPENED], ALWAYS).end is None


def test_a_visit_moved_into_the_time_between_loses_that_day():
    moves = [fact(Moved(4, date(2026, 5, 20), "harvest")), fact(Moved(6, date(2026, 7, 20), "harvest"))]

    assert replay("c", [OPENED, *moves, ENDED, REOPENED], ALWAYS).moves == {6: date(2026, 7, 20)}


def test_milestones_are_kept_with_their_day_and_two_of_one_month_both():
    said = [
        fact(MilestoneReached(12, one), on=date(2027, 2, 1))
        for one in (MilestoneStanding.NOT_YET, MilestoneStanding.IN_EDUCATION)
    ]

    case = replay("c", [OPENED, *said], ALWAYS)

    assert [(one.month, one.on, one.said.standing) for one in case.milestones] == [
        (12, date(2027, 2, 1), MilestoneStanding.NOT_YET),
        (12, date(2027, 2, 1), MilestoneStanding.IN_EDUCATION),
    ]


@given(journals())
def test_replay_order_is_by_the_day_and_then_by_the_writing(journal):
    held = effective(journal)

    assert list(held) == sorted(held, key=lambda one: (one.on, one.at, one.device, one.seq, one.id))


def test_a_review_dated_after_the_clearance_by_another_laptop_does_not_make_her_in_danger_again():
    raised = fact(Flagged(RiskKind.VIOLENCE, Severity.DANGER, "hit", "SN", HOME), on=date(2026, 3, 1))
    cleared = fact(FlagCleared(raised.id, "he moved out"), on=date(2026, 5, 1))
    later = fact(FlagReviewed(raised.id, Severity.DANGER, "calm", date(2026, 7, 1)), on=date(2026, 6, 1))

    case = replay("c", [OPENED, raised, cleared, later], ALWAYS)

    assert case.danger_periods() == ((date(2026, 3, 1), date(2026, 5, 1)),)
