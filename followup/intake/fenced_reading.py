"""A file of somebody else's is read in a process of its own, which is ended when it takes too much or too long.

The process is given the bytes of the file, and nothing of our environment, in which a passphrase may stand. What it
answers is plain cells or a reason; when it answers nothing, that is a reason as well.
"""

import json
import os
import stat
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from followup.errors import FollowupError, Invalid, Missing
from followup.intake import limits
from followup.intake.refusals import Refusal, refused
from followup.messages import say

_PROGRAM = "import sys; sys.path += sys.argv[1:]; from followup.intake.reading_process import main; sys.exit(main())"
_NEEDED = ("SYSTEMROOT",) if sys.platform == "win32" else ("LD_LIBRARY_PATH",)
"""All that it is given of the environment, where Python itself does not start without it."""
_NO_WINDOW = 0x08000000
"""CREATE_NO_WINDOW of Windows."""
_FAULT = 1
"""What Python ends with at a fault of its program; a process that is stopped ends with something else."""
_OFFICE_LOCK = ("~$", ".~lock.")
"""How the names of files begin that Excel and LibreOffice put beside one that is open."""


def read_fenced(path: Path) -> dict[str, Any]:
    """What is in the file, as the reading process tells it; raises our errors."""
    answer = _answer(_bytes_of(path))
    if reason := answer.get("reason"):
        raise refused(Refusal[reason], answer["fields"])
    return answer


def _bytes_of(path: Path) -> bytes:
    if path.name.startswith(_OFFICE_LOCK):
        raise Invalid(
            say("This is the small file that Excel or LibreOffice keeps beside a sheet while it is open."),
            say("Give the sheet itself: the same name without what is before it."),
        )
    try:
        return _read(path)
    except FileNotFoundError as error:
        raise Missing(say("There is no such file."), say("Look at its name and at its folder again.")) from error
    except PermissionError as error:
        raise Invalid(
            say("The file may not be read: it is open in another program, or it is somebody else's."),
            say("Close it in Excel; if that does not help, copy it to your own folder, and give the copy."),
        ) from error
    except (OSError, ValueError) as error:  # a name with a NUL, or too long
        raise Invalid(
            say("The file cannot be read from where it is."), say("Copy it to this laptop, and give the copy.")
        ) from error


def _read(path: Path) -> bytes:
    """All bytes, if it is a file of a size that may be read; a pipe that nobody writes to is not waited for."""
    if path.is_dir():
        raise _no_file()
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with open(handle, "rb") as file:  # noqa: PTH123  # opened once, so that what was looked at is what is read
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise _no_file()
        data = file.read(limits.FILE_MB * limits.MB + 1)
    if len(data) > limits.FILE_MB * limits.MB:
        raise Invalid(
            say("This file is larger than {most} MB.", most=limits.FILE_MB),
            say("Copy the sheet with your table to a new file, without pictures; save it and give that one."),
        )
    return data


def _no_file() -> FollowupError:
    return Invalid(say("This is a folder, or something else that is no file."), say("Give the file with the sheet."))


def _answer(data: bytes) -> dict[str, Any]:
    """What the process says; it is waited for so long, and ended whatever happens to us meanwhile."""
    import subprocess

    try:
        done = subprocess.run(
            [sys.executable, "-IS", "-c", _PROGRAM, *_folders()],
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={name: os.environ[name] for name in _NEEDED if name in os.environ},
            timeout=limits.SECONDS,
            creationflags=_NO_WINDOW if sys.platform == "win32" else 0,
            check=True,
        )
        return dict(json.loads(done.stdout.decode("utf-8")))
    except subprocess.CalledProcessError as error:
        raise (_not_started() if error.returncode == _FAULT else refused(Refusal.STOPPED, {})) from error
    except (subprocess.TimeoutExpired, ValueError) as error:
        raise refused(Refusal.STOPPED, {}) from error
    except OSError as error:
        raise _not_started() from error


def _not_started() -> FollowupError:
    return Invalid(say("What reads sheets does not work on this laptop."), say("Install the program again, whole."))


def _folders() -> list[str]:
    """Where the process finds this package and the library; it looks nowhere else."""
    ours, calamine = Path(__file__).parents[2], find_spec("python_calamine")
    if calamine is None or calamine.origin is None:
        raise _not_started()
    return [str(ours), str(Path(calamine.origin).parents[1])]
