"""Questions at a real terminal: whatever is typed or pasted is what is written down, or is refused with a word."""

import json
import os
import signal
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followup_cli.terminal import own_editor
from followup_cli.terminal.line_editor import cluster_after, cluster_before
from followup_cli.terminal.own_editor import memory_folder, wipe
from tests.cli.window import FOLLOWUP, Window, casebook_environ

WORDS = ("flag", "raise", "KML", "--kind", "debt", "--severity", "watch")
ASKED = "without names"
BACKSPACE, LEFT, HOME, END, WORD_BACK = "\x7f", "\x1b[D", "\x1b[H", "\x1b[F", "\x1bb"
KHMER = "នាងលក់បន្លែនៅផ្សារ"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are of POSIX")


@pytest.fixture
def environ(tmp_path):
    return casebook_environ(tmp_path) | {"TERM": "xterm-256color"}


def pasted(text):
    """What a terminal sends for a paste that it marks as one."""
    return f"\x1b[200~{text}\x1b[201~"


def noted(environ, *keys, until=""):
    """The note that is written down of a flag after these keys, once ``until`` is shown, and all that was shown."""
    window = Window(environ, *WORDS)
    window.until(ASKED)
    time.sleep(0.3)
    for key in keys:
        window.type(key)
    window.until(until)
    window.type("\r")
    shown = window.rest()
    assert window.program.returncode == 0, shown
    found = subprocess.run(
        [*FOLLOWUP, "flag", "list", "--json", "--names"], env=environ, capture_output=True, text=True, check=True
    )
    return json.loads(found.stdout)["data"][0]["note"], shown


@pytest.mark.parametrize("text", ["She owes. " * 500 + "end of it", KHMER * 170 + "។"])
def test_a_long_paste_is_written_down_whole(environ, text):
    assert len(text) > 3_000
    assert noted(environ, pasted(text))[0] == text


def test_a_paste_of_many_lines_is_one_note_and_nothing_of_it_goes_to_the_shell(environ):
    text = "She owes the shop.\nrm -rf everything\nHer mother knows."
    assert noted(environ, pasted(text.replace("\n", "\r")))[0] == text


def test_what_the_screen_shows_after_four_backspaces_is_what_is_written_down(environ):
    assert noted(environ, KHMER, BACKSPACE * 4)[0] == KHMER[:-4]


def test_arrows_home_end_and_word_jumps_move_in_the_line(environ):
    keys = ("owes the shop", HOME, "She ", END, WORD_BACK, "corner ", LEFT, END, ".")
    assert noted(environ, *keys)[0] == "She owes the corner shop."


def test_the_line_is_edited_by_whole_khmer_clusters(environ):
    assert noted(environ, "ស្រី", LEFT, "x")[0] == "xស្រី"


@pytest.mark.skipif(memory_folder() is None, reason="this system has no folder in memory")
def test_a_note_is_written_in_an_editor_whose_file_is_only_in_memory_and_is_wiped(environ, tmp_path):
    seen, editor = tmp_path / "seen", tmp_path / "editor.sh"
    editor.write_text(f'#!/bin/sh\necho "$1" >"{seen}"\ncp "$1" "$1~"\necho "and her mother knows" >>"$1"\n', "utf-8")
    editor.chmod(0o700)

    note, _ = noted(environ | {"EDITOR": str(editor)}, "She owes ", "\x1bOQ", until="mother knows")

    file = Path(seen.read_text("utf-8").strip())
    assert note.split() == ["She", "owes", "and", "her", "mother", "knows"]
    assert file.is_relative_to(memory_folder())
    assert not file.parent.exists()


def test_a_simple_terminal_never_takes_a_line_that_it_cut(environ):
    window = Window(environ | {"TERM": "dumb"}, *WORDS)
    window.until(ASKED)
    window.type("x" * 5_009 + "\n")
    window.until("cuts so long a line")
    window.type("She owes.\n")
    window.rest()
    assert window.program.returncode == 0


def test_in_a_simple_terminal_what_is_said_after_ctrl_c_begins_a_line(environ):
    window = Window(environ | {"TERM": "dumb"}, *WORDS)
    window.until(ASKED)
    window.program.send_signal(signal.SIGINT)
    lines = window.rest().replace("\r", "").split("\n")

    assert window.program.returncode == 130
    assert any(line.startswith("Stopped. What was saved before is kept;") for line in lines), lines


def test_what_is_asked_has_one_blank_before_the_answer(environ):
    window = Window(environ | {"TERM": "dumb"}, *WORDS)
    shown = window.until(ASKED) + window.answer("", "She owes.")
    window.rest()

    assert ":  " not in shown


def test_the_editor_leaves_no_history(environ, tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    noted(environ | {"HOME": str(home)}, "She owes the shop.")
    kept = [file for folder in (home, tmp_path / "vault") for file in folder.rglob("*") if file.is_file()]
    assert not [file for file in kept if b"owes" in file.read_bytes()]


def test_without_a_folder_in_memory_no_editor_is_opened_and_that_is_said(monkeypatch, capsys):
    monkeypatch.setattr(own_editor, "memory_folder", lambda: None)
    assert own_editor.edit_in_memory("She owes.") is None
    assert "type or paste the note here" in capsys.readouterr().err


def test_wiping_a_folder_overwrites_and_deletes_what_an_editor_left(tmp_path):
    folder = tmp_path / "private"
    (folder / "deeper").mkdir(parents=True)
    (folder / "deeper" / ".note.txt.swp").write_bytes(b"She owes.")
    os.link(folder / "deeper" / ".note.txt.swp", tmp_path / "same file")
    wipe(folder)
    assert not folder.exists()
    assert (tmp_path / "same file").read_bytes() == bytes(9)


@given(st.text(alphabet="abស្្រីុំមថ្ងៃ \u0301", max_size=12), st.integers(0, 12))
def test_the_cursor_never_stands_inside_a_cluster(text, at):
    ends = [0]
    while ends[-1] < len(text):
        ends.append(cluster_after(text, ends[-1]))
    assert cluster_before(text, min(at, len(text))) in ends
    for begin, end in pairwise(ends):
        assert cluster_before(text, end) == begin
