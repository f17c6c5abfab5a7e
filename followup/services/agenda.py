"""Who is to be visited, for one worker or for all."""

from datetime import date
from typing import NamedTuple

from followup.casebook import Casebook
from followup.monitoring.agenda import AgendaItem, agenda, needing_attention
from followup.monitoring.case_row import CaseRow
from followup.services.case_index import rows_in_follow_up
from followup.services.workers import worker_to_show


class Agenda(NamedTuple):
    """What there is to do from ``today`` through ``days`` days on, of ``followed`` graduates in follow-up.

    ``waiting`` need attention though nothing of theirs is due; ``month`` says that the days are this month's.
    """

    today: date
    days: int
    worker: str
    items: tuple[AgendaItem, ...]
    followed: int
    waiting: tuple[CaseRow, ...] = ()
    month: bool = False


def agenda_of(
    book: Casebook, days: int = 0, *, worker: str = "", everybody: bool = False, month: bool = False
) -> Agenda:
    """The agenda of ``worker``, of whoever uses this laptop when not said, or of everybody.

    With ``month`` it goes to the end of this calendar month.
    """
    ahead = _days_left_in_month(book.today) if month else days
    whose = "" if everybody else worker_to_show(book, worker) or book.worker
    worker_rows = rows_in_follow_up(book, ahead, whose)
    items = agenda(worker_rows, book.today, ahead)
    return Agenda(
        book.today, ahead, whose, tuple(items), len(worker_rows), tuple(needing_attention(worker_rows, items)), month
    )


def _days_left_in_month(today: date) -> int:
    following = date(today.year + today.month // 12, today.month % 12 + 1, 1)
    return (following - today).days - 1
