"""``init`` can be run again, wherever it was stopped; and a casebook is never made over another one.

- killed at each of its file calls
- two at the same moment
- a clock that cannot be right is asked about
- what somebody wrote since is never taken for a beginning
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from followup.vault import access, files, keys
from followup_cli.app import app
from followup_cli.terminal import person
from tests.vault.faulty_disk import FaultyDisk

INIT = ("init", "--worker", "SN", "--country", "KH", "--cover", "Meeting", "--currency", "KHR")


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setattr(keys, "COST", keys.Cost(8, 1))
    monkeypatch.setattr(person, "on_terminal", lambda: False)
    monkeypatch.setenv("FOLLOWUP_HOME", str(tmp_path / "book"))
    monkeypatch.setenv("FOLLOWUP_PASSPHRASE", "clouds over the river")
    monkeypatch.setenv("FOLLOWUP_TODAY", "2026-11-21")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    return tmp_path / "book"


def run(*words):
    return CliRunner().invoke(app, list(words))


def killed_at(at, *, after):
    """Run ``init`` in a process that is killed at a file call; whether it came so far."""
    child = os.fork()
    if not child:
        try:
            vars(files)["os"] = FaultyDisk(at, lambda name: os._exit(9), after=after)
            run(*INIT)
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the kill is tried in a forked process")
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_an_init_that_was_killed_is_run_again(tmp_path, home, monkeypatch, after):
    at, whole = 1, 0
    while monkeypatch.setenv("FOLLOWUP_HOME", str(tmp_path / f"{at}")) or killed_at(at, after=after):
        again = run(*INIT)
        if again.exit_code:  # killed after its first entry: it was made, and says so
            whole += 1
            assert "There is a casebook already" in again.stderr
        assert run("office", "show", "--json").stdout.count('"SN"')
        assert run("check").exit_code == 0
        at += 1
    assert at > 30
    assert whole < at / 2


def test_what_was_written_in_is_no_beginning(home):
    assert run(*INIT).exit_code == 0
    (home / access.BEGUN).touch()
    before = (home / "vault.json").read_bytes()

    assert run(*INIT).exit_code == 1
    assert (home / "vault.json").read_bytes() == before


def test_two_at_once_make_one_casebook(home):
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-m", "followup", *INIT]
    started = [subprocess.Popen(command, env=environment, stdout=-1, stderr=-1, text=True) for _ in range(2)]
    ended = sorted((one.communicate(timeout=120)[1], one.returncode) for one in started)

    assert [code for _, code in ended] == [0, 1]
    assert "There is a casebook already" in ended[1][0]
    assert run("office", "show", "--json").stdout.count('"SN"')
    assert not Path(home, access.BEGUN).exists()


@pytest.mark.parametrize("day", ["1990-01-01", "2026-05-31", "2028-06-01", "2099-12-31"])
def test_a_clock_that_cannot_be_right_is_asked_about(home, monkeypatch, day):
    monkeypatch.setenv("FOLLOWUP_TODAY", day)
    refused = run(*INIT)

    assert refused.exit_code == 2
    assert "--yes is missing: this laptop's clock says" in refused.stderr
    assert not home.exists()

    monkeypatch.setattr(person, "on_terminal", lambda: True)
    for typed, code in (("\nno\n", 1), ("yes\nyes\n", 0)):
        asked = CliRunner().invoke(app, list(INIT), input=typed)
        assert (asked.exit_code, home.exists()) == (code, code == 0), asked.stderr
        assert "Is that today? [yes/no]" in asked.output


def test_a_clock_that_cannot_be_right_is_taken_with_yes(home, monkeypatch):
    monkeypatch.setenv("FOLLOWUP_TODAY", "2031-01-01")

    assert run(*INIT, "--yes").exit_code == 0
