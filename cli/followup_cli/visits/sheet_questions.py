"""A visit sheet typed in: the questions of a visit that have their place on the sheet, in its order."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from followup.case.business.money import parse_money
from followup.case.parts import Flag, Promise
from followup.case.vocabulary import AgreementProgress, RiskKind, Severity
from followup.handout.paper.catalogue import Language, phrase
from followup.messages import say
from followup.monitoring.loans import LoanStanding
from followup.monitoring.visit_sheet import (
    agreement_to_ask,
    checks_on_sheet,
    currency_on_sheet,
    flags_on_sheet,
    promises_on_sheet,
)
from followup.services.visit_sheets import FoundSheet
from followup_cli.terminal.typed import parse_number
from followup_cli.visits.business_questions import ask_month, ask_repayment
from followup_cli.visits.form_options import VisitFormData
from followup_cli.visits.questions import (
    AskPart,
    VisitQuestions,
    ask_contact,
    ask_flags,
    ask_meeting,
    ask_new_flag,
    ask_new_flags,
    ask_new_promises,
    ask_notes,
    ask_promises,
    ask_safe_contact,
    ask_wellbeing,
    ask_who_went,
    print_slot,
)


@dataclass(frozen=True, slots=True)
class SheetQuestions(VisitQuestions):
    """One run through what stands on a sheet."""

    sheet: FoundSheet

    @property
    def promises(self) -> tuple[Promise, ...]:
        """The promises that have their place on the sheet."""
        return promises_on_sheet(self.case)

    @property
    def flags(self) -> tuple[Flag, ...]:
        """The flags that have their place on the sheet."""
        return flags_on_sheet(self.case)

    @property
    def cleared_word(self) -> str:
        """What the sheet calls it that a flag no longer holds."""
        return "close"

    @property
    def grave(self) -> dict[str, Any]:
        """The letter in the box on the sheet; where there is none, what is neither made light of nor an alarm."""
        return {
            "hint": say("the letter on the sheet; Enter where it says nothing"),
            "default": Severity.CONCERN.value,
        }

    @property
    def meeting(self) -> tuple[AskPart, ...]:
        """Who went stands first on the sheet."""
        return ask_who_went, ask_contact

    def slot(self, day: date) -> VisitFormData:
        """The sheet's own visit, or another one where the day belongs to that, unless the person says otherwise."""
        k, missed = self.sheet.slot_on(day), print_slot(self, day)
        if missed and missed == self.sheet.slot:
            text = say("The sheet is of visit {k}. Was it that one, made late?", k=missed.k)
            k = missed.k if self.form.ask_yes_no("met.missed", text, default=False) else k
        return {"slot": k} if k else {}

    def amount(self, typed: str) -> str:
        """An amount as it is to be read: in the currency that the sheet names."""
        currency = currency_on_sheet(self.case)
        return parse_money(typed, currency).written() if currency else typed

    def asks_repayment(self, standing: LoanStanding) -> bool:
        """The sheet has a line for it as long as something is to be paid back."""
        return standing.next is not None


# --- what only a sheet has ------------------------------------------------------------------------------------------


def ask_agreement(asking: VisitQuestions) -> VisitFormData:
    """What became of what was agreed last time."""
    agreed = agreement_to_ask(asking.case)
    if not agreed or "agreement" in asking.given:
        return {}
    asking.form.tell(say("Agreed last time: {what}", what=asking.mask(agreed)))
    words = [one.label for one in AgreementProgress]
    hint = say("Enter: not spoken of")
    said = asking.ask_choice("agreement.now", say("Was it done"), *words, hint=hint, label="")
    return {"agreement": said.replace(" ", "_")} if said else {}


def ask_business_on_sheet(asking: VisitQuestions) -> VisitFormData:
    """Whether her business is open, its figures, and what was paid back, where the sheet has room for that."""
    if "month" in asking.given:
        return {"month": asking.given["month"]}
    if currency_on_sheet(asking.case) is None and asking.case.plan is None:
        return {}
    states = say("yes"), say("no"), say("not seen")
    text, label = say("Is her business open"), say("open")
    open_ = asking.ask_choice("business.seen", text, *states, label=label)
    month: VisitFormData = {"open": False} if open_ == states[1] else {}
    if open_ == states[0]:
        month = ask_month(asking)
    month |= ask_repayment(asking)
    return {"month": month} if month else {}


def ask_checks(asking: VisitQuestions) -> VisitFormData:
    """What was looked at: each *no* is a flag, of which the severity and what was seen are asked."""
    checks = checks_on_sheet(asking.case)
    asking.form.tell(say("Checks: {list}.", list=", ".join(_numbered(checks))))
    numbers = _NumbersOf(checks)
    no = numbers.kinds(
        asking.ask(
            "checks.no",
            say("Answered no"),
            numbers.read,
            numbers.labels,
            hint=say("numbers; Enter: none"),
            label=say("no"),
        )
    )
    form: VisitFormData = {}
    if "not_seen" not in asking.given:
        hint = say("numbers; Enter: all were seen")
        unseen = numbers.kinds(
            asking.ask(
                "checks.unseen",
                say("Answered not seen"),
                numbers.read,
                numbers.labels,
                hint=hint,
                label=say("not seen"),
            )
        )
        form |= {"not_seen": [kind.value for kind in unseen if kind not in no]}
    form |= {"flags": [ask_new_flag(asking, f"checks.{kind.value}", kind) for kind in no]}
    return {key: said for key, said in form.items() if said}


def _numbered(checks: tuple[RiskKind, ...]) -> list[str]:
    return [f"{n} {phrase(Language.EN, 'sheet', f'check_{kind.value}').lower()}" for n, kind in enumerate(checks, 1)]


class _NumbersOf:
    """Reads the numbers that checks have on the sheet: ``3 7`` or ``3,7``."""

    def __init__(self, checks: tuple[RiskKind, ...]) -> None:
        self._checks = checks

    def read(self, typed: str) -> str:
        """The numbers, tidied; Invalid for one that no check has."""
        numbers = [parse_number(part, 1, len(self._checks)) for part in typed.replace(",", " ").split()]
        return " ".join(map(str, dict.fromkeys(numbers)))

    def kinds(self, kept: str) -> list[RiskKind]:
        """The kinds of risk that the numbers mean."""
        return [self._checks[int(number) - 1] for number in kept.split()]

    def labels(self, kept: str) -> str:
        """The kinds of risk in words."""
        return ", ".join(kind.label for kind in self.kinds(kept))


SHEET_PARTS: Mapping[str, AskPart] = {
    "met": ask_meeting,
    "agreement": ask_agreement,
    "promises": ask_promises,
    "flags": ask_flags,
    "wellbeing": ask_wellbeing,
    "business": ask_business_on_sheet,
    "checks": ask_checks,
    "new_promises": ask_new_promises,
    "notes": ask_notes,
    "new_flags": ask_new_flags,
    "safe_contact": ask_safe_contact,
}
"""The parts of a sheet in their order, as a person may name them."""
