"""A row of an export is a form: what it says is read as the very visit, or graduate, that it is of."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from hypothesis import HealthCheck, given, settings

from followup.case.facts import Ended, Flagged, Identified, ReturnedAgain, Visited
from followup.case.fields import described, revealed
from followup.case.forms.enrolment import enrolment_from_mapping
from followup.case.forms.headings import (
    FLAG_HEADINGS,
    GRADUATE_HEADINGS,
    IDENTITY_HEADINGS,
    OUTCOME_HEADINGS,
    VISIT_HEADINGS,
)
from followup.case.outcome_words import OutcomeKind
from followup.case.visit_words import ContactMethod
from followup.case.vocabulary import RiskKind, Severity
from followup.services.exports.rows import BETWEEN, YES, OwnText, flag_rows, graduate_row, outcome_rows, visit_rows
from followup.services.visits import record_all
from tests.builders import a_casebook, a_flag, a_graduate
from tests.services.random_contacts import CONTACTS

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
@given(CONTACTS)
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


def test_a_flag_that_goes_with_her_when_she_goes_home_again_is_one_row():
    book = a_casebook(a_graduate(flags=[a_flag()]))
    her = book.find("KML")
    book.write(her, Ended(OutcomeKind.MOVED_AWAY), on=date(2026, 11, 5))
    book.write(her, ReturnedAgain(date(2026, 11, 10), "monthly-24"), on=date(2026, 11, 10))
    book.write(
        her, Flagged(RiskKind.ISOLATION, Severity.WATCH, "Alone.", "SN", date(2027, 1, 1)), on=date(2026, 11, 12)
    )

    assert [(row["-number"], row["-stay"]) for row in flag_rows(book.case(her))] == [(1, 1), (2, 2)]
