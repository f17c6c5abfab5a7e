"""The office on one screen."""

from collections.abc import Mapping
from datetime import date

from followup.case.fields import Mask
from followup.messages import say
from followup.office import Office
from followup.schedule.policy import Policy
from followup_cli.terminal.days import long_day
from followup_cli.terminal.json import JsonValue
from followup_cli.terminal.page import Page
from followup_cli.terminal.table import Column, Table


def office_page(office: Office, policies: Mapping[str, Policy], worker: str, today: date, mask: Mask) -> Page:
    """Settings, what lies ahead, and the policies."""
    page = Page().line(say("This office"), "head")
    page.table(Table((Column(""), Column("")), _settings_rows(office, worker)))
    away = [(who, span) for who, span in office.leave if span.last >= today]
    shut = [(mask(why) or say("closed"), span) for span, why in office.closed if span.last >= today]
    if away or shut:
        columns = (Column(say("Not at work")), Column(say("From")), Column(say("Until")))
        rows = [(who, long_day(span.first), long_day(span.last)) for who, span in (*away, *shut)]
        page.line().table(Table(columns, rows))
    columns = (Column(say("Policy")), Column(say("Visits"), "right"), Column(say("What it says"), fold=True))
    rows = [(one.name, str(one.visits or say("no end")), one.title) for one in policies.values()]
    page.line().table(Table(columns, rows)).line().line(say("Whose practice they follow"), "head")
    for policy in policies.values():
        if policy.practice:
            page.line(_names_text(policy)).text(policy.practice)
    return page


def _names_text(policy: Policy) -> str:
    former = ", ".join(policy.known_as)
    return say("{name}, before: {former}", name=policy.name, former=former) if former else policy.name


def _settings_rows(office: Office, worker: str) -> list[tuple[str, str]]:
    return [
        (say("Worker on this laptop"), worker or "–"),
        (say("Supervisor"), office.supervisor or "–"),
        (say("Public holidays of"), office.country),
        (say("Calendar entries say"), office.cover),
        (say("Hours of entries"), office.hours or say("all day")),
        (say("Currency"), office.currency),
        (say("Riel to the dollar"), f"{office.rate:,}"),
        (say("Time zone"), office.timezone),
    ]


def office_data(office: Office, policies: Mapping[str, Policy], worker: str, mask: Mask) -> dict[str, JsonValue]:
    """The office for programs."""
    return {
        "worker": worker,
        "supervisor": office.supervisor,
        "country": office.country,
        "cover": office.cover,
        "hours": office.hours,
        "currency": office.currency,
        "rate": office.rate,
        "timezone": office.timezone,
        "leave": [{"worker": who, "from": span.first, "until": span.last} for who, span in office.leave],
        "closed": [{"why": mask(why), "from": span.first, "until": span.last} for span, why in office.closed],
        "policies": [policy.to_mapping() for policy in policies.values()],
    }
