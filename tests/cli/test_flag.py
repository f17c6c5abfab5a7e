"""followup flag: raised with an owner and a review date, looked at again, cleared, listed the gravest first."""

import json

import pytest

from followup.case.facts import Configured, WorkerAdded
from followup.case.fields import MARK
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
    assert "1 watch, 2 concern, 3 danger" in result.stderr
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
    assert "recruiter-near" in result.stderr
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


SHOWING_OWNERS = [
    ("flag", "list"),
    ("flag", "list", "KML-1"),
    ("graduate", "show", "KML-1"),
    ("graduate", "hand-over", "KML-1", "--to", "KB"),
    ("log", "KML-1"),
]


@pytest.fixture
def owned(monkeypatch):
    book = a_casebook(a_graduate(flags=[a_flag(owner="Dara Sok")]), a_graduate("OTH-1", name="Dara Sok", worker="KB"))
    return Desk(book, monkeypatch)


@pytest.mark.parametrize("as_json", [[], ["--json"]], ids=["page", "json"])
@pytest.mark.parametrize("words", SHOWING_OWNERS, ids=" ".join)
def test_a_graduate_as_owner_is_masked_for_people_and_programs(owned, words, as_json):
    result = owned.run(*words, *as_json)

    assert result.exit_code == 0, result.stderr
    assert "Dara" not in result.stdout
    assert "Sok" not in result.stdout


def test_a_graduate_as_owner_is_shown_with_names(owned):
    assert "Dara Sok" in owned.run("flag", "list", "KML-1", "--names").stdout


@pytest.mark.parametrize(
    "words", [("raise", "KML-1", "--kind", "health", "--severity", "watch"), ("review", "KML-1", "1")]
)
def test_the_result_masks_a_graduate_as_owner(owned, words):
    result = owned.run("flag", *words, "--note", "Seen.", "--owner", "Dara Sok")

    assert f"Owner {MARK}" in result.stdout
    assert "Dara" not in result.stdout


def test_taking_a_flag_back_masks_a_graduate_as_owner(owned):
    number = next(one["number"] for one in owned.data("log", "KML-1") if "flag raised" in one["sentence"])

    assert f"owner {MARK}" in owned.data("withdraw", "KML-1", str(number), "--dry-run")["entry"]["sentence"]


def test_a_worker_on_the_list_stays_readable_though_a_graduate_is_called_so(owned):
    owned.book.write_office(WorkerAdded("Dara Sok"))

    assert [one["owner"] for one in owned.data("flag", "list")] == ["Dara Sok"]
    assert "owner Dara Sok" in owned.run("log", "KML-1").stdout


@pytest.mark.parametrize("source", [True, False], ids=["file", "by hand"])
def test_a_graduate_as_supervisor_is_masked_where_a_flag_goes_to_her(owned, source):
    owned.book.write_office(Configured(supervisor="Dara Sok"))
    tries = [f"2026-11-{day}" for day in (18, 19, 20)]
    attempts = [{"code": "KML-1", "date": on, "attempt": {"reason": "moved", "safe": True}} for on in tries]
    by_hand = ["visit", "attempt", "KML-1", "--reason", "moved", "--safe", "--on"]
    if source:
        last = owned.run("visit", "record", "--from", "-", stdin=json.dumps({"visits": attempts}))
    else:
        *_, last = [owned.run(*by_hand, on) for on in tries]

    assert f"Owner {MARK}" in last.stdout, last.stderr
    assert "Dara" not in last.stdout + owned.run("office", "show").stdout
