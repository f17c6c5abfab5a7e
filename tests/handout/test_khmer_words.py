"""The Khmer text of the prints.

- it says that it is a draft, in its file and on every page, in both languages
- the built file is its source with a zero-width space or a word joiner between two clusters, and nowhere else
- every English text has a Khmer one, with the same places to fill in and figures from 0 to 9
"""

import importlib.util
import re
from pathlib import Path

import pytest

from followup.handout.paper.catalogue import Language, untranslated, words
from followup_cli.terminal.layout import clusters
from followup_data import shipped

HOUSE = Path(__file__).parents[2]
SPACE, JOINER = "\u200b", "\u2060"


def script():
    """The script that builds the file, which is no part of the program."""
    spec = importlib.util.spec_from_file_location("khmer_words", HOUSE / "scripts" / "khmer_words.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


SOURCE = script().texts_of(script().SOURCE)
BUILT = shipped.paper_words("km")
ENGLISH = shipped.paper_words("en")


def bare(text: str) -> str:
    return text.replace(SPACE, "").replace(JOINER, "")


def test_the_built_file_is_the_source_with_zero_width_spaces_and_joiners():
    assert {name: {key: bare(text) for key, text in texts.items()} for name, texts in BUILT.items()} == SOURCE
    assert not any(SPACE in text or JOINER in text for texts in SOURCE.values() for text in texts.values())
    assert any(SPACE in text for text in BUILT["quarter"].values())


@pytest.mark.parametrize("section", BUILT)
def test_between_two_clusters_a_line_may_break_or_may_not_and_nothing_is_left_to_guess(section):
    for text in BUILT[section].values():
        for before, after in re.findall(f"(?<=(.))[{SPACE}{JOINER}](?=(.))", text):
            assert "\u1780" <= before <= "\u17d7"
            assert "\u1780" <= after <= "\u17b3" or after == "ៗ"  # a letter, no vowel and no sign
        whole = [*clusters(bare(text))]
        assert [one for word in re.split(f"[{SPACE}{JOINER}]", text) for one in clusters(word)] == whole
        assert not re.search("[\u1780-\u17d1\u17d3][\u1780-\u17b3]", text)


@pytest.mark.parametrize("section", BUILT)
def test_a_text_has_the_places_of_the_english_one_and_figures_from_0_to_9(section):
    for key, text in BUILT[section].items():
        english = ENGLISH.get(section, {}).get(key, text)
        assert sorted(re.findall(r"{\w+}", text)) == sorted(re.findall(r"{\w+}", english))
        assert not re.search("[០-៩]", text)


@pytest.mark.parametrize("section", ENGLISH)
def test_every_english_text_has_a_khmer_one_and_no_khmer_text_is_left_over(section):
    assert not untranslated(Language.KM, section)
    assert not BUILT[section].keys() - ENGLISH[section].keys()


def test_words_that_khmercut_would_part_are_kept_whole_and_marks_stay_with_their_letter():
    build = script()

    made = build.built({"a": {"b": "ត្រីមាស{n}នេះ ម្នាក់ៗ"}}, lambda run: [*run])["a"]["b"]

    assert made == f"ត្រី{JOINER}មា{JOINER}ស{{n}}នេះ ម្នា{SPACE}ក់{JOINER}ៗ"


def test_the_file_says_that_it_is_a_draft():
    assert "Draft awaiting a native reader" in BUILT["about"]["status"]


@pytest.mark.parametrize("language", [Language.KM, Language.EN_KM])
def test_a_khmer_print_says_in_both_languages_that_its_text_is_a_draft(language):
    spelled = words(language, "quarter")["khmer_draft"]

    assert [one["lang"] for one in spelled] == ["km", "en"]
    assert "draft" in spelled[1]["text"]
