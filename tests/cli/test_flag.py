"""followup flag: raised with an owner and a review date, looked at again, cleared, listed the gravest first."""

import pytest

from followup.case.vocabulary import RiskKind, RiskLevel
from tests.builders import a_casebook, a_flag, a_graduate
from tests.cli.desk import Desk


@pytest.fixture
def desk(monkeypatch):
    flagged = a_graduate("FLA-1", flags=[a_flag(severity="danger", note="Sreymom owes."), a_flag("health", "watch")])
    return Desk(a_casebook(a_graduate(), flagged), monkeypatch)


def test_a_flag_is_raised_by_options_in_any_spelling(desk):
    result = desk.run("flag", "raise", "KML", "--kind", "No-Family", "--severity", "DANGER", "--note", "Nobody came.")

    assert result.exit_code == 0, result.stderr
    assert desk.case().risk is RiskLevel.HIGH
    assert desk.case().open_flags[0].risk is RiskKind.NO_FAMILY
    assert "Nobody" not in result.stdout


def test_a_person_is_asked_for_what_is_missing(desk):
    result = desk.run("flag", "raise", "KML", "--kind", "debt", typed="grave\nwatch\n\nA lender calls.\n")

    assert result.exit_code == 0, result.stderr
    assert "watch, concern, danger" in result.stderr
    assert desk.case().open_flags[0].note == "A lender calls."


@pytest.mark.parametrize("missing", ["--kind", "--severity", "--note"])
def test_nobody_is_asked_without_a_terminal(desk, missing):
    words = {"--kind": "debt", "--severity": "watch", "--note": "A lender calls."}
    given = [word for option, value in words.items() if option != missing for word in (option, value)]

    result = desk.run("flag", "raise", "KML", *given)

    assert result.exit_code == 2
    assert f"{missing} is missing" in result.stderr


def test_a_kind_there_is_not_lists_those_there_are_and_is_not_repeated(desk):
    result = desk.run("flag", "raise", "KML", "--kind", "Sreymom", "--severity", "watch", "--note", "x")

    assert result.exit_code == 2
    assert "recruiter_near" in result.stderr
    assert "Sreymom" not in result.stderr


def test_a_wrong_day_names_its_option(desk):
    words = ("flag", "raise", "KML", "--kind", "debt", "--severity", "watch", "--note", "x", "--review", "soon")

    assert "--review:" in desk.run(*words).stderr


def test_a_flag_is_reviewed_by_its_number_and_cleared_by_its_kind(desk):
    assert desk.run("flag", "review", "FLA", "1", "--note", "Half is paid.", "--severity", "watch").exit_code == 0
    assert desk.case("FLA-1").risk is RiskLevel.LOW

    result = desk.run("flag", "clear", "FLA", "debt", "--how", "All is paid.")

    assert "Flag cleared: debt." in result.stdout
    assert [flag.risk for flag in desk.case("FLA-1").open_flags] == [RiskKind.HEALTH]


def test_a_flag_that_is_not_there_is_told_before_anything_is_asked(desk):
    result = desk.run("flag", "clear", "FLA", "9", typed="")

    assert result.exit_code == 2
    assert "flag list FLA-1" in result.stderr


def test_the_list_of_everybody(desk, golden):
    golden("flag-list.txt", desk.run("flag", "list").stdout_bytes)


def test_all_flags_of_one_graduate(desk, golden):
    desk.run("flag", "review", "FLA", "1", "--note", "Half is paid.", "--severity", "concern")
    desk.run("flag", "clear", "FLA", "2", "--how", "She is well.")

    golden("flag-list-one.txt", desk.run("flag", "list", "FLA").stdout_bytes)


def test_names_are_shown_when_asked_for(desk):
    assert "Sreymom" not in desk.run("flag", "list").output
    assert "Sreymom Keo" in desk.run("flag", "list", "--names").stdout
    assert "name" not in desk.data("flag", "list")[0]
    assert desk.data("flag", "list", "--names")[0]["name"] == "Sreymom Keo"


def test_only_those_past_their_review(desk):
    assert [(one["code"], one["number"]) for one in desk.data("flag", "list", "--past-review")] == [("FLA-1", 1)]
    assert [one["number"] for one in desk.data("flag", "list", "FLA", "--past-review")] == [1]


def test_a_damaged_case_is_told_and_the_others_are_listed(desk):
    desk.book.store.damage(desk.book.find("KML-1"))

    result = desk.run("flag", "list")

    assert result.exit_code == 4
    assert "FLA-1" in result.stdout
    assert "was changed" in result.stderr
