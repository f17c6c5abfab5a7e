"""A change of the office's journal: how many visits it moves, and what is asked about before it is written down.

It is thought through first (`rehearse`), shown, and then written (`write_change`): refused if something is to be asked
about by then that was not asked when it was shown.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta

from followup.case.case import Case
from followup.case.date_ranges import DateRange
from followup.case.facts import Body, Fact, effective
from followup.case.fields import Private
from followup.casebook import Casebook, JournalChange
from followup.errors import Refused
from followup.messages import say
from followup.monitoring.audit_log import LogEntry, log_entries, numbered_entry
from followup.office import Office, replay_office
from followup.schedule.changes import VisitChange, VisitChangeKind, visit_changes
from followup.schedule.workdays import Workdays
from followup.scheduler import Scheduler
from followup.services.audit_trail import audit_trail
from followup.services.guarded_names import worker_labeller
from followup.services.hand_dates import HandDate, hand_dates_of, newly_against
from followup.store import OFFICE
from followup.values import Value, replace


class MovedVisits(Value):
    """The visits of one graduate that are on another day, from today on; extra contacts while in danger among them."""

    code: str
    moving: tuple[VisitChange, ...]
    on_phone: int = 0
    """How many of them have a day that was handed out."""
    trips: bool = False
    """Whether trips of her worker were accepted."""


class AllMoved(Value):
    """The visits of everybody that are on another day, and those set by hand that stay, though more is against it."""

    cases: tuple[MovedVisits, ...] = ()
    by_hand: tuple[HandDate, ...] = ()

    @property
    def visits(self) -> int:
        """How many visits move, extra contacts apart."""
        return sum(not one.extra for one in self._changes)

    @property
    def extras(self) -> int:
        """How many extra contacts move, come or fall away."""
        return sum(one.extra for one in self._changes)

    @property
    def without_day(self) -> int:
        """How many visits find no day any more."""
        return sum(not one.extra and one.what is VisitChangeKind.NO_DAY for one in self._changes)

    @property
    def on_phone(self) -> int:
        """How many visits move whose day was handed out, and so move on a phone."""
        return sum(one.on_phone for one in self.cases)

    @property
    def trips(self) -> bool:
        """Whether some of them are visits of a worker whose trips were accepted."""
        return any(one.trips for one in self.cases)

    @property
    def _changes(self) -> Iterator[VisitChange]:
        return (change for case in self.cases for change in case.moving)


class OfficeChange(Value):
    """What is to be written, and which days it is about; ``notes`` is what else to say.

    ``asked`` is what may be a slip, ``instead`` what may have been meant.
    """

    bodies: tuple[Body, ...]
    asked: tuple[str, ...] = ()
    instead: str = ""
    days: DateRange | None = None
    notes: tuple[str, ...] = ()


Propose = Callable[[JournalChange], OfficeChange]
"""Makes a change from the journal as it stands; Refused or Invalid where it cannot be."""


def office_of(journal: JournalChange) -> Office:
    """The office as its journal says it, with what has been written."""
    return replay_office(journal.facts, journal.book.today)


class OfficeChangeResult(Value):
    """What a change does. ``working`` counts the working days among its days; ``entry`` is its number in the log."""

    sentence: str
    words: Private
    change: OfficeChange
    working: int
    moved: AllMoved
    entry: int | None = None


def rehearse(book: Casebook, propose: Propose) -> OfficeChangeResult:
    """What a change would do; nothing is written."""
    with book.change_journal(OFFICE, dry_run=True) as journal:
        change = propose(journal)
        before = office_of(journal)
        facts = journal.write(*change.bodies)
        after = office_of(journal)
    entry = next(one for one in log_entries(journal.facts) if one.id == facts[-1].id)
    sentence = entry.shown_sentence(worker_labeller(book))
    working = working_days(before, book.today, change.days) if change.days else 0
    return OfficeChangeResult(sentence, entry.words, change, working, moved_visits(book, before, after))


def write_change(book: Casebook, propose: Propose, shown: OfficeChangeResult) -> OfficeChangeResult:
    """Write a change down as it was ``shown``; Refused if there is more to ask about by now."""
    with book.change_journal(OFFICE) as journal:
        change = propose(journal)
        if not set(change.asked) <= set(shown.change.asked):
            raise Refused(say("The office's journal has changed since this was shown."), say("Give the command again."))
        facts = journal.write(*change.bodies)
    number = next(one.number for one in audit_trail(book) if one.id == facts[-1].id)
    return replace(shown, change=change, entry=number)


# --- what moves -----------------------------------------------------------------------------------------------------


def moved_visits(book: Casebook, before: Office, after: Office) -> AllMoved:
    """The visits from today on that are on another day in the office ``after``, of everybody in follow-up."""
    if replace(before, districts=before.closures) == replace(after, districts=after.closures):
        return AllMoved()
    old, new = Scheduler(before, book.today), Scheduler(after, book.today)
    moved: list[MovedVisits] = []
    by_hand: list[HandDate] = []
    for case in book.cases():
        if case.end is None:
            if one := _moved(case, old, new):
                moved.append(one)
            if against := hand_dates_of(new, case):
                by_hand += newly_against(hand_dates_of(old, case), against)
    return AllMoved(tuple(moved), tuple(by_hand))


def _moved(case: Case, before: Scheduler, after: Scheduler) -> MovedVisits | None:
    old, new = before.schedule_if_known(case), after.schedule_if_known(case)
    if old is None or new is None:
        return None
    changes = visit_changes(old.schedule, new.schedule)
    moving = tuple(one for one in changes if max(filter(None, (one.before, one.after))) >= before.today)
    on_phone = sum(not one.extra and one.before == old.handed_out.get(one.k, date.max) for one in moving)
    trips = after.office.trips_until(case.worker) is not None
    return MovedVisits(case.code, moving, on_phone, trips) if moving else None


def working_days(office: Office, today: date, days: DateRange) -> int:
    """How many of the days this office works."""
    workdays = Workdays(Scheduler(office, today).days, tuple(span for span, _ in office.closed))
    return sum(workdays.works(date.fromordinal(day)) for day in range(*days.ordinals()))


# --- the entries ----------------------------------------------------------------------------------------------------


def held_entries(book: Casebook) -> dict[int, Body]:
    """What stands in the office's journal, by its number in ``followup log``."""
    numbers = {one.id: one.number for one in audit_trail(book)}
    return {numbers[fact.id]: fact.body for fact in effective(book.office_facts)}


def entry_numbered(book: Casebook, number: int) -> LogEntry:
    """The entry of that number; Missing if there is none, Refused if it was taken back."""
    where = say("See the entries with: followup log")
    back = say("To bring it back, withdraw the entry that took it back. See: followup log")
    return numbered_entry(audit_trail(book), number, "", where, back)


def fact_of(entry: LogEntry, facts: Iterable[Fact]) -> Fact:
    """The fact of an entry; Refused if it is none of the office's journal."""
    found = next((fact for fact in facts if fact.id == entry.id), None)
    if found is None:
        raise Refused(say("Entry {n} is not one of the office's.", n=entry.number), say("See: followup office show"))
    return found


# --- what may be a slip ---------------------------------------------------------------------------------------------

LONG_RANGE = 60
"""How many days a range has at most before it is asked about."""
FAR_AHEAD = timedelta(days=366)
"""How far ahead a day is expected at most."""


def slips_in(days: DateRange, today: date) -> Iterator[str]:
    """What may be a slip in a range of days, such as a year too many."""
    count = (days.last - days.first).days + 1
    if count > LONG_RANGE:
        yield say("These are {n} days. Is the year right?", n=count)
    if days.first > today + FAR_AHEAD:
        yield say("They begin more than a year ahead, in {n} days.", n=(days.first - today).days)
    if days.last < today:
        yield say("They have gone by.")
