"""Promises: made to her, kept or broken, listed; and the end of follow-up, announced ahead as one."""

from collections.abc import Iterator
from datetime import date

from followup.case.case import Case
from followup.case.facts import Promised, PromiseSettled
from followup.case.forms.spoken_days import plain_digits
from followup.case.parts import Promise, numbered
from followup.casebook import Casebook, CaseChange, checked_record_day, require_opened
from followup.errors import Missing, Refused
from followup.messages import say
from followup.services.case_contents import CaseContents, cases_with, open_numbered, promises_with
from followup.services.workers import worker_to_show
from followup.staff import is_followed_by
from followup.values import Value


class PromiseResult(Value):
    """A promise after it was made or settled: her case, its number, and itself."""

    case: Case
    number: int
    promise: Promise


def make(book: Casebook, typed: str, what: str, by: str, due: date, on: date | None = None) -> PromiseResult:
    """Write down what she was told would be done, by whom and by when."""
    with book.change(typed) as her:
        case = _require_in_follow_up(her.case)
        day = checked_record_day(on or book.today, book.today)
        check_due(due, day)
        (fact,) = her.write(Promised(what, by.strip() or case.worker or book.worker, due), on=day)
    return _result(her, fact.id)


def check_new(book: Casebook, typed: str, on: date | None, *, ending: bool = False) -> None:
    """Refused where nothing can be promised her on that day, or no end be announced."""
    case = _require_in_follow_up(book.look(typed).case)
    checked_record_day(on or book.today, book.today)
    if ending:
        _refuse_second_end(case)


def check_due(due: date, day: date) -> date:
    """By when it will be done; Refused for a day before the one on which it was promised."""
    if due < day:
        raise Refused(say("The day it is due is before the day the promise was made."), say("Check the day it is due."))
    return due


def check_announced(day: date, today: date) -> date:
    """The day on which follow-up ends; Refused for one that has come."""
    if day <= today:
        raise Refused(say("The end of follow-up is announced before it comes."), say("Choose a day to come."))
    return day


def announce_end(book: Casebook, typed: str, day: date, by: str = "", what: str = "") -> PromiseResult:
    """Announce ahead on which day follow-up ends. Refused while another end stands announced."""
    with book.change(typed) as her:
        case = _require_in_follow_up(her.case)
        _refuse_second_end(case)
        check_announced(day, book.today)
        words = what.strip() or say("Follow-up ends.")
        (fact,) = her.write(Promised(words, by.strip() or case.worker or book.worker, day, ending=True))
    return _result(her, fact.id)


def _refuse_second_end(case: Case) -> None:
    standing = [(number, one) for number, one in numbered(case.promises) if one.is_open and one.said.ending]
    for number, announced in standing:
        raise Refused(
            say("The end is announced already, for {day}.", day=announced.said.due),
            say('Settle that first: followup promise settle {code} {n} --broken --note "…"', code=case.code, n=number),
        )


def settle(
    book: Casebook, typed: str, which: str, *, kept: bool, note: str = "", on: date | None = None
) -> PromiseResult:
    """Say that a promise was kept, or that it was not and will not be, and why."""
    with book.change(typed) as her:
        promise = pick(her.case, which)
        day = check_settled(promise, on or book.today, book.today)
        her.write(PromiseSettled(promise.id, kept, note), on=day)
    return _result(her, promise.id)


def check_settled(promise: Promise, day: date, today: date) -> date:
    """The day a promise was settled; Refused for one before it was made, or ahead."""
    if checked_record_day(day, today) < promise.on:
        raise Refused(say("That day is before the day the promise was made."), say("Check the day."))
    return day


def pick(case: Case, which: str) -> Promise:
    """The open promise meant by its number in the list, or by its id."""
    meant = (which, plain_digits(which))
    found = next((one for number, one in numbered(case.promises) if one.id in meant or str(number) in meant), None)
    where = say("See her promises with: followup promise list {code}", code=case.code)
    if found is None:
        raise Missing(say("There is no promise of that number."), where)
    if not found.is_open:
        raise Refused(say("That promise was settled already."), where)
    return found


def open_promises(
    book: Casebook, *, worker: str = "", past: bool = False, names: bool = True
) -> Iterator[tuple[Case, int, Promise]]:
    """The open promises to all graduates in follow-up, the earliest due first, with their numbers.

    Without ``names`` of most of these cases only code and worker are known.
    """
    wanted = worker_to_show(book, worker)

    def listed(kept: CaseContents) -> bool:
        return kept.due < (book.today if past else date.max)

    read = ((case, open_numbered(case)) for case in cases_with(book, listed)) if names else promises_with(book, listed)
    found = [
        (case.as_listed, number, promise)
        for case, promises in read
        if not case.end and is_followed_by(case.worker, wanted)
        for number, promise in promises
        if not past or promise.is_past(book.today)
    ]
    return iter(sorted(found, key=lambda one: (one[2].said.due, one[0].code, one[1])))


def _result(her: CaseChange, promise_id: str) -> PromiseResult:
    case = her.after
    number, promise = next(one for one in numbered(case.promises) if one[1].id == promise_id)
    return PromiseResult(case, number, promise)


def _require_in_follow_up(case: Case) -> Case:
    if require_opened(case).end is not None:
        raise Refused(say("Her follow-up has ended; nothing more is promised in it."))
    return case
