"""What a case was promised and what was kept of it: due dates and visits made, on whatever day they were planned."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from followup.case.case import Case
from followup.case.date_ranges import Pause, Span
from followup.case.parts import Visit
from followup.errors import Missing
from followup.messages import say
from followup.schedule.inputs import Terms
from followup.schedule.policy import Policy
from followup.schedule.slots import dues_of
from followup.schedule.standing import slot_of


class Promised(NamedTuple):
    """The due dates of slots 1, 2, …, the visit in person that filled a slot, and the slots that nobody owes her.

    Those are due inside a pause, or after the end of follow-up, and were not made all the same.
    """

    policy: Policy
    dues: Sequence[date]
    done: Mapping[int, Visit]
    excused: Collection[int]


def promised(case: Case, policy: Policy, horizon: date) -> Promised:
    """What ``case`` was promised; ``horizon`` is the last due date wanted where the policy has no end."""
    terms = terms_of(case, policy)
    dues = _dates(terms, horizon)
    done = done_of(case, dues)
    if any(pause.extend for pause in terms.pauses):
        terms = replace(terms, frozen={k: visit.on for k, visit in done.items()})
        dues = _dates(terms, horizon)
    fixed = {*done, *case.moves}
    excused = {k for k, due in enumerate(dues, 1) if k not in fixed and any(due in pause for pause in terms.pauses)}
    if terms.end is not None:
        excused |= {k for k, due in enumerate(dues, 1) if k not in done and due > terms.end}
    return Promised(terms.policy, dues, done, excused)


def _dates(terms: Terms, horizon: date) -> list[date]:
    return [date.fromordinal(due) for due in dues_of(terms, horizon)]


def terms_of(case: Case, policy: Policy) -> Terms:
    """The terms of a case under a policy, nothing fixed yet; Missing if she has no return date."""
    if case.return_date is None:
        raise Missing(say("This case has no return date yet."), say("It may still be on another laptop."))
    end = policy.offset(policy.visits)[0] if policy.visits else 0
    for taper in case.tapers:
        policy = policy.tapered(taper.slot, taper.every, end)
    rests = [Pause(*rest) for one in case.endings if (rest := one.rest)]
    return Terms(
        anchor=case.return_date,
        policy=policy,
        extra_visits=case.extra_visits,
        pauses=(*(Pause(one.start, one.until, one.extend) for one in case.pauses), *rests),
        end=case.end.on if case.end else None,
        danger=tuple(
            Span(start, until - timedelta(days=1) if until else date.max) for start, until in case.danger_spans()
        ),
    )


def done_of(case: Case, dues: Sequence[date]) -> dict[int, Visit]:
    """The first visit in person of each slot; a visit belongs to the slot it names, or else to the nearest due date."""
    done: dict[int, Visit] = {}
    for visit in case.visits:
        if visit.said.contact.in_person:
            slot = visit.said.slot or slot_of(dues, visit.on)
            if slot:
                done.setdefault(slot, visit)
    return done
