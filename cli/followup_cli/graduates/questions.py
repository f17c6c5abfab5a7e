"""The questions about a graduate on the form engine: all of them for a new one, one by one to put something right."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from followup.case.case import Case
from followup.case.date_ranges import WEEKDAYS
from followup.case.facts import Identified
from followup.case.fields import described, revealed
from followup.case.home_words import Placement
from followup.casebook import Casebook
from followup.errors import Refused
from followup.messages import say
from followup.services.duplicates import looks_like
from followup.services.words_in_use import DISTRICT, KEYS, PROVINCE, WordsInUse
from followup.values import replace
from followup_cli.fragments.known_words import word_shape
from followup_cli.graduates.ask import (
    FormField,
    GraduateFormData,
    arrangement_fields,
    check_value,
    file_value,
    identity_fields,
    programme_fields,
    safe_days_field,
    set_key,
)
from followup_cli.terminal.asking import agreed
from followup_cli.terminal.days import long_day
from followup_cli.terminal.form import Form
from followup_cli.terminal.notes import print_note

Answers = dict[str, str]
AS_NEW = "as_new"
"""Where the form keeps whom she looks like, and is not."""
IDENTITY_KEYS = frozenset(name.replace("contact_", "contact.") for name in described(Identified))
_TELLING = ("name", "phone", "birth_year", "village", "district")
"""By what somebody may be recognised."""
_SELDOM_ASKED = ("commune", "business", "guardian")
"""What is not asked of everybody; it can be written down in the summary."""
_NEVER_TAKEN_AWAY = ("code", "policy", "birth_year")
"""What can be changed once it is written down, and not be taken away."""
_EDITED_ELSEWHERE = ("placement", "province", "district")


def written_answers(values: Mapping[str, Any]) -> Answers:
    """Values in the keys of a file as the form keeps them: lists with commas."""
    return {key: ",".join(said) if isinstance(said, list) else str(said) for key, said in values.items()}


class GraduateQuestions:
    """Asks about one graduate and keeps the answers by their keys."""

    def __init__(self, form: Form, book: Casebook) -> None:
        self._form = form
        self._book = book
        self._words = WordsInUse(book)
        self._answers: Answers = {}

    def new(self) -> GraduateFormData:
        """Everything there is to know of somebody new, in the keys of a file; what was skipped is left out."""
        self._answers = {}
        self._form.tell(
            say("Enter skips what is not needed; back: the question before. Ctrl-C stops and keeps it all.")
        )
        for one in programme_fields(self._book):
            if one.key not in (PROVINCE, DISTRICT) or self._answers["placement"]:
                self._ask(one)
        self._form.tell(say("Who she is: kept sealed, shown only when asked for."))
        for one in identity_fields():
            if one.key == "contact.name" or not one.key.startswith("contact.") or self._answers["contact.name"]:
                self._ask(one, seldom=one.key in _SELDOM_ASKED)
        self._ask(safe_days_field())
        for one in arrangement_fields(self._book):
            self._ask(one, seldom=True)
        return self._values({key: answer for key, answer in self._answers.items() if answer})

    def changes(self, standing: Answers) -> GraduateFormData:
        """What is to be other than it is written down, in the keys of a file; what is taken away is empty."""
        self._answers = {}
        programme, arranged = programme_fields(self._book), arrangement_fields(self._book)
        asked = [one for one in programme if one.key not in _EDITED_ELSEWHERE]
        for one in (*asked, *arranged, safe_days_field(), *identity_fields()):
            needed = one.question.needed or (one.key in _NEVER_TAKEN_AWAY and one.key in standing)
            self._ask(replace(one, question=replace(one.question, needed=needed)))
        return self._values({key: said for key, said in self._answers.items() if said != standing.get(key, "")})

    def _ask(self, one: FormField, *, seldom: bool = False) -> None:
        ask, question = self._form.offer if seldom else self._form.ask, one.question
        if one.key in KEYS:
            question = replace(question, **word_shape(self._words, one.key, self._answers.get(PROVINCE, "")))
        self._answers[one.key] = ask(one.key, question, self._reader(one), _shown(one.key))

    def _reader(self, one: FormField) -> Callable[[str], str]:
        def read(typed: str) -> str:
            value = file_value(one.key, typed, self._book)
            check_value(one.key, value, one.rule)
            if one.key in _TELLING:
                self._ask_whether_new(one.key, value)
            return written_answers({one.key: value})[one.key]

        return read

    def _ask_whether_new(self, key: str, value: str) -> None:
        """Ask about whoever she looks like, as soon as it can be seen; Refused where it is she."""
        if self._form.is_edit:
            return
        so_far = self._values({key: said for key, said in (self._answers | {key: value}).items() if said})
        told = self._form.get(AS_NEW).split(",")
        found = [code for code in looks_like(self._book, so_far) if code not in told]
        if not found:
            return
        words = say("Alike are the name, in either letters, the phone, or the birth year and the place.")
        print_note(say("She may be in the casebook already, as {codes}.", codes=", ".join(found)) + " " + words)
        if not agreed(say("Is she somebody else?"), default=False):
            raise Refused(
                say("Then she is in the casebook already."),
                say("See: followup graduate show {code}. Ctrl-C stops this form.", code=found[0]),
            )
        self._form.keep(AS_NEW, ",".join(filter(None, (*told, *found))))

    def _values(self, answers: Answers) -> GraduateFormData:
        values: GraduateFormData = {}
        for key, answer in answers.items():
            set_key(values, key, file_value(key, answer, self._book))
        return values


def _shown(key: str) -> Callable[[str], str]:
    """How a stored answer is shown."""
    if key == "placement":
        return lambda stored: Placement(stored.replace("-", "_")).label if stored else ""
    if key == "return_date":
        return lambda stored: long_day(date.fromisoformat(stored)) if stored else ""
    return lambda stored: stored.replace(",", ", ") if key in ("modules", "safe_weekdays", "avoid") else stored


# --- what is written down of her ------------------------------------------------------------------------------------


def standing_answers(case: Case) -> Answers:
    """What is written down of her, as the form keeps it."""
    values: dict[str, Any] = {
        "return_date": case.return_date or "",
        "code": case.code,
        "trade": case.trade,
        "modules": [*case.modules],
        "centre": case.centre,
        "policy": case.policy,
        "safe_weekdays": [WEEKDAYS[day] for day in case.weekdays],
        "avoid": [f"{span.first}..{span.last}" for span in case.avoid],
        "cover": case.cover,
    }
    known = {name: getattr(case.identity, name) for name in described(Identified)}
    values |= {name.replace("contact_", "contact."): revealed(said) or "" for name, said in known.items()}
    return {key: said for key, said in written_answers(values).items() if said}
