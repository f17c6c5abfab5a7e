"""A plan knows what kind of business it is for, asks what fits it, and is checked by the rules that fit it."""

import json

import pytest

from followup.case.forms.plan import plan_from_mapping, plan_to_mapping
from tests.builders import a_casebook, a_graduate
from tests.cli.desk import Desk

COMMON = {
    "currency": "riel",
    "rate": 4000,
    "partners": [{"role": "herself", "in_charge": True, "take_home": "20,000 riel"}],
}
PIGS = COMMON | {
    "trade": "animal-raising",
    "kind": "animals",
    "animals": {"number": 2, "months": 6, "price": "$80", "feed": "30,000 riel"},
}
GARDEN = COMMON | {
    "trade": "farming",
    "kind": "garden",
    "garden": {"harvests": 2, "months": 4, "takings": "$120", "costs": "$30"},
    "costs": {"water": "10,000 riel"},
}
SEASON = COMMON | {
    "trade": "weaving",
    "kind": "seasonal",
    "season": {"months": 5, "takings": "$40", "wait": 2},
    "costs": {"transport": "10,000 riel"},
}
KINDS = {"animals": PIGS, "garden": GARDEN, "seasonal": SEASON}
ABOUT_CUSTOMERS = {
    *("no_prices", "open_few_days", "too_few_to_share", "same_trade_nearby", "one_trade_only"),
    *("rent_too_high", "electricity_too_high", "start_up_money_short"),
}


@pytest.fixture
def desk(monkeypatch):
    return Desk(a_casebook(a_graduate(modules=["small-business"], trade="animal-raising")), monkeypatch)


def with_plan(desk, form):
    result = desk.run("plan", "set", "KML", "--from", "-", stdin=json.dumps(form))
    assert result.exit_code == 0, result.stderr
    return desk


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_shown_and_checked(desk, kind, golden):
    with_plan(desk, KINDS[kind])
    shown = desk.run("plan", "show", "KML").stdout_bytes + desk.run("plan", "check", "KML").stdout_bytes

    golden(f"plan-{kind}.txt", shown)
    assert max(map(len, shown.decode().splitlines())) <= 80


@pytest.mark.parametrize("kind", KINDS)
def test_nobody_speaks_of_customers_and_closed_doors_to_who_has_none(desk, kind):
    data = with_plan(desk, KINDS[kind]).data("plan", "check", "KML")
    shown = desk.run("plan", "check", "KML").stdout

    assert not ABOUT_CUSTOMERS & {one["rule"] for one in data["warnings"]}
    assert "customer" not in shown
    assert "door" not in shown
    assert (data["kind"], data["expected"]["customers"]) == (kind, None)


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_written_down_reads_back_the_same(kind):
    plan, _ = plan_from_mapping(KINDS[kind])

    assert plan_from_mapping(plan_to_mapping(plan)) == (plan, ())


def test_break_even_is_reckoned_by_the_sale(desk):
    data = with_plan(desk, PIGS).data("plan", "check", "KML")["expected"]

    assert (data["takings"], data["costs"], data["sale_needed"]) == ("106667", "30000", "90000")
    assert (data["first_income"], data["until_first"]) == (6, "180000")


def test_animals_that_cost_more_than_they_bring_light_up_red(desk):
    poor = PIGS | {"animals": PIGS["animals"] | {"price": "$10"}}

    data = with_plan(desk, poor).data("plan", "check", "KML")

    assert (data["warnings"][0]["rule"], data["warnings"][0]["severity"]) == ("below_break_even", "danger")
    assert "Each animal must bring 90,000 riel." in data["warnings"][0]["sentence"]


@pytest.mark.parametrize(
    ("kept", "severity"), [(None, "concern"), ("179,999 riel", "concern"), ("180,000 riel", "watch"), ("$75", None)]
)
def test_the_months_until_the_first_money_are_held_against_what_is_kept(desk, kept, severity):
    data = with_plan(desk, PIGS | ({"start_up_money": kept} if kept else {})).data("plan", "check", "KML")

    found = [one["severity"] for one in data["warnings"] if one["rule"] == "nothing_until_first_income"]
    assert found == ([severity] if severity else [])


def test_a_loan_paid_back_at_harvest_is_spread_over_the_time_until_it(desk):
    loan = {"principal": "$60", "repaid": "at_harvest", "harvest": "2027-03"}

    data = with_plan(desk, GARDEN | {"loan": loan}).data("plan", "check", "KML")

    assert data["expected"]["instalment"] == "40000"


def test_a_person_is_asked_what_fits_animals(desk):
    answers = ["", "2", "6", "$80", "30000", "", "20000", "", "", "$60", "in-kind", "two piglets", "2027-05"]
    answers += ["200000", "yes", ""]

    result = desk.run("plan", "set", "KML", typed="\n".join(answers) + "\n")

    assert result.exit_code == 0, result.output
    assert "Customers" not in result.stderr
    plan = desk.case().plan
    assert (plan.kind.value, plan.animals.number, plan.loan.repaid.value) == ("animals", 2, "in_kind")
    assert plan.loan.in_kind == "two piglets"


def test_the_kind_may_be_said_by_an_option(desk):
    form = {key: value for key, value in GARDEN.items() if key != "kind"}

    assert desk.run("plan", "set", "KML", "--kind", "garden", "--from", "-", stdin=json.dumps(form)).exit_code == 0


def test_a_plan_made_before_there_were_kinds_is_a_shop():
    plan, _ = plan_from_mapping({"trade": "sewing", "rate": 4000, "customers_a_day": 3, "days_open": 26})

    assert plan.kind.value == "shop"


@pytest.mark.parametrize(
    "wrong", [{"kind": "pigs"}, {"kind": "animals"}, {"kind": "garden", "animals": PIGS["animals"]}, {"kind": "shop"}]
)
def test_a_kind_without_what_it_earns_by_is_refused(desk, wrong):
    form = COMMON | {"trade": "farming"} | wrong

    result = desk.run("plan", "set", "KML", "--from", "-", stdin=json.dumps(form))

    assert result.exit_code == 2
    assert "Nothing was saved." in result.stderr


def test_animals_that_should_have_been_sold_and_brought_little_need_attention(monkeypatch):
    desk = Desk(a_casebook(a_graduate(plan=PIGS)), monkeypatch)  # home, and planned, on 31 January

    desk.run("visit", "record", "KML", "--contact", "phone", "--on", "2026-08-20", "--takings", "200000")

    rules = [one["rule"] for one in desk.data("graduate", "show", "KML")["attention"]]
    assert "takings_far_under_plan" in rules
