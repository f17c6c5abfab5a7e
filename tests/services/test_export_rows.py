"""A row of an export is a form: what it says is read as the very visit, or graduate, that it is of."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from followup.case.business.money import Currency, Money
from followup.case.business.month import MonthlyFigures
from followup.case.business.plan import CostKind, MonthlyCost
from followup.case.facts import Attempted, Identified, Visited, WellbeingScore
from followup.case.fields import described, revealed
from followup.case.forms.enrolment import enrolment_from_mapping
from followup.case.forms.headings import (
    FLAG_HEADINGS,
    GRADUATE_HEADINGS,
    IDENTITY_HEADINGS,
    OUTCOME_HEADINGS,
    VISIT_HEADINGS,
)
from followup.case.vocabulary import (
    AgreementProgress,
    AttemptReason,
    ContactMethod,
    RiskKind,
    WellbeingDomain,
)
from followup.services.exports.rows import BETWEEN, YES, OwnText, flag_rows, graduate_row, outcome_rows, visit_rows
from followup.services.visits import record_all
from tests.builders import a_casebook, a_graduate

_letters = st.characters(categories=["L", "Zs", "P"], exclude_characters=",")
_words = st.text(_letters, min_size=1, max_size=12).map(str.strip)
_texts = st.just("") | _words
_score = st.none() | st.integers(1, 4)
_riel = st.none() | st.integers(0, 10**7).map(lambda n: Money(Decimal(n), Currency.KHR))
_dollars = st.none() | st.integers(0, 10**5).map(lambda n: Money(Decimal(n).scaleb(-2), Currency.USD))
_costs = st.lists(st.sampled_from(CostKind), unique=True, max_size=3).map(
    lambda kinds: tuple(MonthlyCost(kind, Money(Decimal(500), Currency.KHR)) for kind in kinds)
)
_months = st.builds(
    MonthlyFigures,
    customers=st.none() | st.integers(0, 999).map(lambda n: Decimal(n).scaleb(-1)),
    takings=_riel,
    costs=_costs,
    drawings=_riel,
    stock=_riel,
    debt=_riel | _dollars,
    savings=_riel | _dollars,
    open=st.booleans(),
    repaid=_riel | _dollars,
    repaid_in_kind=st.booleans(),
)
_scores = st.lists(
    st.builds(WellbeingScore, st.sampled_from(WellbeingDomain), _score, _score), unique_by=lambda one: one.domain
).map(lambda some: tuple(one for one in some if one != WellbeingScore(one.domain)))
_visits = st.builds(
    Visited,
    st.sampled_from(ContactMethod),
    slot=st.none() | st.integers(1, 9),
    note=_texts,
    went=st.lists(_words.filter(bool), max_size=2).map(tuple),
    scores=_scores,
    month=st.none() | _months.filter(lambda month: month.says_something),
    agreed=_texts,
    contact_right=st.none() | st.booleans(),
    agreement=st.none() | st.sampled_from(AgreementProgress),
    not_seen=st.lists(st.sampled_from(RiskKind), unique=True, max_size=2).map(tuple),
)
_tries = st.builds(Attempted, st.sampled_from(AttemptReason), st.booleans(), _texts)
_days = st.dates(date(2026, 2, 1), date(2026, 11, 20))

LISTS = ("went", "not_seen", "safe_weekdays", "avoid", "modules")
YES_OR_NO = ("attempt.safe", "month.open", "month.repaid_in_kind", "contact_right", "second")


def form_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row as the entry of a file, by its dotted keys alone; what only informs is left out."""
    form: dict[str, Any] = {}
    for key, cell in row.items():
        if cell is None or key.startswith("-"):
            continue
        value = BETWEEN.join(map(revealed, cell.parts)) if isinstance(cell, OwnText) else cell
        value = value == YES if key in YES_OR_NO else value.split(BETWEEN) if key in LISTS else value
        place = form
        *outer, last = key.split(".")
        for part in outer:
            place = place.setdefault(part, {})
        place[last] = value
    return form


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(_days, _visits | _tries), max_size=4))
def test_visits_that_are_given_back_as_rows_stand_there_already(entries):
    book = a_casebook(a_graduate())
    her = book.find("KML-1")
    for on, body in entries:
        book.write(her, body, on=on)
    rows = [form_of(row) for row in visit_rows(book.case(her))]

    result = record_all(book, rows)

    assert result.problems == ()
    assert (result.known, result.visits, result.attempts) == (len(entries), (), ())


def test_a_graduate_is_read_from_her_row_as_she_was_written_down():
    said = a_graduate(
        nickname="Mom",
        birth_year=2004,
        phone="012 345 678",
        contact={"name": "an aunt", "phone": "012 000 111", "hours": "18-19", "say": "Ask for the sewing."},
        modules=["sewing", "small-business"],
        safe_weekdays=["mon", "fri"],
        avoid=["2026-12-01..2026-12-05"],
        centre="Centre A",
    )
    book = a_casebook(said)

    form, problems = enrolment_from_mapping(form_of(graduate_row(book.case(book.find("KML-1")), None)))

    expected, _ = enrolment_from_mapping(said | {"policy": "monthly-36"})
    assert problems == ()
    assert form == expected


def test_every_cell_stands_under_a_heading_and_no_heading_says_two_things():
    book = a_casebook(a_graduate())
    her = book.find("KML-1")
    book.write(her, Visited(ContactMethod.HOME_VISIT, note="Well."))
    case = book.case(her)

    assert graduate_row(case, None).keys() <= GRADUATE_HEADINGS.keys()
    assert {key for row in visit_rows(case) for key in row} <= VISIT_HEADINGS.keys()
    for headings in (GRADUATE_HEADINGS, VISIT_HEADINGS, FLAG_HEADINGS, OUTCOME_HEADINGS):
        assert len({*map(str.casefold, headings.values())}) == len(headings)


def test_everything_that_says_who_she_is_has_a_heading():
    fields = {name.replace("contact_", "contact.") for name in described(Identified)}

    assert IDENTITY_HEADINGS.keys() == fields


def test_flags_and_outcomes_of_every_stay_are_there():
    book = a_casebook(a_graduate(flags=[{"kind": "debt", "severity": "watch", "note": "A lender."}]))
    case = book.case(book.find("KML-1"))

    assert [row["kind"] for row in flag_rows(case)] == ["debt"]
    assert [*outcome_rows(case)] == []
    assert {key for row in flag_rows(case) for key in row} == FLAG_HEADINGS.keys()
