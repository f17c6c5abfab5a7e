"""The milestones of an invented life: at the visits near them it is written down, of most, how she stands."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from followup.case.facts import MilestoneReached, Visited
from followup.case.facts.outcomes import MILESTONES
from followup.case.vocabulary import Reached, Result, Severity
from followup.demo.diary import Diary
from followup.demo.lives import Life
from followup.schedule.policy import add_months
from followup.store import Draft

_WRITTEN = 0.96
"""How often a milestone is not forgotten at the visit near it."""
_NEAR = timedelta(days=35)
_LATELY = 3
"""Months of a business that say how she stands."""
_ENOUGH = 0.9
"""The share of what she must take home that counts as living by it."""


def reached(life: Life, diary: Diary, today: date, rng: Random) -> Iterator[Draft]:
    """What is written down at the milestones gone by: after the visit nearest to each, never before its day.

    ``rng`` is its own, so that the rest of a life is the same with and without milestones.
    """
    for month in MILESTONES:
        day, written, chance = add_months(life.ground.returned, month), rng.random() < _WRITTEN, rng.random()
        visit = _nearest(diary, day)
        on = max(day, visit) if visit else date.max
        if written and on <= (diary.ended or today) and on <= today:
            said = MilestoneReached(month, _standing(life, on, chance), decided_by=diary.staff.deciding)
            yield Draft(on, said)


def _nearest(diary: Diary, day: date) -> date | None:
    """The day of the visit in person that lies nearest to a milestone, if one was made about that time."""
    met = (one.on for one in diary.since if isinstance(one.body, Visited) and one.body.contact.in_person)
    near = [on for on in met if abs(on - day) <= _NEAR]
    return min(near, key=lambda on: abs(on - day), default=None)


def _standing(life: Life, day: date, chance: float) -> Reached:
    at, ending = life.at(day), life.fate.ending
    if ending and ending.result is Result.SUCCESS and life.over(day):
        return Reached(ending.value)
    if any(one.severity is Severity.DANGER and one.holds(day) for one in life.troubles):
        return Reached.IN_DANGER
    if life.fate.nearness(at):
        return Reached.NOT_YET
    shop, ground = life.ground.shop, life.ground
    if "job" in ground.open_to:
        return Reached.SAFE_EMPLOYMENT
    if shop is None:
        family = "care" in ground.open_to or chance < 0.6
        return Reached.LASTING_FAMILY_CARE if family else Reached.IN_EDUCATION
    lately = life.figures[max(0, at - _LATELY) : at]
    left = sum(month.left - shop.instalment for month in lately)
    if left >= _ENOUGH * shop.take_home * len(lately):
        return Reached.SELF_SUPPORTING
    return Reached.CONTRIBUTING if left > 0 else Reached.NOT_YET
