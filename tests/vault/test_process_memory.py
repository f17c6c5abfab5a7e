"""What a command holds in memory stays there.

- a crash writes no core, as it would without the program's doing
- no other program of the same user may look into it
- what is locked in memory is what the process writes to
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from followup import process_memory

linux = pytest.mark.skipif(sys.platform != "linux", reason="cores and /proc of Linux")
CRASH = """
import os, resource, sys
from followup_cli import __main__, app
app.app = lambda **_: os.abort()
if sys.argv[1] == "unprotected":
    __main__.process_memory.close_to_others = lambda: None
os.chdir(sys.argv[2])
__main__.main()
"""


def crashed(how: str, folder: Path) -> int:
    """How a command that crashes ends, as the system tells it."""
    import resource

    hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    process = subprocess.Popen(
        [sys.executable, "-c", CRASH, how, str(folder)],
        env=environment,
        stderr=subprocess.DEVNULL,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CORE, (hard, hard)),
    )
    _, status, _ = os.wait4(process.pid, 0)
    process.returncode = 0
    return status


@linux
def test_a_crash_of_a_command_writes_no_core(tmp_path: Path) -> None:
    """It does where it is not kept from it, so that the test can fail."""
    if not os.WCOREDUMP(crashed("unprotected", tmp_path)):
        pytest.skip("this system writes no cores at all")
    assert list(tmp_path.iterdir()) or Path("/proc/sys/kernel/core_pattern").read_text("utf-8") != "core\n"
    for core in tmp_path.iterdir():
        core.unlink()

    assert not os.WCOREDUMP(crashed("as it is", tmp_path))
    assert list(tmp_path.iterdir()) == []


@linux
def test_a_command_is_closed_to_other_programs() -> None:
    """PR_GET_DUMPABLE is 0; before, it is 1."""
    program = "from followup import process_memory as memory\n"
    program += "print(memory._call('prctl', 3, 0, 0, 0, 0)); memory.close_to_others()\n"
    program += "print(memory._call('prctl', 3, 0, 0, 0, 0))"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    told = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)

    assert told.stdout.split() == ["1", "0"]


@pytest.mark.parametrize("allowed", ["everything", "what is written to", "the key"])
def test_the_key_is_kept_from_swap_as_far_as_allowed(monkeypatch: pytest.MonkeyPatch, allowed: str) -> None:
    """And can be overwritten and let go afterwards."""
    if allowed != "everything":
        monkeypatch.setattr(process_memory, "_call", lambda *_: -1)
    if allowed == "the key":
        monkeypatch.setattr(process_memory, "written_areas", lambda: iter(()))
    key = bytearray(b"k" * 32)
    kept = process_memory.keep_from_swap(key)
    key[:] = bytes(32)
    del key[:]
    monkeypatch.undo()
    if sys.platform != "win32":
        process_memory._call("munlockall")  # for the tests that follow

    assert kept or sys.platform != "linux"


@linux
def test_what_is_written_to_is_found() -> None:
    """A byte of the heap lies in one of the areas, and they are a small part of all."""
    (place, size), areas = next(process_memory._place_of(bytearray(100))), list(process_memory.written_areas())

    assert any(begin <= place < begin + length for begin, length in areas)
    assert size == 100
