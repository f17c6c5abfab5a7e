"""Grave steps in a real terminal, with another window beside it, and a terminal that is closed in the middle."""

import os
import signal
import subprocess
import sys

import pytest

from tests.cli.window import FOLLOWUP, Window, casebook_environ

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are of POSIX")

OUTCOME = ("outcome", "record", "KML", "--how", "moved-away", "--note", "Gone.")
FLAG = ("flag", "raise", "KML", "--kind", "violence", "--severity", "danger", "--note", "Blows.")


@pytest.fixture
def environ(tmp_path):
    return casebook_environ(tmp_path)


def log(environ):
    return subprocess.run([*FOLLOWUP, "log", "KML"], env=environ, text=True, capture_output=True, check=True).stdout


def test_a_window_that_is_closed_at_the_question_writes_nothing_and_keeps_the_answers(environ):
    window = Window(environ, *OUTCOME)
    window.answer("Who decided", "KB")
    window.until("End her follow-up?")
    os.killpg(window.program.pid, signal.SIGHUP)
    window.rest()

    assert "Follow-up ended" not in log(environ)
    again = Window(environ, "outcome", "record", "KML")
    again.until("Go on where it stopped?")
    again.type("\x03")
    again.rest()


def test_what_another_window_writes_before_the_answer_is_shown_and_asked_about_again(environ):
    window = Window(environ, *OUTCOME)
    window.answer("Who decided", "KB")
    assert "violence" not in window.until("End her follow-up?")
    subprocess.run([*FOLLOWUP, *FLAG], env=environ, check=True, capture_output=True)

    window.type("yes\n")
    assert "violence" in window.until("End her follow-up? [yes/No]")
    window.type("no\n")
    assert "nothing else was written" in window.rest()
    assert "Follow-up ended" not in log(environ)
