"""What a command had written down before it was stopped: told, so that nobody writes it twice or thinks it lost."""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from followup.errors import FollowupError
from followup.messages import say
from followup_cli.terminal.notes import some_of

if TYPE_CHECKING:
    from followup.casebook import Casebook

_MOST = 60
"""How many graduates are named; of more, how many there are."""


def saved_text(book: "Casebook", typed: Sequence[str]) -> str:
    """Of whom how many entries were written down, and what to do next; empty where none was."""
    if not book.written:
        return ""
    counted = Counter(_name(book, journal) for journal, _ in book.written)
    entries = some_of([f"{name} ({n})" for name, n in counted.items()], _MOST)  # ``K7M (2), P4X (1), the office (1)``
    said = say("Written down before it stopped: {what}.", what=entries)
    if typed[:1] == ["import"] or "--from" in typed or any(word.startswith("--from=") for word in typed):
        return f"{said} " + say("Give the same command again: what is written down already is not written twice.")
    return f"{said} " + say("Look at it before you give the command again: followup log")


def _name(book: "Casebook", journal: str) -> str:
    from followup.store import IMPORTS, is_case

    if journal == IMPORTS:
        return say("the list of imports")
    if not is_case(journal):
        return say("the office")
    try:
        return book.code_in_log(journal)
    except FollowupError:
        return say("one that cannot be read")
