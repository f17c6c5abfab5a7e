"""Tables of a report, laid out to the column: labels fold, figures never do, a chart takes the room that is left."""

import shutil
import sys
from collections.abc import Callable, Sequence
from itertools import zip_longest
from typing import Literal, NamedTuple

from followup_cli.terminal.layout import GAP, RULE, folded, width_of
from followup_cli.terminal.page import Page
from followup_cli.terminal.table import PLAIN_WIDTH, Cell, Column, Table, TableRow

NARROW, WIDE = 58, 110
"""Columns of a page on a terminal: at the least, and at the most."""
LEAST_LABEL, LEAST_CHART, EASY_CHART, MOST_CHART = 14, 10, 24, 48
HEAD_WIDTHS = (0, 12, 9)
"""Columns that headings over figures fold to, 0 for none: the first that leaves enough room for labels and chart."""


class DrawnCell(NamedTuple):
    """A chart, or the scale over one, drawn as wide as the table lets it."""

    draw: Callable[[int], str]
    style: str = ""


GridCell = Cell | str | DrawnCell


class ColumnHead(NamedTuple):
    """What stands over a column, on one line or more, and to which side the column leans."""

    title: str | DrawnCell
    align: Literal["left", "right"] = "right"


class ColumnSizes(NamedTuple):
    """The width of every column, and what headings over figures fold to."""

    widths: list[int]
    most: int


def page_room(*, sheets: bool = False) -> int:
    """How wide the page may be, with the gap that ends a line: that of the terminal, within reason.

    For ``sheets`` it is as wide as in a pipe.
    """
    if sheets or not sys.stdout.isatty():
        return PLAIN_WIDTH + len(GAP)
    return min(max(shutil.get_terminal_size().columns, NARROW), WIDE)


def label_width(room: int) -> int:
    """Columns that labels beside charts take, the same for every table of a page, so that charts stand in line."""
    return min(max((room - 28) // 2, 16), 36)


def add_grid(
    page: Page,
    heads: Sequence[ColumnHead],
    rows: Sequence[Sequence[GridCell]],
    room: int,
    *,
    fold: int = 0,
    rule: int = 0,
) -> None:
    """Add a table of at most ``room`` columns, whose column ``fold`` folds. A rule stands over the last ``rule`` rows.

    A title that has no room over the column that folds stands on a line of its own.
    """
    sizes = _sizes(heads, rows, room - len(GAP), fold)
    title = _text(heads[fold].title)
    if width_of(title) > sizes.widths[fold]:
        for line in folded(title, room - len(GAP)):
            page.line(line, "head")
        heads = [*heads[:fold], heads[fold]._replace(title=""), *heads[fold + 1 :]]
    laid = [*_heading_rows(heads, sizes)]
    for number, row in enumerate(rows):
        if rule and number == len(rows) - rule:
            laid.append([*[""] * (len(heads) - 1), Cell(RULE * sizes.widths[-1], "quiet")])
        laid += _row_lines(row, sizes.widths, fold)
    page.table(Table([Column("", head.align) for head in heads], laid))


def _sizes(heads: Sequence[ColumnHead], rows: Sequence[Sequence[GridCell]], room: int, fold: int) -> ColumnSizes:
    charts = [at for at, head in enumerate(heads) if isinstance(head.title, DrawnCell)]
    label = max(max((width_of(_text(row[fold])) for row in rows), default=0), label_width(room) if charts else 0)
    for most in HEAD_WIDTHS:
        widths = [0 if at in (*charts, fold) else _widest_cell(heads, rows, at, most) for at in range(len(heads))]
        rest = room - sum(widths) - len(GAP) * (len(heads) - 1)
        if rest >= min(label, label_width(room)) + EASY_CHART * len(charts):
            break
    if not charts:
        label = max(label, min(width_of(_text(heads[fold].title)), rest))
    if charts:
        label = max(min(label, label_width(room), rest - LEAST_CHART), LEAST_LABEL)
        widths[charts[0]] = max(min(rest - label, MOST_CHART), LEAST_CHART)
    widths[fold] = max(min(label, rest), LEAST_LABEL)
    return ColumnSizes(widths, most)


def _widest_cell(heads: Sequence[ColumnHead], rows: Sequence[Sequence[GridCell]], at: int, most: int) -> int:
    body = max((width_of(_text(row[at])) for row in rows), default=0)
    return max([body, *map(width_of, _title_lines(heads[at], body, most))])


def _title_lines(head: ColumnHead, width: int, most: int) -> list[str]:
    title = _text(head.title)
    return folded(title, max(width, most)) if most else title.split("\n")


def _text(content: GridCell) -> str:
    return "" if isinstance(content, DrawnCell) else content if isinstance(content, str) else content.text


def _heading_rows(heads: Sequence[ColumnHead], sizes: ColumnSizes) -> list[TableRow]:
    """The rows of the heading: what takes fewer lines stands at the foot."""
    columns = [
        [head.title.draw(width).ljust(width)] if isinstance(head.title, DrawnCell) else folded(_text(head.title), width)
        for head, width in zip(heads, sizes.widths, strict=True)
    ]
    named = any(line.strip() for column in columns for line in column)
    return side_by_side(columns, "head", at_foot=True) if named else []


def side_by_side(columns: Sequence[Sequence[str]], style: str = "", *, at_foot: bool = False) -> list[TableRow]:
    """Lines of text in columns, a row for each line; a column of fewer lines begins at the top, or ends ``at_foot``."""
    step = -1 if at_foot else 1
    lines = [*zip_longest(*(column[::step] for column in columns), fillvalue="")]
    return [[Cell(text, style) for text in line] for line in lines[::step]]


def _row_lines(row: Sequence[GridCell], widths: Sequence[int], fold: int) -> list[TableRow]:
    """One row: figures on its first line, and as many lines as what folds needs."""
    first: TableRow = [_rendered(content, width) for content, width in zip(row, widths, strict=True)]
    text, style = _rendered(row[fold], widths[fold])
    label, *more = folded(text, widths[fold])
    first[fold] = Cell(label + " " * (widths[fold] - width_of(label)), style)
    return [first, *(_row_with_one_cell(Cell(line, style), fold, len(row)) for line in more)]


def _row_with_one_cell(cell: Cell, at: int, columns: int) -> TableRow:
    """A row with nothing but one cell."""
    row: TableRow = [""] * columns
    row[at] = cell
    return row


def _rendered(content: GridCell, width: int) -> Cell:
    if isinstance(content, DrawnCell):
        return Cell(content.draw(width).ljust(width), content.style)
    return Cell(content) if isinstance(content, str) else content


# --- text -----------------------------------------------------------------------------------------------------------


def add_paragraph(page: Page, text: str, room: int, style: str = "quiet") -> None:
    """Add a text, folded to the page."""
    for line in folded(text, room - len(GAP)) if text else []:
        page.line(line, style)


def add_labelled_texts(
    page: Page, rows: Sequence[tuple[str, str]], room: int, most: int, style: str = "strong", *, least: int = 0
) -> None:
    """Add texts, each beside its label; a label wider than ``most`` columns folds, ``least`` are kept for it."""
    indent = max(min(max(width_of(label) for label, _ in rows), most), least)
    laid: list[TableRow] = []
    for label, text in rows:
        sides = (folded(label, indent), folded(text, room - indent - 2 * len(GAP)))
        laid += [[Cell(begin.ljust(least), style), line] for begin, line in zip_longest(*sides, fillvalue="")]
    page.table(Table([Column(""), Column("")], laid))
