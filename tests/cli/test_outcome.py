"""Ending follow-up on the command line: by words, never by names, and the phone is told of."""

import pytest

from tests.builders import a_casebook, a_graduate
from tests.cli.desk import Desk


@pytest.fixture
def desk(monkeypatch):
    return Desk(a_casebook(a_graduate(), a_graduate("ABC-1")), monkeypatch)


def test_an_outcome_says_how_why_and_how_many_visits_fall_away(desk):
    result = desk.run("outcome", "record", "KML", "--how", "business closed", "--causes", "debt,no-one-in-charge")

    assert result.exit_code == 0, result.stderr
    assert "Business closed, failure" in result.stdout
    assert "Causes: debt, no one in charge." in result.stdout
    assert "Visits cancelled" in result.stdout


def test_a_success_too_early_is_refused_with_what_is_missing(desk):
    refused = desk.run("outcome", "record", "KML", "--how", "self-supporting")
    done = desk.run("outcome", "record", "KML", "--how", "self-supporting", "--against", "A good post in the capital.")

    assert refused.exit_code == 1
    assert "Months" in refused.stderr
    assert done.exit_code == 0


@pytest.mark.parametrize("words", [["--how", "Sreymom"], ["--how", "died", "--causes", "Sreymom"], []])
def test_what_is_no_outcome_is_refused_without_repeating_it(desk, words):
    result = desk.run("outcome", "record", "KML", *words)

    assert result.exit_code == 2
    assert "Sreymom" not in result.stderr


def test_after_the_end_the_calendar_cancels_what_it_handed_out(desk, tmp_path):
    export = ["calendar", "export", "KML", "--out", str(tmp_path)]
    assert desk.run(*export).exit_code == 0
    ended = desk.run("outcome", "record", "KML", "--how", "no-contact", "--causes", "distance")
    assert "followup calendar export" in ended.stdout.replace("\n            ", " ")

    assert desk.run(*export).exit_code == 0

    (file,) = tmp_path.rglob("*.ics")
    text = file.read_bytes().decode()
    assert text.count("STATUS:CANCELLED") == text.count("BEGIN:VEVENT") > 0
