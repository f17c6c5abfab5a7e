"""A plan as people write it in a file, and back: plain keys, money like ``2000 riel`` or ``$0.50``."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from typing import Any

from followup.case.business.earnings import Animals, BusinessKind, Garden, Season
from followup.case.business.loan import Loan, Repayment
from followup.case.business.money import Currency, Money, parse_number
from followup.case.business.plan import (
    MOST_CUSTOMERS,
    MOST_SHARE,
    CostKind,
    Customers,
    Item,
    MonthlyCost,
    PaidBy,
    Partner,
    PartnerRole,
    Plan,
    Price,
)
from followup.case.business.plan_fields import LONGEST_NAME, LONGEST_NOTE
from followup.case.forms.dates import parse_date, parse_month
from followup.case.forms.reading import (
    FormKey,
    FormProblem,
    FormReading,
    a_day,
    amount,
    figure,
    figure_text,
    from_value,
    one_of,
    read_form,
    record,
    rows,
    short_text,
    whole,
    yes_or_no,
)
from followup.case.pseudonym import given_code
from followup.errors import Invalid
from followup.messages import say
from followup.values import asdict


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
        read: Customers | None = record(Customers, _CUSTOMERS)(reading, where, written)
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
_LOAN = {
    "principal": _AMOUNT,
    "instalment": FormKey(amount),
    "months": FormKey(whole(most=120)),
    "repaid": FormKey(one_of(Repayment)),
    "harvest": FormKey(_a_month),
    "in_kind": FormKey(from_value(short_text(LONGEST_NOTE))),
    "since": FormKey(a_day),
}


def _read_loan(reading: FormReading, where: str, written: Any) -> Any:
    """A loan; where nothing else is said it is paid back month by month."""
    monthly = isinstance(written, Mapping) and written.get("repaid") in (None, "", Repayment.MONTHLY.value)
    needed = {key: FormKey(_LOAN[key].read, required=monthly) for key in ("instalment", "months")}
    return record(Loan, _LOAN | needed)(reading, where, written)


_ANIMALS = {
    "number": FormKey(whole(most=10_000), required=True),
    "months": FormKey(whole(most=60), required=True),
    "price": FormKey(amount, required=True),
    "feed": FormKey(amount),
}
_GARDEN = {
    "harvests": FormKey(whole(most=12), required=True),
    "months": FormKey(whole(most=24), required=True),
    "takings": FormKey(amount, required=True),
    "costs": FormKey(amount),
}
_SEASON = {
    "months": FormKey(whole(most=12), required=True),
    "takings": FormKey(amount, required=True),
    "wait": FormKey(whole(most=24)),
}
_PRICE = {"service": _NAME, "price": _AMOUNT, "share": FormKey(figure(places=4, most=MOST_SHARE))}
_COST = {"kind": FormKey(one_of(CostKind), required=True), "amount": _AMOUNT, "note": _NOTE}
_BEFORE = {
    "trade": FormKey(from_value(slug), required=True),
    "currency": FormKey(from_value(_currency), required=True),
    "rate": FormKey(figure(places=4, most=100_000), required=True),
    "partners": FormKey(rows(record(Partner, _PARTNER))),
    "kind": FormKey(one_of(BusinessKind)),
}
_AFTER = {
    "costs": FormKey(rows(record(MonthlyCost, _COST), "kind", "amount")),
    "items": FormKey(rows(record(Item, _ITEM))),
    "loan": FormKey(_read_loan),
    "start_up_money": FormKey(amount),
    "note": _NOTE,
}
_EARNING: dict[BusinessKind, dict[str, FormKey]] = {
    BusinessKind.SHOP: {
        "customers_a_day": FormKey(_customers, required=True),
        "days_open": FormKey(whole(most=31), required=True),
        "prices": FormKey(rows(record(Price, _PRICE), "service", "price")),
    },
    BusinessKind.ANIMALS: {"animals": FormKey(record(Animals, _ANIMALS), required=True)},
    BusinessKind.GARDEN: {"garden": FormKey(record(Garden, _GARDEN), required=True)},
    BusinessKind.SEASONAL: {"season": FormKey(record(Season, _SEASON), required=True)},
}
"""What each kind of business says of how it earns."""
EARNING_KEYS = frozenset(key for keys in _EARNING.values() for key in keys)
_ATTRIBUTES = {"customers_a_day": "customers"}
_ASSUMED = {"currency": "riel", "partners": [{"role": "herself"}]}


def plan_to_mapping(plan: Plan) -> dict[str, Any]:
    """``plan`` in the shape ``plan_from_mapping`` reads, in JSON values; what was not said is left out."""
    return _without_blanks(
        trade=plan.trade,
        currency="riel" if plan.currency is Currency.KHR else "dollars",
        rate=f"{plan.rate:f}",
        partners=[_partner(partner) for partner in plan.partners],
        kind=plan.kind.value,
        customers_a_day=plan.customers and _customers_written(plan.customers),
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
        animals=plan.animals and _part(plan.animals),
        garden=plan.garden and _part(plan.garden),
        season=plan.season and _part(plan.season),
    )


def _customers_written(customers: Customers) -> dict[str, str]:
    return {"low": f"{customers.low:f}", "high": f"{customers.high:f}"}


def _part(part: Animals | Garden | Season) -> dict[str, Any]:
    values = asdict(part)
    return _without_blanks(**{key: one.written() if isinstance(one, Money) else one for key, one in values.items()})


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
    return _without_blanks(
        principal=loan.principal.written(),
        instalment=loan.instalment and loan.instalment.written(),
        months=loan.months,
        repaid=None if loan.repaid is Repayment.MONTHLY else loan.repaid.value,
        harvest=loan.harvest and f"{loan.harvest:%Y-%m}",
        in_kind=loan.in_kind,
        since=loan.since and loan.since.isoformat(),
    )


def _without_blanks(**values: Any) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value is not None and value not in ("", [])}
