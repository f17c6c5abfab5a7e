"""The course of her visits changed: one moved to a day, a pause, an extension, rarer visits, monthly again.

Each change is reckoned first, so that what it does is known, and refused where it cannot be meant; a rehearsal ends
there.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta

from followup.case.date_ranges import Pause
from followup.case.facts import Body, Extended, Moved, Paused, Tapered
from followup.case.fields import Private, revealed
from followup.casebook import Casebook, CaseChange, require_opened
from followup.errors import Missing, Refused
from followup.messages import say, say_count
from followup.schedule.case_schedule import CaseSchedule
from followup.schedule.changes import VisitChange, VisitChangeKind, visit_changes
from followup.schedule.slots import Slot
from followup.staff import is_same_worker
from followup.values import Value


class RestDays(Value):
    """The days of a pause, both included, and the first visit planned after them, None if there is none."""

    first: date
    last: date
    next_visit: date | None


class ScheduleChangeResult(Value):
    """What a change of course does: the visits that move, what is to be noticed, and when follow-up now ends.

    ``on_phone`` counts the changed visits whose day was handed out; ``last`` is the due date of the last visit
    promised, None where follow-up has no set end.
    """

    code: str
    moving: tuple[VisitChange, ...]
    warnings: tuple[str, ...]
    on_phone: int
    last: date | None
    rest: RestDays | None = None


def move(book: Casebook, typed: str, k: int, day: date, why: str, *, dry_run: bool = False) -> ScheduleChangeResult:
    """Move one visit to a day, where it stands until it is moved again."""
    with _change(book, typed, dry_run=dry_run) as her:
        slot = _slot(her, k)
        _check_movable(her, slot, day)
        moved = Moved(k, day, why)
        warnings = [*_obstacle_warnings(her, slot, day), *_spacing_warnings(her, moved)]
        return _apply_change(her, moved, [*warnings, *_trip_warnings(her, slot, moved)])


def pause(book: Casebook, typed: str, rest: Pause, why: str, *, dry_run: bool = False) -> ScheduleChangeResult:
    """Let follow-up rest: the visits due meanwhile are excused, those made already stand."""
    with _change(book, typed, dry_run=dry_run) as her:
        said = Paused(rest.start, rest.until, why, rest.extend)
        if her.case.return_date is not None and rest.until <= her.case.return_date:
            raise Refused(say("The pause ends before she went home."), say("Check the days."))
        return _apply_change(her, said, _pause_warnings(her, rest))


def extend(book: Casebook, typed: str, visits: int, why: str, *, dry_run: bool = False) -> ScheduleChangeResult:
    """Add visits after the last one, in its rhythm."""
    with _change(book, typed, dry_run=dry_run) as her:
        if not her.schedule.last_slot:
            raise Refused(say("This follow-up has no set end; there is nothing to extend."))
        return _apply_change(her, Extended(visits, why), ())


def taper(book: Casebook, typed: str, said: Tapered, *, dry_run: bool = False) -> ScheduleChangeResult:
    """Change how often she is visited from a visit on: rarer, or monthly again after a relapse."""
    with _change(book, typed, dry_run=dry_run) as her:
        check_first_visit(her, said.slot)
        check_months(her, said.slot, said.every)
        if said.every > 1:
            check_second_person(her, said.second)
        return _apply_change(her, said, ())


# --- what is refused ------------------------------------------------------------------------------------------------


@contextmanager
def _change(book: Casebook, typed: str, *, dry_run: bool) -> Iterator[CaseChange]:
    with book.change(typed, dry_run=dry_run) as her:
        if require_opened(her.case).end is not None:
            raise Refused(say("Her follow-up has ended; there is no visit to change."))
        yield her


def _slot(her: CaseChange, k: int) -> Slot:
    """The visit of that number; Missing if there is none."""
    found = next((slot for slot in her.schedule.schedule.slots if slot.k == k), None)
    if found is None:
        raise Missing(
            say("There is no visit of that number."),
            say("See them: followup schedule show {code}", code=her.case.code),
        )
    return found


def _check_movable(her: CaseChange, slot: Slot, day: date) -> None:
    if slot.k in her.schedule.done:
        raise Refused(
            say("Visit {k} was made; it cannot be moved.", k=slot.k),
            say("If the entry is wrong, take it back: followup log CODE, then followup withdraw CODE N."),
        )
    if her.case.return_date is not None and day <= her.case.return_date:
        raise Refused(say("A visit comes after the day she went home."), say("Check the day."))
    if day < her.book.today:
        raise Refused(
            say("A visit cannot be moved to a day gone by."),
            say("If it was made on that day, write it down: followup visit record CODE"),
        )
    if day == slot.date:
        raise Refused(say("Visit {k} is planned for that day already.", k=slot.k))
    _check_order(her, slot, day)


def _check_order(her: CaseChange, slot: Slot, day: date) -> None:
    """A visit stays between the one before it and the one after it, or the numbers would mean nothing."""
    others = [one for one in her.schedule.schedule.slots if one.date and not one.cancelled and one.k != slot.k]
    earlier = next((one for one in reversed(others) if one.k < slot.k), None)
    later = next((one for one in others if one.k > slot.k), None)
    if earlier is not None and earlier.date and day <= earlier.date:
        raise Refused(_order_message(slot, earlier), _order_hint(earlier))
    if later is not None and later.date and day >= max(later.date, later.due if _is_free(her, later) else date.min):
        raise Refused(_order_message(slot, later), _order_hint(later))


def _is_free(her: CaseChange, slot: Slot) -> bool:
    """Whether the rule may still choose the day of a visit."""
    return slot.k not in her.schedule.done and slot.k not in her.case.moves


def _order_message(slot: Slot, other: Slot) -> str:
    if other.k < slot.k:
        return say("Visit {k} comes after visit {other}, which is on {day}.", k=slot.k, other=other.k, day=other.date)
    return say("Visit {k} comes before visit {other}, which is on {day}.", k=slot.k, other=other.k, day=other.date)


def _order_hint(other: Slot) -> str:
    return say("Choose a day between its neighbours, or move visit {other} first.", other=other.k)


def check_change(book: Casebook, typed: str) -> None:
    """Refused where no visit of hers can be changed any more."""
    with _change(book, typed, dry_run=True):
        return


def check_months(her: CaseChange, first: int, every: int) -> int:
    """Months from visit to visit; Refused where visits come so already."""
    if _months_before(her, first) == every:
        raise Refused(
            say("Visits come in that rhythm there already."),
            say("See them: followup schedule show {code}", code=her.case.code),
        )
    return every


def check_first_visit(her: CaseChange, first: int) -> int:
    """The first visit of another rhythm; Missing or Refused where it cannot be."""
    _slot(her, first)
    if first <= max(her.schedule.done, default=0):
        raise Refused(
            say("Visit {k} is before the last one made; past visits keep their rhythm.", k=first),
            say("Begin with visit {k} or a later one.", k=max(her.schedule.done) + 1),
        )
    fixed = [k for k in her.case.moves if k >= first and k not in her.schedule.done]
    if fixed:
        raise Refused(
            say("Visit {k} was moved to a day by hand, and would no longer be the same visit.", k=min(fixed)),
            say("Begin after it, or take the move back: followup log CODE, then followup withdraw CODE N."),
        )
    return first


def _months_before(her: CaseChange, k: int) -> int:
    """Months from the visit before this one, as due, 0 where days come into it."""
    policy = her.schedule.policy
    (months, days), (earlier, other) = policy.offset(k), policy.offset(k - 1) if k > 1 else (0, 0)
    return months - earlier if days == other else 0


def check_second_person(her: CaseChange, second: Private) -> None:
    """Refused for her own worker, and for whoever writes it down."""
    person = her.book.staff.called_now(revealed(second))
    if any(name and is_same_worker(name, person) for name in (her.case.worker, her.book.worker)):
        raise Refused(
            say("The second person is somebody else than her own worker."),
            say("Ask a colleague or a supervisor to look at it."),
        )


# --- what is to be noticed ------------------------------------------------------------------------------------------


def _obstacle_warnings(her: CaseChange, slot: Slot, day: date) -> Iterator[str]:
    against = her.book.scheduler.workdays(her.case).obstacles(day)
    if against:
        reasons = ", ".join(one.label for one in against)
        yield say("Against that day: {reasons}. The visit is planned there all the same.", reasons=reasons)
    if slot.paused:
        yield say("Visit {k} was excused by a pause; it is asked for again.", k=slot.k)
    if abs((day - slot.due).days) > slot.window:
        one, more = (
            "That day is more than a day from its due date, {due}.",
            "That day is more than {n} days from its due date, {due}.",
        )
        yield say_count(slot.window, one, more, due=slot.due)


def _spacing_warnings(her: CaseChange, moved: Moved) -> Iterator[str]:
    """Visits that are too near then, on the days that they have once this one has moved."""
    gap = her.schedule.policy.min_gap
    for other in her.book.scheduler.case_schedule(her.dry_run(moved)).schedule.slots:
        if other.k != moved.slot and other.date and abs((other.date - moved.day).days) < gap:
            yield say("It is less than {n} days from visit {other}.", n=gap, other=other.k)


def _trip_warnings(her: CaseChange, slot: Slot, moved: Moved) -> Iterator[str]:
    """Where the worker's trips were accepted: a trip more, and a day that holds too much; nobody is moved for it."""
    if her.book.office.trips:
        from followup.services.trip_fit import full_days_with, is_one_more_trip

        after = her.dry_run(moved)
        if slot.on_trip and slot.date and is_one_more_trip(her.book, after, slot.date, moved.day):
            yield say("This is one more trip day: others are still visited on {day}.", day=slot.date)
        full = full_days_with(her.book, after, moved.day)
        for one in full:
            yield say("{day} then has {what}.", day=one.day, what=one.what)
        if full:
            yield say(
                "Nobody else is moved for that. Choose another day for this visit, or move another one of that day."
            )


def _pause_warnings(her: CaseChange, rest: Pause) -> Iterator[str]:
    made = [k for k, visit in her.schedule.done.items() if rest.start <= visit.on < rest.until]
    if made:
        yield say("Visits made in that time are kept: {numbers}.", numbers=", ".join(map(str, sorted(made))))
    for k, day in sorted(her.case.moves.items()):
        if k not in her.schedule.done and rest.start <= _slot(her, k).due < rest.until:
            yield say("Visit {k} was moved by hand and stays on {day}.", k=k, day=day)
    if not any(rest.start <= slot.due < rest.until for slot in her.schedule.schedule.slots):
        yield say("No visit is due in that time.")


def _outcome_warnings(her: CaseChange, body: Body, after: CaseSchedule, moving: Iterable[VisitChange]) -> Iterator[str]:
    """What only the new schedule shows."""
    new = {one.k for one in moving if one.what is VisitChangeKind.NEW and not one.extra}
    late = [slot.k for slot in after.schedule.slots if slot.k in new and slot.due < her.book.today]
    if late:
        yield say("Due before today already: visit {numbers}.", numbers=", ".join(map(str, late)))
    nowhere = [one.k for one in moving if one.what is VisitChangeKind.NO_DAY]
    if nowhere:
        yield say("No day is left for visit {numbers}; move it by hand.", numbers=", ".join(map(str, nowhere)))
    if isinstance(body, Tapered) and body.every > 1 and her.case.open_flags:
        one, more = "A risk flag is open.", "{n} risk flags are open."
        yield say_count(len(her.case.open_flags), one, more) + " " + say("Fewer visits are for when she is safe.")


# --- the change -----------------------------------------------------------------------------------------------------


def _apply_change(her: CaseChange, body: Body, warnings: Iterable[str]) -> ScheduleChangeResult:
    """Reckon the change, refuse it where it cannot be, and write it down."""
    after = her.book.scheduler.case_schedule(her.dry_run(body))
    if isinstance(body, Tapered):
        _check_first_tapered_visit(her, body, after)
    moving = visit_changes(her.schedule.schedule, after.schedule)
    changed = ScheduleChangeResult(
        code=her.case.code,
        moving=moving,
        warnings=(*warnings, *_outcome_warnings(her, body, after, moving)),
        on_phone=sum(not one.extra and one.k in her.schedule.handed_out for one in moving),
        last=after.schedule.slots[-1].due if after.last_slot else None,
        rest=_rest_days(body, after) if isinstance(body, Paused) else None,
    )
    her.write(body)
    return changed


def _rest_days(pause: Paused, after: CaseSchedule) -> RestDays:
    days = [slot.date for slot in after.schedule.slots if slot.date and slot.date >= pause.until]
    return RestDays(pause.start, pause.until - timedelta(days=1), min(days, default=None))


def _check_first_tapered_visit(her: CaseChange, said: Tapered, after: CaseSchedule) -> None:
    """The first visit of the new rhythm is still to come, and there is one."""
    first = next((slot for slot in after.schedule.slots if slot.k == said.slot), None)
    if first is None:
        raise Refused(say("Too few visits are left to make them rarer."), say("Begin with an earlier visit."))
    if first.due + timedelta(days=first.window) < her.book.today:
        raise Refused(
            say("In that rhythm visit {k} would be overdue on the day it is decided.", k=said.slot),
            say("Begin with visit {k}.", k=said.slot + 1),
        )
