"""What a case was promised and what was kept of it: due dates and visits made, on whatever day they were planned."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from followup.case.case import Case
from followup.case.date_ranges import DateRange, Pause
from followup.case.parts import Visit
from followup.errors import Missing
from followup.messages import say
from followup.schedule.inputs import ScheduleInputs
from followup.schedule.policy import Policy
from followup.schedule.slots import schedule_due_ordinals
from followup.schedule.standing import nearest_slot
from followup.values import replace


class PromisedVisits(NamedTuple):
    """The due dates of slots 1, 2, …, as ordinals, and the policy by which they fall due.

    Where a pause adds visits at the end, ``done`` are those that were made, by slot: none is added for them.
    """

    policy: Policy
    dues: Sequence[int]
    done: Mapping[int, Visit]


def promised_visits(case: Case, policy: Policy, horizon: date) -> PromisedVisits:
    """What ``case`` was promised; ``horizon`` is the last due date wanted where the policy has no end."""
    inputs = schedule_inputs(case, policy)
    dues = schedule_due_ordinals(inputs, horizon)
    done: Mapping[int, Visit] = {}
    if any(pause.extend for pause in inputs.pauses):
        done = visits_by_slot(case, list(map(date.fromordinal, dues)), inputs.policy)
        inputs = replace(inputs, frozen={k: visit.on for k, visit in done.items()})
        dues = schedule_due_ordinals(inputs, horizon)
    return PromisedVisits(inputs.policy, dues, done)


def schedule_inputs(case: Case, policy: Policy) -> ScheduleInputs:
    """The terms of a case under a policy, nothing fixed yet; Missing if she has no return date."""
    if case.return_date is None:
        raise Missing(say("This case has no return date yet."), say("It may still be on another laptop."))
    end = policy.offset(policy.visits)[0] if policy.visits else 0
    for taper in case.tapers:
        policy = policy.tapered(taper.slot, taper.every, end)
    rests = [Pause(*interruption) for one in case.endings if (interruption := one.interruption)]
    return ScheduleInputs(
        anchor=case.return_date,
        policy=policy,
        extra_visits=case.extra_visits,
        pauses=(*(Pause(one.start, one.until, one.extend) for one in case.pauses), *rests),
        end=case.end.on if case.end else None,
        danger=tuple(
            DateRange(start, until - timedelta(days=1) if until else date.max) for start, until in case.danger_periods()
        ),
    )


def visits_by_slot(case: Case, dues: Sequence[date], policy: Policy) -> dict[int, Visit]:
    """The visit that fills each slot: the first in person, or of another kind that the policy counts.

    A visit belongs to the slot it names, or else to the one with the nearest due date.
    """
    done: dict[int, Visit] = {}
    for visit in case.visits:
        if policy.filled_by(visit.said.contact):
            slot = visit.said.slot or nearest_slot(dues, visit.on)
            if slot:
                done.setdefault(slot, visit)
    return done
