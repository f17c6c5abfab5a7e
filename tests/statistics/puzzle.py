"""A puzzle of whole numbers: what somebody knows of people, and whether it leaves more than one thing of any of them.

Unknowns belong to a unit, a record of a person, and are told apart by what they are of it: ``("p007", "failure")``.
What is known are sums of them within limits, and cases of which one holds. The question is whether an unknown that is 1
can only be 1, for somebody who knows everything of any two others besides. "Any two" is asked of all pairs at once: a
world that fits what is known, and in which the answer is another, is looked for with the fewest people changed; who
knows one of those changed rules that world out. Once no two people rule out every world found, no two can know.

Solved by HiGHS through scipy's `milp`, exactly: where it finds no world there is none.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from random import Random

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix

Name = tuple[Hashable, Hashable]
"""A unit, and what of it; one that belongs to nobody has a unit that `Puzzle.people` does not know."""
Terms = Mapping[Name, float]
Limit = tuple[Terms, float, float]
ENDLESS = float("inf")
CLOSE = 1e-6
ENOUGH = 50
"""After so many worlds that were none, somebody counts as known."""


class Contradiction(AssertionError):
    """What is known is not true of the people it is about: the reader's picture of the print is wrong, or the print."""


def total(names: Iterable[Name], times: float = 1) -> dict[Name, float]:
    """The sum of unknowns."""
    found: dict[Name, float] = defaultdict(float)
    for name in names:
        found[name] += times
    return found


def plus(*sums: Terms) -> dict[Name, float]:
    """Sums added up."""
    found: dict[Name, float] = defaultdict(float)
    for name, times in chain.from_iterable(one.items() for one in sums):
        found[name] += times
    return found


@dataclass(frozen=True, slots=True)
class World:
    """Something else that fits what is known: the people of whom it differs, and the questions it answers otherwise."""

    changed: frozenset[str]
    otherwise: frozenset[Name]
    values: Mapping[Name, int] = field(compare=False, repr=False, default_factory=dict)


@dataclass(frozen=True, slots=True)
class Recovered:
    """What can be known of somebody, and who has to be known for it; nobody where the prints alone tell it."""

    about: str
    unit: Hashable
    what: Hashable
    knowing: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.about}: {self.unit} {self.what}" + (
            f", knowing {', '.join(self.knowing)}" if self.knowing else ""
        )


class Puzzle:
    """What is known of people; ``truth`` is what holds of them, which counts for those only of whom all is known."""

    def __init__(self, about: str) -> None:
        self.about = about
        self.holds: Callable[[World], bool] = lambda _: True
        self.people: dict[Hashable, str] = {}
        self.truth: dict[Name, int] = {}
        self.worlds: list[World] = []
        self.solved = 0
        self._at: dict[Name, int] = {}
        self._limits: list[Limit] = []
        self._questions: list[Name] = []
        self._helpers = 0
        self._ready: tuple[LinearConstraint, np.ndarray] | None = None
        self._random = Random(1)

    # --- what is known ------------------------------------------------------------------------------------------------

    def unit(self, unit: Hashable, person: str, truth: Mapping[Hashable, int]) -> None:
        """A record of a person, and what holds of it: 0 or 1 of each unknown."""
        self.people[unit] = person
        for what, value in truth.items():
            self.truth[unit, what] = value
            self._at.setdefault((unit, what), len(self._at))

    def know(self, terms: Terms, low: float, high: float | None = None) -> None:
        """A sum is known: ``low``, or from ``low`` to ``high``."""
        self._limits.append((dict(terms), low, low if high is None else high))

    def one_of(self, cases: Iterable[Iterable[Limit]]) -> None:
        """At least one of the cases holds: all limits of it."""
        switches = []
        for case in cases:
            switches.append(switch := self.helper())
            for terms, low, high in case:
                least, most = self._reach(terms)
                if low > least:
                    self.know(plus(terms, {switch: least - low}), least, ENDLESS)
                if high < most:
                    self.know(plus(terms, {switch: most - high}), -ENDLESS, most)
        self.know(total(switches), 1, len(switches))

    def helper(self) -> Name:
        """An unknown, 0 or 1, that is of nobody."""
        self._helpers += 1
        name = ("", self._helpers)
        self._at[name] = len(self._at)
        return name

    def wonder(self, name: Name) -> None:
        """Whether it can be known that this is so; only what is so harms."""
        if self.truth[name] and name not in self._questions:
            self._questions.append(name)

    @property
    def questions(self) -> int:
        """How many are asked."""
        return len(self._questions)

    @staticmethod
    def _reach(terms: Terms) -> tuple[float, float]:
        return sum(min(n, 0) for n in terms.values()), sum(max(n, 0) for n in terms.values())

    # --- what follows -------------------------------------------------------------------------------------------------

    def recovered(self, knows: int) -> list[Recovered]:
        """What can be known by who knows all of so many others, whoever they are; raises if the truth does not fit."""
        if not self._questions:
            return []
        if self._solve(self.truth) is None:
            raise Contradiction(self.about)
        self._trade()
        return [found for name in self._questions if (found := self._asked(name, knows))]

    def _asked(self, name: Name, knows: int) -> Recovered | None:
        her, ruled_out = self.people[name[0]], 0
        while (known := _in_the_way(self._worlds(name, her), knows)) is not None:
            fixed = {one: value for one, value in self.truth.items() if self.people[one[0]] in known}
            world = self._solve(fixed | {name: 0}, spare=her)
            if world is None or ruled_out > ENOUGH:
                return Recovered(self.about, *name, known)
            if self.holds(world):
                self.worlds.append(world)
            else:
                self._rule_out(world)
                ruled_out += 1
        return None

    def _rule_out(self, world: World) -> None:
        """Know that this world is not how it is; what differs from it in one thing may be."""
        terms = {name: 1 - 2 * value for name, value in world.values.items()}
        self.know(terms, 1 - sum(world.values.values()), ENDLESS)
        self._ready = None

    def _worlds(self, name: Name, her: str) -> list[frozenset[str]]:
        return [world.changed - {her} for world in self.worlds if name in world.otherwise]

    def _solve(self, fixed: Mapping[Name, int], spare: str = "") -> World | None:
        """A world that fits, with few people changed, but for what is ``fixed``; None if there is none."""
        self.solved += 1
        limits, cost = self._prepared()
        low, high = np.zeros(len(self._at)), np.ones(len(self._at))
        for name, value in fixed.items():
            low[self._at[name]] = high[self._at[name]] = value
        weight = cost * np.array([self._random.uniform(1, 1.5) for _ in cost])
        for name, at in self._at.items():
            if spare and self.people.get(name[0]) == spare:
                weight[at] = 0
        options = {"mip_rel_gap": 0.6}  # any world will do, better one with few people changed
        done = milp(
            weight, constraints=limits, integrality=np.ones(len(cost)), bounds=Bounds(low, high), options=options
        )
        if done.x is None:
            assert done.status == 2, done.message
            return None
        return self._world({name: round(done.x[at]) for name, at in self._at.items() if name in self.truth})

    def _world(self, values: Mapping[Name, int]) -> World:
        changed = {self.people[name[0]] for name, value in values.items() if value != self.truth[name]}
        return World(frozenset(changed), frozenset(one for one in self._questions if not values[one]), values)

    def _prepared(self) -> tuple[LinearConstraint, np.ndarray]:
        if self._ready is None:
            at = [
                (n, self._at[name], times) for n, limit in enumerate(self._limits) for name, times in limit[0].items()
            ]
            rows, columns, values = zip(*at, strict=True) if at else ((), (), ())
            matrix = csr_matrix((values, (rows, columns)), shape=(len(self._limits), len(self._at)))
            lows, highs = ([limit[end] for limit in self._limits] for end in (1, 2))
            cost = np.array([(1 - 2 * self.truth[name]) if name in self.truth else 0 for name in self._at], dtype=float)
            self._ready = LinearConstraint(matrix, np.array(lows) - CLOSE, np.array(highs) + CLOSE), cost
        return self._ready

    # --- two who might be each other ----------------------------------------------------------------------------------

    def _trade(self, enough: int = 3) -> None:
        """Worlds in which two units have changed places, of whom nothing that is known tells one from the other."""
        shared, own = self._columns()
        units: dict[Hashable, dict[Hashable, int]] = defaultdict(dict)
        for (unit, what), value in self.truth.items():
            units[unit][what] = value

        def alike(unit: Hashable, other: Hashable) -> bool:
            mine, theirs = units[unit], units[other]
            if self.people[unit] == self.people[other] or mine.keys() != theirs.keys() or own[unit] != own[other]:
                return False
            return all(shared[unit, one] == shared[other, one] for one in mine if mine[one] != theirs[one])

        for unit, what in self._questions:
            others = (other for other, theirs in units.items() if not theirs.get(what, 1) and alike(unit, other))
            worlds = (self._traded(unit, other, list(units[unit])) for other in others)
            self.worlds += islice(filter(self.holds, worlds), enough)

    def _traded(self, unit: Hashable, other: Hashable, differ: Sequence[Hashable]) -> World:
        values = {name: value for name, value in self.truth.items() if name[0] in (unit, other)}
        for what in differ:
            values[unit, what], values[other, what] = values[other, what], values[unit, what]
        people = frozenset((self.people[unit], self.people[other]))
        gone = frozenset(name for name in self._questions if not values.get(name, 1))
        return World(people, gone, self.truth | values)

    def _columns(self) -> tuple[dict[Name, frozenset[object]], dict[Hashable, frozenset[object]]]:
        """Of each unknown in which sums it stands beside others' and how often; of each unit what binds it alone."""
        shared: dict[Name, set[object]] = {name: set() for name in self.truth}
        own: dict[Hashable, set[object]] = {unit: set() for unit in self.people}
        for n, (terms, low, high) in enumerate(self._limits):
            among = {name[0] for name in terms}
            alone = next(iter(among)) if len(among) == 1 else ""
            if alone in self.people:
                own[alone].add((frozenset((what, times) for (_, what), times in terms.items()), low, high))
            else:
                for name, times in terms.items():
                    if name in self.truth:
                        shared[name].add((n, times))
        return {k: frozenset(v) for k, v in shared.items()}, {k: frozenset(v) for k, v in own.items()}


def _in_the_way(worlds: Sequence[Collection[str]], knows: int) -> tuple[str, ...] | None:
    """So many people, or fewer, of whom every world changes one; None if there are none."""
    if not worlds:
        return ()
    if not knows or not all(worlds):
        return None
    return next(_with_one_more(worlds, knows), None)


def _with_one_more(worlds: Sequence[Collection[str]], knows: int) -> Iterator[tuple[str, ...]]:
    for person in sorted(min(worlds, key=len)):
        others = _in_the_way([world for world in worlds if person not in world], knows - 1)
        if others is not None:
            yield (person, *others)
