"""Codes: short, unambiguous, and a slip of the pen is noticed."""

from itertools import pairwise
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from followup.case.pseudonym import (
    ALPHABET,
    LENGTH,
    check_character,
    generated_code,
    given_code,
    is_generated_code,
    is_mistyped_code,
    similar_codes,
    tidy_code,
)
from followup.errors import Invalid

stems = st.text(st.sampled_from(ALPHABET), min_size=LENGTH, max_size=LENGTH)
codes = stems.map(lambda stem: stem + check_character(stem))


def test_a_generated_code_has_no_letter_that_is_misread():
    code = generated_code(Random(7).randrange)

    assert is_generated_code(code)
    assert not set(code) & set("ILOSU01")


@given(codes, st.integers(0, LENGTH), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_always_noticed(code, at, wrong):
    assume(code[at] != wrong)

    assert not is_generated_code(code[:at] + wrong + code[at + 1 :])


@given(codes, st.integers(0, LENGTH - 1))
def test_two_neighbours_swapped_are_always_noticed(code, at):
    assume(code[at] != code[at + 1])

    assert not is_generated_code(code[:at] + code[at + 1] + code[at] + code[at + 2 :])


@given(codes, st.data())
def test_a_near_miss_suggests_the_code_that_was_meant(code, data):
    at = data.draw(st.integers(0, LENGTH))
    before, after = code[:at], code[at:]
    slip = data.draw(st.sampled_from([before + "A" + after[1:], before + after[1:], before + "9" + after]))

    assert similar_codes(slip.lower(), ["ZZZZZZ2", code]) == [code] or slip == "ZZZZZZ2"


def test_swapped_letters_suggest_the_code_that_was_meant():
    for a, b in pairwise(range(6)):
        swapped = list("82AJQD")
        swapped[a], swapped[b] = swapped[b], swapped[a]
        assert similar_codes("".join(swapped), ["82AJQD", "PB7JJY"]) == ["82AJQD"]


def test_something_quite_different_suggests_nothing():
    assert similar_codes("PB7JJY", ["82AJQD"]) == []


@pytest.mark.parametrize("typed", [" rf-0196 ", "RF-0196", "rf- 0196"])
def test_a_code_may_be_typed_in_small_letters_and_with_spaces(typed):
    assert tidy_code(typed) == given_code(typed) == "RF-0196"


@pytest.mark.parametrize("typed", ["", "A", "-AB", "AB-", "SREY MOM SOK RITHY", "ស្រី", "A_B", "A.B", "A" * 13])
def test_what_cannot_be_a_code_is_refused_without_repeating_it(typed):
    with pytest.raises(Invalid) as refused:
        given_code(typed)

    assert len(typed) < 2 or typed not in str(refused.value)


@given(codes)
def test_only_what_looks_generated_and_fails_its_check_is_called_mistyped(code):
    swapped = code[1] + code[0] + code[2:]

    assert not is_mistyped_code(code)
    assert is_mistyped_code(swapped) is (swapped != code)
    assert not is_mistyped_code("RF-019")
    assert not is_mistyped_code(code[:4])
