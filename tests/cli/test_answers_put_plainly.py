"""What is asked and answered says what is meant: a word nearly right, a range of weekdays, whom it is about."""

from datetime import date, timedelta

import pytest

from followup.case.facts import Ended
from followup.case.forms.dates import parse_weekdays
from followup.case.known_words import near_words
from followup.case.outcome_words import OutcomeKind
from followup.services import outcomes
from followup_cli.fragments.whom import whom_line
from followup_cli.terminal.words import parts_typed
from tests.builders import TODAY, a_casebook, a_flag, a_graduate
from tests.cli.desk import Desk

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
VISIT = "\n\nphone\n\n"
"""A visit of today by phone, by whoever went last."""


@pytest.fixture
def desk(monkeypatch):
    return Desk(a_casebook(a_graduate(flags=[a_flag()])), monkeypatch)


def test_the_word_that_is_meant_comes_first_of_those_that_are_near():
    assert near_words("familly", ["adoptive-family", "family"])[0] == "family"


@pytest.mark.parametrize(
    ("typed", "near"), [("DN", ["DM", "KN"]), ("KM", ["DM", "KN"]), ("MD", ["DM"]), ("KNN", ["KN"]), ("XY", [])]
)
def test_initials_are_near_that_differ_by_one_letter_or_by_two_that_changed_places(typed, near):
    assert near_words(typed, ["DM", "KN", "nobody", "PV"]) == near


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("mon-fri", WEEK[:5]),
        ("1-5", WEEK[:5]),
        ("weekdays", WEEK[:5]),
        ("Saturday - Monday", ("sat", "sun", "mon")),
        ("fri, 1-2", ("fri", "mon", "tue")),
        ("១-៥", WEEK[:5]),
    ],
)
def test_a_range_of_weekdays_is_every_day_of_it(typed, days):
    assert tuple(parts_typed(typed, WEEK)) == days


def test_a_file_and_an_option_know_ranges_of_weekdays_too():
    assert parse_weekdays("mon-wed,fri") == {0, 1, 2, 4}


@pytest.mark.parametrize("typed", ["5-1", "0-3", "6-9", "mon-xyz", "2-"])
def test_what_is_no_range_stays_as_it_was_typed(typed):
    assert parts_typed(typed, WEEK) == [typed]


@pytest.mark.parametrize(
    ("home", "told"),
    [
        (TODAY - timedelta(25), "first month of 36"),
        (TODAY - timedelta(70), "month 2 of 36"),
        (TODAY - timedelta(1300), "period over (36 months)"),
    ],
)
def test_how_far_she_is_counts_no_month_before_the_first_nor_after_the_last(home, told):
    book = a_casebook(a_graduate(return_date=home.isoformat()))

    assert told in whom_line(book, book.case(book.find("KML")))


def test_of_whom_follow_up_has_ended_that_is_said(desk):
    outcomes.record(desk.book, "KML", Ended(OutcomeKind.MOVED_AWAY), date(2026, 11, 2))

    assert "follow-up has ended" in whom_line(desk.book, desk.case())


def test_a_bare_weekday_is_said_back_as_the_day_it_was_taken_for(desk):
    result = desk.run("visit", "record", "KML", typed="tue\n")

    assert "Read as Tue 17 Nov" in result.stderr


def test_a_promise_too_long_to_be_kept_is_refused_at_its_question(desk):
    result = desk.run("visit", "record", "KML", typed=VISIT + "\n" * 9 + "Long " * 300 + "\n")

    assert "What was promised is longer than 1000 characters." in result.stderr
    assert "Who will do it" not in result.stderr


@pytest.mark.parametrize("nobody", ["yes", "no"])
def test_yes_and_no_are_nobody_who_keeps_a_promise(desk, nobody):
    result = desk.run("visit", "record", "KML", typed=VISIT + "\n" * 9 + f"Seeds\n{nobody}\n")

    assert "That names nobody." in result.stderr
    assert "By which day" not in result.stderr


def test_a_visit_that_is_put_right_is_not_one_beside_itself(desk):
    desk.run("visit", "record", "KML", "--contact", "home-visit")
    result = desk.run("visit", "edit", "KML", typed="how\n2\n")

    assert "Which part" in result.stderr
    assert "both are kept" not in result.stderr


def test_whoever_enrols_is_told_that_what_is_shown_is_her_code(desk):
    typed = "1 nov 2026\n" + "\n" * 12 + "yes\n"
    result = desk.run("graduate", "add", "--trade", "sewing", typed=typed)

    assert f"1 enrolled. Her code is {result.stdout.strip()}" in result.stderr


def test_what_nobody_was_asked_is_said_to_be_so_in_the_summary(desk):
    result = desk.run("plan", "set", "KML", "--kind", "shop", typed="sewing\n3\n" + "\n" * 8)

    assert "26 (not asked)" in result.stderr


def test_a_wrong_option_is_answered_with_those_there_are_and_not_repeated(desk):
    near, far = desk.run("visit", "list", "KML", "--name"), desk.run("visit", "list", "KML", "--sreymom")

    assert near.exit_code == far.exit_code == 2
    assert "Did you mean --names?" in near.stderr
    assert "There are: --names, --json" in far.stderr
    assert "sreymom" not in far.stderr


def test_help_names_the_document_that_is_meant(desk):
    result = desk.run("help", "phone")

    assert result.exit_code == 2
    assert "Did you mean phones?" in result.stderr
    assert "tutorial" in result.stderr


def test_a_row_of_a_list_is_changed_by_the_thing_it_is(desk):
    desk.run("plan", "set", "KML", "--kind", "shop", typed="sewing\n3\nshirt 2,000\nhem 500\n" + "\n" * 8 + "yes\n")
    result = desk.run("plan", "edit", "KML", typed="shirt\n\n3,000\nyes\n\n")

    assert result.exit_code == 0, result.stderr
    assert [one.price.written() for one in desk.case().plan.prices] == ["3000 riel", "500 riel"]


def test_what_comes_back_with_an_outcome_is_counted_so_that_it_stays_on_the_screen(desk):
    outcomes.record(desk.book, "KML", Ended(OutcomeKind.MOVED_AWAY), date(2026, 11, 2))
    number = desk.data("log", "KML")[-1]["number"]
    shown = desk.run("withdraw", "KML", str(number), "--reason", "No.", "--dry-run").stdout
    undone = desk.run("undo", "--yes").stdout

    assert "Visits: 27, Mon 30 Nov 2026 to Wed 31 Jan 2029" in shown
    assert len(shown.splitlines()) < 24
    assert "followup withdraw KML-1 N" in undone
