"""A puzzle of whole numbers: unknown counts, what is known of their sums, and what a sum of them can still be.

Solved by HiGHS through scipy's `milp`, so that the answer is exact for whole numbers and no relaxation.
"""

from collections.abc import Container, Hashable, Iterable, Mapping
from random import Random

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_matrix

Terms = Mapping[Hashable, int]
MANY = 5_000
"""No programme has so many people, visits or flags."""


class Contradiction(AssertionError):
    """What is known cannot all be true: the attacker's picture of the report is wrong, or the report is."""


def total(names: Iterable[Hashable]) -> dict[Hashable, int]:
    """The sum of unknowns."""
    found: dict[Hashable, int] = {}
    for name in names:
        found[name] = found.get(name, 0) + 1
    return found


def minus(one: Terms, other: Terms) -> dict[Hashable, int]:
    """A sum of unknowns less another one."""
    found = dict(one)
    for name, times in other.items():
        found[name] = found.get(name, 0) - times
    return found


def _few(number: int, of_few: bool) -> bool:
    return number != 0 and (of_few or abs(number) < 5)


def times(one: Terms, number: int) -> dict[Hashable, int]:
    """A sum of unknowns so many times."""
    return {name: number * factor for name, factor in one.items()}


class Puzzle:
    """Unknowns are named by what they count and are there once they are spoken of; each is 0 or more."""

    def __init__(self, about: str) -> None:
        self.about = about
        self._at: dict[Hashable, int] = {}
        self._rows: list[tuple[Terms, int, int]] = []
        self._questions: dict[str, Terms] = {}
        self._limits: LinearConstraint | None = None

    def know(self, terms: Terms, low: int, high: int | None = None) -> None:
        """A sum is known: exactly ``low``, or from ``low`` to ``high``."""
        self._place(terms)
        self._rows.append((dict(terms), low, low if high is None else high))

    def wonder(self, what: str, terms: Terms) -> None:
        """A question: how many are these?"""
        self._place(terms)
        self._questions[what] = dict(terms)

    def _place(self, terms: Terms) -> None:
        for name in terms:
            self._at.setdefault(name, len(self._at))

    @property
    def questions(self) -> list[str]:
        """What is asked."""
        return list(self._questions)

    def answers(self, few: Container[str] = ()) -> dict[str, int]:
        """The questions that have a single answer from 1 to 4 (or, of a difference, from -4 to -1), with it.

        Those among ``few`` may have no answer at all but nobody.
        Two solutions that differ in a sum show that it cannot be known; only the others are asked for their least and
        most.
        """
        if not self._questions:
            return {}
        random = Random(len(self._at))
        seen = [self._solve([random.choice((-1, 1)) for _ in self._at]) for _ in range(3)]
        open_ = {
            what: terms
            for what, terms in self._questions.items()
            if len(values := {self._value(terms, one) for one in seen}) == 1 and _few(min(values), what in few)
        }
        found: dict[str, int] = {}
        for what, terms in open_.items():
            low = self._value(terms, self._solve(self._row(terms)))
            if _few(low, what in few) and low == self._value(terms, self._solve([-one for one in self._row(terms)])):
                found[what] = low
        return found

    def _row(self, terms: Terms) -> list[int]:
        row = [0] * len(self._at)
        for name, times in terms.items():
            row[self._at[name]] += times
        return row

    def _value(self, terms: Terms, solution: list[int]) -> int:
        return sum(times * solution[self._at[name]] for name, times in terms.items())

    def _solve(self, wanted: list[int]) -> list[int]:
        if not self._rows:
            return [MANY if one < 0 else 0 for one in wanted]
        if self._limits is None:
            self._limits = self._known()
        count = len(self._at)
        done = milp(c=np.array(wanted), constraints=self._limits, integrality=np.ones(count), bounds=Bounds(0, MANY))
        if done.x is None:
            raise Contradiction(f"{self.about}: {done.message}")
        return [round(value) for value in done.x]

    def _known(self) -> LinearConstraint:
        at = [(n, self._at[name], times) for n, (terms, _, _) in enumerate(self._rows) for name, times in terms.items()]
        rows, columns, values = zip(*at, strict=True) if at else ((), (), ())
        matrix = csr_matrix((values, (rows, columns)), shape=(len(self._rows), len(self._at)))
        return LinearConstraint(matrix, [low for _, low, _ in self._rows], [high for _, _, high in self._rows])
