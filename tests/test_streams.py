"""Who reads what the program says may stop reading, or may never have listened: nothing of its inside is shown."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a shell closes the streams")

ROOT = Path(__file__).parents[1]
INSIDE = ("Traceback", "Error", "Exception", "inside followup")
COMMANDS = (
    "-V",
    "--help",
    "schedule preview --return 2026-01-31",
    "schedule preview --return 2026-01-31 --json",
    "nope",
)


def run(words, streams):
    environ = os.environ | {
        "FOLLOWUP_TODAY": "2026-11-21",
        "PYTHONPATH": os.pathsep.join(str(root) for root in (ROOT, ROOT / "cli", ROOT / "data")),
    }
    line = f'"{sys.executable}" -m followup {words} {streams}'
    return subprocess.run(["sh", "-c", line], env=environ, capture_output=True, text=True, check=False, timeout=60)


@pytest.mark.parametrize("words", COMMANDS)
@pytest.mark.parametrize("streams", [">&-", "2>&-", "<&-", "<&- >&- 2>&-", ">/dev/full", "2>/dev/full"])
def test_a_stream_that_is_closed_or_full_shows_nothing_of_the_inside(words, streams):
    if "full" in streams and not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")

    done = run(words, streams)

    assert not [word for word in INSIDE if word in done.stdout + done.stderr]
    full = streams == ">/dev/full" and words != "nope"
    assert done.returncode == (5 if full else 2 if words == "nope" else 0)


def test_what_goes_wrong_is_never_told_among_results():
    assert run("nope", "2>&-").stdout == ""


def test_a_full_disk_is_said_in_words():
    assert "No space left on device" in run("-V", ">/dev/full").stderr


@pytest.mark.parametrize("words", COMMANDS[:4])
def test_who_stops_reading_hears_nothing_of_it(words):
    done = run(words, "| true")

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_who_stops_it_while_it_starts_sees_nothing_of_its_inside():
    stopped = """
import sys
class Stopping:
    def find_spec(name, path=None, target=None):
        if name == "followup_cli.app":
            raise KeyboardInterrupt
sys.meta_path.insert(0, Stopping)
from followup_cli.__main__ import main
main()
"""
    environ = os.environ | {"PYTHONPATH": os.pathsep.join(str(root) for root in (ROOT, ROOT / "cli", ROOT / "data"))}
    ended = subprocess.run([sys.executable, "-c", stopped], env=environ, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout, ended.stderr) == (130, "", "")
