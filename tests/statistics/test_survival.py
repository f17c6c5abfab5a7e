"""The share still reintegrated month by month is the Kaplan-Meier estimate, whoever reckons it.

- the leukaemia remissions of Freireich 1963 come out as printed in the textbooks
- beside lifelines, for lives that hypothesis makes up
- what holds of every curve, and what it says where it knows nothing
"""

import warnings
from collections.abc import Iterable
from fractions import Fraction
from itertools import pairwise
from math import log
from time import process_time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followup.errors import Invalid
from followup.statistics.proportions import Z_95, Proportion
from followup.statistics.report_model import Estimate
from followup.statistics.survival import (
    LifeTableSpan,
    SurvivalCurve,
    SurvivalEstimate,
    SurvivalStep,
    kaplan_meier,
    life_table,
)

Life = tuple[int, bool]

NOTHING_KNOWN = SurvivalEstimate(at_risk=0, survival=None, low=None, high=None)


def events(*months: int) -> list[Life]:
    return [(month, True) for month in months]


def censored(*months: int) -> list[Life]:
    return [(month, False) for month in months]


# Weeks of remission; Freireich et al., Blood 21 (1963), 699-716.
TREATED = events(6, 6, 6, 7, 10, 13, 16, 22, 23) + censored(6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35)
PLACEBO = events(1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23)

lives = st.lists(st.tuples(st.integers(0, 40), st.booleans()), max_size=60)
some_lives = st.lists(st.tuples(st.integers(0, 40), st.booleans()), min_size=1, max_size=60)
failures = st.lists(st.tuples(st.integers(0, 40), st.sampled_from([True])), min_size=1, max_size=60)


def standard_error(step: SurvivalStep) -> float:
    """Greenwood's standard error of the share, got back from the two ends of its range."""
    spread = log(log(step.low) / log(step.high)) / 2 / Z_95
    return -float(step.survival) * log(step.survival) * spread


def by_lifelines(observed: Iterable[Life]) -> Any:
    """The same lives as lifelines reckons them; what its libraries deprecate under it is not ours to mend."""
    months, ends = zip(*observed, strict=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from lifelines import KaplanMeierFitter

        return KaplanMeierFitter().fit(months, event_observed=ends)


class TestFreireich:
    """As in Kleinbaum and Klein, *Survival Analysis*, chapter 2, and Cox and Oakes, *Analysis of Survival Data*."""

    def test_the_treated_group_is_the_textbook_s(self):
        steps = kaplan_meier(TREATED).steps

        assert [(step.month, step.at_risk, step.events, step.censored) for step in steps] == [
            (6, 21, 3, 0),
            (7, 17, 1, 1),
            (10, 15, 1, 1),
            (13, 12, 1, 2),
            (16, 11, 1, 0),
            (22, 7, 1, 3),
            (23, 6, 1, 0),
        ]
        assert [round(float(step.survival), 3) for step in steps] == [0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448]

    def test_its_standard_errors_are_greenwood_s(self):
        errors = [round(standard_error(step), 4) for step in kaplan_meier(TREATED).steps]

        assert errors == [0.0764, 0.0869, 0.0963, 0.1068, 0.1141, 0.1282, 0.1346]

    def test_its_ranges_are_those_that_stata_and_r_print(self):
        ranges = [(round(step.low, 4), round(step.high, 4)) for step in kaplan_meier(TREATED).steps]

        assert ranges == [
            (0.6197, 0.9516),
            (0.5631, 0.9228),
            (0.5032, 0.8894),
            (0.4316, 0.8491),
            (0.3675, 0.8049),
            (0.2678, 0.7468),
            (0.1881, 0.6801),
        ]

    def test_the_placebo_group_is_the_textbook_s(self):
        steps = kaplan_meier(PLACEBO).steps

        assert [(step.month, step.at_risk, step.events) for step in steps] == [
            (1, 21, 2),
            (2, 19, 2),
            (3, 17, 1),
            (4, 16, 2),
            (5, 14, 2),
            (8, 12, 4),
            (11, 8, 2),
            (12, 6, 2),
            (15, 4, 1),
            (17, 3, 1),
            (22, 2, 1),
            (23, 1, 1),
        ]
        assert [round(float(step.survival), 2) for step in steps] == [
            *(0.90, 0.81, 0.76, 0.67, 0.57, 0.38),
            *(0.29, 0.19, 0.14, 0.10, 0.05, 0.00),
        ]

    def test_between_two_steps_the_last_one_holds(self):
        treated = kaplan_meier(TREATED)

        reading = treated.at(21)

        assert (reading.survival, reading.low, reading.high) == (
            treated.steps[4].survival,
            treated.steps[4].low,
            treated.steps[4].high,
        )
        assert reading.at_risk == treated.observed(21) == 7

    def test_after_the_last_week_nothing_is_said(self):
        treated = kaplan_meier(TREATED)

        assert treated.last == 35
        assert treated.at(35).in_percent.percent == 45
        assert treated.at(36) == NOTHING_KNOWN


@given(some_lives)
def test_lifelines_reckons_the_same(observed):
    oracle = by_lifelines(observed)
    ranges = oracle.confidence_interval_survival_function_
    reckoned = kaplan_meier(observed)

    for month in oracle.survival_function_.index:
        reading = reckoned.at(int(month))
        assert reading.survival == pytest.approx(oracle.survival_function_.loc[month].iloc[0], abs=1e-9)
        if reading.survival not in (0, 1):
            assert (reading.low, reading.high) == pytest.approx(tuple(ranges.loc[month]), abs=1e-9)


@given(some_lives)
def test_lifelines_counts_the_same(observed):
    table = by_lifelines(observed).event_table

    counted = {step.month: (step.at_risk, step.events) for step in kaplan_meier(observed).steps}

    with_failures = table[table["observed"] > 0]
    assert counted == {int(month): (row["at_risk"], row["observed"]) for month, row in with_failures.iterrows()}


@given(lives)
def test_the_curve_never_rises_and_stays_between_none_and_all(observed):
    shares = [Fraction(1), *(step.survival for step in kaplan_meier(observed).steps)]

    assert all(0 <= later < earlier <= 1 for earlier, later in pairwise(shares))


@given(some_lives)
def test_the_range_holds_the_share(observed):
    reckoned = kaplan_meier(observed)
    readings = [reckoned.at(month) for month in range(reckoned.last + 1)]

    assert all(one.low <= one.survival <= one.high for one in readings if one.low is not None)
    assert all((one.low is None) == (one.high is None) == (one.survival in (0, 1)) for one in readings)


@given(failures)
def test_where_everybody_was_followed_to_the_end_it_is_the_plain_share(observed):
    reckoned = kaplan_meier(observed)

    for step in reckoned.steps:
        still = Proportion(sum(month > step.month for month, _ in observed), len(observed))
        assert step.survival == Fraction(still.count, still.of)
        assert step.in_percent.percent == still.percent


@given(lives, st.randoms(use_true_random=False))
def test_the_order_in_which_lives_are_told_does_not_matter(observed, random):
    shuffled = random.sample(observed, len(observed))

    assert kaplan_meier(shuffled) == kaplan_meier(observed)


@given(st.lists(st.tuples(st.integers(1, 40), st.booleans()), min_size=1))
def test_somebody_followed_for_less_than_a_month_changes_only_the_number_at_the_start(observed):
    before, after = kaplan_meier(observed), kaplan_meier([*observed, (0, False)])

    assert after.observed(0) == before.observed(0) + 1
    assert [after.at(month) for month in range(1, 42)] == [before.at(month) for month in range(1, 42)]


@given(lives)
def test_everybody_is_accounted_for_from_step_to_step(observed):
    staying = len(observed)
    for step in kaplan_meier(observed).steps:
        assert step.at_risk == staying - step.censored == kaplan_meier(observed).observed(step.month)
        staying = step.at_risk - step.events


def test_in_one_month_failures_come_before_those_who_leave():
    (step,) = kaplan_meier([*events(3), *censored(3), *censored(5, 5)]).steps

    assert (step.at_risk, step.survival) == (4, Fraction(3, 4))


def test_a_failure_in_the_month_of_return_counts():
    assert kaplan_meier([*events(0), *censored(4)]).at(0).survival == Fraction(1, 2)


def test_while_nobody_has_failed_the_share_is_all_and_the_range_is_not_known():
    reckoned = kaplan_meier(censored(4, 9, 12))

    assert reckoned.steps == ()
    assert reckoned.at(9) == SurvivalEstimate(at_risk=2, survival=Fraction(1), low=None, high=None)
    assert reckoned.at(9).in_percent.percent == 100


def test_once_everybody_has_failed_the_share_is_none_and_the_range_is_not_known():
    reckoned = kaplan_meier(events(1, 2, 2))

    assert reckoned.at(2) == SurvivalEstimate(at_risk=2, survival=Fraction(0), low=None, high=None)
    assert reckoned.at(2).in_percent.percent == 0
    assert reckoned.at(3) == NOTHING_KNOWN


def test_of_nobody_nothing_is_said():
    nobody = kaplan_meier([])

    assert nobody == SurvivalCurve(steps=(), months=())
    assert nobody.last is None
    assert nobody.observed(0) == 0
    assert nobody.at(0) == NOTHING_KNOWN
    assert (nobody.at(0).survival, nobody.at(0).in_percent) == (None, None)


def test_nobody_is_followed_for_less_than_no_month():
    with pytest.raises(Invalid):
        kaplan_meier(censored(3, -1))


def test_percents_are_rounded_as_those_of_a_share():
    reading = kaplan_meier([*events(1), *censored(*[2] * 999)]).at(1)

    assert reading.survival == Fraction(999, 1000)
    assert reading.in_percent == Estimate(99, 99, 99)


def test_a_half_percent_is_rounded_up_though_it_came_about_in_three_steps():
    reading = kaplan_meier([*events(1, 2, 3), *censored(4, 4, 4, 4, 4)]).at(4)

    assert (reading.survival, reading.in_percent.percent) == (Fraction(5, 8), 63)


def test_a_caseload_of_thousands_takes_no_time():
    caseload = [(number * 7919 % 61, number % 3 == 0) for number in range(5_000)]
    begun = process_time()

    reckoned = kaplan_meier(caseload)

    assert process_time() - begun < 0.5
    assert len(reckoned.steps) == 61
    assert 0 < reckoned.at(60).survival < 1


# --- the life table that goes out -----------------------------------------------------------------------------------


def test_a_life_table_counts_who_left_a_span_otherwise_for_half_of_it():
    (first, second) = life_table([LifeTableSpan(50, 4, 6), LifeTableSpan(40, 0, 10)])

    assert (first.survival, first.at_risk) == (1 - Fraction(4, 47), 40)
    assert (second.survival, second.at_risk) == (first.survival, 30)


def test_its_range_is_that_of_greenwood_on_the_log_log_scale():
    (reading,) = life_table([LifeTableSpan(47, 4, 0)])
    same = kaplan_meier([*[(1, True)] * 4, *[(2, False)] * 43]).at(2)

    assert (reading.survival, reading.low, reading.high) == (same.survival, same.low, same.high)


def test_a_life_table_in_which_nobody_failed_has_no_range():
    (reading,) = life_table([LifeTableSpan(12, 0, 3)])

    assert (reading.in_percent.percent, reading.low, reading.high) == (100, None, None)


def test_a_life_table_in_which_all_failed_ends_at_nothing():
    (reading,) = life_table([LifeTableSpan(5, 5, 0)])

    assert (reading.in_percent.percent, reading.low, reading.high) == (0, None, None)
