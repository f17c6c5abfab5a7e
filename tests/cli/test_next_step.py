"""After a command one quiet line says what is usually done next, with the code filled in: on a terminal only."""

import json
import sys

import pytest

from followup.case.facts.base import KINDS
from followup.casebook import Casebook
from followup_cli import context
from followup_cli.fragments.next_step import STEPS, STEPS_FOR_MANY, TELL_THEMSELVES, step_after
from tests.builders import a_casebook, a_flag, a_graduate
from tests.cli.desk import Desk
from tests.cli.test_real_terminal import run
from tests.cli.window import Window, casebook_environ
from tests.test_docs import parsed

WITHOUT = {"accessed", "erasure_noted", "imported", "mapping_kept", "printed", "returned_against"}
"""Who looked has nothing to do next, what was printed is named, and a reason beside something else has no step."""


@pytest.fixture
def desk(monkeypatch):
    return Desk(a_casebook(), monkeypatch)


def step(desk, monkeypatch, *words, **typed):
    """The next step after a command."""
    opened = []

    def open_casebook():
        opened.append(Casebook(desk.book.store, desk.book.moment))
        return opened[-1]

    monkeypatch.setattr(context, "open_casebook", open_casebook)
    result = desk.run(*words, **typed)
    assert result.exit_code == 0, result.stderr
    return step_after(opened[-1])


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("graduate add --return 2026-01-31 --code NEW-1 --worker SN", "followup plan set NEW-1"),
        ("graduate edit KML --trade sewing", "followup graduate show KML-1"),
        ("flag raise KML --kind debt --severity watch --note x", "followup flag list KML-1"),
        ("promise make KML --what x --by SN --due 2026-12-24", "followup promise settle KML-1 1"),
        ("support add KML --kind school --for child", "followup support list KML-1"),
        ("visit record KML --contact home-visit", "followup today"),
        ("visit attempt KML --reason moved --safe", "followup today"),
        ("schedule move KML 11 2026-12-24 --why x", "followup schedule show KML-1"),
        ("lesson propose --change x --cause debt --module farming", "followup lesson answer 1"),
        ("office worker add KB", "followup office worker list"),
        ("outcome record KML --how no-contact --causes distance", ""),
        ("flag list", ""),
        ("schedule move KML 11 2026-12-24 --why x --dry-run", ""),
    ],
)
def test_the_next_step_follows_from_what_was_written(desk, monkeypatch, words, expected):
    assert step(desk, monkeypatch, *words.split()) == expected


def test_of_several_kinds_the_weightiest_counts(desk, monkeypatch):
    row = json.dumps([a_graduate("NEW-1", flags=[a_flag()])])

    words = ("graduate", "add", "--from", "-", "--as-new")
    assert step(desk, monkeypatch, *words, stdin=row) == "followup plan set NEW-1"


def test_numbers_are_those_by_which_promises_and_lessons_are_called(desk, monkeypatch):
    make = ("promise", "make", "KML", "--by", "SN", "--due", "2026-12-24", "--what")
    desk.run(*make, "the first")
    assert step(desk, monkeypatch, *make, "the second") == "followup promise settle KML-1 2"
    desk.run("lesson", "propose", "--change", "x", "--cause", "debt", "--module", "farming")
    accepted = ("lesson", "answer", "1", "--accept", "--owner", "SN", "--by", "2026-12-24")
    assert step(desk, monkeypatch, *accepted) == "followup lesson apply 1"


def test_a_lesson_that_was_declined_is_not_applied(desk, monkeypatch):
    desk.run("lesson", "propose", "--change", "x", "--cause", "debt", "--module", "farming")

    assert step(desk, monkeypatch, "lesson", "answer", "1", "--decline", "No room.") == "followup lesson list"


def test_what_was_taken_back_is_seen_in_the_log_hers_or_the_offices(desk, monkeypatch):
    flag = ("flag", "raise", "KML", "--kind", "debt", "--severity", "watch", "--note", "x")
    assert desk.run(*flag).exit_code == 0
    assert step(desk, monkeypatch, "undo", "--yes") == "followup log KML-1"
    assert desk.run("office", "closed", "2026-12-21..2026-12-22").exit_code == 0
    assert step(desk, monkeypatch, "undo", "--yes") == "followup log"


def test_after_many_graduates_at_once_the_step_is_for_all(desk, monkeypatch):
    rows = json.dumps([a_graduate("ONE-1"), a_graduate("TWO-1")])

    words = ("graduate", "add", "--from", "-", "--as-new")
    assert step(desk, monkeypatch, *words, stdin=rows) == "followup graduate list"


def test_every_kind_of_fact_has_a_step_or_says_it_on_its_page():
    assert {*STEPS, *TELL_THEMSELVES} | WITHOUT == {*KINDS}
    assert not {*STEPS} & {*TELL_THEMSELVES, *WITHOUT}
    assert {*STEPS_FOR_MANY} <= {*STEPS}


@pytest.mark.parametrize("command", sorted({*STEPS.values(), *STEPS_FOR_MANY.values()}))
def test_every_step_is_a_command_that_there_is(command):
    parsed(command.format(code="K7M", n=1))


# --- where it is told -----------------------------------------------------------------------------------------------

FLAG = ("flag", "raise", "KML", "--kind", "debt", "--severity", "watch", "--note", "She owes.")


@pytest.fixture
def environ(tmp_path):
    return casebook_environ(tmp_path) | {"TERM": "xterm-256color", "NO_COLOR": "1"}


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are of POSIX")
@pytest.mark.parametrize("term", ["xterm-256color", "dumb"])
def test_on_a_terminal_it_stands_in_the_last_line(environ, term):
    shown = Window(environ | {"TERM": term}, *FLAG).rest()

    assert "Next: followup flag list KML-1" in shown.splitlines()[-1]


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are of POSIX")
def test_after_the_agenda_it_is_that_of_the_most_urgent(environ):
    assert "Next: followup visit record KML-1" in Window(environ, "today", "--everybody").rest().splitlines()[-1]


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are of POSIX")
@pytest.mark.parametrize("words", [("today", "--json"), ("flag", "clear", "KML", "9", "--how", "x")])
def test_programs_and_commands_that_failed_are_told_none(environ, words):
    assert "Next:" not in Window(environ, *words).rest()


def test_in_a_pipe_none_is_told(environ):
    done = run(environ, *FLAG)

    assert done.returncode == 0
    assert "Next:" not in done.stdout + done.stderr
