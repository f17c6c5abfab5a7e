"""What was closed in another window while a form was open is told: no answer falls away without a word."""

import pytest

from followup.case.facts import FlagCleared, Promised, PromiseSettled
from tests.builders import TODAY, a_casebook, a_flag, a_graduate
from tests.cli.desk import Desk

BEGUN = "\n\nphone\n\nkept\nsame\nStill quarrels.\n"
"""A visit up to what was found of the flag."""


@pytest.fixture
def desk(monkeypatch):
    book = a_casebook(a_graduate(flags=[a_flag()]))
    book.write(book.find("KML"), Promised("a sewing machine", "SN", TODAY))
    return Desk(book, monkeypatch)


def closed(desk):
    """Another window clears the flag and settles the promise."""
    case = desk.case()
    (flag,), (promise,) = case.open_flags, case.open_promises
    desk.book.write(case.id, FlagCleared(flag.id, "Over."), PromiseSettled(promise.id, kept=False, note="No money."))


def test_an_answer_about_what_was_closed_since_is_told_when_the_form_is_taken_up(desk):
    assert "Answers kept" in desk.run("visit", "record", "KML", typed=BEGUN).stderr
    closed(desk)

    told = desk.run("visit", "record", "KML", typed="yes\n").stderr

    assert "was closed since. Left out: same, Still quarrels." in told
    assert "The promise was settled since: a sewing machine. Left out: kept" in told


def test_nothing_is_left_out_where_nothing_was_closed(desk):
    desk.run("visit", "record", "KML", typed=BEGUN)

    assert "Left out" not in desk.run("visit", "record", "KML", typed="yes\n").stderr


def test_the_part_that_cannot_be_written_down_is_called_as_in_the_summary(desk, monkeypatch):
    lines = [*BEGUN.split("\n")[:-1], *[""] * 12]

    def read(prompt, **_shape):
        if not lines:
            raise KeyboardInterrupt
        if len(lines) == 1:
            closed(desk)
        return lines.pop(0)

    monkeypatch.setattr("followup_cli.terminal.asking.read_line", read)
    told = desk.run("visit", "record", "KML", typed="").stderr

    assert "reviewed:" not in told
    assert "settled:" not in told
    assert "Promises: " in told


@pytest.mark.parametrize(("how", "asked"), [("died", False), ("moved-away", True)])
def test_of_one_who_died_no_criteria_are_shown(desk, how, asked):
    shown = desk.run("outcome", "record", "KML", "--how", how, "--dry-run")

    assert ("criteria met" in shown.stdout) is asked
