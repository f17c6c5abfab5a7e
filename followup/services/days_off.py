"""Days on which nobody is visited: a worker's leave, days on which the office is closed, public holidays by decree."""

from collections.abc import Iterator
from datetime import date

from followup.case.date_ranges import DateRange
from followup.case.facts import Body, HolidayDecreed, OfficeClosed, OnLeave, Withdrawn, effective
from followup.casebook import JournalChange
from followup.errors import Invalid, Refused
from followup.messages import say
from followup.monitoring.audit_log import LogEntry
from followup.schedule.public_holidays import PublicHolidays
from followup.schedule.workdays import SATURDAY
from followup.scheduler import Scheduler
from followup.services.office_changes import OfficeChange, fact_of, office_of, slips_in
from followup.services.workers import known_worker
from followup.staff import Staff, is_same_worker


def take_leave(journal: JournalChange, *, worker: str, days: DateRange, replaced: LogEntry | None) -> OfficeChange:
    """A worker is away on these days, or on these instead of those of the entry that is ``replaced``.

    Without a ``worker`` it is the one of that entry. Missing, with near ones, for a worker whom nobody knows.
    """
    book = journal.book
    old = fact_of(replaced, journal.facts).body if replaced else None
    if replaced and not isinstance(old, OnLeave):
        raise Refused(say("Entry {n} is not leave.", n=replaced.number), say("See: followup office show"))
    who = worker.strip() or (old.worker if isinstance(old, OnLeave) else "")
    if not who:
        raise Invalid(say("Say who is on leave."))
    leave = OnLeave(known_worker(book, who), days)
    asked = [*slips_in(days, book.today), *_leave_already(office_of(journal).staff, journal, leave, old)]
    return OfficeChange(_instead_of(replaced, leave), tuple(asked), days=days)


def close(journal: JournalChange, *, days: DateRange, why: str, replaced: LogEntry | None) -> OfficeChange:
    """The office is closed on these days, or on these instead of those of the entry that is ``replaced``."""
    old = fact_of(replaced, journal.facts).body if replaced else None
    if replaced and not isinstance(old, OfficeClosed):
        raise Refused(say("Entry {n} is not a closed day.", n=replaced.number), say("See: followup office show"))
    closed = OfficeClosed(days, why or (old.why if isinstance(old, OfficeClosed) else ""))
    return OfficeChange(_instead_of(replaced, closed), tuple(slips_in(days, journal.book.today)), days=days)


def decree_holiday(journal: JournalChange, *, day: date, why: str, off: bool) -> OfficeChange:
    """A day is a public holiday by decree, or with ``off=False`` is none this time."""
    office, today = office_of(journal), journal.book.today
    public = Scheduler(office, today).days.public
    if public is not None:
        _check_decree(public, day, off=off)
    at_weekend = day.weekday() >= SATURDAY
    notes = (say("It is a Saturday or a Sunday: nobody is visited then anyway."),) if at_weekend else ()
    span = DateRange(day, day)
    said = HolidayDecreed(day, off, office.country, why)
    return OfficeChange((said,), tuple(slips_in(span, today)), days=span, notes=notes)


def _check_decree(public: PublicHolidays, day: date, *, off: bool) -> None:
    holidays = public.dates(day.year)
    if off and day in holidays:
        raise Refused(say("That day is a public holiday already."), say("See: followup office show"))
    if not off and day not in holidays:
        near = sorted(sorted(holidays, key=lambda one: abs((one - day).days))[:3])
        days = ", ".join(one.isoformat() for one in near)
        raise Refused(say("That day is not a public holiday."), say("The nearest are: {days}.", days=days))


def _instead_of(replaced: LogEntry | None, body: Body) -> tuple[Body, ...]:
    """What is written: the new entry, after the one that it takes the place of was taken back."""
    return (Withdrawn(replaced.id, say("Changed.")), body) if replaced else (body,)


def _leave_already(staff: Staff, journal: JournalChange, leave: OnLeave, old: Body | None) -> Iterator[str]:
    """Leave of the same worker on some of these days."""
    for fact in effective(journal.facts):
        body = fact.body
        if not isinstance(body, OnLeave) or body is old or not body.days.overlaps(leave.days):
            continue
        if is_same_worker(staff.called_now(body.worker), leave.worker):
            first, last = body.days.first, body.days.last
            yield say("The same worker is on leave already, {first} to {last}.", first=first, last=last)
