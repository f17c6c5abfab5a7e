"""The program's way in: ``followup``, ``python -m followup`` or ``python -m followup_cli``."""

import gc
import sys


def main() -> None:
    """Run one command. The collector is off: a command is short, and starting it up is most of its time."""
    gc.disable()
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="replace")
    from followup_cli.app import app

    app(prog_name="followup")


if __name__ == "__main__":
    main()
