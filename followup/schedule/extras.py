"""The extra contact that high risk adds halfway between two slots. All days are ordinals."""

from collections.abc import Iterable, Sequence

from followup.schedule.policy import ExtraContactRule
from followup.schedule.workdays import WorkingDayFlags


def halfway_ordinals(anchor: int, dues: Sequence[int]) -> list[int]:
    """When the contact before each slot falls due: halfway from the slot before it, rounded down."""
    return [before + (due - before) // 2 for before, due in zip((anchor, *dues), dues, strict=False)]


def place_extras(
    dues: Iterable[int], visits: Iterable[int], rule: ExtraContactRule, days: WorkingDayFlags
) -> list[int | None]:
    """A day for each contact, or None: the nearest working day, ties to the earlier, clear of visits and of each other.

    ``visits`` are the days already taken, the return date among them; no contact ever moves one of them.
    """
    taken = list(visits)
    placed: list[int | None] = []
    for due in dues:
        day = _nearest_clear(due, taken, rule, days)
        placed.append(day)
        if day is not None:
            taken.append(day)
    return placed


def _nearest_clear(due: int, taken: Iterable[int], rule: ExtraContactRule, days: WorkingDayFlags) -> int | None:
    near = [day for day in taken if abs(day - due) < rule.window + rule.min_gap]
    for distance in range(rule.window + 1):
        for day in (due - distance, due + distance):
            if days.works(day) and all(abs(day - other) >= rule.min_gap for other in near):
                return day
    return None
