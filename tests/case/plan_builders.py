"""Plans for tests: one that is sound in every respect, and any plan at all."""

from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from followup.case.business.money import Currency, Money
from followup.case.business.plan import (
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
from followup.values import replace


def riel(amount: int) -> Money:
    return Money(Decimal(amount), Currency.KHR)


def dollars(amount: str) -> Money:
    return Money(Decimal(amount), Currency.USD)


def customers(low: str | int, high: str | int | None = None) -> Customers:
    return Customers(Decimal(low), Decimal(low if high is None else high))


def a_plan(**changes: Any) -> Plan:
    """Alone, in charge, ten customers a day at 2,000 riel, 100,000 riel of costs, 50,000 to take home."""
    sound = Plan(
        trade="hairdressing",
        currency=Currency.KHR,
        rate=Decimal(4000),
        partners=(Partner(PartnerRole.HERSELF, in_charge=True, take_home=riel(50_000)),),
        customers=customers(10),
        days_open=26,
        prices=(Price("haircut", riel(2000)),),
        costs=(MonthlyCost(CostKind.MATERIALS, riel(100_000)),),
    )
    return replace(sound, **changes)


def a_cost(kind: CostKind, amount: int) -> tuple[MonthlyCost, ...]:
    return (MonthlyCost(kind, riel(amount)),)


def sisters(count: int, **each: Any) -> tuple[Partner, ...]:
    """She and ``count - 1`` other graduates."""
    roles = [PartnerRole.HERSELF] + [PartnerRole.GRADUATE] * (count - 1)
    return tuple(Partner(role, **each) for role in roles)


amounts = st.builds(riel, st.integers(0, 1_000_000)) | st.builds(
    lambda cents: Money(Decimal(cents).scaleb(-2), Currency.USD), st.integers(0, 100_000)
)
signed_moneys = st.builds(riel, st.integers(-(10**9), 10**9)) | st.builds(
    lambda cents: Money(Decimal(cents).scaleb(-2), Currency.USD), st.integers(-(10**8), 10**8)
)
numbers_a_day = st.decimals(0, 50, places=2)
names = st.sampled_from(["haircut", "manicure", "កាត់សក់", "perm, long hair"])
notes = st.sampled_from(["", "amount assumed", "តម្លៃ"])
ranges = st.tuples(numbers_a_day, numbers_a_day).map(lambda ends: Customers(min(ends), max(ends)))
others = st.builds(
    Partner,
    role=st.sampled_from([role for role in PartnerRole if role is not PartnerRole.HERSELF]),
    in_charge=st.booleans(),
    take_home=st.none() | amounts,
    shares=st.booleans(),
    trade=st.none() | st.just("sewing"),
)
graduates = st.builds(Partner, role=st.just(PartnerRole.GRADUATE), code=st.none() | st.just("BT-07"))
herself = st.builds(Partner, role=st.just(PartnerRole.HERSELF), in_charge=st.booleans(), take_home=st.none() | amounts)
plans = st.builds(
    Plan,
    trade=st.sampled_from(["hairdressing", "sewing", "animal-raising"]),
    currency=st.sampled_from(Currency),
    rate=st.decimals(3500, 4500, places=2),
    partners=st.tuples(herself, st.lists(others | graduates, max_size=3)).map(lambda all_: (all_[0], *all_[1])),
    customers=ranges,
    days_open=st.integers(1, 31),
    prices=st.lists(
        st.builds(Price, service=names, price=amounts, share=st.decimals("0.01", 100, places=4)), max_size=4
    ).map(tuple),
    costs=st.lists(st.builds(MonthlyCost, kind=st.sampled_from(CostKind), amount=amounts, note=notes), max_size=4).map(
        tuple
    ),
    items=st.lists(
        st.builds(Item, what=names, price=amounts, paid_by=st.sampled_from(PaidBy), quantity=st.integers(1, 20)),
        max_size=3,
    ).map(tuple),
    loan=st.none() | st.builds(Loan, principal=amounts, instalment=amounts, months=st.integers(1, 36)),
    start_up_money=st.none() | amounts,
    note=notes,
)
