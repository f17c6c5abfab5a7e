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
    done = typed(monkeypatch, "graduate", "erase", "KML-1", answers="reword\nSeen at the market.\nkeep\n\n")
    assert (done.exit_code, "Stopped" in done.stderr) == (130, True)
    assert TALE in notes()

    wrong_first = "keep\nreword\nSokunthea again\nSeen at the market.\nkeep\nyes\n"
    done = typed(monkeypatch, "graduate", "erase", "KML-1", answers=wrong_first)
    assert done.exit_code == 0, done.stderr
    assert "It shows who she is (name): it cannot be kept as it is." in done.stderr
    assert "A text that would stay shows who she is." in done.stderr
    assert "Sokunthea" not in done.stderr.replace("Sokunthea again", "")
    assert "Texts kept: 1, put in other words: 1, taken away: 0." in done.stderr
    log = notes()
    assert ("Seen at the market." in log, PLAIN in log, "Sokunthea" in log) == (True, True, False)


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
