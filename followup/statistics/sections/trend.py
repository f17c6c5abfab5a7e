"""The last five quarters beside one another: what was done as it is known now, the rest as it was printed then."""

from typing import NamedTuple

from followup.messages import say
from followup.statistics.proportions import Proportion
from followup.statistics.quarters import Quarter
from followup.statistics.release import TableKind
from followup.statistics.report_model import (
    NOT_PUBLISHED,
    NOT_TOLD,
    CellValue,
    LastPublication,
    ReportColumn,
    ReportRow,
    ReportSection,
    ReportTable,
)
from followup.statistics.sections.curve import curve_at
from followup.statistics.sections.flags import flags_open
from followup.statistics.sections.frame import Frame
from followup.statistics.sections.visits import visits_done_when_due
from followup.statistics.visits_of_quarter import TREND_QUARTERS


class TrendPoint(NamedTuple):
    """What stands of a quarter beside others; the last two as they were printed in its report, but for staff."""

    quarter: str
    in_follow_up: int
    visits_when_due: Proportion
    flags_open: CellValue
    at_12_months: CellValue


def trend_points(frame: Frame, year: CellValue, before: LastPublication | None) -> list[TrendPoint]:
    """The quarters up to this one in which somebody had come home; ``year`` is the share at a year in this one."""
    first = min((Quarter.of(summary.returned) for summary in frame.home), default=frame.quarter)
    quarters = max(first, frame.quarter.plus(1 - TREND_QUARTERS)).upto(frame.quarter)
    return [_point(frame, quarter, year, before) for quarter in quarters]


def _point(frame: Frame, quarter: Quarter, year: CellValue, before: LastPublication | None) -> TrendPoint:
    end = min(quarter.end, frame.cutoff)
    if quarter == frame.quarter:
        sensitive = flags_open(frame.counted), year
    elif frame.internal:
        sensitive = flags_open(frame.counted, end), curve_at(frame.counted, end)
    else:
        sensitive = _printed(before, quarter, "flags_open"), _printed(before, quarter, "at_12_months")
    followed = sum(summary.followed_on(end) for summary in frame.home)
    return TrendPoint(str(quarter), followed, visits_done_when_due(frame, quarter), *sensitive)


def _printed(before: LastPublication | None, quarter: Quarter, figure: str) -> CellValue:
    """A figure of a quarter as the last publication has it; `NOT_PUBLISHED` where that quarter was not published."""
    printed = before.figure("trend", figure, str(quarter)) if before else None
    if printed is not None:
        return printed
    return NOT_TOLD if before and before.report.quarter == str(quarter) else NOT_PUBLISHED


def section(points: list[TrendPoint], *, internal: bool = False) -> ReportSection:
    """Four figures over the quarters, the earliest first; staff see all of them as they are known now."""
    return ReportSection(
        id="trend",
        title=say("The last five quarters"),
        about=_about(internal=internal),
        tables=(
            _table(
                "quarters",
                say("The last five quarters"),
                TableKind.PROCESS,
                points,
                in_follow_up=say("Graduates in follow-up"),
                visits_when_due=say("Visits done when due"),
            ),
            _table(
                "quarters_told",
                say("Flags and outcomes") if internal else say("As it was printed then"),
                TableKind.STATE,
                points,
                flags_open=say("Risk flags open at the end"),
                at_12_months=say("Still reintegrated at 12 months"),
            ),
        ),
    )


def _about(*, internal: bool) -> str:
    if internal:
        return say("The same definitions throughout, as it is known now.")
    return say(
        "The same definitions throughout. What was done is as it is known now; what became of graduates is as it "
        "was printed in the report of each quarter, where it was published."
    )


def _table(name: str, title: str, kind: TableKind, points: list[TrendPoint], **rows: str) -> ReportTable:
    """Fields of the points, each under its label."""
    return ReportTable(
        id=name,
        title=title,
        kind=kind,
        columns=tuple(ReportColumn(point.quarter, point.quarter) for point in points),
        rows=tuple(
            ReportRow(row, label, {point.quarter: getattr(point, row) for point in points})
            for row, label in rows.items()
        ),
    )
