"""Tables of a report that count: plain numbers, a sum, bars on the scale of all, a stack, takings against the plan."""

from collections.abc import Callable, Sequence
from fractions import Fraction

from followup.messages import say
from followup.statistics.proportions import Share
from followup.statistics.report_model import Estimate, Figures, Row, Value
from followup_cli.reports.figures import figure, group, titled, whole
from followup_cli.reports.grid import Content, Drawn, Head, grid, labelled
from followup_cli.terminal.charts import BEYOND, FULL, bar, place, scale
from followup_cli.terminal.table import Cell, Page

SIGNS = {"start": "", "joined": "+", "back": "+"}
"""What a row of the caseload's sum does to it; every other row is taken off."""
OTHER_SEGMENT = "▓"
SEGMENTS = {"at_or_above": FULL, "half_or_more": "▒", "under_half": "░", "not_told": "·", "closed": "×", "no_plan": "-"}
"""How a part of all businesses is drawn; those that were merged are drawn as the first of them."""
TWICE_THE_PLAN = 200
WIDEST_COUNT = 20


def name_of(row: Row, table: Figures) -> Cell:
    """What a row is called, strong if it is that of all."""
    return Cell(row.label, "strong" if row is table.total else "")


def told_cell(row: Row, table: Figures, text: str) -> Cell:
    """A figure of a row, strong if it is that of all."""
    return Cell(text, "strong" if row is table.total else "")


# --- numbers --------------------------------------------------------------------------------------------------------


def numbers(page: Page, table: Figures, room: int) -> None:
    """Plain figures in columns; a share with all that belongs to it."""
    rows = [[name_of(row, table), *(told_cell(row, table, whole(cell)) for cell in row.cells)] for row in table.every]
    grid(page, [Head(titled(table), "left"), *_titles(table)], rows, room)


def _titles(table: Figures) -> list[Head]:
    """The columns' titles; one column of figures that are whole needs none."""
    return [Head("" if len(table.columns) == 1 else column.title) for column in table.columns]


def total_of(page: Page, table: Figures, room: int) -> None:
    """A sum: how many there were, who came, who left, and how many there are."""
    rows: list[list[Content]] = []
    wide = max(len(figure(row.cells[0])) for row in table.every)
    for row in table.every:
        sign = "" if row is table.total else SIGNS.get(row.id, "−")
        told = told_cell(row, table, figure(row.cells[0]).rjust(wide))
        rows.append([name_of(row, table), Cell(f"{sign} {told.text}", told.style)])
    grid(page, [Head(titled(table), "left"), Head(table.columns[0].title)], rows, room, rule=bool(table.total))


def known(page: Page, table: Figures, room: int) -> None:
    """A sentence for each figure, the figure before it."""
    labelled(page, [(_counted(row.cells[0]), row.label) for row in table.every], room, WIDEST_COUNT)


def _counted(value: Value) -> str:
    return group(value) if isinstance(value, Share) else figure(value)


def counts(page: Page, table: Figures, room: int) -> None:
    """A few numbers side by side, each under its word; below one another where there is too little room."""
    labels = [row.label for row in table.every]
    if sum(len(label) + 2 for label in (titled(table), *labels)) > room:
        return numbers(page, table, room)
    return grid(page, [Head(titled(table), "left"), *map(Head, labels)], [["", *_cells(table)]], room)


def _cells(table: Figures) -> list[Content]:
    return [figure(row.cells[0]) for row in table.every]


# --- bars -----------------------------------------------------------------------------------------------------------


def bars(page: Page, table: Figures, room: int) -> None:
    """How many of all, each a bar on one scale that ends at all of them; further columns are figures."""
    top = _all_of(table)
    heads = [
        Head(titled(table), "left"),
        Head(Drawn(lambda width: scale(f"{top:,}", width)), "left"),
        *(Head(column.title) for column in table.columns),
    ]
    rows = [
        [name_of(row, table), _bar(row, top, table), *(told_cell(row, table, figure(cell)) for cell in row.cells)]
        for row in table.every
    ]
    grid(page, heads, rows, room)


def _bar(row: Row, top: int, table: Figures) -> Content:
    value = row.cells[0]
    if row is table.total:
        return ""
    counted = Fraction(value) if isinstance(value, int) else None
    return Drawn(lambda width: bar(counted, Fraction(top), width))


def _all_of(table: Figures) -> int:
    """How many all of them are: the total, or the sum where none is told."""
    total = table.total.cells[0] if table.total else None
    if isinstance(total, int):
        return total
    return sum(row.cells[0] for row in table.rows if isinstance(row.cells[0], int))


def stack(page: Page, table: Figures, room: int) -> None:
    """All in one line, and under it every part in its own place, with its number."""
    top = _all_of(table)
    counted = [row.cells[0] if isinstance(row.cells[0], int) else 0 for row in table.rows]
    signs = [SEGMENTS.get(row.id.partition("-")[0], OTHER_SEGMENT) for row in table.rows]
    heads = [
        Head(titled(table), "left"),
        Head(Drawn(lambda width: scale(f"{top:,}", width)), "left"),
        Head(table.columns[0].title),
    ]
    rows: list[list[Content]] = []
    if table.total:
        drawn = Drawn(lambda width: "".join(_segments(counted, signs, top, width)))
        rows.append([name_of(table.total, table), drawn, told_cell(table.total, table, figure(table.total.cells[0]))])
    rows += [
        [row.label, Drawn(_segment(counted, signs, top, at)), figure(row.cells[0])] for at, row in enumerate(table.rows)
    ]
    grid(page, heads, rows, room)


def _segments(counted: Sequence[int], signs: Sequence[str], top: int, width: int) -> list[str]:
    """Each part as long as its share of ``width``; ends are rounded, not lengths, so that all of them fill it."""
    ends = [round(sum(counted[: at + 1]) * width / top) if top else 0 for at in range(len(counted))]
    return [sign * (end - start) for sign, start, end in zip(signs, [0, *ends], ends, strict=False)]


def _segment(counted: Sequence[int], signs: Sequence[str], top: int, at: int) -> Callable[[int], str]:
    def draw(width: int) -> str:
        parts = _segments(counted, signs, top, width)
        return " " * sum(map(len, parts[:at])) + (parts[at] or (signs[at] if counted[at] else ""))

    return draw


def against_plan(page: Page, table: Figures, room: int) -> None:
    """Takings in percent of the plan, on a scale to twice the plan, with a line at the plan."""
    names = [column.id for column in table.columns]
    owners, takings = names.index("owners"), names.index("takings")
    top, plan = Fraction(TWICE_THE_PLAN), Fraction(100)
    heads = [
        Head(titled(table), "left"),
        Head(
            Drawn(lambda width: scale(say("200%"), width, say("plan 100%"), place(plan, top, width), say("0%"))), "left"
        ),
        Head(table.columns[takings].title),
        Head(table.columns[owners].title),
    ]
    rows: list[list[Content]] = []
    for row in table.every:
        told = row.cells[takings]
        rows.append(
            [name_of(row, table), _takings(told), told_cell(row, table, figure(told)), figure(row.cells[owners])]
        )
    grid(page, heads, rows, room)


def _takings(value: Value) -> Drawn:
    percent = value.percent if isinstance(value, Estimate) else None

    def draw(width: int) -> str:
        counted = None if percent is None else Fraction(min(percent, TWICE_THE_PLAN))
        drawn = bar(counted, Fraction(TWICE_THE_PLAN), width, Fraction(100))
        return drawn[:-1] + BEYOND[1] if percent is not None and percent > TWICE_THE_PLAN else drawn

    return Drawn(draw)
