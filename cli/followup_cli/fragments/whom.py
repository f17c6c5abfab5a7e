"""Whom something is about: one line, so that nobody writes on the wrong graduate."""

from typing import TYPE_CHECKING

from followup.messages import say, say_count
from followup_cli.terminal import person
from followup_cli.terminal.days import short_day
from followup_cli.terminal.notes import print_note

if TYPE_CHECKING:
    from followup.case.case import Case
    from followup.casebook import Casebook


def whom_line(book: "Casebook", case: "Case", *, names: bool = False) -> str:
    """``K7M: month 14 of 36, Battambang; last met Tue 20 Oct``; who she is only with ``names``."""
    from followup.case.fields import revealed
    from followup.schedule.months import whole_months
    from followup.scheduler import Scheduler
    from followup.services.guarded_names import labeller

    today = book.today
    months = Scheduler(book.office, today).case_schedule(case).months
    month = whole_months(case.return_date, today) if case.return_date else 0
    name = f" ({known})" if names and (known := revealed(case.identity.name)) else ""
    where = ", ".join(filter(None, (_reached(case, month, months), labeller(book, names=names)(case.province))))
    met = say("last met {day}", day=short_day(case.last_met, today)) if case.last_met else say("not met yet")
    return f"{case.code}{name}: {where}; {met}."


def _reached(case: "Case", month: int, months: int) -> str:
    """How far she is: no month beyond the last one is counted."""
    if case.end is not None:
        return say("follow-up has ended")
    if months and month >= months:
        return say_count(months, "period over (1 month)", "period over ({n} months)")
    if not month:
        return say("first month of {all}", all=months) if months else say("first month")
    return say("month {n} of {all}", n=month, all=months) if months else say("month {n}", n=month)


def tell_whom(book: "Casebook", typed: str, *, names: bool = False) -> "Case":
    """The graduate with a code, or its beginning; said on a terminal, before anything is asked about her."""
    case = book.case(book.find(typed))
    if person.on_terminal():
        print_note(whom_line(book, case, names=names))
    return case
