"""Days on which nobody is visited: ``office leave``, ``office closed`` and ``office holiday``."""

from datetime import date
from functools import partial
from typing import Annotated

from followup.case.date_ranges import DateRange
from followup.errors import Missing
from followup.messages import say
from followup_cli import context
from followup_cli.office.change import ChangeOptions, apply_change
from followup_cli.options import argument, count, option, parse_coming_day, parse_days
from followup_cli.terminal.typed import naming_option

Change = Annotated[int | None, count("--change", "N", say("Instead of entry N in office show."), 1)]
Why = Annotated[str, argument("[WHY]", say("For the log; no names."))]
Day = Annotated[date, argument("DATE", say("The day."), parse_coming_day)]


def leave(
    worker: Annotated[str, argument("WORKER", say("Who is away; with --change it may be left out."))],
    days: Annotated[
        DateRange | None, argument("FROM..UNTIL", say("The first and the last day, both included."), parse_days)
    ] = None,
    change: Change = None,
    way: ChangeOptions = ChangeOptions(),
) -> None:
    """Write down that a worker is away; says which days, and how many visits move.

    Example: followup office leave SN 2026-12-21..2027-01-02

    Example: followup office leave --change 4 2026-12-21..2027-01-02
    """
    from followup.services.days_off import take_leave
    from followup.services.office_changes import entry_numbered

    if days is None:
        if change is None:
            raise Missing(
                say("Say on which days."), say("Write it like this: followup office leave WORKER FROM..UNTIL")
            )
        with naming_option("FROM..UNTIL"):
            worker, days = "", parse_days(worker)
    book = context.open_casebook()
    replaced = entry_numbered(book, change) if change else None
    apply_change(book, partial(take_leave, worker=worker, days=days, replaced=replaced), way)


def closed(
    days: Annotated[DateRange, argument("FROM..UNTIL", say("The first and the last day, both included."), parse_days)],
    why: Annotated[str, option("--why", say("For the log."))] = "",
    change: Change = None,
    way: ChangeOptions = ChangeOptions(),
) -> None:
    """Write down days on which the office does not work; says which days, and how many visits move.

    Example: followup office closed 2026-12-24..2026-12-26 --why "staff meeting"
    """
    from followup.services.days_off import close
    from followup.services.office_changes import entry_numbered

    book = context.open_casebook()
    replaced = entry_numbered(book, change) if change else None
    apply_change(book, partial(close, days=days, why=why, replaced=replaced), way)


def add_holiday(day: Day, why: Why = "", way: ChangeOptions = ChangeOptions()) -> None:
    """A day is a public holiday by decree, though the calendar does not have it.

    Example: followup office holiday add 2026-12-14 "day of mourning"
    """
    _decree(day, why, way, off=True)


def cancel_holiday(day: Day, why: Why = "", way: ChangeOptions = ChangeOptions()) -> None:
    """A public holiday of the calendar is worked this time, by decree.

    Example: followup office holiday cancel 2027-01-07 "moved by decree"
    """
    _decree(day, why, way, off=False)


def _decree(day: date, why: str, way: ChangeOptions, *, off: bool) -> None:
    from followup.services.days_off import decree_holiday

    apply_change(context.open_casebook(), partial(decree_holiday, day=day, why=why, off=off), way)
