"""The last five quarters beside one another, each as it was, or would have been, told at its own end."""

from collections.abc import Sequence
from typing import NamedTuple

from followup.messages import say
from followup.statistics.proportions import Proportion
from followup.statistics.report_model import Estimate, ReportColumn, ReportRow, ReportSection, ReportTable


class TrendPoint(NamedTuple):
    """What is told of a quarter in those after it: ``TrendPoint("2026Q3", 125, (128, 159), 31, (79, 70, 86))``.

    ``done_of_due`` are the visits done when due, and all that were due; ``percents`` those of `at_12_months`.
    """

    quarter: str
    in_follow_up: int
    done_of_due: tuple[int, int] | None
    flags_open: int | None
    percents: tuple[int, int | None, int | None] | None

    @property
    def visits(self) -> Proportion | None:
        """The share of the visits due that were done when due."""
        return Proportion(*self.done_of_due) if self.done_of_due else None

    @property
    def at_12_months(self) -> Estimate | None:
        """The share still reintegrated twelve months after the return."""
        return Estimate(*self.percents) if self.percents else None


def section(trend_points: Sequence[TrendPoint]) -> ReportSection:
    """Four figures over the quarters, the earliest first."""
    rows = (
        ReportRow("in_follow_up", say("Graduates in follow-up"), {p.quarter: p.in_follow_up for p in trend_points}),
        ReportRow("visits_when_due", say("Visits done when due"), {p.quarter: p.visits for p in trend_points}),
        ReportRow("flags_open", say("Risk flags open at the end"), {p.quarter: p.flags_open for p in trend_points}),
        ReportRow(
            "at_12_months", say("Still reintegrated at 12 months"), {p.quarter: p.at_12_months for p in trend_points}
        ),
    )
    table = ReportTable(
        id="quarters",
        title=say("The last five quarters"),
        columns=tuple(ReportColumn(past.quarter, past.quarter) for past in trend_points),
        rows=rows,
    )
    about = say("The same definitions throughout; earlier quarters as they were published, where they were.")
    return ReportSection(id="trend", title=say("The last five quarters"), about=about, tables=(table,))
