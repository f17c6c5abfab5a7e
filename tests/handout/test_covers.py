"""What a calendar may say: nothing of the subject, the people or the organisations, and nothing that cannot be seen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followup.handout import covers
from followup.handout.covers import cover_problems, revealed_matters, safe_covers
from followup.handout.folding import fold, has_khmer, in_khmer_order, without_humps
from followup_data import shipped


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("Visit a victim", "whom"),
        ("sex worker", "what"),
        ("SexWorker", "what"),
        ("sex-worker", "what"),
        ("Rescued girl", "what"),
        ("AFESIP visit", "who comes"),
        ("recovery", "what"),
        ("TRAFFICKING", "what"),
        ("Shelter", "what"),
        ("reintegration", "what"),
        ("Follow-up", "what"),
        ("followup visit", "what"),
        ("Graduates", "whom"),
        ("NGOs", "who comes"),
        ("CWCC", "who comes"),
        ("Hagar office", "who comes"),
        ("តាមដាន", "what"),
        ("ជួបជនរងគ្រោះ", "whom"),
        ("រកស្រីពេស្យា", "what"),
        ("មណ្ឌលស្តារនីតិសម្បទា", "what"),
        ("ប្រជុំអង្គការ", "who comes"),
        ("អាហ្វេស៊ីប", "who comes"),
        ("ជម្រ\u200bក", "what"),
    ],
)
def test_a_text_that_gives_the_visits_away_is_refused_with_what_it_gives_away(text, problem):
    told = " ".join(cover_problems(text))

    assert problem in told
    assert text.casefold() not in told.casefold()


@pytest.mark.parametrize(
    "text",
    [
        "Meeting", "Undergraduate class", "Ngoc's birthday", "Ad hoc meeting", "Discover the market", "Change of plan",
        "Tea; with {code}, 3 pm", "ទៅផ្សារទិញបន្លែ", "ប្រជុំប្រចាំខែ; ការិយាល័យ, ជាន់ទី២", "Hairdresser ✂️", "📅",
    ],
)  # fmt: skip
def test_plain_words_may_go_out(text):
    assert cover_problems(text) == ()


def test_the_texts_that_are_offered_may_go_out_in_both_languages():
    assert {language: bool(texts) for language, texts in safe_covers().items()} == {"en": True, "km": True}
    assert not [text for texts in safe_covers().values() for text in texts if cover_problems(text)]


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "Meeting ", "a\\b", "a\tb", "a\nb", "a\x00b", "a\x1fb", "a\x7fb", "a\x85b", "a\u200bb", "a\u200db",
        "a\u200eb", "a\u2028b", "a\u2060b", "a\ufeffb", "a\u00adb", "a\u034fb", "a\u17b4b", "a\u3164b", "\ud800",
        "a\ufffeb", "a\uffffb", "a\u0378b", "a\ue000b", "x" * 201, "\u0301", "\u2800",
    ],
    ids=ascii,
)  # fmt: skip
def test_what_breaks_a_file_or_shows_nothing_is_refused(text):
    assert cover_problems(text) != ()


def test_everything_that_is_wrong_is_told_at_once():
    assert len(cover_problems("AFESIP visit to a trafficking victim\\")) == 4


MATTERS = shipped.covers()["revealing"]
WORDS = [word for words in MATTERS.values() for word in (*words["en"], *words["km"])]
PIECES = st.one_of(
    st.sampled_from(WORDS),
    st.sampled_from(WORDS).map(lambda word: word.replace(" ", "")),
    st.sampled_from(WORDS).map(str.title),
    st.sampled_from(WORDS).map(lambda word: word[1:]),
    st.sampled_from([" ", "  ", "-", "s", "x", "\u200b", "\u17b4", "\n", "Meeting", "\u1780", "\u17d2"]),
    st.text(max_size=3),
)


@given(st.lists(PIECES, max_size=6).map("".join))
def test_a_look_without_spaces_lets_nothing_out_that_the_lists_name(text):
    folded = in_khmer_order(fold(text)) + "\n" + fold(without_humps(text))

    assert revealed_matters(text) == tuple(matter for matter in MATTERS if covers._pattern(matter).search(folded))


def test_each_word_of_the_lists_is_found_by_its_list():
    listed = [(word, matter) for matter, words in MATTERS.items() for word in (*words["en"], *words["km"])]

    assert not [(word, matter) for word, matter in listed if matter not in revealed_matters(word)]


def test_khmer_words_are_written_in_khmer():
    assert all(has_khmer(word) for words in MATTERS.values() for word in words["km"])
