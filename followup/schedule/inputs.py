"""All that decides one graduate's schedule: her return date, the policy, and what has happened since."""

from collections.abc import Mapping
from datetime import date

from followup.case.date_ranges import DateRange, Pause
from followup.errors import Invalid
from followup.messages import say
from followup.schedule.policy import MOST_VISITS, Policy
from followup.values import CheckedValue, field


class ScheduleInputs(CheckedValue):
    """What a schedule is computed from.

    ``anchor`` is the return date, from which every due date counts. ``frozen`` holds the dates that stand as recorded
    (visits done, moved, or handed out) by slot. ``extra_visits`` come after the policy's own. ``end`` is the last day
    of follow-up if it has ended. ``last_contact`` is a visit before slot 1 that slot 1 keeps its distance from.

    An extra contact is due before each of the first ``extra_before`` slots, and wherever it falls due on a day in
    ``danger`` (the days on which a danger flag was open; ``date.max`` for one still open).
    """

    anchor: date
    policy: Policy
    frozen: Mapping[int, date] = field(default_factory=dict)
    extra_visits: int = 0
    pauses: tuple[Pause, ...] = ()
    end: date | None = None
    last_contact: date | None = None
    extra_before: int = 0
    danger: tuple[DateRange, ...] = ()

    def check(self) -> None:
        """Visits are numbered from 1, and numbers of visits are within reason."""
        if any(k < 1 for k in self.frozen):
            raise Invalid(say("Visits are numbered from 1."))
        if min(self.extra_visits, self.extra_before) < 0 or max(self.extra_visits, self.extra_before) > MOST_VISITS:
            raise Invalid(
                say("That number of visits is not possible."),
                say("Use a whole number from {least} to {most}.", least=0, most=MOST_VISITS),
            )
