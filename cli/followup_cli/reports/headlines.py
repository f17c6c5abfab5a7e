"""The figures at the top of a report: side by side, each with its base, and as it was a quarter and a year before."""

from collections.abc import Sequence

from followup.messages import say
from followup.statistics.report import TREND_QUARTERS, CellValue, Quarter, Report
from followup_cli.reports.figures import figure_text
from followup_cli.reports.grid import side_by_side
from followup_cli.terminal.layout import GAP, folded
from followup_cli.terminal.page import Page
from followup_cli.terminal.table import Cell, Column, Table, TableRow


def add_headlines(page: Page, report: Report, room: int) -> None:
    """The first figures of a report; what they were before where at least one of them was told then."""
    heads = report.heads
    if not heads:
        return
    wide = (room - len(GAP) * len(heads)) // len(heads)
    quarter = Quarter.parse(report.quarter)
    titles = [[line.ljust(wide) for line in folded(head.title, wide)] for head in heads]
    rows: list[TableRow] = [
        *side_by_side(titles, at_foot=True),
        [Cell(figure_text(head.value), "strong") for head in heads],
        *side_by_side([folded(head.under, wide) for head in heads], "quiet"),
        *_before_rows(quarter.before, [head.before for head in heads], wide),
        *_before_rows(quarter.plus(1 - TREND_QUARTERS), [head.year_before for head in heads], wide),
    ]
    page.table(Table([Column("") for _ in heads], rows))


def _before_rows(quarter: Quarter, figures: Sequence[CellValue], wide: int) -> list[TableRow]:
    """The same figures of an earlier quarter; nothing where there was none."""
    if all(figure is None for figure in figures):
        return []
    when = {"number": quarter.number, "year": quarter.year}
    texts = [say("Q{number} {year}: {figure}", figure=figure_text(figure), **when) for figure in figures]
    return side_by_side([folded(text, wide) for text in texts], "quiet")
