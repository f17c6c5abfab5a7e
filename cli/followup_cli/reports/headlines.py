"""The figures at the top of a report: side by side, each with its base, and as it was a quarter and a year before."""

from collections.abc import Sequence

from followup.messages import say
from followup.statistics.report import TREND_QUARTERS, CellValue, Quarter, Report
from followup_cli.reports.figures import figure_text
from followup_cli.terminal.layout import GAP, folded
from followup_cli.terminal.page import Page
from followup_cli.terminal.table import Cell, Column, Table, TableRow

Block = list[list[str]]
"""Lines of text for each figure, side by side."""


def add_headlines(page: Page, report: Report, room: int) -> None:
    """The first figures of a report; what they were before where at least one of them was told then."""
    heads = report.heads
    if not heads:
        return
    wide = (room - len(GAP) * len(heads)) // len(heads)
    quarter = Quarter.parse(report.quarter)
    titles = _on_the_ground([folded(head.title, wide) for head in heads])
    rows: list[TableRow] = [
        *_rows([[text.ljust(wide) for text in lines] for lines in titles]),
        [Cell(figure_text(head.value), "strong") for head in heads],
        *_quiet_rows([folded(head.under, wide) for head in heads]),
        *_before_rows(quarter.before, [head.before for head in heads], wide),
        *_before_rows(quarter.plus(1 - TREND_QUARTERS), [head.year_before for head in heads], wide),
    ]
    page.table(Table([Column("") for _ in heads], rows))


def _before_rows(quarter: Quarter, figures: Sequence[CellValue], wide: int) -> list[TableRow]:
    """The same figures of an earlier quarter; nothing where there was none."""
    if all(figure is None for figure in figures):
        return []
    return _quiet_rows([folded(_before_text(quarter, figure), wide) for figure in figures])


def _before_text(quarter: Quarter, figure: CellValue) -> str:
    return say("Q{number} {year}: {figure}", number=quarter.number, year=quarter.year, figure=figure_text(figure))


def _quiet_rows(block: Block) -> list[TableRow]:
    deep = max(map(len, block))
    padded = [[*lines, *[""] * (deep - len(lines))] for lines in block]
    return _rows(padded, "quiet")


def _rows(block: Block, style: str = "") -> list[TableRow]:
    return [[Cell(text, style) for text in line] for line in zip(*block, strict=True)]


def _on_the_ground(block: Block) -> Block:
    """The lines moved down, so that all of them end at the same height."""
    deep = max(map(len, block))
    return [[*[""] * (deep - len(lines)), *lines] for lines in block]
