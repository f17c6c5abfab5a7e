"""A visit sheet typed in: the questions of a visit that have their place on the sheet, in its order."""

from followup.case.visit_words import AgreementProgress
from followup.case.vocabulary import RiskKind
from followup.handout.paper.catalogue import Language, phrase
from followup.messages import say
from followup.monitoring.visit_sheet import agreement_to_ask, checks_on_sheet, currency_on_sheet
from followup_cli.terminal.typed import parse_number
from followup_cli.visits.business_questions import ask_business
from followup_cli.visits.closing_questions import ask_notes, ask_safe_contact
from followup_cli.visits.flag_questions import ask_flags, ask_new_flag, ask_new_flags, ask_new_promises, ask_promises
from followup_cli.visits.form_options import VisitFormData
from followup_cli.visits.meeting_questions import ask_meeting
from followup_cli.visits.questions import VisitQuestions
from followup_cli.visits.score_questions import ask_wellbeing


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
    no = _ask_which(asking, "no", say("Answered no"), say("no"), checks)
    form: VisitFormData = {}
    if "not_seen" not in asking.given:
        unseen = _ask_which(asking, "unseen", say("Answered not seen"), say("not seen"), checks)
        form |= {"not_seen": [kind.value for kind in unseen if kind not in no]}
    form |= {"flags": [ask_new_flag(asking, f"checks.{kind.value}", kind) for kind in no]}
    return {key: said for key, said in form.items() if said}


def _numbered(checks: tuple[RiskKind, ...]) -> list[str]:
    return [f"{n} {phrase(Language.EN, 'sheet', f'check_{kind.value}').lower()}" for n, kind in enumerate(checks, 1)]


def _ask_which(asking: VisitQuestions, key: str, text: str, label: str, checks: tuple[RiskKind, ...]) -> list[RiskKind]:
    """The checks whose numbers on the sheet are typed: ``3 7`` or ``3,7``."""

    def read(typed: str) -> str:
        numbers = [parse_number(part, 1, len(checks)) for part in typed.replace(",", " ").split()]
        return " ".join(map(str, dict.fromkeys(numbers)))

    def kinds(kept: str) -> list[RiskKind]:
        return [checks[int(number) - 1] for number in kept.split()]

    def labels(kept: str) -> str:
        return ", ".join(kind.label for kind in kinds(kept))

    hint = say("numbers; Enter: none")
    return kinds(asking.ask(f"checks.{key}", text, read, labels, hint=hint, label=label))


SHEET_PARTS = (
    ask_meeting,
    ask_agreement,
    ask_promises,
    ask_flags,
    ask_wellbeing,
    ask_business_on_sheet,
    ask_checks,
    ask_new_promises,
    ask_notes,
    ask_new_flags,
    ask_safe_contact,
)
"""The parts of a sheet in their order."""
