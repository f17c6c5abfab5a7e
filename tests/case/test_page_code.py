"""The code of a page is typed by hand: a slip is refused, never taken for another sheet."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from followup.case.page_code import PageCode, read_page_code
from followup.errors import Invalid

SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-"
codes = st.from_regex(r"[A-Z0-9]([A-Z0-9-]{0,10}[A-Z0-9])", fullmatch=True).filter(lambda code: "--" not in code)
pages = st.builds(PageCode, codes, st.integers(0, 480))


def with_one_sign_wrong(text: str) -> Iterator[str]:
    for at, there in enumerate(text):
        yield from (text[:at] + sign + text[at + 1 :] for sign in SIGNS if sign != there)


def with_two_swapped(text: str) -> Iterator[str]:
    for at in range(len(text)):
        for other in range(at + 1, len(text)):
            if text[at] != text[other]:
                signs = list(text)
                signs[at], signs[other] = signs[other], signs[at]
                yield "".join(signs)


def is_taken(typed: str) -> bool:
    try:
        read_page_code(typed)
    except Invalid:
        return False
    return True


@given(pages)
@settings(max_examples=60)
def test_a_page_code_is_read_back_in_any_case_and_with_spaces_for_hyphens(page):
    written = page.written

    assert read_page_code(written) == page
    assert read_page_code(f"  {written.lower().replace('-', ' ')} ") == page


@given(pages)
@settings(max_examples=25, deadline=None)
def test_one_wrong_character_is_never_another_sheet(page):
    assert not [typed for typed in with_one_sign_wrong(page.written) if is_taken(typed)]


@given(pages)
@settings(max_examples=25, deadline=None)
def test_two_swapped_characters_are_never_another_sheet(page):
    assert not [typed for typed in with_two_swapped(page.written) if is_taken(typed)]


def test_two_hyphens_are_a_slip_and_not_one_of_them():
    """Of the code 0D in month 165 and a code 0 in that month the check characters are the same."""
    assert is_taken("0D-165-DX")
    assert not is_taken("0--165-DX")
    assert not is_taken("K7M--21-7F")


def test_khmer_digits_are_digits():
    assert read_page_code(PageCode("KML-1", 21).written.replace("21", "២១")) == PageCode("KML-1", 21)


@pytest.mark.parametrize("typed", ["KML", "KML-1", "KML-21-", "-21-G2", "KML-XX-G2", "KML-99999-G2", "x" * 400])
def test_what_is_no_page_code_is_answered_with_how_one_looks(typed):
    with pytest.raises(Invalid) as refused:
        read_page_code(typed)

    assert PageCode("KML", 21).written in refused.value.hint


def test_a_slip_is_answered_with_what_to_do():
    with pytest.raises(Invalid) as refused:
        read_page_code("K7M-21-G3")

    assert "swapped" in refused.value.what
    assert "again" in refused.value.hint
