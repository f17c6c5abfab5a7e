"""Visits and attempts: written down one by one or as a pile of paper, everything of a row in one append."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from followup.case.business.money import Currency
from followup.case.case import Case
from followup.case.facts import Attempted, Fact, Withdrawn, effective
from followup.case.forms.visit import VisitForm, visit_from_mapping
from followup.case.parts import Visit
from followup.case.visit_words import ContactMethod
from followup.case.vocabulary import RiskKind
from followup.casebook import Casebook, CaseChange, checked_record_day, require_opened
from followup.errors import ExitCode, FollowupError, Missing, Refused
from followup.messages import say
from followup.monitoring.audit_log import LogEntry
from followup.progress import Progress, counted
from followup.schedule.case_schedule import CaseSchedule
from followup.schedule.next_visit import NextVisit, next_visits
from followup.schedule.slots import Slot
from followup.schedule.standing import is_overdue, nearest_slot
from followup.scheduler import OPEN_END_HORIZON
from followup.services.row_problems import RowProblem
from followup.services.schedules import ListedVisit, MovedVisit, listed_visit, listed_visits, moved_visits
from followup.services.visit_facts import (
    facts_of_attempt,
    facts_of_visit,
    form_is_recorded,
    in_recorded_order,
    is_unchanged,
    put_right,
    replaced_attempt,
    replaced_entry,
    standing_entry,
    with_cost_notes,
)
from followup.store import NewFact
from followup.values import Value, asdict, replace


class VisitResult(ListedVisit):
    """A visit that was written down, as it stands in the list of her visits.

    ``moved`` are other dates that changed: none, unless the visit came too close to the next. ``missed`` is the slot
    before, whose window had closed: it stays missed, since the due date of the next one was nearer. It is ``unchanged``
    where it was written down so already.
    """

    case: Case
    next: NextVisit | None
    moved: tuple[MovedVisit, ...] = ()
    missed: Slot | None = None
    unchanged: bool = False


class AttemptResult(Value):
    """An attempt that was written down, as which one in a row, and whether it made a flag.

    It is ``unchanged`` where the same was written down already.
    """

    case: Case
    on: date
    attempt: Attempted
    number: int
    flagged: bool
    unchanged: bool = False


class VisitFileResult(Value):
    """What a file led to: what was written, how many rows stood in the casebook already, what kept others out."""

    visits: tuple[VisitResult, ...]
    attempts: tuple[AttemptResult, ...]
    known: int
    problems: tuple[RowProblem, ...]


def record(book: Casebook, typed: str, form: VisitForm, *, replaces: str = "", dry_run: bool = False) -> VisitResult:
    """Write a visit down with everything that came of it, whole or not at all; or only reckon what that would do.

    It takes the place of the visit whose id is ``replaces``. Refused for a day to come or before her return, for a
    visit she does not have, and for a flag or promise that was not open on that day.
    """
    with book.change(typed, dry_run=dry_run) as her:
        return write_visit(her, form, replaces)


def attempt(
    book: Casebook,
    typed: str,
    attempted: Attempted,
    on: date | None = None,
    *,
    same: bool = False,
    second: bool = False,
    replaces: str = "",
    dry_run: bool = False,
) -> AttemptResult:
    """Write down a try that did not succeed; the third in a row raises the flag *could not be reached* with it.

    Where one of that day is written down, it must be said that it is the ``same`` one or a ``second``; or which one it
    takes the place of: ``replaces`` is its id.
    """
    form = VisitForm(on or book.today, attempt=attempted, same=same, second=second)
    with book.change(typed, dry_run=dry_run) as her:
        return write_attempt(her, form, replaces)


def record_all(
    book: Casebook, rows: Sequence[Any], progress: Progress | None = None, *, dry_run: bool = False
) -> VisitFileResult:
    """Write down a pile of visits and attempts. A bad row is listed and stops no good one; each is whole or absent.

    A row that stands in the casebook already, word for word, is not written twice: a file put right can be given again.
    """
    writer = _FileWriter(book, dry_run=dry_run)
    for number, row in enumerate(counted(rows, progress), 1):
        writer.write(number, row)
    return VisitFileResult(tuple(writer.visits), tuple(writer.attempts), writer.known, tuple(writer.problems))


def is_recorded(book: Casebook, case_id: str, form: VisitForm) -> bool:
    """Whether a visit stands in the casebook already, word for word, with all that came of it."""
    with book.change_case(case_id, dry_run=True) as her:
        return stands_already(form, her)


def entry_standing_already(book: Casebook, typed: str, form: VisitForm) -> LogEntry | None:
    """The entry of a contact of the same day and kind, which may be the same visit, unless the form says what it is."""
    return None if form.same or form.second else standing_entry(book.look(typed), form)


class _FileWriter:
    """Writes row after row, reading the codes once. A dry run keeps in mind what it would write."""

    def __init__(self, book: Casebook, *, dry_run: bool) -> None:
        self._book = book
        self._dry_run = dry_run
        self._codes: dict[str, str] | None = None
        self._dry_run_facts: dict[str, tuple[Fact, ...]] = {}
        """What is in the cases that the rows before would have written to."""
        self.visits: list[VisitResult] = []
        self.attempts: list[AttemptResult] = []
        self.known = 0
        self.problems: list[RowProblem] = []

    def write(self, number: int, row: Any) -> None:
        """Write a row down, count it as known already, or note why it was left out."""
        form, wrong = visit_from_mapping(row, Currency(self._book.office.currency))
        if form is None:
            self.problems += (RowProblem(number, problem.where, problem.what) for problem in wrong)
            return
        where = "code"
        try:
            case_id = self._found(form.code)
            where = "date"
            known = self._dry_run_facts.get(case_id)
            with self._book.change_case(case_id, dry_run=self._dry_run, facts=known) as her:
                if stands_already(form, her):
                    self.known += 1
                    return
                check_day(form.date, her.case, self._book.today, form.contact)
                where = say("attempt") if form.attempt else say("visit")
                if form.attempt:
                    self.attempts.append(write_attempt(her, form))
                else:
                    self.visits.append(write_visit(her, form))
            if self._dry_run:
                self._dry_run_facts[case_id] = her.facts
        except FollowupError as error:
            if error.code in (ExitCode.LOCKED, ExitCode.DISK):  # not this row's fault
                raise
            self.problems.append(RowProblem(number, where, f"{error.what} {error.hint}".strip()))

    def _found(self, code: str) -> str:
        if not code:
            raise Missing(say("This is missing."))
        if self._codes is None:
            self._codes = self._book.codes
        return self._book.find(code, self._codes)


def write_visit(her: CaseChange, form: VisitForm, replaces: str = "") -> VisitResult:
    """Write a visit to a case that is being changed; see `record`."""
    book = her.book
    check_day(form.date, her.case, book.today, form.contact)
    horizon = max(form.date, book.today) + OPEN_END_HORIZON
    old = book.scheduler.case_schedule(her.case, horizon)
    entry = replaced_entry(her, form, replaces)
    left, taken_back = put_right(her, _as_written(form, her), entry)
    new_facts = [*taken_back, *facts_of_visit(book, her.case, left, len(old.schedule.slots))]
    if entry and is_unchanged(her, entry, new_facts):
        visit = next(visit for visit in her.case.visits if visit.id == entry.id)
        return replace(_visit_result(her.case, visit, old, old, book.today), unchanged=True)
    after = her.dry_run(*new_facts)
    new = book.scheduler.case_schedule(after, horizon)
    earlier = {visit.id for visit in her.case.visits}
    visit = next(visit for visit in after.visits if visit.id not in earlier)
    result = _visit_result(after, visit, old, new, book.today)
    her.write(*new_facts)
    return replace(result, case=her.after)


def write_attempt(her: CaseChange, form: VisitForm, replaces: str = "") -> AttemptResult:
    """Write an attempt to a case that is being changed; see `attempt`."""
    attempted, on = form.attempt, form.date
    assert attempted is not None
    check_day(on, her.case, her.book.today)
    before = replaced_attempt(her, form, replaces)
    if before and (before.on, before.said) == (on, attempted):
        return AttemptResult(her.case, on, attempted, before.number, flagged=False, unchanged=True)
    taken_back = [NewFact(her.book.today, Withdrawn(before.id, say("Given again, put right.")))] if before else []
    made = facts_of_attempt(her.book, her.dry_run(*taken_back, NewFact(on, attempted)), on, attempted)
    her.write(*taken_back, *made)
    after, known = her.after, {one.id for one in her.case.attempts}
    number = next(one.number for one in after.attempts if one.id not in known)
    return AttemptResult(after, on, attempted, number, len(made) > 1)


def stands_already(form: VisitForm, her: CaseChange) -> bool:
    """Whether everything that the row says stands in the journal already, of the same day."""
    of_that_day = [fact.body for fact in effective(her.facts) if fact.on == form.date]
    return form_is_recorded(_as_written(form, her), her.case, of_that_day)


def _as_written(form: VisitForm, her: CaseChange) -> VisitForm:
    """The form with what it cannot say as it is written down of that day: an open slot, notes of costs, an order."""
    return _without_open_slot(in_recorded_order(with_cost_notes(form, her.case), her.case), her)


def _without_open_slot(form: VisitForm, her: CaseChange) -> VisitForm:
    """The form with the slot as it is written down, where a visit of that day is listed under the form's.

    It is left open there where the visit belongs to the slot by its day alone.
    """
    if form.attempt:
        return form
    listed = [one for one in listed_visits(her.book, her.case) if one.visit.on == form.date and one.slot == form.slot]
    for said in (one.visit.said for one in listed):
        if (as_written := replace(form, slot=said.slot)).visited == said:
            return as_written
    by_day = any(one.visit.said.slot is None for one in listed)
    return replace(form, slot=None) if by_day else form


def check_day(on: date, case: Case, today: date, contact: ContactMethod | None = None) -> None:
    """Refused for a visit that has not been yet, was before she went home, or after her follow-up ended.

    News of her through a third person is no contact with her, and may come after the end.
    """
    require_opened(case)
    checked_record_day(on, today)
    if case.return_date and on < case.return_date:
        raise Refused(
            say("That day is before her return date, {day}.", day=case.return_date),
            say("Check the date; visits count from the day she went home."),
        )
    if case.end and on > case.end.on and (contact is None or contact.with_her):
        raise Refused(
            say("Her follow-up ended on {day}.", day=case.end.on),
            say("A visit up to that day can still be written down; news of her as: --contact third-person."),
        )


def _visit_result(after: Case, visit: Visit, old: CaseSchedule, new: CaseSchedule, today: date) -> VisitResult:
    listed = listed_visit(new, visit)
    return VisitResult(
        **asdict(listed),
        case=after,
        next=next(iter(next_visits(new, today)), None),
        moved=tuple(one for one in moved_visits(old, new) if one.k != listed.slot),
        missed=_missed_before(old, listed.slot, visit.on) if listed.slot and listed.fills else None,
    )


def _missed_before(case_schedule: CaseSchedule, k: int, on: date) -> Slot | None:
    """The slot before the ``k``-th, if a day lies between the windows of both: the visit may have been that one."""
    *_, before, slot = None, *case_schedule.schedule.slots[:k]
    between = before and is_overdue(before, on, case_schedule.done) and on < slot.opens
    return before if between else None


def reached_again(case: Case) -> bool:
    """Whether she was met or spoken with while the flag *could not be reached* still stands open."""
    heard = case.last_heard
    open_ = [flag for flag in case.open_flags if flag.risk is RiskKind.COULD_NOT_BE_REACHED]
    return heard is not None and any(flag.raised_on <= heard for flag in open_)


class SlotMatch(NamedTuple):
    """The slot that a day belongs to, when it is due and planned, and the visit that filled it already, if one did.

    ``missed`` is the slot before, where the visit may have been that one, made after its window had closed.
    """

    k: int
    due: date
    planned: date | None
    filled: Visit | None
    missed: Slot | None


def match_slot(book: Casebook, case: Case, on: date) -> SlotMatch | None:
    """Where a visit on a day would belong; None if she has no visits."""
    case_schedule = book.scheduler.case_schedule(case, max(on, book.today) + OPEN_END_HORIZON)
    k = nearest_slot([slot.due for slot in case_schedule.schedule.slots], on)
    if k is None:
        return None
    missed = _missed_before(case_schedule, k, on)
    slot = case_schedule.schedule.slots[k - 1]
    return SlotMatch(k, slot.due, slot.date, case_schedule.done.get(k), missed)
