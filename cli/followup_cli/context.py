"""What a command needs from the world around it: the clock, the terminal, the opened casebook."""

import os
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from followup.casebook import Casebook, Moment
from followup.errors import ExitCode, Invalid, Missing
from followup.messages import say

if TYPE_CHECKING:
    from followup.vault.vault import Vault


def moment() -> Moment:
    """Now. ``FOLLOWUP_TODAY`` (a date) sets the day for rehearsals and tests; the stamp stays the real one."""
    now = datetime.now(UTC)
    fixed_today = os.environ.get("FOLLOWUP_TODAY")
    if not fixed_today:
        return Moment(datetime.now().astimezone().date(), now)
    try:
        return Moment(date.fromisoformat(fixed_today), now)
    except ValueError:
        raise Invalid(say("FOLLOWUP_TODAY is not a date."), say("Write it as 2026-11-21.")) from None


def home() -> Path:
    """Where the casebook is kept."""
    from followup.vault.access import default_home

    return default_home(os.environ)


def open_vault() -> "Vault":
    """The vault, opened with the agent's key, FOLLOWUP_PASSPHRASE, or a passphrase asked for on a terminal."""
    from followup.vault.access import load_vault

    return load_vault(home(), ask=ask_passphrase if on_terminal() else None, environ=os.environ, tell=_tell)


def _tell(sentence: str) -> None:
    sys.stderr.write(f"{sentence}\n")


def open_casebook() -> Casebook:
    """The casebook in the vault, opened in the same way, at this moment."""
    return Casebook(open_vault(), moment())


def on_terminal() -> bool:
    """Whether a person can be asked: both input and errors are a terminal."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def ask_passphrase(question: str = "") -> str:
    """The passphrase, typed without being shown."""
    from getpass import getpass

    return getpass(question or say("Passphrase: "), stream=sys.stderr)


def missing_option(option: str) -> Missing:
    """What to raise when something is missing and nobody can be asked."""
    return Missing(
        say("{option} is missing.", option=option), say("Give it on the command line, or run on a terminal.")
    )


def report_unreadable_cases(book: Casebook) -> None:
    """Tell of every case that could not be read, after the others were shown; leave as damaged if there is one."""
    if book.problems:
        import typer

        from followup_cli.error_output import print_errors

        sys.stdout.flush()
        print_errors(book.problems.values())
        raise typer.Exit(ExitCode.DAMAGED)
