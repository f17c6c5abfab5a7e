"""How long it is kept who somebody is: by the years that the office set, and only once follow-up has ended."""

from datetime import date, timedelta

import pytest

from followup.case.consent_words import FOLLOWED, Purpose
from followup.case.facts import Configured, Ended, Reopened
from followup.case.outcome_words import OutcomeKind
from followup.casebook import Casebook, Moment
from followup.services import consents
from followup.services.agenda import agenda_of
from followup.services.erasure import erase
from followup.services.retention import kept_too_long, years_later
from followup.store import OFFICE, NewFact
from tests.builders import NOW, TODAY, a_casebook, a_graduate


def ended(years: int = 0, on: date = TODAY) -> Casebook:
    book = a_casebook(a_graduate(returned="2018-01-31"), a_graduate("TWO-1", "2017-01-31", name="Dara Chhum"))
    book.store.append(book.find("KML-1"), [NewFact(on, Ended(OutcomeKind.MOVED_AWAY))], by="SN", now=NOW)
    if years:
        book.store.append(OFFICE, [NewFact(date(2018, 1, 1), Configured(retention=years))], by="SN", now=NOW)
    return Casebook(book.store, Moment(TODAY, NOW))


def codes(book: Casebook) -> list[str]:
    return [one.code for one in kept_too_long(book)]


def test_it_counts_from_the_end_of_follow_up_to_the_day_and_only_where_the_office_set_it() -> None:
    seven_years_ago = date(TODAY.year - 7, TODAY.month, TODAY.day)
    assert codes(ended(7, seven_years_ago)) == ["KML-1"]
    assert codes(ended(7, seven_years_ago + timedelta(1))) == []
    assert codes(ended(0, seven_years_ago)) == []
    assert agenda_of(ended(7, seven_years_ago)).kept_too_long == 1


def test_who_is_followed_again_or_was_erased_is_not_listed() -> None:
    book = ended(5, date(2019, 3, 1))
    assert codes(book) == ["KML-1"]
    again = ended(5, date(2019, 3, 1))
    again.store.append(again.find("KML-1"), [NewFact(date(2020, 1, 1), Reopened("She asks."))], by="SN", now=NOW)
    assert codes(Casebook(again.store, again.moment)) == []
    erase(book, "KML-1")
    assert codes(Casebook(book.store, book.moment)) == []


@pytest.mark.parametrize(
    ("day", "later"), [(date(2020, 2, 29), date(2027, 3, 1)), (date(2020, 2, 28), date(2027, 2, 28))]
)
def test_a_leap_day_is_kept_until_the_first_of_march(day: date, later: date) -> None:
    assert years_later(day, 7) == later


@pytest.mark.parametrize("years", [0, 7])
def test_who_does_not_agree_that_her_data_are_kept_is_listed_once_her_follow_up_has_ended(years: int) -> None:
    book = ended(years)
    for code in ("KML-1", "TWO-1"):
        consents.withdraw(book, code, [Purpose.DATA_KEPT])

    (found,) = kept_too_long(Casebook(book.store, book.moment))
    assert (found.code, found.until, found.declined) == ("KML-1", TODAY, True)
    erase(book, "KML-1")
    assert codes(Casebook(book.store, book.moment)) == []


def test_what_is_said_of_being_followed_is_said_only_of_whom_is_followed() -> None:
    told = " ".join(consents.withdraw(ended(), "KML-1", FOLLOWED).effects)
    assert "outcome record" not in told
    assert "outcome record" in " ".join(consents.withdraw(ended(), "TWO-1", FOLLOWED).effects)
