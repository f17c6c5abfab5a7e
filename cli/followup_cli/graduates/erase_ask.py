"""What is asked before who somebody is is erased: what becomes of each text about her. The answers are kept sealed."""

from hashlib import sha256
from typing import TYPE_CHECKING

from followup.case.fields import Mask, Private, revealed
from followup.messages import say
from followup.services.erasure import Decisions, ErasureResult, FreeText, check_words, her_guard
from followup_cli.terminal.asking import Question
from followup_cli.terminal.days import long_day
from followup_cli.terminal.form import Form

if TYPE_CHECKING:
    from followup.casebook import Casebook
    from followup.handout.guard import Guard

KEEP, REWRITE, REMOVE, THE_REST = say("keep"), say("reword"), say("remove"), say("all")


def form_about_texts(book: "Casebook", code: str, mask: Mask) -> Form:
    """The form of what becomes of her texts, as far as it was answered before."""
    case_id = book.find_in_log(code)
    shown = book.code_in_log(case_id)
    title, command = say("The erasing of {code}", code=shown), f"followup graduate erase {shown}"
    form = Form(book, f"erase-{case_id}", title=title, command=command, mask=mask)
    form.take_up()
    return form


def ask_decisions(book: "Casebook", result: ErasureResult, form: Form, mask: Mask) -> Decisions:
    """What becomes of each text, as the person says; those after "all" are taken away.

    A text is known by what it says, so that an answer stays with it when others come in between.
    """
    guard = her_guard(book, result.code)
    decided: dict[Private, Private | None] = {}
    form.tell(say("First you decide about each text; then it is shown what goes and what stays, and you are asked."))
    form.tell(say('With "{all}" a text and every one after it is taken away.', all=THE_REST))
    for number, one in enumerate(result.texts, 1):
        key = f"texts.{sha256(revealed(one.text).encode()).hexdigest()[:16]}"
        _tell(form, key, one, f"{number}/{len(result.texts)}", mask)
        word = form.ask(f"{key}.what", _question(one, number))
        if word == THE_REST:
            break
        if word == KEEP:
            decided[one.text] = None
        elif word == REWRITE:
            decided[one.text] = form.ask(f"{key}.words", _in_other_words(guard))
    return decided


def _tell(form: Form, key: str, one: FreeText, number: str, mask: Mask) -> None:
    """Show the text above its question."""
    form.tell("", key)
    form.tell(say("Text {n}, {day}: {what}", n=number, day=long_day(one.on), what=mask(one.sentence)), key)
    form.tell(f"    {mask(one.text)}", key)
    if one.shows:
        shown = ", ".join(say(what.replace("_", " ")) for what in one.shows)
        form.tell(say("It shows who she is ({what}): it cannot be kept as it is.", what=shown), key)


def _question(one: FreeText, number: int) -> Question:
    words = (REWRITE, REMOVE, THE_REST) if one.shows else (KEEP, REWRITE, REMOVE, THE_REST)
    label = say("Text {n}", n=number)
    return Question("--yes", say("What is to become of it?"), needed=True, words=words, label=label)


def _in_other_words(guard: "Guard") -> Question:
    return Question(
        "--yes", say("In other words"), needed=True, note=True, check=lambda typed: check_words(guard, typed)
    )
