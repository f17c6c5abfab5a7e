"""Cover texts and hours where they are typed: refused, offered, or confirmed, and nothing is written before."""

import json

import pytest

from followup.case.facts import WorkerAdded
from tests.builders import a_casebook, a_graduate
from tests.cli.desk import Desk

PLACES = {
    "office": ["office", "set"],
    "edit": ["graduate", "edit", "KML"],
    "add": ["graduate", "add", "--return", "2026-01-31"],
    "export": ["calendar", "export"],
}


@pytest.fixture
def desk(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    book = a_casebook(a_graduate(name="Sreymom Keo", village="Prek Thmey"))
    book.write_office(WorkerAdded("KB"))
    return Desk(book, monkeypatch)


def written(desk: Desk) -> int:
    return sum(len(desk.book.store.facts(journal)) for journal in (*desk.book.store.case_ids(), "office"))


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    ("cover", "problem"),
    [
        ("Recovery visit", "says what these visits are"),
        ("AFESIP", "says who comes"),
        ("Rescued girl", "these visits"),
        ("Tea\u200b", "cannot be seen or printed"),
        ("Tea\x0bTime", "cannot be seen or printed"),
        ("Tea\ufffe", "cannot be seen or printed"),
    ],
)
def test_a_cover_that_gives_something_away_is_refused_where_it_is_typed_and_safe_ones_are_offered(
    desk, tmp_path, place, cover, problem
):
    before = written(desk)

    result = desk.run(*PLACES[place], "--cover", cover, "--yes")

    assert result.exit_code == 2
    assert result.stderr.startswith("--cover: The cover text")
    assert problem in result.stderr
    assert "Choose one of these: Meeting, " in result.stderr
    assert (written(desk), list(tmp_path.iterdir())) == (before, [])


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("cover", ["Visit Sreymom", "Prek Thmey", "PrekThmey"])
def test_a_cover_that_shows_somebody_is_refused_where_it_is_typed(desk, tmp_path, place, cover):
    before = written(desk)

    result = desk.run(*PLACES[place], "--cover", cover, "--yes")

    assert result.exit_code == 1
    assert "The cover text shows who somebody is." in result.stderr
    assert cover not in result.stderr
    assert (written(desk), list(tmp_path.iterdir())) == (before, [])


@pytest.mark.parametrize("place", PLACES)
def test_a_text_of_ones_own_needs_a_yes(desk, place):
    before = written(desk)

    asked = desk.run(*PLACES[place], "--cover", "Bicycle club")

    assert (asked.exit_code, written(desk)) == (2, before)
    assert asked.stderr.startswith("--yes is missing: a cover text is one of your own")
    assert desk.run(*PLACES[place], "--cover", "Bicycle club", "--yes").exit_code == 0


def test_a_person_is_asked_and_may_say_no(desk):
    before = written(desk)

    assert desk.run("office", "set", "--cover", "Bicycle club", typed="n\n").exit_code == 130
    assert written(desk) == before
    assert desk.run("office", "set", "--cover", "Bicycle club", typed="y\n").exit_code == 0


@pytest.mark.parametrize("cover", ["Errand", "Tea {code}", "ប្រជុំ"])
def test_a_safe_text_needs_none_with_a_code_or_without(desk, cover):
    assert desk.run("office", "set", "--cover", cover).exit_code == 0


def test_a_file_is_asked_about_once_and_a_bad_cover_is_named_by_its_row(desk):
    rows = [{"return_date": "2026-01-31", "cover": cover} for cover in ("Bicycle club", "Recovery", "Errand")]

    asked = desk.run("graduate", "add", "--from", "-", stdin=json.dumps(rows))
    added = desk.run("graduate", "add", "--from", "-", "--yes", stdin=json.dumps(rows))

    assert asked.exit_code == 2
    assert added.exit_code == 1
    assert len(added.stdout.split()) == 2
    assert "2" in added.stderr
    assert "says what these visits are" in added.stderr


def test_a_name_that_comes_after_the_cover_is_looked_for_in_it(desk):
    assert desk.run("graduate", "edit", "KML", "--cover", "Bopha salon", "--yes").exit_code == 0

    result = desk.run("graduate", "edit", "KML", "--from", "-", stdin='{"nickname": "Bopha"}')

    assert (result.exit_code, "The cover text shows who somebody is." in result.stderr) == (1, True)


@pytest.mark.parametrize("words", [("office", "set"), ("calendar", "export")])
@pytest.mark.parametrize("hours", ["10:00-09:00", "09:00-09:00", "9-10", "morning"])
def test_hours_that_are_none_or_end_before_they_begin_are_refused_where_they_are_typed(desk, words, hours):
    before = written(desk)

    result = desk.run(*words, "--time", hours)

    assert result.exit_code == 2
    assert result.stderr.startswith("--time: ")
    assert written(desk) == before


def test_what_comes_off_an_old_phone_is_said(desk):
    desk.run("calendar", "export", "--worker", "SN")
    desk.run("graduate", "hand-over", "KML", "--to", "KB")

    result = desk.run("calendar", "export", "--worker", "SN")

    assert "Of graduates handed over, cancelled on this phone: 3" in result.stdout
    assert desk.data("calendar", "export", "--worker", "SN")["entries"]["handed_over"] == 3
