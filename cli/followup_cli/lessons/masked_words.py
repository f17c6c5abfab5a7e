"""The author of a lesson is told which of its words will be masked, before it is written."""

from typing import TYPE_CHECKING

from followup.case.fields import Private, revealed
from followup.casebook import Casebook
from followup.errors import Damaged
from followup.messages import say
from followup.services.guarded_names import guard_of
from followup_cli.terminal import person
from followup_cli.terminal.asking import stop_unless_agreed
from followup_cli.terminal.notes import print_note

if TYPE_CHECKING:
    from followup.handout.guard import Guard


def warn_of_masked_words(book: Casebook, *texts: str) -> None:
    """Name the words of ``texts`` that will be masked, and ask whether to go on.

    Where nobody can be asked no name is said, since it might stay in a log: the texts are shown as they will be.
    """
    question = told_of_masked_words(book, *texts)
    if question and person.on_terminal():
        stop_unless_agreed(question)


def told_of_masked_words(book: Casebook, *said: Private) -> str:
    """Say which words will be masked; what is to be asked then, empty where none will be."""
    texts = tuple(map(revealed, said))
    guard = _guard(book) if any(texts) else None
    if guard is None or not any(map(guard.masked_words, texts)):
        return ""
    if person.on_terminal():
        words = dict.fromkeys(word for text in texts for word in guard.masked_words(text))
        print_note(say("These words will be masked wherever the lesson is shown: {words}", words=", ".join(words)))
    else:
        for text in filter(guard.masked_words, texts):
            print_note(say("Words will be masked wherever the lesson is shown: {text}", text=guard.mask(text)))
    return say("Write it down all the same?")


def _guard(book: Casebook) -> "Guard | None":
    """None where a damaged case keeps the names from being known: then nothing of a lesson's text is shown at all."""
    try:
        return guard_of(book)
    except Damaged:
        return None
