"""Which visit comes next: the program's one rule; every list, agenda, sheet and answer asks here."""

from collections.abc import Iterable
from datetime import date, timedelta
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

from followup.case.watched_day import passed
from followup.schedule.standing import ASKING, Standing

if TYPE_CHECKING:  # the daily agenda asks for the order alone
    from followup.schedule.case_schedule import CaseSchedule
    from followup.schedule.slots import PlannedExtraContact, Slot


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
    return tuple(sorted(visits, key=_place))


_on = attrgetter("on")
_place = attrgetter("on", "k")


def visit_to_make(slot: "Slot", standing: Standing) -> NextVisit:
    """The visit of a slot that still asks for one."""
    return NextVisit(slot.k, slot.due, slot.date, slot.opens, slot.window_end, standing)


def extra_to_make(extra: "PlannedExtraContact", day: date) -> NextVisit:
    """An extra contact that has a day."""
    return NextVisit(extra.before_slot, extra.due, day, day, day, Standing.PLANNED, extra=True)


def next_visits(case_schedule: "CaseSchedule", today: date) -> tuple[NextVisit, ...]:
    """The visits still asked for and the extra contacts ahead, the next one first; none once follow-up has ended."""
    ahead = case_schedule.visits_ahead
    slots = [
        ahead[slot.k] if standing is Standing.PLANNED else visit_to_make(slot, standing)
        for slot, standing in case_schedule.standings_ahead(today)
        if standing in ASKING
    ]
    extras = case_schedule.extra_visits
    return in_order((*slots, *extras[passed(extras, today - timedelta(days=1), _on) :]))


def missed_visits(case_schedule: "CaseSchedule", today: date) -> dict[int, date]:
    """The visits whose window has closed since the latest made, and its last day, by number; none once it has ended."""
    if case_schedule.ended:
        return {}
    past = (Standing.OVERDUE, Standing.MISSED)
    return {slot.k: slot.window_end for slot, standing in case_schedule.standings_ahead(today) if standing in past}
