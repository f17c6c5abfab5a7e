"""The last five quarters beside one another, each as it was, or would have been, told at its own end."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from followup.messages import say
from followup.statistics.proportions import Proportion
from followup.statistics.report_model import CellValue, Estimate, ReportColumn, ReportRow, ReportSection, ReportTable

Json = Any


class TrendPoint(NamedTuple):
    """What is told of a quarter in those after it."""

    quarter: str
    in_follow_up: int
    visits: Proportion | None
    flags_open: int | None
    at_12_months: Estimate | None

    def to_json(self) -> Json:
        """The figures as plain data."""
        visits = [self.visits.count, self.visits.of] if self.visits else None
        return [self.quarter, self.in_follow_up, visits, self.flags_open, self.at_12_months]

    @classmethod
    def from_json(cls, data: Json) -> "TrendPoint":
        """The figures that `to_json` wrote."""
        quarter, people, visits, flags, curve = data
        return cls(quarter, people, Proportion(*visits) if visits else None, flags, Estimate(*curve) if curve else None)


def section(trend_points: Sequence[TrendPoint]) -> ReportSection:
    """Four figures over the quarters, the earliest first."""
    lines: list[tuple[str, str, list[CellValue]]] = [
        ("in_follow_up", say("Graduates in follow-up"), [past.in_follow_up for past in trend_points]),
        ("visits_when_due", say("Visits done when due"), [past.visits for past in trend_points]),
        ("flags_open", say("Risk flags open at the end"), [past.flags_open for past in trend_points]),
        ("at_12_months", say("Still reintegrated at 12 months"), [past.at_12_months for past in trend_points]),
    ]
    table = ReportTable(
        id="quarters",
        title=say("The last five quarters"),
        columns=tuple(ReportColumn(past.quarter, past.quarter) for past in trend_points),
        rows=tuple(ReportRow(name, label, tuple(cells)) for name, label, cells in lines),
    )
    about = say("The same definitions throughout; earlier quarters as they were published, where they were.")
    return ReportSection(id="trend", title=say("The last five quarters"), about=about, tables=(table,))
