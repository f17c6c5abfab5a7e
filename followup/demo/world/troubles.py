"""What befalls an invented graduate: the worries that pass, those that stand today, and the signs of a failure."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from random import Random
from typing import Any, NamedTuple

from followup.case.vocabulary import RiskKind, Severity
from followup.demo.world.outcome_model import Circumstances, TrueOutcome

_NEEDS = {
    RiskKind.BELOW_BREAK_EVEN: "plan",
    RiskKind.PARTNERS_CONFLICT: "partners",
    RiskKind.EXPLOITATIVE_WORKPLACE: "job",
}
_PASSING = {Severity.WATCH: 9, Severity.CONCERN: 10, Severity.DANGER: 1}


class Trouble(NamedTuple):
    """Something wrong from ``start`` up to ``until`` (None: it still is), whether or not anybody has seen it."""

    risk: RiskKind
    severity: Severity
    note: str
    start: date
    until: date | None = None

    def holds(self, day: date) -> bool:
        """Whether it is so on a day."""
        return self.start <= day and (self.until is None or day < self.until)


def troubles(
    lists: Mapping[str, Any],
    circumstances: Circumstances,
    outcome: TrueOutcome,
    chance: float,
    today: date,
    rng: Random,
) -> tuple[Trouble, ...]:
    """All that befalls her up to today; ``chance``, from 0 up to 1, says how grave what stands today is."""
    signs = tuple(_signs(circumstances, outcome))
    passing = tuple(_passing(lists, circumstances, today, rng))
    waters = tuple(_waters(lists, circumstances, today, rng))
    kinds = {one.risk for one in passing if one.until is None or one.until > today} | {one.risk for one in signs}
    standing = (
        ()
        if outcome.is_over(circumstances, today)
        else tuple(_standing(lists, circumstances, kinds, chance, today, rng))
    )
    return tuple(sorted((*signs, *passing, *waters, *standing), key=lambda one: one.start))


def _signs(circumstances: Circumstances, outcome: TrueOutcome) -> Iterator[Trouble]:
    """What could be seen in the months before a failure."""
    for kind, severity, before, note in outcome.script.get("shows", ()):
        yield Trouble(RiskKind(kind), Severity(severity), note, circumstances.day(max(0.5, outcome.month - before)))


def _passing(lists: Mapping[str, Any], circumstances: Circumstances, today: date, rng: Random) -> Iterator[Trouble]:
    """Worries that came and went: about one a year, each kind once."""
    seen: set[RiskKind] = set()
    for third in range((today - circumstances.returned).days // 270):
        start = circumstances.returned + timedelta(days=270 * third + rng.randint(20, 250))
        (severity,) = rng.choices(list(_PASSING), list(_PASSING.values()))
        kind, note = _one_of(lists, circumstances, severity, rng)
        until = start + timedelta(days=rng.randint(25, 120))
        if rng.random() < 0.75 and until < today and kind not in seen:
            seen.add(kind)
            yield Trouble(kind, severity, note, start, until)


def _waters(lists: Mapping[str, Any], circumstances: Circumstances, today: date, rng: Random) -> Iterator[Trouble]:
    """Years in which the river comes into the house."""
    if "flood" not in circumstances.conditions:
        return
    for year in range(circumstances.returned.year, today.year + 1):
        start = date(year, 9, rng.randint(10, 28))
        until = start + timedelta(days=rng.randint(45, 75))
        if rng.random() < 0.25 and circumstances.returned <= start and until < today:
            yield Trouble(RiskKind.OTHER, Severity.WATCH, rng.choice(lists["high_water"]), start, until)


def _standing(
    lists: Mapping[str, Any],
    circumstances: Circumstances,
    kinds: set[RiskKind],
    chance: float,
    today: date,
    rng: Random,
) -> Iterator[Trouble]:
    """What is wrong today."""
    for severity in _grades(chance) if (today - circumstances.returned).days > 14 else ():
        kind, note = _one_of(lists, circumstances, severity, rng)
        if kind not in kinds:
            kinds.add(kind)
            yield Trouble(kind, severity, note, max(circumstances.returned, today - timedelta(days=rng.randint(3, 60))))


def _grades(chance: float) -> tuple[Severity, ...]:
    if chance < 0.08:
        return (Severity.DANGER,)
    if chance < 0.22:
        return (Severity.CONCERN,)
    if chance < 0.28:
        return (Severity.CONCERN, Severity.WATCH)
    return (Severity.WATCH,) if chance < 0.4 else ()


def _one_of(
    lists: Mapping[str, Any], circumstances: Circumstances, severity: Severity, rng: Random
) -> tuple[RiskKind, str]:
    """A kind of flag that can be where she is, and what was seen."""
    flags = [(RiskKind(kind), note) for kind, note in lists["flags"][severity.value]]
    return rng.choice([one for one in flags if _NEEDS.get(one[0], "home") in circumstances.conditions | {"home"}])
