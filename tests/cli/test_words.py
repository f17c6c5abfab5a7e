"""A word of a list at a question: by its number, whole, by its beginning, or nearly, which is asked about.

- never a guess without a word: what is only near is taken when the person says yes
- a list too long for one line stands before the question, numbered downwards in two columns
- of an open list a new word is taken once the person has said that it is one
"""

import pytest

from followup.case.known_words import near_words, slips_of
from followup.case.outcome_words import FailureCause
from followup.case.vocabulary import RiskKind
from followup_cli.terminal import asking, person
from followup_cli.terminal.asking import Question, ask_person, chosen_term
from followup_cli.terminal.layout import width_of
from followup_cli.terminal.typed import term_words
from followup_cli.terminal.words import numbered_columns, word_meant

RISKS = term_words(RiskKind)


@pytest.fixture
def typed(monkeypatch):
    """Whoever types these lines; what was left of them."""

    def type_(*lines):
        left = list(lines)
        monkeypatch.setattr(person, "on_terminal", lambda: True)
        monkeypatch.setattr(asking, "read_line", lambda _prompt, **_: left.pop(0))
        return left

    return type_


@pytest.mark.parametrize("line", ["3", "៣", "debt", "DEBT", "deb", "de"])
def test_a_number_a_word_or_the_beginning_of_one_is_that_word(typed, line):
    left = typed(line)

    assert ask_person(Question("", "About", words=RISKS)) == "debt"
    assert left == []


@pytest.mark.parametrize(
    ("lines", "word"),
    [
        (("dept", "yes"), "debt"),
        (("dept", ""), "debt"),
        (("dept", "no", "health"), "health"),
        (("dept", "health"), "health"),  # another word instead of yes or no
        (("no", "2"), "no-supervisor"),  # the beginning of two
        (("no", "", "no-f"), "no-family"),
        (("99", "0", "swimming", "health"), "health"),
    ],
)
def test_what_is_only_near_is_asked_about_and_what_is_not_is_asked_again(typed, lines, word):
    left = typed(*lines)

    assert ask_person(Question("", "About", words=RISKS)) == word
    assert left == []


@pytest.mark.parametrize("line", ["1,3", "1 3", "១ ៣", "family-would-sell, debt", "family,debt,3,1", "1;debt"])
def test_several_words_are_parted_by_commas_and_each_is_taken_once(typed, line):
    typed(line)

    assert ask_person(Question("", "About", words=RISKS, several=True)) == "family-would-sell,debt"


@pytest.mark.parametrize("line", ["-", "None"])
def test_signs_and_words_that_are_not_offered_go_through_as_they_are(typed, line):
    typed(line)

    assert ask_person(Question("", "About", words=RISKS, also=("none",))) == line


def test_as_last_time_is_no_word_where_nobody_asks_for_last_time(typed, capfd):
    typed("=", "debt")

    assert ask_person(Question("", "About", words=RISKS)) == "debt"
    assert "Here = means nothing." in capfd.readouterr().err


@pytest.mark.parametrize(
    ("lines", "word"),
    [
        (("Battambang",), "Battambang"),
        (("BATTAMBANG",), "Battambang"),
        (("Batambang", ""), "Battambang"),
        (("Kam", "3"), "Kampong Speu"),
        (("Vientiane", "yes"), "Vientiane"),
        (("Vientiane", "no", "2"), "Kampong Cham"),
        (("Kampong Champ", "", "yes"), "Kampong Champ"),
        (("99", "1"), "Battambang"),
    ],
)
def test_a_new_word_is_taken_once_the_person_says_that_it_is_new(typed, lines, word):
    left = typed(*lines)
    places = ("Battambang", "Kampong Cham", "Kampong Speu")
    if lines[0] == "Kam":
        places = ("Kampong Cham", "Battambang", "Kampong Chhnang", "Kampong Speu")

    assert ask_person(Question("", "Province", words=places, new=lambda _: "A new province?")) == word
    assert left == []


def test_a_short_list_stands_in_the_question_and_a_long_one_before_it_in_two_columns(typed, capfd):
    typed("1")
    chosen_term("--causes", "Main cause", None, FailureCause)

    lines = capfd.readouterr().err.splitlines()
    assert len(lines) == 10
    assert lines[0].split() == ["1", "no-business-training", "11", "unsafe-or-exploitative-job"]
    assert len({line.index(second) for line in lines for second in [line.split()[2]]}) <= 2


def test_the_list_is_shown_again_for_a_question_mark(typed, capfd):
    typed("?", "1")

    ask_person(Question("", "About", words=RISKS, shown=True))

    assert len(capfd.readouterr().err.splitlines()) == 7


@pytest.mark.parametrize("room", [20, 40, 60, 80, 132])
def test_columns_fit_the_window_and_leave_no_word_out(room):
    words = ["ជលគីរី", "បរិបូណ៌", *term_words(FailureCause)]
    lines = list(numbered_columns(words, room))

    assert all(any(f"{n} {word}" in line for line in lines) for n, word in enumerate(words, 1))
    assert room < 60 or all(width_of(line) <= room for line in lines)
    assert len(lines) == 11 if room > 60 else 11 < len(lines) <= 22


def test_words_too_long_for_a_column_stand_below_the_two_columns():
    lines = list(numbered_columns(["a" * 20, "b" * 50, "c", "d"], 80))

    assert lines == [f"  1 {'a' * 20}   4 d", "  3 c", f"  2 {'b' * 50}"]


def test_a_question_mark_shows_what_there_is_to_know_below_the_list(typed, capfd):
    typed("?", "1")

    ask_person(Question("", "About", words=RISKS, shown=True, help="What it is about."))

    assert "What it is about." in capfd.readouterr().err


def test_nothing_is_meant_by_nothing_like_it():
    assert word_meant("zzz", RISKS) == ("", ())
    assert word_meant("", RISKS) == ("", ())


def test_a_text_much_too_long_for_a_word_is_like_none_and_answered_at_once():
    assert near_words("debt" * 5_000, RISKS) == []
    assert slips_of("debt" * 5_000, RISKS) == []
    assert slips_of("Centre 1", ["Centre 2", "Centre B"]) == []
    assert slips_of("Centr B", ["Centre A", "Centre B"]) == ["Centre B"]
