"""Results are told by time, the curve by months at home: together they give no failure away."""

from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followup.statistics.crossing import Left, Uncounted, failures_hidden, uncounted_hidden


def left(row: int, column: int, failed: int, others: int) -> list[Left]:
    """So many who left in a cell."""
    return [Left(row, column, at < failed) for at in range(failed + others)]


def test_a_cell_in_which_all_failed_is_known_where_nothing_can_be_exchanged():
    assert not failures_hidden([*left(0, 0, 2, 0), *left(0, 1, 0, 5), *left(1, 0, 0, 5)])


def test_beside_more_people_who_did_not_fail_than_a_reader_knows_failures_are_hidden():
    assert failures_hidden(left(0, 0, 4, 3))
    assert not failures_hidden(left(0, 0, 4, 2))


def test_failures_that_could_change_places_in_three_ways_are_hidden_though_all_of_a_cell_failed():
    cells = [*left(0, 0, 3, 0), *left(0, 1, 0, 3), *left(1, 0, 0, 3), *left(1, 1, 3, 0)]

    assert failures_hidden(cells)


def test_where_nobody_failed_nothing_is_to_be_hidden():
    assert failures_hidden(left(0, 0, 0, 1))


@given(st.lists(st.tuples(st.integers(0, 1), st.integers(0, 1), st.booleans()), max_size=8))
def test_whoever_knows_two_can_think_of_another_world_with_the_same_margins(people):
    """Every other woman who failed did not fail in some world with the same rows, columns and two women known."""
    everybody = [Left(*one) for one in people]
    if not failures_hidden(everybody):
        return
    worlds = [one for one in product((True, False), repeat=len(everybody)) if same_margins(everybody, one)]
    for known in combinations(range(len(everybody)), 2):
        alike = [one for one in worlds if all(one[at] == everybody[at].failed for at in known)]
        for at, woman in enumerate(everybody):
            assert at in known or not woman.failed or not all(one[at] for one in alike)


def same_margins(everybody: list[Left], failed: tuple[bool, ...]) -> bool:
    return all(
        sum(now for one, now in zip(everybody, failed, strict=True) if side(one) == which)
        == sum(one.failed for one in everybody if side(one) == which)
        for side in (lambda one: ("row", one.row), lambda one: ("column", one.column))
        for which in {side(one) for one in everybody}
    )


@pytest.mark.parametrize("more", [0, 1, 2, 3])
def test_ways_that_share_an_exchange_count_once(more):
    cells = [*left(0, 0, 3, 0), *left(0, 1, 0, more), *left(1, 1, 9, 3), *left(1, 0, 0, 9)]

    assert failures_hidden(cells) is (more == 3)


def test_a_later_end_of_a_woman_hides_nobody():
    """Whoever knows a woman knows all her ends: three that are hers would close three ways at once."""
    later = [Left(0, 0, failed=False, hides=False)] * 3

    assert not failures_hidden([*left(0, 0, 1, 0), *later])
    assert not failures_hidden([*left(0, 0, 0, 2), Left(0, 0, failed=True, hides=False)])
    assert failures_hidden([*left(0, 0, 0, 3), Left(0, 0, failed=True, hides=False)])


def test_what_became_of_her_who_is_counted_no_more_is_open_where_others_can_make_up_for_it():
    gone = [Uncounted(0, 1)]
    assert uncounted_hidden([*left(0, 0, 3, 3), *left(1, 0, 3, 3)], gone)
    assert not uncounted_hidden([*left(0, 0, 3, 3), *left(1, 1, 3, 3)], gone)
    assert not uncounted_hidden([*left(0, 0, 3, 3), *left(1, 0, 2, 3)], gone)
    assert not uncounted_hidden([*left(0, 0, 3, 2), *left(1, 0, 3, 3)], gone)


def test_where_she_was_told_in_the_curve_too_both_are_made_up_for():
    alike = [*left(0, "old", 3, 3), *left(1, "new", 3, 3)]
    gone = [Uncounted(0, 1, "old", "new")]
    assert uncounted_hidden(alike, gone)
    assert not uncounted_hidden([*alike[:6], *left(1, "new", 0, 6)], gone)
    assert not uncounted_hidden([*left(0, "other", 3, 3), *left(1, "new", 3, 3)], gone)


def test_of_nobody_who_left_nothing_is_asked():
    assert uncounted_hidden([], [])
