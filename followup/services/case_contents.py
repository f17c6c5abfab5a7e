"""What there is of each case in the lists of flags, promises and outcomes: kept, so that a list reads only its own.

It says where to look, and holds whatever day it is; what is shown comes from the case itself, but for a table of
flags, in which nothing stands that was written of her.
"""

from collections.abc import Callable, Container, Iterable, Iterator
from datetime import date

from msgspec import convert

from followup.case.case import Case
from followup.case.codec import to_json
from followup.case.facts import Fact
from followup.case.parts import Flag
from followup.casebook import Casebook
from followup.monitoring.milestones import MilestoneState, milestones
from followup.store import RegisterRow
from followup.values import Value, replace


class CaseContents(Value, array_like=True):
    """What is in a case, from ``since`` on, the day of its latest entry; on an earlier day something else may be.

    ``review`` is the first day on which an open flag is looked at again, ``due`` the first by which a promise is to be
    kept, `date.max` where none is open; ``endings`` are the days of all outcomes, ``milestones`` those of all
    milestones, each with the day from which on it is shown. ``flags`` are all of hers where one is open, without what
    was written; the owner too is left out who never was her worker.
    """

    code: str
    since: date
    review: date
    due: date
    endings: tuple[date, ...]
    milestones: tuple[tuple[date, date], ...]
    worker: str
    flags: tuple[Flag, ...]

    def is_enough(self, today: date) -> bool:
        """Whether a table of flags can be made from it on a day."""
        return self.since <= today and all(flag.owner for flag in self.flags if flag.is_open)


def cases_with(book: Casebook, wanted: Callable[[CaseContents], bool]) -> Iterator[Case]:
    """The cases in which there is what is wanted, in the order of codes, read as by `Casebook.cases`.

    Others may be among them: those with entries that are dated after today.
    """
    return book.cases_of(case_id for case_id, _ in _where(book, wanted))


def flags_with(book: Casebook, wanted: Callable[[CaseContents], bool]) -> Iterator[Case]:
    """As `cases_with`; but of most cases only who she is by her code, her worker and her flags, as they are kept."""
    for case_id, kept in _where(book, wanted):
        if kept.is_enough(book.today) and case_id not in book.problems:
            yield book.staff.of_today(
                Case(case_id, book.today, code=kept.code, worker=kept.worker, flags=kept.flags),
            )
        else:
            yield from book.cases_of([case_id])


def _where(book: Casebook, wanted: Callable[[CaseContents], bool]) -> list[tuple[str, CaseContents]]:
    rows = book.register("case-contents", "1", _row)
    kept = ((case_id, convert(row, CaseContents)) for case_id, row in rows.items() if row)
    return sorted((one for one in kept if one[1].since > book.today or wanted(one[1])), key=lambda one: one[1].code)


def _row(case_id: str, facts: Iterable[Fact]) -> RegisterRow:
    """The contents of one case with all its entries, whatever their day; None where it was never opened."""
    from followup.case.replay import replay_all

    facts = tuple(facts)
    case = replay_all(case_id, facts)
    workers = {getattr(fact.body, "worker", "") for fact in facts}
    return to_json(_contents(case, max(fact.on for fact in facts), workers)) if case.is_open else None


def _contents(case: Case, since: date, workers: Container[str]) -> CaseContents:
    due = (one.said.due for one in case.open_promises if not case.end)
    return CaseContents(
        case.code,
        since,
        min((flag.review_on for flag in case.open_flags), default=date.max),
        min(due, default=date.max),
        tuple(end.on for end in case.every_ending),
        tuple(mark for stay in case.stays for mark in _milestones(stay)),
        case.worker,
        tuple(_without_words(flag, workers) for flag in case.flags if case.open_flags),
    )


def _without_words(flag: Flag, workers: Container[str]) -> Flag:
    owner = flag.owner if flag.owner in workers else ""
    return replace(flag, note="", found="", how="", owner=owner, severities=(), reviews=())


def _milestones(stay: Case) -> Iterator[tuple[date, date]]:
    """The day of each milestone before the end, and from which day on it is shown."""
    for mark in milestones(stay, date.max):
        if mark.state is not MilestoneState.ENDED:
            yield mark.day, min((mark.day, *(record.on for record in mark.said)))
