"""Who is to be visited, for one worker or for all."""

from datetime import date
from typing import NamedTuple

from followup.casebook import Casebook
from followup.monitoring.agenda import Item, agenda, waiting
from followup.monitoring.case_row import Row
from followup.services.case_index import followed


class Agenda(NamedTuple):
    """What there is to do from ``today`` through ``days`` days on, of ``followed`` graduates in follow-up.

    ``waiting`` need attention though nothing of theirs is due; ``month`` says that the days are this month's.
    """

    today: date
    days: int
    worker: str
    items: tuple[Item, ...]
    followed: int
    waiting: tuple[Row, ...] = ()
    month: bool = False


def agenda_of(
    book: Casebook, days: int = 0, *, worker: str = "", everybody: bool = False, month: bool = False
) -> Agenda:
    """The agenda of ``worker``, of whoever uses this laptop when not said, or of everybody.

    With ``month`` it goes to the end of this calendar month.
    """
    ahead = _left_of_month(book.today) if month else days
    whose = "" if everybody else worker or book.worker
    mine = followed(book, ahead, whose)
    items = agenda(mine, book.today, ahead)
    return Agenda(book.today, ahead, whose, tuple(items), len(mine), tuple(waiting(mine, items)), month)


def _left_of_month(today: date) -> int:
    following = date(today.year + today.month // 12, today.month % 12 + 1, 1)
    return (following - today).days - 1
