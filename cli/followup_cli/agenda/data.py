"""The agenda for programs."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from followup.case.fields import Mask
from followup.monitoring.agenda import AgendaItem
from followup.monitoring.case_row import CaseRow, OpenReferral
from followup.services.agenda import Agenda
from followup.services.case_index import AheadEntries
from followup_cli.agenda.page import next_steps
from followup_cli.terminal.json import JsonValue

if TYPE_CHECKING:
    from followup.services.rounds import Stop


def agenda_data(agenda: Agenda, label: Mask, stops: "Sequence[Stop] | None" = None) -> dict[str, JsonValue]:
    """The agenda for programs, and as a round where one was asked for."""
    return {
        "today": agenda.today,
        "days": agenda.days,
        "worker": agenda.worker,
        "in_follow_up": agenda.followed,
        "items": [_item_data(item, agenda.today, label) for item in agenda.items],
        "waiting": [{"code": row.code, "attention": _alerts_data(row)} for row in agenda.waiting],
        "period_over": [_period_over_data(item) for item in agenda.over],
        "followed_by_others": agenda.by_others,
        "followed_by_nobody": agenda.by_nobody,
        "dated_ahead": dated_ahead_data(agenda.ahead),
        "kept_too_long": agenda.kept_too_long,
        "backup": {"last": agenda.last_backup, "due": agenda.backup_due},
        **({"round": [_stop_data(stop, label) for stop in stops]} if stops is not None else {}),
    }


def _stop_data(stop: "Stop", label: Mask) -> dict[str, JsonValue]:
    """One place of a round: its codes, and with names who they are and where they live."""
    return {
        "province": label(stop.province),
        "district": label(stop.district),
        "number": stop.number,
        "lines": [
            {
                "code": line.item.row.code,
                **(
                    {"name": line.name, "commune": line.commune, "village": line.village}
                    if line.name is not None
                    else {}
                ),
            }
            for line in stop.lines
        ],
    }


def dated_ahead_data(ahead: Sequence[AheadEntries]) -> list[JsonValue]:
    """Who has entries dated after today."""
    return [
        {"code": one.code, "entries": one.entries, "latest": one.latest, "commands": dated_ahead_commands(one.code)}
        for one in ahead
    ]


def _period_over_data(item: AgendaItem) -> dict[str, JsonValue]:
    row = item.row
    return {
        "code": row.code,
        "since": row.over_since,
        "visits_overdue": item.missed,
        "open_flags": [{"risk": flag.risk, "severity": flag.severity, "review": flag.review_on} for flag in row.flags],
        "open_promises": list(row.promises),
        "open_referrals": [_referral_data(one) for one in row.referrals],
        "milestone": row.milestone or None,
        "commands": list(next_steps(row)),
    }


def dated_ahead_commands(code: str) -> list[JsonValue]:
    """What to type to put right what is dated after today: the number stands in the log."""
    return [f"followup log {code}", f"followup withdraw {code} N"]


def _item_data(item: AgendaItem, today: date, label: Mask) -> dict[str, JsonValue]:
    slot, row = item.slot, item.row
    return {
        "code": row.code,
        "risk": row.risk,
        "why": item.why,
        "slot": slot.k if slot else None,
        "extra": bool(slot and slot.extra),
        "trip": bool(slot and slot.trip),
        "standing": slot.standing(today) if slot and not slot.extra else None,
        "due": slot.due if slot else None,
        "date": slot.day if slot and slot.day else None,
        "window": [slot.opens, slot.closes] if slot else None,
        "window_end": item.closes,
        "visits_overdue": item.missed,
        "overdue_since": item.missed_until,
        "last_met": row.last_met,
        "not_met_days": item.unmet(today) or None,
        "tries": row.tries,
        "province": label(row.province),
        "district": label(row.district),
        "promises_due": list(item.promises),
        "referrals_waiting": [_referral_data(one) for one in item.referrals],
        "flags_to_review": [
            {"risk": flag.risk, "severity": flag.severity, "review": flag.review_on} for flag in item.flags
        ],
        "attention": _alerts_data(row),
        "period_over_since": row.over_since,
    }


def _referral_data(one: OpenReferral) -> dict[str, JsonValue]:
    return {"service": one.service, "waits_for": one.waits_for, "until": one.until}


def _alerts_data(row: CaseRow) -> list[str]:
    return list(row.alerts)
