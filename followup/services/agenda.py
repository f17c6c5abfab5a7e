"""Who is to be visited, for one worker or for all."""

from datetime import date

from followup.casebook import Casebook
from followup.monitoring.agenda import AgendaItem, AgendaReason, agenda, needing_attention, next_to_come
from followup.monitoring.case_row import CaseRow
from followup.services.backup_reminder import backup_due
from followup.services.case_index import AheadEntries, expect_rows, rows_in_follow_up
from followup.values import Value


class Agenda(Value):
    """What there is to do from ``today`` through ``days`` days on, of ``followed`` graduates in follow-up.

    ``waiting`` need attention though nothing of theirs is due; ``month`` says that the days are this month's. Of others
    in follow-up, ``by_others`` are with other workers and ``by_nobody`` with none; ``ahead`` is dated after today.
    ``coming`` is what comes first where nothing is to be done.
    ``backup_due`` says that the last backup is old, or that there is none; ``kept_too_long`` counts whose names are.
    """

    today: date
    days: int
    worker: str
    items: tuple[AgendaItem, ...]
    followed: int
    waiting: tuple[CaseRow, ...] = ()
    month: bool = False
    by_others: int = 0
    by_nobody: int = 0
    ahead: tuple[AheadEntries, ...] = ()
    coming: AgendaItem | None = None
    last_backup: date | None = None
    backup_due: bool = False
    kept_too_long: int = 0

    @property
    def over(self) -> tuple[AgendaItem, ...]:
        """Those in follow-up whose period is over: the outcome is to be decided."""
        return tuple(item for item in self.items if item.row.over_since)

    @property
    def to_see(self) -> int:
        """How many there are to see, or to do something else for than to decide their outcome."""
        return sum(item.why is not AgendaReason.PERIOD_OVER for item in self.items)

    @property
    def overdue(self) -> int:
        """How many of them have a visit overdue."""
        return sum(item.missed > 0 for item in self.items)

    @property
    def nobody_yet(self) -> bool:
        """Whether nobody at all is in follow-up, nor will be once the laptop's clock is right."""
        return not (self.followed or self.by_others or self.by_nobody or self.ahead)


def agenda_of(
    book: Casebook, days: int = 0, *, worker: str = "", everybody: bool = False, month: bool = False
) -> Agenda:
    """The agenda of ``worker``, of whoever uses this laptop when not said, or of everybody.

    With ``month`` it goes to the end of this calendar month.
    """
    ahead = _days_left_in_month(book.today) if month else days
    whose = "" if everybody else _worker_to_show(book, worker, ahead)
    found = rows_in_follow_up(book, ahead, whose)
    last_backup = book.store.last_backup()
    items = agenda(found.rows, book.today, ahead)
    return Agenda(
        today=book.today,
        days=ahead,
        worker=whose,
        items=tuple(items),
        followed=len(found.rows),
        waiting=tuple(needing_attention(found.rows, items)),
        month=month,
        by_others=found.by_others,
        by_nobody=found.by_nobody,
        ahead=found.ahead,
        coming=None if items else next_to_come(found.rows, book.today),
        last_backup=last_backup,
        backup_due=bool(found.rows) and backup_due(last_backup, book.today),
        kept_too_long=_kept_too_long(book),
    )


def _worker_to_show(book: Casebook, typed: str, days: int) -> str:
    """The worker of that name, or whoever uses this laptop."""
    if not typed:
        return book.worker
    from followup.services.workers import worker_to_show

    expect_rows(book, days)
    return worker_to_show(book, typed) or book.worker


def _kept_too_long(book: Casebook) -> int:
    """Whose names are kept longer than the office set; asked only where it set something."""
    if not book.office.retention:
        return 0
    from followup.services.retention import kept_too_long

    return len(kept_too_long(book))


def _days_left_in_month(today: date) -> int:
    following = date(today.year + today.month // 12, today.month % 12 + 1, 1)
    return (following - today).days - 1
