"""``check`` for people and for programs, and what is said before anybody is asked for a passphrase."""

import json

import pytest
from typer.testing import CliRunner

from followup.vault.access import create
from followup_cli.app import app
from followup_cli.terminal import person
from tests.builders import a_graduate

PASSPHRASE = "clouds over the river"


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("FOLLOWUP_HOME", str(tmp_path / "book"))
    monkeypatch.setenv("FOLLOWUP_PASSPHRASE", PASSPHRASE)
    monkeypatch.setenv("FOLLOWUP_TODAY", "2026-11-21")
    return tmp_path / "book"


@pytest.fixture
def casebook(home):
    create(home, PASSPHRASE)
    added = run("graduate", "add", "--from", "-", stdin=json.dumps(a_graduate()))
    assert added.exit_code == 0, added.stderr
    return home


def run(*words, stdin=""):
    return CliRunner().invoke(app, list(words), input=stdin)


def test_a_sound_casebook_says_so_to_programs(casebook):
    checked = run("check", "--json")
    found = json.loads(checked.stdout)["data"]

    assert checked.exit_code == 0, checked.stderr
    assert (found["problems"], found["dated_ahead"], found["unknown_policies"]) == ([], [], [])
    assert f"Files read: {found['files']}; entries: {found['entries']}." in run("check").stdout


def test_what_is_damaged_is_data_with_the_same_exit_code(casebook):
    next((casebook / "cases").iterdir()).write_bytes(b"cut")

    plain, asked = run("check"), run("check", "--json")
    (problem,) = json.loads(asked.stdout)["data"]["problems"]

    assert asked.exit_code == plain.exit_code == problem["code"] == 4
    assert problem["what"] in plain.stderr
    assert problem["hint"] in plain.stderr


@pytest.mark.parametrize("words", [("unlock",), ("unlock", "--minutes", "30")])
def test_unlock_before_init_says_first_that_there_is_no_casebook(home, monkeypatch, words):
    monkeypatch.delenv("FOLLOWUP_PASSPHRASE")
    monkeypatch.setattr(person, "on_terminal", lambda: True)
    monkeypatch.setattr(person, "ask_passphrase", lambda *_: pytest.fail("asked in vain"))

    told = run(*words)

    assert told.exit_code == 2
    assert "There is no casebook yet." in told.stderr
    assert "followup init" in told.stderr
