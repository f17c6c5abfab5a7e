"""A window in which one command runs, and somebody types."""

import json
import os
import select
import signal
import subprocess
import sys
from pathlib import Path

from followup.vault.access import create
from tests.builders import a_graduate

ROOT = Path(__file__).parents[2]
PATIENCE = 60
"""Seconds until nothing more is expected."""
FOLLOWUP = [sys.executable, "-m", "followup_cli"]


def casebook_environ(folder):
    """The environment of a casebook with one graduate, KML-1."""
    create(folder / "vault", "six plain words for this test")
    roots = os.pathsep.join(str(root) for root in (ROOT, ROOT / "cli", ROOT / "data"))
    environ = os.environ | {
        "FOLLOWUP_HOME": str(folder / "vault"),
        "FOLLOWUP_PASSPHRASE": "six plain words for this test",
        "FOLLOWUP_TODAY": "2026-11-21",
        "PYTHONPATH": roots,
        "PYTHONIOENCODING": "utf-8",
    }
    row = json.dumps(a_graduate())
    subprocess.run([*FOLLOWUP, "graduate", "add", "--from", "-"], env=environ, input=row, text=True, check=True)
    return environ


def _hear_ctrl_c():
    """Let the program hear Ctrl-C, and a window that closes, also where the tests run in the background of a shell."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


class Window:
    """A pseudo-terminal in which one command runs."""

    def __init__(self, environ, *words):
        import pty

        self.ours, theirs = pty.openpty()
        self.program = subprocess.Popen(
            [*FOLLOWUP, *words],
            env=environ,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
            preexec_fn=_hear_ctrl_c,
        )
        os.close(theirs)

    def answer(self, question, line):
        """Wait for a question and answer it; what was shown meanwhile."""
        shown = self.until(question)
        self.type(f"{line}\n")
        return shown

    def type(self, keys):
        """Type these keys, or bytes."""
        data = keys if isinstance(keys, bytes) else keys.encode()
        while data:
            data = data[os.write(self.ours, data[:512]) :]

    def until(self, wanted):
        shown = b""
        while wanted.encode() not in shown:
            shown += self._read(shown)
        return shown.decode("utf-8", "replace")

    def _read(self, shown):
        ready, _, _ = select.select([self.ours], [], [], PATIENCE)
        assert ready, f"nothing more was shown after: {shown.decode('utf-8', 'replace')}"
        return os.read(self.ours, 4096)

    def rest(self):
        """What is shown until the program ends."""
        shown = b""
        try:
            while part := self._read(shown):
                shown += part
        except OSError:  # Linux: the other end is closed
            pass
        self.program.wait(30)
        os.close(self.ours)
        return shown.decode("utf-8", "replace")

    def kill(self):
        """End the program at once, as a crash does."""
        self.program.kill()
        self.rest()

    def close(self):
        """Close the window, and wait until the program has heard of it."""
        os.close(self.ours)
        self.program.wait(30)
