"""Her answers about consent as they are written down in a file, or said by options and a form."""

from datetime import date
from typing import Annotated, Any

from followup.case.consent_words import GuardianAnswer, Purpose
from followup.case.fields import Private, note_text, one_line
from followup.case.forms.reading import (
    FormKey,
    FormProblem,
    FormReading,
    a_day,
    keys_of,
    one_of,
    read_form,
    record,
    several,
)
from followup.messages import say
from followup.values import Value


class ConsentForm(Value):
    """What she was asked on a day, and answered. Who explained it is her worker, if not said.

    ``guardian_name`` is identity: who spoke for a minor beside her.
    """

    given: tuple[Purpose, ...] = ()
    refused: tuple[Purpose, ...] = ()
    explained_by: Annotated[Private, one_line(limit=40)] = ""
    words: Annotated[Private, note_text("The words")] = ""
    ask_again: date | None = None
    guardian: GuardianAnswer | None = None
    guardian_name: Annotated[Private, one_line()] = ""
    on: date | None = None


def purposes(reading: FormReading, where: str, written: Any) -> tuple[Purpose, ...]:
    """Purposes as a list, or as words between commas; each once."""
    return tuple(dict.fromkeys(several(one_of(Purpose))(reading, where, written)))


_CONSENT = {"on": FormKey(a_day)} | keys_of(ConsentForm, given=purposes, refused=purposes)


def consent_from_mapping(mapping: Any, today: date) -> tuple[ConsentForm | None, tuple[FormProblem, ...]]:
    """Her answers as ``mapping`` has them, or None and everything that is wrong; docs/reference.md has the keys."""
    reading = FormReading(today=today, name=say("consent"))
    return read_form(reading, record(ConsentForm, _CONSENT), mapping, say("Consent is written as keys and values."))
