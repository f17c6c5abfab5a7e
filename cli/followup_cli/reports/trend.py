"""Five quarters side by side with small charts on fixed scales, and the lessons that wait for somebody."""

from collections.abc import Callable, Sequence

from followup.messages import say
from followup.statistics.proportions import Share
from followup.statistics.report_model import Estimate, Figures, Row, Value
from followup_cli.reports.figures import (
    NARROW_SCALE,
    UNTOLD,
    WHOLE_SCALE,
    figure,
    limits,
    short_quarter,
    spread,
    titled,
)
from followup_cli.reports.grid import PLAIN, Content, Head, grid
from followup_cli.terminal.charts import NOTHING
from followup_cli.terminal.table import Cell, Page

HEIGHTS = "▁▂▃▄▅▆▇█"


def quarters(page: Page, table: Figures, room: int) -> None:
    """Every figure over the quarters, ranges and groups under it, and beside it a small chart with its scale."""
    charted = room >= PLAIN
    heads = [
        Head(titled(table), "left"),
        *(Head(short_quarter(column.title)) for column in table.columns),
        *([Head("", "left"), Head(say("scale"), "left")] if charted else []),
    ]
    grid(page, heads, [line for row in table.rows for line in _told(row, charted=charted)], room)


def _told(row: Row, *, charted: bool) -> list[list[Content]]:
    chart: list[Content] = [*_sparkline(row.cells)] if charted else []
    blank = [""] * len(chart)
    lines: list[list[Content]] = [[row.label, *map(figure, row.cells), *chart]]
    if any(limits(cell) for cell in row.cells):
        lines.append(_beneath(say("  95% range"), spread, row.cells, blank))
    if any(isinstance(cell, Share) for cell in row.cells):
        lines.append(_beneath(say("  of"), _of, row.cells, blank))
    return lines


def _beneath(label: str, told: Callable[[Value], str], cells: Sequence[Value], blank: Sequence[str]) -> list[Content]:
    return [Cell(label, "quiet"), *(Cell(told(cell), "quiet") for cell in cells), *blank]


def _of(value: Value) -> str:
    return f"{value.of:,}" if isinstance(value, Share) else UNTOLD


def _sparkline(cells: Sequence[Value]) -> tuple[str, str]:
    """The figures as heights on a fixed scale, and which."""
    percents = [cell.percent for cell in cells if isinstance(cell, Share | Estimate) and cell.percent is not None]
    if percents:
        least, most = NARROW_SCALE if min(percents) >= NARROW_SCALE[0] else WHOLE_SCALE
        told = say("{low}–{high}%", low=least, high=most)
        heights = [cell.percent if isinstance(cell, Share | Estimate) else None for cell in cells]
    else:
        heights = [cell if isinstance(cell, int) else None for cell in cells]
        least, most = 0, _round_above(max((height for height in heights if height is not None), default=0))
        told = say("{low}–{high}", low=least, high=f"{most:,}")
    return "".join(_height(value, least, most) for value in heights), told


def _height(value: int | None, least: int, most: int) -> str:
    if value is None:
        return NOTHING
    return HEIGHTS[min((value - least) * len(HEIGHTS) // (most - least), len(HEIGHTS) - 1)]


def _round_above(value: int) -> int:
    """The first of 10, 20, 50, 100, 200, 500 and so on that is no less."""
    tens = 10
    while True:
        for times in (1, 2, 5):
            if tens * times >= value:
                return tens * times
        tens *= 10


def lessons(page: Page, table: Figures, room: int) -> None:
    """What training is asked to change: how it stands, and who answers by when."""
    titles = [Head("", "right"), Head(titled(table), "left"), *(Head(one.title, "left") for one in table.columns[1:])]
    rows = [[row.id, *map(figure, row.cells)] for row in table.rows]
    grid(page, titles, rows, room, fold=1)
