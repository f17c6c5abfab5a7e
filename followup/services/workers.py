"""The workers: a known list, so that no graduate's worker is somebody whom nobody knows.

The agenda needs it; what only changes of the list need is imported when there is one.
"""

from collections.abc import Iterable
from datetime import date
from functools import partial
from typing import Any

from followup.case.facts import Fact
from followup.case.known_words import folded_word, known_word, near_or_all
from followup.case.pseudonym import similar_codes, tidy_code
from followup.case.text_limits import checked_line
from followup.casebook import Casebook
from followup.errors import Invalid, Missing, Refused
from followup.messages import say
from followup.staff import NOBODY, is_same_worker
from followup.store import OFFICE, RegisterKind
from followup.values import Value

# --- who is known ---------------------------------------------------------------------------------------------------


def known_workers(book: Casebook) -> tuple[str, ...]:
    """Everybody who works here, sorted: on the list, on a laptop, or known because graduates are or were hers."""
    staff = book.office.staff
    known = list(staff.on_list)
    for name in sorted({name for one in followed_cases(book) for name in (one.worker, *one.before)}):
        if name and not staff.has_left(name) and not any(is_same_worker(name, one) for one in known):
            known.append(name)
    return tuple(sorted(known, key=str.casefold))


class FollowedCase(Value):
    """Who follows a graduate, and who did ``before``, as they are called now; ``ended`` once there is an outcome.

    ``worker`` is empty where nobody follows her.
    """

    id: str
    code: str
    worker: str
    ended: bool
    before: tuple[str, ...]


def followed_cases(book: Casebook) -> list[FollowedCase]:
    """Who follows whom, by code; kept in a register, which needs neither policies nor schedules."""
    rows = book.register(_kind(book.today))
    found = [_followed_case(book, case_id, *row) for case_id, (_, _, row) in rows.items() if row]
    return sorted(found, key=lambda one: one.code)


def expect_followed_cases(book: Casebook) -> None:
    """Where cases are read for another register, it is made along who follows them."""
    book.expect(_kind(book.today).name, partial(_kind, book.today))


def _kind(today: date) -> RegisterKind:
    return RegisterKind("workers-4", "1", partial(_follower_row, today), partial(_holds, today))


def _followed_case(book: Casebook, case_id: str, code: str, worker: str, ended: bool, names: list[str]) -> FollowedCase:
    before, now = tuple(map(book.staff.called_now, names)), book.staff.called_now(worker)
    has_left = book.staff.has_left(now) and not ended
    return FollowedCase(case_id, code, "" if has_left else now, ended, before)


def _holds(today: date, row: list[Any]) -> bool:
    first, last, _ = row
    return bool(first <= today.toordinal() <= last)


def _follower_row(today: date, case_id: str, facts: Iterable[Fact]) -> list[Any]:
    """The first and the last day on which it holds, and who follows her; None for a case not opened by then."""
    from followup.case import facts as f
    from followup.case.replay import replay
    from followup.case.watched_day import Watch

    of_her = (f.Opened, f.Amended, f.HandedOver, f.Ended, f.Reopened, f.ReturnedAgain, f.Withdrawn)
    facts, watch = tuple(facts), Watch(today)
    case = replay(case_id, (fact for fact in facts if isinstance(fact.body, of_her)), watch.day)
    said = [fact.body.worker for fact in facts if isinstance(fact.body, (f.Opened, f.HandedOver))]
    before = sorted({worker for worker in said if worker and worker != case.worker})
    followed = [case.code, case.worker, case.end is not None, before] if case.is_open else None
    return [watch.first, watch.last, followed]


def known_worker(book: Casebook, typed: str) -> str:
    """The worker of this name, spelled as on the list; Missing, with near ones, if nobody here is called so."""
    staff = book.office.staff
    name = staff.called_now(typed)
    if name in staff.on_list:
        return name
    if staff.has_left(name):
        raise Refused(
            say("That worker left, and follows nobody any more."),
            say("If she is back: followup office worker add {worker}", worker=name),
        )
    known = known_workers(book)
    found = next((one for one in known if is_same_worker(one, name)), None)
    if found is None:
        raise Missing(say("No worker on the list has that name."), _unknown_worker_hint(typed, known))
    return found


def _unknown_worker_hint(typed: str, known: tuple[str, ...]) -> str:
    added = say("Somebody new is put on the list with: followup office worker add INITIALS")
    return f"{near_or_all(typed, known)} {added}".strip()


def worker_to_show(book: Casebook, typed: str) -> str:
    """The worker whose graduates are asked for, by name or its beginning; `NOBODY` for those followed by nobody.

    Empty where nothing was typed. Missing, with near ones, for a word that is no worker's.
    """
    if not typed.strip():
        return ""
    staff = book.office.staff
    ever = (*known_workers(book), *staff.left, NOBODY)
    name = staff.called_now(typed)
    exact = next((one for one in ever if is_same_worker(one, name)), None)
    return exact or known_word(typed, ever, say("No worker on the list has that name."))


def checked_new_worker(book: Casebook, typed: str) -> str:
    """The worker of a new graduate: one who is known; anybody while the office has named nobody at all.

    Empty where nothing was typed.
    """
    if not typed.strip():
        return ""
    staff = book.office.staff
    return known_worker(book, typed) if staff.on_list or staff.left else typed.strip()


def checked_owner(book: Casebook, typed: str, *, as_written: bool = False) -> str:
    """Who looks after something: a worker as spelled on the list, or somebody outside, who stands as written.

    Invalid for what is nearly a worker's name, unless it is to stand ``as_written``.
    """
    if as_written:
        return book.office.staff.called_now(typed)
    if worker := nearly_worker(book, typed):
        raise Invalid(
            say("That looks like {worker}, who works here.", worker=worker),
            say("Write {worker}; or add --as-written, if somebody else is meant.", worker=worker),
        )
    return _as_on_list(book, typed) or book.office.staff.called_now(typed)


def nearly_worker(book: Casebook, typed: str) -> str:
    """The worker whose name was nearly typed; empty where it was typed rightly, or is nobody's."""
    name = book.office.staff.called_now(typed)
    if not name or _as_on_list(book, typed):
        return ""
    return next((worker for worker in known_workers(book) if _is_slip_of(name, worker)), "")


def _as_on_list(book: Casebook, typed: str) -> str:
    name = book.office.staff.called_now(typed)
    return next((one for one in known_workers(book) if is_same_worker(name, one)), "")


_SHORTEST_SLIP = 4
"""Initials of other people differ by one letter; only from so many letters on is that a slip."""


def _is_slip_of(name: str, worker: str) -> bool:
    one, other = folded_word(name), folded_word(worker)
    swapped = len(one) == len(other) and sorted(one) == sorted(other)
    return swapped or (len(one) >= _SHORTEST_SLIP and bool(similar_codes(one, [tidy_code(other)])))


# --- the list -------------------------------------------------------------------------------------------------------


class WorkerLine(Value):
    """A worker in the list: how many graduates in follow-up are hers, and whether she is on a laptop, or left."""

    worker: str
    graduates: int
    laptop: bool
    left: bool
    on_list: bool


def list_workers(book: Casebook) -> list[WorkerLine]:
    """Everybody who works here and those who left, with how many graduates each follows."""
    staff = book.office.staff
    followers = [one.worker for one in followed_cases(book) if not one.ended]
    laptops = set(book.office.workers.values())
    return [
        WorkerLine(
            worker=name,
            graduates=sum(is_same_worker(one, name) for one in followers),
            laptop=name in laptops,
            left=staff.has_left(name),
            on_list=name in staff.on_list,
        )
        for name in (*known_workers(book), *staff.left)
    ]


def add_worker(book: Casebook, typed: str) -> str:
    """Put a worker on the list, for the first time or again. Refused if she is on it, or the name was another's."""
    from followup.case.facts import WorkerAdded

    name = _new_name(typed)
    with book.change_journal(OFFICE) as journal:
        staff = book.office.staff
        called = staff.called_now(name)
        if not is_same_worker(called, name):
            raise Refused(
                say("{worker} had that name before, and what was written then is hers.", worker=called),
                say("Choose other initials."),
            )
        if called in staff.on_list:
            raise Refused(say("{worker} is on the list already.", worker=called))
        refuse_name_of_graduate(book, called)
        journal.write(WorkerAdded(called))
    return called


def rename_worker(book: Casebook, typed: str, to: str) -> tuple[str, str]:
    """Call a worker otherwise; everything of hers is hers under the new name. Refused if another is called so."""
    from followup.case.facts import WorkerRenamed

    with book.change_journal(OFFICE) as journal:
        old, new = check_new_name(book, typed, to)
        journal.write(WorkerRenamed(old, new))
    return old, new


def check_new_name(book: Casebook, typed: str, to: str) -> tuple[str, str]:
    """A worker's name and the new one; Refused if another is called so."""
    new, old = _new_name(to), known_worker(book, typed)
    if not is_same_worker(old, new):
        _refuse_name_of_another(book, old, new)
        refuse_name_of_graduate(book, new)
    if old == new:
        raise Refused(say("That is her name already."))
    return old, new


def _refuse_name_of_another(book: Casebook, old: str, new: str) -> None:
    staff = book.office.staff
    called = staff.called_now(new)
    another = next((one for one in (*known_workers(book), *staff.left) if is_same_worker(one, called)), None)
    if another and another != old:
        raise Refused(
            say("{worker} is, or was, another worker.", worker=another),
            say(
                "Choose other initials, or give her graduates to that worker: "
                "followup graduate hand-over --all --from {old} --to {new}",
                old=old,
                new=another,
            ),
        )


def refuse_name_of_graduate(book: Casebook, name: str) -> None:
    """Refused for a worker's name that is the whole name of somebody in the casebook."""
    from followup.services.guarded_names import is_whole_name

    if is_whole_name(book, name):
        raise Refused(say("That is the name of somebody in the casebook; use initials."))


def laptop_needs_word(book: Casebook, typed: str) -> bool:
    """Whether a name for this laptop's worker may be her own new one: she has one, and nobody has that.

    Refused for a new name that is the whole name of somebody in the casebook.
    """
    name = _new_name(typed)
    staff = book.office.staff
    if any(is_same_worker(one, staff.called_now(name)) for one in (*known_workers(book), *staff.left)):
        return False
    refuse_name_of_graduate(book, name)
    return bool(book.worker)


def leave_office(book: Casebook, typed: str) -> str:
    """Write down that a worker left. Refused while graduates are hers: they go to somebody first."""
    from followup.case.facts import WorkerLeft

    with book.change_journal(OFFICE) as journal:
        name = known_worker(book, typed)
        hers = graduates_of(book, name)
        if hers:
            raise Refused(
                say("Graduates still with {worker}: {n}.", n=len(hers), worker=name),
                say("Say to whom they go: followup office worker leave {worker} --to WORKER", worker=name),
            )
        journal.write(WorkerLeft(name))
    return name


def graduates_of(book: Casebook, worker: str) -> list[FollowedCase]:
    """The graduates of a worker (of nobody: ``""``) who have no outcome yet, by code."""
    return [one for one in followed_cases(book) if not one.ended and is_same_worker(one.worker, worker)]


def _new_name(typed: str) -> str:
    name = checked_line(typed.strip(), say("The worker"), limit=40)
    if not name or folded_word(name) == NOBODY or name.startswith("-"):
        raise Invalid(say("A worker needs initials or a name."), say("Such as: SN"))
    return name
