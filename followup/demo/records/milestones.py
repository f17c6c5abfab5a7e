"""The milestones of an invented life: at the visits near them it is written down, of most, how she stands."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from followup.case.facts import MilestoneReached, Visited
from followup.case.facts.outcomes import MILESTONES
from followup.case.outcome_words import MilestoneStanding, OutcomeClass
from followup.case.vocabulary import Severity
from followup.demo.records.record_writer import RecordWriter
from followup.demo.world.life_model import Life
from followup.schedule.months import add_months
from followup.store import NewFact

_WRITTEN = 0.96
"""How often a milestone is not forgotten at the visit near it."""
_NEAR = timedelta(days=35)


def milestone_entries(life: Life, record_writer: RecordWriter, today: date, rng: Random) -> Iterator[NewFact]:
    """What is written down at the milestones gone by: after the visit nearest to each, never before its day.

    ``rng`` is its own, so that the rest of a life is the same with and without milestones.
    """
    for month in MILESTONES:
        day, written, chance = add_months(life.circumstances.returned, month), rng.random() < _WRITTEN, rng.random()
        visit = _nearest(record_writer, day)
        on = max(day, visit) if visit else date.max
        if written and on <= (record_writer.ended or today) and on <= today:
            body = MilestoneReached(month, _standing(life, on, chance), decided_by=record_writer.staff.deciding)
            yield NewFact(on, body)


def _nearest(record_writer: RecordWriter, day: date) -> date | None:
    """The day of the visit in person that lies nearest to a milestone, if one was made about that time."""
    met = (one.on for one in record_writer.since if isinstance(one.body, Visited) and one.body.contact.in_person)
    near = [on for on in met if abs(on - day) <= _NEAR]
    return min(near, key=lambda on: abs(on - day), default=None)


def _standing(life: Life, day: date, chance: float) -> MilestoneStanding:
    at, ending = life.at(day), life.outcome.ending
    if ending and ending.result is OutcomeClass.SUCCESS and life.is_over(day):
        return MilestoneStanding(ending.value)
    if any(one.severity is Severity.DANGER and one.holds(day) for one in life.troubles):
        return MilestoneStanding.IN_DANGER
    if life.outcome.failure_progress(at):
        return MilestoneStanding.NOT_YET
    if life.circumstances.business and life.take_home_covered(at) <= 0:
        return MilestoneStanding.NOT_YET
    return MilestoneStanding(life.success(at, lambda: chance).value)
