"""The guided form of a visit: begins with what was left last time, asks a line at a time, can stop anywhere.

Every answer stands in a sealed draft before the next question; the same questions, asked again, find it there.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

from followup.case.business.money import Currency
from followup.case.case import Case
from followup.case.fields import revealed
from followup.case.forms.visit import visit_from_mapping
from followup.case.vocabulary import RiskKind
from followup.casebook import Casebook
from followup.errors import Invalid
from followup.messages import say
from followup.services import visits
from followup.services.guarded_names import masker
from followup.services.visit_sheets import FoundSheet
from followup_cli.terminal.asking import Question, agreed, parsed_answer, print_note
from followup_cli.terminal.saved_answers import SavedAnswers
from followup_cli.terminal.typed import choice_parser
from followup_cli.visits.business_questions import ask_business
from followup_cli.visits.form_options import VisitFormData, visit_from_form, which_visit
from followup_cli.visits.questions import (
    AskPart,
    VisitQuestions,
    ask_flags,
    ask_meeting,
    ask_new_flags,
    ask_new_promises,
    ask_notes,
    ask_promises,
    ask_safe_contact,
    ask_wellbeing,
)
from followup_cli.visits.sheet_questions import SHEET_PARTS, SheetQuestions

PARTS: Mapping[str, AskPart] = {
    "met": ask_meeting,
    "promises": ask_promises,
    "flags": ask_flags,
    "wellbeing": ask_wellbeing,
    "business": ask_business,
    "worries": ask_new_flags,
    "told": ask_new_promises,
    "words": ask_notes,
    "contact": ask_safe_contact,
}
"""The parts of the form in their order, as a person may name them."""
PENDING_FORM_KEY = "writing"
"""Where the whole form is noted before it is written down: whoever is interrupted then finds out what became of it."""


def ask_and_record_visit(
    book: Casebook,
    case_id: str,
    given: VisitFormData,
    *,
    names: bool,
    dry_run: bool,
    sheet: FoundSheet | None = None,
) -> visits.VisitResult:
    """Ask for a visit, let the person confirm it, and write it down; ``given`` is what options said already.

    Of a ``sheet`` only what stands on it is asked. An interrupted form is kept; a rehearsal keeps it too, for the real
    one.
    """
    case = book.case(case_id)
    answers = SavedAnswers.of(book, case_id)
    _offer_to_resume(book, case, answers)
    said = (book, case, given, answers, masker(book, names=names), names)
    asking = SheetQuestions(*said, SHEET_PARTS, sheet) if sheet else VisitQuestions(*said, PARTS)
    try:
        form = _ask_until_confirmed(asking, dry_run=dry_run)
    except (KeyboardInterrupt, EOFError):
        print_note()
        if len(answers):
            print_note(say("Kept: {n} answers. Go on with: {command}", n=len(answers), command=asking.command))
        raise
    form |= which_visit(book, case.code, form)
    if dry_run:
        return visits.record(book, case.code, visit_from_form(form, book), dry_run=True)
    answers.note(PENDING_FORM_KEY, json.dumps(form, default=str))
    done = visits.record(book, case.code, visit_from_form(form, book))
    answers.drop()
    return done


def _offer_to_resume(book: Casebook, case: Case, answers: SavedAnswers) -> None:
    """Say what is left of an interrupted form, and forget it if it was written down or is not wanted."""
    if written := answers.get(PENDING_FORM_KEY):
        form, _ = visit_from_mapping(json.loads(written), Currency(book.office.currency))
        if form and visits.is_recorded(book, case.id, form):
            answers.drop()
            print_note(say("The visit of {day} was written down already; this is a new one.", day=form.date))
        else:
            answers.forget(PENDING_FORM_KEY)
    if len(answers):
        left = say(
            "A visit to {code} was begun and not finished: {n} answers are kept.", code=case.code, n=len(answers)
        )
        print_note(left)
        if not agreed(say("Go on where it stopped?")):
            answers.drop()


def _ask_until_confirmed(asking: VisitQuestions, *, dry_run: bool) -> VisitFormData:
    """The form once the person has said yes to its summary; a part that is not right is asked again."""
    while True:
        form = asking.form()
        _print_summary(asking, form)
        try:
            visit_from_form(form, asking.book)
        except Invalid as error:
            print_note(error.what)
        else:
            if dry_run or agreed(say("Write this down?")):
                return form
        hint = say("{parts}; Enter: stop, everything is kept", parts=", ".join(asking.parts))
        part = parsed_answer(Question("", say("Which part to answer again"), hint=hint), _part_reader(asking))
        if not part:
            raise KeyboardInterrupt
        asking.answers.forget(f"{part}.")


def _part_reader(asking: VisitQuestions) -> Callable[[str], str]:
    """A reader of the name of a part, or of nothing."""
    read = choice_parser(tuple(asking.parts), shortened=True)
    return lambda typed: read(typed) if typed else ""


# --- the summary ----------------------------------------------------------------------------------------------------


def _print_summary(asking: VisitQuestions, form: VisitFormData) -> None:
    """What is about to be written down, a line each; words that name somebody are masked."""
    print_note()
    for key, value in form.items():
        text = asking.mask(_value_in_words(asking.case, key, value))
        print_note(f"  {_key_in_words(key).capitalize():<14} {text}")


def _key_in_words(key: str) -> str:
    return say("visit") if key == "slot" else say(key.replace("_", " "))


def _value_in_words(case: Case, key: str, value: Any) -> str:
    if isinstance(value, bool):
        return say("yes") if value else say("no")
    if key in ("settled", "reviewed", "cleared"):
        return "; ".join(_settled_item_in_words(case, one) for one in value)
    if isinstance(value, dict):
        return ", ".join(
            f"{say(name.replace('_', ' '))} {_value_in_words(case, name, one)}" for name, one in value.items()
        )
    if key == "not_seen":
        return ", ".join(RiskKind(kind).label for kind in value)
    if isinstance(value, list):
        return "; ".join(", ".join(_new_item_in_words(one)) for one in value)
    return str(value).replace("_", " ") if key in ("contact", "agreement") else str(value)


def _new_item_in_words(said: VisitFormData) -> list[str]:
    """What a new flag or promise says, part by part."""
    return [RiskKind(part).label if name == "kind" else str(part) for name, part in said.items()]


def _settled_item_in_words(case: Case, said: VisitFormData) -> str:
    """A promise or flag that was answered, by what it is about and not by its id."""
    promise = next((one for one in case.promises if one.id == said.get("promise")), None)
    if promise:
        head = f"{revealed(promise.said.what)}: " + (say("kept") if said["kept"] else say("broken"))
    else:
        flag = next(one for one in case.flags if one.id == said["flag"])
        head = f"{flag.risk.label}: " + (said.get("severity") or say("cleared"))
    return ", ".join(part for part in (head, said.get("note") or said.get("how")) if part)
