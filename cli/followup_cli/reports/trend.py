"""Five quarters side by side with small charts on fixed scales, and the lessons that wait for somebody."""

from collections.abc import Callable, Sequence

from followup.messages import say
from followup.statistics.report import CellValue, Estimate, Proportion, ReportRow, ReportTable, range_ends
from followup_cli.reports.figures import (
    NARROW_SCALE,
    NO_FIGURE,
    WHOLE_SCALE,
    dated_title,
    figure_text,
    range_text,
    short_quarter,
    short_text,
)
from followup_cli.reports.grid import ColumnHead, GridCell, add_grid
from followup_cli.terminal.charts import NOTHING
from followup_cli.terminal.page import Page
from followup_cli.terminal.table import PLAIN_WIDTH, Cell

SPARK_HEIGHTS = "▁▂▃▄▅▆▇█"


def add_quarters(page: Page, table: ReportTable, room: int) -> None:
    """Every figure over the quarters, ranges and groups under it, and beside it a small chart with its scale."""
    charted = room >= PLAIN_WIDTH
    heads = [
        ColumnHead(dated_title(table), "left"),
        *(ColumnHead(short_quarter(column.title)) for column in table.columns),
        *([ColumnHead("", "left"), ColumnHead(say("scale"), "left")] if charted else []),
    ]
    add_grid(page, heads, [line for row in table.rows for line in _figure_rows(row, charted=charted)], room)


def _figure_rows(row: ReportRow, *, charted: bool) -> list[list[GridCell]]:
    cells = tuple(row.cells.values())
    chart: list[GridCell] = [*_sparkline(cells)] if charted else []
    blank = [""] * len(chart)
    lines: list[list[GridCell]] = [[row.label, *map(short_text, cells), *chart]]
    if any(range_ends(cell) for cell in cells):
        lines.append(_detail_row(say("  95% range"), range_text, cells, blank))
    if any(isinstance(cell, Proportion) for cell in cells):
        lines.append(_detail_row(say("  of"), _denominator, cells, blank))
    return lines


def _detail_row(
    label: str, told: Callable[[CellValue], str], cells: Sequence[CellValue], blank: Sequence[str]
) -> list[GridCell]:
    return [Cell(label, "quiet"), *(Cell(told(cell), "quiet") for cell in cells), *blank]


def _denominator(value: CellValue) -> str:
    return f"{value.of:,}" if isinstance(value, Proportion) else NO_FIGURE


def _sparkline(cells: Sequence[CellValue]) -> tuple[str, str]:
    """The figures as heights on a fixed scale, and which."""
    percents = [cell.percent for cell in cells if isinstance(cell, Proportion | Estimate) and cell.percent is not None]
    if percents:
        least, most = NARROW_SCALE if min(percents) >= NARROW_SCALE[0] else WHOLE_SCALE
        told = say("{low}–{high}%", low=least, high=most)
        heights = [cell.percent if isinstance(cell, Proportion | Estimate) else None for cell in cells]
    else:
        heights = [cell if isinstance(cell, int) else None for cell in cells]
        least, most = 0, _round_above(max((height for height in heights if height is not None), default=0))
        told = (
            "" if not any(isinstance(cell, int) for cell in cells) else say("{low}–{high}", low=least, high=f"{most:,}")
        )
    return "".join(_spark_height(value, least, most) for value in heights), told


def _spark_height(value: int | None, least: int, most: int) -> str:
    if value is None:
        return NOTHING
    return SPARK_HEIGHTS[min((value - least) * len(SPARK_HEIGHTS) // (most - least), len(SPARK_HEIGHTS) - 1)]


def _round_above(value: int) -> int:
    """The first of 10, 20, 50, 100, 200, 500 and so on that is no less."""
    tens = 10
    while True:
        for times in (1, 2, 5):
            if tens * times >= value:
                return tens * times
        tens *= 10


def add_lessons(page: Page, table: ReportTable, room: int) -> None:
    """What training is asked to change: how it stands, and who answers by when."""
    titles = [
        ColumnHead("", "right"),
        ColumnHead(dated_title(table), "left"),
        *(ColumnHead(one.title, "left") for one in table.columns[1:]),
    ]
    rows = [[row.id, *map(figure_text, row.cells.values())] for row in table.rows]
    add_grid(page, titles, rows, room, fold=1)
