"""Proportions with their 95% score range, the range of a difference of two, and the median."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from math import floor, sqrt
from typing import ClassVar

from followup.errors import Invalid
from followup.messages import say
from followup.values import CheckedValue

Z_95 = 1.959963984540054
"""The 97.5% point of the normal distribution: a range of plus and minus this holds 95%."""


def percent(value: Fraction | float) -> int:
    """``value``, from 0 to 1, in whole percent, half up; only nothing at all is 0 and only everything is 100."""
    exact = Fraction(value)
    nearest = floor(100 * exact + Fraction(1, 2))
    return nearest if exact in (0, 1) else min(max(nearest, 1), 99)


def percent_if_any(value: Fraction | float | None) -> int | None:
    """As `percent`; None where there is no value."""
    return None if value is None else percent(value)


class Proportion(CheckedValue):
    """``count`` people among ``of``, with the 95% score range of Wilson: ``Proportion(38, 48).percent`` is 79.

    ``percent``, ``percent_low`` and ``percent_high`` are the share and both ends of its range in whole percent, each
    rounded once; None where there was nobody to count among.

    With n = of, p = count/n, z = 1.96 and s = z √(p(1-p)/n + z²/4n²), the range is (p + z²/2n ± s) / (1 + z²/n); it is
    not corrected for continuity. E. B. Wilson, "Probable inference, the law of succession, and statistical inference",
    Journal of the American Statistical Association 22 (1927), 209-212.
    """

    count: int
    of: int
    reckoned: ClassVar[Mapping[str, str]] = {"percent": "percent", "low": "percent_low", "high": "percent_high"}

    def check(self) -> None:
        """Some of a group are counted."""
        if not 0 <= self.count <= self.of:
            raise Invalid(say("A share counts some of a group: no fewer than none of it, no more than all."))

    @property
    def percent(self) -> int | None:
        """The share in whole percent."""
        return percent(Fraction(self.count, self.of)) if self.of else None

    @property
    def percent_low(self) -> int | None:
        """The lower end of its range in whole percent."""
        return percent_if_any(self.low)

    @property
    def percent_high(self) -> int | None:
        """The upper end of its range in whole percent."""
        return percent_if_any(self.high)

    @property
    def value(self) -> float | None:
        """The share itself, from 0 to 1."""
        return self.count / self.of if self.of else None

    @property
    def low(self) -> float | None:
        """The lower end of the range, from 0 to 1; 0 exactly when none was counted."""
        return self._limit(-1) if self.of else None

    @property
    def high(self) -> float | None:
        """The upper end of the range, from 0 to 1; 1 exactly when all were counted."""
        return self._limit(1) if self.of else None

    def _limit(self, side: int) -> float:
        if self.count == (0 if side < 0 else self.of):
            return self.count / self.of
        square = Z_95 * Z_95
        spread = Z_95 * sqrt(self.count * (self.of - self.count) / self.of + square / 4)
        return (self.count + square / 2 + side * spread) / (self.of + square)


def difference_interval(a: Proportion, b: Proportion) -> tuple[float, float] | None:
    """The 95% range of the share ``a`` less ``b``, from -1 to 1, of two separate groups; None if either is of nobody.

    The hybrid score range: R. G. Newcombe, "Interval estimation for the difference between independent proportions:
    comparison of eleven methods", Statistics in Medicine 17 (1998), 873-890, method 10.
    """
    if a.value is None or b.value is None or a.low is None or a.high is None or b.low is None or b.high is None:
        return None
    difference = a.value - b.value
    below = sqrt((a.value - a.low) ** 2 + (b.high - b.value) ** 2)
    above = sqrt((a.high - a.value) ** 2 + (b.value - b.low) ** 2)
    return difference - below, difference + above


def median(values: Iterable[int | Fraction]) -> Fraction | None:
    """The middle of ``values``, exact; half way between the middle two of an even number, None of none."""
    ordered = sorted(values)
    if not ordered:
        return None
    half = len(ordered) // 2
    return Fraction(ordered[half] + ordered[~half], 2)
