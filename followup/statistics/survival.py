"""The share still reintegrated month by month, when some have been followed for longer than others (Kaplan-Meier).

A follow-up time is a number of whole months and whether it ended in a failure, ``(10, True)``; one that did not is
censored: it went well for that long, and nothing is known of it after. In a month, failures come before those who leave
in the same month.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from fractions import Fraction
from math import exp, log, sqrt
from typing import NamedTuple

from followup.errors import Invalid
from followup.messages import say
from followup.statistics.proportions import Z_95, percent, percent_if_any
from followup.statistics.report_model import Estimate
from followup.values import Value


class SurvivalEstimate(Value):
    """The share still reintegrated at one month, its 95% range, from 0 to 1, and the number observed (``at_risk``).

    The share is None where nobody was observed; the range is None too where nobody or everybody has failed so far,
    because the method has none to give there.
    """

    at_risk: int
    survival: Fraction | None
    low: float | None
    high: float | None

    @property
    def in_percent(self) -> Estimate | None:
        """It in whole percent, each figure rounded once; None where nobody was observed."""
        if self.survival is None:
            return None
        return Estimate(percent(self.survival), percent_if_any(self.low), percent_if_any(self.high))


class SurvivalStep(SurvivalEstimate):
    """The estimate of a month in which ``events`` of the ``at_risk`` failed.

    ``censored`` left without failing since the step before: in its month or later, and before this month. So
    ``at_risk`` is that of the step before, less its ``events`` and less ``censored``; at the first step, everybody less
    ``censored``.
    """

    month: int
    events: int
    censored: int


class SurvivalCurve(Value):
    """The steps in order, one for every month with a failure, and everybody's follow-up times, the shortest first."""

    steps: tuple[SurvivalStep, ...]
    months: tuple[int, ...]

    @property
    def last(self) -> int | None:
        """The last month in which anybody was observed, None if there was nobody."""
        return self.months[-1] if self.months else None

    def observed(self, month: int) -> int:
        """How many were followed at least until ``month``."""
        return len(self.months) - bisect_left(self.months, month)

    def at(self, month: int) -> SurvivalEstimate:
        """The estimate at ``month``; it says nothing after the last month observed."""
        observed = self.observed(month)
        if not observed:
            return SurvivalEstimate(0, None, None, None)
        before = bisect_right(self.steps, month, key=lambda step: step.month)
        if not before:
            return SurvivalEstimate(observed, Fraction(1), None, None)
        step = self.steps[before - 1]
        return SurvivalEstimate(observed, step.survival, step.low, step.high)


def kaplan_meier(follow_up_times: Iterable[tuple[int, bool]]) -> SurvivalCurve:
    """The Kaplan-Meier estimate of ``[(10, True), (36, False)]``: whole months, and whether they ended in a failure.

    E. L. Kaplan, P. Meier, "Nonparametric estimation from incomplete observations", Journal of the American
    Statistical Association 53 (1958), 457-481. The variance is Greenwood's (1926). Equal to ``survfit(...,
    conf.type = "log-log")`` of R, whose range is missing too where the share is 0 or 1.
    """
    known = sorted(follow_up_times)
    months = tuple(month for month, _ in known)
    if months and months[0] < 0:
        raise Invalid(say("A graduate cannot have been followed for less than no month."))
    failures = Counter(month for month, failed in known if failed)
    return SurvivalCurve(_survival_steps(months, failures), months)


def _survival_steps(months: tuple[int, ...], failures: Counter[int]) -> tuple[SurvivalStep, ...]:
    steps: list[SurvivalStep] = []
    remaining, survival, greenwood = len(months), Fraction(1), 0.0
    for month, events in sorted(failures.items()):
        at_risk = len(months) - bisect_left(months, month)
        after = at_risk - events
        survival *= Fraction(after, at_risk)
        greenwood += events / (at_risk * after) if after else 0.0
        low, high = _log_log_limits(float(survival), greenwood) if survival else (None, None)
        steps.append(
            SurvivalStep(at_risk, survival, low, high, month=month, events=events, censored=remaining - at_risk)
        )
        remaining = after
    return tuple(steps)


class LifeTableSpan(NamedTuple):
    """A span of months: how many began it, how many of them failed in it, and how many left it without failing."""

    at_start: int
    failed: int
    censored: int


def life_table(spans: Iterable[LifeTableSpan]) -> Iterator[SurvivalEstimate]:
    """The estimate at the end of each of ``spans``, which follow one another: ``[LifeTableSpan(60, 5, 8)]``.

    Who left a span without failing counts for half of it. The actuarial estimate: S. J. Cutler, F. Ederer, "Maximum
    utilization of the life table method in analyzing survival", Journal of Chronic Diseases 8 (1958), 699-712; its
    variance is Greenwood's, its range that of `kaplan_meier`. Of the failures of a span it says only how many.
    """
    survival, greenwood = Fraction(1), 0.0
    for span in spans:
        exposed = span.at_start - Fraction(span.censored, 2)
        if exposed:
            survival *= 1 - span.failed / exposed
            greenwood += float(span.failed / (exposed * (exposed - span.failed))) if span.failed < exposed else 0.0
        low, high = _log_log_limits(float(survival), greenwood) if 0 < survival < 1 else (None, None)
        yield SurvivalEstimate(span.at_start - span.failed - span.censored, survival, low, high)


def _log_log_limits(survival: float, greenwood: float) -> tuple[float, float]:
    """The 95% range of a share between 0 and 1, reckoned on the scale log(-log(share)), so that it stays between them.

    J. D. Kalbfleisch, R. L. Prentice, *The Statistical Analysis of Failure Time Data* (1980), section 1.3.
    """
    hazard = -log(survival)
    spread = exp(Z_95 * sqrt(greenwood) / hazard)
    return exp(-hazard * spread), exp(-hazard / spread)
