"""Real commands, each in a process of its own: forked from one that has imported the program already.

Run as a program it is that one: a line of JSON in tells which commands are to be run, a line of JSON out what came of
them. Chains run at once, the commands of a chain one after the other. So a command takes milliseconds and not seconds.
"""

import importlib
import json
import os
import pkgutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

from tests.faults import faulty_calls

Json = dict[str, Any]


class Result(NamedTuple):
    """What came of a command: its exit code (-9: killed), what it printed, and its file calls."""

    code: int
    out: str
    err: str
    calls: tuple[str, ...]


class Processes:
    """Where commands are run. End it with ``close``."""

    def __init__(self) -> None:
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONUTF8": "1"}
        self._server = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "tests.faults.processes"],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )

    def close(self) -> None:
        """No more commands."""
        for stream in (self._server.stdin, self._server.stdout):
            if stream:
                stream.close()
        self._server.wait()

    def at_once(self, chains: Sequence[Sequence[Json]]) -> list[list[Result]]:
        """Run the chains at the same time; what came of each command."""
        assert self._server.stdin
        assert self._server.stdout
        self._server.stdin.write(json.dumps(chains) + "\n")
        self._server.stdin.flush()
        answer = json.loads(self._server.stdout.readline())
        return [[Result(one[0], one[1], one[2], tuple(one[3])) for one in chain] for chain in answer]

    def run(self, one: Json) -> Result:
        """Run one command."""
        return self.at_once([[one]])[0][0]


def serve() -> None:
    """Answer until nobody asks any more."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    _import_everything()
    for line in sys.stdin:
        answers.write(json.dumps(_at_once(json.loads(line))) + "\n")
        answers.flush()


def _import_everything() -> None:
    for root in ("followup", "followup_cli"):
        package = importlib.import_module(root)
        for module in pkgutil.walk_packages(package.__path__, root + "."):
            if not module.name.endswith("__main__"):
                importlib.import_module(module.name)
    importlib.import_module("followup_cli.__main__")
    importlib.import_module("tests.faults.read_back")
    keys = importlib.import_module("followup.vault.keys")
    keys.COST = keys.Cost(memory_kib=8, passes=1)


def _at_once(chains: list[list[Json]]) -> list[list[Any]]:
    if len(chains) == 1:
        return [[_ran(one) for one in chains[0]]]
    with tempfile.TemporaryDirectory() as folder:
        answers = [Path(folder, str(number)) for number in range(len(chains))]
        children = [_forked(chain, answer) for chain, answer in zip(chains, answers, strict=True)]
        for child in children:
            os.waitpid(child, 0)
        return [json.loads(answer.read_text("utf-8")) for answer in answers]


def _forked(chain: list[Json], answer: Path) -> int:
    if child := os.fork():
        return child
    try:
        answer.write_text(json.dumps([_ran(one) for one in chain]), "utf-8")
    finally:
        os._exit(0)


def _ran(one: Json) -> list[Any]:
    """Run one command. It prints into pipes, which no full disk and no limit touches."""
    pipes = [os.pipe() for _ in range(3)]
    child = os.fork()
    if not child:
        _become(one, *(writing for _, writing in pipes))
    for _, writing in pipes:
        os.close(writing)
    _kill_later(child, one.get("kill_after"))
    with ThreadPoolExecutor(len(pipes)) as readers:  # at once: a full pipe would stop the command
        out, err, calls = readers.map(_drained, [reading for reading, _ in pipes])
    return [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), out, err, calls.split()]


def _drained(handle: int) -> str:
    with os.fdopen(handle, "rb") as pipe:
        return pipe.read().decode("utf-8", "replace")


def _kill_later(child: int, seconds: float | None) -> None:
    if seconds is not None:
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)


def _become(one: Json, out: int, err: int, calls: int) -> None:
    """This process is the command now, and ends with it."""
    code, counted = 70, None
    try:
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(out, 1)
        os.dup2(err, 2)
        sys.stdout, sys.stderr = (os.fdopen(number, "w", encoding="utf-8", closefd=False) for number in (1, 2))
        os.environ.clear()
        os.environ.update(one["environment"])
        os.chdir(one["folder"])
        sys.argv = ["followup", *one["line"]]
        counted = faulty_calls.put_in_place(one.get("fault", {}), one["roots"])
        code = _main(one)
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        if counted:
            os.write(calls, " ".join(counted.made).encode())
        os._exit(code)


def _main(one: Json) -> int:
    from followup_cli import __main__ as program
    from tests.faults import read_back

    program._leave = sys.exit  # what it called is told before the process ends
    faulty_calls.set_clock(one.get("clock"))
    try:
        read_back.print_entries() if one.get("read_back") else program.main()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    return 0


if __name__ == "__main__":
    serve()
