"""The author of a lesson is told which of its words will be masked, before it is written."""

import typer

from followup.casebook import Casebook
from followup.errors import Damaged
from followup.messages import say
from followup.services.guarded_names import guard_of
from followup_cli.terminal import person
from followup_cli.terminal.asking import agreed, print_note


def warn_of_masked_words(book: Casebook, *texts: str) -> None:
    """Say which words of ``texts`` will be masked, and ask whether to go on where somebody can be asked."""
    masked = _masked_words(book, texts) if any(texts) else []
    if not masked:
        return
    print_note(say("These words will be masked wherever the lesson is shown: {words}", words=", ".join(masked)))
    if person.on_terminal() and not agreed(say("Write it down all the same?"), default=False):
        raise typer.Abort


def _masked_words(book: Casebook, texts: tuple[str, ...]) -> list[str]:
    """Each word once; none where a damaged case keeps the names from being known: then nothing is shown of a lesson."""
    try:
        guard = guard_of(book)
    except Damaged:
        return []
    return list(dict.fromkeys(word for text in texts for word in guard.masked_words(text)))
