"""Dates of a caseload that stand although something is against their day: they are said, and kept."""

from collections.abc import Iterator
from datetime import date

from followup.case.date_ranges import DateRange
from followup.schedule.trips.caseload import TripCaseload
from followup.schedule.workdays import Obstacle, Workdays


def fixed_against(caseload: TripCaseload) -> Iterator[tuple[str, int, date, tuple[Obstacle, ...]]]:
    """Graduate, visit, day and what is against it; all closed days of a caseload count as leave."""
    districts = {one.id: one for one in caseload.districts}
    leave = tuple(DateRange(day, day) for day in caseload.closed)
    for her in caseload.graduates:
        workdays = Workdays(
            Workdays.weekdays().open_days, leave, her.avoid, her.safe or frozenset(), districts[her.district].closed
        )
        for k, day in sorted(her.fixed.items()):
            if against := workdays.obstacles(day):
                yield her.id, k, day, against
