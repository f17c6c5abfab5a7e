"""Shares in a report: dots on their ranges, on a scale that is one of two; and better and worse to either side."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from followup.messages import say
from followup.statistics.report import CellValue, Estimate, Proportion, ReportRow, ReportTable, range_ends
from followup_cli.reports.figures import (
    NO_FIGURE,
    count_text,
    dated_title,
    figure_text,
    range_text,
    share_scale,
    short_text,
)
from followup_cli.reports.grid import ColumnHead, DrawnCell, GridCell, add_grid
from followup_cli.reports.tables import figure_cell
from followup_cli.terminal.charts import FULL, MARK, interval, scale, spot
from followup_cli.terminal.page import Page

HALF_SCALE, SIDE_SCALE = 50, 100
"""The two scales of either side of a two-sided bar, in percent; there is no third."""
RANGE_WIDTH = len("93–100")


class ChartFrame(NamedTuple):
    """The scale that charts of shares have in common, the share of all where parts are held against it, and a width."""

    ends: tuple[int, int]
    total_percent: int | None
    group: int

    @property
    def key(self) -> str:
        """What the dots, lines and ends of the charts mean."""
        low, high = self.ends
        if self.total_percent is None:
            return say("● share, ─ its 95% range; the scale runs from {low} to {high}%", low=low, high=high)
        return say(
            "● share, ─ its 95% range, {mark} all of them ({n}%); the scale runs from {low} to {high}%",
            mark=MARK,
            n=self.total_percent,
            low=low,
            high=high,
        )


def chart_frame(tables: Sequence[ReportTable]) -> ChartFrame:
    """What charts of the shares in these tables have in common, so that they can be held against one another."""
    totals = [table.total.figure for table in tables if table.total and table.rows]
    total_percent = next((total.percent for total in totals if isinstance(total, Proportion)), None)
    groups = [len(count_text(row.figure)) for table in tables for row in table.all_rows]
    return ChartFrame(share_scale(tables), total_percent, max(groups, default=0))


def add_shares(page: Page, table: ReportTable, room: int, frame: ChartFrame) -> None:
    """A share as a dot on its 95% range, with the figures."""
    rows: list[list[GridCell]] = [
        [
            figure_cell(row, table, row.label),
            DrawnCell(_share_chart(row.figure, frame)),
            figure_cell(row, table, figure_text(row.figure)),
            figure_cell(row, table, range_text(row.figure).rjust(RANGE_WIDTH)),
            figure_cell(row, table, count_text(row.figure).rjust(frame.group)),
        ]
        for row in table.all_rows
    ]
    heads = [
        ColumnHead(dated_title(table), "left"),
        ColumnHead(DrawnCell(_scale_chart(frame)), "left"),
        ColumnHead(say("share")),
        ColumnHead(say("range")),
        ColumnHead(say("how many")),
    ]
    add_grid(page, heads, rows, room)


def _share_chart(value: CellValue, frame: ChartFrame) -> Callable[[int], str]:
    low, high = range_ends(value) or (None, None)
    percent = value.percent if isinstance(value, Proportion | Estimate) else None
    return lambda width: interval(percent, low, high, width, *frame.ends, frame.total_percent)


def _scale_chart(frame: ChartFrame) -> Callable[[int], str]:
    least, most = (say("{n}%", n=end) for end in frame.ends)

    def draw(width: int) -> str:
        if frame.total_percent is None or not frame.ends[0] <= frame.total_percent <= frame.ends[1]:
            return scale(most, width, least=least)
        return scale(
            most, width, say("all {n}%", n=frame.total_percent), spot(frame.total_percent, width, *frame.ends), least
        )

    return draw


def add_two_sided_bars(page: Page, table: ReportTable, room: int) -> None:
    """Who does worse to the left and who does better to the right, on one scale for both; all of one group."""
    top, end = _side_scale(table), say("{n}%", n=_side_scale(table))
    groups = {cell.of for cell in table.all_cells if isinstance(cell, Proportion)}
    title = dated_title(table)
    if len(groups) == 1:
        title = say("{title}, of {of}", title=title, of=f"{groups.pop():,}")

    def draw(width: int) -> str:
        half = (width - 1) // 2
        return f"{end.ljust(half)}0{end.rjust(half)}"

    heads = [
        ColumnHead(title, "left"),
        ColumnHead(say("worse")),
        ColumnHead(say("95%\nrange")),
        ColumnHead(DrawnCell(draw), "left"),
    ]
    heads += [ColumnHead(say("better")), ColumnHead(say("95%\nrange"))]
    several = len(groups) > 1
    rows = [_two_sided_row(row, top, several=several) for row in table.all_rows]
    add_grid(page, [*heads, *([ColumnHead(say("of"))] if several else [])], rows, room)


def _two_sided_row(row: ReportRow, top: int, *, several: bool) -> list[GridCell]:
    better, worse = row.cells["better"], row.cells["worse"]

    def draw(width: int) -> str:
        half = (width - 1) // 2
        return f"{_side_bar(worse, top, half).rjust(half)}{MARK}{_side_bar(better, top, half)}"

    cells: list[GridCell] = [
        row.label,
        short_text(worse),
        range_text(worse),
        DrawnCell(draw),
        short_text(better),
        range_text(better),
    ]
    if several:
        cells.append(next((f"{side.of:,}" for side in (better, worse) if isinstance(side, Proportion)), NO_FIGURE))
    return cells


def _side_bar(value: CellValue, top: int, width: int) -> str:
    percent = value.percent if isinstance(value, Proportion) else None
    if percent is None:
        return ""
    return FULL * max(round(percent * width / top), 1 if percent else 0)


def _side_scale(table: ReportTable) -> int:
    percents = [cell.percent for cell in table.all_cells if isinstance(cell, Proportion)]
    return HALF_SCALE if all(percent is None or percent <= HALF_SCALE for percent in percents) else SIDE_SCALE
