"""The agenda: a line for each graduate, the most urgent first."""

from datetime import date
from typing import Any

from followup.case.codes import RiskLevel
from followup.review.agenda import Item, Why
from followup.services.agenda import Agenda
from followup.text import say
from followup_cli.views.days import long_day, short_day
from followup_cli.views.table import Cell, Column, Page, Table

RISK_STYLE = {RiskLevel.LOW: "", RiskLevel.RAISED: "watch", RiskLevel.HIGH: "bad"}


def page(agenda: Agenda) -> Page:
    """The agenda for the terminal, useful at 80 columns."""
    shown = Page().line(_heading(agenda), "head").line(_counts(agenda), "quiet").line()
    return shown.table(
        Table(
            columns=(
                Column(say("Code")),
                Column(say("Risk")),
                Column(say("Visit"), "right", drop=2),
                Column(say("Planned"), drop=1),
                Column(say("Late after")),
                Column(say("District")),
                Column(say("Why"), fold=True),
            ),
            rows=[_row(item, agenda.today) for item in agenda.items],
            empty=say("Nobody is to be visited."),
        )
    )


def _heading(agenda: Agenda) -> str:
    until = say(" and the next {n} days", n=agenda.days) if agenda.days else ""
    return say("Visits for {day}{until}", day=long_day(agenda.today), until=until)


def _counts(agenda: Agenda) -> str:
    overdue = sum(item.why is Why.OVERDUE for item in agenda.items)
    return say(
        "{due} to see, {overdue} of them overdue; {followed} in follow-up{whose}",
        due=len(agenda.items),
        overdue=overdue,
        followed=agenda.followed,
        whose=say(" with {worker}", worker=agenda.worker) if agenda.worker else "",
    )


def _row(item: Item, today: date) -> list[Cell | str]:
    slot, row = item.slot, item.row
    planned = short_day(slot.day, today) if slot and slot.day else "–"
    style = RISK_STYLE[row.risk]
    return [
        Cell(row.code, "strong"),
        Cell(row.risk.label, style),
        _visit(item),
        planned,
        Cell(short_day(item.closes, today), "bad" if item.closes < today else ""),
        row.place or "–",
        Cell(why(item, today), "bad" if item.why is Why.OVERDUE else ""),
    ]


def _visit(item: Item) -> str:
    if not item.slot:
        return "–"
    total = f"/{item.row.last_slot}" if item.row.last_slot else ""
    return f"{item.slot.k}{total}"


def why(item: Item, today: date) -> str:
    """Why she is on the agenda, in a few words."""
    parts = [_why_visit(item, today)]
    parts += [say("review {risk}", risk=flag.risk.label) for flag in item.flags[:1]]
    if len(item.flags) > 1:
        parts.append(say("and {n} more flags", n=len(item.flags) - 1))
    return ", ".join(part for part in parts if part)


def _why_visit(item: Item, today: date) -> str:
    if item.why is Why.FLAG:
        return ""
    if item.why is not Why.OVERDUE:
        return item.why.label
    late = item.late(today)
    days = say("overdue 1 day") if late == 1 else say("overdue {n} days", n=late)
    return days if item.missed == 1 else say("{days}, {n} missed", days=days, n=item.missed)


def data(agenda: Agenda) -> dict[str, Any]:
    """The agenda for programs."""
    return {
        "today": agenda.today.isoformat(),
        "days": agenda.days,
        "worker": agenda.worker,
        "in_follow_up": agenda.followed,
        "items": [_item_data(item) for item in agenda.items],
    }


def _item_data(item: Item) -> dict[str, Any]:
    slot, row = item.slot, item.row
    return {
        "code": row.code,
        "risk": row.risk.value,
        "why": item.why.value,
        "slot": slot.k if slot else None,
        "extra": bool(slot and slot.extra),
        "due": slot.due.isoformat() if slot else None,
        "date": slot.day.isoformat() if slot and slot.day else None,
        "window_end": item.closes.isoformat(),
        "missed": item.missed,
        "missed_until": item.missed_until.isoformat() if item.missed_until else None,
        "province": row.province,
        "district": row.district,
        "flags_to_review": [
            {"risk": flag.risk.value, "severity": flag.severity.value, "review": flag.review_on.isoformat()}
            for flag in item.flags
        ],
    }
