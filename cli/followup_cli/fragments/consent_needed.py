"""What is done with her consent only: where it is missing it is said, and somebody decides by name to go on, or not."""

from typing import TYPE_CHECKING

from followup.messages import say
from followup_cli.terminal import person
from followup_cli.terminal.notes import print_note

if TYPE_CHECKING:
    from followup.case.case import Case
    from followup.case.consent_words import Purpose
    from followup.casebook import Casebook


def go_on_without_consent(book: "Casebook", case: "Case", purpose: "Purpose") -> None:
    """For what is newly handed on: nothing where she said yes. Else a person at the terminal decides and says why.

    The decision is written down, and holds today. Abort for who does not go on; Refused where nobody can be asked.
    """
    from followup.case import consents

    if not consents.allows(case, purpose):
        _decide(book, case, purpose)


def go_on_against_a_no(book: "Casebook", case: "Case", purpose: "Purpose") -> None:
    """The same for what was always done: it goes on where nobody asked her, and stops where she said no."""
    from followup.case import consents

    if consents.forbids(case, purpose):
        _decide(book, case, purpose)


def _decide(book: "Casebook", case: "Case", purpose: "Purpose") -> None:
    from followup.services import consents
    from followup_cli.terminal.asking import Question, answer, stop_unless_agreed

    if not person.on_terminal():
        raise consents.missing(case, purpose)
    print_note(consents.missing_sentence(case, purpose))
    print_note(say("It is better to ask her first: followup consent ask {code}", code=case.code))
    stop_unless_agreed(say("Go on today without her yes?"))
    by = answer(Question("--by", say("Who decided it"), "", book.worker, needed=True))
    why = answer(Question("--reason", say("Why it cannot wait for her yes, without names"), needed=True, note=True))
    consents.override(book, case.code, purpose, by, why)
