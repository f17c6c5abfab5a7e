"""What is asked about her business at a visit: the figures of the month before it, and what was paid back of a loan."""

from collections.abc import Callable
from typing import Any

from followup.case.business.month import MonthlyFigures
from followup.errors import Invalid
from followup.messages import say
from followup.monitoring.loans import InstalmentState, loan_standing
from followup.monitoring.visit_sheet import FIGURES, figures_on_sheet, last_figures
from followup_cli.fragments.amounts import month_data
from followup_cli.fragments.loans import due_words
from followup_cli.visits.form_options import VisitFormData, in_loan_currency
from followup_cli.visits.questions import VisitQuestions


def ask_business(asking: VisitQuestions) -> VisitFormData:
    if "month" in asking.given:
        return {"month": asking.given["month"]}
    month = _ask_figures(asking) | ask_repayment(asking)
    return {"month": month} if month else {}


def ask_repayment(asking: VisitQuestions) -> VisitFormData:
    """What was paid of the instalment that is due, whether the business is open or not."""
    case, today = asking.case, asking.book.today
    standing = loan_standing(case, today, case.plan.rate) if case.plan else None
    if standing is None or standing.next is None or not asking.asks_repayment(standing):
        return {}
    if standing.next.state is not InstalmentState.AHEAD:
        asking.form.tell(due_words(standing, asking.mask, today))
    if standing.next.amount is None:
        given = asking.form.ask_yes_no(
            "business.repaid_in_kind", say("  Was it given back?"), default=False, label=say("given back")
        )
        return {"repaid_in_kind": True} if given else {"repaid": "0"}
    typed = asking.ask(
        "business.repaid",
        say("  Paid back of the loan since the last visit"),
        lambda typed: in_loan_currency(typed, case) if typed else "",
        hint=say("0 for nothing; Enter: not spoken of"),
        label=say("paid back of the loan"),
    )
    return {"repaid": typed} if typed else {}


def _ask_figures(asking: VisitQuestions) -> VisitFormData:
    """The figures of the month, empty where there are none to tell."""
    last = last_figures(asking.case)
    runs = last.open if last else asking.case.plan is not None
    if not asking.form.ask_yes_no("business.any", say("Figures of her business?"), default=runs, label=say("figures")):
        return {}
    if not asking.form.ask_yes_no("business.open", say("  Is it open?"), default=True, label=say("open")):
        return {"open": False}
    return ask_month(asking)


def ask_month(asking: VisitQuestions) -> VisitFormData:
    """The figures of the month before the visit, one by one."""
    last = last_figures(asking.case)
    asking.form.tell(say("Of the month before the visit. Enter skips; = is the same as last time."))
    month: VisitFormData = {}
    before = _last_figures(last)
    texts = _figure_questions()
    for name in figures_on_sheet(asking.case):
        hint = say("such as materials 40,000; rent 20,000") if name == "costs" else ""
        label, check = texts[name].lower(), _figure_check(asking, month, name)
        key, text, known = f"business.{name}", f"  {texts[name]}", before.get(name, "")
        if typed := asking.ask(key, text, label=label, hint=hint, last=known, check=check):
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
        return {kind: asking.amount(amount) for kind, amount in _parse_costs(typed).items()}
    return typed if name == "customers" else asking.amount(typed)


def _parse_costs(typed: str) -> dict[str, str]:
    costs: dict[str, str] = {}
    for part in filter(None, (part.strip() for part in typed.split(";"))):
        kind, _, amount = part.replace("=", " ").partition(" ")
        if kind in costs:
            raise Invalid(say("A kind of cost is named twice."), say("Add the amounts of one kind together."))
        costs[kind] = amount.strip()
    return costs


def _figure_check(asking: VisitQuestions, month: VisitFormData, name: str) -> Callable[[str], None]:
    """A check of one figure together with those said before it: riel and dollars do not mix."""
    return lambda typed: asking.check("month", month | {name: _figure_value(asking, name, typed)})
