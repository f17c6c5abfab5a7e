"""followup plan: a plan that cannot live lights up on the day it is entered."""

import json
from pathlib import Path

import pytest

from tests.builders import a_casebook, a_graduate, a_plan
from tests.cli.desk import Desk

VANNA = Path(__file__).parents[2] / "data" / "followup_data" / "demo" / "vanna_plan.json"


@pytest.fixture
def desk(monkeypatch):
    trained = a_graduate("TRA-1", modules=["small-business"], plan=a_plan(customers_a_day="10"))
    return Desk(a_casebook(a_graduate(modules=["hairdressing"]), trained), monkeypatch)


@pytest.fixture
def vanna(desk):
    assert desk.run("plan", "set", "KML", "--from", str(VANNA)).exit_code == 0
    return desk


def test_a_plan_is_checked_as_it_is_written_down(desk):
    result = desk.run("plan", "set", "KML", "--from", str(VANNA))

    assert result.exit_code == 0, result.stderr
    assert "The plan cannot break even." in result.stdout


def test_the_check(vanna, golden):
    golden("plan-check.txt", vanna.run("plan", "check", "KML").stdout_bytes)


def test_the_check_of_a_plan_says_that_its_costs_are_assumed(vanna):
    told, data = vanna.run("plan", "check", "KML").stdout, vanna.data("plan", "check", "KML")

    assert "electricity: amount assumed" in told
    assert "electricity: amount assumed" in data["rests_on"]


def test_what_was_assumed_of_a_plan_is_said_by_its_check_and_names_are_masked(desk):
    assumed = ["Materials: as Sreymom pays them."]
    desk.run("plan", "set", "KML", "--from", "-", stdin=json.dumps(a_plan(assumed=assumed)))

    for told in (desk.run("plan", "check", "KML").stdout, " ".join(desk.data("plan", "check", "KML")["rests_on"])):
        assert "Materials: as" in told
        assert "Sreymom" not in told


def test_the_plan(vanna, golden):
    golden("plan-show.txt", vanna.run("plan", "show", "KML").stdout_bytes)


def test_the_check_fits_80_columns(vanna):
    assert max(map(len, vanna.run("plan", "check", "KML").stdout.splitlines())) <= 80


def test_reading_a_bad_plan_is_no_failure(vanna):
    assert vanna.run("plan", "check", "KML").exit_code == 0


def test_a_plan_that_can_live_raises_nothing(desk):
    result = desk.run("plan", "check", "TRA", typed="")

    assert "nothing wrong" in result.stdout
    assert "Raise" not in result.stderr


def test_the_figures_for_programs_are_exact_text(vanna):
    data = vanna.data("plan", "check", "KML")

    assert (data["currency"], data["expected"]["takings"], data["expected"]["left"]) == ("KHR", "130000", "-100000")
    assert data["warnings"][0]["severity"] == "danger"
    assert vanna.data("plan", "show", "KML")["plan"]["days_open"] == 26


def test_one_key_raises_every_warning_as_flags(vanna):
    result = vanna.run("plan", "check", "KML", typed="r\n")

    assert "Risk level now: high." in result.stdout
    assert len(vanna.case().open_flags) == 4


def test_a_digit_raises_one_warning_and_enter_none(vanna):
    assert vanna.run("plan", "check", "KML", typed="\n").exit_code == 0
    assert vanna.case().open_flags == ()

    vanna.run("plan", "check", "KML", typed="x\n1\n")

    assert [flag.risk.value for flag in vanna.case().open_flags] == ["below_break_even"]


def test_scripts_raise_flags_by_an_option_once(vanna):
    assert vanna.run("plan", "check", "KML", "--raise").exit_code == 0
    assert "Nothing to raise" in vanna.run("plan", "check", "KML", "--raise").stdout
    assert len(vanna.case().open_flags) == 4


def test_without_a_terminal_a_plan_needs_a_file(desk):
    result = desk.run("plan", "set", "KML")

    assert result.exit_code == 2
    assert "--from" in result.stderr


def test_a_plan_that_cannot_be_read_names_every_place_and_saves_nothing(desk):
    bad = json.dumps(a_plan(days_open=40, prices={"haircut": "free"}, secret="Sreymom"))

    result = desk.run("plan", "set", "KML", "--from", "-", stdin=bad)

    assert result.exit_code == 2
    assert "days_open" in result.stderr
    assert "prices row 1" in result.stderr
    assert "Sreymom" not in result.stderr
    assert desk.case().plan is None


def test_a_person_is_led_through_the_plan(desk):
    answers = ["2-3", "haircut", "2.000", "2000", "", "materials", "5000", "electricity 40,000", "", "100000"]
    answers += ["husband", "", "", "husband", "chair", "$20", "", "donated", "", "400000", "20000", "24", "", "yes", ""]

    result = desk.run("plan", "set", "KML", typed="\n".join(answers) + "\n")

    assert result.exit_code == 0, result.output
    plan = desk.case().plan
    assert (plan.trade, plan.days_open, len(plan.costs), len(plan.partners)) == ("hairdressing", 26, 2, 2)
    assert plan.partners[1].in_charge
    assert plan.loan.months == 24


def test_names_in_a_plan_are_masked_unless_asked_for(desk):
    named = json.dumps(a_plan(note="Sreymom buys at the market.", costs=[{"kind": "rent", "amount": 1, "note": "Keo"}]))
    desk.run("plan", "set", "KML", "--from", "-", stdin=named)

    for words in (("plan", "show", "KML"), ("plan", "show", "KML", "--json")):
        shown = desk.run(*words).stdout
        assert "Sreymom" not in shown
        assert "Keo" not in shown
    assert "Sreymom" in desk.run("plan", "show", "KML", "--names").stdout


def test_a_graduate_without_a_plan_is_told_how_to_write_one(desk):
    desk.run("graduate", "add", "--return", "2026-10-01", "--code", "NEW-1")

    result = desk.run("plan", "check", "NEW")

    assert result.exit_code == 2
    assert "plan set NEW-1" in result.stderr


def test_a_plan_without_costs_is_shown_to_programs_too(monkeypatch):
    plan = {key: value for key, value in a_plan().items() if key != "costs"}
    desk = Desk(a_casebook(a_graduate(plan=plan)), monkeypatch)

    assert "costs" not in desk.data("plan", "show", "KML-1")["plan"]
