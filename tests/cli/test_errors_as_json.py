"""Errors for programs: where --json was asked for, what is wrong is JSON on stderr, and the exit code is the same."""

import json

import pytest

from tests.builders import a_casebook, a_graduate
from tests.cli.desk import Desk


@pytest.fixture
def desk(monkeypatch):
    return Desk(a_casebook(a_graduate()), monkeypatch)


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (("graduate", "show", "ZZZ"), "No graduate's code begins like that."),
        (("graduate", "show"), "CODE is missing: Her code"),
        (("flag", "list", "--worker", "Nobody Here"), "No worker on the list has that name."),
        (("undo",), "--yes is missing."),
    ],
)
def test_an_error_is_json_where_json_was_asked_for(desk, words, what):
    plain, asked = desk.run(*words), desk.run(*words, "--json")
    (line,) = asked.stderr.splitlines()
    said = json.loads(line)

    assert said["format"] == "followup/1"
    assert what in said["error"]["what"]
    assert said["error"]["code"] == asked.exit_code == plain.exit_code
    assert said["error"]["what"] in plain.stderr
    assert asked.stdout == ""


def test_people_are_told_in_sentences(desk):
    assert not desk.run("graduate", "show", "ZZZ").stderr.startswith("{")
