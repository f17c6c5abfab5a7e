"""The questions of a visit: what they are asked about, and how an answer is read, shown and kept."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from followup.case.business.money import Currency
from followup.case.case import Case
from followup.case.fields import Mask
from followup.case.forms.visit import answer_checker
from followup.casebook import Casebook
from followup.services.visit_sheets import FoundSheet
from followup.values import Value, replace
from followup_cli.terminal.asking import Question
from followup_cli.terminal.days import short_day
from followup_cli.terminal.form import Form
from followup_cli.terminal.typed import choice_parser
from followup_cli.visits.form_options import VisitFormData

AGAIN = "met.again"
"""The key of the answer whether a visit is one that is written down, by its id, or a second one of that day."""
ALWAYS_GIVEN = ("agreement", "not_seen")
"""What only a sheet asks for: of a visit without one it stands in the options."""


class VisitQuestions(Value):
    """One run through the questions; of a ``sheet`` that is typed in, those that have their place on it."""

    book: Casebook
    case: Case
    given: VisitFormData
    form: Form
    mask: Mask
    names: bool
    sheet: FoundSheet | None = None

    @property
    def check(self) -> Callable[[str, Any], None]:
        """A check of one answer by its key."""
        return answer_checker(Currency(self.book.office.currency))

    @property
    def before(self) -> Case:
        """Her case without the visit that is put right: what was last time, seen from that visit."""
        return replace(self.case, visits=tuple(one for one in self.case.visits if one.id != self.form.get(AGAIN)))

    def visit(self, parts: Iterable["AskPart"]) -> VisitFormData:
        """Every part in order; what was answered before is not asked again."""
        form: VisitFormData = {key: self.given[key] for key in ALWAYS_GIVEN if key in self.given}
        for ask in parts:
            said = ask(self)
            form |= said | {"flags": [*form.get("flags", ()), *said["flags"]]} if "flags" in said else said
        return form

    def ask(
        self, key: str, text: str, read: Callable[[str], str] = str, show: Callable[[str], str] = str, **shape: Any
    ) -> str:
        """One question, its answer kept as ``read`` makes it; ``shape`` are the other fields of a `Question`."""
        return self.form.ask(key, Question("", text, **shape), read, show)

    def ask_choice(self, key: str, text: str, *words: str, **shape: Any) -> str:
        """One of these words, or the beginning of one."""
        return self.ask(key, text, choice_parser(words), words=words, **shape)

    def ask_note(self, key: str, text: str) -> str:
        """A text that is needed."""
        return self.ask(key, text, needed=True, check=self.checker_for("note"), note=True, label="")

    def checker_for(self, key: str) -> Callable[[str], None]:
        """A check of an answer as the value of a key."""
        return lambda typed: self.check(key, typed)


AskPart = Callable[[VisitQuestions], VisitFormData]
"""Asks for one part of a visit."""


def day_shower(today: date) -> Callable[[str], str]:
    """How a day that is written out is shown in a summary."""
    return lambda written: short_day(date.fromisoformat(written), today)
