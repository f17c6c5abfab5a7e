"""The figures of an invented business, month by month: seasons, floods, drifting costs, and what they lead to."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from random import Random
from typing import NamedTuple

from followup.case.business.money import Currency, Money
from followup.case.business.month import MonthlyFigures
from followup.case.business.plan import CostKind, MonthlyCost, Plan, reckon
from followup.values import MutableValue, Value

_NOTE = 500
"""The smallest banknote, in riel."""
_MOST_DEBT = 3_000_000


class PlannedBusiness(Value):
    """What a plan says of a usual month, in riel: the measure of what comes."""

    customers: float
    days: int
    price: float
    costs: Mapping[CostKind, float]
    take_home: float
    instalment: float
    owed: float
    partners: int
    sound: bool

    @classmethod
    def of(cls, plan: Plan) -> "PlannedBusiness":
        """The business that a plan in riel describes."""
        usual = reckon(plan)
        led = len(plan.partners) == 1 or any(partner.in_charge for partner in plan.partners)
        return cls(
            customers=float(usual.customers),
            days=plan.days_open or 0,
            price=float(usual.average_price),
            costs={kind: float(plan.monthly(kind)) for kind in CostKind if plan.monthly(kind)},
            take_home=float(usual.take_home),
            instalment=float(usual.instalment),
            owed=float(plan.owed()),
            partners=plan.sharers,
            sound=led and usual.left >= usual.take_home,
        )

    @property
    def takings(self) -> float:
        """What the plan expects to be taken in a month."""
        return self.customers * self.days * self.price


class MonthDrivers(NamedTuple):
    """What one month brings: the season's factor, how far a failure has come, and whether the month went badly.

    ``dearer`` are the kinds of cost that grow as the failure comes, by how much of the plan's takings.
    """

    season: float
    failing: float = 0.0
    slump: bool = False
    dearer: Mapping[str, float] = {}


class MonthFigures(NamedTuple):
    """One month of a business, in riel."""

    customers: float
    takings: float
    costs: Mapping[CostKind, float]
    drawings: float
    stock: float
    debt: float
    savings: float
    repaid: float = 0.0
    """What was paid back of the loan in all months so far."""

    @property
    def left(self) -> float:
        """Takings less costs."""
        return self.takings - sum(self.costs.values())


class _Balances(MutableValue):
    """What stands from one month to the next."""

    stock: float
    debt: float
    savings: float = 0.0
    repaid: float = 0.0


def simulate_months(business: PlannedBusiness, drivers: Sequence[MonthDrivers], rng: Random) -> Iterator[MonthFigures]:
    """The months of a business, the first begun slowly."""
    planned = sum(business.costs.values())
    level = _level(business, planned, rng, lasts=not any(now.failing for now in drivers))
    drift, usual = 1.0, business.costs.get(CostKind.MATERIALS, planned)
    balances = _Balances(stock=usual * rng.uniform(0.7, 1.3), debt=business.owed)
    for month, now in enumerate(drivers, 1):
        drift *= 1 + rng.gauss(0.003, 0.02)
        begun = min(1.0, 0.55 + 0.15 * month)
        takings = business.takings * level * begun * now.season * rng.gauss(1.0, 0.07)
        costs = _costs(business, now, takings, drift, rng)
        takings = _lowered(takings, sum(costs.values()), now, rng)
        yield _month(business, takings, costs, balances, usual, rng)


def _level(business: PlannedBusiness, planned: float, rng: Random, *, lasts: bool) -> float:
    """Takings against the plan's; a business that lasts takes what it costs, whatever its plan said."""
    usual = rng.gauss(0.98, 0.1)
    needed = 1.15 * (planned + business.instalment) / max(business.takings, 1.0) if lasts else 0.0
    return min(max(usual, needed, 0.75), 1.45)


def _costs(
    business: PlannedBusiness, now: MonthDrivers, takings: float, drift: float, rng: Random
) -> dict[CostKind, float]:
    """Materials go with what is sold, the rest stands; as a failure comes, some kinds grow."""
    sold = takings / max(business.takings, 1.0)
    costs = {}
    for kind, amount in business.costs.items():
        share = 0.4 + 0.6 * sold if kind is CostKind.MATERIALS else 1.0
        costs[kind] = amount * drift * share * rng.gauss(1.0, 0.05)
    for name, part in now.dearer.items():
        kind = CostKind(name)
        costs[kind] = costs.get(kind, 0.0) + now.failing * part * 0.4 * business.takings
    return costs


def _lowered(takings: float, costs: float, now: MonthDrivers, rng: Random) -> float:
    """Takings as a failure or a bad month lowers them: under the costs in the end."""
    under = costs * rng.uniform(0.62, 0.93)
    if now.failing and under < takings:
        return takings + (under - takings) * now.failing
    return min(takings, costs * rng.uniform(0.84, 0.99)) if now.slump else takings


def _month(
    business: PlannedBusiness,
    takings: float,
    costs: Mapping[CostKind, float],
    balances: _Balances,
    usual: float,
    rng: Random,
) -> MonthFigures:
    """What is drawn, saved, borrowed and sold off in a month with these takings."""
    paid = min(business.instalment, balances.debt)
    left = takings - sum(costs.values()) - paid
    balances.debt = max(0.0, balances.debt - paid)
    balances.repaid += paid
    drawings = max(0.35 * business.take_home, min(business.take_home * rng.uniform(0.9, 1.1), 0.85 * left))
    balance = left - drawings
    if balance >= 0:
        balances.savings += 0.35 * balance
        balances.debt = max(0.0, balances.debt - 0.2 * balance)
        balances.stock += (usual * rng.uniform(0.8, 1.2) - balances.stock) * 0.5
    else:
        _cover(-balance, balances)
    return MonthFigures(
        takings / max(1.0, business.days * business.price),
        takings,
        costs,
        drawings,
        balances.stock,
        balances.debt,
        balances.savings,
        balances.repaid,
    )


def _cover(short: float, balances: _Balances) -> None:
    """What is short comes from savings first, then from stock, the rest from a lender."""
    saved = min(balances.savings, short)
    sold = min(0.3 * balances.stock, short - saved)
    balances.savings -= saved
    balances.stock -= sold
    balances.debt = min(_MOST_DEBT, balances.debt + short - saved - sold)


def reported_month(seen: MonthFigures, rng: Random, *, still_open: bool, repaid: float | None = None) -> MonthlyFigures:
    """The figures as she gives them at a visit: in banknotes, not always all; ``repaid`` is of a loan, if any."""
    fine = 2 if seen.customers < 10 else 1
    return MonthlyFigures(
        customers=Decimal(round(seen.customers * fine)) / fine,
        takings=_riel(seen.takings),
        costs=tuple(MonthlyCost(kind, _riel(amount)) for kind, amount in seen.costs.items()),
        drawings=_riel(seen.drawings),
        stock=_riel(seen.stock) if rng.random() < 0.9 else None,
        debt=_riel(seen.debt),
        savings=_riel(seen.savings) if rng.random() < 0.85 else None,
        open=still_open,
        repaid=None if repaid is None else _riel(repaid),
    )


def _riel(amount: float) -> Money:
    return Money(Decimal(max(0, round(amount / _NOTE) * _NOTE)), Currency.KHR)
