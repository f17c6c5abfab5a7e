"""The repayment of a loan is followed: instalments due, paid, missed, in its own currency, asked for at the visit."""

import json
from datetime import date

import pytest

from tests.builders import a_casebook, a_graduate, a_plan
from tests.cli.desk import Desk

MONTHLY = {"principal": "$60", "instalment": "$10", "months": 6, "since": "2026-07-15"}
AT_HARVEST = {"principal": "200,000 riel", "repaid": "at_harvest", "harvest": "2026-10"}
IN_KIND = {"principal": "$40", "repaid": "in_kind", "in_kind": "two piglets", "harvest": "2026-10"}
NEVER = {"principal": "$40", "repaid": "none"}


@pytest.fixture
def desk_of(monkeypatch):
    """A desk with one graduate whose plan has this loan; today is 21 November 2026."""
    return lambda loan, **plan: Desk(a_casebook(a_graduate(plan=a_plan(loan=loan, **plan))), monkeypatch)


def told(desk, day, *words):
    result = desk.run("visit", "record", "KML", "--contact", "phone", "--on", day, *words)
    assert result.exit_code == 0, result.stderr


def rules(desk):
    return [one["rule"] for one in desk.data("graduate", "show", "KML")["attention"]]


def states(desk):
    return [one["state"] for one in desk.data("graduate", "show", "KML")["loan"]["instalments"]]


def test_two_instalments_missed_need_attention_and_one_does_not(desk_of):
    desk = desk_of(MONTHLY)

    told(desk, "2026-08-16", "--repaid", "10")
    told(desk, "2026-09-16", "--repaid", "0")
    assert "instalments_missed" not in rules(desk)
    told(desk, "2026-10-16", "--repaid", "0")

    assert states(desk) == ["paid", "missed", "missed", "due", "ahead", "ahead"]
    assert "instalments_missed" in rules(desk)
    shown = " ".join(desk.run("graduate", "show", "KML", "--all").stdout.split())
    assert "Two instalments of the loan missed, the last due on 2026-10-15; $10.00 paid back so far." in shown


def test_what_is_paid_later_is_no_longer_missed(desk_of):
    desk = desk_of(MONTHLY)
    told(desk, "2026-10-16", "--repaid", "0")

    told(desk, "2026-11-16", "--repaid", "40")

    assert states(desk) == ["paid"] * 4 + ["ahead"] * 2
    assert "instalments_missed" not in rules(desk)


def test_what_nobody_asked_about_is_not_missed_but_is_to_be_asked(desk_of):
    desk = desk_of(MONTHLY)

    assert set(states(desk)) == {"due", "ahead"}
    assert "instalments_missed" not in rules(desk)
    assert "repayment_not_told" in rules(desk)


def test_a_loan_in_dollars_goes_with_takings_in_riel(desk_of):
    desk = desk_of(MONTHLY)

    told(desk, "2026-08-16", "--takings", "200000", "--debt", "$50", "--repaid", "40000 riel")

    assert states(desk)[0] == "paid"
    assert desk.data("graduate", "show", "KML")["loan"]["paid"] == "10.00"


def test_an_amount_paid_back_without_a_currency_is_in_the_loans(desk_of):
    desk = desk_of(MONTHLY)

    told(desk, "2026-08-16", "--repaid", "10")

    assert desk.data("visit", "list", "KML")["visits"][0]["month"]["repaid"] == "10.00 USD"


def test_a_loan_in_dollars_may_be_paid_back_in_riel(desk_of):
    desk = desk_of(MONTHLY | {"instalment": "40,000 riel"})

    told(desk, "2026-08-16", "--repaid", "40000")

    assert states(desk)[0] == "paid"
    assert desk.data("graduate", "show", "KML")["loan"]["paid"] == "40000"


def test_a_loan_paid_back_at_harvest_is_due_once_and_missing_it_needs_attention(desk_of):
    desk = desk_of(AT_HARVEST)
    (one,) = desk.data("graduate", "show", "KML")["loan"]["instalments"]
    assert (one["due"], one["amount"]) == ("2026-10-31", "200000 riel")

    told(desk, "2026-11-10", "--repaid", "50,000 riel")
    assert "instalments_missed" in rules(desk)
    told(desk, "2026-11-20", "--repaid", "150,000 riel")

    assert states(desk) == ["paid"]
    assert "instalments_missed" not in rules(desk)


def test_a_loan_given_back_in_kind_is_settled_by_a_word(desk_of):
    desk = desk_of(IN_KIND)
    assert "two piglets" in desk.run("plan", "show", "KML").stdout
    told(desk, "2026-11-10", "--repaid", "0")
    assert "instalments_missed" in rules(desk)

    told(desk, "2026-11-20", "--repaid-in-kind")

    assert states(desk) == ["paid"]
    assert "in kind" in desk.run("visit", "list", "KML").stdout


def test_a_loan_that_is_not_paid_back_has_no_instalments(desk_of):
    desk = desk_of(NEVER)

    assert states(desk) == []
    assert not {"instalments_missed", "repayment_not_told"} & set(rules(desk))
    assert "not to be paid back" in " ".join(desk.run("graduate", "show", "KML", "--all").stdout.split())


def test_a_new_plan_with_the_same_loan_lends_nothing_anew(desk_of):
    desk = desk_of(MONTHLY)
    told(desk, "2026-08-16", "--repaid", "10")
    loan = {"principal": "$60", "instalment": "$10", "months": 6}

    desk.run("plan", "set", "KML", "--from", "-", stdin=json.dumps(a_plan(loan=loan)))

    assert desk.case().loan_since == date(2026, 7, 15)
    assert states(desk)[0] == "paid"


def test_the_visit_asks_what_was_paid_of_the_instalment_that_is_due(desk_of):
    desk = desk_of(MONTHLY | {"since": "2026-10-15"})
    business_no, rest = ["n"], [""] * 10

    answers = ["", "", "home-visit", "", *[""] * 6, *business_no, "4", *rest, "yes", ""]
    result = desk.run("visit", "record", "KML", typed="\n".join(answers) + "\n")

    assert result.exit_code == 0, result.stderr
    assert "Loan: 1 of $10.00 due, the first on Sun 15 Nov." in result.stderr
    assert desk.case().visits[0].said.month.repaid.written() == "4.00 USD"


def test_debt_and_savings_are_seen_in_show_and_in_the_list(desk_of):
    desk = desk_of(NEVER)
    told(desk, "2026-11-10", "--debt", "5000", "--savings", "$3")

    for words in (("graduate", "show", "KML", "--all"), ("visit", "list", "KML")):
        shown = desk.run(*words).stdout
        assert "5,000 riel" in shown
        assert "$3.00" in shown
    data = desk.data("graduate", "show", "KML")
    assert (data["debt"]["amount"], data["savings"]) == ("5000 riel", {"on": "2026-11-10", "amount": "3.00 USD"})


@pytest.mark.parametrize(
    "loan",
    [
        {"principal": "$40", "repaid": "at_harvest"},
        {"principal": "$40", "repaid": "in_kind"},
        {"principal": "$40", "repaid": "none", "instalment": "$4"},
        {"principal": "$40", "instalment": "$4"},
        {"principal": "$40", "repaid": "in_kind", "in_kind": "two piglets", "months": 3},
    ],
)
def test_a_loan_that_does_not_say_how_it_is_paid_back_is_refused(desk_of, loan):
    result = desk_of(NEVER).run("plan", "set", "KML", "--from", "-", stdin=json.dumps(a_plan(loan=loan)))

    assert result.exit_code == 2
    assert "loan" in result.stderr


def test_takings_under_half_of_the_plan_need_attention_and_half_do_not(desk_of):
    desk = desk_of(NEVER)  # the plan takes 312,000 riel a month
    told(desk, "2026-09-10", "--takings", "156000")
    told(desk, "2026-10-10", "--takings", "156000")
    assert "takings_far_under_plan" not in rules(desk)

    told(desk, "2026-11-10", "--takings", "155000")

    assert "takings_far_under_plan" in rules(desk)
