"""The guard on invented people: nothing of anybody is read in a note, and the notes can still be read themselves."""

import pytest

from benchmarks.guard import measured
from benchmarks.guard_corpus import names, people


def test_five_thousand_invented_names_are_there_each_once():
    assert len(set(names())) == 5_000


@pytest.fixture(scope="module")
def found():
    """Three casebooks of 60 graduates, with their safe contacts."""
    return measured(60, people(180))


def test_nothing_that_notes_say_of_somebody_can_be_read_once_they_are_masked(found):
    assert found.planted > 2_500
    assert found.leaks == ()


def test_of_texts_that_name_nobody_less_than_one_word_in_a_hundred_is_masked(found):
    assert found.words_masked < 0.01
    assert found.notes_masked < 0.25
    assert found.covers_refused <= 3
