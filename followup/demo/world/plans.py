"""Invented business plans, most of them sound, some of them as they should not be."""

from random import Random
from typing import Any

TradeTemplate = dict[str, Any]
"""One trade of plans.json: customers, prices, costs and things as they usually are."""

_KINDS = {"sound": 60, "few_customers": 15, "high_rent": 8, "loan": 9, "partners": 12}


def draw_plan_form(trade: str, template: TradeTemplate, rng: Random) -> dict[str, Any]:
    """A plan form in riel for ``trade``: of a kind drawn by lot, with figures around the usual ones."""
    (kind,) = rng.choices(list(_KINDS), list(_KINDS.values()))
    low, high = template["customers"]
    if kind == "few_customers":
        low, high = round(low * 0.4, 1), round(high * 0.45, 1)
    scale = rng.uniform(0.9, 1.15)
    prices = [
        {"service": service, "price": _riel(price * scale), "share": share}
        for service, price, share in template["prices"]
    ]
    return {
        "trade": trade,
        "currency": "riel",
        "partners": _partners(kind, template["take_home"], rng),
        "customers_a_day": f"{low}-{high}",
        "days_open": template["days_open"],
        "prices": prices,
        "costs": _costs(kind, template, rng),
        "items": [
            {"what": what, "price": _riel(price * rng.uniform(0.9, 1.2)), "paid_by": paid_by}
            for what, price, paid_by in template["items"]
            if kind == "loan" or paid_by != "micro_credit"
        ],
        **({"loan": _loan(rng)} if kind == "loan" else {}),
        **({"start_up_money": _riel(rng.uniform(150_000, 400_000))} if rng.random() < 0.2 else {}),
    }


def _partners(kind: str, take_home: int, rng: Random) -> list[dict[str, Any]]:
    mine = {"role": "herself", "take_home": _riel(take_home * rng.uniform(0.7, 1.05))}
    if kind != "partners":
        return [mine | {"in_charge": True}]
    return [mine, {"role": "graduate", "take_home": mine["take_home"]}]


def _costs(kind: str, template: TradeTemplate, rng: Random) -> list[dict[str, Any]]:
    costs = [{"kind": name, "amount": _riel(amount * rng.uniform(0.85, 1.15))} for name, amount in template["costs"]]
    rent = template["rent"] * rng.uniform(0.8, 1.2) if rng.random() < 0.4 else 0
    if kind == "high_rent":
        rent = 0.55 * _takings(template)
    return [*costs, {"kind": "rent", "amount": _riel(rent)}] if rent else costs


def _takings(template: TradeTemplate) -> float:
    """What the trade usually takes in a month, in riel."""
    shares = sum(share for _, _, share in template["prices"])
    price = sum(price * share for _, price, share in template["prices"]) / shares
    return float(sum(template["customers"]) / 2 * template["days_open"] * price)


def _loan(rng: Random) -> dict[str, Any]:
    principal, months = rng.choice((400_000, 600_000, 1_200_000)), rng.choice((6, 10, 12))
    return {"principal": _riel(principal), "instalment": _riel(principal * 1.2 / months), "months": months}


def _riel(amount: float) -> str:
    """``amount`` in whole banknotes of 500 riel, at least one."""
    return f"{max(500, round(amount / 500) * 500)} riel"
