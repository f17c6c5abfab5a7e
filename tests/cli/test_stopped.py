"""A command that is stopped says what it had written down, and given again it writes the rest and nothing twice.

- Ctrl-C and a full disk in the middle of a file of graduates, and of visits
- killed in the middle
- what is in place counts as written, also where the disk does not confirm it
"""

import errno
import json
import os
import signal
import subprocess
import sys
import time

import pytest
from typer.testing import CliRunner

from followup.vault import files, keys
from followup.vault.access import create
from followup_cli.app import app
from followup_cli.terminal import person
from tests.builders import a_graduate

PASSPHRASE = "clouds over the river"
NAMES = ("Chanthou", "Sopheap", "Kunthea", "Sreymom", "Bopha", "Rachana", "Theary", "Pisey", "Malis", "Davin")
GRADUATES = [
    a_graduate() | {"code": f"KML-{n}", "name": f"{name} Som", "phone": f"+855 12 345 {n:03}"}
    for n, name in enumerate(NAMES, 1)
]
VISITS = [
    {"code": f"KML-{1 + n % 3}", "date": f"2026-1{n // 3 % 2}-{10 + n}", "contact": "home_visit"} for n in range(12)
]


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setattr(keys, "COST", keys.Cost(8, 1))
    monkeypatch.setattr(person, "on_terminal", lambda: False)
    monkeypatch.setattr(files, "UNCONFIRMED", set())
    monkeypatch.setenv("FOLLOWUP_HOME", str(tmp_path / "book"))
    monkeypatch.setenv("FOLLOWUP_PASSPHRASE", PASSPHRASE)
    monkeypatch.setenv("FOLLOWUP_TODAY", "2026-11-26")
    create(tmp_path / "book", PASSPHRASE)
    return tmp_path / "book"


def run(*words, given=None):
    return CliRunner().invoke(app, list(words), input=json.dumps(given))


def entries(code):
    return len(json.loads(run("log", code, "--json").stdout)["data"])


def codes():
    return {one["code"] for one in json.loads(run("graduate", "list", "--json").stdout)["data"]}


def failing_after(number, fault, monkeypatch):
    """The ``number``-th journal's file is the last that can be written."""
    real, seen = files.save, []

    def save(path, content, **how):
        is_journal = path.endswith(".case") and "access-" not in path
        seen.extend([path] if is_journal else [])
        if len(seen) > number and is_journal:
            raise fault
        real(path, content, **how)

    monkeypatch.setattr(files, "save", save)


FAULTS = {"Ctrl-C": (KeyboardInterrupt(), 130), "a full disk": (None, 5)}


def fault_of(name):
    from followup.vault.disk_errors import unwritable

    fault, code = FAULTS[name]
    return fault or unwritable("x.case", OSError(errno.ENOSPC, "full")), code


@pytest.mark.parametrize("name", FAULTS)
def test_graduates_of_a_file_are_named_and_not_enrolled_twice(home, monkeypatch, name):
    fault, code = fault_of(name)
    with monkeypatch.context() as patch:
        failing_after(4, fault, patch)
        stopped = run("graduate", "add", "--from", "-", given=GRADUATES)
    named = ", ".join(f"KML-{n} (" for n in range(1, 5)).split(", ")

    assert stopped.exit_code == code
    assert "Written down before it stopped: " in stopped.stderr
    assert all(one in stopped.stderr for one in named)
    assert "KML-5" not in stopped.stderr
    assert "Give the same command again" in stopped.stderr
    assert codes() == {f"KML-{n}" for n in range(1, 5)}

    again = run("graduate", "add", "--from", "-", given=GRADUATES)
    assert (again.exit_code, "6 enrolled; 4 known already" in again.stderr) == (0, True)
    assert codes() == {f"KML-{n}" for n in range(1, 11)}


@pytest.mark.parametrize("name", FAULTS)
def test_visits_of_a_file_are_named_and_not_written_twice(home, monkeypatch, name):
    assert run("graduate", "add", "--from", "-", given=GRADUATES[:3]).exit_code == 0
    before, (fault, code) = sum(map(entries, ("KML-1", "KML-2", "KML-3"))), fault_of(name)
    with monkeypatch.context() as patch:
        failing_after(5, fault, patch)
        stopped = run("visit", "record", "--from", "-", given=VISITS)

    assert stopped.exit_code == code
    assert "Written down before it stopped: KML-1 (2), KML-2 (2), KML-3 (1)." in " ".join(stopped.stderr.split())

    again = run("visit", "record", "--from", "-", given=VISITS)
    assert (again.exit_code, "there already: 5" in again.stdout) == (0, True), again.stderr
    assert sum(map(entries, ("KML-1", "KML-2", "KML-3"))) == before + len(VISITS)


def test_one_entry_is_looked_at_before_it_is_given_again(home, monkeypatch):
    assert run("graduate", "add", "--from", "-", given=GRADUATES[:1]).exit_code == 0
    monkeypatch.setattr("followup_cli.visits.page.print_file_result", lambda *_, **__: None)
    monkeypatch.setattr("followup_cli.visits.record_commands._tell", stop)
    stopped = run("visit", "record", "KML-1", "--contact", "home-visit")

    assert stopped.exit_code == 130
    assert "Written down before it stopped: KML-1 (1). Look at it before" in " ".join(stopped.stderr.split())
    assert "Written down" not in run("graduate", "show", "NOBODY").stderr


def stop(*_, **__):
    raise KeyboardInterrupt


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_a_file_whose_command_is_killed_is_given_again(home, tmp_path):
    many = [
        {**GRADUATES[0], "code": f"KML-{n}", "name": f"{NAMES[n % 10]} {'abcdefghij'[n // 10]}{NAMES[n // 10]}"}
        | {"phone": f"+855 12 34{n:04}"}
        for n in range(1, 31)
    ]
    (tmp_path / "many.json").write_text(json.dumps(many), "utf-8")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-m", "followup", "graduate", "add", "--from", str(tmp_path / "many.json")]
    killed = subprocess.Popen(command, env=environment, stdout=-3, stderr=-3)
    until = time.monotonic() + 60
    while len(list((home / "cases").glob("*.case"))) < 5 and killed.poll() is None and time.monotonic() < until:
        time.sleep(0.002)
    killed.send_signal(signal.SIGKILL)
    killed.wait(60)
    written = len(codes())

    again = run("graduate", "add", "--from", str(tmp_path / "many.json"))
    assert again.exit_code == 0, again.stderr
    assert f"{30 - written} enrolled; {written} known already" in again.stderr
    assert codes() == {one["code"] for one in many}
    assert run("check").exit_code == 0


@pytest.mark.skipif(os.name == "nt", reason="Windows flushes no folder")
@pytest.mark.parametrize("number", [errno.EIO, errno.EINVAL])
def test_what_is_in_place_counts_as_written_and_is_said_so(home, monkeypatch, number):
    def unconfirmed(folder):
        raise OSError(number, "a fault for the test")

    monkeypatch.setattr(files, "_flush_folder", unconfirmed)
    told = run("graduate", "add", "--from", "-", given=GRADUATES[:1])

    assert (told.exit_code, codes()) == (0, {"KML-1"})
    assert "Written, but it is not sure to survive a power cut" in told.stderr
    assert told.stderr.count("power cut") == 1
