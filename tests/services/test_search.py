"""Finding somebody by what is known of her, in both scripts, without showing who anybody is."""

import pytest

from followup.errors import Invalid
from followup.services.search import find_graduates
from tests.builders import a_casebook, a_graduate


@pytest.fixture
def book():
    known = {"nickname": "Mom", "phone": "012 345 678", "village": "Prek Thmey / ព្រែកថ្មី", "business": "Golden Needle"}
    known |= {"contact": {"name": "Aunt Chantha", "phone": "+855 97 555 0199"}}
    return a_casebook(
        a_graduate("KML-1", name="Sok ស្រីមុំ", trade="sewing", **known),
        a_graduate("KIE-2", name="Keo Bopha", trade="weaving"),
    )


def found(book, typed):
    """The codes found, and by what."""
    return {one.line.row.code: one.found_by for one in find_graduates(book, typed)}


@pytest.mark.parametrize(
    ("typed", "by"),
    [
        ("kml", ("code",)),
        ("sok", ("name",)),
        ("ស្រី", ("name",)),
        ("Sreymom", ("name",)),  # in Latin letters
        ("sreymum sok", ("name",)),
        ("THMEY", ("village",)),
        ("ព្រែក ថ្មី", ("village",)),
        ("345678", ("phone",)),
        ("+855 12 345 678", ("phone",)),
        ("0975550199", ("contact",)),
        ("chantha", ("contact",)),
        ("needle golden", ("business",)),
        ("sewing", ("trade",)),
    ],
)
def test_a_graduate_is_found_by_anything_that_is_known_of_her(book, typed, by):
    assert found(book, typed) == {"KML-1": by}


def test_whose_code_begins_so_stands_first_and_others_after_her(book):
    assert list(found(book, "kie")) == ["KIE-2", "KML-1"]


def test_whoever_is_called_so_word_for_word_stands_before_those_whose_name_only_sounds_like_it():
    book = a_casebook(
        a_graduate("AAA-1", name="Sok Sriemum"),
        a_graduate("BBB-2", name="Sreymomo Keo"),
        a_graduate("CCC-3", name="Chan Sreymom"),
    )

    assert list(found(book, "Sreymom")) == ["CCC-3", "BBB-2", "AAA-1"]


def test_a_khmer_name_is_found_by_its_latin_spelling_and_the_other_way_round(book):
    assert found(book, "បុប្ផា") == {"KIE-2": ("name",)}


@pytest.mark.parametrize("typed", ["a", " ", "-", "១"])
def test_one_letter_finds_nobody(book, typed):
    with pytest.raises(Invalid, match="too short"):
        find_graduates(book, typed)


def test_whoever_is_not_known_is_not_found(book):
    assert found(book, "Vanna") == {}


@pytest.mark.parametrize("typed", ["0000", "855", "+855 00", "00 0 12"])
def test_zeros_and_the_country_alone_are_no_phone(book, typed):
    assert "phone" not in {by for one in found(book, typed).values() for by in one}
