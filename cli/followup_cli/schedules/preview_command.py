"""``followup schedule preview``: what a schedule would be, from a return date alone. Stores and reads no case."""

from collections.abc import Iterable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from followup.errors import Invalid
from followup.messages import say
from followup.schedule.policy import MOST_DAYS, MOST_VISITS, ExtraContactRule, Policy
from followup.schedule.preview import preview_schedule, schedule_as_data
from followup.schedule.public_holidays import PublicHolidays
from followup.schedule.slots import WIDE_GAP, Schedule, ScheduleInputs
from followup.schedule.workdays import OfficeDays, Workdays
from followup_cli.context import moment
from followup_cli.options import (
    naming_option,
    parse_date,
    parse_date_range,
    parse_each,
    parse_frozen,
    parse_number,
    parse_pause,
    parse_weekdays,
)
from followup_cli.terminal.days import iso_day
from followup_cli.terminal.json import print_json
from followup_cli.terminal.table import Column, Page, Table

TableRow = tuple[str, ...]
_DAYS = "DAYS"
_RANGE = "FROM..UNTIL"


def preview(
    returned: Annotated[str, typer.Option("--return", metavar="DATE", help="The day she went home: month 0.")],
    visits: Annotated[str, typer.Option(metavar="N", help="Number of monthly visits.")] = "36",
    workdays: Annotated[
        str, typer.Option(metavar="all|weekdays|KH", help="Every day, Monday to Friday, or a country's working days.")
    ] = "KH",
    holidays: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Your own public holidays: a JSON list, or one date a line.")
    ] = None,
    window: Annotated[str, typer.Option(metavar=_DAYS, help="How far a visit may lie from its due date.")] = "7",
    fallback: Annotated[str, typer.Option(metavar=_DAYS, help="How far at the worst, out of the window.")] = "14",
    min_gap: Annotated[str, typer.Option(metavar=_DAYS, help="Least days between two visits.")] = "14",
    leave: Annotated[list[str] | None, typer.Option(metavar=_RANGE, help="Your leave, both days included.")] = None,
    avoid: Annotated[list[str] | None, typer.Option(metavar=_RANGE, help="Days not to come, both included.")] = None,
    safe: Annotated[str | None, typer.Option(metavar="mon,tue,...", help="The only weekdays safe for her.")] = None,
    frozen: Annotated[list[str] | None, typer.Option(metavar="K=DATE", help="Visit K stands on this day.")] = None,
    pause: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FROM..UNTIL[:extend]", help="No visits from the first day up to, not including, the last."
        ),
    ] = None,
    end: Annotated[str | None, typer.Option(metavar="DATE", help="The last day of follow-up.")] = None,
    last_contact: Annotated[str | None, typer.Option(metavar="DATE", help="A visit made before the first.")] = None,
    extra_months: Annotated[
        str | None, typer.Option(metavar="N", help="High risk: contacts between visits, in the first N months.")
    ] = None,
    extra_window: Annotated[str, typer.Option(metavar=_DAYS, help="How far such a contact may move.")] = "3",
    extra_gap: Annotated[str, typer.Option(metavar=_DAYS, help="Its least days from any visit.")] = "7",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show the visits a return date would give, and why each one moves.

    Example: followup schedule preview --return 2026-01-31 --safe mon,thu
    """
    today = moment().today
    day = partial(parse_date, today=today)
    span = partial(parse_date_range, today=today)
    with naming_option("--frozen"):
        fixed = parse_frozen(frozen or (), today)
    inputs = ScheduleInputs(
        anchor=parse_each("--return", (returned,), day)[0],
        policy=Policy.monthly(
            _number_option("--visits", visits, 1, MOST_VISITS),
            window=_number_option("--window", window),
            fallback=_number_option("--fallback", fallback),
            min_gap=_number_option("--min-gap", min_gap),
            extra=ExtraContactRule(
                _number_option("--extra-window", extra_window), _number_option("--extra-gap", extra_gap)
            ),
        ),
        frozen=fixed,
        pauses=parse_each("--pause", pause or (), partial(parse_pause, today=today)),
        end=_optional_day_option("--end", end, today),
        last_contact=_optional_day_option("--last-contact", last_contact, today),
        extra_before=_number_option("--extra-months", extra_months or "0", 0, MOST_VISITS),
    )
    days = Workdays(
        _open_days(workdays, holidays),
        leave=parse_each("--leave", leave or (), span),
        avoid=parse_each("--avoid", avoid or (), span),
        safe=frozenset() if safe is None else parse_each("--safe", (safe,), parse_weekdays)[0],
    )
    schedule = preview_schedule(inputs, days)
    if as_json:
        print_json(schedule_as_data(schedule, extras=extra_months is not None))
    else:
        _print_schedule(schedule, days)


def _number_option(option: str, text: str, least: int = 0, most: int = MOST_DAYS) -> int:
    with naming_option(option):
        return parse_number(text, least, most)


def _optional_day_option(option: str, text: str | None, today: date) -> date | None:
    with naming_option(option):
        return None if text is None else parse_date(text, today)


def _open_days(kind: str, holidays: Path | None) -> OfficeDays:
    """The days the office works; a file of holidays takes the place of the country's."""
    chosen = kind.strip().lower()
    if chosen not in ("all", "weekdays") and not (len(chosen) == 2 and chosen.isascii() and chosen.isalpha()):
        raise Invalid(
            say("{option}: there is no such week.", option="--workdays"),
            say("Use all, weekdays, or a two-letter country code such as KH."),
        )
    if holidays is not None:
        from followup_cli.schedules.holiday_file import read_holidays

        with naming_option("--holidays"):
            return OfficeDays(chosen == "all", PublicHolidays.only(read_holidays(holidays)))
    if chosen in ("all", "weekdays"):
        return OfficeDays(chosen == "all")
    from followup_data.shipped import public_holidays

    table = public_holidays(chosen.upper())
    return OfficeDays(public=PublicHolidays.from_table(table) if table else PublicHolidays(chosen.upper(), {}))


def _print_schedule(schedule: Schedule, days: Workdays) -> None:
    columns = (
        Column(say("Visit"), "right"),
        Column(say("Due")),
        Column(say("Date")),
        Column(say("State")),
        Column(say("Why moved"), fold=True),
    )
    Page().table(Table(columns, [*_slot_rows(schedule), *_extra_rows(schedule)])).show()
    for note in _notes(schedule, days):
        typer.echo(note, err=True)


def _slot_rows(schedule: Schedule) -> Iterable[TableRow]:
    for slot in schedule.slots:
        why = ", ".join(obstacle.label for obstacle in slot.why)
        yield str(slot.k), str(slot.due), iso_day(slot.date), slot.placement.label, why


def _extra_rows(schedule: Schedule) -> Iterable[TableRow]:
    for extra in schedule.extras:
        state = say("extra contact") if extra.date else say("extra contact, no day found")
        yield say("before {k}", k=extra.before_slot), str(extra.due), iso_day(extra.date), state, ""


def _notes(schedule: Schedule, days: Workdays) -> Iterable[str]:
    gap = schedule.longest_gap()
    if gap and gap.days > WIDE_GAP:
        yield say("Note: up to {days} days pass without a visit, before visit {k}.", days=gap.days, k=gap.before)
    if any(days.estimated(slot.date or slot.due) for slot in schedule.slots):
        year = next(slot.due.year for slot in schedule.slots if days.estimated(slot.date or slot.due))
        yield say("Note: public holidays from {year} on are estimates; the government has not decreed them.", year=year)
