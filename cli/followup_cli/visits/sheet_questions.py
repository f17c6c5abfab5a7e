"""A visit sheet typed in: the questions of a visit that have their place on the sheet, in its order."""

from collections.abc import Mapping
from typing import Any

from followup.case.business.money import parse_money
from followup.case.parts import Flag, Promise
from followup.case.visit_words import AgreementProgress
from followup.case.vocabulary import RiskKind
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
from followup_cli.visits.business_questions import ask_business
from followup_cli.visits.closing_questions import ask_notes, ask_safe_contact
from followup_cli.visits.flag_questions import ask_flags, ask_new_flag, ask_new_flags, ask_new_promises, ask_promises
from followup_cli.visits.form_options import VisitFormData
from followup_cli.visits.meeting_questions import ask_meeting
from followup_cli.visits.questions import AskPart, VisitQuestions
from followup_cli.visits.score_questions import ask_wellbeing


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
        """The letter in the box on the sheet; a sheet without one is decided about by who types it in."""
        return {"needed": True, "hint": say("the letter on the sheet; where there is none, ask who went")}

    @property
    def who_went_first(self) -> bool:
        """Who went stands first on the sheet."""
        return True

    @property
    def from_sheet(self) -> FoundSheet | None:
        """The sheet itself."""
        return self.sheet

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
    """Her business, where the sheet has room for it."""
    has_room = currency_on_sheet(asking.case) is not None or asking.case.plan is not None
    return ask_business(asking) if has_room or asking.form.get("business.open") else {}


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
        hint = say("numbers; Enter: none")
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
