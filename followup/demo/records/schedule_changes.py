"""What changes the schedule of an invented graduate: pauses, rarer visits towards the end, and an extension."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

from followup.case.facts import Extended, Paused, Tapered
from followup.demo.world.life_model import Life
from followup.store import NewFact

_PAUSED, _TAPERED, _EXTENDED = 0.12, 0.4, 0.2
_QUIET = 6
"""Months before her outcome in which her schedule is left alone."""


def draw_schedule_changes(
    words: Mapping[str, Any], life: Life, months: int, today: date, second: str, rng: Random
) -> tuple[NewFact, ...]:
    """The changes written down up to today; ``second`` is who else looked at making visits rarer.

    ``months`` are those of her policy; 0 for one with few visits or no end, whose schedule stays as it is.
    """
    lived = len(life.states)
    turns = (_pause(words, life, rng), _taper(words, life, months, second, rng), _extension(words, life, months, rng))
    if life.lost_since:
        return ()
    return tuple(
        new_fact
        for turn in turns
        for new_fact in turn
        if months and new_fact.on <= today and (not life.outcome.month or lived < life.outcome.month - _QUIET)
    )


def _pause(words: Mapping[str, Any], life: Life, rng: Random) -> Iterator[NewFact]:
    why, least, most = rng.choice(list(words["pauses"].values()))
    start = life.circumstances.day(rng.randint(4, 30)) + timedelta(days=rng.randint(0, 20))
    until = start + timedelta(days=rng.randint(least, most))
    if rng.random() < _PAUSED:
        yield NewFact(start - timedelta(days=rng.randint(0, 12)), Paused(start, until, why, extend=rng.random() < 0.5))


def _taper(words: Mapping[str, Any], life: Life, months: int, second: str, rng: Random) -> Iterator[NewFact]:
    """From the third year on a visit every second month, where all is well."""
    slot = rng.randint(26, 29)
    why, chance = rng.choice(words["tapered"]), rng.random()
    agreed_on = life.circumstances.day(slot - 1) + timedelta(days=3)
    well = slot <= len(life.states) and min(life.states[slot - 1].values()) >= 2
    if months > slot and chance < _TAPERED and well and not any(one.holds(agreed_on) for one in life.troubles):
        yield NewFact(agreed_on, Tapered(slot, 2, why, agreed=True, second=second))


def _extension(words: Mapping[str, Any], life: Life, months: int, rng: Random) -> Iterator[NewFact]:
    why, chance = rng.choice(words["extended"]), rng.random()
    if months and chance < _EXTENDED:
        yield NewFact(life.circumstances.day(months - 1.5), Extended(3, why))
