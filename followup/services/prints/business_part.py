"""The business on a visit sheet: each figure as it was last told and as it is planned, in the currency of the plan."""

from decimal import Decimal
from fractions import Fraction

from followup.case.business.loan import Repayment
from followup.case.business.money import Currency, Money, show
from followup.case.business.month import MonthlyFigures
from followup.case.business.plan import Plan, reckon
from followup.case.case import Case
from followup.handout.paper.document import Content
from followup.monitoring.loans import InstalmentState, LoanStanding, loan_standing
from followup.monitoring.visit_sheet import currency_on_sheet, figures_on_sheet, last_figures
from followup.services.prints.texts import OwnTexts

Fields = dict[str, Content]


def business_part(case: Case, own: OwnTexts) -> Fields | None:
    """The part of the sheet; None where nothing is known of a business."""
    last = last_figures(case)
    if case.plan is None and last is None:
        return None
    figures = _Figures(case, last or MonthlyFigures(), own)
    loan = loan_standing(case, case.as_of, case.plan.rate) if case.plan else None
    return {
        "currency": own.key(f"currency_{figures.currency.value.lower()}"),
        "figures": [figures.row(name) for name in figures_on_sheet(case)] + _loan_rows(loan, figures),
        "instalments": _instalments(loan, figures),
    }


def amount_on_paper(amount: Fraction, currency: Currency) -> str:
    """An amount under a heading that names its currency: whole riel, or dollars and cents."""
    shown = show(amount, currency)
    return shown.split()[0] if currency is Currency.KHR else shown.replace("$", "")


class _Figures:
    """The figures of her business as texts, all in one currency."""

    def __init__(self, case: Case, last: MonthlyFigures, own: OwnTexts) -> None:
        self.plan, self.last, self.own = case.plan, last, own
        self.currency = currency_on_sheet(case) or Currency.KHR
        self.planned = _planned(case.plan) if case.plan else {}

    def row(self, name: str) -> Fields:
        """One figure: last time's and the plan's, empty where there is none."""
        return self._row(name, self._told(name), self.planned.get(name, ""))

    def repayment_row(self, instalment: Money | None) -> Fields:
        """What was paid back last, and the instalment that is to be paid: none of money where it is owed in kind."""
        repaid = self.last.repaid if instalment else None
        told, planned = (self.digits(money) if money else "" for money in (repaid, instalment))
        return self._row("repaid" if instalment else "given_back", told, planned)

    def _row(self, name: str, told: str, planned: str) -> Fields:
        return {"key": self.own.key(name), "last": self.own.text(told), "plan": self.own.text(planned)}

    def _told(self, name: str) -> str:
        if name == "customers":
            return "" if self.last.customers is None else f"{self.last.customers:f}"
        amount = self.last.cost if name == "costs" else getattr(self.last, name)
        return self.digits(amount) if amount else ""

    def digits(self, money: Money) -> str:
        """An amount without its unit, at the rate of the plan; with it where there is no rate to go by."""
        if self.plan is None and money.currency is not self.currency:
            return money.shown()
        return amount_on_paper(self.plan.worth(money) if self.plan else money.exact, self.currency)


def _planned(plan: Plan) -> dict[str, str]:
    month = reckon(plan)
    amounts = {"takings": month.takings, "costs": month.costs, "drawings": month.take_home}
    texts = {name: amount_on_paper(amount, plan.currency) for name, amount in amounts.items() if amount}
    return texts | ({"customers": _number(plan.customers.expected)} if plan.customers else {})


def _number(number: Fraction) -> str:
    return f"{Decimal(number.numerator) / Decimal(number.denominator):.1f}".removesuffix(".0")


def _loan_rows(loan: LoanStanding | None, figures: _Figures) -> list[Content]:
    """The row of the instalment; none where nothing is left to be paid back."""
    if loan is None or loan.next is None:
        return []
    return [figures.repayment_row(None if loan.loan.repaid is Repayment.IN_KIND else loan.next.amount)]


def _instalments(loan: LoanStanding | None, figures: _Figures) -> Fields | None:
    """How many instalments are due now, or when the next one will be; None where none of money is left."""
    if loan is None or loan.next is None or loan.next.amount is None:
        return None
    due = loan.those(InstalmentState.DUE, InstalmentState.MISSED)
    return {
        "key": figures.own.key("instalments_due" if due else "instalment_next"),
        "fields": {
            "n": figures.own.text(str(len(due))),
            "amount": figures.own.text(figures.digits(loan.next.amount)),
            "day": figures.own.day(loan.next.due),
        },
    }
