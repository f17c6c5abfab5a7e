"""A schedule that a return date would give: one line a visit, and what is to be noticed."""

from collections.abc import Iterator

from followup.messages import say
from followup.schedule.slots import WIDE_GAP, Schedule
from followup.schedule.workdays import Workdays
from followup_cli.terminal.days import iso_day
from followup_cli.terminal.page import Page
from followup_cli.terminal.table import Column, Table


def preview_page(schedule: Schedule) -> Page:
    """Every visit and extra contact, and why a day was moved."""
    columns = (
        Column(say("Visit"), "right"),
        Column(say("Due")),
        Column(say("Date")),
        Column(say("State")),
        Column(say("Why moved"), fold=True),
    )
    return Page().table(Table(columns, [*_slot_rows(schedule), *_extra_rows(schedule)]))


def _slot_rows(schedule: Schedule) -> Iterator[tuple[str, ...]]:
    for slot in schedule.slots:
        why = ", ".join(obstacle.label for obstacle in slot.why)
        yield str(slot.k), str(slot.due), iso_day(slot.date), slot.placement.label, why


def _extra_rows(schedule: Schedule) -> Iterator[tuple[str, ...]]:
    for extra in schedule.extras:
        state = say("extra contact") if extra.date else say("extra contact, no day found")
        yield say("before {k}", k=extra.before_slot), str(extra.due), iso_day(extra.date), state, ""


def notes(schedule: Schedule, days: Workdays) -> Iterator[str]:
    """A wide gap, and the year from which public holidays are estimates."""
    gap = schedule.longest_gap()
    if gap and gap.days > WIDE_GAP:
        yield say("Note: up to {days} days pass without a visit, before visit {k}.", days=gap.days, k=gap.before)
    year = next((slot.due.year for slot in schedule.slots if days.estimated(slot.date or slot.due)), None)
    if year:
        yield say("Note: public holidays from {year} on are estimates; the government has not decreed them.", year=year)
