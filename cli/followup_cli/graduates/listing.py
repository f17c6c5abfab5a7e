"""Graduates as a list, a line each: for people and for programs."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from followup.case.fields import Mask
from followup.case.vocabulary import FollowUpState, RiskLevel
from followup.messages import say
from followup.monitoring.case_row import ListedRow
from followup_cli.fragments.standing import ACTIVE_STATES, state_words
from followup_cli.fragments.styles import LIST_RISK_STYLE
from followup_cli.terminal.days import short_day
from followup_cli.terminal.json import JsonValue
from followup_cli.terminal.page import Page
from followup_cli.terminal.table import Cell, Column, Table, TableRow

if TYPE_CHECKING:
    from followup.services.caseload import CaseloadLine


def graduates_page(lines: "Sequence[CaseloadLine]", today: date, label: Mask, *, names: bool) -> Page:
    """One line a graduate; places are shown through ``label``."""
    page = Page().line(say("Graduates"), "head")
    page.line(_counts_line(lines), "quiet").line()
    return page.table(graduates_table(lines, today, label, names=names))


def graduates_table(
    lines: "Sequence[CaseloadLine]",
    today: date,
    label: Mask,
    *,
    names: bool,
    found_by: Mapping[str, str] | None = None,
) -> Table:
    """Graduates, a row each; ``found_by`` says of each code by what it was found, where they were looked for."""
    columns = [
        Column(say("Code")),
        Column(say("Risk")),
        Column(say("State"), drop=4),
        Column(say("Place"), drop=6 if names else 1),
        Column(say("Month"), "right", drop=2),
        Column(say("Next visit")),
        Column(say("Flags"), "right", drop=3),
        Column(say("Worker"), drop=5),
    ]
    if names:
        columns.append(Column(say("Name"), fold=True))
    rows = [_graduate_row(line, today, label, names=names) for line in lines]
    if found_by is not None:
        columns.append(Column(say("Found by"), fold=True))
        rows = [[*row, found_by[line.row.code]] for row, line in zip(rows, lines, strict=True)]
    return Table(columns, rows, empty=say("Nobody is listed."))


def _counts_line(lines: "Sequence[CaseloadLine]") -> str:
    followed = [line.row for line in lines if line.row.state is FollowUpState.IN_FOLLOW_UP]
    return say(
        "{n} listed; {followed} in follow-up, {high} of them at high risk, {over} with their period over",
        n=len(lines),
        followed=len(followed),
        high=sum(row.risk is RiskLevel.HIGH for row in followed),
        over=sum(row.over_since is not None for row in followed),
    )


def _graduate_row(line: "CaseloadLine", today: date, label: Mask, *, names: bool) -> TableRow:
    row = line.row
    return [
        Cell(row.code, "strong"),
        _risk_cell(row.risk),
        _state_cell(row.state, over=row.over_since is not None),
        label(row.place) or "–",
        f"{line.month}/{row.months or '–'}",
        _next_visit(line.row, today),
        str(row.open_flags) if row.open_flags else "–",
        row.worker or "–",
        *([line.name or "–"] if names else []),
    ]


@cache
def _risk_cell(risk: RiskLevel) -> Cell:
    return Cell(risk.label, LIST_RISK_STYLE[risk])


@cache
def _state_cell(state: FollowUpState, *, over: bool) -> Cell:
    """Where she stands, and how it is lit: of whose period is over, the outcome is to be decided."""
    if over:
        return Cell(say("period over"), "watch")
    return Cell(state_words(state), "" if state is FollowUpState.IN_FOLLOW_UP else "quiet")


def _next_visit(row: ListedRow, today: date) -> str:
    """The day of the next visit in ten columns: with its weekday this year, written out in another."""
    if row.next_day is None or row.state not in ACTIVE_STATES:
        return "–"
    return short_day(row.next_day, today) if row.next_day.year == today.year else row.next_day.isoformat()


def graduates_data(lines: "Iterable[CaseloadLine]", label: Mask, *, names: bool) -> list[dict[str, JsonValue]]:
    """The list of graduates for programs."""
    return [_listed_graduate_data(line, label, names=names) for line in lines]


def _listed_graduate_data(line: "CaseloadLine", label: Mask, *, names: bool) -> dict[str, JsonValue]:
    row = line.row
    return {
        "code": row.code,
        "risk": row.risk,
        "state": row.state,
        "province": label(row.province),
        "district": label(row.district),
        "trade": label(row.trade),
        "policy": row.policy,
        "worker": row.worker,
        "return_date": row.return_date,
        "month": line.month,
        "months": row.months or None,
        "next_visit": row.next_day if row.state in ACTIVE_STATES else None,
        "period_over_since": row.over_since,
        "open_flags": row.open_flags,
        **({"name": line.name} if names else {}),
    }
