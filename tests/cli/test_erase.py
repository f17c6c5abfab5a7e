"""Who somebody is erased, as people meet it on the command line."""

import json
from typing import Any

import pytest
from typer.testing import CliRunner

from followup.vault import keys
from followup_cli.app import app
from followup_cli.terminal import person

PASSPHRASE = "a passphrase for a test"
HER = {"code": "KML-1", "return_date": "2026-01-31", "name": "Sokunthea Meas", "village": "Trapeang Veng"}
TALE, PLAIN = "Sokunthea was seen at the market.", "The shop does well."


@pytest.fixture
def desk(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A casebook with somebody whose follow-up has ended, two texts about her, and somebody else."""
    monkeypatch.setattr(keys, "COST", keys.Cost(8, 1))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    monkeypatch.setenv("FOLLOWUP_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("FOLLOWUP_PASSPHRASE", PASSPHRASE)
    monkeypatch.setenv("FOLLOWUP_TODAY", "2026-07-01")
    assert run("init", "--worker", "SN").exit_code == 0
    rows = [HER, {"code": "TWO-1", "return_date": "2026-02-28", "name": "Dara Chhum"}]
    assert run("graduate", "add", "--from", "-", stdin=json.dumps(rows)).exit_code == 0
    for on, note in (("2026-03-02", TALE), ("2026-04-02", PLAIN)):
        done = run("visit", "record", "KML-1", "--on", on, "--contact", "home-visit", "--note", note)
        assert done.exit_code == 0, done.stderr
    ended = run("outcome", "record", "KML-1", "--how", "moved-away", "--on", "2026-05-01")
    assert ended.exit_code == 0, ended.stderr


def run(*words: str, stdin: str = "") -> Any:
    return CliRunner().invoke(app, list(words), input=stdin)


def typed(monkeypatch: pytest.MonkeyPatch, *words: str, answers: str) -> Any:
    monkeypatch.setattr(person, "on_terminal", lambda: True)
    try:
        return run(*words, stdin=answers)
    finally:
        monkeypatch.setattr(person, "on_terminal", lambda: False)


def flat(text: str) -> str:
    return " ".join(text.split())


def notes() -> str:
    return run("log", "KML-1", "--names").stdout


@pytest.mark.usefixtures("desk")
def test_each_text_is_decided_and_no_is_the_answer_of_enter(monkeypatch: pytest.MonkeyPatch) -> None:
    done = typed(monkeypatch, "graduate", "erase", "KML-1", answers="reword\nSeen at the market.\nkeep\n\n\n")
    assert (done.exit_code, "Stopped" in done.stderr) == (130, True)
    assert TALE in notes()

    wrong_first = "no\nyes\nkeep\nreword\nSokunthea again\nSeen at the market.\nkeep\nyes\n"
    done = typed(monkeypatch, "graduate", "erase", "KML-1", answers=wrong_first)
    assert done.exit_code == 0, done.stderr
    assert "It shows who she is (name): it cannot be kept as it is." in done.stderr
    assert "A text that would stay shows who she is." in done.stderr
    assert "Sokunthea" not in done.stderr.replace("Sokunthea again", "")
    assert "kept: 1, put in other words: 1, taken away: 0" in done.stderr
    log = notes()
    assert ("Seen at the market." in log, PLAIN in log, "Sokunthea" in log) == (True, True, False)


@pytest.mark.usefixtures("desk")
def test_whoever_stops_goes_on_where_it_was(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Answers are kept sealed one by one; a text that comes in between is asked about, the others are not again."""
    done = typed(monkeypatch, "graduate", "erase", "KML-1", answers="reword\nSeen at the market.\n")
    assert (done.exit_code, "Go on with: followup graduate erase KML-1" in done.stderr) == (130, True)
    late = run("visit", "record", "KML-1", "--on", "2026-02-28", "--contact", "phone", "--note", "Sokunthea is well.")
    assert late.exit_code == 0, late.stderr
    assert "The erasing of KML-1" in run().stdout

    done = typed(monkeypatch, "graduate", "erase", "KML-1", answers="yes\nkeep\nreword\nShe is well.\nyes\n")
    assert done.exit_code == 0, done.stderr
    assert "kept: 1, put in other words: 2, taken away: 0" in done.stderr
    assert not [one for one in ("Sokunthea", TALE) if one in notes()]
    assert "The erasing of KML-1" not in run().stdout


@pytest.mark.usefixtures("desk")
def test_a_script_needs_yes_and_then_every_text_is_taken_away() -> None:
    done = run("graduate", "erase", "KML-1")
    assert (done.exit_code, "--yes is missing." in done.stderr) == (2, True)
    shown = run("graduate", "erase", "KML-1", "--dry-run")
    assert ("what was written of her: 2" in shown.stdout, "Nothing was written." in shown.stdout) == (True, True)
    assert TALE in notes()

    data = json.loads(run("graduate", "erase", "KML-1", "--yes", "--json").stdout)["data"]
    assert (data["texts"], data["texts_changed"], data["visits"], data["outcomes"]) == (2, 2, 2, 1)
    assert not [one for one in (TALE, PLAIN, "Sokunthea") if one in notes()]
    again = run("graduate", "erase", "KML-1", "--yes")
    assert (again.exit_code, "already; every file was looked through again" in flat(again.stdout)) == (0, True)


@pytest.mark.usefixtures("desk")
def test_log_check_and_her_page_say_that_it_was_done_and_nothing_takes_it_back() -> None:
    assert run("graduate", "erase", "KML-1", "--yes").exit_code == 0
    assert "Identity erased. Texts taken away or put in other words: 2." in flat(run("log", "KML-1").stdout)
    assert "KML-1: who she is was erased on 2026-07-01 by SN." in run("check").stdout
    assert json.loads(run("check", "--json").stdout)["data"]["erased"] == [
        {"code": "KML-1", "on": "2026-07-01", "by": "SN", "more": False}
    ]
    assert "who she is, on Wed 1 Jul 2026" in run("graduate", "show", "KML-1").stdout
    for words in (("withdraw", "KML-1", "2", "--reason", "x", "--yes"), ("undo", "--yes")):
        refused = run(*words)
        assert (refused.exit_code, "cannot be brought back" in refused.stderr) == (1, True)
    refused = run("visit", "record", "KML-1", "--contact", "home-visit", "--on", "2026-04-20")
    assert (refused.exit_code, "nothing more is written of her" in refused.stderr) == (1, True)


@pytest.mark.usefixtures("desk")
def test_nobody_in_follow_up_is_erased() -> None:
    refused = run("graduate", "erase", "TWO-1", "--yes")
    assert (refused.exit_code, "followup outcome record TWO-1" in refused.stderr) == (1, True)


# --- after the years that the office set ------------------------------------------------------------------------------


@pytest.mark.usefixtures("desk")
def test_names_kept_too_long_are_listed_and_told_of_and_erased_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "No time is set" in run("retention").stdout
    assert run("retention", "--erase").exit_code == 2
    assert run("office", "set", "--retention", "7y").exit_code == 0
    assert ("7 years" in run("office", "show").stdout, "Nobody's" in run("retention").stdout) == (True, True)

    monkeypatch.setenv("FOLLOWUP_TODAY", "2033-05-01")
    assert json.loads(run("retention", "--json").stdout)["data"] == {
        "retention": 7,
        "due": [{"code": "KML-1", "ended": "2026-05-01", "until": "2033-05-01", "declined": False}],
        "erased": [],
    }
    for command in ([], ["today"], ["status"]):
        assert "kept longer than the office set" in flat(run(*command).stdout)
    assert json.loads(run("today", "--json").stdout)["data"]["kept_too_long"] == 1
    assert (run("retention", "--erase").exit_code, "Sokunthea" in notes()) == (2, True)

    left = typed(monkeypatch, "retention", "--erase", answers="\n")
    assert (left.exit_code, "KML-1 stays as she is." in left.stderr, TALE in notes()) == (0, True, True)
    done = typed(monkeypatch, "retention", "--erase", answers="yes\n")
    assert (done.exit_code, "Erased: 1 of 1." in done.stdout) == (0, True)
    assert not [one for one in (TALE, PLAIN, "Sokunthea") if one in notes()]
    assert "Nobody's" in run("retention").stdout


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize("typed_years", ["51", "-1", "seven", "7m", "7.5"])
def test_years_that_cannot_be_are_refused_and_not_repeated(typed_years: str) -> None:
    refused = run("office", "set", "--retention", typed_years)
    assert (refused.exit_code, "--retention" in refused.stderr, typed_years in refused.stderr) == (2, True, False)
