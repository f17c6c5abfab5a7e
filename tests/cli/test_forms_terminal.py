"""The forms of a graduate and a plan at a real terminal: nothing typed is lost, a price is changed in four answers."""

import json
import signal
import subprocess
import sys

import pytest

from tests.builders import a_plan
from tests.cli.window import FOLLOWUP, Window, casebook_environ

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are of POSIX")


@pytest.fixture(params=["xterm-256color", "dumb"])
def environ(request, tmp_path):
    return casebook_environ(tmp_path) | {"TERM": request.param}


def followup(environ, *words, stdin=""):
    return subprocess.run(
        [*FOLLOWUP, *words], env=environ, input=stdin, capture_output=True, text=True, check=True, encoding="utf-8"
    ).stdout


@pytest.mark.parametrize("ended", [Window.kill, Window.close])
def test_a_graduate_who_was_begun_is_finished_another_time(environ, ended):
    terminal = Window(environ, "graduate", "add", "--code", "NEW-1")
    terminal.answer("Return date", "2026-10-01")
    terminal.answer("With whom", "")
    terminal.answer("Trade", "sewing")
    terminal.answer("Training", "")
    terminal.answer("Name:", "ចាន់ ធី")
    terminal.until("Nickname")
    ended(terminal)

    terminal = Window(environ, "graduate", "add", "--code", "NEW-1")
    terminal.answer("Go on where it stopped?", "yes")
    asked = "".join(
        terminal.answer(question, "")
        for question in ("Nickname", "Birth year", "Phone", "Village", "Safe contact", "Safe weekdays")
    )
    summary = terminal.answer("Write this down?", "yes")
    shown = terminal.rest()

    assert terminal.program.returncode == 0, shown
    assert "ចាន់" not in asked + summary
    assert "written down" in summary
    (_, she) = json.loads(followup(environ, "graduate", "list", "--names", "--json"))["data"]
    assert (she["code"], she["name"], she["trade"]) == ("NEW-1", "ចាន់ ធី", "sewing")


def test_a_hyphen_behind_a_text_that_stands_in_the_line_takes_it_away(environ):
    terminal = Window(environ, "visit", "attempt", "KML")
    terminal.answer("Day of the try", "-")
    terminal.answer("needs an answer", "")
    terminal.answer("Why was she not met", "1")
    terminal.answer("Was it safe", "yes")
    terminal.answer("What was seen or heard", "Tomorow.")
    terminal.answer("Write this down?", "note")
    terminal.answer("takes it away", "-")
    terminal.answer("Not answered: 4 Note", "yes")
    terminal.rest()

    (entry,) = json.loads(followup(environ, "visit", "list", "KML", "--json"))["data"]["attempts"]
    assert entry["note"] == ""


def test_one_price_is_changed_and_whoever_stops_has_changed_nothing(environ):
    followup(environ, "plan", "set", "KML", "--from", "-", stdin=json.dumps(a_plan(prices={"haircut": "2000"})))

    def change(price):
        terminal = Window(environ, "plan", "edit", "KML")
        terminal.answer("Which part", "prices")
        terminal.answer("Which of these", "2")
        terminal.answer("Price", price)
        terminal.until("Write this down?")
        return terminal

    def price():
        return json.loads(followup(environ, "plan", "show", "KML", "--json"))["data"]["plan"]["prices"][0]["price"]

    terminal = change("3,000")
    terminal.program.send_signal(signal.SIGINT)
    assert "Go on with: followup plan edit KML-1" in terminal.rest()
    assert price() == "2000 riel"

    terminal = Window(environ, "plan", "edit", "KML")
    terminal.answer("Go on where it stopped?", "yes")
    assert "3,000 riel (changed)" in terminal.answer("Write this down?", "yes")
    terminal.until("Raise as flags?")
    terminal.type("\n")
    terminal.rest()
    assert price() == "3000 riel"
