"""Whether a person sits at the terminal, the passphrase they type, and what to raise where nobody can be asked."""

import sys

from followup.errors import Missing
from followup.messages import say


def on_terminal() -> bool:
    """Whether a person can be asked: both input and errors are a terminal."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def ask_passphrase(question: str = "") -> str:
    """The passphrase, typed without being shown."""
    from getpass import getpass

    return getpass(question or say("Passphrase: "), stream=sys.stderr)


def missing_option(option: str, other: str = "", about: str = "") -> Missing:
    """What to raise when an option, or either of two, is missing and nobody is asked; ``about`` says what of."""
    name = say("{one} or {other}", one=option, other=other) if other else option
    what = f"{say('{option} is missing.', option=name)} {about}".rstrip()
    if on_terminal():  # where it is asked for on none
        return Missing(what, say("Give it on the command line."))
    return Missing(what, say("Give it on the command line, or run on a terminal."))
