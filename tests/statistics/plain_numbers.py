"""Shares with scipy's ranges, and curves with lifelines': beside `plain_figures.py`."""

import warnings
from datetime import date
from fractions import Fraction
from functools import cache
from math import floor

from dateutil.relativedelta import relativedelta  # type: ignore[import-untyped,unused-ignore]

MARKS = (3, 6, 9, 12, 18, 24, 30, 36)


def rounded(share: float) -> int:
    """Whole percent, half up; only nothing is 0 and only everything is 100."""
    if share in (0, 1):
        return int(100 * share)
    return min(max(floor(100 * share + 0.5 + 1e-9), 1), 99)


@cache
def _wilson(count: int, of: int) -> tuple[int, int]:
    from scipy.stats import binomtest

    low, high = binomtest(count, of).proportion_ci(method="wilson")
    return (0 if not count else rounded(low)), (100 if count == of else rounded(high))


def share(count: int, of: int) -> dict[str, int | None]:
    if not of:
        return {"count": count, "of": of, "percent": None, "low": None, "high": None}
    low, high = _wilson(count, of)
    return {"count": count, "of": of, "percent": rounded(float(Fraction(count, of))), "low": low, "high": high}


def months_between(returned: date, day: date) -> int:
    """Whole calendar months that are over."""
    months = 0
    while returned + relativedelta(months=months + 1) <= day:
        months += 1
    return months


class Curve:
    """lifelines' estimate of lives: whole months, and whether they ended in a failure."""

    def __init__(self, lives: list[tuple[int, bool]], after: list[int]) -> None:
        self.lives, self.after = lives, after
        if lives:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                from lifelines import KaplanMeierFitter

                months, failed = zip(*lives, strict=True)
                fitted = KaplanMeierFitter().fit(months, event_observed=failed)
                self.value = {int(m): float(v) for m, v in fitted.survival_function_.iloc[:, 0].items()}
                low, high = (fitted.confidence_interval_.iloc[:, side] for side in (0, 1))
                self.range = {int(m): (float(low[m]), float(high[m])) for m in fitted.confidence_interval_.index}

    def observed(self, month: int) -> int:
        return sum(months >= month for months, _ in self.lives)

    def followed_after(self, month: int) -> int:
        return sum(months >= month for months in self.after)

    def at(self, month: int) -> dict[str, int | None] | None:
        if not self.observed(month):
            return None
        step = max(known for known in self.value if known <= month)
        value = round(self.value[step], 12)
        low, high = self.range[step] if 0 < value < 1 else (None, None)
        return {
            "percent": rounded(value),
            "low": None if low is None else rounded(low),
            "high": None if high is None else rounded(high),
        }

    def shown(self) -> list[int]:
        last = max((months for months, _ in self.lives), default=0)
        return sorted({months for months, failed in self.lives if failed} | {mark for mark in MARKS if mark <= last})
