"""A try that did not succeed: asked question by question, kept like a visit, written down once it is agreed to."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from followup.case.case import Case
from followup.case.facts import Attempted
from followup.case.fields import revealed
from followup.case.parts import Attempt
from followup.case.visit_words import AttemptReason
from followup.casebook import Casebook
from followup.messages import say
from followup.services import visits
from followup.services.guarded_names import masker
from followup_cli.fragments.form_answers import take_options
from followup_cli.fragments.whom import whom_line
from followup_cli.terminal import person
from followup_cli.terminal.asking import Question, agreed
from followup_cli.terminal.days import short_day
from followup_cli.terminal.dotted_keys import NO, YES, dotted
from followup_cli.terminal.form import Form
from followup_cli.terminal.notes import print_note
from followup_cli.terminal.typed import choice_parser, term_parser, term_shower, term_words
from followup_cli.visits.meeting_questions import SECOND, ask_same_or_second, day_reader
from followup_cli.visits.questions import day_shower

AGAIN = "again"
"""The key of the answer whether a try is one that is written down, by its id, or a second one of that day."""


def ask_and_record_attempt(
    book: Casebook, case: Case, given: Mapping[str, Any], *, names: bool = False, dry_run: bool
) -> visits.AttemptResult:
    """Ask what is not ``given`` of a try, let the person confirm it, and write it down."""
    about = whom_line(book, case, names=names)
    print_note(about)
    title, command = say("A try to meet {code}", code=case.code), f"followup visit attempt {case.code}"
    mask = masker(book, names=names)
    form = Form(book, f"{case.id}-attempt", title=title, command=command, about=about, mask=mask)
    take_options(form, dotted(given))
    filled = form.fill(
        lambda form: _ask(form, book, case),
        check=lambda filled: _write(book, case, filled, dry_run=True),
        dry_run=dry_run,
    )
    done = _write(book, case, filled, dry_run=dry_run)
    if not dry_run:
        form.drop()
    return done


def _ask(form: Form, book: Casebook, case: Case) -> dict[str, str]:
    read, show = day_reader(book, case), day_shower(book.today)
    today = book.today.isoformat()
    when = Question("", say("Day of the try"), default=today, needed=True, label=say("Day"))
    day = form.ask("day", when, read, show)
    _ask_again(form, book, case, date.fromisoformat(day))
    reasons, text = term_words(AttemptReason), say("Why was she not met")
    why = Question("", text, needed=True, words=reasons, label=say("Why"))
    safe = Question("", say("Was it safe to come"), needed=True, words=(say(YES), say(NO)), label=say("Safe"))
    note = Question("", say("What was seen or heard, without names"), note=True, label=say("Note"))
    return {
        "day": day,
        AGAIN: form.get(AGAIN),
        "reason": form.ask("reason", why, term_parser(AttemptReason), term_shower(AttemptReason)),
        "safe": form.ask("safe", safe, choice_parser((say(YES), say(NO)))),
        "note": form.ask("note", note),
    }


def _ask_again(form: Form, book: Casebook, case: Case, day: date) -> None:
    """Whether a try that is written down of that day is the same, put right, or there were two."""
    of_day = [attempt for attempt in case.attempts if attempt.on == day]
    if of_day and form.get(AGAIN) in ("", SECOND):
        last = of_day[-1]
        day_said, reason = short_day(last.on, book.today), last.said.reason.label
        form.tell(say("A try of {day} is written down: {reason}.", day=day_said, reason=reason))
        text = say("Is it the same try, to be put right, or a second one")
        ask_same_or_second(form, AGAIN, last.id, text, label=say("It is"))
    known = [attempt for attempt in case.attempts if attempt.id == form.get(AGAIN)]
    if known:
        form.begin_from(_answers(known[-1]))


def _answers(attempt: Attempt) -> dict[str, str]:
    """A try that is written down, as the answers of its form."""
    said = attempt.said
    answers: dict[str, str] = {
        "reason": said.reason.value,
        "safe": YES if said.safe else NO,
        "note": revealed(said.note),
    }
    return {"day": attempt.on.isoformat(), AGAIN: attempt.id} | {key: text for key, text in answers.items() if text}


def _write(book: Casebook, case: Case, filled: Mapping[str, str], *, dry_run: bool) -> visits.AttemptResult:
    attempted = Attempted(AttemptReason(filled["reason"]), filled["safe"] == YES, filled["note"])
    second = filled[AGAIN] == SECOND
    return visits.attempt(
        book,
        case.code,
        attempted,
        date.fromisoformat(filled["day"]),
        second=second,
        replaces="" if second else filled[AGAIN],
        dry_run=dry_run,
    )


def answer_of_options(case: Case, on: date, *, same: bool, second: bool) -> str:
    """What options say of a try of which day one is written down: that one by its id, or a second one."""
    of_day = [attempt.id for attempt in case.attempts if attempt.on == on]
    return SECOND if second else of_day[-1] if same and of_day else ""


def which_attempt(case: Case, on: date, *, same: bool, second: bool) -> tuple[bool, bool]:
    """Whether a try is the one that is written down of that day or a second one: as the person says, if asked."""
    earlier = [attempt for attempt in case.attempts if attempt.on == on]
    if not earlier or same or second or not person.on_terminal():
        return same, second
    print_note(say("A try of {day} is written down: {reason}.", day=on, reason=earlier[-1].said.reason.label))
    is_same = agreed(say("Is this the same try, put right?"), default=None)
    return is_same, not is_same
