"""Visits on shared travel days: a plan that was accepted, and the dates it gives each graduate."""

from datetime import date
from typing import Annotated

from followup.case.distance import TripsBy
from followup.case.facts.base import Body
from followup.case.fields import SLOT, Checked, calendar_day, program_text, whole_number
from followup.messages import say, say_count

_COUNT = whole_number(0, None, "Visits are counted from 0.")


class TripDate(Checked):
    """The day that a plan gives to a visit; None gives it back to the schedule's own rule."""

    slot: Annotated[int, SLOT]
    day: Annotated[date | None, calendar_day("The day of the trip")] = None


class TripDates(Body):
    """The days that a plan of trips gives to a graduate's visits; they count once the plan is accepted."""

    plan: Annotated[str, program_text()]
    dates: tuple[TripDate, ...]

    def sentence(self) -> str:
        """How many visits it gives a day."""
        return say_count(len(self.dates), "Trips: a day for 1 visit.", "Trips: days for {n} visits.")


class TripsAccepted(Body):
    """A plan of trips holds: the dates that stand under its id in the cases count while ``worker`` follows them.

    It is written after them, as one entry, so that all of them count from then on, and none once it is withdrawn.
    """

    plan: Annotated[str, program_text()]
    worker: Annotated[str, program_text()]
    until: Annotated[date, calendar_day("The last day")]
    visits: Annotated[int, _COUNT] = 0
    """How many visits it gives another day."""
    by: TripsBy = TripsBy.DISTRICT

    def sentence(self) -> str:
        """Whose trips, up to when, and how many visits they concern."""
        visits = say_count(self.visits, "1 visit", "{n} visits")
        return say(
            "Trips of {worker} until {until}, newly planned: {visits}.",
            worker=self.worker,
            until=self.until,
            visits=visits,
        )
