"""Who is to be visited, for one worker or for all."""

from datetime import date
from typing import NamedTuple

from followup.casebook import Casebook
from followup.review.agenda import Item, agenda
from followup.review.caseload import State
from followup.services.rows import rows


class Agenda(NamedTuple):
    """What there is to do from ``today`` through ``days`` days on, of ``followed`` graduates in follow-up."""

    today: date
    days: int
    worker: str
    items: tuple[Item, ...]
    followed: int


def agenda_of(book: Casebook, days: int = 0, *, worker: str = "", everybody: bool = False) -> Agenda:
    """The agenda of ``worker``, of whoever uses this laptop when not said, or of everybody."""
    whose = "" if everybody else worker or book.worker
    mine = [row for row in rows(book, days) if not whose or row.worker.casefold() == whose.casefold()]
    followed = sum(row.state is State.IN_FOLLOW_UP for row in mine)
    return Agenda(book.today, days, whose, tuple(agenda(mine, book.today, days)), followed)
