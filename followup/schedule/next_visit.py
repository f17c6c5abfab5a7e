"""Which visit comes next: the program's one rule; every list, agenda, sheet and answer asks here."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, Protocol, TypeVar

from followup.case.watched_day import passed
from followup.schedule.standing import ASKING, Standing
from followup.values import Value

if TYPE_CHECKING:  # the daily agenda asks for the order alone
    from followup.schedule.case_schedule import CaseSchedule
    from followup.schedule.slots import PlannedExtraContact, Slot


class NextVisit(Value):
    """A visit to make: its number (of an extra contact: the slot after it), due date, planned day and window."""

    k: int
    due: date
    day: date | None
    opens: date
    closes: date
    standing: Standing
    extra: bool = False
    trip: bool = False
    """Whether its day is that of an accepted trip."""

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
    return tuple(sorted(visits, key=attrgetter("on", "k")))


def visit_to_make(slot: "Slot", standing: Standing) -> NextVisit:
    """The visit of a slot that still asks for one."""
    return NextVisit(slot.k, slot.due, slot.date, slot.opens, slot.window_end, standing, trip=slot.on_trip)


def extra_to_make(extra: "PlannedExtraContact", day: date) -> NextVisit:
    """An extra contact that has a day."""
    return NextVisit(extra.before_slot, extra.due, day, day, day, Standing.PLANNED, extra=True)


def next_visits(case_schedule: "CaseSchedule", today: date) -> tuple[NextVisit, ...]:
    """The visits still asked for and the extra contacts ahead, the next one first; none once follow-up has ended."""
    asking = (visit_to_make(slot, standing) for slot, standing in case_schedule.standings(today) if standing in ASKING)
    return in_order((*asking, *_extras_ahead(case_schedule, today)))


def _extras_ahead(case_schedule: "CaseSchedule", today: date) -> Sequence[NextVisit]:
    extras = case_schedule.extra_visits
    return extras[passed(extras, today - timedelta(days=1), attrgetter("on")) :]


def asked_for(case_schedule: "CaseSchedule", today: date) -> tuple[tuple[NextVisit, ...], Sequence[NextVisit]]:
    """As `next_visits`, but for whether their windows are open; and those that were missed since the latest visit made.

    So it holds on all days from one on which a visit is missed to the next.
    """
    losses = case_schedule.losses
    missed = [one for _, one in losses[: passed(losses, today, itemgetter(0))]]
    lost = {one.k for one in missed}
    asking = (one for one in case_schedule.visits_ahead if one.k not in lost)
    return in_order((*asking, *_extras_ahead(case_schedule, today))), missed


def past_their_window(case_schedule: "CaseSchedule", today: date) -> int:
    """How many visits have passed their window since the latest one made; none once follow-up has ended."""
    return passed(case_schedule.closings, today - timedelta(days=1), attrgetter("closes"))
