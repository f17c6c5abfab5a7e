"""A graduate is found by her code or its beginning, and a slip is met with help that repeats nothing."""

import pytest

from followup.errors import Missing
from tests.builders import a_casebook, a_graduate


def hint(typed: str) -> str:
    with pytest.raises(Missing) as missing:
        a_casebook(a_graduate("82AJQD"), a_graduate("PB7JJY")).find(typed)
    assert typed.strip() == "" or typed not in missing.value.what + missing.value.hint
    return missing.value.hint


@pytest.mark.parametrize("typed", ["82AJQD", "82ajqd", " 82 a", "8"])
def test_as_much_of_a_code_as_tells_it_from_the_others_is_enough(typed):
    book = a_casebook(a_graduate("82AJQD"), a_graduate("PB7JJY"))

    assert book.case(book.find(typed)).code == "82AJQD"


def test_a_slip_of_one_character_suggests_whom_it_may_mean():
    assert hint("82AJQE") == "Did you mean 82AJQD?"
    assert hint("PB7JYJ") == "Did you mean PB7JJY?"


def test_a_code_that_fails_its_check_character_is_said_to_be_mistyped():
    assert "does not fit" in hint("KKKKK2")


def test_what_is_no_code_at_all_points_to_the_list():
    assert "graduate list" in hint("Sreymom")
    assert "graduate list" in hint("")
