"""A plan like Vanna's lights up on the day it is entered, not in month ten."""

import pytest

from followup.case.vocabulary import RiskKind, RiskLevel, Severity
from followup.errors import Invalid, Missing
from followup.services import flags, plans
from tests.builders import a_casebook, a_graduate, a_plan


def checked(book, code="KML-1"):
    return plans.check_plan(book, book.case(book.find(code)))


POOR = a_plan(customers_a_day="1", costs={"rent": "100,000 riel"})


def test_a_plan_is_checked_as_it_is_written_down():
    found = plans.set_plan(a_casebook(), "KML-1", POOR)

    assert any(warning.severity is Severity.DANGER for warning in found.warnings)


def test_a_plan_that_cannot_be_read_is_refused_with_every_problem_and_not_saved():
    book = a_casebook()

    with pytest.raises(Invalid) as refused:
        plans.set_plan(book, "KML-1", a_plan(days_open=40, customers_a_day="many"))

    assert "days_open" in refused.value.what
    assert "customers_a_day" in refused.value.what
    assert book.case(book.find("KML-1")).plan is None


@pytest.mark.parametrize("assumed", ["one text", 3, [1], {"a": 1}])
def test_what_was_assumed_is_a_list_of_texts(assumed):
    with pytest.raises(Invalid):
        plans.set_plan(a_casebook(), "KML-1", a_plan(assumed=assumed))


def test_without_a_plan_there_is_nothing_to_check():
    with pytest.raises(Missing):
        checked(a_casebook())


def test_a_rate_that_is_not_said_is_the_offices():
    assert plans.set_plan(a_casebook(), "KML-1", a_plan()).plan.rate == 4000


def test_warnings_become_flags_one_a_risk_as_grave_as_the_gravest():
    book = a_casebook()
    found = plans.set_plan(book, "KML-1", POOR)

    raised = plans.raise_warnings(book, found.case, found.unraised)

    kinds = [one.flag.risk for one in raised]
    assert len(kinds) == len(set(kinds))
    assert raised[-1].level is RiskLevel.HIGH


def test_what_is_flagged_is_not_offered_again():
    book = a_casebook()
    found = plans.set_plan(book, "KML-1", POOR)
    plans.raise_warnings(book, found.case, found.unraised)

    assert checked(book).unraised == ()
    assert plans.raise_warnings(book, found.case, ()) == []


def test_another_flag_of_the_kind_other_hides_no_warning():
    book = a_casebook()
    plans.set_plan(book, "KML-1", a_plan())
    flags.raise_flag(book, "KML-1", flags.NewFlag(RiskKind.OTHER, Severity.WATCH, "She coughs."))

    assert "no_business_training" in [warning.rule for warning in checked(book).unraised]


def test_others_with_her_trade_in_her_district_are_counted_however_it_is_written():
    others = [a_graduate(f"OTH-{number}", trade="Animal Raising") for number in range(3)]
    book = a_casebook(a_graduate(), *others, a_graduate("FAR", district="Bati", trade="animal raising"))

    found = plans.set_plan(book, "KML-1", a_plan(trade="animal-raising"))

    sentence = next(warning.sentence for warning in found.warnings if warning.rule == "same_trade_nearby")
    assert sentence.startswith("3 other")


def test_her_partners_are_not_her_rivals():
    others = [a_graduate(f"OTH-{number}") for number in range(3)]
    partners = [{"role": "herself"}, {"role": "graduate", "code": "OTH-0"}]
    book = a_casebook(a_graduate(), *others)

    found = plans.set_plan(book, "KML-1", a_plan(partners=partners))

    assert "same_trade_nearby" not in [warning.rule for warning in found.warnings]
