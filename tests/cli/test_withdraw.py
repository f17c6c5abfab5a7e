"""followup withdraw: shows what it takes back, asks, and never asks where nobody can answer."""

import pytest

from tests.builders import a_casebook, a_flag, a_graduate
from tests.cli.desk import Desk


@pytest.fixture
def desk(monkeypatch):
    flagged = a_graduate(flags=[a_flag(severity="danger", note="Sreymom owes a lender.")])
    return Desk(a_casebook(flagged), monkeypatch)


def test_what_it_would_do(desk, golden):
    golden("withdraw.txt", desk.run("withdraw", "KML", "4", "--reason", "Her sister.", "--dry-run").stdout_bytes)

    assert desk.case().flags


def test_a_person_is_asked_and_enter_means_no(desk):
    assert desk.run("withdraw", "KML", "4", typed="Her sister.\n\n").exit_code == 130
    assert desk.case().flags

    result = desk.run("withdraw", "KML", "4", typed="Her sister.\nyes\n")

    assert result.exit_code == 0, result.output
    assert not desk.case().flags
    assert "falls away" in result.stderr
    assert "Sreymom" not in result.output


def test_where_nobody_can_be_asked_yes_is_needed(desk):
    result = desk.run("withdraw", "KML", "4", "--reason", "Her sister.")

    assert (result.exit_code, "--yes is missing" in result.stderr) == (2, True)
    assert desk.run("withdraw", "KML", "4", "--yes").exit_code == 2
    assert desk.case().flags
    assert desk.run("withdraw", "KML", "4", "--reason", "Her sister.", "--yes").exit_code == 0
    assert not desk.case().flags


def test_for_programs(desk):
    data = desk.data("withdraw", "KML", "4", "--reason", "Her sister.", "--yes")

    assert (data["written"], data["entry"]["number"]) == (True, 4)
    assert "Sreymom" not in str(data)


def test_the_beginning_and_what_was_taken_back_are_refused(desk):
    assert desk.run("withdraw", "KML", "1", "--reason", "x", "--yes").exit_code == 1
    desk.run("withdraw", "KML", "4", "--reason", "Her sister.", "--yes")
    assert desk.run("withdraw", "KML", "4", "--reason", "x", "--yes").exit_code == 1
    assert desk.run("withdraw", "KML", "5", "--reason", "It was hers.", "--yes").exit_code == 0
    assert desk.case().flags
    assert desk.run("withdraw", "KML", "x", "--reason", "x", "--yes").exit_code == 2


def test_what_was_published_is_not_taken_back_and_it_is_said(desk):
    refused = desk.run("withdraw", "published", "1", "--yes")

    assert refused.exit_code == 1
    assert "What was published has gone out; it cannot be taken back." in refused.stderr
