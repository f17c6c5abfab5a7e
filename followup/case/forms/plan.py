"""A plan as people write it in a file, and back: plain keys, money like ``2000 riel`` or ``$0.50``."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from followup.case.business.earnings import Animals, BusinessKind, Garden, Season
from followup.case.business.loan import Loan, Repayment
from followup.case.business.money import Currency, Money, parse_number
from followup.case.business.plan import (
    MOST_CUSTOMERS,
    MOST_SHARE,
    Customers,
    Item,
    MonthlyCost,
    Partner,
    Plan,
    Price,
)
from followup.case.business.plan_fields import LONGEST_NAME
from followup.case.forms.dates import parse_date, parse_month
from followup.case.forms.reading import (
    FormKey,
    FormProblem,
    FormReading,
    figure,
    figure_text,
    from_value,
    keys_of,
    one_of,
    read_form,
    record,
    record_of,
    rows,
    short_text,
    whole,
)
from followup.case.pseudonym import given_code
from followup.errors import Invalid
from followup.messages import say
from followup.values import Struct, asdict


def plan_from_mapping(mapping: Mapping[str, Any]) -> tuple[Plan | None, tuple[FormProblem, ...]]:
    """The plan ``mapping`` describes, or None and everything that is wrong with it; the keys stand at ``_BEFORE``.

    Only trade, rate and what brings the money in must be given: customers_a_day and days_open of a shop, or the part
    ``animals``, ``garden`` or ``season``. Amounts without a currency are in the plan's own.
    """
    if not isinstance(mapping, Mapping):
        return None, (FormProblem(say("plan"), say("A plan is a list of keys and values.")),)
    reading = FormReading(name=say("plan"))
    if mapping.get("currency") is not None:
        with suppress(Invalid):  # noted when the key is read with the others
            reading.currency = _currency(mapping["currency"])
    given_keys = {key: value for key, value in mapping.items() if value is not None}
    kind = _kind_of(given_keys)
    given_keys |= {"kind": kind} if kind else {}
    keys = _BEFORE | _EARNING[kind or BusinessKind.SHOP] | _AFTER
    return read_form(reading, record(Plan, keys, _ATTRIBUTES), _ASSUMED | given_keys, "")


_KINDS = {"service": BusinessKind.SHOP, "crops": BusinessKind.GARDEN, "other": BusinessKind.SEASONAL}
"""Other words for the kinds."""
_PARTS = {"animals": BusinessKind.ANIMALS, "garden": BusinessKind.GARDEN, "season": BusinessKind.SEASONAL}


def _kind_of(given: Mapping[str, Any]) -> BusinessKind | None:
    """The kind that is named, or the one whose part is there; None for a word that names none."""
    if "kind" not in given:
        return next((kind for part, kind in _PARTS.items() if part in given), BusinessKind.SHOP)
    named = str(given["kind"]).strip().lower()
    return _KINDS.get(named) or (BusinessKind(named) if named in set(BusinessKind) else None)


def slug(written: Any) -> str:
    return short_text(LONGEST_NAME)(written).lower()


def graduate_code(written: Any) -> str:
    return given_code(short_text(LONGEST_NAME)(written))


_CURRENCIES = {"khr": Currency.KHR, "riel": Currency.KHR, "usd": Currency.USD, "dollar": Currency.USD}


def _currency(written: Any) -> Currency:
    named = _CURRENCIES.get(written.strip().lower().removesuffix("s")) if isinstance(written, str) else None
    if named is None:
        raise Invalid(say("The currency is riel or dollars."))
    return named


def _customers(reading: FormReading, where: str, written: Any) -> Customers | None:
    """``3``, ``"2-3"``, ``"2 to 3"`` or ``{low, high}``."""
    if isinstance(written, Mapping):
        read: Customers | None = _low_and_high(reading, where, written)
        return read
    ends = figure_text(written).lower().replace("–", "-").replace("to", "-").split("-")
    if len(ends) > 2:
        raise Invalid(say("Customers a day are one number or a range."), say("Write it like 3 or 2-3."))
    low, high = (parse_number(end, places=2, most=MOST_CUSTOMERS) for end in (ends[0], ends[-1]))
    return Customers(low, high)


def _a_month(_reading: FormReading, _where: str, written: Any) -> date:
    """A month such as ``2027-01``, or any day of it."""
    if isinstance(written, date):
        return written.replace(day=1)
    text = figure_text(written).strip()
    if text.count("-") < 2:
        return parse_month(text)
    return parse_date(text, None).replace(day=1)


_a_number = figure(places=2, most=MOST_CUSTOMERS)
_low_and_high = record_of(Customers, low=_a_number, high=_a_number)
_ITEM = keys_of(Item, "what", "price", "quantity", "paid_by")
_LOAN = keys_of(Loan, harvest=_a_month)


def _read_loan(reading: FormReading, where: str, written: Any) -> Any:
    """A loan; where nothing else is said it is paid back month by month."""
    monthly = isinstance(written, Mapping) and written.get("repaid") in (None, "", Repayment.MONTHLY.value)
    needed = {key: FormKey(_LOAN[key].read, required=monthly) for key in ("instalment", "months")}
    return record(Loan, _LOAN | needed)(reading, where, written)


_BEFORE = {
    "trade": FormKey(from_value(slug), required=True),
    "currency": FormKey(from_value(_currency), required=True),
    "rate": FormKey(figure(places=4, most=100_000), required=True),
    "partners": FormKey(rows(record_of(Partner, code=from_value(graduate_code), trade=from_value(slug)))),
    "kind": FormKey(one_of(BusinessKind)),
}
_AFTER = keys_of(
    Plan,
    *("costs", "items", "loan", "start_up_money", "note"),
    costs=rows(record_of(MonthlyCost), "kind", "amount"),
    items=rows(record(Item, _ITEM)),
    loan=_read_loan,
)
_EARNING: dict[BusinessKind, dict[str, FormKey]] = {
    BusinessKind.SHOP: {
        "customers_a_day": FormKey(_customers, required=True),
        "days_open": FormKey(whole(most=31), required=True),
        "prices": FormKey(rows(record_of(Price, share=figure(places=4, most=MOST_SHARE)), "service", "price")),
    },
    BusinessKind.ANIMALS: {"animals": FormKey(record_of(Animals), required=True)},
    BusinessKind.GARDEN: {"garden": FormKey(record_of(Garden), required=True)},
    BusinessKind.SEASONAL: {"season": FormKey(record_of(Season), required=True)},
}
"""What each kind of business says of how it earns."""
EARNING_KEYS = frozenset(key for keys in _EARNING.values() for key in keys)
_ATTRIBUTES = {"customers_a_day": "customers"}
_ASSUMED = {"currency": "riel", "partners": [{"role": "herself"}]}
_WRITTEN = (*_BEFORE, *_EARNING[BusinessKind.SHOP], *_AFTER, *_PARTS)
"""The keys of a plan in the order in which they are written."""
_UNSAID = {"in_charge": False, "shares": True, "repaid": Repayment.MONTHLY}
"""What is not written, beside what is None or empty: it is so where the key is not there."""


def plan_to_mapping(plan: Plan) -> dict[str, Any]:
    """``plan`` in the shape ``plan_from_mapping`` reads, in JSON values; what was not said is left out."""
    said = _written(plan) | {"currency": "riel" if plan.currency is Currency.KHR else "dollars"}
    if plan.customers:
        said["customers_a_day"] = said["customers"]
    if plan.items:
        said["items"] = [{key: item[key] for key in _ITEM} for item in said["items"]]
    if plan.loan and plan.loan.harvest:
        said["loan"]["harvest"] = f"{plan.loan.harvest:%Y-%m}"
    return {key: said[key] for key in _WRITTEN if key in said}


def _written(value: Any) -> Any:
    """A part of a plan as it is written in a file."""
    if isinstance(value, Money):
        return value.written()
    if isinstance(value, Struct):
        parts = {name: part for name, part in asdict(value).items() if part != _UNSAID.get(name)}
        return {name: said for name, part in parts.items() if (said := _written(part)) not in ("", [])}
    if isinstance(value, tuple):
        return [_written(part) for part in value]
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value
