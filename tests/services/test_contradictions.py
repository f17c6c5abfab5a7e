"""A base date that is put right later contradicts nothing that stands: what would is named with its number."""

from datetime import date

import pytest

from followup.case.facts import Amended, Attempted, Ended, MilestoneReached
from followup.case.forms.visit import VisitForm
from followup.case.outcome_words import MilestoneStanding, OutcomeKind
from followup.case.visit_words import AttemptReason, ContactMethod
from followup.errors import Refused
from followup.services import outcomes, visits
from followup.services.corrections import edit
from followup.services.withdrawals import withdraw
from tests.builders import a_casebook, a_graduate

LATER = Amended(return_date=date(2026, 6, 1))


def refused(book, amended=LATER):
    with pytest.raises(Refused) as error:
        edit(book, "KML-1", amended)
    return error.value


def visited(day, **said):
    return VisitForm(date=date.fromisoformat(day), contact=ContactMethod.HOME_VISIT, **said)


def test_a_return_date_is_not_put_after_a_visit_that_stands_and_the_visit_is_named_with_its_number():
    book = a_casebook()
    visits.record(book, "KML-1", visited("2026-05-20"))

    error = refused(book)

    assert "entry 4, 2026-05-20: Contact: home visit. That is before the return date, 2026-06-01." in error.what
    assert "followup withdraw KML-1 4" in error.hint
    assert book.case(book.find("KML-1")).return_date == date(2026, 1, 31)


def test_a_return_date_is_not_put_after_an_attempt_or_an_outcome():
    book = a_casebook()
    visits.attempt(book, "KML-1", Attempted(AttemptReason.MOVED), date(2026, 3, 1))
    outcomes.record(book, "KML-1", Ended(OutcomeKind.MOVED_AWAY), date(2026, 3, 2))

    assert refused(book).what.count("entry ") == 2


def test_a_milestone_is_not_written_down_before_it_is_reached_by_a_later_return_date():
    book = a_casebook(a_graduate("KML-1", "2025-01-31"))
    book.write(book.find("KML-1"), MilestoneReached(12, MilestoneStanding.NOT_YET), on=date(2026, 2, 1))

    assert "Month 12 is reached on 2027-06-01" in refused(book).what


def test_a_policy_with_fewer_visits_does_not_lose_the_visit_that_was_named():
    book = a_casebook(a_graduate("KML-1", "2024-01-31"))
    visits.record(book, "KML-1", visited("2026-05-20", slot=28))

    assert "It names visit 28" in refused(book, Amended(policy="monthly-24")).what


def test_a_return_date_before_everything_that_stands_is_put_right():
    book = a_casebook()
    visits.record(book, "KML-1", visited("2026-05-20"))

    assert edit(book, "KML-1", Amended(return_date=date(2026, 5, 20))).case.return_date == date(2026, 5, 20)


def test_a_correction_taken_back_brings_no_return_date_that_contradicts():
    book = a_casebook(a_graduate("KML-1", "2026-06-01"))
    edit(book, "KML-1", Amended(return_date=date(2026, 1, 31)))
    visits.record(book, "KML-1", visited("2026-05-20"))

    with pytest.raises(Refused, match="before the return date, 2026-06-01"):
        withdraw(book, "KML-1", 4, "It was right.")


def test_what_contradicted_before_does_not_keep_the_trade_from_being_put_right():
    book = a_casebook()
    visits.record(book, "KML-1", visited("2026-05-20"))
    book.write(book.find("KML-1"), LATER, on=date(2026, 1, 31))

    assert edit(book, "KML-1", Amended(trade="sewing")).case.trade == "sewing"
