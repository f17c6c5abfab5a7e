"""What is asked first of a visit: its day, whether it is written down already, which one it is, how, and who went."""

from collections.abc import Callable
from datetime import date
from typing import Any

from followup.case.case import Case
from followup.case.fields import revealed
from followup.case.parts import Visit
from followup.case.visit_words import ContactMethod
from followup.casebook import Casebook
from followup.messages import say
from followup.services import visits
from followup_cli.terminal.asking import Question
from followup_cli.terminal.days import short_day
from followup_cli.terminal.form import Form
from followup_cli.terminal.typed import choice_parser, term_parser, term_shower, term_words
from followup_cli.terminal.typed_days import read_day
from followup_cli.visits.form_answers import answers_of, visit_form_data
from followup_cli.visits.form_options import VisitFormData
from followup_cli.visits.questions import AGAIN, ALWAYS_GIVEN, VisitQuestions, day_shower

SECOND = "second"
REPLACES = "replaces"
"""The key of a form under which the id of the visit stands that it takes the place of."""


def ask_meeting(asking: VisitQuestions) -> VisitFormData:
    """When, whether it is new, which visit, how, and who went."""
    book = asking.book
    read, show = day_reader(book, asking.case), day_shower(book.today)
    default, form = book.today.isoformat(), _as_written_down(asking)
    text = say("Day of the visit")
    day = date.fromisoformat(asking.ask("met.date", text, read, show, default=default, needed=True, label=""))
    visits.check_day(day, asking.case, book.today)
    form |= {"date": day} | ask_again(asking, day) | ask_slot(asking, day)
    asks = (ask_who_went, ask_contact) if asking.sheet else (ask_contact, ask_who_went)
    for ask in asks:
        form |= ask(asking)
    return form


def day_reader(book: Casebook, case: Case) -> Callable[[str], str]:
    """A reader of a day on which she can have been met, written out."""

    def day_made(typed: str) -> str:
        day = read_day(typed, book.today)
        visits.check_day(day, case, book.today)
        return day.isoformat()

    return day_made


# --- written down already -------------------------------------------------------------------------------------------


def ask_again(asking: VisitQuestions, day: date) -> VisitFormData:
    """Whether a visit that is written down of that day is the same, put right, or there were two.

    Where it is the same, everything is as it is written down, and only what is wrong is answered.
    """
    of_day = [visit for visit in asking.case.visits if visit.on == day]
    if of_day and asking.form.get(AGAIN) in ("", SECOND):
        _ask_same_or_second(asking, of_day[-1])
    return _as_written_down(asking)


def _ask_same_or_second(asking: VisitQuestions, visit: Visit) -> None:
    said, day = visit.said, short_day(visit.on, asking.book.today)
    who = ", ".join(asking.mask(revealed(one)) for one in said.went)
    text = say("A visit of {day} is written down: {how}, {who}.", day=day, how=said.contact.label, who=who or "–")
    asking.form.tell(text)
    asking.form.tell(say("What came of it stays: flags, promises and answers."))
    ask_same_or_second(
        asking.form, AGAIN, visit.id, say("Is it the same visit, to be put right, or a second one"), label=""
    )


def ask_same_or_second(form: Form, key: str, standing: str, text: str, label: str) -> None:
    """Whether what is written down is the one with the id that is ``standing``, to be put right, or a second one."""
    words = (say("same"), say(SECOND))
    read = choice_parser(words)
    form.ask(
        key,
        Question("", text, needed=True, words=words, label=label),
        lambda typed: standing if read(typed) == words[0] else SECOND,
        lambda answer: say("a second one that day") if answer == SECOND else say("put right"),
    )


def _as_written_down(asking: VisitQuestions) -> VisitFormData:
    """Let the form go on from the visit that is put right, if it is one; what it does not ask for stays as it is."""
    visit_id = asking.form.get(AGAIN)
    if visit_id in ("", SECOND):
        return {"second": True} if visit_id else {}
    visit = next((one for one in asking.case.visits if one.id == visit_id), None)
    if visit is None:  # it was taken back meanwhile, which is said once the form is checked
        return {REPLACES: visit_id}
    written = visit_form_data(visit)
    asking.form.begin_from({AGAIN: visit_id} | answers_of(written))
    return {REPLACES: visit_id} | {key: written[key] for key in ALWAYS_GIVEN if key in written}


# --- which visit ----------------------------------------------------------------------------------------------------


def ask_slot(asking: VisitQuestions, day: date) -> VisitFormData:
    """Which of her visits it was: by its day, unless the person says another one."""
    sheet = asking.sheet
    k = sheet.slot_on(day) if sheet else None
    found = visits.match_slot(asking.book, asking.case, day)
    if found is None:
        return {}
    _tell_slot(asking, found)
    if asking.form.get("met.slot") or asking.form.get(AGAIN) not in ("", SECOND):
        typed = asking.ask(
            "met.slot",
            say("Which of her visits was it"),
            check=asking.checker_for("slot"),
            hint=say("its number; Enter: by its day"),
            label=say("visit number"),
        )
        return {"slot": int(typed)} if typed else {}
    if found.missed and (sheet is None or sheet.slot == found.missed):
        text, label = (say("Was it visit {k}, made late?", k=found.missed.k), say("visit {k}, late", k=found.missed.k))
        k = found.missed.k if asking.form.ask_yes_no("met.missed", text, default=False, label=label) else k
    return {"slot": k} if k else {}


def _tell_slot(asking: VisitQuestions, found: visits.SlotMatch) -> None:
    """Say which visit the day belongs to, and whether it was made; the one before, where that one stays missed."""
    tell, today = asking.form.tell, asking.book.today
    planned = found.planned if found.planned != found.due and not found.filled else None
    also = say(", planned for {day}", day=short_day(planned, today)) if planned else ""
    tell(say("This is visit {k}, due {day}{also}.", k=found.k, day=short_day(found.due, today), also=also))
    if found.filled and found.filled.id != asking.form.get(AGAIN):
        tell(say("It was made on {day} already; both are kept.", day=short_day(found.filled.on, today)))
    if found.missed:
        tell(say("Visit {k}, due {due}, stays missed.", k=found.missed.k, due=short_day(found.missed.due, today)))


# --- how, and by whom -----------------------------------------------------------------------------------------------


def ask_contact(asking: VisitQuestions) -> VisitFormData:
    """How she was met; as last time only for who says so."""
    earlier = asking.before.visits
    last = earlier[-1].said.contact.value.replace("_", "-") if earlier else ""
    contact = asking.ask(
        "met.contact",
        say("How she was met"),
        term_parser(ContactMethod),
        term_shower(ContactMethod),
        words=term_words(ContactMethod),
        last=last,
        needed=True,
        label="",
    )
    return {"contact": contact}


def ask_who_went(asking: VisitQuestions) -> VisitFormData:
    """The initials of those who went: her worker, unless others are named."""
    earlier = asking.before.visits
    usual = asking.book.worker or asking.case.worker
    shape: dict[str, Any] = {
        "default": usual,
        "needed": bool(usual) and not asking.form.is_edit,
        "last": ",".join(map(revealed, earlier[-1].said.went)) if earlier else "",
        "check": asking.checker_for("went"),
        "label": "",
    }
    went = asking.ask("met.went", say("Who went"), **shape)
    return {"went": went} if went else {}
