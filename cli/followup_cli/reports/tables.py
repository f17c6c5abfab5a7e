"""Tables of a report that count: plain numbers, a sum, bars on the scale of all, a stack, takings against the plan."""

from collections.abc import Callable, Sequence
from fractions import Fraction

from followup.messages import say
from followup.statistics.report import CellValue, Estimate, NotTold, Proportion, ReportRow, ReportTable
from followup_cli.reports.figures import count_text, dated_title, figure_sentence, figure_text, short_text
from followup_cli.reports.grid import ColumnHead, DrawnCell, GridCell, add_grid, add_labelled_texts
from followup_cli.terminal.charts import BEYOND, FULL, bar, place, scale
from followup_cli.terminal.page import Page
from followup_cli.terminal.table import Cell

SUM_SIGNS = {"start": "", "joined": "+", "back": "+"}
"""What a row of the caseload's sum does to it; every other row is taken off."""
OTHER_SEGMENT = "▓"
SEGMENTS = {"at_or_above": FULL, "half_or_more": "▒", "under_half": "░", "not_told": "·", "closed": "×", "no_plan": "-"}
"""How a part of all businesses is drawn; those that were merged are drawn as the first of them."""
TWICE_THE_PLAN = 200
MAX_COUNT_WIDTH = 20


def figure_cell(row: ReportRow, table: ReportTable, text: str) -> Cell:
    """The name of a row or a figure of it, strong if it is that of all."""
    return Cell(text, "strong" if row is table.total else "")


# --- numbers --------------------------------------------------------------------------------------------------------


def add_numbers(page: Page, table: ReportTable, room: int) -> None:
    """Plain figures in columns; a share with all that belongs to it."""
    told = figure_sentence if len(table.columns) == 1 else _beside_others
    rows = [
        [figure_cell(row, table, row.label), *(figure_cell(row, table, told(cell)) for cell in row.cells.values())]
        for row in table.all_rows
    ]
    add_grid(page, [ColumnHead(dated_title(table), "left"), *_column_heads(table)], rows, room)


def _beside_others(value: CellValue) -> str:
    if isinstance(value, NotTold):
        return short_text(value) if value.low is None else figure_text(value)
    return figure_sentence(value)


def _column_heads(table: ReportTable) -> list[ColumnHead]:
    """The columns' titles; one column of figures that are whole needs none."""
    return [ColumnHead("" if len(table.columns) == 1 else column.title) for column in table.columns]


def add_sum(page: Page, table: ReportTable, room: int) -> None:
    """A sum: how many there were, who came, who left, and how many there are."""
    rows: list[list[GridCell]] = []
    wide = max(len(figure_text(row.figure)) for row in table.all_rows)
    for row in table.all_rows:
        sign = "" if row is table.total else SUM_SIGNS.get(row.id, "−")
        told = figure_cell(row, table, figure_text(row.figure).rjust(wide))
        rows.append([figure_cell(row, table, row.label), Cell(f"{sign} {told.text}", told.style)])
    add_grid(
        page,
        [ColumnHead(dated_title(table), "left"), ColumnHead(table.columns[0].title)],
        rows,
        room,
        rule=bool(table.total),
    )


def add_figure_sentences(page: Page, table: ReportTable, room: int) -> None:
    """A sentence for each figure, the figure before it."""
    add_labelled_texts(
        page, [(_count_or_figure(row.figure), row.label) for row in table.all_rows], room, MAX_COUNT_WIDTH
    )


def _count_or_figure(value: CellValue) -> str:
    return count_text(value) if isinstance(value, Proportion) else figure_text(value)


def add_counts(page: Page, table: ReportTable, room: int) -> None:
    """A few numbers side by side, each under its word; below one another where there is too little room."""
    labels, figures = [row.label for row in table.all_rows], [figure_text(row.figure) for row in table.all_rows]
    if sum(len(label) + 2 for label in (dated_title(table), *labels)) > room:
        return add_numbers(page, table, room)
    return add_grid(page, [ColumnHead(dated_title(table), "left"), *map(ColumnHead, labels)], [["", *figures]], room)


# --- bars -----------------------------------------------------------------------------------------------------------


def add_bars(page: Page, table: ReportTable, room: int) -> None:
    """How many of all, each a bar on one scale that ends at all of them; further columns are figures."""
    top = _bar_maximum(table)
    if not top:
        return add_numbers(page, table, room)
    heads = [
        ColumnHead(dated_title(table), "left"),
        ColumnHead(DrawnCell(lambda width: scale(f"{top:,}", width)), "left"),
        *(ColumnHead(column.title) for column in table.columns),
    ]
    rows = [
        [
            figure_cell(row, table, row.label),
            _row_bar(row, top, table),
            *(figure_cell(row, table, figure_text(cell)) for cell in row.cells.values()),
        ]
        for row in table.all_rows
    ]
    return add_grid(page, heads, rows, room)


def _row_bar(row: ReportRow, top: int, table: ReportTable) -> GridCell:
    value = row.figure
    if row is table.total:
        return ""
    counted = Fraction(value) if isinstance(value, int) else None
    return DrawnCell(lambda width: bar(counted, Fraction(top), width))


def _bar_maximum(table: ReportTable) -> int:
    """How many all of them are: the total, or the sum where none is told."""
    total = table.total.figure if table.total else None
    if isinstance(total, int):
        return total
    return sum(row.figure for row in table.rows if isinstance(row.figure, int))


def add_stacked_bar(page: Page, table: ReportTable, room: int) -> None:
    """All in one line, and under it every part in its own place, with its number."""
    top = _bar_maximum(table)
    counted = [row.figure if isinstance(row.figure, int) else 0 for row in table.rows]
    signs = [SEGMENTS.get(row.id.partition("-")[0], OTHER_SEGMENT) for row in table.rows]
    heads = [
        ColumnHead(dated_title(table), "left"),
        ColumnHead(DrawnCell(lambda width: scale(f"{top:,}", width)), "left"),
        ColumnHead(table.columns[0].title),
    ]
    rows: list[list[GridCell]] = [
        [row.label, DrawnCell(_segment(counted, signs, top, at)), figure_text(row.figure)]
        for at, row in enumerate(table.rows)
    ]
    if of_all := table.total:
        drawn = DrawnCell(lambda width: "".join(_segments(counted, signs, top, width)))
        name, figure = (figure_cell(of_all, table, text) for text in (of_all.label, figure_text(of_all.figure)))
        rows.insert(0, [name, drawn, figure])
    add_grid(page, heads, rows, room)


def _segments(counted: Sequence[int], signs: Sequence[str], top: int, width: int) -> list[str]:
    """Each part as long as its share of ``width``; ends are rounded, not lengths, so that all of them fill it."""
    ends = [round(sum(counted[: at + 1]) * width / top) if top else 0 for at in range(len(counted))]
    return [sign * (end - start) for sign, start, end in zip(signs, [0, *ends], ends, strict=False)]


def _segment(counted: Sequence[int], signs: Sequence[str], top: int, at: int) -> Callable[[int], str]:
    def draw(width: int) -> str:
        parts = _segments(counted, signs, top, width)
        return " " * sum(map(len, parts[:at])) + (parts[at] or (signs[at] if counted[at] else ""))

    return draw


def add_takings_against_plan(page: Page, table: ReportTable, room: int) -> None:
    """Takings in percent of the plan, on a scale to twice the plan, with a line at the plan."""
    titles = {column.id: column.title for column in table.columns}
    top, plan = Fraction(TWICE_THE_PLAN), Fraction(100)
    heads = [
        ColumnHead(dated_title(table), "left"),
        ColumnHead(
            DrawnCell(lambda width: scale(say("200%"), width, say("plan 100%"), place(plan, top, width), say("0%"))),
            "left",
        ),
        ColumnHead(titles["takings"]),
        ColumnHead(titles["owners"]),
    ]
    rows: list[list[GridCell]] = [
        [
            figure_cell(row, table, row.label),
            _takings_bar(row.cells["takings"]),
            figure_cell(row, table, figure_text(row.cells["takings"])),
            figure_text(row.cells["owners"]),
        ]
        for row in table.all_rows
    ]
    add_grid(page, heads, rows, room)


def _takings_bar(value: CellValue) -> DrawnCell:
    percent = value.percent if isinstance(value, Estimate) else None

    def draw(width: int) -> str:
        counted = None if percent is None else Fraction(min(percent, TWICE_THE_PLAN))
        drawn = bar(counted, Fraction(TWICE_THE_PLAN), width, Fraction(100))
        return drawn[:-1] + BEYOND[1] if percent is not None and percent > TWICE_THE_PLAN else drawn

    return DrawnCell(draw)
