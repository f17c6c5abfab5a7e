"""The risk level is derived from open flags.

- no flag, or only watches: low
- any concern: raised
- any danger: high, whatever else is open
- clearing a flag never raises the level
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followup.case.vocabulary import RiskLevel, Severity

W, C, D = Severity.WATCH, Severity.CONCERN, Severity.DANGER


@pytest.mark.parametrize(
    ("open_flags", "expected"),
    [
        ([], RiskLevel.LOW),
        ([W], RiskLevel.LOW),
        ([W, W, W, W], RiskLevel.LOW),
        ([C], RiskLevel.RAISED),
        ([W, C, C], RiskLevel.RAISED),
        ([D], RiskLevel.HIGH),
        ([W, C, D], RiskLevel.HIGH),
    ],
)
def test_the_gravest_open_flag_decides(open_flags, expected):
    assert RiskLevel.of(open_flags) is expected


@given(st.lists(st.sampled_from(Severity)), st.sampled_from(Severity))
def test_one_more_flag_never_lowers_the_level_and_clearing_it_never_raises_it(open_flags, one_more):
    before = RiskLevel.of(open_flags)

    after = RiskLevel.of([*open_flags, one_more])

    assert after.rank >= before.rank


@given(st.permutations([W, C, D, W, C]))
def test_the_order_in_which_flags_were_raised_does_not_matter(open_flags):
    assert RiskLevel.of(iter(open_flags)) is RiskLevel.HIGH
