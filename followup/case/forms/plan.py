"""A plan as people write it in a file, and back: plain keys, money like ``2000 riel`` or ``$0.50``."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from followup.case.business.money import Currency, parse_number
from followup.case.business.plan import (
    LONGEST_NAME,
    LONGEST_NOTE,
    MOST_CUSTOMERS,
    MOST_SHARE,
    CostKind,
    Customers,
    Item,
    Loan,
    MonthlyCost,
    PaidBy,
    Partner,
    PartnerRole,
    Plan,
    Price,
)
from followup.case.forms.reading import (
    FormKey,
    FormProblem,
    FormReading,
    amount,
    figure,
    figure_text,
    from_value,
    one_of,
    record,
    rows,
    short_text,
    whole,
    yes_or_no,
)
from followup.case.pseudonym import given_code
from followup.errors import Invalid
from followup.messages import say


def plan_from_mapping(mapping: Mapping[str, Any]) -> tuple[Plan | None, tuple[FormProblem, ...]]:
    """The plan ``mapping`` describes, or None and everything that is wrong with it; the keys stand at ``_PLAN``.

    Only trade, rate, customers_a_day and days_open must be given; amounts without a currency are in the plan's own.
    """
    if not isinstance(mapping, Mapping):
        return None, (FormProblem(say("plan"), say("A plan is a list of keys and values.")),)
    reading = FormReading(name=say("plan"))
    if mapping.get("currency") is not None:
        with suppress(Invalid):  # noted when the key is read with the others
            reading.currency = _currency(mapping["currency"])
    given_keys = {key: value for key, value in mapping.items() if value is not None}
    plan = record(Plan, _PLAN, _ATTRIBUTES)(reading, "", _ASSUMED | given_keys)
    return (None, tuple(reading.problems)) if reading.problems else (plan, ())


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
        read: Customers | None = record(Customers, _CUSTOMERS)(reading, where, written)
        return read
    ends = figure_text(written).lower().replace("–", "-").replace("to", "-").split("-")
    if len(ends) > 2:
        raise Invalid(say("Customers a day are one number or a range."), say("Write it like 3 or 2-3."))
    low, high = (parse_number(end, places=2, most=MOST_CUSTOMERS) for end in (ends[0], ends[-1]))
    return Customers(low, high)


_A_DAY = FormKey(figure(places=2, most=MOST_CUSTOMERS), required=True)
_CUSTOMERS = {"low": _A_DAY, "high": _A_DAY}
_AMOUNT = FormKey(amount, required=True)
_NAME = FormKey(from_value(short_text(LONGEST_NAME)), required=True)
_NOTE = FormKey(from_value(short_text(LONGEST_NOTE)))
_PARTNER = {
    "role": FormKey(one_of(PartnerRole), required=True),
    "code": FormKey(from_value(graduate_code)),
    "in_charge": FormKey(from_value(yes_or_no)),
    "take_home": FormKey(amount),
    "shares": FormKey(from_value(yes_or_no)),
    "trade": FormKey(from_value(slug)),
}
_ITEM = {
    "what": _NAME,
    "price": _AMOUNT,
    "quantity": FormKey(whole(most=10_000)),
    "paid_by": FormKey(one_of(PaidBy), required=True),
}
_LOAN = {"principal": _AMOUNT, "instalment": _AMOUNT, "months": FormKey(whole(most=120), required=True)}
_PRICE = {"service": _NAME, "price": _AMOUNT, "share": FormKey(figure(places=4, most=MOST_SHARE))}
_COST = {"kind": FormKey(one_of(CostKind), required=True), "amount": _AMOUNT, "note": _NOTE}
_PLAN = {
    "trade": FormKey(from_value(slug), required=True),
    "currency": FormKey(from_value(_currency), required=True),
    "rate": FormKey(figure(places=4, most=100_000), required=True),
    "partners": FormKey(rows(record(Partner, _PARTNER))),
    "customers_a_day": FormKey(_customers, required=True),
    "days_open": FormKey(whole(most=31), required=True),
    "prices": FormKey(rows(record(Price, _PRICE), "service", "price")),
    "costs": FormKey(rows(record(MonthlyCost, _COST), "kind", "amount")),
    "items": FormKey(rows(record(Item, _ITEM))),
    "loan": FormKey(record(Loan, _LOAN)),
    "start_up_money": FormKey(amount),
    "note": _NOTE,
}
_ATTRIBUTES = {"customers_a_day": "customers"}
_ASSUMED = {"currency": "riel", "partners": [{"role": "herself"}]}


def plan_to_mapping(plan: Plan) -> dict[str, Any]:
    """``plan`` in the shape ``plan_from_mapping`` reads, in JSON values; what was not said is left out."""
    return _without_blanks(
        trade=plan.trade,
        currency="riel" if plan.currency is Currency.KHR else "dollars",
        rate=f"{plan.rate:f}",
        partners=[_partner(partner) for partner in plan.partners],
        customers_a_day={"low": f"{plan.customers.low:f}", "high": f"{plan.customers.high:f}"},
        days_open=plan.days_open,
        prices=[{"service": p.service, "price": p.price.written(), "share": f"{p.share:f}"} for p in plan.prices],
        costs=[
            _without_blanks(kind=cost.kind.value, amount=cost.amount.written(), note=cost.note) for cost in plan.costs
        ],
        items=[
            {"what": i.what, "price": i.price.written(), "quantity": i.quantity, "paid_by": i.paid_by.value}
            for i in plan.items
        ],
        loan=plan.loan and _loan(plan.loan),
        start_up_money=plan.start_up_money and plan.start_up_money.written(),
        note=plan.note,
    )


def _partner(partner: Partner) -> dict[str, Any]:
    return _without_blanks(
        role=partner.role.value,
        code=partner.code,
        in_charge=partner.in_charge or None,
        take_home=partner.take_home and partner.take_home.written(),
        shares=None if partner.shares else False,
        trade=partner.trade,
    )


def _loan(loan: Loan) -> dict[str, Any]:
    return {"principal": loan.principal.written(), "instalment": loan.instalment.written(), "months": loan.months}


def _without_blanks(**values: Any) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value is not None and value not in ("", [])}
