"""The agenda for programs."""

from datetime import date

from followup.monitoring.agenda import AgendaItem
from followup.monitoring.case_row import CaseRow
from followup.services.agenda import Agenda
from followup_cli.terminal.json import JsonValue


def agenda_data(agenda: Agenda) -> dict[str, JsonValue]:
    """The agenda for programs."""
    return {
        "today": agenda.today,
        "days": agenda.days,
        "worker": agenda.worker,
        "in_follow_up": agenda.followed,
        "items": [_item_data(item, agenda.today) for item in agenda.items],
        "waiting": [{"code": row.code, "attention": _alerts_data(row)} for row in agenda.waiting],
    }


def _item_data(item: AgendaItem, today: date) -> dict[str, JsonValue]:
    slot, row = item.slot, item.row
    return {
        "code": row.code,
        "risk": row.risk,
        "why": item.why,
        "slot": slot.k if slot else None,
        "extra": bool(slot and slot.extra),
        "due": slot.due if slot else None,
        "date": slot.day if slot and slot.day else None,
        "window": [slot.opens, slot.closes] if slot else None,
        "window_end": item.closes,
        "missed": item.missed,
        "missed_until": item.missed_until,
        "last_met": row.last_met,
        "not_met_days": item.unmet(today) or None,
        "tries": row.tries,
        "province": row.province,
        "district": row.district,
        "promises_due": list(item.promises),
        "flags_to_review": [
            {"risk": flag.risk, "severity": flag.severity, "review": flag.review_on} for flag in item.flags
        ],
        "attention": _alerts_data(row),
    }


def _alerts_data(row: CaseRow) -> list[str]:
    return list(row.alerts)
