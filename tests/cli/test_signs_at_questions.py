"""Signs at a question: a hyphen takes nothing away that is needed, a question mark explains and is no answer."""

import pytest

from followup.case.facts import Promised, effective
from followup_cli.terminal.asking import Question
from followup_cli.terminal.form import Form
from tests.builders import TODAY, a_casebook, a_flag, a_graduate
from tests.cli.desk import Desk

NEEDED = "This question needs an answer."


@pytest.fixture
def desk(monkeypatch):
    book = a_casebook(a_graduate(flags=[a_flag()]))
    book.write(book.find("KML"), Promised("a sewing machine", "SN", TODAY))
    return Desk(book, monkeypatch)


def facts(desk):
    return effective(desk.book.store.facts(desk.case().id))


AT_A_QUESTION = {
    "the day of a visit": ["visit", "record", "KML"],
    "the day of a try": ["visit", "attempt", "KML"],
    "what was promised": ["promise", "make", "KML"],
    "who will do it": ["promise", "make", "KML", "--what", "Seeds"],
    "what kind of worry": ["flag", "raise", "KML"],
    "what was found": ["flag", "review", "KML", "1"],
    "why the worry is over": ["flag", "clear", "KML", "1"],
    "why a promise is broken": ["promise", "settle", "KML", "1", "--broken"],
    "how it ended": ["outcome", "record", "KML"],
    "why visits are rarer": ["schedule", "taper", "KML", "--from", "20", "--every", "2"],
    "whom she is handed to": ["graduate", "hand-over", "KML"],
    "the return date": ["graduate", "add"],
}


@pytest.mark.parametrize("words", AT_A_QUESTION.values(), ids=AT_A_QUESTION)
def test_a_hyphen_is_no_answer_to_a_question_that_needs_one(desk, words):
    before = facts(desk)
    result = desk.run(*words, typed="-\n-\n")

    assert NEEDED in result.stderr
    assert "Something went wrong" not in result.stderr
    assert facts(desk) == before


@pytest.mark.parametrize("kind", ["record", "attempt"])
def test_a_form_that_kept_an_empty_day_asks_for_it_again(desk, kind):
    """So kept by a version that took the hyphen for an answer."""
    name = desk.case().id + "-attempt" * (kind == "attempt")
    key = "day" if kind == "attempt" else "met.date"
    Form(desk.book, name, title="", command="").note(key, "")
    result = desk.run("visit", kind, "KML", typed="yes\n20 nov\n")

    assert "Day of the" in result.stderr
    assert "Something went wrong" not in result.stderr


def ask_note(form):
    return form.ask("note", Question("", "What happened", default="A feast.", note=True, hint="no names"))


@pytest.mark.parametrize("behind", ["A feast.-", "A feast. -", "-"])
def test_a_hyphen_behind_a_text_that_stands_in_the_line_takes_it_away(desk, behind, monkeypatch):
    monkeypatch.setattr("followup_cli.terminal.asking.read_line", lambda *_, **__: next(lines))
    lines = iter([behind, "yes"])

    assert Form(desk.book, "form", title="A form", command="followup form").fill(ask_note) == ""


def test_a_question_mark_explains_the_question_and_is_asked_again(desk):
    result = desk.run("graduate", "add", typed="1 nov 2026\nfamily\n\n\n\n\n?\nSokha\n?\n")

    assert "Name: type the answer, then Enter (Enter alone: no answer; back: the question before)." in result.stderr
    assert result.stderr.count("type the answer") == 2


@pytest.mark.parametrize("word", ["back", "Back"])
def test_the_word_for_the_way_back_is_never_a_reason(desk, word):
    before = facts(desk)
    result = desk.run("flag", "clear", "KML", "1", typed=f"{word}\n?\n")

    assert "There is no question before this one." in result.stderr
    assert "type the answer" in result.stderr
    assert facts(desk) == before


@pytest.mark.parametrize("at", ["Write this down?", "Which part to answer again"])
def test_a_question_mark_at_the_summary_says_what_can_be_done(desk, at):
    typed = "\nnot-at-home\nyes\n\n" + ("?\n" if at.endswith("?") else "no\n?\n")
    result = desk.run("visit", "attempt", "KML", typed=typed)

    assert "No part of the form has that name." not in result.stderr
    assert "type the number before it, or its name" in result.stderr.partition(at)[2]


def test_options_alone_are_no_draft(desk):
    result = desk.run("outcome", "record", "KML", "--how", "moved-away", typed="")

    assert "Answers kept" not in result.stderr
    assert desk.data("status")["unfinished"] == []
