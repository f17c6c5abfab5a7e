"""Which of the things found are to become flags, by a single key."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

from followup.messages import say
from followup_cli.terminal import person
from followup_cli.terminal.asking import ask_key

Finding = TypeVar("Finding")


def ask_which_to_raise(unraised: Sequence[Finding], numbered: Mapping[str, Finding]) -> Sequence[Finding]:
    """On a terminal all that may become flags, one of them by its number as shown, or none."""
    if not (unraised and person.on_terminal()):
        return ()
    prompt = say("Raise as flags? r: all; {numbers}: that one; Enter: none. ", numbers=", ".join(numbered))
    key = ask_key(prompt, ["r", *numbered])
    return unraised if key == "r" else [numbered[key]] if key else ()
