"""A visit as the options of a command say it, in the keys of a file; each checked under its own name."""

from collections.abc import Iterable, Mapping
from typing import Any

from followup.case.business.money import Currency, parse_money
from followup.case.case import Case
from followup.case.forms.reading import format_problems
from followup.case.forms.visit import VisitForm, answer_checker, visit_from_mapping
from followup.case.visit_words import WellbeingDomain
from followup.casebook import Casebook
from followup.errors import Invalid
from followup.messages import say
from followup.services import visits
from followup_cli.terminal import person
from followup_cli.terminal.asking import agreed
from followup_cli.terminal.notes import print_note
from followup_cli.terminal.typed import naming_option, term_parser

VisitFormData = dict[str, Any]
"""A visit as it is written in a file."""

_MONTH_KEYS = ("takings", "customers", "drawings", "stock", "debt", "savings", "repaid")


def form_from_options(book: Casebook, said: Mapping[str, Any]) -> VisitFormData:
    """The keys of a file that options say, those left out left out; Invalid names the option."""
    check = answer_checker(Currency(book.office.currency))
    form: VisitFormData = {}
    for key in ("contact", "slot", "went", "note", "agreed", "contact_right", "agreement", "not_seen"):
        if said.get(key) not in (None, ()):
            with naming_option(f"--{key.replace('_', '-')}"):
                check(key, said[key])
            form[key] = said[key]
    form |= {key: True for key in ("same", "second") if said.get(key)}
    if said.get("date"):
        form["date"] = said["date"]
    if scores := _parse_scores(said.get("scores") or ()):
        with naming_option("--score"):
            check("scores", scores)
        form["scores"] = scores
    if month := _month_form(said, check):
        form["month"] = month
    return form


def in_loan_currency(typed: str, case: Case) -> str:
    """What was paid back, with the currency of her loan where none is named."""
    loan = case.plan.loan if case.plan else None
    return parse_money(typed, loan.currency).written() if loan else typed


def _parse_scores(texts: Iterable[str]) -> dict[str, str]:
    scores: dict[str, str] = {}
    with naming_option("--score"):
        for text in texts:
            domain, value = _split_pair(text, say("Write it like this: safety=3/2, the worker's score and her own."))
            named = term_parser(WellbeingDomain)(domain).value
            if named in scores:
                raise Invalid(say("A domain of wellbeing is scored twice."))
            scores[named] = value
    return scores


def _month_form(said: Mapping[str, Any], check: Any) -> VisitFormData:
    month: VisitFormData = {}
    for key in _MONTH_KEYS:
        if said.get(key) is not None:
            month[key] = said[key]
            with naming_option(f"--{key}"):
                check("month", month)
    with naming_option("--cost"):
        for text in said.get("costs") or ():
            kind, amount = _split_pair(text, say("Write it like this: materials=40000"))
            costs = month.setdefault("costs", {})
            if kind in costs:
                raise Invalid(say("A kind of cost is named twice."), say("Add the amounts of one kind together."))
            costs[kind] = amount
            check("month", month)
    if said.get("repaid_in_kind"):
        month["repaid_in_kind"] = True
    if said.get("closed"):
        month["open"] = False
    return month


def _split_pair(text: str, hint: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name.strip() or not value.strip():
        raise Invalid(say("A name and a value are needed."), hint)
    return name.strip(), value.strip()


def which_visit(book: Casebook, code: str, form: VisitFormData) -> VisitFormData:
    """Whether this is the visit that stands of its day already, or a second one: what the person says, if asked."""
    entry = visits.entry_standing_already(book, code, visit_from_form(form, book))
    if entry is None or not person.on_terminal():
        return {}
    print_note(say("A visit of {day} is written down already, as entry {n} of her log.", day=entry.on, n=entry.number))
    same = agreed(say("Is this the same visit, put right?"), default=None)
    return {"same": True} if same else {"second": True}


def visit_from_form(form: VisitFormData, book: Casebook) -> VisitForm:
    """The form as a visit; Invalid, listing every problem."""
    visit, problems = visit_from_mapping({"date": book.today} | form, Currency(book.office.currency))
    if visit is None:
        listed = format_problems(problems)
        raise Invalid(say("The visit cannot be read:\n{problems}", problems=listed), say("Nothing was saved."))
    return visit
