"""The check of a plan on the day it is entered.

- Vanna's plan lights up red; Bopha's does not
- each rule speaks when it should, with this plan's figures, and is silent otherwise
- more customers never add a warning about too few
"""

import json
from decimal import Decimal
from fractions import Fraction
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followup.case.business.money import Currency
from followup.case.business.plan import (
    CostKind,
    Customers,
    Item,
    Loan,
    MonthlyCost,
    PaidBy,
    Partner,
    PartnerRole,
    Price,
)
from followup.case.business.rule_inputs import PlanContext, PlanThresholds
from followup.case.business.rules import PLAN_RULES, check_business_plan
from followup.case.thresholds import read_thresholds
from followup.case.vocabulary import RiskKind, RiskLevel, Severity
from followup.errors import Invalid
from followup.values import replace

from .plan_builders import a_cost, a_plan, customers, dollars, plans, riel, sisters
from .published_plans import BOPHA_CONTEXT, VANNA_CONTEXT, published

TRAINED = PlanContext(modules=("hairdressing", "small-business"))
DANGER, CONCERN, WATCH = Severity.DANGER, Severity.CONCERN, Severity.WATCH


def found(plan, context=TRAINED):
    """Severity by rule."""
    return {warning.rule: warning.severity for warning in check_business_plan(plan, context)}


def sentence(rule, plan, context=TRAINED):
    (words,) = (warning.sentence for warning in check_business_plan(plan, context) if warning.rule == rule)
    return words


# --- the two published plans ----------------------------------------------------------------------


def test_vannas_plan_lights_up_red_on_the_day_it_is_entered():
    warnings = check_business_plan(published("vanna"), VANNA_CONTEXT)

    assert RiskLevel.of(warning.severity for warning in warnings) is RiskLevel.HIGH
    assert {warning.rule: warning.severity for warning in warnings} == {
        "below_break_even": DANGER,
        "take_home": CONCERN,
        "below_garment_wage": WATCH,
        "too_few_to_share": CONCERN,
        "nobody_in_charge": CONCERN,
        "no_business_training": CONCERN,
        "one_trade_only": WATCH,
        "electricity_too_high": CONCERN,
    }


def test_vannas_warnings_say_what_her_case_teaches():
    said = [warning.sentence for warning in check_business_plan(published("vanna"), VANNA_CONTEXT)]

    assert said[0] == (
        "The plan cannot break even. At 2 to 3 customers a day a month brings in 130,000 riel and costs 230,000 riel. "
        "It takes 4.5 customers a day."
    )
    assert "Three partners share fewer than three customers a day at 2,000 riel." in said
    assert "Three partners, and nobody is in charge." in said
    assert "She was not trained in running a small business." in said


@pytest.mark.parametrize("costs_less", [0, 25, 40])
def test_vannas_plan_is_red_even_if_the_assumed_costs_are_too_high_by_so_many_percent(costs_less):
    plan = published("vanna")
    cheaper = tuple(
        replace(cost, amount=riel(int(cost.amount.amount) * (100 - costs_less) // 100)) for cost in plan.costs
    )

    assert found(replace(plan, costs=cheaper), VANNA_CONTEXT)["below_break_even"] is DANGER


def test_bophas_plan_is_not_red_and_says_that_it_does_not_yet_support_her_fully():
    warnings = check_business_plan(published("bopha"), BOPHA_CONTEXT)

    assert RiskLevel.of(warning.severity for warning in warnings) is RiskLevel.LOW
    assert [warning.rule for warning in warnings] == ["below_garment_wage", "no_business_training"]
    assert warnings[0].sentence == (
        "99,250 riel a month is left for each who shares; garment work pays about 200,000 riel after the first month."
    )


# --- each rule ------------------------------------------------------------------------------------


def test_a_sound_plan_is_left_in_peace():
    assert found(a_plan()) == {}


def test_a_plan_that_breaks_even_only_on_good_days_is_a_concern():
    plan = a_plan(customers=customers(1, 10))

    assert found(plan)["below_break_even"] is CONCERN
    assert sentence("below_break_even", plan).startswith(
        "The plan breaks even only on good days. At one customer a day a month brings in 52,000 riel"
    )


def test_exactly_breaking_even_is_breaking_even():
    assert "below_break_even" not in found(a_plan(customers=customers(2), costs=a_cost(CostKind.OTHER, 104_000)))


def test_free_work_is_said_to_be_free():
    assert "no number of customers is enough" in sentence("below_break_even", a_plan(prices=(Price("cut", riel(0)),)))


def test_an_unfinished_plan_never_looks_good():
    assert found(a_plan(prices=()))["no_prices"] is CONCERN
    assert found(a_plan(costs=()))["no_costs"] is CONCERN


def test_without_prices_nothing_is_said_about_takings():
    loan = Loan(dollars("100"), dollars("10"), 12)
    unpriced = a_plan(prices=(), loan=loan, costs=a_cost(CostKind.RENT, 50_000), start_up_money=riel(1))

    assert found(unpriced) == {"no_prices": CONCERN}


def test_what_must_be_taken_home_is_measured_on_expected_and_on_poor_days():
    poor_days = a_plan(customers=customers(2, 12))
    most_days = a_plan(customers=customers("2.5"))

    assert found(poor_days)["take_home"] is WATCH
    assert found(most_days)["take_home"] is CONCERN
    assert sentence("take_home", most_days) == (
        "50,000 riel a month must be taken home, and 30,000 riel is left to share at 2.5 customers a day."
    )


def test_a_plan_says_what_each_who_shares_must_take_home():
    silent = a_plan(partners=(*sisters(2, in_charge=True), Partner(PartnerRole.HUSBAND, shares=False)))

    assert found(silent)["take_home_not_said"] is WATCH
    assert "two of two who share" in sentence("take_home_not_said", silent)


def test_less_than_garment_work_pays_is_watched_in_either_currency():
    plan = a_plan(customers=customers(5))

    assert found(plan) == {"below_garment_wage": WATCH}
    assert found(replace(plan, currency=Currency.USD)) == {"below_garment_wage": WATCH}
    assert "$40.00 a month is left" in sentence("below_garment_wage", replace(plan, currency=Currency.USD))


@pytest.mark.parametrize(
    ("count", "a_day", "warned"), [(3, "2.9", True), (3, 3, False), (2, 1, True), (1, "0.5", False)]
)
def test_partners_need_a_customer_a_day_each(count, a_day, warned):
    plan = a_plan(partners=sisters(count, in_charge=True), customers=customers(a_day))

    assert ("too_few_to_share" in found(plan)) is warned


def test_partners_need_one_who_decides_and_one_alone_does_not():
    undecided = sisters(2)
    chosen = (undecided[0], replace(undecided[1], in_charge=True))

    assert found(a_plan(partners=undecided))["nobody_in_charge"] is CONCERN
    assert "nobody_in_charge" not in found(a_plan(partners=chosen))
    assert "nobody_in_charge" not in found(a_plan(partners=undecided[:1]))


@pytest.mark.parametrize(
    ("modules", "severity"), [(None, WATCH), ((), CONCERN), (("hairdressing",), CONCERN), (("small-business",), None)]
)
def test_nobody_opens_a_business_without_business_training(modules, severity):
    assert found(a_plan(), PlanContext(modules=modules)).get("no_business_training") is severity


@pytest.mark.parametrize(("others", "warned"), [(0, False), (2, False), (3, True), (40, True)])
def test_graduates_with_one_trade_in_one_district_are_counted(others, warned):
    assert ("same_trade_nearby" in found(a_plan(), replace(TRAINED, same_trade_nearby=others))) is warned


def test_partners_with_one_trade_are_watched_and_a_second_trade_or_a_helper_answers_it():
    hairdressers = sisters(3)
    with_a_seamstress = (*hairdressers[:2], replace(hairdressers[2], trade="sewing"))
    with_a_relative = (*hairdressers, Partner(PartnerRole.RELATIVE))

    assert found(a_plan(partners=hairdressers))["one_trade_only"] is WATCH
    assert "one_trade_only" not in found(a_plan(partners=with_a_seamstress))
    assert "one_trade_only" not in found(a_plan(partners=with_a_relative))


@pytest.mark.parametrize(("days", "warned"), [(19, True), (20, False)])
def test_a_business_is_open_most_days(days, warned):
    assert ("open_few_days" in found(a_plan(days_open=days))) is warned


@pytest.mark.parametrize(
    ("kind", "rule", "most"),
    [(CostKind.RENT, "rent_too_high", 173_333), (CostKind.ELECTRICITY, "electricity_too_high", 130_000)],
)
def test_rent_and_electricity_may_take_only_so_much_of_takings(kind, rule, most):
    assert rule not in found(a_plan(costs=a_cost(kind, most)))
    assert found(a_plan(costs=a_cost(kind, most + 1)))[rule] is CONCERN


def test_start_up_money_must_last_until_customers_come():
    plan = a_plan(customers=customers(2), start_up_money=riel(100_000))

    assert found(plan)["start_up_money_short"] is CONCERN
    assert sentence("start_up_money_short", plan) == "The start-up money is spent after 2.1 months."
    assert "start_up_money_short" not in found(replace(plan, start_up_money=riel(138_000)))


def test_an_instalment_that_cannot_be_paid_is_a_danger():
    plan = a_plan(customers=customers(2), loan=Loan(riel(60_000), riel(5_000), 12))

    assert found(plan)["instalment_not_covered"] is DANGER
    assert "5,000 riel a month, and 4,000 riel is left to pay it from" in sentence("instalment_not_covered", plan)
    assert found(replace(plan, customers=customers(2, 10)))["instalment_not_covered"] is CONCERN
    assert "instalment_not_covered" not in found(replace(plan, customers=customers(3)))


def test_a_debt_of_more_than_six_months_takings_is_a_concern():
    half_a_year = 6 * 520_000

    assert found(a_plan(loan=Loan(riel(half_a_year), riel(1000), 1))) == {}
    assert found(a_plan(loan=Loan(riel(half_a_year + 1), riel(1000), 1))) == {"debt_too_large": CONCERN}


def test_what_is_bought_on_credit_has_its_loan_written_down():
    pigs = Item("piglets", dollars("15"), PaidBy.MICRO_CREDIT, 2)

    assert found(a_plan(items=(pigs,))) == {"credit_without_loan": WATCH}
    assert found(a_plan(items=(pigs,), loan=Loan(dollars("30"), dollars("3"), 10))) == {}


# --- all rules ------------------------------------------------------------------------------------


def test_every_rule_has_a_reason_of_one_or_two_sentences():
    assert len({rule.name for rule in PLAN_RULES}) == len(PLAN_RULES)
    for rule in PLAN_RULES:
        assert rule.reason.endswith(".")
        assert 40 < len(rule.reason) < 160
        assert "\n" not in rule.reason


def test_debt_raises_debt_and_quarrels_raise_quarrels():
    risks = {rule.name: rule.risk for rule in PLAN_RULES}

    assert risks["instalment_not_covered"] is RiskKind.DEBT
    assert risks["too_few_to_share"] is RiskKind.PARTNERS_CONFLICT
    assert risks["nobody_in_charge"] is RiskKind.NO_SUPERVISOR
    assert risks["below_break_even"] is RiskKind.BELOW_BREAK_EVEN


ABOUT_CUSTOMERS = (
    *("below_break_even", "take_home", "below_garment_wage", "too_few_to_share", "rent_too_high"),
    *("electricity_too_high", "start_up_money_short", "instalment_not_covered", "debt_too_large"),
)


@given(plans, st.decimals(0, 50, places=2), st.decimals(0, 50, places=2))
def test_more_customers_never_add_a_warning_nor_make_one_graver(plan, at_worst, at_best):
    low = plan.customers.low + min(at_worst, at_best)
    more = replace(plan, customers=Customers(low, max(low, plan.customers.high + max(at_worst, at_best))))

    before, after = found(plan), found(more)

    for rule in ABOUT_CUSTOMERS:
        grave_before, grave_after = before.get(rule), after.get(rule)
        assert (grave_after.rank if grave_after else -1) <= (grave_before.rank if grave_before else -1)


@given(plans, st.integers(1, 500_000))
def test_one_more_cost_never_takes_away_a_danger(plan, amount):
    dearer = replace(plan, costs=(*plan.costs, MonthlyCost(CostKind.OTHER, riel(amount))))

    assert DANGER not in found(plan).values() or DANGER in found(dearer).values()


@given(plans)
def test_any_plan_can_be_checked_and_every_sentence_is_whole(plan):
    for warning in check_business_plan(plan, PlanContext()):
        assert warning.sentence[0].isupper() or warning.sentence[0].isdigit() or warning.sentence[0] == "$"
        assert warning.sentence.endswith(".")
        assert "{" not in warning.sentence


# --- thresholds are data --------------------------------------------------------------------------


def shipped():
    return json.loads(files("followup_data").joinpath("plan_rules.json").read_text(encoding="utf-8"))


def test_the_shipped_thresholds_are_the_defaults():
    assert read_thresholds(PlanThresholds, shipped()) == PlanThresholds()
    assert set(shipped()) == set(PlanThresholds.__slots__)


def test_an_organisation_may_draw_the_line_elsewhere():
    stricter = replace(
        TRAINED, thresholds=read_thresholds(PlanThresholds, {"customers_per_partner": "4", "rent_share": "0.2"})
    )

    assert stricter.thresholds.rent_share == Fraction(1, 5)
    assert "too_few_to_share" in found(a_plan(partners=sisters(3, in_charge=True)), stricter)


@pytest.mark.parametrize(
    "broken", [{"rent_share": "a third"}, {"rent_share": 0.33}, {"unknown": "1"}, {"rent_share": "1/0"}]
)
def test_broken_thresholds_are_refused(broken):
    with pytest.raises(Invalid):
        read_thresholds(PlanThresholds, broken)


def test_a_share_is_a_weight_and_need_not_add_up_to_a_hundred():
    halves = a_plan(prices=(Price("cut", riel(2000), Decimal("0.5")), Price("wash", riel(2000), Decimal("0.5"))))

    assert found(halves) == found(a_plan())
