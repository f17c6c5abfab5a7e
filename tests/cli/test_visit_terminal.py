"""A guided visit at a real terminal: stopped with Ctrl-C, killed, or its window closed, it goes on where it stopped."""

import json
import signal
import subprocess
import sys

import pytest

from followup.case.visit_words import WellbeingDomain
from tests.cli.window import FOLLOWUP, Window, casebook_environ

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are of POSIX")


@pytest.fixture(params=["xterm-256color", "dumb"])
def environ(request, tmp_path):
    return casebook_environ(tmp_path) | {"TERM": request.param}


def listed(environ):
    """Her visits, as programs are told them."""
    words = [*FOLLOWUP, "visit", "list", "KML", "--json"]
    done = subprocess.run(words, env=environ, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)["data"]["visits"]


def begun(environ):
    """A form of which day, contact and who went are answered, and the first score is asked for."""
    terminal = Window(environ, "visit", "record", "KML")
    terminal.answer("Day of the visit", "2026-11-20")
    terminal.answer("Was it visit 9, made late?", "")
    terminal.answer("How she was met", "met elsewhere")
    terminal.answer("Who went", "SN,KB")
    terminal.until("Safety")
    return terminal


def stopped_by_ctrl_c(terminal):
    terminal.program.send_signal(signal.SIGINT)
    assert "Go on with: followup visit record KML-1" in terminal.rest()
    assert terminal.program.returncode == 130


@pytest.mark.parametrize("ended", [stopped_by_ctrl_c, Window.kill, Window.close])
def test_an_interrupted_visit_goes_on_where_it_stopped(environ, ended, tmp_path):
    ended(begun(environ))
    assert len(list((tmp_path / "vault" / "drafts").glob("*.draft"))) == 1

    terminal = Window(environ, "visit", "record", "KML")
    assert "Answers kept: 4." in terminal.answer("Go on where it stopped?", "yes")
    asked = terminal.answer("Safety", "3/2 - 2/-")
    for domain in list(WellbeingDomain)[3:]:
        terminal.answer(domain.label.capitalize(), "")
    terminal.answer("Has she begun a business", "")
    terminal.answer("A new worry", "")
    terminal.answer("Something promised", "")
    terminal.answer("What was agreed", "")
    terminal.answer("Note", "She is well.")
    terminal.answer("safe contact still right", "yes")
    terminal.answer("Write this down?", "yes")
    shown = terminal.rest()

    assert terminal.program.returncode == 0, shown
    assert "Who went" not in asked
    (visit,) = listed(environ)
    assert (visit["date"], visit["contact"], visit["went"]) == ("2026-11-20", "met_elsewhere", ["SN", "KB"])
    assert (visit["scores"]["safety"], visit["note"]) == ({"worker": 3, "own": 2}, "She is well.")
    assert not list((tmp_path / "vault" / "drafts").iterdir())


def test_a_step_back_and_an_answer_put_right_by_its_name(environ):
    terminal = begun(environ)
    terminal.type("back\n")
    terminal.answer("Who went", "KB")
    terminal.answer("Safety", "1 1 1 1 1 1")
    for question in ("Has she begun a business", "A new worry", "Something promised", "What was agreed"):
        terminal.answer(question, "")
    terminal.answer("Note", "A line that is wrong.")
    terminal.answer("safe contact still right", "")
    terminal.answer("Write this down?", "note")
    anew = "" if environ["TERM"] == "dumb" else "\x15"  # Ctrl-U: what was typed stands in the line, to be changed
    terminal.answer("Note, without names", f"{anew}She is well.")
    terminal.answer("Write this down?", "yes")
    terminal.answer("Raise as flags?", "")
    shown = terminal.rest()

    assert terminal.program.returncode == 0, shown
    (visit,) = listed(environ)
    assert (visit["went"], visit["note"]) == (["KB"], "She is well.")


def test_a_visit_that_is_written_down_is_put_right(environ):
    subprocess.run([*FOLLOWUP, "visit", "record", "KML", "--contact", "phone"], env=environ, check=True)

    terminal = Window(environ, "visit", "record", "KML")
    terminal.answer("Day of the visit", "today")
    terminal.answer("Is it the same visit", "1")
    terminal.answer("Which part to answer again", "how")
    terminal.answer("How she was met", "1")
    terminal.answer("Write this down?", "yes")
    shown = terminal.rest()

    assert terminal.program.returncode == 0, shown
    assert [visit["contact"] for visit in listed(environ)] == ["home_visit"]
