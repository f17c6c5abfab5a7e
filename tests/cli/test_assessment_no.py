"""An assessment that says no has a consequence, and a danger said at a visit is answered there and then."""

import json

import pytest

from tests.builders import a_casebook, a_graduate
from tests.cli.desk import Desk

NO = ("--decision", "no", "--reasons", "The uncle owes a broker.")
NO_FAMILY = {"what": "family", "decision": "no", "reasons": "The uncle owes a broker.", "on": "2026-11-10"}


@pytest.fixture
def desk(monkeypatch):
    """One who is home, and one who is to go home on 10 December."""
    return Desk(a_casebook(a_graduate(), a_graduate("EXP-1", "2026-12-10")), monkeypatch)


@pytest.mark.parametrize(
    ("what", "severity"), [("family", "danger"), ("community", "concern"), ("readiness", "concern")]
)
def test_a_no_needs_attention_and_names_the_command_that_makes_a_flag_of_it(desk, what, severity):
    result = desk.run("graduate", "assess", "KML", "--what", what, *NO)

    assert result.exit_code == 0, result.stderr
    (found,) = [one for one in desk.data("graduate", "show", "KML")["attention"] if one["rule"] == "assessment_no"]
    assert (found["severity"], found["flagged"]) == (severity, False)
    assert found["sentence"] in " ".join(result.stdout.split())
    assert f"followup flag agree KML-1 {found['number']}" in " ".join(result.stdout.split())


def test_on_a_terminal_one_key_raises_the_flag_of_a_no(desk):
    words = ("--what", "family", "--decision", "no", "--reasons", "The uncle owes a broker.")

    desk.run("graduate", "assess", "KML", *words, typed="r\n")

    assert [(flag.risk.value, flag.severity.value) for flag in desk.case().open_flags] == [("no_family", "danger")]


def test_a_later_yes_ends_what_the_no_asked_for(desk):
    desk.run("graduate", "assess", "KML", "--what", "family", *NO)
    desk.run("graduate", "assess", "KML", "--what", "family", "--decision", "yes")

    assert "assessment_no" not in [one["rule"] for one in desk.data("graduate", "show", "KML")["attention"]]


@pytest.mark.parametrize("what", ["family", "community", "readiness"])
def test_a_return_still_to_come_does_not_stand_against_a_no_without_a_reason(desk, what):
    refused = desk.run("graduate", "assess", "EXP", "--what", what, *NO)

    assert refused.exit_code == 1
    assert "2026-12-10" in refused.stderr
    assert "graduate edit EXP-1 --return" in " ".join(refused.stderr.split())
    assert desk.case("EXP-1").assessments == ()

    result = desk.run("graduate", "assess", "EXP", "--what", what, *NO, "--against", "The aunt takes her in.")

    assert result.exit_code == 0, result.stderr
    assert "planned against the assessment" in " ".join(result.stdout.split())
    (against,) = desk.data("graduate", "show", "EXP")["returns_against"]
    assert against["what"] == [what]
    assert against["reason"] == "The aunt takes her in."


def test_a_person_is_asked_why_the_return_stands(desk):
    result = desk.run("graduate", "assess", "EXP", "--what", "family", *NO, typed="The aunt takes her in.\n\n")

    assert result.exit_code == 0, result.stderr
    assert desk.case("EXP-1").returns_against[0].said.reason == "The aunt takes her in."


def test_a_return_moved_against_a_no_asks_for_the_reason(desk):
    desk.run("graduate", "assess", "EXP", "--what", "family", *NO, "--against", "The aunt takes her in.")

    refused = desk.run("graduate", "edit", "EXP", "--return", "2026-12-20")
    moved = desk.run("graduate", "edit", "EXP", "--return", "2026-12-20", "--against", "The broker is gone.")

    assert refused.exit_code == 1
    assert "--return 2026-12-20 --against" in " ".join(refused.stderr.split())
    assert moved.exit_code == 0, moved.stderr
    assert "planned against the assessment of family" in " ".join(moved.stdout.split())
    assert [one.said.return_date.day for one in desk.case("EXP-1").returns_against] == [10, 20]
    assert "The broker is gone." in " ".join(desk.run("graduate", "show", "EXP", "--all").stdout.split())


def test_a_reason_against_nothing_is_refused_and_not_dropped(desk):
    assert desk.run("graduate", "edit", "EXP", "--return", "2026-12-20", "--against", "Why not.").exit_code == 1
    assert desk.case("EXP-1").return_date.day == 10


def test_a_return_in_a_file_against_a_no_needs_its_reason_in_the_file(desk):
    row = a_graduate("NEW-1", "2026-12-20", assessments=[NO_FAMILY])

    refused = desk.run("graduate", "add", "--from", "-", "--as-new", stdin=json.dumps(row))
    by_option = desk.run(
        "graduate", "add", "--from", "-", "--as-new", "--against", "With the aunt.", stdin=json.dumps(row)
    )
    known = desk.run(
        *("graduate", "add", "--from", "-", "--as-new"),
        stdin=json.dumps(row | {"code": "NEW-2", "against": "With the aunt."}),
    )

    assert (refused.exit_code, by_option.exit_code, known.exit_code) == (1, 0, 0)
    assert "against" in refused.stderr
    assert [desk.case(code).returns_against[0].said.reason for code in ("NEW-1", "NEW-2")] == ["With the aunt."] * 2


def test_a_no_that_was_followed_by_a_yes_stands_against_nothing(desk):
    yes = {"what": "family", "decision": "yes", "on": "2026-11-12"}
    row = a_graduate("NEW-1", "2026-12-20", assessments=[yes, NO_FAMILY])

    assert desk.run("graduate", "add", "--from", "-", "--as-new", stdin=json.dumps(row)).exit_code == 0


# --- said at a visit ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("score", ["safety=1", "safety=3/1"])
def test_a_score_of_1_is_answered_in_the_printed_result_with_the_command(desk, score):
    result = desk.run("visit", "record", "KML", "--contact", "home-visit", "--score", score)

    assert result.exit_code == 0, result.stderr
    printed = " ".join(result.stdout.split())
    assert "in danger" in printed
    number = printed.partition("followup flag agree KML-1 ")[2].split()[0]
    assert desk.run("flag", "agree", "KML", number).exit_code == 0
    assert [flag.severity.value for flag in desk.case().open_flags] == ["danger"]


def test_a_script_is_told_the_finding_and_the_command(desk):
    data = desk.data("visit", "record", "KML", "--contact", "home-visit", "--score", "safety=1")

    (found,) = data["attention"]
    assert (found["rule"], found["severity"], found["code"]) == ("wellbeing_in_danger", "danger", "KML-1")
    assert found["command"] == f"followup flag agree KML-1 {found['number']}"
    assert (data["code"], data["contact"]) == ("KML-1", "home_visit")


def test_a_file_names_everybody_said_to_be_in_danger(desk):
    row = {"code": "KML-1", "date": "2026-11-20", "contact": "home_visit", "scores": {"physical_health": 1}}
    words = ("visit", "record", "--from", "-")

    data = json.loads(desk.run(*words, "--json", stdin=json.dumps(row)).stdout)["data"]
    printed = desk.run(*words, stdin=json.dumps(row | {"date": "2026-11-21"})).stdout

    assert [one["command"] for one in data["attention"]] == ["followup flag agree KML-1 1"]
    assert "followup flag agree KML-1 1" in " ".join(printed.split())


def test_one_key_raises_what_was_said_at_the_visit(desk):
    words = ("visit", "record", "KML", "--contact", "home-visit", "--score", "mental-wellbeing=1")

    assert desk.run(*words, typed="r\n").exit_code == 0
    assert [(flag.risk.value, flag.severity.value) for flag in desk.case().open_flags] == [("health", "danger")]


def test_whoever_closes_the_terminal_at_the_question_has_the_visit_written_down(desk):
    result = desk.run("visit", "record", "KML", "--contact", "home-visit", "--score", "safety=1", typed="")

    assert result.exit_code == 0
    assert len(desk.case().visits) == 1


def test_a_visit_without_danger_asks_nothing(desk):
    result = desk.run("visit", "record", "KML", "--contact", "home-visit", "--score", "safety=2", typed="")

    assert "Raise" not in result.stderr
    assert desk.data("visit", "record", "KML", "--contact", "phone")["attention"] == []


def test_an_unsafe_try_is_answered_with_the_flag(desk):
    data = desk.data("visit", "attempt", "KML", "--reason", "not-at-home", "--unsafe")

    assert [one["rule"] for one in data["attention"]] == ["attempts_failed"]


def test_a_dry_run_offers_nothing(desk):
    words = ("visit", "record", "KML", "--contact", "home-visit", "--score", "safety=1", "--dry-run")

    assert desk.data(*words)["attention"] == []
    assert desk.case().visits == ()
