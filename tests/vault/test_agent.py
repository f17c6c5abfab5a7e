"""The agent keeps the key in memory for a while, for this user and this vault only.

- it serves until it is idle or old, sleep included, and then wipes the key
- lock ends it
- its socket is private, and nobody waits for its output
"""

import os
import re
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

import pytest

from followup.errors import Invalid, Locked
from followup.vault import access, agent, agent_process, keys
from followup.vault.agent_process import KeyAgent, Lease
from followup.vault.vault import Vault
from tests.vault.facts_for_tests import NOW, PASSPHRASE, opened

posix = pytest.mark.skipif(sys.platform == "win32", reason="sockets and signals of POSIX")


class Clock:
    """Two clocks that stand still until told otherwise."""

    def __init__(self) -> None:
        self.steady, self.wall = 1000.0, 5_000_000.0

    def __call__(self) -> tuple[float, float]:
        return self.steady, self.wall

    def pass_(self, seconds: float) -> None:
        self.steady += seconds
        self.wall += seconds


@pytest.fixture
def clock() -> Clock:
    """A clock of our own."""
    return Clock()


@pytest.fixture
def kept(clock: Clock) -> KeyAgent:
    """A key kept for 15 minutes idle, 4 hours at most."""
    return KeyAgent(bytearray(b"k" * 32), b"vault", Lease(15 * 60, 4 * 3600, clock))


def test_the_key_is_given_while_it_is_used(kept: KeyAgent, clock: Clock) -> None:
    """Each use gives another quarter of an hour."""
    for _ in range(10):
        clock.pass_(14 * 60)
        assert kept.answer(b"?vault") == b"k" * 32


def test_the_key_is_not_given_after_idleness(kept: KeyAgent, clock: Clock) -> None:
    """15 minutes without use, also when nothing ran because the laptop slept."""
    clock.pass_(15 * 60)

    assert kept.answer(b"?vault") == b""
    assert kept.lease.left() <= 0


def test_the_key_is_not_given_after_four_hours(kept: KeyAgent, clock: Clock) -> None:
    """However busy she is."""
    for _ in range(23):
        clock.pass_(10 * 60)
        assert kept.answer(b"?vault")
    clock.pass_(10 * 60)

    assert kept.answer(b"?vault") == b""


@pytest.mark.parametrize("which", ["steady", "wall"])
def test_the_clock_that_is_further_on_counts(kept: KeyAgent, clock: Clock, which: str) -> None:
    """One may stand still in sleep, the other may be set."""
    setattr(clock, which, getattr(clock, which) + 16 * 60)

    assert kept.answer(b"?vault") == b""


def test_a_clock_set_back_does_not_lengthen(kept: KeyAgent, clock: Clock) -> None:
    """The other one goes on."""
    clock.wall -= 86_400
    clock.steady += 16 * 60

    assert kept.answer(b"?vault") == b""


def test_another_vault_gets_nothing(kept: KeyAgent) -> None:
    """Nor does nonsense."""
    assert {kept.answer(asked) for asked in (b"?other", b"?", b"", b"vault", b"?vault ")} == {b""}


def test_asking_how_long_it_is_kept_is_no_use_of_it(kept: KeyAgent, clock: Clock) -> None:
    """Else whoever looks would keep it open."""
    clock.pass_(10 * 60)

    answered = kept.answer(b"#vault")
    assert [int.from_bytes(answered[at : at + 4], "big") for at in (0, 4, 8)] == [600, 15 * 60, 4 * 3600 - 600]
    assert kept.answer(b"#other") == b""
    clock.pass_(5 * 60)
    assert (kept.answer(b"#vault"), kept.answer(b"?vault")) == (b"", b"")


def test_forgetting_overwrites_the_key(kept: KeyAgent) -> None:
    """In place, before it is let go."""
    seen: list[bytes] = []

    class Watched(bytearray):
        def __delitem__(self, where: object) -> None:
            seen.append(bytes(self))
            super().__delitem__(where)  # type: ignore[arg-type]

    kept.key = Watched(kept.key)
    kept.answer(b"!")

    assert seen == [bytes(32)]
    assert not kept.key
    assert kept.answer(b"?vault") == b""


def test_the_clocks_go_forward() -> None:
    """On every platform."""
    assert all(later >= earlier for earlier, later in zip(agent_process.clocks(), agent_process.clocks(), strict=True))


@pytest.fixture
def unlocked(vault: Vault, home: Path) -> Iterator[Vault]:
    """A vault whose key an agent keeps."""
    access.unlock(home, PASSPHRASE)
    yield vault
    access.lock(home)


def test_an_unlocked_vault_asks_nobody(unlocked: Vault, home: Path) -> None:
    """And serves many commands."""
    unlocked.append("a1", [opened()], by="me", now=NOW)
    for _ in range(3):
        assert len(access.load_vault(home, ask=None, environ={}).facts("a1")) == 1


def test_locking(unlocked: Vault, home: Path) -> None:
    """The second time there is nothing to lock."""
    assert access.lock(home)
    assert not access.lock(home)
    with pytest.raises(Locked):
        access.load_vault(home, ask=None, environ={})


def test_unlocking_needs_the_passphrase(vault: Vault, home: Path) -> None:
    """A wrong one starts nothing."""
    with pytest.raises(Locked):
        access.unlock(home, "a wrong passphrase")
    assert not access.lock(home)


@pytest.mark.parametrize("minutes", [0, -1, 241])
def test_minutes_have_bounds(vault: Vault, home: Path, minutes: int) -> None:
    """At most four hours."""
    with pytest.raises(Invalid):
        access.unlock(home, PASSPHRASE, minutes)
    assert not access.lock(home)


def test_unlocking_again_takes_the_place(unlocked: Vault, home: Path) -> None:
    """One agent, the new one."""
    access.unlock(home, PASSPHRASE, 30)

    assert access.load_vault(home, ask=None, environ={}).device == unlocked.device
    assert access.lock(home)
    assert not access.lock(home)


def test_an_agent_of_another_key_is_ignored(unlocked: Vault, home: Path) -> None:
    """Its key does not fit the vault's check; the passphrase is asked for."""
    agent.start(str(home), keys.read(str(home)).vault, b"x" * 32)

    with pytest.raises(Locked):
        access.load_vault(home, ask=None, environ={})
    assert access.load_vault(home, ask=lambda: PASSPHRASE, environ={}).device == unlocked.device


def test_an_idle_agent_ends_by_itself(vault: Vault, home: Path, runtime: Path) -> None:
    """Its socket goes with it. Two seconds, so that a busy machine asks in time."""
    header = keys.read(str(home))
    agent.start(str(home), header.vault, vault._ring.data.key, minutes=2 / 60)
    assert agent.fetch(str(home), header.vault)
    wait_until(lambda: not sockets(runtime))

    assert agent.fetch(str(home), header.vault) is None


def sockets(runtime: Path) -> list[Path]:
    """The agent's sockets that are there."""
    return list(runtime.rglob("*.sock*"))


def wait_until(true: Callable[[], bool], seconds: float = 30.0) -> None:
    """Wait for something to become true."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)


def agents(runtime: Path) -> list[int]:
    """The processes that keep a key for a socket in this folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if str(runtime) in process.read_bytes().decode(errors="replace"):
                found.append(int(process.parent.name))
        except OSError:
            continue
    return found


@posix
def test_the_socket_is_private(unlocked: Vault, home: Path, runtime: Path) -> None:
    """0600, in a folder 0700."""
    (socket,) = sockets(runtime)

    assert stat.S_IMODE(socket.stat().st_mode) == 0o600
    assert stat.S_IMODE(socket.parent.stat().st_mode) == 0o700


@posix
def test_a_socket_others_could_have_made_is_not_asked(unlocked: Vault, home: Path, runtime: Path) -> None:
    """Open to all, it is not ours."""
    (socket,) = sockets(runtime)
    socket.chmod(0o666)
    assert agent.fetch(str(home), keys.read(str(home)).vault) is None
    socket.chmod(0o600)


@posix
def test_a_stale_socket_is_no_obstacle(unlocked: Vault, home: Path, runtime: Path) -> None:
    """The agent was killed: locked; then unlocked again."""
    if sys.platform == "linux":
        (process,) = agents(runtime)
        os.kill(process, signal.SIGKILL)
        wait_until(lambda: not agents(runtime))
        with pytest.raises(Locked):
            access.load_vault(home, ask=None, environ={})
    access.unlock(home, PASSPHRASE)

    assert access.load_vault(home, ask=None, environ={}).device == unlocked.device


linux = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")


@linux
def test_the_agent_leaves_the_terminal(unlocked: Vault, home: Path, runtime: Path) -> None:
    """It ignores a hang-up, and has a session of its own."""
    (process,) = agents(runtime)
    os.kill(process, signal.SIGHUP)

    assert os.getsid(process) != os.getsid(0)
    assert unlocked._ring.data.key not in Path("/proc", str(process), "cmdline").read_bytes()
    assert access.load_vault(home, ask=None, environ={}).device == unlocked.device


@linux
@pytest.mark.skipif(sys.platform != "linux" or os.getuid() != 0, reason="only the system's own user may look")
def test_the_agent_is_given_nothing_of_its_starter(
    vault: Vault, home: Path, runtime: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No open file and nothing of the environment, in which the passphrase may stand."""
    monkeypatch.setenv("FOLLOWUP_PASSPHRASE", PASSPHRASE)
    access.unlock(home, PASSPHRASE)
    (process,) = agents(runtime)
    about = Path("/proc", str(process))

    assert PASSPHRASE.encode() not in (about / "environ").read_bytes()
    assert {(about / "fd" / str(number)).readlink() for number in range(3)} == {Path("/dev/null")}
    for _ in range(100):  # the line on which it was asked is closed a moment later
        if len(list((about / "fd").iterdir())) <= 5:
            break
        time.sleep(0.02)
    assert len(list((about / "fd").iterdir())) <= 5


@linux
def test_the_agent_makes_no_core_and_stays_out_of_swap(unlocked: Vault, runtime: Path) -> None:
    """Nobody of the same user may look into it either: its files in /proc are the system's."""
    (process,) = agents(runtime)
    about = Path("/proc", str(process))

    assert re.search(r"Max core file size\s+0\s+0 ", (about / "limits").read_text("utf-8"))
    assert (about / "environ").stat().st_uid == 0
    assert int(re.findall(r"VmLck:\s+(\d+)", (about / "status").read_text("utf-8"))[0]) > 0


@linux
@pytest.mark.parametrize("left", ["nothing", "another socket"])
def test_an_agent_whose_socket_is_gone_ends(vault: Vault, home: Path, runtime: Path, left: str) -> None:
    """Nobody could reach it, so nobody could end it."""
    access.unlock(home, PASSPHRASE)
    (socket,) = sockets(runtime)
    socket.unlink()
    if left == "another socket":
        socket.touch(mode=0o600)

    wait_until(lambda: not agents(runtime))
    assert socket.exists() == (left == "another socket")


@linux
@pytest.mark.parametrize("_", range(2))
def test_however_many_unlock_at_once_one_agent_keeps_the_key(vault: Vault, home: Path, runtime: Path, _: int) -> None:
    """And locking leaves none."""
    program = "import sys; from pathlib import Path; from followup.vault import access\n"
    program += "sys.stdin.read(); access.unlock(Path(sys.argv[1]), sys.argv[2])"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-c", program, str(home), PASSPHRASE]
    started = [subprocess.Popen(command, env=environment, stdin=subprocess.PIPE) for _ in range(8)]
    for one in started:
        assert one.stdin is not None
        one.stdin.close()

    assert [one.wait(120) for one in started] == [0] * 8
    assert len(agents(runtime)) == 1
    assert access.lock(home)
    assert agents(runtime) == []


@linux
def test_locking_reaches_every_agent(vault: Vault, home: Path, runtime: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that listens elsewhere, one whose socket was taken, and one of a copy or of the folder's former name."""
    elsewhere = runtime / "elsewhere"
    elsewhere.mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(elsewhere))
    access.unlock(home, PASSPHRASE)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(runtime))
    moved = home.rename(home.with_name("moved"))
    access.unlock(moved, PASSPHRASE)
    assert len(agents(runtime)) == 2
    for socket in sockets(runtime):
        socket.unlink()

    assert access.lock(moved)
    assert agents(runtime) == []
    assert not access.lock(moved)


def test_a_script_that_captures_unlock_does_not_hang(vault: Vault, home: Path) -> None:
    """The agent holds neither end of its pipe."""
    program = "import sys; from pathlib import Path; from followup.vault import access; print('opening')\n"
    program += "access.unlock(Path(sys.argv[1]), sys.argv[2])"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-c", program, str(home), PASSPHRASE]
    told = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=60)

    assert (told.stdout, told.stderr) == ("opening\n", "")
    assert access.load_vault(home, ask=None, environ={}).device == vault.device


@posix
def test_a_home_with_a_long_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Longer than a socket's path may be."""
    monkeypatch.setenv("XDG_RUNTIME_DIR", "")
    home = tmp_path / ("long" * 20) / ("longer" * 20)
    vault = access.create(home, PASSPHRASE)
    access.unlock(home, PASSPHRASE)
    try:
        assert all(len(os.fsencode(address)) <= 100 for address in agent._addresses(str(home)))
        assert access.load_vault(home, ask=None, environ={}).device == vault.device
    finally:
        assert access.lock(home)


def test_being_asked_is_quick(unlocked: Vault, home: Path) -> None:
    """About a third of a millisecond; 20 ms are allowed, and a busy machine may need to be asked again."""
    vault = keys.read(str(home)).vault

    def seconds() -> float:
        start = time.perf_counter()
        assert agent.fetch(str(home), vault)
        return time.perf_counter() - start

    wait_until(lambda: median(seconds() for _ in range(20)) < 0.02)
