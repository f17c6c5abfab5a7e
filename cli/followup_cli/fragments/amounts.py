"""Amounts of money and the figures of a month, for programs."""

from decimal import Decimal
from fractions import Fraction

from followup.case.business.money import Currency
from followup.case.business.month import MonthlyFigures
from followup_cli.terminal.json import JsonValue


def amount_digits(amount: Fraction, currency: Currency) -> str:
    """An amount as digits, rounded like those for people."""
    units = int(abs(amount) * 10**currency.places + Fraction(1, 2))
    return f"{'-' if amount < 0 and units else ''}{Decimal(units).scaleb(-currency.places):f}"


def month_data(month: MonthlyFigures) -> dict[str, JsonValue]:
    """The figures of a month for programs and files; null where nobody said."""
    amounts = {name: getattr(month, name) for name in ("takings", "drawings", "stock", "debt", "savings", "repaid")}
    return {
        "customers": None if month.customers is None else f"{month.customers:f}",
        **{name: amount.written() if amount else None for name, amount in amounts.items()},
        "costs": {cost.kind: cost.amount.written() for cost in month.costs},
        "repaid_in_kind": month.repaid_in_kind,
        "open": month.open,
    }
