"""Two graduates in one house: linked in both directions, through merging, erasing and undoing, and never by a name."""

from datetime import date, timedelta

import pytest

from followup.case.facts import Ended, Housed
from followup.case.outcome_words import OutcomeKind
from followup.casebook import Casebook, Moment
from followup.errors import Refused
from followup.services import erasure, households, outcomes
from followup.services.merging import merge
from followup.services.undo import undo_last
from tests.builders import a_casebook, a_graduate


@pytest.fixture
def book():
    others = [a_graduate(f"{code}-1", name=name) for code, name in (("TEH", "Lin"), ("CV", "Nary"), ("DA", "Pich"))]
    return a_casebook(a_graduate(), *others)


def anew(book):
    return Casebook(book.store, book.moment)


def an_hour_later(book):
    return Casebook(book.store, Moment(book.today, book.moment.now + timedelta(hours=1)))


def living_with(book, code):
    return households.household_of(anew(book), code).others


def test_who_lives_in_one_house_is_shown_in_both_and_three_may_live_together(book):
    households.link(book, "KML", "TEH", date(2026, 10, 1))
    assert (living_with(book, "KML"), living_with(book, "TEH")) == (("TEH-1",), ("KML-1",))

    households.link(anew(book), "CV", "KML")

    assert living_with(book, "CV") == ("KML-1", "TEH-1")
    assert living_with(book, "TEH") == ("CV-1", "KML-1")
    assert {households.household_of(anew(book), one).since for one in ("KML", "TEH", "CV")} == {book.today}


def test_one_who_leaves_leaves_all_of_them(book):
    households.link(book, "KML", "TEH")
    households.link(anew(book), "KML", "CV")

    assert households.unlink(anew(book), "KML").others == ("CV-1", "TEH-1")

    assert living_with(book, "KML") == ()
    assert living_with(book, "TEH") == ("CV-1",)
    with pytest.raises(Refused, match="No other graduate"):
        households.unlink(anew(book), "KML")


def test_what_cannot_be_is_refused_and_writes_nothing(book):
    households.link(book, "KML", "TEH")
    households.link(anew(book), "CV", "DA")
    before = {one: book.store.facts(one) for one in book.store.case_ids()}

    for first, second, on in (
        ("KML", "KML", None),
        ("KML", "TEH", None),
        ("KML", "CV", None),
        ("KML", "DA", date(2026, 12, 24)),
    ):
        with pytest.raises(Refused):
            households.link(anew(book), first, second, on)

    assert {one: book.store.facts(one) for one in book.store.case_ids()} == before


def test_a_link_is_undone_in_both_at_once(book):
    households.link(an_hour_later(book), "KML", "TEH")

    undo_last(an_hour_later(book))

    assert living_with(book, "KML") == living_with(book, "TEH") == ()


def test_a_merged_case_brings_those_along_who_live_with_it(book):
    households.link(book, "TEH", "CV")

    merge(anew(book), "KML", "TEH")

    assert living_with(book, "KML") == ("CV-1",)
    assert living_with(book, "CV") == ("KML-1",)


def test_two_linked_cases_that_are_one_person_live_with_nobody(book):
    households.link(book, "KML", "TEH")

    merge(anew(book), "KML", "TEH")

    assert living_with(book, "KML") == ()


def test_who_was_erased_tells_nobody_with_whom_she_lives_also_where_another_laptop_linked_her_meanwhile(book):
    households.link(book, "KML", "TEH")
    hers = next(fact.body for fact in book.store.facts(book.find("TEH")) if isinstance(fact.body, Housed))
    outcomes.record(anew(book), "KML", Ended(OutcomeKind.MOVED_AWAY))
    erasure.erase(anew(book), "KML")
    anew(book).write(book.find("KML"), hers)

    assert (living_with(book, "KML"), living_with(book, "TEH")) == ((), ())


def test_when_one_was_erased_nothing_of_her_is_left_in_the_house(book):
    households.link(book, "KML", "TEH")

    outcomes.record(anew(book), "KML", Ended(OutcomeKind.MOVED_AWAY))

    erasure.erase(anew(book), "KML")

    assert erasure.erase(anew(book), "KML", dry_run=True).nothing_left
    assert living_with(book, "TEH") == ()
    everything = [fact.body for one in book.store.case_ids() for fact in anew(book).store.facts(one)]
    houses = {body.house for body in everything if isinstance(body, Housed) and body.house}
    assert len(houses) == 1
    assert not any(book.find("KML") in str(body) for body in everything)
    with pytest.raises(Refused, match="erased"):
        households.link(anew(book), "TEH", "KML")
