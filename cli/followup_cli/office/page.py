"""The office on one screen."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple, TypeVar

from msgspec import to_builtins

from followup.case.date_ranges import DateRange
from followup.case.facts import Body, DistrictClosed, DistrictOpened, HolidayDecreed, OfficeClosed, OnLeave, PolicyMade
from followup.case.fields import Mask
from followup.messages import say
from followup.office import Office
from followup.schedule.policy import Policy
from followup_cli.fragments.retention_note import kept_for
from followup_cli.terminal.days import long_day
from followup_cli.terminal.json import JsonValue
from followup_cli.terminal.page import Page
from followup_cli.terminal.table import Column, Table

Kind = TypeVar("Kind", bound=Body)
Entries = Mapping[int, Body]
"""What stands in the office's journal, by its number."""


def office_page(
    office: Office, entries: Entries, policies: Mapping[str, Policy], worker: str, mask: Mask, *, today: date
) -> Page:
    """Settings, what lies ahead, and the policies."""
    page = Page().line(say("This office"), "head")
    settings = [(one.label, one.words or str(one.value) or "–") for one in _settings(office, worker, mask)]
    page.table(Table((Column(""), Column("")), settings))
    if ahead := [row for row in _days_off(office, entries, mask) if row[3] >= today]:
        page.line().table(_days_off_table(ahead))
        page.line(say("To take one back: followup withdraw office ENTRY"), "quiet")
    columns = (Column(say("Policy")), Column(say("Visits"), "right"), Column(say("What it says"), fold=True))
    rows = [(one.name, str(one.visits or say("no end")), one.title) for one in policies.values()]
    page.line().table(Table(columns, rows))
    for n, made in _those(entries, PolicyMade):
        page.line(say("Entry {n}: {sentence}", n=n, sentence=made.sentence()), "quiet")
    page.line().line(say("Whose practice they follow"), "head")
    for policy in policies.values():
        if policy.practice:
            page.line(_names_text(policy)).text(policy.practice)
    return page


def _days_off_table(ahead: Iterable[tuple[int, str, date, date]]) -> Table:
    columns = (Column(say("Entry"), "right"), Column(say("Not at work")), Column(say("From")), Column(say("Until")))
    rows = [(str(n), what, long_day(first), long_day(last)) for n, what, first, last in ahead]
    return Table(columns, rows)


def _days_off(office: Office, entries: Entries, mask: Mask) -> Iterator[tuple[int, str, date, date]]:
    for n, body in entries.items():
        if isinstance(body, OnLeave):
            yield n, mask(office.staff.called_now(body.worker)), body.days.first, body.days.last
        elif isinstance(body, OfficeClosed):
            yield n, mask(body.why) or say("closed"), body.days.first, body.days.last
        elif isinstance(body, HolidayDecreed):
            what = say("public holiday") if body.off else say("no public holiday: at work")
            yield n, what, body.day, body.day
        elif isinstance(body, (DistrictClosed, DistrictOpened)):
            yield n, _district_said(body, mask), body.days.first, body.days.last


def _district_said(body: DistrictClosed | DistrictOpened, mask: Mask) -> str:
    place = ", ".join(filter(None, (mask(body.district), mask(body.province))))
    if isinstance(body, DistrictOpened):
        return say("{place}: open after all", place=place)
    return say("{place}: closed", place=place)


def _those(entries: Entries, kind: type[Kind]) -> list[tuple[int, Kind]]:
    """The entries of a kind, with their numbers."""
    return [(n, body) for n, body in entries.items() if isinstance(body, kind)]


def _names_text(policy: Policy) -> str:
    former = ", ".join(policy.known_as)
    return say("{name}, before: {former}", name=policy.name, former=former) if former else policy.name


class Setting(NamedTuple):
    """A setting of the office: its key and value for programs, and for people what it is called and its words.

    Where it has no words of its own it is shown as it is; a dash where there is nothing.
    """

    key: str
    value: str | int | None
    label: str
    words: str = ""


def _settings(office: Office, worker: str, mask: Mask) -> tuple[Setting, ...]:
    goal = say("{n}%", n=office.visit_goal) if office.visit_goal else say("none")
    kept = kept_for(office.retention) if office.retention else say("not set")
    return (
        Setting("worker", worker, say("Worker on this laptop")),
        Setting("supervisor", mask(office.supervisor), say("Supervisor")),
        Setting("country", office.country, say("Public holidays of")),
        Setting("cover", office.cover, say("Calendar entries say")),
        Setting("hours", office.hours, say("Hours of entries"), office.hours or say("all day")),
        Setting("currency", office.currency, say("Currency")),
        Setting("rate", office.rate, say("Riel to the dollar"), f"{office.rate:,}"),
        Setting("timezone", office.timezone, say("Time zone")),
        Setting("organisation", mask(office.organisation), say("Prints name as organisation")),
        Setting("responsible", mask(office.responsible), say("Answers for the reports")),
        Setting("visit_goal", office.visit_goal or None, say("Goal for visits"), goal),
        Setting("retention", office.retention or None, say("Names kept after follow-up"), kept),
        Setting("dates", office.dates.value, say("Days like 1/11/2026"), office.dates.label),
    )


def office_data(
    office: Office, entries: Entries, policies: Mapping[str, Policy], worker: str, mask: Mask
) -> dict[str, JsonValue]:
    """The office for programs."""
    return {
        **{one.key: one.value for one in _settings(office, worker, mask)},
        "leave": [
            {"entry": n, "worker": mask(office.staff.called_now(body.worker)), **_span_data(body.days)}
            for n, body in _those(entries, OnLeave)
        ],
        "closed": [
            {"entry": n, "why": mask(body.why), **_span_data(body.days)} for n, body in _those(entries, OfficeClosed)
        ],
        "holidays": [
            {"entry": n, "date": body.day, "off": body.off, "why": mask(body.why)}
            for n, body in _those(entries, HolidayDecreed)
        ],
        "districts": [
            _district_data(n, body, mask)
            for n, body in entries.items()
            if isinstance(body, (DistrictClosed, DistrictOpened))
        ],
        "own_policies": [
            {"entry": n, "name": made.name, "since": made.since} for n, made in _those(entries, PolicyMade)
        ],
        "policies": to_builtins([*policies.values()]),
    }


def _span_data(days: DateRange) -> dict[str, JsonValue]:
    return {"from": days.first, "until": days.last}


def _district_data(n: int, body: DistrictClosed | DistrictOpened, mask: Mask) -> dict[str, JsonValue]:
    place = {"district": mask(body.district), "province": mask(body.province)}
    return {"entry": n, **place, "open": isinstance(body, DistrictOpened), **_span_data(body.days)}
