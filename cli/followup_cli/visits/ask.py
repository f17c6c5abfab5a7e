"""The guided form of a visit: begins with what was left last time, asks a line at a time, can stop anywhere.

Every answer stands in a sealed draft before the next question; the same questions, asked again, find it there.
"""

import json
from typing import Any

from followup.case.business.money import Currency
from followup.case.case import Case
from followup.case.fields import revealed
from followup.case.forms.visit import visit_from_mapping
from followup.casebook import Casebook
from followup.errors import Invalid
from followup.messages import say
from followup.services import visits
from followup.services.guarded_names import masker
from followup_cli.terminal.asking import Question, agreed, parsed_answer, print_note
from followup_cli.terminal.saved_answers import SavedAnswers
from followup_cli.terminal.typed import choice_parser
from followup_cli.visits.form_options import VisitFormData, visit_from_form, which_visit
from followup_cli.visits.questions import PARTS, VisitQuestions

PENDING_FORM_KEY = "writing"
"""Where the whole form is noted before it is written down: whoever is interrupted then finds out what became of it."""


def ask_and_record_visit(
    book: Casebook, case_id: str, given: VisitFormData, *, names: bool, dry_run: bool
) -> visits.VisitResult:
    """Ask for a visit, let the person confirm it, and write it down; ``given`` is what options said already.

    An interrupted form is kept; a rehearsal keeps it too, for the real one.
    """
    case = book.case(case_id)
    answers = SavedAnswers.of(book, case_id)
    _offer_to_resume(book, case, answers)
    try:
        form = _ask_until_confirmed(
            VisitQuestions(book, case, given, answers, masker(book, names=names), names), dry_run=dry_run
        )
    except (KeyboardInterrupt, EOFError):
        print_note()
        if len(answers):
            print_note(
                say("Kept: {n} answers. Go on with: followup visit record {code}", n=len(answers), code=case.code)
            )
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
        hint = say("{parts}; Enter: stop, everything is kept", parts=", ".join(PARTS))
        part = parsed_answer(Question("", say("Which part to answer again"), hint=hint), _part_or_nothing)
        if not part:
            raise KeyboardInterrupt
        asking.answers.forget(f"{part}.")


def _part_or_nothing(typed: str) -> str:
    return choice_parser(PARTS, shortened=True)(typed) if typed else ""


# --- the summary ----------------------------------------------------------------------------------------------------


def _print_summary(asking: VisitQuestions, form: VisitFormData) -> None:
    """What is about to be written down, a line each; words that name somebody are masked."""
    print_note()
    for key, value in form.items():
        text = asking.mask(_value_in_words(asking.case, key, value))
        print_note(f"  {say(key.replace('_', ' ')).capitalize():<14} {text}")


def _value_in_words(case: Case, key: str, value: Any) -> str:
    if isinstance(value, bool):
        return say("yes") if value else say("no")
    if key in ("settled", "reviewed", "cleared"):
        return "; ".join(_settled_item_in_words(case, one) for one in value)
    if isinstance(value, dict):
        return ", ".join(
            f"{say(name.replace('_', ' '))} {_value_in_words(case, name, one)}" for name, one in value.items()
        )
    if isinstance(value, list):
        return "; ".join(", ".join(str(part) for part in one.values()) for one in value)
    return str(value).replace("_", " ") if key == "contact" else str(value)


def _settled_item_in_words(case: Case, said: VisitFormData) -> str:
    """A promise or flag that was answered, by what it is about and not by its id."""
    promise = next((one for one in case.promises if one.id == said.get("promise")), None)
    if promise:
        head = f"{revealed(promise.said.what)}: " + (say("kept") if said["kept"] else say("broken"))
    else:
        flag = next(one for one in case.flags if one.id == said["flag"])
        head = f"{flag.risk.label}: " + (said.get("severity") or say("cleared"))
    return ", ".join(part for part in (head, said.get("note") or said.get("how")) if part)
