"""What is said of a day that was typed: what it was taken for, and which day of ours a Buddhist year is."""

from datetime import date

import pytest

from tests.builders import a_casebook, a_graduate
from tests.cli.desk import Desk

FLAG = ("flag", "raise", "KML", "--kind", "debt", "--severity", "watch", "--note", "A lender calls.")


@pytest.fixture
def desk(monkeypatch):
    return Desk(a_casebook(a_graduate()), monkeypatch)


def test_a_day_that_could_be_another_is_said_as_it_was_read(desk):
    result = desk.run(*FLAG, "--on", "1/9/2026")

    assert result.exit_code == 0, result.stderr
    assert "Read as Tue 1 Sep 2026." in result.stderr
    assert desk.case().open_flags[0].raised_on == date(2026, 9, 1)


def test_a_day_to_come_without_its_year_is_the_next_one(desk):
    result = desk.run(*FLAG, "--review", "5 Jan")

    assert result.exit_code == 0, result.stderr
    assert desk.case().open_flags[0].review_on == date(2027, 1, 5)


def test_without_a_terminal_a_buddhist_year_is_refused_and_our_day_offered(desk):
    result = desk.run(*FLAG, "--on", "1/9/2569")

    assert result.exit_code == 2
    assert "--on: That is a year of the Buddhist calendar." in result.stderr
    assert "2026-09-01" in result.stderr
    assert not desk.case().open_flags


def test_at_a_terminal_a_buddhist_year_is_asked_about(desk):
    assert desk.run(*FLAG, "--on", "1/9/2569", typed="yes\n").exit_code == 0
    assert desk.case().open_flags[0].raised_on == date(2026, 9, 1)


def test_an_office_may_write_the_month_first(desk):
    assert desk.run("office", "set", "--dates", "month-first").exit_code == 0
    assert desk.data("office", "show")["dates"] == "month_first"
    assert "month first" in desk.run("office", "show").stdout

    result = desk.run(*FLAG, "--on", "9/1/2026")

    assert "Read as Tue 1 Sep 2026." in result.stderr
    assert desk.case().open_flags[0].raised_on == date(2026, 9, 1)


def test_the_order_is_an_entry_that_can_be_taken_back(desk):
    desk.run("office", "set", "--dates", "month-first")
    assert "Settings: dates." in desk.run("log", "office").stdout

    effect = desk.run("withdraw", "office", "1", "--reason", "A slip.", "--yes")

    assert effect.exit_code == 0, effect.stderr
    assert "dates: month first -> day first" in effect.stdout
    assert desk.data("office", "show")["dates"] == "day_first"


def test_undo_takes_the_order_back(desk):
    desk.run("office", "set", "--dates", "month-first")
    undone = desk.run("undo", "--yes")

    assert undone.exit_code == 0, undone.stderr
    assert desk.data("office", "show")["dates"] == "day_first"
