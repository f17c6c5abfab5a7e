"""A print before and after it is typeset.

- the same document is the same bytes; another day is another document
- what people wrote stands as they typed it: no markup, no command
- a letter that no font has is a box, and stops nothing; one that a template lacks stops the build without quoting it
- every text is known to whoever guards it
- a text without a translation stands in English, and is counted
"""

import sys
from datetime import date

import pytest

from followup.errors import Refused
from followup.handout.paper import typesetting
from followup.handout.paper.catalogue import Language, phrase, untranslated, words
from followup.handout.paper.document import PaperDocument, all_texts
from followup.handout.paper.typesetting import CannotTypeset, can_typeset, page_count, typeset
from followup_data import shipped

PLAIN = """
#import "base.typ": *
#show: paper.with(foot: [foot])
= #content.heading
#content.note
#cut(content.note, lines: 2)
#figure(rings(last: 2), alt: "Scores")
#section([Part], about: [About], [One], (long: [Two]))
"""
NOTE = "#let x = 1; *bold* $ @x [ ] \\ <a> = // `raw` 'quoted' \"twice\""
WORDS = {"en": {"common": {"yes": "yes"}, "plain": {"hello": "hello, {n} times"}}, "km": {"plain": {"hello": "សួស្តី"}}}


@pytest.fixture(autouse=True)
def own_template(monkeypatch, tmp_path):
    """A template and words of the test's own, beside the shipped base."""
    (tmp_path / "base.typ").write_bytes(shipped.paper_template("base").read_bytes())
    (tmp_path / "plain.typ").write_text(PLAIN, "utf-8")
    monkeypatch.setattr(shipped, "paper_template", lambda name: tmp_path / f"{name}.typ")
    monkeypatch.setattr(shipped, "paper_words", lambda language: WORDS[language])
    return tmp_path


def a_document(note: str = "A note.", **changed) -> PaperDocument:
    fields = {"template": "plain", "title": "A print", "language": Language.EN, "dated": date(2026, 10, 6)}
    return PaperDocument(**{**fields, "content": {"heading": "Heading", "note": note}, **changed})


def test_the_same_document_is_the_same_bytes():
    assert typeset(a_document()) == typeset(a_document())


def test_another_day_is_another_document():
    assert typeset(a_document()) != typeset(a_document(dated=date(2026, 10, 7)))


def test_a_print_says_that_it_meets_both_standards_and_who_made_it():
    pdf = typeset(a_document())

    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
    assert b"<pdfaid:part>2</pdfaid:part>" in pdf
    assert b"followup print" in pdf
    assert page_count(pdf) == 1


@pytest.mark.parametrize("note", [NOTE, "", "x" * 5_000, "ស្រី" * 900, "two\nlines", '#import "x": *\n#panic()'])
def test_whatever_somebody_wrote_is_set_and_never_run(note):
    assert page_count(typeset(a_document(note))) >= 1


def test_a_letter_that_no_font_has_is_a_box():
    assert typeset(a_document("smile 🙂 ไทย")) == typeset(a_document("smile □ □□□"))


def test_a_fault_of_a_template_is_a_sentence_that_quotes_nothing(own_template):
    (own_template / "plain.typ").write_text('#import "base.typ": *\n#show: paper\n#panic(content.note)', "utf-8")

    with pytest.raises(Refused) as refused:
        typeset(a_document("Sreymom"))

    assert "plain could not be typeset" in refused.value.what
    assert "Sreymom" not in refused.value.what + refused.value.hint


def test_without_a_typesetter_a_print_says_so(monkeypatch):
    monkeypatch.setitem(sys.modules, "typst", None)
    typesetting._typesetter.cache_clear()
    try:
        assert not can_typeset()
        with pytest.raises(CannotTypeset):
            typeset(a_document())
    finally:
        typesetting._typesetter.cache_clear()


def test_the_guard_is_shown_every_text():
    content = {"a": "one", "b": [{"c": "two"}, ("three", 4)], "d": None, "e": True}

    assert list(all_texts(content)) == ["one", "two", "three", "4"]
    assert a_document(content=content, mark="INTERNAL").texts == ("A print", "INTERNAL", "one", "two", "three", "4")


# --- words ----------------------------------------------------------------------------------------------------------


def test_khmer_stands_first_where_both_are_asked_for():
    both = words(Language.EN_KM, "plain")

    assert [one["lang"] for one in both["hello"]] == ["km", "en"]
    assert [one["lang"] for one in words(Language.KM, "plain")["hello"]] == ["km"]


def test_a_text_without_a_translation_stands_in_english_and_is_counted():
    assert words(Language.KM, "plain")["yes"] == [{"lang": "en", "text": "yes"}]
    assert untranslated(Language.KM, "plain") == ("yes",)
    assert untranslated(Language.EN, "plain") == ()


def test_a_sentence_is_filled_in():
    assert phrase(Language.EN, "plain", "hello", n=3) == "hello, 3 times"
    assert phrase(Language.EN_KM, "plain", "hello", n=3) == "hello, 3 times"
