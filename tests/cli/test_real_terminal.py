"""The program itself, in its own process: in a pipe, and at a terminal where one key is enough."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from followup.vault.access import create
from tests.builders import a_graduate

ROOT = Path(__file__).parents[2]
PLAN = ROOT / "data" / "followup_data" / "demo" / "vanna_plan.json"
FOLLOWUP = [sys.executable, "-m", "followup_cli"]


@pytest.fixture
def environ(tmp_path):
    create(tmp_path / "vault", "six plain words for this test")
    roots = os.pathsep.join(str(folder) for folder in (ROOT, ROOT / "cli", ROOT / "data"))
    return os.environ | {
        "FOLLOWUP_HOME": str(tmp_path / "vault"),
        "FOLLOWUP_PASSPHRASE": "six plain words for this test",
        "FOLLOWUP_TODAY": "2026-11-21",
        "PYTHONPATH": roots,
        "PYTHONIOENCODING": "utf-8",
    }


def run(environ, *words, stdin=""):
    return subprocess.run(
        [*FOLLOWUP, *words], env=environ, input=stdin, capture_output=True, text=True, encoding="utf-8", check=False
    )


def test_a_graduate_goes_in_through_a_pipe_and_is_listed_without_her_name(environ):
    row = json.dumps(a_graduate())

    assert run(environ, "graduate", "add", "--from", "-", stdin=row).stdout == "KML-1\n"
    listed = run(environ, "graduate", "list")

    assert "KML-1" in listed.stdout
    assert "Sreymom" not in listed.stdout + listed.stderr
    assert run(environ, "graduate", "add").returncode == 2


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are of POSIX")
def test_one_key_without_enter_raises_the_warnings(environ):
    import pty

    run(environ, "graduate", "add", "--return", "2026-01-31", "--code", "KML-1", "--worker", "SN")
    run(environ, "plan", "set", "KML", "--from", str(PLAN))
    ours, theirs = pty.openpty()

    program = subprocess.Popen(
        [*FOLLOWUP, "plan", "check", "KML"], env=environ, stdin=theirs, stdout=theirs, stderr=theirs
    )
    os.close(theirs)
    shown = _until(ours, b"Enter: none. ")
    os.write(ours, b"r")
    shown += _until(ours, b"Risk level now: high.")
    program.wait(30)
    os.close(ours)

    assert program.returncode == 0
    assert b"The plan cannot break even." in shown


def _until(terminal, wanted):
    shown = b""
    while wanted not in shown:
        shown += os.read(terminal, 4096)
    return shown


@pytest.mark.parametrize("module", ["plans"])
def test_help_imports_nothing_heavy(module):
    heavy = "{'tinydb', 'icalendar', 'nacl', 'holidays', 'typst'}"
    program = f"import sys, followup_cli.{module}.commands; print({heavy} & set(sys.modules), 'rich' in sys.modules)"
    roots = os.pathsep.join(str(folder) for folder in (ROOT, ROOT / "cli", ROOT / "data"))

    found = subprocess.run(
        [sys.executable, "-c", program], env=os.environ | {"PYTHONPATH": roots}, capture_output=True, check=True
    )

    assert found.stdout.split() == [b"set()", b"False"]
