"""A business plan, and what it comes to in a month.

- an impossible plan cannot be made; no name fits into one
- takings, costs, what is left and for each; break-even that really breaks even; nothing divides by zero
- a plan is read from a file, every problem listed with its place and nothing repeated
"""

import json
import tomllib
from decimal import Decimal
from fractions import Fraction

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
    Plan,
    Price,
    reckon,
)
from followup.case.codec import from_json, to_json
from followup.case.forms.plan import plan_from_mapping, plan_to_mapping
from followup.errors import Invalid
from followup.values import replace

from .plan_builders import a_cost, a_plan, customers, dollars, plans, riel, sisters
from .published_plans import mapping, published

HERSELF = Partner(PartnerRole.HERSELF)


# --- an impossible plan cannot be made ------------------------------------------------------------


@pytest.mark.parametrize(
    "impossible",
    [
        lambda: a_plan(days_open=0),
        lambda: a_plan(days_open=32),
        lambda: a_plan(rate=Decimal(0)),
        lambda: a_plan(rate=Decimal("nan")),
        lambda: a_plan(partners=()),
        lambda: a_plan(partners=(HERSELF, HERSELF)),
        lambda: a_plan(partners=(replace(HERSELF, shares=False),)),
        lambda: a_plan(trade="Hair Dressing"),
        lambda: a_plan(note="a\nb"),
        lambda: a_plan(note="x" * 201),
        lambda: a_plan(start_up_money=riel(-1)),
        lambda: customers(4, 3),
        lambda: customers("-1"),
        lambda: customers("nan"),
        lambda: Price("", riel(1)),
        lambda: Price("cut ", riel(1)),
        lambda: Price("cut", riel(-1)),
        lambda: Price("cut", riel(1), Decimal(0)),
        lambda: Price("cut", riel(1), Decimal("inf")),
        lambda: Item("mirror", riel(1), PaidBy.DONATED, 0),
        lambda: Loan(riel(1), riel(1), 0),
        lambda: MonthlyCost(CostKind.RENT, riel(-1)),
        lambda: Partner(PartnerRole.HUSBAND, code="BT-07"),
        lambda: Partner(PartnerRole.GRADUATE, code="somebody's name"),
    ],
)
def test_an_impossible_plan_cannot_be_made(impossible):
    with pytest.raises(Invalid):
        impossible()


@given(plans)
def test_a_plan_survives_the_journal(plan):
    assert from_json(Plan, json.loads(json.dumps(to_json(plan)))) == plan


# --- what a month comes to ------------------------------------------------------------------------


def test_a_month_is_customers_by_days_by_average_price_less_costs_and_instalment():
    plan = a_plan(
        prices=(Price("cut", riel(2000), Decimal(3)), Price("perm", riel(6000))),
        costs=a_cost(CostKind.RENT, 60_000) + a_cost(CostKind.WATER, 10_000),
        loan=Loan(riel(300_000), riel(30_000), 12),
    )

    month = reckon(plan)

    assert month.average_price == 3000
    assert month.takings == 10 * 26 * 3000
    assert month.costs == 70_000
    assert month.left == month.left_each == 780_000 - 70_000 - 30_000
    assert month.break_even == Fraction(100_000, 26 * 3000)
    assert month.everybody_paid == Fraction(150_000, 26 * 3000)


def test_the_middle_of_the_range_is_expected_and_any_other_day_can_be_asked_for():
    plan = a_plan(customers=customers(2, 3))

    assert reckon(plan).takings == Fraction(5, 2) * 26 * 2000
    assert reckon(plan, Decimal(3)).takings == 3 * 26 * 2000


def test_dollars_and_riel_meet_at_the_plans_own_rate():
    in_riel = a_plan(prices=(Price("cut", dollars("0.50")),))
    in_dollars = replace(in_riel, currency=Currency.USD)

    assert reckon(in_riel).takings == 520_000
    assert reckon(in_dollars).takings == 130
    assert reckon(in_dollars).costs == 25


def test_who_helps_without_a_share_does_not_lessen_the_others():
    helper = Partner(PartnerRole.HUSBAND, shares=False, take_home=riel(99_999))
    plan = a_plan(partners=(*sisters(2, take_home=riel(40_000)), helper))

    month = reckon(plan)

    assert month.left_each == month.left / 2
    assert month.take_home == 80_000


def test_start_up_money_lasts_as_long_as_it_fills_what_is_missing():
    plan = a_plan(customers=customers(2), start_up_money=dollars("23"))

    assert reckon(plan).months_of_money == Fraction(92_000, 100_000 + 50_000 - 104_000) == 2


def test_start_up_money_is_never_spent_when_nothing_is_missing():
    assert reckon(a_plan(start_up_money=riel(1))).months_of_money is None


@pytest.mark.parametrize("prices", [(), (Price("cut", riel(0)),)])
def test_without_prices_no_number_of_customers_breaks_even(prices):
    month = reckon(a_plan(prices=prices))

    assert month.takings == month.average_price == 0
    assert month.break_even is month.everybody_paid is None


def test_without_costs_nobody_need_come_to_break_even():
    assert reckon(a_plan(prices=(), costs=())).break_even == 0


def test_what_was_bought_is_added_up_by_who_paid():
    plan = a_plan(
        items=(Item("scissors", dollars("2.50"), PaidBy.BOUGHT_WITH_HER, 2), Item("mirror", riel(8000), PaidBy.DONATED))
    )

    assert plan.outlay() == 28_000
    assert plan.outlay(PaidBy.BOUGHT_WITH_HER) == 20_000
    assert plan.outlay(PaidBy.MICRO_CREDIT) == 0


def test_what_is_owed_is_all_the_instalments_or_the_loan_if_they_are_less():
    assert a_plan(loan=Loan(riel(100), riel(10), 12)).owed() == 120
    assert a_plan(loan=Loan(riel(100), riel(10), 6)).owed() == 100
    assert a_plan().owed() == 0


@given(plans)
def test_break_even_really_breaks_even_and_everybody_paid_really_pays_everybody(plan):
    month = reckon(plan)

    if month.break_even:
        assert reckon(plan, month.break_even).left == 0
    if month.everybody_paid:
        assert reckon(plan, month.everybody_paid).left == month.take_home
    if month.break_even is not None and month.everybody_paid is not None:
        assert month.break_even <= month.everybody_paid


@given(plans)
def test_not_a_riel_is_lost_between_takings_and_shares(plan):
    month = reckon(plan)

    assert month.left_each * plan.sharers + month.costs + month.instalment == month.takings


@given(plans, st.sampled_from(Currency))
def test_the_currency_of_a_plan_changes_its_figures_only_by_the_rate(plan, currency):
    here, there = reckon(plan), reckon(replace(plan, currency=currency))
    factor = plan.worth(riel(1)) / replace(plan, currency=currency).worth(riel(1))

    assert there.takings * factor == here.takings
    assert there.left * factor == here.left
    assert there.break_even == here.break_even
    assert there.months_of_money == here.months_of_money


@given(plans, st.fractions(0, 50), st.fractions(0, 50))
def test_more_customers_never_leave_less(plan, some, more):
    assert reckon(plan, some).left <= reckon(plan, some + more).left


# --- the published plans --------------------------------------------------------------------------


def test_vannas_three_share_less_than_nothing():
    month = reckon(published("vanna"))

    assert month.average_price == 2000
    assert month.takings == 130_000
    assert month.left < 0
    assert month.break_even > Decimal(3)


@pytest.mark.parametrize("a_day", [3, Decimal("3.5"), 4])
def test_bopha_earns_twenty_to_thirty_dollars_as_published_once_her_costs_are_paid(a_day):
    month = reckon(replace(published("bopha"), currency=Currency.USD), a_day)

    assert 20 <= month.left_each <= 30
    assert month.takings > month.left == month.left_each
    assert month.costs > 0


@pytest.mark.parametrize("name", ["vanna", "bopha"])
def test_the_published_plans_say_that_amounts_of_cost_are_assumed(name):
    assert all("assumed" in cost["note"] for cost in mapping(name)["costs"])
    assert "Assumed" in mapping(name)["note"]


# --- a plan from a file ---------------------------------------------------------------------------


@given(plans)
def test_a_plan_written_to_a_file_is_read_back_the_same(plan):
    assert plan_from_mapping(json.loads(json.dumps(plan_to_mapping(plan)))) == (plan, ())


def test_a_plan_can_be_written_as_briefly_as_people_write():
    toml = """
    trade = "Hairdressing"
    rate = "៤០០០"
    customers_a_day = "2 to 3"
    days_open = 26
    start_up_money = "$20"
    [prices]
    haircut = "2,000 riel"
    perm = 0.5
    [costs]
    electricity = 45_000
    [loan]
    principal = "$50"
    instalment = 20000.0
    months = "10"
    """

    plan, problems = plan_from_mapping({**tomllib.loads(toml), "prices": {"haircut": "2,000 riel", "perm": "$0.5"}})

    assert problems == ()
    assert plan == Plan(
        trade="hairdressing",
        currency=Currency.KHR,
        rate=Decimal(4000),
        partners=(HERSELF,),
        customers=customers(2, 3),
        days_open=26,
        prices=(Price("haircut", riel(2000)), Price("perm", dollars("0.50"))),
        costs=a_cost(CostKind.ELECTRICITY, 45_000),
        loan=Loan(dollars("50"), riel(20_000), 10),
        start_up_money=dollars("20"),
    )


def test_amounts_without_a_currency_are_in_the_plans_currency():
    plan, _ = plan_from_mapping({**plan_to_mapping(a_plan()), "currency": "US-Dollar", "prices": {"cut": "0.5"}})
    assert plan is None

    plan, _ = plan_from_mapping({**plan_to_mapping(a_plan()), "currency": "Dollars", "prices": {"cut": 0.5}})
    assert plan is not None
    assert plan.prices == (Price("cut", dollars("0.50")),)


@pytest.mark.parametrize(
    ("written", "read"),
    [(3, (3, 3)), ("3", (3, 3)), ("2-3", (2, 3)), ("២–៣", (2, 3)), ({"low": 2, "high": "2.5"}, None)],
)
def test_customers_a_day_are_a_number_or_a_range(written, read):
    plan, problems = plan_from_mapping({**plan_to_mapping(a_plan()), "customers_a_day": written})

    assert problems == ()
    assert plan is not None
    assert plan.customers == (customers(*read) if read else Customers(Decimal(2), Decimal("2.5")))


def test_every_problem_is_listed_with_its_place_and_nothing_is_repeated():
    plan, problems = plan_from_mapping(
        {
            "trade": "hairdressing",
            "currency": "riel",
            "Sreymom": "SECRET",
            "partners": [{"role": "herself"}, {"role": "SECRET"}, "SECRET", {"code": "SECRET NAME, REALLY"}],
            "prices": [{"service": "cut", "price": "SECRET"}, {"service": "SECRET", "price": "2.000"}],
            "costs": {"SECRET": "1000"},
            "customers_a_day": "3-2",
            "loan": {"principal": "1000", "instalment": True},
            "days_open": 32,
        }
    )

    assert plan is None
    assert [problem.where for problem in problems] == [
        *("plan", "rate", "partners row 2: role", "partners row 3", "partners row 4: role", "partners row 4: code"),
        *("customers_a_day", "days_open", "prices row 1: price", "prices row 2: price", "costs row 1: kind"),
        *("loan: instalment", "loan: months"),
    ]
    assert not any("SECRET" in problem.what or "Sreymom" in problem.what for problem in problems)


@pytest.mark.parametrize("nonsense", [[], "plan", None, 3, {}, {"partners": 3}, {"prices": "free"}, {"loan": []}])
def test_what_is_no_plan_is_a_list_of_problems_and_never_a_crash(nonsense):
    plan, problems = plan_from_mapping(nonsense)

    assert plan is None
    assert problems


def test_a_key_left_blank_is_a_key_left_out():
    blank = {"partners": None, "currency": None, "prices": None, "loan": None}

    plan, problems = plan_from_mapping({**plan_to_mapping(a_plan()), **blank})

    assert problems == ()
    assert plan is not None
    assert (plan.partners, plan.prices) == ((HERSELF,), ())


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@given(plans, st.data())
def test_any_value_at_any_key_is_read_or_reported(plan, data):
    written = plan_to_mapping(plan)
    key = data.draw(st.sampled_from(["trade", "rate", "partners", "customers_a_day", "days_open", "prices", "loan"]))
    written[key] = data.draw(json_values)

    read, problems = plan_from_mapping(written)

    assert (read is None) == bool(problems)
