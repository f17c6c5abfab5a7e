"""The last five quarters beside one another, each as it was, or would have been, told at its own end."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from followup.messages import say
from followup.statistics.proportions import Share
from followup.statistics.report_model import Column, Estimate, Figures, Row, Section, Value

Json = Any


class Past(NamedTuple):
    """What is told of a quarter in those after it."""

    quarter: str
    in_follow_up: int
    visits: Share | None
    flags_open: int | None
    at_12_months: Estimate | None

    def to_json(self) -> Json:
        """The figures as plain data."""
        visits = [self.visits.count, self.visits.of] if self.visits else None
        return [self.quarter, self.in_follow_up, visits, self.flags_open, self.at_12_months]

    @classmethod
    def from_json(cls, data: Json) -> "Past":
        """The figures that `to_json` wrote."""
        quarter, people, visits, flags, curve = data
        return cls(quarter, people, Share(*visits) if visits else None, flags, Estimate(*curve) if curve else None)


def section(pasts: Sequence[Past]) -> Section:
    """Four figures over the quarters, the earliest first."""
    lines: list[tuple[str, str, list[Value]]] = [
        ("in_follow_up", say("Graduates in follow-up"), [past.in_follow_up for past in pasts]),
        ("visits_when_due", say("Visits done when due"), [past.visits for past in pasts]),
        ("flags_open", say("Risk flags open at the end"), [past.flags_open for past in pasts]),
        ("at_12_months", say("Still reintegrated at 12 months"), [past.at_12_months for past in pasts]),
    ]
    table = Figures(
        id="quarters",
        title=say("The last five quarters"),
        columns=tuple(Column(past.quarter, past.quarter) for past in pasts),
        rows=tuple(Row(name, label, tuple(cells)) for name, label, cells in lines),
    )
    about = say("The same definitions throughout; earlier quarters as they were published, where they were.")
    return Section(id="trend", title=say("The last five quarters"), about=about, tables=(table,))
