"""A share is told with the range that a group of its size leaves open, and is rounded once.

- beside scipy's Wilson range, for every count of small groups and for some of large ones
- beside the published examples of Newcombe 1998 for the difference of two shares
- whole percents: half up, and only none is 0% and only all is 100%
"""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from followup.errors import Invalid
from followup.statistics.proportions import Proportion, difference_interval, median, percent


@st.composite
def shares(draw: st.DrawFn, least: int = 1) -> Proportion:
    of = draw(st.integers(least, 5_000))
    return Proportion(draw(st.integers(0, of)), of)


def agrees_with_scipy(share: Proportion) -> bool:
    limits = binomtest(share.count, share.of).proportion_ci(method="wilson")
    return (share.low, share.high) == pytest.approx(tuple(limits), abs=1e-12)


def test_the_range_is_the_one_scipy_gives_for_every_count_of_a_small_group():
    groups = (Proportion(count, of) for of in range(1, 61) for count in range(of + 1))

    assert [share for share in groups if not agrees_with_scipy(share)] == []


@given(shares())
def test_the_range_is_the_one_scipy_gives_for_a_large_group(share):
    assert agrees_with_scipy(share)


def test_the_range_is_wilson_s_own():
    """Newcombe 1998, "Two-sided confidence intervals for the single proportion", table I, method 3."""
    published = {
        Proportion(81, 263): (0.2553, 0.3662),
        Proportion(15, 148): (0.0624, 0.1605),
        Proportion(0, 20): (0.0, 0.1611),
        Proportion(1, 29): (0.0061, 0.1718),
    }

    found = {share: (round(share.low, 4), round(share.high, 4)) for share in published}

    assert found == published


def test_of_nobody_there_is_no_share():
    nobody = Proportion(0, 0)

    told = (nobody.value, nobody.low, nobody.high, nobody.percent, nobody.percent_low, nobody.percent_high)

    assert told == (None,) * 6


@given(shares())
def test_the_range_holds_the_share(share):
    assert 0 <= share.low <= share.value <= share.high <= 1
    assert 0 <= share.percent_low <= share.percent <= share.percent_high <= 100


@given(shares())
def test_the_share_of_the_others_is_its_mirror(share):
    others = Proportion(share.of - share.count, share.of)

    assert others.low == pytest.approx(1 - share.high, abs=1e-12)
    assert others.high == pytest.approx(1 - share.low, abs=1e-12)


@given(shares())
def test_the_same_share_of_a_larger_group_has_a_narrower_range(share):
    larger = Proportion(share.count * 4, share.of * 4)

    assert larger.high - larger.low < share.high - share.low


@pytest.mark.parametrize(("count", "of"), [(-1, 5), (6, 5), (0, -1), (-2, -1)])
def test_no_more_than_all_and_no_fewer_than_none_can_be_counted(count, of):
    with pytest.raises(Invalid):
        Proportion(count, of)


@pytest.mark.parametrize(
    ("count", "of", "shown"),
    [(1, 3, 33), (2, 3, 67), (1, 8, 13), (5, 8, 63), (1, 200, 1), (161, 200, 81), (29, 200, 15), (57, 200, 29)],
)
def test_a_half_percent_is_rounded_up(count, of, shown):
    assert Proportion(count, of).percent == shown


def test_only_none_is_0_percent_and_only_all_is_100():
    almost = [
        Proportion(0, 1000).percent,
        Proportion(1, 1000).percent,
        Proportion(999, 1000).percent,
        Proportion(1000, 1000).percent,
    ]

    assert almost == [0, 1, 99, 100]


def test_the_ends_of_the_range_are_rounded_like_the_share():
    share = Proportion(1, 1000)

    assert (share.low, share.high) == pytest.approx((0.00018, 0.00564), abs=0.00001)
    assert (share.percent_low, share.percent, share.percent_high) == (1, 1, 1)


@given(st.fractions(0, 1))
def test_rounding_moves_a_share_by_half_a_percent_except_beside_none_and_all(value):
    shown = percent(value)

    assert abs(100 * value - shown) <= Fraction(1, 2) or (shown == 1 and value > 0) or (shown == 99 and value < 1)
    assert (shown == 0) == (value == 0)
    assert (shown == 100) == (value == 1)


def test_the_range_of_a_difference_is_the_published_one():
    """Newcombe 1998, "Comparison of eleven methods", table II, method 10."""
    published = {
        (Proportion(56, 70), Proportion(48, 80)): (0.0524, 0.3339),
        (Proportion(9, 10), Proportion(3, 10)): (0.1705, 0.8090),
        (Proportion(6, 7), Proportion(2, 7)): (0.0582, 0.8062),
        (Proportion(5, 56), Proportion(0, 29)): (-0.0381, 0.1926),
        (Proportion(0, 10), Proportion(0, 20)): (-0.1611, 0.2775),
        (Proportion(0, 10), Proportion(0, 10)): (-0.2775, 0.2775),
        (Proportion(10, 10), Proportion(0, 20)): (0.6791, 1.0),
        (Proportion(10, 10), Proportion(0, 10)): (0.6075, 1.0),
    }

    found = {pair: tuple(round(limit, 4) for limit in difference_interval(*pair)) for pair in published}

    assert found == published


@given(shares(), shares())
def test_the_range_of_a_difference_holds_it_and_turns_round_with_it(a, b):
    low, high = difference_interval(a, b)

    assert -1 <= low <= a.value - b.value <= high <= 1
    assert difference_interval(b, a) == pytest.approx((-high, -low), abs=1e-12)


def test_a_share_of_nobody_differs_from_none():
    assert difference_interval(Proportion(0, 0), Proportion(1, 2)) is None
    assert difference_interval(Proportion(1, 2), Proportion(0, 0)) is None


@pytest.mark.parametrize(
    ("values", "middle"),
    [([], None), ([7], 7), ([9, 1, 5], 5), ([4, 1], Fraction(5, 2)), ([Fraction(1, 3), 0, 1, 1], Fraction(2, 3))],
)
def test_the_middle_is_exact(values, middle):
    assert median(values) == middle


@given(st.lists(st.integers(-1000, 1000), min_size=1))
def test_as_many_lie_below_the_middle_as_above(values):
    middle = median(values)

    assert sum(value < middle for value in values) <= len(values) // 2
    assert sum(value > middle for value in values) <= len(values) // 2
