"""A correction is a later entry: it says what was true, and the log keeps what stood before."""

from datetime import date

import pytest

from followup.case.facts import Amended, Arranged, Identified, Placed
from followup.case.home_words import Placement
from followup.errors import Invalid, Missing, Refused
from followup.services import graduates
from followup.services.corrections import corrections_from, edit
from tests.builders import a_casebook, a_graduate


def test_a_corrected_return_date_was_so_all_along():
    book = a_casebook()

    done = edit(book, "KML-1", Amended(return_date=date(2026, 2, 28)))

    assert done.case.return_date == date(2026, 2, 28)
    assert book.case(done.case.id, date(2026, 3, 1)).return_date == date(2026, 2, 28)
    assert done.moved > 20


def test_a_correction_is_not_overtaken_by_an_earlier_one_of_a_later_day():
    book = a_casebook()
    graduates.place(book, "KML-1", Placed(Placement.RELATIVE, "Takeo", "Bati"), Identified(village="Prey Lvea"))

    done = edit(book, "KML-1", Identified(village="Prey Lvear"))

    assert done.case.identity.village == "Prey Lvear"


def test_arrangements_written_today_are_put_right_today():
    book = a_casebook()
    book.write(book.find("KML-1"), Arranged(cover="Meeting"))

    assert edit(book, "KML-1", Arranged(cover="Call")).case.cover == "Call"


def test_a_rehearsal_says_how_many_visits_would_move_and_writes_nothing():
    book = a_casebook()

    done = edit(book, "KML-1", Arranged(weekdays=(1,)), dry_run=True)

    assert done.moved > 10
    assert book.case(done.case.id).weekdays == ()


def test_a_code_that_is_taken_is_refused():
    book = a_casebook(a_graduate("KML-1"), a_graduate("KML-2"))

    with pytest.raises(Refused):
        edit(book, "KML-1", Amended(code="KML-2"))


def test_a_code_that_shows_who_she_is_is_refused():
    with pytest.raises(Refused):
        edit(a_casebook(), "KML-1", Amended(code="SREYMOM"))


@pytest.mark.parametrize(
    "said", [Identified(nickname="Kml"), Identified(name="Sok Kml / សុខ"), Identified(village="K M L")]
)
def test_a_name_that_stands_in_the_code_she_was_given_before_needs_another_code(said):
    book = a_casebook(a_graduate("KML-1", plan=None))

    with pytest.raises(Refused, match="Her code would show"):
        edit(book, "KML-1", said)
    with pytest.raises(Refused, match="Her code would show"):
        graduates.place(book, "KML-1", Placed(Placement.RELATIVE, "Takeo", "Bati"), said)
    assert edit(book, "KML-1", said, Amended(code="XYZ-1")).case.code == "XYZ-1"


def test_a_policy_nobody_knows_is_refused_with_those_there_are():
    with pytest.raises(Missing) as refused:
        edit(a_casebook(), "KML-1", Amended(policy="weekly"))

    assert "monthly-36" in refused.value.hint


def test_a_correction_without_a_new_value_is_refused():
    with pytest.raises(Refused):
        edit(a_casebook(), "KML-1", Amended())


def test_only_the_keys_that_a_file_gives_are_changed():
    bodies = corrections_from({"phone": "012 345 678", "contact": {"phone": "099"}, "trade": "sewing"})

    assert bodies == (Amended(trade="sewing"), Identified(phone="012 345 678", contact_phone="099"))


def test_an_empty_value_takes_away_and_a_null_leaves_alone():
    bodies = corrections_from({"nickname": "", "village": None, "safe_weekdays": []})

    assert bodies == (Identified(nickname=""), Arranged(weekdays=()))


def test_what_another_command_changes_is_named_with_that_command():
    with pytest.raises(Invalid) as refused:
        corrections_from({"placement": "family", "flags": [], "trade": 7})

    assert all(word in refused.value.what for word in ("graduate place", "flag raise", "trade: Words"))
