"""The support of a quarter once more, straight from the facts: beside `plain_figures.py`."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from followup.case import facts as f
from tests.statistics.plain_people import Graduate


@dataclass(frozen=True)
class Given:
    """One thing that was given: to whom, what, out of which fund, the amount as it is written, None if nobody said."""

    her: str
    what: str
    whom: str
    fund: str
    amount: str | None

    @property
    def kind(self) -> str:
        return self.what if self.whom == "herself" else f"{self.what}_family"

    @property
    def lent(self) -> bool:
        return self.what in ("loan", "garden_loan")


def given_to(her: Graduate, start: date, cut: date) -> Iterator[Given]:
    own = []
    for fact in her.all(f.Supported):
        said: Any = fact.body
        if (said.what.value, said.whom.value) == ("loan", "herself"):
            own.append((fact.on, said.fund))
        elif start <= fact.on < cut:
            amount = said.amount.written() if said.amount else None
            yield Given(her.id, said.what.value, said.whom.value, said.fund, amount)
    funds = [fund for _, fund in own if fund]
    if her.plan and her.plan.loan:
        if start <= her.lent_on < cut:
            yield Given(her.id, "loan", "herself", (funds or [""])[-1], her.plan.loan.principal.written())
    else:
        yield from (Given(her.id, "loan", "herself", fund, None) for on, fund in own if start <= on < cut)


def support(everybody: Iterable[Graduate], start: date, cut: date) -> Iterator[tuple[tuple[str, str, str, str], Any]]:
    given = [one for her in everybody for one in given_to(her, start, cut)]
    yield ("support", "supported", "anybody", "people"), len({one.her for one in given})
    yield ("support", "supported", "family", "people"), len({one.her for one in given if one.whom != "herself"})
    yield ("support", "supported", "unknown", "people"), sum(one.amount is None for one in given)
    spent, lent = [one for one in given if not one.lent], [one for one in given if one.lent]
    for table, some, name in (
        ("support_kinds", spent, "kind"),
        ("support_funds", spent, "fund"),
        ("support_lent", lent, "kind"),
    ):
        rows = {
            getattr(one, name): [other for other in some if getattr(other, name) == getattr(one, name)] for one in some
        }
        for row, those in (rows | ({"all": some} if some else {})).items():
            yield from cells(table, row, those)
    for fund, kind in {(one.fund, one.kind) for one in given}:
        those = [one for one in given if (one.fund, one.kind) == (fund, kind)]
        yield from cells("support_crossed", f"{fund}: {kind}", those)


def cells(table: str, row: str, those: list[Given]) -> Iterator[tuple[tuple[str, str, str, str], Any]]:
    amounts = [one.amount.split() for one in those if one.amount]
    riel = [int(number) for number, unit in amounts if unit == "riel"]
    cents = [round(float(number) * 100) for number, unit in amounts if unit == "USD"]
    yield ("support", table, row, "times"), len(those)
    yield ("support", table, row, "riel"), sum(riel) if riel else None
    yield ("support", table, row, "dollars"), f"{sum(cents) / 100:,.2f}" if cents else None
