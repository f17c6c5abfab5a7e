"""The course of her visits changed: one moved to a day, a pause, an extension, rarer visits, monthly again.

Each change is reckoned first, so that what it does is known, and refused where it cannot be meant; a rehearsal ends
there.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from followup.case.case import Case
from followup.case.date_ranges import Pause
from followup.case.facts import Body, Extended, Moved, Paused, Tapered
from followup.casebook import Casebook, require_opened
from followup.errors import Missing, Refused
from followup.messages import say
from followup.schedule.case_schedule import CaseSchedule
from followup.schedule.changes import VisitChange, VisitChangeKind, visit_changes
from followup.schedule.slots import Slot
from followup.services.dry_run import dry_run_case
from followup.services.schedules import Scheduler
from followup.store import NewFact


@dataclass(frozen=True, slots=True)
class ScheduleChangeResult:
    """What a change of course does: the visits that move, what is to be noticed, and when follow-up now ends.

    ``on_phone`` counts the changed visits whose day was handed out; ``last`` is the due date of the last visit
    promised, None where follow-up has no set end.
    """

    code: str
    moving: tuple[VisitChange, ...]
    warnings: tuple[str, ...]
    on_phone: int
    last: date | None


@dataclass(frozen=True, slots=True)
class _CaseBefore:
    """The case and its schedule before the change."""

    book: Casebook
    case: Case
    table: CaseSchedule

    @property
    def today(self) -> date:
        return self.book.today

    def slot(self, k: int) -> Slot:
        """The visit of that number; Missing if there is none."""
        found = next((slot for slot in self.table.schedule.slots if slot.k == k), None)
        if found is None:
            raise Missing(
                say("There is no visit of that number."),
                say("See them: followup schedule show {code}", code=self.case.code),
            )
        return found


def move(book: Casebook, typed: str, k: int, day: date, why: str, *, dry_run: bool = False) -> ScheduleChangeResult:
    """Move one visit to a day, where it stands until it is moved again."""
    with book.store.exclusive():
        before = _case_before(book, typed)
        slot = before.slot(k)
        _check_movable(before, slot, day)
        warnings = [*_obstacle_warnings(before, slot, day), *_spacing_warnings(before, slot, day)]
        return _apply_change(before, Moved(k, day, why), warnings, dry_run=dry_run)


def pause(book: Casebook, typed: str, rest: Pause, why: str, *, dry_run: bool = False) -> ScheduleChangeResult:
    """Let follow-up rest: the visits due meanwhile are excused, those made already stand."""
    with book.store.exclusive():
        before = _case_before(book, typed)
        said = Paused(rest.start, rest.until, why, rest.extend)
        if before.case.return_date is not None and rest.until <= before.case.return_date:
            raise Refused(say("The pause ends before she went home."), say("Check the days."))
        return _apply_change(before, said, _pause_warnings(before, rest), dry_run=dry_run)


def extend(book: Casebook, typed: str, visits: int, why: str, *, dry_run: bool = False) -> ScheduleChangeResult:
    """Add visits after the last one, in its rhythm."""
    with book.store.exclusive():
        before = _case_before(book, typed)
        if not before.table.last_slot:
            raise Refused(say("This follow-up has no set end; there is nothing to extend."))
        return _apply_change(before, Extended(visits, why), (), dry_run=dry_run)


def taper(book: Casebook, typed: str, said: Tapered, *, dry_run: bool = False) -> ScheduleChangeResult:
    """Change how often she is visited from a visit on: rarer, or monthly again after a relapse."""
    with book.store.exclusive():
        before = _case_before(book, typed)
        _check_rhythm(before, said)
        if said.every > 1:
            _check_second_person(before, said.second)
        return _apply_change(before, said, (), dry_run=dry_run)


# --- what is refused ------------------------------------------------------------------------------------------------


def _case_before(book: Casebook, typed: str) -> _CaseBefore:
    case = require_opened(book.case(book.find(typed)))
    if case.end is not None:
        raise Refused(say("Her follow-up has ended; there is no visit to change."))
    return _CaseBefore(book, case, Scheduler.of(book).case_schedule(case))


def _check_movable(before: _CaseBefore, slot: Slot, day: date) -> None:
    if slot.k in before.table.done:
        raise Refused(
            say("Visit {k} was made; it stands on its day.", k=slot.k),
            say("If the entry is wrong, take it back: followup log CODE, then followup withdraw CODE N."),
        )
    if before.case.return_date is not None and day <= before.case.return_date:
        raise Refused(say("A visit comes after the day she went home."), say("Check the day."))
    if day < before.today:
        raise Refused(
            say("A visit cannot be moved to a day gone by."),
            say("If it was made on that day, write it down: followup visit record CODE"),
        )
    if day == slot.date:
        raise Refused(say("Visit {k} is planned for that day already.", k=slot.k))
    _check_order(before, slot, day)


def _check_order(before: _CaseBefore, slot: Slot, day: date) -> None:
    """A visit stays between the one before it and the one after it, or the numbers would mean nothing."""
    others = [one for one in before.table.schedule.slots if one.date and not one.cancelled and one.k != slot.k]
    earlier = next((one for one in reversed(others) if one.k < slot.k), None)
    later = next((one for one in others if one.k > slot.k), None)
    if earlier is not None and earlier.date and day <= earlier.date:
        raise Refused(_order_message(slot, earlier), _order_hint(earlier))
    if later is not None and later.date and day >= max(later.date, later.due if _is_free(before, later) else date.min):
        raise Refused(_order_message(slot, later), _order_hint(later))


def _is_free(before: _CaseBefore, slot: Slot) -> bool:
    """Whether the rule may still choose the day of a visit."""
    return slot.k not in before.table.done and slot.k not in before.case.moves


def _order_message(slot: Slot, other: Slot) -> str:
    if other.k < slot.k:
        return say("Visit {k} comes after visit {other}, which is on {day}.", k=slot.k, other=other.k, day=other.date)
    return say("Visit {k} comes before visit {other}, which is on {day}.", k=slot.k, other=other.k, day=other.date)


def _order_hint(other: Slot) -> str:
    return say("Choose a day between its neighbours, or move visit {other} first.", other=other.k)


def _check_rhythm(before: _CaseBefore, said: Tapered) -> None:
    before.slot(said.slot)
    if said.slot <= max(before.table.done, default=0):
        raise Refused(
            say("Visit {k} lies before the last one made; visits gone by keep their rhythm.", k=said.slot),
            say("Begin with visit {k} or a later one.", k=max(before.table.done) + 1),
        )
    if _months_before(before, said.slot) == said.every:
        raise Refused(
            say("Visits come in that rhythm there already."),
            say("See them: followup schedule show {code}", code=before.case.code),
        )
    fixed = [k for k in before.case.moves if k >= said.slot and k not in before.table.done]
    if fixed:
        raise Refused(
            say("Visit {k} was moved to a day by hand, and would no longer be the same visit.", k=min(fixed)),
            say("Begin after it, or take the move back: followup log CODE, then followup withdraw CODE N."),
        )


def _months_before(before: _CaseBefore, k: int) -> int:
    """Months from the visit before this one, as due, 0 where days come into it."""
    policy = before.table.policy
    (months, days), (earlier, other) = policy.offset(k), policy.offset(k - 1) if k > 1 else (0, 0)
    return months - earlier if days == other else 0


def _check_second_person(before: _CaseBefore, second: str) -> None:
    own = {name.casefold() for name in (before.case.worker, before.book.worker) if name}
    if second.strip().casefold() in own:
        raise Refused(
            say("The second person is somebody else than her own worker."),
            say("Ask a colleague or a supervisor to look at it."),
        )


# --- what is to be noticed ------------------------------------------------------------------------------------------


def _obstacle_warnings(before: _CaseBefore, slot: Slot, day: date) -> Iterator[str]:
    against = Scheduler.of(before.book).workdays(before.case).obstacles(day)
    if against:
        reasons = ", ".join(one.label for one in against)
        yield say("Against that day: {reasons}. The visit stands there all the same.", reasons=reasons)
    if slot.paused:
        yield say("Visit {k} was excused by a pause; it is asked for again.", k=slot.k)
    if abs((day - slot.due).days) > slot.window:
        yield say("That day lies more than {n} days from its due date, {due}.", n=slot.window, due=slot.due)


def _spacing_warnings(before: _CaseBefore, slot: Slot, day: date) -> Iterator[str]:
    gap = before.table.policy.min_gap
    for other in before.table.schedule.slots:
        if other.k == slot.k or not other.date or (other.k > slot.k and _is_free(before, other)):
            continue
        if abs((other.date - day).days) < gap:
            yield say("It is less than {n} days from visit {other}.", n=gap, other=other.k)


def _pause_warnings(before: _CaseBefore, rest: Pause) -> Iterator[str]:
    made = [k for k, visit in before.table.done.items() if rest.start <= visit.on < rest.until]
    if made:
        yield say("Visits made meanwhile stand: {numbers}.", numbers=", ".join(map(str, sorted(made))))
    for k, day in sorted(before.case.moves.items()):
        if k not in before.table.done and rest.start <= before.slot(k).due < rest.until:
            yield say("Visit {k} was moved by hand and stays on {day}.", k=k, day=day)
    if not any(rest.start <= slot.due < rest.until for slot in before.table.schedule.slots):
        yield say("No visit is due in that time.")


def _outcome_warnings(
    before: _CaseBefore, body: Body, after: CaseSchedule, moving: Iterable[VisitChange]
) -> Iterator[str]:
    """What only the new schedule shows."""
    slots = {slot.k: slot for slot in after.schedule.slots}
    late = [
        one.k for one in moving if one.what is VisitChangeKind.NEW and not one.extra and slots[one.k].due < before.today
    ]
    if late:
        yield say("Due before today already: visit {numbers}.", numbers=", ".join(map(str, late)))
    nowhere = [one.k for one in moving if one.what is VisitChangeKind.NO_DAY]
    if nowhere:
        yield say("No day is left for visit {numbers}; move it by hand.", numbers=", ".join(map(str, nowhere)))
    if isinstance(body, Tapered) and body.every > 1 and before.case.open_flags:
        yield say("{n} risk flags are open. Rarer visits are for when she is safe.", n=len(before.case.open_flags))


# --- the change -----------------------------------------------------------------------------------------------------


def _apply_change(before: _CaseBefore, body: Body, warnings: Iterable[str], *, dry_run: bool) -> ScheduleChangeResult:
    """Reckon the change, and write it down unless it is only rehearsed."""
    book, case = before.book, before.case
    after = Scheduler.of(book).case_schedule(dry_run_case(book, case.id, [NewFact(book.today, body)]))
    if isinstance(body, Tapered):
        _check_first_tapered_visit(before, body, after)
    moving = visit_changes(before.table.schedule, after.schedule)
    changed = ScheduleChangeResult(
        code=case.code,
        moving=moving,
        warnings=(*warnings, *_outcome_warnings(before, body, after, moving)),
        on_phone=sum(not one.extra and one.k in before.table.handed_out for one in moving),
        last=after.schedule.slots[-1].due if after.last_slot else None,
    )
    if not dry_run:
        book.write(case.id, body)
    return changed


def _check_first_tapered_visit(before: _CaseBefore, said: Tapered, after: CaseSchedule) -> None:
    """The first visit of the new rhythm is still to come, and there is one."""
    first = next((slot for slot in after.schedule.slots if slot.k == said.slot), None)
    if first is None:
        raise Refused(say("Too few visits are left to make them rarer."), say("Begin with an earlier visit."))
    if first.due + timedelta(days=first.window) < before.today:
        raise Refused(
            say("In that rhythm visit {k} would be overdue on the day it is decided.", k=said.slot),
            say("Begin with visit {k}.", k=said.slot + 1),
        )
