"""What is asked before a casebook begins: whether the clock is right, and its settings, with a way back."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import partial

from followup import MADE
from followup.case.facts import Configured
from followup.errors import Invalid, Missing, Refused
from followup.handout.covers import safe_covers
from followup.messages import say
from followup.services.office import check_settings
from followup.values import replace
from followup_cli.fragments.cover_question import confirm_covers, is_confirmed
from followup_cli.terminal import person
from followup_cli.terminal.asking import Question, agreed, answer
from followup_cli.terminal.days import long_day
from followup_cli.terminal.form import Form

_IN_USE = timedelta(days=730)
"""For how long after a version was made nobody is asked."""


def confirm_clock(today: date, *, yes: bool) -> None:
    """Have a day confirmed before this version was made, or long after; Missing if nobody can be asked."""
    made = date.fromisoformat(MADE)
    if yes or made <= today <= made + _IN_USE:
        return
    if not person.on_terminal():
        raise Missing(
            say("--yes is missing: this laptop's clock says {day}, and nobody can be asked.", day=long_day(today)),
            say("Set the clock right. If it is right, say so with --yes."),
        )
    if not agreed(say("This laptop's clock says {day}. Is that today?", day=long_day(today)), default=None):
        raise Refused(say("Nothing was made."), say("Set the clock right, then run: followup init"))


def settings_asked(given: Mapping[str, str], today: date, *, yes: bool) -> Configured:
    """The settings that options say, and the person where there is one; Missing or Invalid names the option."""
    questions = _questions(given, today)
    if person.on_terminal():
        form = Form(None, "init", title=say("A casebook"), command="followup init")
        for name, said in given.items():
            if said:
                form.keep(name, said)
        return form.fill(lambda form: _ask(form, questions, yes=yes), check=lambda said: check_settings(said, today))
    settings = _settings({name: answer(question) for name, question in questions.items()})
    check_settings(settings, today)
    confirm_covers(None, [settings.cover], yes=yes)
    return settings


def _questions(given: Mapping[str, str], today: date) -> dict[str, Question]:
    check = {name: partial(_check, name, today) for name in ("worker", "country", "cover", "currency")}
    offered = ", ".join(safe_covers()["en"][:3])
    shapes = {
        "worker": Question("--worker", say("Your initials or name"), needed=True, label=say("You")),
        "country": Question(
            "--country", say("Country of public holidays"), default="KH", needed=True, label=say("Country")
        ),
        "cover": Question(
            "--cover", say("What calendar entries say"), default=say("Meeting"), needed=True, hint=offered
        ),
        "currency": Question("--currency", say("Currency"), default="KHR", needed=True, words=("KHR", "USD")),
    }
    return {name: replace(question, given=given[name], check=check[name]) for name, question in shapes.items()}


def _check(name: str, today: date, typed: str) -> None:
    """Invalid for a setting that cannot be."""
    check_settings(_settings({name: typed}), today)


def _settings(said: Mapping[str, str]) -> Configured:
    upper = {name: text if name in ("cover", "worker") else text.upper() for name, text in said.items()}
    return Configured(**upper)  # type: ignore[arg-type]


def _ask(form: Form, questions: Mapping[str, Question], *, yes: bool) -> Configured:
    form.tell(say("back: the question before. Nothing is made before you say yes."))
    reads = {"cover": partial(_confirmed_cover, yes=yes)}
    return _settings({name: form.ask(name, question, reads.get(name, str)) for name, question in questions.items()})


def _confirmed_cover(typed: str, *, yes: bool) -> str:
    """A text for calendar entries, which the person confirms if it is one of their own; else it is asked again."""
    if not is_confirmed([typed], yes=yes):
        raise Invalid(
            say("Then write another text, or take one of these: {texts}.", texts=", ".join(safe_covers()["en"]))
        )
    return typed
