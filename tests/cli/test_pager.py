"""Long pages on a terminal: a screenful at a time, on the second screen, and nothing of them is left behind."""

import os
import signal
import struct
from contextlib import nullcontext

import pytest

from followup_cli.terminal import page_keys, pager
from followup_cli.terminal.page_keys import Key
from followup_cli.terminal.pager import _ShownPage, without_own_options
from tests.cli.test_real_terminal import run
from tests.cli.window import ROOT, Window, casebook_environ

fcntl = pytest.importorskip("fcntl", reason="pseudo-terminals are of POSIX")
termios = pytest.importorskip("termios", reason="pseudo-terminals are of POSIX")

ENTERED, LEFT = "\x1b[?1049h", "\x1b[?1049l"


@pytest.fixture
def environ(tmp_path):
    return casebook_environ(tmp_path) | {"TERM": "xterm-256color"}


def window(environ, *words, rows=12, columns=80):
    opened = Window(environ, *words)
    resize(opened, rows, columns)
    return opened


def resize(opened, rows, columns=80):
    fcntl.ioctl(opened.ours, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


def left_behind(shown):
    """What stands on the first screen: all that was written before the second was entered and after it was left."""
    before, _, rest = shown.partition(ENTERED)
    return before + rest.rpartition(LEFT)[2]


def test_a_long_page_is_shown_a_screenful_at_a_time_and_nothing_of_it_is_left_behind(environ):
    opened = window(environ, "schedule", "show", "KML")

    first = opened.until("go on")
    opened.type(" ")
    second = opened.until("go on")
    opened.type("q")
    shown = first + second + opened.rest()

    assert opened.program.returncode == 0
    assert "Lines 1 to 11 of" in first
    assert "2026-03-" in first
    assert "2027-01-" not in first
    assert "Lines 12 to 22 of" in second
    assert not left_behind(shown).strip()


def test_the_window_may_change_while_a_page_is_shown(environ):
    opened = window(environ, "schedule", "show", "KML")
    opened.until("Lines 1 to 11 of")
    resize(opened, 20, 60)

    assert "Lines 1 to 19 of" in opened.until("go on")
    opened.type("G")
    assert "That is the end." in opened.until("close")
    opened.type("q")
    opened.rest()
    assert opened.program.returncode == 0


def test_ctrl_c_leaves_the_page_and_the_terminal_as_it_was(environ):
    opened = window(environ, "schedule", "show", "KML")
    opened.until("go on")
    before = termios.tcgetattr(opened.ours)
    opened.program.send_signal(signal.SIGINT)

    assert LEFT in opened.until(LEFT)
    opened.program.wait(30)
    assert opened.program.returncode == 0
    assert not before[3] & termios.ECHO
    assert termios.tcgetattr(opened.ours)[3] & termios.ECHO
    os.close(opened.ours)


def test_a_page_with_names_stays_nowhere_however_short_it_is(environ):
    opened = window(environ, "graduate", "list", "--names", rows=40)
    shown = opened.until("stays on the screen")
    opened.type("q")
    shown += opened.rest()

    assert "Sreymom" in shown
    assert "Sreymom" not in left_behind(shown)


@pytest.mark.parametrize(
    ("words", "changed"),
    [
        (("schedule", "show", "KML", "--no-pager"), {}),
        (("--no-pager", "schedule", "show", "KML"), {}),
        (("schedule", "show", "KML"), {"FOLLOWUP_NOPAGER": "1"}),
        (("schedule", "show", "KML"), {"TERM": "dumb"}),
        (("schedule", "show", "KML", "--json"), {}),
    ],
)
def test_a_page_is_printed_as_it_is_where_that_is_wanted_or_nothing_else_can_be(environ, words, changed):
    shown = window(environ | changed, *words).rest()

    assert "2027-01-" in shown
    assert ENTERED not in shown


def test_in_a_pipe_nothing_is_asked_and_all_is_printed(environ):
    done = run(environ, "schedule", "show", "KML")

    assert done.returncode == 0
    assert "2029-01-31" in done.stdout
    assert "\x1b" not in done.stdout


def test_a_page_in_a_window_whose_height_nobody_knows_is_printed_as_it_is(environ):
    assert ENTERED not in window(environ, "schedule", "show", "KML", rows=0, columns=0).rest()


@pytest.mark.parametrize(("with_names", "closes"), [(True, True), (False, False)])
def test_names_that_nobody_looks_at_are_closed_after_a_while(monkeypatch, capsys, with_names, closes):
    waited = []

    def nobody_presses(seconds):
        waited.append(seconds)
        return Key.LEAVE if len(waited) > 10_000 else None

    monkeypatch.setattr(page_keys, "pressed_keys", lambda: nullcontext(nobody_presses))
    monkeypatch.setattr(pager, "window_size", lambda: (40, 10))
    token = pager.WITH_NAMES.set(with_names)
    pager.show_in_pages(lambda: ["line"])
    pager.WITH_NAMES.reset(token)

    assert capsys.readouterr().out.endswith(LEFT)
    assert (sum(waited) <= pager.UNWATCHED + 1) == closes


# --- keys and lines -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("keys", "first"),
    [
        ([Key.DOWN], 1),
        ([Key.FORWARD], 9),
        ([Key.FORWARD, Key.UP], 8),
        ([Key.FORWARD, Key.FORWARD, Key.BACK], 9),
        ([Key.LAST], 91),
        ([Key.LAST, Key.FORWARD], 91),
        ([Key.LAST, Key.FIRST], 0),
        ([Key.UP], 0),
    ],
)
def test_a_key_goes_no_further_than_the_page(monkeypatch, capsys, keys, first):
    monkeypatch.setattr("followup_cli.terminal.pager.window_size", lambda: (40, 10))
    shown = _ShownPage(lambda: [f"line {number}" for number in range(100)])
    shown.refresh()
    for key in keys:
        shown.press(key)
    capsys.readouterr()
    shown.refresh()

    if first:
        assert capsys.readouterr().out.startswith(f"\x1b[Hline {first}\x1b[K\r\n")
    assert shown._top == first


def test_no_pager_may_stand_anywhere():
    assert without_own_options(["graduate", "list", "--no-pager"]) == ["graduate", "list"]
    assert without_own_options(["--no-pager", "today"]) == ["today"]


@pytest.mark.parametrize(("term", "hidden"), [("xterm", True), ("dumb", False)])
def test_an_offered_passphrase_is_not_left_where_it_can_be_scrolled_back_to(tmp_path, term, hidden):
    roots = os.pathsep.join(str(root) for root in (ROOT, ROOT / "cli", ROOT / "data"))
    environ = {name: value for name, value in os.environ.items() if not name.startswith("FOLLOWUP_")}
    environ |= {"FOLLOWUP_HOME": str(tmp_path / "new"), "PYTHONPATH": roots, "TERM": term, "COLUMNS": "100"}
    environ |= {"FOLLOWUP_STATE": str(tmp_path / "state")}
    opened = Window(environ, "init", "--worker", "SN")
    for question in ("Country of public holidays", "What calendar entries say", "Currency"):
        opened.answer(question, "")
    opened.answer("Write this down?", "yes")

    told = opened.until("or type your own:")
    words = told.partition("six words: ")[2].splitlines()[0].strip()
    opened.type("\n")
    after = opened.answer("Type it again", words) + opened.rest()

    assert len(words.split()) == 6
    assert (ENTERED in told) is hidden
    assert words not in after
    assert (LEFT in after) is hidden
    assert "The casebook is ready" in after
