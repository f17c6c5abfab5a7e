"""What a command prints with --json can be given back with --from: what was not changed in it is no change.

- also where names were covered: the text itself stays
- what only follows from other entries is passed over, and whoever changed it is told
"""

import json
from decimal import Decimal

import pytest
from hypothesis import given, settings

from followup.case.business.money import Currency, Money
from followup.case.business.month import MonthlyFigures
from followup.case.business.plan import CostKind, MonthlyCost
from followup.case.facts import Visited
from followup.case.fields import MARK
from followup.case.visit_words import ContactMethod
from followup.casebook import Casebook, Moment
from followup_cli.graduates.given_back import CHANGED_ELSEWHERE, CORRECTED, INFORMATION
from tests.builders import a_casebook, a_flag, a_graduate, a_plan
from tests.cli.desk import Desk
from tests.cli.test_plan_form import WHOLE, plans
from tests.random_casebooks import NOW, TODAY, WOMEN, store_of

HER = a_graduate(
    flags=[a_flag(severity="danger", note="Sreymom owes a lender.")],
    modules=["hairdressing", "as Sreymom teaches"],
    trade="hair with Sreymom",
    safe_weekdays=["mon"],
    avoid=["2026-12-01..2026-12-10"],
    contact={"name": "Aunt Lin", "phone": "099 111 222", "say": "I sell soap."},
)
NAMED = WHOLE | {"note": "Sreymom buys at the market.", "assumed": ["Sreymom says so."]}


@pytest.fixture
def desk(monkeypatch):
    return Desk(a_casebook(HER, a_graduate("OTH-1", name="Dara")), monkeypatch)


def shown(desk, *words):
    return desk.run(*words, "--json").stdout


def facts(desk, code="KML-1"):
    return len(desk.book.store.facts(desk.case(code).id))


# --- a plan ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("names", [(), ("--names",)])
@pytest.mark.parametrize("command", ["set", "edit"])
def test_a_plan_that_was_shown_and_given_back_is_no_change(desk, command, names):
    desk.run("plan", "set", "KML", "--from", "-", stdin=json.dumps(NAMED))
    before, plan = facts(desk), desk.case().plan

    result = desk.run("plan", command, "KML", "--from", "-", stdin=shown(desk, "plan", "show", "KML", *names))

    assert result.exit_code == 0, result.stderr
    assert "Nothing was changed" in result.stdout
    assert (facts(desk), desk.case().plan) == (before, plan)


def test_what_was_changed_in_it_is_written_down_and_covered_names_stay(desk):
    desk.run("plan", "set", "KML", "--from", "-", stdin=json.dumps(NAMED))
    envelope = json.loads(shown(desk, "plan", "show", "KML"))
    assert MARK in envelope["data"]["plan"]["note"]
    envelope["data"]["plan"]["days_open"] = 10

    assert desk.run("plan", "set", "KML", "--from", "-", stdin=json.dumps(envelope)).exit_code == 0
    plan = desk.case().plan
    assert (plan.days_open, plan.note) == (10, "Sreymom buys at the market.")
    assert desk.case().plan_assumed == ("Sreymom says so.",)


def test_a_covered_text_that_nobody_knows_is_refused(desk):
    desk.run("plan", "set", "KML", "--from", "-", stdin=json.dumps(NAMED))
    envelope = json.loads(shown(desk, "plan", "show", "KML"))
    envelope["data"]["plan"]["note"] = f"{MARK} sells"

    result = desk.run("plan", "set", "KML", "--from", "-", stdin=json.dumps(envelope))

    assert result.exit_code == 2
    assert "--names" in result.stderr


def test_the_plan_of_somebody_else_is_refused(desk):
    desk.run("plan", "set", "KML", "--from", "-", stdin=json.dumps(a_plan()))

    result = desk.run("plan", "set", "OTH", "--from", "-", stdin=shown(desk, "plan", "show", "KML"))

    assert result.exit_code == 1
    assert desk.case("OTH-1").plan is None


@given(plans)
@settings(max_examples=25, deadline=None)
def test_no_plan_there_can_be_is_changed_by_giving_it_back(form):
    with pytest.MonkeyPatch.context() as patch:
        desk = Desk(a_casebook(HER), patch)
        assert desk.run("plan", "set", "KML", "--from", "-", stdin=json.dumps(form)).exit_code == 0
        before = facts(desk)

        result = desk.run("plan", "set", "KML", "--from", "-", stdin=shown(desk, "plan", "show", "KML"))

        assert (result.exit_code, facts(desk)) == (0, before)


# --- a graduate -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("names", [(), ("--names",)])
def test_a_graduate_who_was_shown_and_given_back_is_no_change(desk, names):
    before = facts(desk)

    result = desk.run("graduate", "edit", "KML", "--from", "-", stdin=shown(desk, "graduate", "show", "KML", *names))

    assert result.exit_code == 0, result.stderr
    assert "Nothing was changed." in result.stdout
    assert facts(desk) == before


def given_back(desk, change, *names):
    envelope = json.loads(shown(desk, "graduate", "show", "KML", *names))
    change(envelope["data"])
    return desk.run("graduate", "edit", "KML", "--from", "-", stdin=json.dumps(envelope))


def test_only_what_was_changed_in_it_becomes_a_correction(desk):
    def change(data):
        data["modules"].append("sewing")
        data["safe_weekdays"] = ["tue"]
        data["identity"]["contact_phone"] = "011 000 000"

    result = given_back(desk, change, "--names")

    assert result.exit_code == 0, result.stderr
    assert "Put right: modules, contact phone, weekdays." in result.stdout
    case = desk.case()
    assert (case.modules[-1], case.weekdays, case.identity.contact_phone) == ("sewing", (1,), "011 000 000")


def test_covered_words_stay_when_others_beside_them_are_changed(desk):
    assert given_back(desk, lambda data: data["modules"].insert(0, "sewing")).exit_code == 0
    assert desk.case().modules == ("sewing", "hairdressing", "as Sreymom teaches")


@pytest.mark.parametrize(("key", "value", "command"), [("worker", "KB", "hand-over"), ("province", "Takeo", "place")])
def test_what_another_command_changes_is_refused_with_its_name(desk, key, value, command):
    result = given_back(desk, lambda data: data.update({key: value}))

    assert result.exit_code == 2
    assert f"followup graduate {command}" in result.stderr


def test_whoever_changes_what_follows_from_entries_is_told(desk):
    result = given_back(desk, lambda data: data.update(risk="low", trade="sewing"))

    assert result.exit_code == 0, result.stderr
    assert "risk" in result.stderr
    assert desk.case().trade == "sewing"


def test_every_key_that_is_shown_is_corrected_changed_elsewhere_or_information(desk):
    known = {*CORRECTED, *CHANGED_ELSEWHERE, *INFORMATION}

    assert set(desk.data("graduate", "show", "KML", "--names")) == known


@given(WOMEN)
@settings(max_examples=25, deadline=None)
def test_nobody_in_any_casebook_is_changed_by_giving_her_back(women):
    store, ids = store_of(women)
    book = Casebook(store, Moment(TODAY, NOW))
    with pytest.MonkeyPatch.context() as patch:
        desk = Desk(book, patch)
        for case_id in ids:
            case, before = book.case(case_id), len(store.facts(case_id))
            page = desk.run("graduate", "show", case.code, "--json")
            if page.exit_code:
                continue
            result = desk.run("graduate", "edit", case.code, "--from", "-", stdin=page.stdout)
            assert (result.exit_code, len(store.facts(case_id))) == (0, before), result.output


# --- the office -----------------------------------------------------------------------------------------------------


def test_the_office_that_was_shown_and_given_back_is_no_change(desk):
    desk.run("office", "set", "--supervisor", "Sreymom", "--visit-goal", "80")
    before = desk.book.store.facts("office")

    result = desk.run("office", "set", "--from", "-", stdin=shown(desk, "office", "show"))

    assert (result.exit_code, result.stdout) == (0, "Nothing was changed.\n")
    assert desk.book.store.facts("office") == before


def test_a_setting_that_was_changed_in_it_is_saved_and_covered_names_stay(desk):
    desk.run("office", "set", "--supervisor", "Sreymom")
    envelope = json.loads(shown(desk, "office", "show"))
    envelope["data"] |= {"rate": 4100, "worker": "KB"}

    result = desk.run("office", "set", "--from", "-", stdin=json.dumps(envelope))

    assert (result.exit_code, result.stdout) == (0, "Saved.\n")
    assert "worker" in result.stderr
    office = Casebook(desk.book.store, desk.book.moment).office
    assert (office.rate, office.supervisor) == (4100, "Sreymom")


def test_a_wrong_key_of_the_office_is_named_with_the_nearest(desk):
    result = desk.run("office", "set", "--from", "-", stdin='{"supervisr": "KB"}')

    assert result.exit_code == 2
    assert "Did you mean supervisor?" in result.stderr


def test_a_file_of_another_version_is_refused(desk):
    result = desk.run("plan", "set", "KML", "--from", "-", stdin='{"format": "followup/9", "data": {}}')

    assert result.exit_code == 2
    assert "another version" in result.stderr


# --- visits ---------------------------------------------------------------------------------------------------------


def test_the_visits_that_were_shown_and_given_back_are_no_change_and_keep_the_notes_beside_costs(desk):
    riel = Money(Decimal(27_000), Currency.KHR)
    costs = (MonthlyCost(CostKind.MATERIALS, riel, "brought from town"),)
    month = MonthlyFigures(Decimal(3), riel, costs)
    her = desk.case()
    desk.book.write(her.id, Visited(ContactMethod.HOME_VISIT, month=month), on=TODAY)
    listed = desk.run("visit", "list", "KML", "--json").stdout

    again = desk.run("visit", "record", "--from", "-", stdin=listed)

    assert again.exit_code == 0, again.stderr
    assert "there already: 1" in again.stdout + again.stderr
    put_right = json.loads(listed)["data"]
    put_right["visits"][0] |= {"note": "She is well.", "same": True}
    assert desk.run("visit", "record", "--from", "-", stdin=json.dumps(put_right)).exit_code == 0
    (visit,) = desk.case().visits
    assert (visit.said.note, visit.said.month.costs) == ("She is well.", costs)
