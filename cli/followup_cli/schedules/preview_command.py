"""``followup schedule preview``: what a schedule would be, from a return date alone. Stores and reads no case."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from followup.case.date_ranges import DateRange, Pause
from followup.errors import Invalid
from followup.messages import say
from followup.schedule.policy import MOST_DAYS, MOST_VISITS, ExtraContactRule, Policy
from followup_cli import context
from followup_cli.options import AsJson, count, option, parse_coming_day, parse_day, parse_days, parse_path, parse_rest
from followup_cli.response import respond
from followup_cli.terminal.notes import print_note
from followup_cli.terminal.typed import naming_option, parse_frozen

if TYPE_CHECKING:
    from followup.schedule.workdays import OfficeDays


def _parse_weekdays(typed: str) -> frozenset[int]:
    from followup.case.forms.dates import parse_weekdays

    return parse_weekdays(typed)


def preview(
    returned: Annotated[date, option("--return", say("The day she went home: month 0."), "DATE", parse_day)],
    visits: Annotated[int, count("--visits", "N", say("Number of monthly visits."), 1, MOST_VISITS)] = 36,
    workdays: Annotated[
        str, option("--workdays", say("Every day, Monday to Friday, or a country's working days."), "all|weekdays|KH")
    ] = "KH",
    holidays: Annotated[
        Path | None,
        option("--holidays", say("Your own public holidays: a JSON list, or one date a line."), "FILE", parse_path),
    ] = None,
    window: Annotated[
        int, count("--window", "DAYS", say("How far a visit may be from its due date."), most=MOST_DAYS)
    ] = 7,
    fallback: Annotated[
        int, count("--fallback", "DAYS", say("How far at the worst, out of the window."), most=MOST_DAYS)
    ] = 14,
    min_gap: Annotated[int, count("--min-gap", "DAYS", say("Least days between two visits."), most=MOST_DAYS)] = 14,
    leave: Annotated[
        list[DateRange] | None, option("--leave", say("Your leave, both days included."), "FROM..UNTIL", parse_days)
    ] = None,
    avoid: Annotated[
        list[DateRange] | None, option("--avoid", say("Days not to come, both included."), "FROM..UNTIL", parse_days)
    ] = None,
    safe: Annotated[
        frozenset[int] | None, option("--safe", say("The only weekdays safe for her."), "mon,tue,...", _parse_weekdays)
    ] = None,
    frozen: Annotated[list[str] | None, option("--frozen", say("Visit K is on this day."), "K=DATE")] = None,
    pause: Annotated[
        list[Pause] | None,
        option(
            "--pause",
            say("No visits from the first day up to, not including, the last."),
            "FROM..UNTIL[:extend]",
            parse_rest,
        ),
    ] = None,
    end: Annotated[date | None, option("--end", say("The last day of follow-up."), "DATE", parse_coming_day)] = None,
    last_contact: Annotated[
        date | None, option("--last-contact", say("A visit made before the first."), "DATE", parse_day)
    ] = None,
    extra_months: Annotated[
        int | None,
        count(
            "--extra-months", "N", say("High risk: contacts between visits, in the first N months."), most=MOST_VISITS
        ),
    ] = None,
    extra_window: Annotated[
        int, count("--extra-window", "DAYS", say("How far such a contact may move."), most=MOST_DAYS)
    ] = 3,
    extra_gap: Annotated[int, count("--extra-gap", "DAYS", say("Its least days from any visit."), most=MOST_DAYS)] = 7,
    as_json: AsJson = False,
) -> None:
    """Show the visits a return date would give, and why each one moves.

    Example: followup schedule preview --return 2026-01-31 --safe mon,thu
    """
    from followup.schedule.inputs import ScheduleInputs
    from followup.schedule.preview import preview_schedule, schedule_as_data
    from followup.schedule.workdays import Workdays
    from followup_cli.schedules import preview_page

    with naming_option("--frozen"):
        fixed = parse_frozen(frozen or (), context.moment().today)
    extra = ExtraContactRule(extra_window, extra_gap)
    inputs = ScheduleInputs(
        anchor=returned,
        policy=Policy.monthly(visits, window=window, fallback=fallback, min_gap=min_gap, extra=extra),
        frozen=fixed,
        pauses=tuple(pause or ()),
        end=end,
        last_contact=last_contact,
        extra_before=extra_months or 0,
    )
    days = Workdays(
        _open_days(workdays, holidays), leave=tuple(leave or ()), avoid=tuple(avoid or ()), safe=safe or frozenset()
    )
    schedule = preview_schedule(inputs, days)
    respond(
        None,
        as_json,
        lambda: preview_page.preview_page(schedule),
        lambda: schedule_as_data(schedule, extras=extra_months is not None),
    )
    for note in () if as_json else preview_page.notes(schedule, days):
        print_note(note)


def _open_days(kind: str, holidays: Path | None) -> "OfficeDays":
    """The days the office works; a file of holidays takes the place of the country's."""
    from followup.case.known_words import did_you_mean, near_words
    from followup.schedule.public_holidays import PublicHolidays
    from followup.schedule.workdays import OfficeDays

    chosen = kind.strip().lower()
    if chosen not in ("all", "weekdays") and not (len(chosen) == 2 and chosen.isascii() and chosen.isalpha()):
        meant = did_you_mean(near_words(chosen, ("all", "weekdays")))
        known = say("Use all, weekdays, or a two-letter country code such as KH.")
        raise Invalid(say("{option}: there is no such week.", option="--workdays"), f"{meant} {known}".strip())
    if holidays is not None:
        from followup_cli.schedules.holiday_file import read_holidays

        with naming_option("--holidays"):
            return OfficeDays(chosen == "all", PublicHolidays.only(read_holidays(holidays)))
    if chosen in ("all", "weekdays"):
        return OfficeDays(chosen == "all")
    from followup_data.shipped import public_holidays

    table = public_holidays(chosen.upper())
    return OfficeDays(public=PublicHolidays.from_table(table) if table else PublicHolidays(chosen.upper(), {}))
