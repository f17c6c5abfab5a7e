"""What is asked about her business at a visit: the figures of the month before it, and what was paid back of a loan."""

from collections.abc import Callable, Sequence
from typing import Any

from followup.case.business.money import parse_money
from followup.case.business.month import MonthlyFigures
from followup.errors import Invalid
from followup.messages import say
from followup.monitoring.loans import InstalmentState, loan_standing
from followup.monitoring.visit_sheet import FIGURES, currency_on_sheet, figures_on_sheet, last_figures
from followup_cli.fragments.amounts import month_data
from followup_cli.fragments.loans import due_words
from followup_cli.terminal.dotted_keys import NO, YES
from followup_cli.terminal.typed import choice_parser
from followup_cli.visits.form_options import VisitFormData, in_loan_currency
from followup_cli.visits.questions import VisitQuestions

_DUE = (InstalmentState.DUE, InstalmentState.MISSED)
REST = "."
"""Typed where all figures that follow are skipped."""


def ask_business(asking: VisitQuestions) -> VisitFormData:
    """Whether her business is open, its figures of the month, and what was paid back of a loan."""
    open_ = _ask_open(asking)
    month: VisitFormData = {"open": False} if open_ == NO else _ask_month(asking) if open_ == YES else {}
    month |= _ask_repayment(asking)
    return {"month": month} if month else {}


def _ask_open(asking: VisitQuestions) -> str:
    """Whether it is open; of who has none yet, whether she has begun one."""
    yes, no, unseen = say(YES), say(NO), say("not seen")
    words: tuple[str, ...] = (yes, no)
    text, label = say("Is her business open"), say("open")
    if asking.case.plan is None and last_figures(asking.case) is None:
        words, text, label = (yes,), say("Has she begun a business"), say("begun")
    choose = choice_parser((yes, no, unseen))

    def read(typed: str) -> str:
        return chosen if (chosen := choose(typed)) in words else ""

    hint, also = say("Enter: not seen or not spoken of"), (unseen, no)
    return asking.ask("business.open", text, read, words=words, also=also, label=label, hint=hint)


def _ask_repayment(asking: VisitQuestions) -> VisitFormData:
    """What was paid of the instalment that is due, whether the business is open or not.

    A sheet has a line for it as long as something is to be paid back.
    """
    case, today = asking.case, asking.book.today
    standing = loan_standing(case, today, case.plan.rate) if case.plan else None
    known = asking.form.get("business.repaid") or asking.form.get("business.repaid_in_kind")
    if standing is None or standing.next is None or not (known or asking.sheet or standing.those(*_DUE)):
        return {"repaid": known} if known not in ("", YES, NO) else {}
    if standing.next.state in _DUE:
        asking.form.tell(due_words(standing, asking.mask, today))
    return _ask_in_kind(asking) if standing.next.amount is None else _ask_repaid(asking)


def _ask_in_kind(asking: VisitQuestions) -> VisitFormData:
    hint, label = say("Enter: not spoken of"), say("given back")
    words = (say(YES), say(NO))
    given = asking.ask_choice("business.repaid_in_kind", say("  Was it given back"), *words, hint=hint, label=label)
    return {"repaid_in_kind": True} if given == YES else {"repaid": "0"} if given else {}


def _ask_repaid(asking: VisitQuestions) -> VisitFormData:
    typed = asking.ask(
        "business.repaid",
        say("  Paid back of the loan since the last visit"),
        lambda typed: in_loan_currency(typed, asking.case),
        hint=say("0 for nothing; Enter: not spoken of"),
        label=say("paid back of the loan"),
    )
    return {"repaid": typed} if typed else {}


def _ask_month(asking: VisitQuestions) -> VisitFormData:
    """The figures of the month before the visit, one by one."""
    asking.form.tell(say("Of the month before the visit. Enter skips; = is as last time; . skips the rest."))
    month: VisitFormData = {}
    before, texts = _last_figures(last_figures(asking.before)), _figure_questions()
    names = [name for name in FIGURES if name in figures_on_sheet(asking.case) or asking.form.get(f"business.{name}")]
    for n, name in enumerate(names):
        hint = say("such as materials 40,000; rent 20,000") if name == "costs" else ""
        read, label = _figure_reader(asking, month, names[n:]), texts[name].lower()
        shape: dict[str, Any] = {"label": label, "hint": hint, "last": before.get(name, "")}
        if typed := asking.ask(f"business.{name}", f"  {texts[name]}", read, **shape):
            month[name] = _figure_value(asking, name, typed)
    return month


def _figure_questions() -> dict[str, str]:
    return {
        "customers": say("Customers a day"),
        "takings": say("Takings"),
        "costs": say("Costs by kind"),
        "drawings": say("Taken out to live on"),
        "stock": say("Worth of the stock"),
        "debt": say("Debt"),
        "savings": say("Savings"),
    }


def _last_figures(last: MonthlyFigures | None) -> dict[str, str]:
    """The figures of last time, as text that can be read again."""
    if last is None:
        return {}
    told = month_data(last)
    costs = "; ".join(f"{cost.kind} {cost.amount.written()}" for cost in last.costs)
    figures = {name: costs if name == "costs" else str(told[name] or "") for name in FIGURES}
    return {name: text for name, text in figures.items() if text}


def _figure_value(asking: VisitQuestions, name: str, typed: str) -> Any:
    if name == "costs":
        return {kind: _amount(asking, amount) for kind, amount in _parse_costs(typed).items()}
    return typed if name == "customers" else _amount(asking, typed)


def _amount(asking: VisitQuestions, typed: str) -> str:
    """An amount as it is to be read: in the currency that a sheet names; else in the office's where none is named."""
    currency = currency_on_sheet(asking.case) if asking.sheet else None
    return parse_money(typed, currency).written() if currency else typed


def _parse_costs(typed: str) -> dict[str, str]:
    costs: dict[str, str] = {}
    for part in filter(None, (part.strip() for part in typed.split(";"))):
        kind, _, amount = part.replace("=", " ").partition(" ")
        if kind in costs:
            raise Invalid(say("A kind of cost is named twice."), say("Add the amounts of one kind together."))
        costs[kind] = amount.strip()
    return costs


def _figure_reader(asking: VisitQuestions, month: VisitFormData, names: Sequence[str]) -> Callable[[str], str]:
    """A reader of the first of these figures, checked with those said before it: riel and dollars do not mix."""
    name, *others = names

    def read(typed: str) -> str:
        if typed == REST:
            for other in others:
                asking.form.keep(f"business.{other}", "")
            return ""
        asking.check("month", month | {name: _figure_value(asking, name, typed)})
        return typed

    return read
