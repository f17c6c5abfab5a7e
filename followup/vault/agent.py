"""The agent, seen from a command: ask it for the data key, start it, end it.

The agent is a background process (`agent_process`) that listens on a socket in a folder of this user's own. An agent
that is gone, belongs to another vault or does not answer counts as none: the passphrase is then asked for.
"""

import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, suppress
from typing import TYPE_CHECKING
from zlib import crc32

from followup.errors import FollowupError, Invalid, Refused
from followup.messages import say
from followup.values import Value
from followup.vault import files
from followup.vault.locking import folder_held

if TYPE_CHECKING:
    import subprocess

IDLE_MINUTES = 15
LONGEST_MINUTES = 240
"""How long the key is kept at most, and the longest idle time that may be asked for."""

_ADDRESS_BYTES = 100
"""A socket's path is limited to 104 bytes on macOS, 108 on Linux."""
_WAIT = 1.0
_PROGRAM = "import sys; sys.path.append(sys.argv.pop(1)); from followup.vault.agent_process import main; "
_PROGRAM += "sys.exit(main(sys.argv[1:]))"
_NEEDED = ("SYSTEMROOT",) if sys.platform == "win32" else ("LD_LIBRARY_PATH",)
"""All that an agent is given of the environment, where Python itself does not start without it."""


def fetch(home: str, vault: str) -> bytes | None:
    """The data key, if an agent of this vault has it; the caller makes sure that it is the right key."""
    for address in _addresses(home):
        answer = _asked(address, b"?" + vault.encode(), home)
        if answer and len(answer) == 32:
            return answer
    return None


class OpenTimes(Value):
    """Seconds since the casebook was opened, those after the last use until it closes, and those left at most."""

    opened: int
    idle: int
    left: int


def times(home: str, vault: str) -> OpenTimes | None:
    """How long the key is kept; None where no agent has it, or one of an older version. It is no use of the key."""
    for address in _addresses(home):
        answer = _asked(address, b"#" + vault.encode(), home)
        if answer and len(answer) == 12:
            return OpenTimes(*(int.from_bytes(answer[at : at + 4], "big") for at in (0, 4, 8)))
    return None


def stop(home: str, vault: str = "") -> bool:
    """End every agent of this home, and of the vault if it is named, wherever its socket is; whether there was one."""
    stopped = [_asked(address, b"!", home) is not None for address in _addresses(home)]
    return any([*stopped, *map(_ended, _left_over(home, vault))])


def start(home: str, vault: str, key: bytes, minutes: float = IDLE_MINUTES) -> None:
    """Start an agent that keeps ``key`` until it was not asked for ``minutes``, in place of any other one."""
    if not 0 < minutes <= LONGEST_MINUTES:
        raise Invalid(say("The casebook can stay unlocked for 1 to {most} minutes.", most=LONGEST_MINUTES))
    address = _new_address(home)
    with _starting(home):  # of several at the same moment each ends the one before
        stop(home)
        command = [sys.executable, "-IS", "-c", _PROGRAM, _root(), address, vault]
        command += [str(minutes * 60), str(LONGEST_MINUTES * 60)]
        if files.WINDOWS:
            files.save(_token_file(home), os.urandom(32), durable=False)
            command.append(_token_file(home))
        _hand_over(_process(command), key)


def _starting(home: str) -> AbstractContextManager[None]:
    """Nobody else starts an agent meanwhile."""
    folder = _folders(home)[0]
    return files.Lock(files.inside(folder, "starting")).held() if files.WINDOWS else folder_held(folder)


def _process(command: list[str]) -> "subprocess.Popen[bytes]":
    """The agent's process, with nothing of our environment: the passphrase may stand in it."""
    import subprocess

    try:
        return subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE if files.WINDOWS else subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={name: os.environ[name] for name in _NEEDED if name in os.environ},
            close_fds=True,
            start_new_session=not files.WINDOWS,
            creationflags=0x00000208 if files.WINDOWS else 0,  # DETACHED_PROCESS | CREATE_NEW_PROCESS_GROUP
        )
    except OSError as error:
        raise _not_started() from error


def _hand_over(process: "subprocess.Popen[bytes]", key: bytes) -> None:
    """Give the key through the pipe, and wait until the agent listens."""
    assert process.stdin is not None
    with process:
        with suppress(OSError), process.stdin as pipe:
            pipe.write(key)
        if process.stdout is not None:  # Windows, where it goes on without us: there is no end to wait for
            ready = process.stdout.read(5) == b"ready"
            process.stdout.close()
            process.returncode = 0 if ready else 1
    if process.returncode:
        raise _not_started()


def _root() -> str:
    """The folder that holds the package, for a process that looks nowhere else for it."""
    from followup.vault import agent_process

    return os.path.dirname(agent_process.__file__).removesuffix(files.inside("", "followup", "vault"))  # noqa: PTH120


def _left_over(home: str, vault: str) -> Iterator[int]:
    """Linux: the processes that keep a key of this home or vault but were not reached, or are about to end."""
    if sys.platform != "linux":
        return
    name = f"/{_name(home)}.sock".encode()
    for process in os.scandir("/proc"):
        with suppress(OSError, FollowupError):
            if process.name.isdecimal() and process.stat().st_uid in (os.getuid(), 0):
                arguments = files.read(f"/proc/{process.name}/cmdline").split(b"\0")
                ours = any(b"agent_process" in argument for argument in arguments)
                if ours and any(one == vault.encode() != b"" or one.endswith(name) for one in arguments):
                    yield int(process.name)


def _ended(process: int) -> bool:
    """End an agent that cannot be asked, and wait until it is gone; whether it was there and ours."""
    try:
        os.kill(process, signal.SIGTERM)
        for _ in range(200):
            os.kill(process, 0)
            time.sleep(0.01)
    except OSError as error:
        return isinstance(error, ProcessLookupError)
    return True


def _not_started() -> FollowupError:
    return Refused(
        say("The casebook could not be kept unlocked."),
        say("Each command can ask for the passphrase instead; nothing else is wrong."),
    )


def _folders(home: str) -> list[str]:
    """Where an agent's socket may be: the system's folder for them, the vault's own or, for long paths, /tmp."""
    if sys.platform == "win32":
        return [files.inside(home, "agent")]
    runtimes = dict.fromkeys([os.environ.get("XDG_RUNTIME_DIR", ""), f"/run/user/{os.getuid()}"])
    folders = [files.inside(runtime, "followup") for runtime in runtimes if runtime and files.is_mine(runtime)]
    folders.append(files.inside(home, "agent"))
    short = [folder for folder in folders if len(os.fsencode(folder)) + len("/12345678.sock.1234567") <= _ADDRESS_BYTES]
    return [*short, f"/tmp/followup-{os.getuid()}"]


def _addresses(home: str) -> list[str]:
    """The sockets at which a vault's agent may listen, or the pipe on Windows; their names tell no path."""
    name = _name(home)
    if sys.platform == "win32":
        return [rf"\\.\pipe\followup-{name}"]
    return [files.inside(folder, name + ".sock") for folder in _folders(home)]


def _name(home: str) -> str:
    return f"{crc32(os.fsencode(home)):08x}"


def _new_address(home: str) -> str:
    folder = _folders(home)[0]
    files.make_private(folder)
    if not files.is_mine(folder):
        raise _not_started()
    return _addresses(home)[0]


def _token_file(home: str) -> str:
    """Windows: random bytes that a caller proves to have read. They open nothing but the pipe."""
    return files.inside(_folders(home)[0], "token")


if sys.platform == "win32":

    def _asked(address: str, question: bytes, home: str) -> bytes | None:
        from multiprocessing import AuthenticationError
        from multiprocessing.connection import Client

        try:
            with Client(address, family="AF_PIPE", authkey=files.read(_token_file(home))) as connection:
                connection.send_bytes(question)
                return connection.recv_bytes(32) if connection.poll(_WAIT) else None
        except (OSError, EOFError, AuthenticationError, FollowupError):
            return None
else:

    def _asked(address: str, question: bytes, home: str) -> bytes | None:  # noqa: ARG001 - Windows needs it
        """The agent's answer; None if there is no agent."""
        import _socket

        if not files.is_mine(address):
            return None
        connection = _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM)
        try:
            connection.settimeout(_WAIT)
            connection.connect(address)
            connection.sendall(question)
            answer = b""
            while part := connection.recv(64):
                answer += part
        except OSError:
            return None
        finally:
            connection.close()
        return answer
