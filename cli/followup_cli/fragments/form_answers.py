"""Answers of a form that are no plain text: a word of a list, several of them, a day; kept as they are stored."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import partial
from typing import Any

from followup.case.case import Case
from followup.case.text_limits import checked_note
from followup.case.vocabulary import Term
from followup.casebook import Casebook
from followup.messages import say
from followup.services.guarded_names import masker
from followup_cli.fragments.whom import whom_line
from followup_cli.terminal.asking import AnswerCheck, Question
from followup_cli.terminal.days import long_day
from followup_cli.terminal.form import Form
from followup_cli.terminal.typed import Word, term_parser, term_shower, term_words, terms_parser
from followup_cli.terminal.typed_days import read_day

check_note = partial(checked_note, what=say("The text"))


def take_options(form: Form, given: Mapping[str, str]) -> None:
    """Take up what is left of a form, and what options said already: that is shown, and not asked."""
    form.take_up()
    for key, answer in given.items():
        if answer:
            form.keep(key, answer)


def form_about(
    book: Casebook,
    case: Case,
    command: str,
    given: Mapping[str, str],
    *,
    name: str,
    title: str,
    about: str = "",
    **shape: Any,
) -> Form:
    """A form about a graduate, as far as it was answered before and by options; ``shape`` is the rest of a `Form`."""
    name, command, about = f"{name}-{case.id}", f"followup {command} {case.code}", about or whom_line(book, case)
    mask = masker(book, names=False)
    form = Form(book, name, title=title, command=command, about=about, mask=mask, **shape)
    take_options(form, given)
    return form


def ask_term(form: Form, key: str, text: str, vocabulary: type[Word], label: str | None = None) -> Word:
    """A word of a closed list; it is needed."""
    question = Question("", text, needed=True, words=term_words(vocabulary), label=label)
    return vocabulary(form.ask(key, question, term_parser(vocabulary), term_shower(vocabulary)))


def several_of(words: Iterable[Term], text: str, hint: str, label: str, **shape: Any) -> Question:
    """A question to which several of these words may be the answer; ``shape`` is the rest of a `Question`."""
    return Question("", text, hint=hint, words=term_words(words), several=True, label=label, **shape)


def ask_terms(form: Form, key: str, question: Question, vocabulary: type[Word]) -> tuple[Word, ...]:
    """Words of a closed list, each once, in the order in which they were said."""
    read = terms_parser(vocabulary)

    def show(kept: str) -> str:
        return ", ".join(vocabulary(value).label for value in kept.split(","))

    kept = form.ask(key, question, lambda typed: ",".join(word.value for word in dict.fromkeys(read(typed))), show)
    return tuple(vocabulary(value) for value in kept.split(",") if value)


def ask_day(
    form: Form,
    key: str,
    text: str,
    today: date,
    *,
    read: Callable[[str, date], date] = read_day,
    check: Callable[[date], object] = lambda _: None,
    coming: bool = False,
) -> date:
    """A day that is needed, or one that is ``coming``; ``check`` raises a FollowupError for one that cannot be."""

    def checked(typed: str) -> str:
        day = read(typed, today)
        check(day)
        return day.isoformat()

    hint = say("such as 15 Jan, friday, in 2 weeks") if coming else say("such as {day}, or yesterday", day=today)
    question = Question("", text, needed=True, hint=hint)
    return date.fromisoformat(form.ask(key, question, checked, _long_day))


def ask_usual_day(form: Form, key: str, text: str, usual: date, read: Callable[[str], date], label: str) -> date:
    """A day that is the ``usual`` one, unless the person says another; ``read`` makes it of what is typed."""
    question = Question("", text, default=usual.isoformat(), needed=True, label=label)
    return date.fromisoformat(form.ask(key, question, lambda typed: read(typed).isoformat(), _long_day))


def _long_day(kept: str) -> str:
    return long_day(date.fromisoformat(kept))


def ask_note(
    form: Form, key: str, text: str, label: str, *, needed: bool = False, check: AnswerCheck = check_note
) -> str:
    """A text of several lines; one that is not needed may be skipped."""
    hint = "" if needed else say("Enter to skip")
    return form.ask(key, Question("", text, needed=needed, hint=hint, check=check, note=True, label=label))
