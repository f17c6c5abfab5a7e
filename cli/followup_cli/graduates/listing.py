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
from followup_cli.terminal.columns import ColumnOf, table_of
from followup_cli.terminal.days import short_day
from followup_cli.terminal.json import JsonValue
from followup_cli.terminal.page import Page
from followup_cli.terminal.table import Cell, Table

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
    columns: list[ColumnOf[CaseloadLine]] = [
        ColumnOf(say("Code"), lambda one: Cell(one.row.code, "strong")),
        ColumnOf(say("Risk"), lambda one: _risk_cell(one.row.risk)),
        ColumnOf(say("State"), lambda one: _state_cell(one.row.state, over=one.row.over_since is not None), drop=4),
        ColumnOf(say("Place"), lambda one: label(one.row.place) or "–", drop=6 if names else 1),
        ColumnOf(say("Month"), lambda one: f"{one.month}/{one.row.months or '–'}", "right", drop=2),
        ColumnOf(say("Next visit"), lambda one: _next_visit(one.row, today)),
        ColumnOf(say("Flags"), lambda one: str(one.row.open_flags or "–"), "right", drop=3),
        ColumnOf(say("Worker"), lambda one: one.row.worker or "–", drop=5),
    ]
    if names:
        columns.append(ColumnOf(say("Name"), lambda one: one.name or "–", fold=True))
    if found_by is not None:
        columns.append(ColumnOf(say("Found by"), lambda one: found_by[one.row.code], fold=True))
    return table_of(lines, columns, empty=say("Nobody is listed."))


def _counts_line(lines: "Sequence[CaseloadLine]") -> str:
    followed = [line.row for line in lines if line.row.state is FollowUpState.IN_FOLLOW_UP]
    return say(
        "{n} listed; {followed} in follow-up, {high} of them at high risk, {over} with their period over",
        n=len(lines),
        followed=len(followed),
        high=sum(row.risk is RiskLevel.HIGH for row in followed),
        over=sum(row.over_since is not None for row in followed),
    )


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
