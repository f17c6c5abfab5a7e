"""A wrong key in a file is named with the nearest right one, by its place, and never repeated: it may be a name."""

import pytest

from followup.case.forms.enrolment import enrolment_from_mapping
from followup.case.forms.plan import plan_from_mapping
from followup.case.forms.visit import visit_from_mapping
from tests.builders import a_plan


@pytest.mark.parametrize(
    ("read", "form", "where", "near"),
    [
        (plan_from_mapping, a_plan(prices=[{"service": "dye", "prise": "2000"}]), "prices row 1", "price"),
        (plan_from_mapping, a_plan(costings=[]), "plan", "costs"),
        (plan_from_mapping, a_plan(loan={"principle": "1", "instalment": "1", "months": 2}), "loan", "principal"),
        (enrolment_from_mapping, {"return_date": "2026-01-31", "vilage": "x"}, "graduate", "village"),
        (enrolment_from_mapping, {"return_date": "2026-01-31", "contact": {"phon": "1"}}, "contact", "phone"),
        (visit_from_mapping, {"date": "2026-01-31", "contact": "home-visit", "agred": "x"}, "visit", "agreed"),
        (visit_from_mapping, {"date": "2026-01-31", "month": {"taking": "1"}}, "month", "takings"),
    ],
)
def test_the_nearest_key_is_named_and_its_place(read, form, where, near):
    found, problems = read(form)

    assert found is None
    told = next(one for one in problems if "not known" in one.what)
    assert told.where == where
    assert f"Did you mean {near}" in told.what


@pytest.mark.parametrize("read", [plan_from_mapping, enrolment_from_mapping, visit_from_mapping])
def test_a_key_that_is_like_none_is_not_repeated_and_all_are_named(read):
    _, problems = read({"Sreymom Keo": 1})

    told = " ".join(one.what for one in problems)
    assert "Sreymom" not in told
    assert "Known: " in told
