"""What changes the course of an invented graduate's visits: pauses, rarer visits towards the end, and an extension."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

from followup.case.facts import Extended, Paused, Tapered
from followup.demo.lives import Life
from followup.store import Draft

_MONTHS = {"monthly-36": 36, "monthly-24": 24}
"""The months of the policies whose course the demo changes."""
_PAUSED, _TAPERED, _EXTENDED = 0.12, 0.4, 0.2
_QUIET = 6
"""Months before the end of a life told here in which its course is left alone."""


def course(
    words: Mapping[str, Any], life: Life, policy: str, today: date, second: str, rng: Random
) -> tuple[Draft, ...]:
    """The changes written down up to today; ``second`` is who else looked at making visits rarer."""
    months = _MONTHS.get(policy, 0)
    lived = len(life.states)
    turns = (_pause(words, life, rng), _taper(words, life, months, second, rng), _extension(words, life, months, rng))
    if life.gone:
        return ()
    return tuple(
        draft
        for turn in turns
        for draft in turn
        if months and draft.on <= today and (not life.fate.month or lived < life.fate.month - _QUIET)
    )


def _pause(words: Mapping[str, Any], life: Life, rng: Random) -> Iterator[Draft]:
    why, least, most = rng.choice(list(words["pauses"].values()))
    start = life.ground.day(rng.randint(4, 30)) + timedelta(days=rng.randint(0, 20))
    until = start + timedelta(days=rng.randint(least, most))
    if rng.random() < _PAUSED:
        yield Draft(start - timedelta(days=rng.randint(0, 12)), Paused(start, until, why, extend=rng.random() < 0.5))


def _taper(words: Mapping[str, Any], life: Life, months: int, second: str, rng: Random) -> Iterator[Draft]:
    """From the third year on a visit every second month, where all is well."""
    slot = rng.randint(26, 29)
    why, chance = rng.choice(words["tapered"]), rng.random()
    agreed_on = life.ground.day(slot - 1) + timedelta(days=3)
    well = slot <= len(life.states) and min(life.states[slot - 1].values()) >= 2
    if months > slot and chance < _TAPERED and well and not any(one.holds(agreed_on) for one in life.troubles):
        yield Draft(agreed_on, Tapered(slot, 2, why, agreed=True, second=second))


def _extension(words: Mapping[str, Any], life: Life, months: int, rng: Random) -> Iterator[Draft]:
    why, chance = rng.choice(words["extended"]), rng.random()
    if months and chance < _EXTENDED:
        yield Draft(life.ground.day(months - 1.5), Extended(3, why))
