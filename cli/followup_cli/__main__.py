"""The program's way in: ``followup``, ``python -m followup`` or ``python -m followup_cli``."""

import atexit
import gc
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

from followup import process_memory

_OLD_TYPING = "typing_extensions"
"""A library of which Python has all since 3.11. It is installed because icalendar, which no command imports, needs it;
msgspec imports it where it is there, which takes longer than msgspec itself."""
_INTERRUPTED = 130
"""What a shell takes for Ctrl-C."""


def main() -> None:
    """Run one command. The collector is off: a command is short, and starting it up is most of its time."""
    process_memory.close_to_others()
    gc.disable()
    sys.modules.setdefault(_OLD_TYPING, None)  # type: ignore[arg-type]  # whoever imports it is told it is not there
    _open_closed_streams()
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="replace")
    try:
        from followup_cli.app import app

        app(prog_name="followup")
    except SystemExit as end:
        _leave(end.code)
    except KeyboardInterrupt:  # before there was anything that could say so; nothing was begun
        _leave(_INTERRUPTED)


def _leave(code: object) -> NoReturn:
    """End at once: Python would take down piece by piece what the process gives back by ending.

    What was to be done at the end is done, and nothing that was printed is still on its way.
    """
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    os._exit(code if isinstance(code, int) else 0)


def _open_closed_streams() -> None:
    """Let a stream that was closed (``>&-``) keep nothing: the next file opened would take its place."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115


if __name__ == "__main__":
    main()
