"""Which visit comes next: the program's one rule; every list, agenda, sheet and answer asks here."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

from followup.schedule.standing import ASKING, Standing

if TYPE_CHECKING:  # the daily agenda asks for the order alone
    from followup.schedule.case_schedule import CaseSchedule


class NextVisit(NamedTuple):
    """A visit to make: its number (of an extra contact: the slot after it), due date, planned day and window."""

    k: int
    due: date
    day: date | None
    opens: date
    closes: date
    standing: Standing
    extra: bool = False

    @property
    def on(self) -> date:
        """The day it is planned for, or its due date where no day was found."""
        return self.day or self.due


class PlannedVisit(Protocol):
    """What a visit to make must tell for its place in the order to be known."""

    @property
    def k(self) -> int: ...
    @property
    def on(self) -> date: ...


Visit = TypeVar("Visit", bound=PlannedVisit)


def in_order(visits: Iterable[Visit]) -> tuple[Visit, ...]:
    """Visits to make, the next one first: by their days, so that one overdue comes before those ahead."""
    return tuple(sorted(visits, key=lambda one: (one.on, one.k)))


def next_visits(case_schedule: "CaseSchedule", today: date) -> tuple[NextVisit, ...]:
    """The visits still asked for and the extra contacts ahead, the next one first; none once follow-up has ended."""
    slots = [
        NextVisit(slot.k, slot.due, slot.date, slot.opens, slot.window_end, standing)
        for slot, standing in case_schedule.standings(today)
        if standing in ASKING
    ]
    extras = [
        NextVisit(extra.before_slot, extra.due, extra.date, extra.date, extra.date, Standing.PLANNED, extra=True)
        for extra in case_schedule.schedule.extras
        if extra.date and extra.date >= today and not case_schedule.ended
    ]
    return in_order((*slots, *extras))


def missed_visits(case_schedule: "CaseSchedule", today: date) -> dict[int, date]:
    """The visits whose window has closed since the latest made, and its last day, by number; none once it has ended."""
    made = max(case_schedule.done, default=0)
    return {
        slot.k: slot.window_end
        for slot, standing in case_schedule.standings(today)
        if not case_schedule.ended and slot.k > made and standing in (Standing.OVERDUE, Standing.MISSED)
    }
