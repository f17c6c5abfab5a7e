"""Flags, promises and referrals: those of one graduate by their numbers, and the open ones of everybody."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from followup.case.case import Case
from followup.case.fields import revealed
from followup.messages import say
from followup_cli.terminal.columns import ColumnOf
from followup_cli.terminal.page import Page
from followup_cli.terminal.table import Cell, Column, Table, TableRow

Thing = TypeVar("Thing")


def numbered_table(
    numbered: Iterable[tuple[int, Thing]], columns: Sequence[ColumnOf[Thing]], title: str = "", empty: str = ""
) -> Table:
    """What one graduate has of a kind, by its numbers."""
    rows = [[str(number), *(column.cell(one) for column in columns)] for number, one in numbered]
    return Table([Column(say("No"), "right"), *(column.head for column in columns)], rows, title, empty=empty)


def case_page(title: str, table: Table, notes: Sequence[tuple[int, str]]) -> Page:
    """What one graduate has of a kind: its table, and the ``notes`` there are by their numbers."""
    page = Page().line(title, "head").line().table(table)
    if notes:
        page.line()
    for number, note in notes:
        page.pair(f"{number:>2}", note, "quiet", indent=4)
    return page


def open_page(
    title: str,
    told: str,
    listed: Iterable[tuple[Case, int, Thing]],
    columns: Sequence[ColumnOf[Thing]],
    empty: str,
    *,
    names: bool,
) -> Page:
    """What is open of a kind, of everybody; ``told`` is said of all of it."""
    heads = [Column(say("Code")), Column(say("No"), "right"), *(column.head for column in columns)]
    heads += [Column(say("Name"), fold=True)] if names else []
    rows: list[TableRow] = []
    for case, number, one in listed:
        name = [revealed(case.identity.name)] if names else []
        rows.append([Cell(case.code, "strong"), str(number), *(column.cell(one) for column in columns), *name])
    return Page().line(title, "head").line(told, "quiet").line().table(Table(heads, rows, empty=empty))
