"""A business plan, and what its check found, the gravest first."""

from collections.abc import Callable, Sequence
from fractions import Fraction

from followup.case.business import money
from followup.case.business.money import Currency, Money
from followup.case.business.plan import Plan, Reckoning
from followup.case.business.rule_inputs import customers_a_day, number_word, tenths, tenths_up
from followup.case.case import Case
from followup.case.fields import Mask
from followup.case.rules import Finding
from followup.messages import say
from followup.services.plans import PlanCheck
from followup_cli.fragments.styles import SEVERITY_STYLE
from followup_cli.terminal.page import Page
from followup_cli.terminal.table import Cell, Column, Table


def plan_page(case: Case, plan: Plan, mask: Mask) -> Page:
    """The plan as it was written down."""
    page = Page().line(say("Business plan of {code}", code=case.code), "head")
    page.text(_plan_line(plan)).line()
    page.table(_price_table(say("Price list"), [(mask(one.service), one.price) for one in plan.prices]))
    costs = [(_with_note(cost.kind.label, mask(cost.note)), cost.amount) for cost in plan.costs]
    page.line().table(_price_table(say("Costs a month"), costs))
    page.line().table(_partners_table(plan))
    if plan.items:
        page.line().table(_items_table(plan, mask))
    page.line()
    if plan.loan:
        page.pair(say("Loan"), _loan_text(plan))
    if plan.start_up_money:
        page.pair(say("To start"), say("{money} kept for the first months", money=plan.start_up_money.shown()))
    if plan.note:
        page.pair(say("Note"), mask(plan.note))
    for assumed in case.plan_assumed:
        page.pair(say("Assumed"), mask(assumed), "watch")
    return page.line(say("Check it with: followup plan check {code}", code=case.code), "quiet")


def _plan_line(plan: Plan) -> str:
    customers = plan.customers
    low, high = f"{customers.low:f}", f"{customers.high:f}"
    return say(
        "{trade}, {n} customers a day, open {days} days a month, {rate} riel to the dollar",
        trade=plan.trade,
        n=low if low == high else say("{low} to {high}", low=low, high=high),
        days=plan.days_open,
        rate=f"{plan.rate:,f}",
    )


def _with_note(label: str, note: str) -> str:
    return f"{label} ({note})" if note else label


def _price_table(title: str, rows: Sequence[tuple[str, Money]]) -> Table:
    return Table(
        title=title,
        columns=(Column(say("What"), fold=True), Column(say("Amount"), "right")),
        rows=[(what, amount.shown()) for what, amount in rows],
        empty=say("Nothing is written down."),
    )


def _partners_table(plan: Plan) -> Table:
    return Table(
        title=say("Partners"),
        columns=(Column(say("Who")), Column(say("In charge")), Column(say("Takes home"), "right")),
        rows=[
            (
                " ".join(part for part in (one.role.label, one.code or "") if part),
                say("in charge") if one.in_charge else "–",
                one.take_home.shown() if one.take_home else say("not said"),
            )
            for one in plan.partners
        ],
    )


def _items_table(plan: Plan, mask: Mask) -> Table:
    return Table(
        title=say("Bought for the start"),
        columns=(
            Column(say("What"), fold=True),
            Column(say("How many"), "right"),
            Column(say("Price of one"), "right"),
            Column(say("Who paid")),
        ),
        rows=[(mask(one.what), str(one.quantity), one.price.shown(), one.paid_by.label) for one in plan.items],
    )


def _loan_text(plan: Plan) -> str:
    assert plan.loan is not None
    return say(
        "{principal}, paid back in {months} months of {instalment}",
        principal=plan.loan.principal.shown(),
        months=plan.loan.months,
        instalment=plan.loan.instalment.shown(),
    )


# --- the check ------------------------------------------------------------------------------------------------------


def gravest_first(warnings: Sequence[Finding]) -> list[Finding]:
    """The warnings in the order in which they are shown and numbered."""
    return sorted(warnings, key=lambda warning: -warning.severity.rank)


def plan_check_page(check: PlanCheck, mask: Mask) -> Page:
    """The figures of a month, what of them was assumed, and the warnings in plain sentences, each with its reason."""
    page = Page().line(say("Plan check of {code}", code=check.case.code), "head")
    page.text(_plan_line(check.plan)).line().table(_month_table(check))
    page.line().pair(say("Break-even"), _customers_needed(check.expected.break_even), indent=18)
    page.pair(say("Everybody paid"), _customers_needed(check.expected.everybody_paid), indent=18)
    if check.expected.months_of_money is not None:
        months = say("spent after {n} months", n=tenths(check.expected.months_of_money))
        page.pair(say("Start-up money"), months, indent=18)
    return _add_warnings(_add_assumptions(page.line(), check, mask), check.warnings)


def _add_assumptions(page: Page, check: PlanCheck, mask: Mask) -> Page:
    """What nobody knew of the plan, and what stands beside its costs: figures and warnings are no surer than that."""
    resting = assumptions(check, mask)
    if not resting:
        return page
    page.line(say("What these figures rest on"), "head")
    for text in resting:
        page.text(text, "watch")
    return page.line()


def assumptions(check: PlanCheck, mask: Mask) -> list[str]:
    """What was assumed of the plan, and the notes beside its costs."""
    beside = (f"{cost.kind.label}: {mask(cost.note)}" for cost in check.plan.costs if cost.note)
    return [*map(mask, check.case.plan_assumed), *beside]


def _month_table(check: PlanCheck) -> Table:
    months = [check.fewest, check.expected] if check.fewest.customers != check.expected.customers else [check.expected]
    heads = [say("at {n} a day", n=tenths(month.customers)) for month in months]
    each = say("Left for each of {n}", n=number_word(check.plan.sharers))
    rows: tuple[tuple[str, Callable[[Reckoning], Fraction]], ...] = (
        (say("Takings"), lambda month: month.takings),
        (say("Costs"), lambda month: month.costs),
        *([(say("Loan instalment"), lambda month: month.instalment)] if check.expected.instalment else []),
        (say("Left"), lambda month: month.left),
        *([(each, lambda month: month.left_each)] if check.plan.sharers > 1 else []),
        (say("Must be taken home"), lambda month: month.take_home),
    )
    return Table(
        columns=(Column(say("In a month")), *(Column(head, "right") for head in heads)),
        rows=[[label, *(_amount_cell(figure(month), month.currency) for month in months)] for label, figure in rows],
    )


def _amount_cell(amount: Fraction, currency: Currency) -> Cell:
    return Cell(money.show(amount, currency), "bad" if amount < 0 else "")


def _customers_needed(customers: Fraction | None) -> str:
    if customers is None:
        return say("at these prices no number of customers is enough")
    return customers_a_day(tenths_up(customers))


def _add_warnings(page: Page, warnings: Sequence[Finding]) -> Page:
    if not warnings:
        return page.line(say("The check finds nothing wrong with this plan."), "good")
    page.line(say("Warnings, the gravest first"), "head")
    for number, warning in enumerate(gravest_first(warnings), 1):
        label = f"{number:>2} {warning.severity.label.upper()}"
        style = SEVERITY_STYLE[warning.severity]
        page.pair(label, warning.sentence, style, label_style=style)
        page.pair("", warning.reason, "quiet")
    return page
