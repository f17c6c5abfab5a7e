"""Attention: what each rule finds, on both sides of its threshold; and what it then calls for.

She is met every month unless a test says otherwise, so that each finds one thing only.
"""

import inspect
from datetime import timedelta
from decimal import Decimal

import pytest

from followup.case.facts import (
    Attempted,
    Ended,
    FlagCleared,
    Flagged,
    FlagReviewed,
    Identified,
    Paused,
    Planned,
    Promised,
    PromiseSettled,
    Tapered,
)
from followup.case.outcome_words import OutcomeKind
from followup.case.thresholds import read_thresholds
from followup.case.visit_words import AttemptReason, ContactMethod, WellbeingDomain
from followup.case.vocabulary import RiskKind, Severity
from followup.errors import Invalid
from followup.monitoring import attention as rules
from followup.monitoring.attention import attention_findings, unflagged
from followup.monitoring.attention_inputs import AttentionLimits
from followup.monitoring.case_row import Alert, FollowUpState
from followup.services.attention import limits
from followup.values import replace
from followup_data import shipped
from tests.monitoring.cases import TODAY, a_look, a_month, a_plan, a_score, a_visit, days_ago


def found(look, rule):
    return [finding for finding in attention_findings(look) if finding.rule == rule]


def said(look, rule):
    return [finding.sentence for finding in found(look, rule)]


def months(*told, every=30):
    """Visits with these months, the last of them ten days ago."""
    return [(10 + every * (len(told) - 1 - at), a_visit(month=month)) for at, month in enumerate(told)]


def scored(*scores):
    return [(10 + 30 * (len(scores) - 1 - at), a_visit(scores=(score,))) for at, score in enumerate(scores)]


# --- the rules themselves -------------------------------------------------------------------------------------------


def test_the_shipped_thresholds_are_the_defaults():
    assert limits() == AttentionLimits()
    assert shipped.attention_thresholds().keys() == set(inspect.signature(AttentionLimits).parameters)


@pytest.mark.parametrize("wrong", [{"own_apart": "x"}, {"own_apart": 2}, {"unknown": "1"}, {"stock_left": "1/0"}])
def test_thresholds_that_cannot_be_read_are_refused(wrong):
    with pytest.raises(Invalid):
        read_thresholds(AttentionLimits, wrong)


def test_there_is_one_rule_for_each_alert_and_each_has_its_reason():
    assert [rule.name for rule in rules.RULES] == list(Alert)
    assert all(len(rule.reason) > 40 for rule in rules.RULES)


def test_a_case_in_which_all_is_well_needs_no_attention():
    assert attention_findings(a_look()) == ()


def test_the_gravest_comes_first_and_nothing_is_found_once_follow_up_has_ended():
    worries = [*scored(a_score(3), a_score(1)), (9, Promised("A visit", "SN", days_ago(1)))]

    assert [one.severity for one in attention_findings(a_look(*worries))] == [Severity.DANGER, Severity.WATCH]
    assert attention_findings(a_look(*worries, (0, Ended(OutcomeKind.SELF_SUPPORTING)))) == ()


def test_what_an_open_flag_says_already_is_told_apart():
    look = a_look(*scored(a_score(1, domain=WellbeingDomain.PHYSICAL_HEALTH)))
    flag = Flagged(RiskKind.HEALTH, Severity.WATCH, "She coughs.", "SN", TODAY)
    flagged = a_look(*scored(a_score(1, domain=WellbeingDomain.PHYSICAL_HEALTH)), (5, flag))

    assert len(unflagged(look.case, attention_findings(look))) == 1
    assert unflagged(flagged.case, attention_findings(flagged)) == ()


def test_a_flag_of_the_kind_other_is_about_what_its_note_says():
    worry = scored(a_score(1))
    (finding,) = found(a_look(*worry), "wellbeing_in_danger")
    same = Flagged(RiskKind.OTHER, Severity.DANGER, f"Attention: {finding.sentence}", "SN", TODAY)
    another = replace(same, note="She wants to move.")

    assert finding.risk is RiskKind.OTHER
    for flag, open_ones in ((same, 0), (another, 1)):
        look = a_look(*worry, (5, flag))
        assert len(unflagged(look.case, attention_findings(look))) == open_ones


# --- is she seen ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("days", "is_found"), [(59, False), (60, True), (90, True)])
def test_not_met_for_60_days(days, is_found):
    assert bool(found(a_look(met=days), "not_met")) is is_found


def test_whom_nobody_ever_met_counts_from_the_day_she_went_home():
    assert found(a_look(met=None, returned=days_ago(60)), "not_met")
    assert not found(a_look(met=None, returned=days_ago(59)), "not_met")


def test_a_call_is_no_meeting():
    look = a_look((5, a_visit(ContactMethod.PHONE)), met=61)

    assert said(look, "not_met") == [f"Not met for 61 days, since {days_ago(61)}."]


def test_where_no_visit_is_promised_so_soon_60_days_are_no_neglect():
    quarterly = a_look(met=None, returned=days_ago(70), policy="months-3-and-6")
    late = a_look(met=None, returned=days_ago(101), policy="months-3-and-6")
    tapered = a_look((62, Tapered(3, 3, "All is well.", agreed=True, second="KB")), met=61)
    paused = a_look((50, Paused(days_ago(50), TODAY + timedelta(30), "She is with her aunt.")), met=61)

    assert not any(found(look, "not_met") for look in (quarterly, tapered, paused))
    assert found(late, "not_met")


def test_who_has_not_returned_yet_is_nobodys_neglect():
    look = a_look(met=None, returned=TODAY + timedelta(10))

    assert (look.state, look.unmet_from) == (FollowUpState.EXPECTED, None)


@pytest.mark.parametrize(("tries", "severity"), [(0, None), (1, Severity.WATCH), (2, Severity.CONCERN)])
def test_attempts_in_a_row(tries, severity):
    look = a_look(*((9 - at, Attempted(AttemptReason.NOT_AT_HOME)) for at in range(tries)))

    assert [one.severity for one in found(look, "attempts_failed")] == [severity] * bool(tries)


def test_a_try_where_it_was_not_safe_to_come_is_graver():
    (finding,) = found(a_look((3, Attempted(AttemptReason.NOT_SAFE, safe=False))), "attempts_failed")

    assert finding.severity is Severity.CONCERN
    assert "not safe to come" in finding.sentence


def test_a_row_of_attempts_ends_when_she_is_heard_from():
    tries = [(9, Attempted(AttemptReason.NOT_AT_HOME)), (8, Attempted(AttemptReason.MOVED))]

    assert not found(a_look(*tries, (7, a_visit(ContactMethod.PHONE))), "attempts_failed")


@pytest.mark.parametrize(("met", "missed"), [(20, 0), (75, 1), (95, 2)])
def test_two_visits_missed(met, missed):
    look = a_look(met=met)

    assert look.slots_missed == missed
    assert bool(found(look, "slots_missed")) is (missed >= 2)


def test_a_safe_contact_said_to_be_wrong_stands_until_it_is_put_right():
    wrong = (9, a_visit(contact_right=False))

    assert found(a_look(wrong), "contact_wrong")
    assert not found(a_look((9, a_visit(contact_right=True))), "contact_wrong")
    assert not found(a_look(wrong, (8, a_visit(contact_right=True))), "contact_wrong")
    assert not found(a_look(wrong, (8, Identified(contact_phone="012 345 678"))), "contact_wrong")


def test_who_says_something_else_of_her_has_not_put_the_contact_right():
    wrong = (9, a_visit(contact_right=False))

    assert found(a_look(wrong, (8, Identified(village="Tang Doung"))), "contact_wrong")
    assert found(a_look((30, Identified(contact_phone="012 345 678")), wrong), "contact_wrong")


# --- how is she -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("worker", "own", "count"), [(1, None, 1), (2, 2, 0), (2, 1, 1), (None, 1, 1), (1, 1, 1)])
def test_a_domain_at_its_lowest_whoever_says_so(worker, own, count):
    look = a_look(*scored(a_score(worker, own)))

    assert len(found(look, "wellbeing_in_danger")) == count
    assert all(one.severity is Severity.DANGER for one in found(look, "wellbeing_in_danger"))


@pytest.mark.parametrize(
    ("before", "now", "severity"),
    [(3, 3, None), (2, 3, None), (3, 2, Severity.WATCH), (4, 2, Severity.CONCERN), (3, 1, None)],
)
def test_a_domain_down_a_step(before, now, severity):
    look = a_look(*scored(a_score(before), a_score(now)))

    assert [one.severity for one in found(look, "wellbeing_fell")] == [severity] * bool(severity)


def test_each_domain_is_a_finding_of_its_own_nearest_to_a_risk():
    both = [
        a_score(n, domain=domain) for n in (4, 3) for domain in (WellbeingDomain.SOCIAL_SUPPORT, WellbeingDomain.SAFETY)
    ]
    look = a_look((40, a_visit(scores=tuple(both[:2]))), (10, a_visit(scores=tuple(both[2:]))))

    assert {one.risk for one in found(look, "wellbeing_fell")} == {RiskKind.ISOLATION, RiskKind.OTHER}


@pytest.mark.parametrize(
    ("worker", "own", "severity"), [(3, 2, None), (4, 2, Severity.CONCERN), (2, 4, Severity.WATCH), (4, None, None)]
)
def test_her_own_rating_two_steps_from_the_workers(worker, own, severity):
    look = a_look(*scored(a_score(worker, own)))

    assert [one.severity for one in found(look, "own_rating_apart")] == [severity] * bool(severity)


# --- how is her business --------------------------------------------------------------------------------------------


def test_takings_under_costs_two_months_running():
    bad, good = a_month(60_000, 80_000), a_month(80_000, 80_000)

    assert said(a_look(*months(good, bad, bad)), "takings_under_costs") == [
        "Takings under costs two months running: 60,000 riel against 80,000 riel, 60,000 riel against 80,000 riel."
    ]
    for told in ([bad], [bad, good], [good, bad], [bad, good, bad], [bad, a_month(60_000), a_month(None, 80_000)]):
        assert not found(a_look(*months(*told)), "takings_under_costs")


def test_figures_told_twice_in_one_month_are_one_month():
    bad = a_month(60_000, 80_000)

    assert not found(a_look(*months(bad, bad, every=13)), "takings_under_costs")
    assert found(a_look(*months(bad, bad, every=14)), "takings_under_costs")


@pytest.mark.parametrize(("customers", "is_found"), [("1.9", True), ("2", False), ("2.1", False)])
def test_customers_under_break_even_by_her_plan(customers, is_found):
    told = months(a_month(customers=Decimal(customers)))

    assert bool(found(a_look((100, Planned(a_plan())), *told), "customers_below_break_even")) is is_found
    assert not found(a_look(*told), "customers_below_break_even")


@pytest.mark.parametrize(
    ("before", "now", "is_found"), [(100, 100, False), (100, 101, True), (0, 1, True), (9, 0, False)]
)
def test_debt_growing(before, now, is_found):
    look = a_look(*months(a_month(debt=before), a_month(debt=now)))

    assert bool(found(look, "debt_growing")) is is_found


@pytest.mark.parametrize(
    ("stocks", "is_found"), [((100, 51), False), ((100, 50), True), ((100, 70, 50), True), ((50,), False)]
)
def test_stock_sold_off(stocks, is_found):
    look = a_look(*months(*(a_month(stock=stock) for stock in stocks)))

    assert bool(found(look, "stock_sold_off")) is is_found


def test_assets_gone_when_no_stock_is_left_that_there_was():
    assert found(a_look(*months(a_month(stock=100), a_month(stock=0))), "assets_gone")
    assert not found(a_look(*months(a_month(stock=0))), "assets_gone")
    assert not found(a_look(*months(a_month(stock=0), a_month(stock=100))), "assets_gone")


def test_assets_gone_when_the_business_has_closed_and_then_nothing_else_is_said_of_it():
    bad = a_month(60_000, 80_000)
    closed = a_look(*months(bad, bad, a_month(open=False)))

    assert [one.rule for one in attention_findings(closed)] == ["assets_gone"]
    assert not found(a_look(*months(a_month(open=False), a_month(90_000, 80_000))), "assets_gone")


def test_a_quarrel_of_the_partners_stands_while_its_flag_is_open():
    flag = Flagged(RiskKind.PARTNERS_CONFLICT, Severity.CONCERN, "They shout.", "SN", TODAY)
    quarrel = a_look((9, flag), (100, Planned(a_plan(partners=3))))

    assert said(quarrel, "partners_quarrel") == [
        f"A quarrel of the partners was noted on {days_ago(9)}. Nobody is in charge."
    ]
    assert not found(a_look((9, flag), (3, FlagCleared("f2", "They made it up."))), "partners_quarrel")


# --- what was left undone -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("by", "is_found"), [(0, False), (1, True)])
def test_a_flag_past_its_review_date(by, is_found):
    flag = Flagged(RiskKind.DEBT, Severity.CONCERN, "A lender calls.", "SN", days_ago(by))

    assert bool(found(a_look((9, flag)), "review_past")) is is_found
    assert not found(a_look((9, flag), (0, FlagReviewed("f2", Severity.WATCH, "Paid.", TODAY))), "review_past")


@pytest.mark.parametrize(("by", "is_found"), [(0, False), (1, True)])
def test_a_promise_past_its_day(by, is_found):
    promise = Promised("Look for a stall", "SN", days_ago(by))

    assert bool(found(a_look((9, promise)), "promise_past")) is is_found
    assert not found(a_look((9, promise), (0, PromiseSettled("f2", kept=True))), "promise_past")


def test_no_sentence_repeats_what_a_worker_wrote():
    promise = Promised("Ask Sreymom's aunt", "Sophea", days_ago(2))
    flag = Flagged(RiskKind.PARTNERS_CONFLICT, Severity.DANGER, "Sreymom shouts.", "Sophea", days_ago(2))

    sentences = " ".join(one.sentence for one in attention_findings(a_look((9, promise), (9, flag))))

    assert "promise" in sentences
    assert "Sreymom" not in sentences
    assert "Sophea" not in sentences
