"""Shares in a report: dots on their ranges, on a scale that is one of two; and better and worse to either side."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from followup.messages import say
from followup.statistics.proportions import Share
from followup.statistics.report_model import Estimate, Figures, Row, Value
from followup_cli.reports.figures import UNTOLD, figure, group, limits, scale_for, spread, titled
from followup_cli.reports.grid import Content, Drawn, Head, grid
from followup_cli.reports.tables import name_of, told_cell
from followup_cli.terminal.charts import FULL, MARK, interval, scale, spot
from followup_cli.terminal.table import Page

HALF_SCALE, SIDE_SCALE = 50, 100
"""The two scales of either side of a two-sided bar, in percent; there is no third."""
SPREAD = len("93–100")


class Charted(NamedTuple):
    """The scale that charts of shares have in common, the share of all where parts are held against it, and a width."""

    ends: tuple[int, int]
    all_of: int | None
    group: int

    @property
    def key(self) -> str:
        """What the dots, lines and ends of the charts mean."""
        low, high = self.ends
        if self.all_of is None:
            return say("● share, ─ its 95% range; the scale runs from {low} to {high}%", low=low, high=high)
        return say(
            "● share, ─ its 95% range, {mark} all of them ({n}%); the scale runs from {low} to {high}%",
            mark=MARK,
            n=self.all_of,
            low=low,
            high=high,
        )


def charted(tables: Sequence[Figures]) -> Charted:
    """What charts of the shares in these tables have in common, so that they can be held against one another."""
    totals = [table.total.cells[0] for table in tables if table.total and table.rows]
    all_of = next((total.percent for total in totals if isinstance(total, Share)), None)
    groups = [len(group(row.cells[0])) for table in tables for row in table.every]
    return Charted(scale_for(tables), all_of, max(groups, default=0))


def shares(page: Page, table: Figures, room: int, like: Charted) -> None:
    """A share as a dot on its 95% range, with the figures."""
    rows: list[list[Content]] = [
        [
            name_of(row, table),
            Drawn(_dot(row.cells[0], like)),
            told_cell(row, table, figure(row.cells[0])),
            told_cell(row, table, spread(row.cells[0]).rjust(SPREAD)),
            told_cell(row, table, group(row.cells[0]).rjust(like.group)),
        ]
        for row in table.every
    ]
    heads = [
        Head(titled(table), "left"),
        Head(Drawn(_scale_with(like)), "left"),
        Head(say("share")),
        Head(say("range")),
        Head(say("how many")),
    ]
    grid(page, heads, rows, room)


def _dot(value: Value, like: Charted) -> Callable[[int], str]:
    low, high = limits(value) or (None, None)
    percent = value.percent if isinstance(value, Share | Estimate) else None
    return lambda width: interval(percent, low, high, width, *like.ends, like.all_of)


def _scale_with(like: Charted) -> Callable[[int], str]:
    least, most = (say("{n}%", n=end) for end in like.ends)

    def draw(width: int) -> str:
        if like.all_of is None or not like.ends[0] <= like.all_of <= like.ends[1]:
            return scale(most, width, least=least)
        return scale(most, width, say("all {n}%", n=like.all_of), spot(like.all_of, width, *like.ends), least)

    return draw


def both_ways(page: Page, table: Figures, room: int) -> None:
    """Who does worse to the left and who does better to the right, on one scale for both; all of one group."""
    top, end = _side_scale(table), say("{n}%", n=_side_scale(table))
    groups = {cell.of for row in table.every for cell in row.cells if isinstance(cell, Share)}
    title = titled(table)
    if len(groups) == 1:
        title = say("{title}, of {of}", title=title, of=f"{groups.pop():,}")

    def draw(width: int) -> str:
        half = (width - 1) // 2
        return f"{end.ljust(half)}0{end.rjust(half)}"

    heads = [Head(title, "left"), Head(say("worse")), Head(say("95%\nrange")), Head(Drawn(draw), "left")]
    heads += [Head(say("better")), Head(say("95%\nrange"))]
    several = len(groups) > 1
    rows = [_both(row, table, top, several=several) for row in table.every]
    grid(page, [*heads, *([Head(say("of"))] if several else [])], rows, room)


def _both(row: Row, table: Figures, top: int, *, several: bool) -> list[Content]:
    names = [column.id for column in table.columns]
    better, worse = row.cells[names.index("better")], row.cells[names.index("worse")]

    def draw(width: int) -> str:
        half = (width - 1) // 2
        return f"{_side(worse, top, half).rjust(half)}{MARK}{_side(better, top, half)}"

    told: list[Content] = [row.label, figure(worse), spread(worse), Drawn(draw), figure(better), spread(better)]
    if several:
        told.append(next((f"{side.of:,}" for side in (better, worse) if isinstance(side, Share)), UNTOLD))
    return told


def _side(value: Value, top: int, width: int) -> str:
    percent = value.percent if isinstance(value, Share) else None
    if percent is None:
        return ""
    return FULL * max(round(percent * width / top), 1 if percent else 0)


def _side_scale(table: Figures) -> int:
    told = [cell.percent for row in table.every for cell in row.cells if isinstance(cell, Share)]
    return HALF_SCALE if all(percent is None or percent <= HALF_SCALE for percent in told) else SIDE_SCALE
