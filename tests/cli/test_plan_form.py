"""A plan is asked for once and put right without typing it again.

- a price, its amount in the same line, is one answer; one price is changed in four
- what the form does not ask for stays; a row can be taken away, and one added at the end
- what was not changed is not written down again
"""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from followup.case.forms.plan import plan_from_mapping, plan_to_mapping
from followup_cli.plans.form_answers import answers_of_plan, plan_of_answers
from tests.builders import a_casebook, a_graduate, a_plan
from tests.cli.desk import Desk

WHOLE = a_plan(
    prices=[{"service": "haircut", "price": "2000", "share": "3"}, {"service": "dye", "price": "8000"}],
    costs=[{"kind": "rent", "amount": "40000", "note": "paid to the aunt"}, {"kind": "other", "amount": "1000"}],
    partners=[
        {"role": "herself", "take_home": "100000", "trade": "hairdressing"},
        {"role": "graduate", "code": "ABC-1", "in_charge": True},
        {"role": "relative", "shares": False},
    ],
    items=[{"what": "chair", "price": "$20", "quantity": 2, "paid_by": "donated"}],
    loan={"principal": "400000", "instalment": "20000", "months": 24, "since": "2026-10-01"},
    start_up_money="50000",
    note="She begins in May.",
    assumed=["days open"],
)
QUICKLY = ["2-3", "haircut 2,000", "dye 8000 riel", "", "rent 40,000", "4 $1", "", "100000", "husband", "", ""]
QUICKLY += ["herself, 2", "2 chairs $20", "donated", "", "400000", "20000", "24", "", "yes"]


@pytest.fixture
def desk(monkeypatch):
    return Desk(a_casebook(a_graduate(modules=["hairdressing"])), monkeypatch)


@pytest.fixture
def planned(desk):
    assert desk.run("plan", "set", "KML", "--from", "-", stdin=json.dumps(WHOLE)).exit_code == 0
    return desk


def types(desk, *lines, words=("plan", "edit", "KML")):
    """Type these lines, and raise none of the warnings that the check finds."""
    return desk.run(*words, typed="".join(f"{line}\n" for line in (*lines, "")))


def facts(desk):
    return len(desk.book.store.facts(desk.case().id))


def test_a_thing_and_its_amount_are_one_answer(desk):
    result = types(desk, *QUICKLY, words=("plan", "set", "KML"))

    assert result.exit_code == 0, result.output
    plan = desk.case().plan
    assert [(one.service, one.price.written()) for one in plan.prices] == [
        ("haircut", "2000 riel"),
        ("dye", "8000 riel"),
    ]
    assert [(one.kind.value, one.amount.written()) for one in plan.costs] == [
        ("rent", "40000 riel"),
        ("rent", "1.00 USD"),
    ]
    assert [one.in_charge for one in plan.partners] == [True, True]
    assert [(one.what, one.quantity, one.price.written()) for one in plan.items] == [("chairs", 2, "20.00 USD")]


@pytest.mark.parametrize("typed", ["perm 2", "haircut no 12", "perm"])
def test_a_number_that_is_no_amount_belongs_to_the_name(desk, typed):
    answers = ["3", typed, "3500", *[""] * 7, "yes"]

    assert types(desk, *answers, words=("plan", "set", "KML")).exit_code == 0
    assert [(one.service, one.price.written()) for one in desk.case().plan.prices] == [(typed, "3500 riel")]


@pytest.mark.parametrize(
    ("typed", "told"), [("haircut 2.000", "Riel have no smaller unit"), ("2,500", "That is an amount only")]
)
def test_an_amount_that_is_wrong_or_stands_alone_is_no_name(desk, typed, told):
    result = types(desk, "3", typed, "haircut 2,000", *[""] * 7, "yes", words=("plan", "set", "KML"))

    assert result.exit_code == 0, result.output
    assert told in result.stderr
    assert [one.service for one in desk.case().plan.prices] == ["haircut"]


def test_what_was_not_asked_is_said_to_be_so_and_is_the_same_when_the_plan_is_edited(desk):
    result = types(desk, "3", *[""] * 7, "kind", "", "yes", words=("plan", "set", "KML"))

    assert result.exit_code == 0, result.output
    assert "Kind of business  shop (not asked)" in result.stderr
    assert "Days a month      26 (not asked)" in result.stderr
    assert "Kind of business  shop" in types(desk, "", words=("plan", "edit", "KML")).stderr


def test_one_price_is_changed_in_four_answers(planned):
    result = types(planned, "prices", "2", "2,500", "yes")

    assert result.exit_code == 0, result.output
    assert "2,500 riel (changed)" in result.stderr
    plan = planned.case().plan
    changed = dict(WHOLE, rate=4000, prices=[{"service": "haircut", "price": "2500", "share": "3"}, WHOLE["prices"][1]])
    changed.pop("assumed")
    assert plan == plan_from_mapping(changed)[0]
    assert planned.case().plan_assumed == ("days open",)


def test_plan_set_begins_from_the_plan_that_is_written_down(planned):
    assert types(planned, "days_open", "20", "yes", words=("plan", "set", "KML")).exit_code == 0
    assert (planned.case().plan.days_open, len(planned.case().plan.prices)) == (20, 2)


def test_a_row_is_taken_away_and_one_is_added_at_the_end(planned):
    result = types(planned, "prices", "1", "-", "prices", "4", "wash 1,000", "", "yes")

    assert result.exit_code == 0, result.output
    assert [one.service for one in planned.case().plan.prices] == ["dye", "wash"]


def test_who_is_in_charge_stays_so_when_another_partner_goes(planned):
    assert types(planned, "partners", "1", "-", "yes").exit_code == 0
    assert [(one.role.value, one.in_charge) for one in planned.case().plan.partners] == [
        ("herself", False),
        ("relative", False),
    ]


def test_the_loan_can_be_changed_to_another_way_and_taken_away(planned):
    assert types(planned, "loan", "2", "at-harvest", "2027-03", "", "yes").exit_code == 0
    loan = planned.case().plan.loan
    assert (loan.repaid.value, loan.months, f"{loan.since}") == ("at_harvest", None, "2026-10-01")

    assert types(planned, "loan", "1", "-", "yes").exit_code == 0
    assert planned.case().plan.loan is None


def test_whoever_changes_nothing_writes_nothing(planned):
    before = facts(planned)

    result = types(planned, "prices", "2", "2000 riel", "")

    assert (result.exit_code, facts(planned)) == (0, before)
    assert "Nothing was changed" in result.stdout


def test_a_rehearsal_shows_the_check_and_writes_nothing(planned):
    before = facts(planned)

    result = types(planned, "days_open", "1", words=("plan", "edit", "KML", "--dry-run"))

    assert (result.exit_code, facts(planned)) == (0, before)
    assert "Plan check of KML-1" in result.stdout
    assert "Nothing was written" in result.stderr


def test_an_edit_from_a_file_changes_only_its_keys(planned):
    result = planned.run("plan", "edit", "KML", "--from", "-", stdin='{"days_open": 10}')

    assert result.exit_code == 0, result.stderr
    assert (planned.case().plan.days_open, planned.case().plan.note) == (10, "She begins in May.")


def test_there_is_nothing_to_edit_where_no_plan_is_written_down(desk):
    assert "followup plan set KML-1" in types(desk, "").stderr


def test_nobody_is_asked_without_a_terminal(planned):
    result = planned.run("plan", "edit", "KML")

    assert result.exit_code == 2
    assert "--from" in result.stderr


def test_a_plan_changed_meanwhile_is_not_written_over(planned):
    from followup.errors import Refused
    from followup.services import plans

    seen = planned.case().plan
    planned.run("plan", "edit", "KML", "--from", "-", stdin='{"days_open": 10}')

    with pytest.raises(Refused):
        plans.set_plan(planned.book, "KML", a_plan(), seen=seen)


def test_names_in_a_plan_are_covered_in_its_form_until_asked_for(desk):
    named = a_plan(prices=[{"service": "as Sreymom does it", "price": "2000"}])
    desk.run("plan", "set", "KML", "--from", "-", stdin=json.dumps(named))

    shown = types(desk, "prices", "1", "", "")
    assert "Sreymom" not in shown.output
    assert "Nothing was changed" in shown.output
    assert "Sreymom" in types(desk, "prices", "1", "", "", words=("plan", "edit", "KML", "--names")).stderr


# --- every plan there can be ----------------------------------------------------------------------------------------

YES, NO = (st.just(value) for value in (True, False))
amounts = st.sampled_from(["2000 riel", "0.50 USD", "100000 riel"])
figures = st.integers(1, 12)
kinds = st.one_of(
    st.fixed_dictionaries(
        {"customers_a_day": st.sampled_from(["3", "2-3", "1.5-4"]), "days_open": figures},
        optional={
            "prices": st.lists(
                st.fixed_dictionaries({"service": st.sampled_from(["dye", "cut"]), "price": amounts}), max_size=3
            )
        },
    ),
    st.fixed_dictionaries(
        {
            "animals": st.fixed_dictionaries(
                {"number": figures, "months": figures, "price": amounts}, optional={"feed": amounts}
            )
        }
    ),
    st.fixed_dictionaries(
        {
            "garden": st.fixed_dictionaries(
                {"harvests": figures, "months": figures, "takings": amounts}, optional={"costs": amounts}
            )
        }
    ),
    st.fixed_dictionaries(
        {"season": st.fixed_dictionaries({"months": figures, "takings": amounts}, optional={"wait": figures})}
    ),
)
others = st.fixed_dictionaries(
    {"role": st.sampled_from(["husband", "relative", "other"])},
    optional={"in_charge": YES, "take_home": amounts, "shares": NO, "trade": st.just("sewing")},
)
herself = st.fixed_dictionaries({"role": st.just("herself")}, optional={"in_charge": YES})
loans = st.one_of(
    st.fixed_dictionaries(
        {"principal": amounts, "instalment": amounts, "months": figures}, optional={"since": st.just("2026-01-02")}
    ),
    st.fixed_dictionaries({"principal": amounts, "repaid": st.just("none")}),
    st.fixed_dictionaries(
        {"principal": amounts, "repaid": st.just("at_harvest"), "harvest": st.just("2027-01")},
        optional={"instalment": amounts},
    ),
    st.fixed_dictionaries({"principal": amounts, "repaid": st.just("in_kind"), "in_kind": st.just("two piglets")}),
)
extras = st.fixed_dictionaries(
    {"partners": st.tuples(herself, st.lists(others, max_size=3)).map(lambda both: [both[0], *both[1]])},
    optional={
        "loan": loans,
        "start_up_money": amounts,
        "note": st.just("As she says."),
        "costs": st.lists(
            st.fixed_dictionaries(
                {"kind": st.sampled_from(["rent", "food"]), "amount": amounts}, optional={"note": st.just("so")}
            ),
            max_size=3,
        ),
        "items": st.lists(
            st.fixed_dictionaries(
                {"what": st.just("hoe"), "price": amounts, "quantity": figures, "paid_by": st.just("donated")}
            ),
            max_size=2,
        ),
    },
)
plans = st.tuples(kinds, extras).map(lambda both: {"trade": "x", "rate": "4000"} | both[0] | both[1])


@given(plans)
@settings(max_examples=150)
def test_a_plan_and_the_answers_of_its_form_are_the_same(form):
    plan, problems = plan_from_mapping(form)
    assert plan is not None, problems
    answers = answers_of_plan(plan_to_mapping(plan))

    assert plan_from_mapping(plan_of_answers(answers, answers))[0] == plan
