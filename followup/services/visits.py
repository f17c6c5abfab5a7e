"""Visits and attempts: written down one by one or as a pile of paper, everything of a row in one append."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

from followup.case.business.money import Currency
from followup.case.case import Case
from followup.case.facts import Attempted, Fact, Visited, effective
from followup.case.forms.visit import VisitForm, visit_from_mapping
from followup.case.parts import Visit
from followup.case.replay import replay
from followup.case.vocabulary import RiskKind
from followup.casebook import Casebook, checked_record_day, require_opened
from followup.errors import ExitCode, FollowupError, Missing, Refused
from followup.messages import say
from followup.schedule.case_schedule import CaseSchedule
from followup.schedule.slots import Standing, done_when_due, nearest_slot
from followup.services.dry_run import dry_run_facts
from followup.services.graduates import RowProblem
from followup.services.schedules import OPEN_END_HORIZON, Scheduler
from followup.services.visit_facts import facts_of_attempt, facts_of_visit, slot_number_of
from followup.services.visit_known import form_is_recorded
from followup.store import NewFact


class NextContact(NamedTuple):
    """The next contact: its day and the slot it is for; ``extra`` for the contact that high risk adds before it."""

    day: date
    k: int
    extra: bool = False


class MovedVisit(NamedTuple):
    """A visit that another one pushed to another day; None where no day is left, or none was before."""

    k: int
    before: date | None
    after: date | None


@dataclass(frozen=True, slots=True)
class VisitResult:
    """A visit that was written down. ``slot`` is the one it belongs to, ``due`` that slot's due date.

    It ``fills`` the slot if it was in person and the first there; ``in_slot`` counts the visits of the slot, this one
    too. ``moved`` are other dates that changed: none, unless the visit came too close to the next.
    """

    case: Case
    on: date
    visit: Visited
    slot: int | None
    due: date | None
    fills: bool
    when_due: bool
    in_slot: int
    next: NextContact | None
    moved: tuple[MovedVisit, ...] = ()


@dataclass(frozen=True, slots=True)
class AttemptResult:
    """An attempt that was written down, as which one in a row, and whether it made a flag."""

    case: Case
    on: date
    attempt: Attempted
    number: int
    flagged: bool


@dataclass(frozen=True, slots=True)
class VisitFileResult:
    """What a file led to: what was written, how many rows stood in the casebook already, what kept others out."""

    visits: tuple[VisitResult, ...]
    attempts: tuple[AttemptResult, ...]
    known: int
    problems: tuple[RowProblem, ...]


def record(book: Casebook, typed: str, form: VisitForm, *, dry_run: bool = False) -> VisitResult:
    """Write a visit down with everything that came of it, whole or not at all; or only reckon what that would do.

    Refused for a day to come or before her return, for a visit she does not have, and for a flag or promise that was
    not open on that day.
    """
    return _VisitWriter(book, dry_run=dry_run).record(book.find(typed), form)


def attempt(
    book: Casebook, typed: str, attempted: Attempted, on: date | None = None, *, dry_run: bool = False
) -> AttemptResult:
    """Write down a try that did not succeed; the third in a row raises the flag *could not be reached* with it."""
    form = VisitForm(on or book.today, attempt=attempted)
    return _VisitWriter(book, dry_run=dry_run).attempt(book.find(typed), form)


def record_all(
    book: Casebook, rows: Sequence[Any], progress: Callable[[int, int], None] | None = None, *, dry_run: bool = False
) -> VisitFileResult:
    """Write down a pile of visits and attempts. A bad row is listed and stops no good one; each is whole or absent.

    A row that stands in the casebook already, word for word, is not written twice: a file put right can be given again.
    """
    writer = _VisitWriter(book, dry_run=dry_run)
    done: list[VisitResult | AttemptResult] = []
    known = 0
    problems: list[RowProblem] = []
    for number, row in enumerate(rows, 1):
        result = writer.row(number, row)
        if isinstance(result, list):
            problems += result
        elif result is None:
            known += 1
        else:
            done.append(result)
        if progress:
            progress(number, len(rows))
    visits = tuple(one for one in done if isinstance(one, VisitResult))
    return VisitFileResult(visits, tuple(one for one in done if isinstance(one, AttemptResult)), known, tuple(problems))


def is_recorded(book: Casebook, case_id: str, form: VisitForm) -> bool:
    """Whether a visit stands in the casebook already, word for word, with all that came of it."""
    return _VisitWriter(book, dry_run=True).is_recorded(case_id, form)


class _VisitWriter:
    """Writes row after row, reading the codes and the office once. A rehearsal keeps in mind what it would write."""

    def __init__(self, book: Casebook, *, dry_run: bool) -> None:
        self._book = book
        self._dry_run = dry_run
        self._scheduler = Scheduler.of(book)
        self._codes: dict[str, str] | None = None
        self._dry_run_facts: dict[str, list[NewFact]] = {}

    def row(self, number: int, row: Any) -> VisitResult | AttemptResult | list[RowProblem] | None:
        """What a row of a file led to; None if it is known already; the problems, where it was left out."""
        form, wrong = visit_from_mapping(row, Currency(self._book.office.currency))
        if form is None:
            return [RowProblem(number, problem.where, problem.what) for problem in wrong]
        where = "code"
        try:
            case_id = self._found(form.code)
            where = "date"
            facts = self._facts(case_id)
            case = self._checked(case_id, facts, form.date)
            where = say("attempt") if form.attempt else say("visit")
            if self._is_recorded(form, case, facts):
                return None
            return self.attempt(case_id, form) if form.attempt else self.record(case_id, form)
        except FollowupError as error:
            if error.code in (ExitCode.LOCKED, ExitCode.DISK):  # not this row's fault
                raise
            return [RowProblem(number, where, f"{error.what} {error.hint}".strip())]

    def _found(self, code: str) -> str:
        if not code:
            raise Missing(say("This is missing."))
        if self._codes is None:
            self._codes = self._book.codes
        return self._book.find(code, self._codes)

    def record(self, case_id: str, form: VisitForm) -> VisitResult:
        """Write a visit down, or bear it in mind."""
        with self._book.store.exclusive():
            facts = self._facts(case_id)
            before = self._checked(case_id, facts, form.date)
            old = self._timetable(before, form.date)
            new_facts = facts_of_visit(self._book, before, form, len(old.schedule.slots))
            after = self._case(case_id, (*facts, *dry_run_facts(self._book, facts, new_facts)))
            result = _visit_result(before, after, form, old, self._timetable(after, form.date), self._book.today)
            kept = self._kept(case_id, new_facts, after)
        return replace(result, case=kept)

    def attempt(self, case_id: str, form: VisitForm) -> AttemptResult:
        """Write an attempt down, or bear it in mind."""
        assert form.attempt is not None
        with self._book.store.exclusive():
            facts = self._facts(case_id)
            before = self._checked(case_id, facts, form.date)
            first = [NewFact(form.date, form.attempt)]
            tried = self._case(case_id, (*facts, *dry_run_facts(self._book, facts, first)))
            new_facts = facts_of_attempt(self._book, tried, form.date, form.attempt)
            after = self._kept(
                case_id, new_facts, self._case(case_id, (*facts, *dry_run_facts(self._book, facts, new_facts)))
            )
        known = {one.id for one in before.attempts}
        number = next(one.number for one in after.attempts if one.id not in known)
        return AttemptResult(after, form.date, form.attempt, number, len(new_facts) > 1)

    def is_recorded(self, case_id: str, form: VisitForm) -> bool:
        """Whether everything that the row says stands in the journal already, of the same day."""
        facts = self._facts(case_id)
        return self._is_recorded(form, self._case(case_id, facts), facts)

    def _is_recorded(self, form: VisitForm, case: Case, facts: Sequence[Fact]) -> bool:
        return form_is_recorded(form, case, [fact.body for fact in effective(facts) if fact.on == form.date])

    def _facts(self, case_id: str) -> tuple[Fact, ...]:
        facts = self._book.store.facts(case_id)
        return (*facts, *dry_run_facts(self._book, facts, self._dry_run_facts.get(case_id, ())))

    def _case(self, case_id: str, facts: Sequence[Fact]) -> Case:
        return replay(case_id, facts, self._book.today)

    def _checked(self, case_id: str, facts: Sequence[Fact], on: date) -> Case:
        case = self._case(case_id, facts)
        check_day(on, case, self._book.today)
        return case

    def _timetable(self, case: Case, on: date) -> CaseSchedule:
        return self._scheduler.case_schedule(case, max(on, self._book.today) + OPEN_END_HORIZON)

    def _kept(self, case_id: str, new_facts: Sequence[NewFact], after: Case) -> Case:
        """The case once the drafts are written, or as it would be."""
        if self._dry_run:
            self._dry_run_facts.setdefault(case_id, []).extend(new_facts)
            return after
        self._book.store.append(case_id, new_facts, by=self._book.worker, now=self._book.moment.now)
        return self._book.case(case_id)


def check_day(on: date, case: Case, today: date) -> None:
    """Refused for a visit that has not been yet, was before she went home, or after her follow-up ended."""
    require_opened(case)
    checked_record_day(on, today)
    if case.return_date and on < case.return_date:
        raise Refused(
            say("That day is before her return date, {day}.", day=case.return_date),
            say("Check the date; visits count from the day she went home."),
        )
    if case.end and on > case.end.on:
        raise Refused(
            say("Her follow-up ended on {day}.", day=case.end.on),
            say("A visit up to that day can still be written down."),
        )


def _visit_result(
    before: Case, after: Case, form: VisitForm, old: CaseSchedule, new: CaseSchedule, today: date
) -> VisitResult:
    earlier = {visit.id for visit in before.visits}
    visit = next(visit for visit in after.visits if visit.id not in earlier)
    slots = new.schedule.slots
    k = slot_number_of(new, visit)
    slot = slots[k - 1] if k else None
    fills = bool(k and new.done.get(k) == visit)
    return VisitResult(
        case=after,
        on=form.date,
        visit=visit.said,
        slot=k,
        due=slot.due if slot else None,
        fills=fills,
        when_due=bool(fills and slot and done_when_due(slot.due, form.date)),
        in_slot=sum(slot_number_of(new, one) == k for one in after.visits if one.said.contact.in_person),
        next=next_contact(new, today),
        moved=tuple(_moved_visits(old, new, k)),
    )


def _moved_visits(old: CaseSchedule, new: CaseSchedule, but: int | None) -> list[MovedVisit]:
    was = {slot.k: slot.date for slot in old.schedule.slots}
    now = {slot.k: slot.date for slot in new.schedule.slots}
    changed = sorted(k for k in was.keys() | now.keys() if k != but and was.get(k) != now.get(k))
    return [MovedVisit(k, was.get(k), now.get(k)) for k in changed]


_STILL_ASKED_FOR = (Standing.PLANNED, Standing.DUE, Standing.OVERDUE)


def next_contact(case_schedule: CaseSchedule, today: date) -> NextContact | None:
    """The first contact planned for today or later; failing that, the earliest still asked for."""
    found = [
        NextContact(slot.date or slot.due, slot.k)
        for slot, standing in case_schedule.standings(today)
        if standing in _STILL_ASKED_FOR
    ]
    extras = (NextContact(one.date, one.before_slot, extra=True) for one in case_schedule.schedule.extras if one.date)
    found += [one for one in extras if one.day >= today]
    ahead = [one for one in found if one.day >= today]
    return min(ahead or found, default=None)


def reached_again(case: Case) -> bool:
    """Whether she was met while the flag *could not be reached* still stands open."""
    heard = max((visit.on for visit in case.visits), default=None)
    open_ = [flag for flag in case.open_flags if flag.risk is RiskKind.COULD_NOT_BE_REACHED]
    return heard is not None and any(flag.raised_on <= heard for flag in open_)


class SlotMatch(NamedTuple):
    """The slot that a day belongs to, when it is due, and the visit that filled it already, if one did."""

    k: int
    due: date
    filled: Visit | None


def match_slot(book: Casebook, case: Case, on: date) -> SlotMatch | None:
    """Where a visit on a day would belong; None if she has no visits."""
    case_schedule = Scheduler.of(book).case_schedule(case, max(on, book.today) + OPEN_END_HORIZON)
    k = nearest_slot([slot.due for slot in case_schedule.schedule.slots], on)
    if k is None:
        return None
    return SlotMatch(k, case_schedule.schedule.slots[k - 1].due, case_schedule.done.get(k))


# --- what was written -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ListedVisit:
    """One visit of the list: the slot it belongs to, its due date, and whether it fills that slot, when due or late."""

    visit: Visit
    slot: int | None
    due: date | None
    fills: bool
    when_due: bool


def list_visits(book: Casebook, typed: str) -> tuple[Case, tuple[ListedVisit, ...]]:
    """Her visits in the order of days, each with its slot; her attempts stand in the case."""
    case = require_opened(book.case(book.find(typed)))
    case_schedule = Scheduler.of(book).case_schedule(case)
    return case, tuple(_listed_visit(case_schedule, visit) for visit in case.visits)


def _listed_visit(case_schedule: CaseSchedule, visit: Visit) -> ListedVisit:
    k = slot_number_of(case_schedule, visit)
    slot = case_schedule.schedule.slots[k - 1] if k else None
    fills = bool(k and case_schedule.done.get(k) == visit)
    when_due = bool(fills and slot and done_when_due(slot.due, visit.on))
    return ListedVisit(visit, k, slot.due if slot else None, fills, when_due)
