"""A visit as the options of a command say it, in the keys of a file; each checked under its own name."""

from collections.abc import Iterable, Mapping
from typing import Any

from followup.case.business.money import Currency
from followup.case.forms.dates import parse_date
from followup.case.forms.visit import VisitForm, part_checker, visit_from
from followup.case.vocabulary import Domain
from followup.casebook import Casebook
from followup.errors import Invalid
from followup.messages import say
from followup_cli.options import about
from followup_cli.terminal.words import word

Form = dict[str, Any]
"""A visit as it is written in a file."""

_AMOUNTS = ("takings", "customers", "drawings", "stock", "debt", "savings")


def form_of(book: Casebook, said: Mapping[str, Any]) -> Form:
    """The keys of a file that options say, those left out left out; Invalid names the option."""
    check = part_checker(Currency(book.office.currency))
    form: Form = {}
    for key in ("contact", "slot", "went", "note", "agreed", "contact_right"):
        if said.get(key) is not None:
            with about(f"--{key.replace('_', '-')}"):
                check(key, said[key])
            form[key] = said[key]
    if said.get("date"):
        with about("--on"):
            form["date"] = parse_date(said["date"], book.today).isoformat()
    if scores := _scores(said.get("scores") or ()):
        with about("--score"):
            check("scores", scores)
        form["scores"] = scores
    if month := _month(said, check):
        form["month"] = month
    return form


def _scores(texts: Iterable[str]) -> dict[str, str]:
    scores: dict[str, str] = {}
    with about("--score"):
        for text in texts:
            domain, value = _halves(text, say("Write it like this: safety=3/2, the worker's score and her own."))
            named = word(Domain)(domain).value
            if named in scores:
                raise Invalid(say("A domain of wellbeing is scored twice."))
            scores[named] = value
    return scores


def _month(said: Mapping[str, Any], check: Any) -> Form:
    month: Form = {}
    for key in _AMOUNTS:
        if said.get(key) is not None:
            month[key] = said[key]
            with about(f"--{key}"):
                check("month", month)
    with about("--cost"):
        for text in said.get("costs") or ():
            kind, amount = _halves(text, say("Write it like this: materials=40000"))
            costs = month.setdefault("costs", {})
            if kind in costs:
                raise Invalid(say("A kind of cost is named twice."), say("Add the amounts of one kind together."))
            costs[kind] = amount
            check("month", month)
    if said.get("closed"):
        month["open"] = False
    return month


def _halves(text: str, hint: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name.strip() or not value.strip():
        raise Invalid(say("A name and a value are needed."), hint)
    return name.strip(), value.strip()


def visit_of(form: Form, book: Casebook) -> VisitForm:
    """The form as a visit; Invalid, listing every problem."""
    visit, problems = visit_from({"date": book.today.isoformat()} | form, Currency(book.office.currency))
    if visit is None:
        listed = "\n".join(f"  {problem.where}: {problem.what}" for problem in problems)
        raise Invalid(say("The visit cannot be read:\n{problems}", problems=listed), say("Nothing was saved."))
    return visit
