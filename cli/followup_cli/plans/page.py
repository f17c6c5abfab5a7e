"""A business plan, and what its check found, the gravest first."""

from collections.abc import Callable, Sequence
from fractions import Fraction

from followup.case.business import money
from followup.case.business.earnings import BusinessKind, Cycle
from followup.case.business.loan import Loan, Repayment
from followup.case.business.money import Currency, Money
from followup.case.business.plan import Item, Partner, Plan, Reckoning
from followup.case.business.rule_inputs import customers_a_day, number_word, tenths, tenths_up
from followup.case.case import Case
from followup.case.fields import Mask
from followup.case.rules import Finding
from followup.messages import say, say_count
from followup.services.plans import PlanCheck
from followup_cli.fragments.styles import SEVERITY_STYLE
from followup_cli.terminal.columns import ColumnOf, table_of
from followup_cli.terminal.page import Page
from followup_cli.terminal.table import Cell, Column, Table


def plan_page(case: Case, plan: Plan, mask: Mask, label: Mask) -> Page:
    """The plan as it was written down."""
    page = Page().line(say("Business plan of {code}", code=case.code), "head")
    page.text(_plan_line(plan, label)).line()
    if plan.kind is BusinessKind.SHOP:
        page.table(_price_table(say("Price list"), [(mask(one.service), one.price) for one in plan.prices]))
    else:
        page.pairs(_earning_pairs(plan))
    costs = [(_with_note(cost.kind.label, mask(cost.note)), cost.amount) for cost in plan.costs]
    if costs or plan.kind is BusinessKind.SHOP:
        page.line().table(_price_table(say("Costs a month"), costs))
    page.line().table(_partners_table(plan))
    if plan.items:
        page.line().table(_items_table(plan, mask))
    page.line()
    if plan.loan:
        page.pair(say("Loan"), _loan_text(plan.loan, mask))
    if plan.start_up_money:
        page.pair(say("To start"), say("{money} kept for the first months", money=plan.start_up_money.shown()))
    if plan.note:
        page.pair(say("Note"), mask(plan.note))
    for assumed in case.plan_assumed:
        page.pair(say("Assumed"), mask(assumed), "watch")
    return page.line(say("Check it with: followup plan check {code}", code=case.code), "quiet")


def _plan_line(plan: Plan, label: Mask) -> str:
    customers = plan.customers
    if customers is None or plan.cycle:
        return say(
            "{trade}, {sales}, {rate} riel to the dollar",
            trade=label(plan.trade),
            sales=plan.cycle.words if plan.cycle else "",
            rate=f"{plan.rate:,f}",
        )
    low, high = f"{customers.low:f}", f"{customers.high:f}"
    sold = customers_a_day(low) if low == high else say("{low} to {high} customers a day", low=low, high=high)
    return say(
        "{trade}, {sold}, {open}, {rate} riel to the dollar",
        trade=label(plan.trade),
        sold=sold,
        open=say_count(plan.days_open, "open 1 day a month", "open {n} days a month"),
        rate=f"{plan.rate:,f}",
    )


def _earning_pairs(plan: Plan) -> list[tuple[str, str]]:
    """What animals, a garden or seasonal work bring in and cost, as it was written down."""
    if one := plan.animals:
        sold = say_count(one.months, "{of}, sold after 1 month", "{of}, sold after {n} months", of=one.number)
        price = say("{price} each; feed for all {feed} a month", price=one.price.shown(), feed=_shown(one.feed))
        return [(say("Animals"), sold), (say("Price"), price)]
    if of := plan.garden:
        first = "{of} a year, the first after 1 month", "{of} a year, the first after {n} months"
        brings = say("brings {takings}, costs {costs}", takings=of.takings.shown(), costs=_shown(of.costs))
        return [(say("Harvests"), say_count(of.months, *first, of=of.harvests)), (say("A harvest"), brings)]
    if plan.season is None:
        return []
    return [
        (say("Work"), say_count(plan.season.months, *_WORKS, m=plan.season.wait)),
        (say("Such a month"), say("brings {takings}", takings=plan.season.takings.shown())),
    ]


_WORKS = "1 month a year, the first money after {m}", "{n} months a year, the first money after {m}"


def _shown(amount: Money | None) -> str:
    return amount.shown() if amount else say("not said")


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
    columns: tuple[ColumnOf[Partner], ...] = (
        ColumnOf(say("Who"), lambda one: " ".join(filter(None, (one.role.label, one.code)))),
        ColumnOf(say("In charge"), lambda one: say("in charge") if one.in_charge else "–"),
        ColumnOf(say("Takes home"), lambda one: _shown(one.take_home), "right"),
    )
    return table_of(plan.partners, columns, title=say("Partners"))


def _items_table(plan: Plan, mask: Mask) -> Table:
    columns: tuple[ColumnOf[Item], ...] = (
        ColumnOf(say("What"), lambda one: mask(one.what), fold=True),
        ColumnOf(say("How many"), lambda one: str(one.quantity), "right"),
        ColumnOf(say("Price of one"), lambda one: one.price.shown(), "right"),
        ColumnOf(say("Who paid"), lambda one: one.paid_by.label),
    )
    return table_of(plan.items, columns, title=say("Bought for the start"))


def _loan_text(loan: Loan, mask: Mask) -> str:
    lent = loan.principal.shown()
    month = f"{loan.harvest:%Y-%m}" if loan.harvest else ""
    if loan.repaid is Repayment.NONE:
        return say("{lent}, not to be paid back", lent=lent)
    if loan.repaid is Repayment.IN_KIND:
        by = say(" by {month}", month=month) if month else ""
        return say("{lent}, given back in kind{by}: {what}", lent=lent, by=by, what=mask(loan.in_kind))
    if loan.repaid is Repayment.AT_HARVEST:
        total = loan.total.shown() if loan.total else lent
        return say("{lent}, paid back at harvest, {month}: {total}", lent=lent, month=month, total=total)
    return say_count(
        loan.months,
        "{principal}, paid back in 1 month of {instalment}",
        "{principal}, paid back in {n} months of {instalment}",
        principal=lent,
        instalment=_shown(loan.instalment),
    )


# --- the check ------------------------------------------------------------------------------------------------------


def gravest_first(warnings: Sequence[Finding]) -> list[Finding]:
    """The warnings in the order in which they are shown and numbered."""
    return sorted(warnings, key=lambda warning: -warning.severity.rank)


def nothing_changed(check: PlanCheck) -> Page:
    """The plan is written down like this already."""
    words = say("Nothing was changed: her plan is written down like this already.")
    return Page().pair(check.case.code, words, label_style="strong")


def plan_check_page(check: PlanCheck, mask: Mask, label: Mask) -> Page:
    """The figures of a month, what of them was assumed, and the warnings in plain sentences, each with its reason."""
    page = Page().line(say("Plan check of {code}", code=check.case.code), "head")
    page.text(_plan_line(check.plan, label)).line().table(_month_table(check))
    page.line()
    _add_average(page, check)
    if check.plan.cycle:
        _add_sales_needed(page, check, check.plan.cycle)
    else:
        page.pair(say("Break-even"), _customers_needed(check.expected.break_even), indent=18)
        page.pair(say("Everybody paid"), _customers_needed(check.expected.everybody_paid), indent=18)
    if check.expected.months_of_money is not None:
        months = say_count(tenths(check.expected.months_of_money), "spent after 1 month", "spent after {n} months")
        page.pair(say("Start-up money"), months, indent=18)
    return _add_warnings(_add_assumptions(page.line(), check, mask), check.warnings)


def _add_average(page: Page, check: PlanCheck) -> None:
    """By which price takings are counted, where a customer may pay one of several."""
    if not check.plan.cycle and len({check.plan.worth(one.price) for one in check.plan.prices}) > 1:
        average = money.show(check.expected.average_price, check.expected.currency)
        page.pair(say("A customer pays"), say("{price}, the average of her prices", price=average), indent=18)


def _add_sales_needed(page: Page, check: PlanCheck, cycle: Cycle) -> None:
    """What one sale must bring to break even, and what is paid out until the first money comes in."""
    month = check.expected
    needed = money.show(month.sale_needed or Fraction(0), month.currency)
    brings = money.show(cycle.takings / cycle.units, month.currency)
    words = say("each {unit} must bring {needed}; it brings {brings}", unit=cycle.unit, needed=needed, brings=brings)
    page.pair(say("Break-even"), words, indent=18)
    if month.first_income:
        out = money.show(month.until_first, month.currency)
        one, more = "after 1 month; {out} is paid out until then", "after {n} months; {out} is paid out until then"
        words = say_count(month.first_income, one, more, out=out)
        page.pair(say("First money"), words, indent=18)


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
    heads = [say("on average")] if check.plan.cycle else heads
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
