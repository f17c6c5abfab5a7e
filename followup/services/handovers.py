"""Handing a graduate over: what the new worker must know, and the entries that the old worker's phone must drop.

Entries handed out before a hand-over lie on the old worker's phone. That worker's next export carries them as
cancelled, one sequence number up; the new worker's export carries the same identifiers as confirmed, two up. So
whichever file a phone reads last, and even where both are read into one account, the entry of whoever follows her now
stands.
"""

from followup.case.case import Case
from followup.case.facts import CalendarEntry, HandedOver
from followup.case.fields import Private
from followup.case.replay import handed_out_by, replay
from followup.casebook import Casebook, CaseChange
from followup.errors import Damaged, Missing, Refused
from followup.messages import say
from followup.progress import Progress, counted
from followup.services.graduate_sheet import GraduateSheet, sheet_of
from followup.services.old_phones import entries_on_old_phone
from followup.services.workers import graduates_of, known_worker, worker_to_show
from followup.staff import NOBODY, is_same_worker
from followup.values import Value, replace


class HandOverResult(Value):
    """A hand-over that was written down: where she stands, and what the old worker's phone must drop."""

    sheet: GraduateSheet
    old_worker: str
    note: Private
    dropped: tuple[CalendarEntry, ...]


def hand_over_to(book: Casebook, typed: str, worker: str, note: str = "", *, dry_run: bool = False) -> HandOverResult:
    """Hand a graduate over, and say what the new worker must know. Refused if that worker follows her already.

    Missing, with near ones, for a worker whom nobody knows.
    """
    case_id, name = book.find(typed), known_worker(book, worker)
    with book.change_case(case_id, dry_run=dry_run) as her:
        _check_new_worker(her.case, name)
        dropped = _write_hand_over(her, name, note)
    return HandOverResult(sheet_of(book, her.after, her.facts), her.case.worker, note, dropped)


def check_new_worker(book: Casebook, typed: str, worker: str) -> None:
    """Missing or Refused for a worker to whom a graduate cannot be handed over."""
    _check_new_worker(book.look(typed).case, known_worker(book, worker))


def _check_new_worker(case: Case, worker: str) -> None:
    if is_same_worker(case.worker, worker):
        raise Refused(
            say("{worker} follows her already.", worker=worker),
            say("Give another worker. See them with: followup office worker list"),
        )


def _write_hand_over(her: CaseChange, worker: str, note: str) -> tuple[CalendarEntry, ...]:
    """Write a hand-over down; the entries that lie on the phone of the worker before."""
    her.write(HandedOver(worker, note))
    before = replay(her.id, handed_out_by(her.before, her.book.today), her.book.today)
    return entries_on_old_phone(before, her.book.today, her.book.moment.now).entries


class HandOverOfAll(Value):
    """All graduates of a worker, or of nobody (``old_worker`` empty), for another one: their codes, and what follows.

    ``codes`` are those to be handed over, ``done`` those who were. On the old worker's phone lie ``dropped`` entries;
    ``own_flags`` are the codes of those with open flags that the old worker still owns.
    """

    old_worker: str
    new_worker: str
    codes: tuple[str, ...]
    done: tuple[str, ...] = ()
    dropped: int = 0
    own_flags: tuple[str, ...] = ()


def plan_hand_over_of_all(book: Casebook, old: str, new: str) -> HandOverOfAll:
    """Who would be handed over: all of ``old`` (`NOBODY`: of nobody) who have no outcome.

    Missing, with near ones, for a worker whom nobody knows.
    """
    old_worker, new_worker = worker_to_show(book, old), known_worker(book, new)
    if not old_worker:
        raise Missing(say("Say whose graduates are handed over: --from WORKER."))
    if is_same_worker(old_worker, new_worker):
        raise Refused(say("That is the same worker."))
    old_worker = "" if old_worker == NOBODY else old_worker
    return HandOverOfAll(old_worker, new_worker, tuple(one.code for one in graduates_of(book, old_worker)))


def hand_over_all(
    book: Casebook,
    plan: HandOverOfAll,
    note: str = "",
    progress: Progress | None = None,
    *,
    dry_run: bool = False,
) -> HandOverOfAll:
    """Hand over everybody in ``plan``, one by one: what was done before a stop is kept, and the rest follows next time.

    Whoever has another worker meanwhile is left to that one; a case that cannot be read goes to the problems.
    """
    codes = book.codes
    done: dict[str, int] = {}
    own_flags: list[str] = []
    for code in counted(plan.codes, progress):
        if found := _hand_over_if_hers(book, book.find(code, codes), plan, note, dry_run=dry_run):
            case, done[code] = found
            own_flags += [code] if _owns_flag(case, plan.old_worker) else []
    return replace(plan, done=tuple(done), dropped=sum(done.values()), own_flags=tuple(own_flags))


def _hand_over_if_hers(
    book: Casebook, case_id: str, plan: HandOverOfAll, note: str, *, dry_run: bool
) -> tuple[Case, int] | None:
    """Her case before, and how many entries lie on the old phone; None if she is not (or no more) the old worker's."""
    try:
        with book.change_case(case_id, dry_run=dry_run) as her:
            if not is_same_worker(her.case.worker, plan.old_worker):
                return None
            return her.case, len(_write_hand_over(her, plan.new_worker, note))
    except Damaged as problem:
        book.problems[case_id] = problem
        return None


def _owns_flag(case: Case, worker: str) -> bool:
    return bool(worker) and any(is_same_worker(flag.owner, worker) for flag in case.open_flags)
