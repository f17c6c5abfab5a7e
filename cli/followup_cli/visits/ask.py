"""The guided form of a visit: begins with what was left last time, asks a line at a time, can stop anywhere.

Every answer stands in a sealed draft before the next question; the same questions, asked again, find it there.
"""

import json
from typing import Any

from followup.case.business.money import Currency
from followup.case.case import Case
from followup.case.forms.visit import visit_from
from followup.casebook import Casebook
from followup.errors import Invalid
from followup.messages import say
from followup.services import visits
from followup.services.guarded_names import masker
from followup_cli.terminal.asking import Question, agreed, answer, tell
from followup_cli.terminal.saved_answers import Answers, one_of
from followup_cli.visits.form_options import Form, visit_of
from followup_cli.visits.questions import PARTS, Asking

WRITING = "writing"
"""Where the whole form is noted before it is written down: whoever is interrupted then finds out what became of it."""


def guided(book: Casebook, case_id: str, given: Form, *, names: bool, dry_run: bool) -> visits.Recorded:
    """Ask for a visit, let the person confirm it, and write it down; ``given`` is what options said already.

    An interrupted form is kept; a rehearsal keeps it too, for the real one.
    """
    case = book.case(case_id)
    answers = Answers.of(book, case_id)
    _taken_up(book, case, answers)
    try:
        form = _confirmed(Asking(book, case, given, answers, masker(book, names=names), names), dry_run=dry_run)
    except (KeyboardInterrupt, EOFError):
        tell()
        if len(answers):
            tell(say("Kept: {n} answers. Go on with: followup visit record {code}", n=len(answers), code=case.code))
        raise
    if dry_run:
        return visits.record(book, case.code, visit_of(form, book), rehearse=True)
    answers.note(WRITING, json.dumps(form))
    done = visits.record(book, case.code, visit_of(form, book))
    answers.drop()
    return done


def _taken_up(book: Casebook, case: Case, answers: Answers) -> None:
    """Say what is left of an interrupted form, and forget it if it was written down or is not wanted."""
    if written := answers.get(WRITING):
        form, _ = visit_from(json.loads(written), Currency(book.office.currency))
        if form and visits.is_known(book, case.id, form):
            answers.drop()
            tell(say("The visit of {day} was written down already; this is a new one.", day=form.date))
        else:
            answers.forget(WRITING)
    if len(answers):
        left = say(
            "A visit to {code} was begun and not finished: {n} answers are kept.", code=case.code, n=len(answers)
        )
        tell(left)
        if not agreed(say("Go on where it stopped?")):
            answers.drop()


def _confirmed(asking: Asking, *, dry_run: bool) -> Form:
    """The form once the person has said yes to its summary; a part that is not right is asked again."""
    while True:
        form = asking.form()
        _summary(asking, form)
        try:
            visit_of(form, asking.book)
        except Invalid as error:
            tell(error.what)
        else:
            if dry_run or agreed(say("Write this down?")):
                return form
        again = answer(
            Question(
                "",
                say("Which part to answer again"),
                hint=say("{parts}; Enter: stop, everything is kept", parts=", ".join(PARTS)),
                check=one_of(PARTS),
            )
        )
        if not again:
            raise KeyboardInterrupt
        asking.answers.forget(one_of(PARTS)(again) + ".")


# --- the summary ----------------------------------------------------------------------------------------------------


def _summary(asking: Asking, form: Form) -> None:
    """What is about to be written down, a line each; words that name somebody are masked."""
    tell()
    for key, value in form.items():
        text = asking.mask(_in_words(asking.case, key, value))
        tell(f"  {say(key.replace('_', ' ')).capitalize():<14} {text}")


def _in_words(case: Case, key: str, value: Any) -> str:
    if isinstance(value, bool):
        return say("yes") if value else say("no")
    if key in ("settled", "reviewed", "cleared"):
        return "; ".join(_answered(case, one) for one in value)
    if isinstance(value, dict):
        return ", ".join(f"{say(name.replace('_', ' '))} {_in_words(case, name, one)}" for name, one in value.items())
    if isinstance(value, list):
        return "; ".join(", ".join(str(part) for part in one.values()) for one in value)
    return str(value).replace("_", " ") if key == "contact" else str(value)


def _answered(case: Case, said: Form) -> str:
    """A promise or flag that was answered, by what it is about and not by its id."""
    promise = next((one for one in case.promises if one.id == said.get("promise")), None)
    if promise:
        head = f"{promise.said.what}: " + (say("kept") if said["kept"] else say("broken"))
    else:
        flag = next(one for one in case.flags if one.id == said["flag"])
        head = f"{flag.risk.label}: " + (said.get("severity") or say("cleared"))
    return ", ".join(part for part in (head, said.get("note") or said.get("how")) if part)
