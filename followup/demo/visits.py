"""Past visits that look lived-in: most near their day, some late, some missed, and floods in September and October."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from followup.case.codes import Contact
from followup.case.facts import Visited
from followup.schedule.slots import Slot
from followup.schedule.workdays import Workdays
from followup.store import Draft

FLOODS = (9, 10)
"""The months in which the rivers come over the roads."""
_NAMED_FROM = timedelta(days=8)
"""A visit so long after its day says which one it was."""
_CONTACTS = {Contact.HOME_VISIT: 80, Contact.MET_ELSEWHERE: 12, Contact.CAME_TO_US: 8}


@dataclass(frozen=True, slots=True)
class Life:
    """What decides how visits went: up to which day, whether it floods, and how often a visit fails without a flood."""

    until: date
    floods: bool = False
    misses: float = 0.0


def visits(
    slots: Sequence[Slot], life: Life, workdays: Workdays, words: Mapping[str, Any], rng: Random
) -> Iterator[Draft]:
    """The visits of a schedule as they were made up to ``life.until``; ``words`` are notes by occasion."""
    last = date.min
    for slot in slots:
        if slot.date is None or slot.date > life.until:
            continue
        days, occasion = _how(slot.date, life, rng)
        day = _worked(slot.date + timedelta(days=days), workdays)
        note = rng.choice(words[occasion]) if occasion and rng.random() < 0.8 else ""
        if occasion and last < day <= life.until:
            yield Draft(day, _visited(slot, day, occasion, note, rng))
            last = day


def _how(planned: date, life: Life, rng: Random) -> tuple[int, str]:
    """How many days after the planned one, and which kind of notes; no notes if the visit was missed."""
    chance = rng.random()
    if life.floods and planned.month in FLOODS and chance < 0.4:
        return rng.randint(8, 13), "notes_flood" if chance < 0.35 else ""
    if rng.random() < life.misses:
        return 0, ""
    if chance < 0.7:
        return 0, "notes"
    if chance < 0.91:
        return rng.randint(-2, 5), "notes"
    return (rng.randint(8, 12), "notes") if chance < 0.97 else (0, "notes_phone")


def _worked(day: date, workdays: Workdays) -> date:
    """The day itself, or the first working day in the week after it."""
    week = (day + timedelta(days=days) for days in range(7))
    return next((one for one in week if workdays.works(one)), day)


def _visited(slot: Slot, day: date, occasion: str, note: str, rng: Random) -> Visited:
    (contact,) = rng.choices(list(_CONTACTS), list(_CONTACTS.values()))
    if occasion == "notes_phone":
        contact = Contact.PHONE
    named = slot.date is not None and day - slot.date >= _NAMED_FROM
    return Visited(contact, slot=slot.k if named else None, note=note)
