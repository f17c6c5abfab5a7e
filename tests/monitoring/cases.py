"""A case made of visits and what came of them, in as few words as a rule's test needs."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from followup.case.business.money import Currency, Money
from followup.case.business.month import MonthlyFigures
from followup.case.business.plan import CostKind, Customers, MonthlyCost, Partner, PartnerRole, Plan, Price
from followup.case.facts import Body, Fact, Opened, Visited, WellbeingScore
from followup.case.replay import replay
from followup.case.visit_words import ContactMethod, WellbeingDomain
from followup.monitoring.attention_inputs import AttentionInputs
from followup.office import Office
from followup.scheduler import Scheduler
from followup.services.attention import attention_inputs_of

TODAY = date(2026, 6, 15)
RETURNED = date(2026, 1, 15)


def days_ago(number: int) -> date:
    return TODAY - timedelta(days=number)


def riel(amount: int) -> Money:
    return Money(Decimal(amount), Currency.KHR)


def a_month(takings: int | None = None, costs: int | None = None, **said: Any) -> MonthlyFigures:
    """A month of a business; amounts are riel."""
    amounts = {name: riel(said.pop(name)) for name in ("stock", "debt", "savings") if name in said}
    spent = () if costs is None else (MonthlyCost(CostKind.MATERIALS, riel(costs)),)
    return MonthlyFigures(takings=None if takings is None else riel(takings), costs=spent, **amounts, **said)


def a_score(
    worker: int | None = None, own: int | None = None, domain: WellbeingDomain = WellbeingDomain.SAFETY
) -> WellbeingScore:
    return WellbeingScore(domain, worker, own)


def a_visit(contact: ContactMethod = ContactMethod.HOME_VISIT, **said: Any) -> Visited:
    return Visited(contact, **said)


def a_plan(price: int = 2_000, costs: int = 104_000, customers: int = 4, partners: int = 1, **said: Any) -> Plan:
    """A plan open on 26 days: it breaks even at costs / (26 x price) customers a day, 2 as it stands."""
    return Plan(
        trade="hairdressing",
        currency=Currency.KHR,
        rate=Decimal(4_000),
        partners=tuple(Partner(PartnerRole.HERSELF if not n else PartnerRole.GRADUATE) for n in range(partners)),
        customers=Customers(Decimal(customers), Decimal(customers)),
        days_open=26,
        prices=(Price("haircut", riel(price)),),
        costs=(MonthlyCost(CostKind.MATERIALS, riel(costs)),),
        **said,
    )


def facts_of(said: Iterable[tuple[int, Body]], returned: date = RETURNED, **opened: Any) -> list[Fact]:
    """Facts true so many days ago, written down in the order given."""
    bodies = [
        (min(returned, TODAY), Opened("SR-1", returned, worker="SN", **opened)),
        *((days_ago(n), body) for n, body in said),
    ]
    begun = datetime(2026, 1, 15, 9, tzinfo=UTC)
    return [
        Fact(f"f{seq}", begun + timedelta(hours=seq), on, "d", seq, "SN", body) for seq, (on, body) in enumerate(bodies)
    ]


def a_look(*said: tuple[int, Body], met: int | None = 20, returned: date = RETURNED, **opened: Any) -> AttentionInputs:
    """A case as the rules look at it today. Unless ``met`` is None she was met, in nothing else said, so long ago."""
    visits = [] if met is None else [(met, a_visit())]
    facts = facts_of([*visits, *said], returned, **opened)
    case = replay("sr1", facts, TODAY)
    return attention_inputs_of(case, facts, Scheduler(Office(), TODAY).case_schedule(case), TODAY, Office())
