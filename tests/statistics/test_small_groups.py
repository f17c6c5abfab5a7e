"""Small numbers: groups of one to four people are merged, or wait, before anybody sees them."""

from collections.abc import Hashable
from itertools import accumulate

from hypothesis import given
from hypothesis import strategies as st

from followup.statistics.disclosure.small_groups import (
    SMALL,
    Group,
    Part,
    Tally,
    counted,
    merge,
    releasable_kinds,
    small,
    unmerged,
    unsafe,
)

people = st.frozensets(st.integers(0, 30), max_size=8)


def a_group(name: str, *cells: int, family: str = "") -> Group:
    """A group whose cells count so many people, nobody twice."""
    starts = accumulate(cells, initial=0)
    parts = (counted((name, n) for n in range(start, start + cell)) for start, cell in zip(starts, cells, strict=False))
    return Group((name,), tuple(parts), family)


@st.composite
def some_groups(draw: st.DrawFn) -> list[Group]:
    cells = draw(st.integers(1, 3))
    sizes = st.lists(st.integers(0, 12), min_size=cells, max_size=cells)
    drawn = draw(st.lists(st.tuples(sizes, st.sampled_from(["", "a", "b"])), max_size=8))
    return [a_group(f"g{at}", *cell, family=family) for at, (cell, family) in enumerate(drawn)]


def sizes(groups: tuple[Group, ...] | list[Group]) -> list[list[int]]:
    return [[part.count for part in group.parts] for group in groups]


# --- what is small ------------------------------------------------------------------------------------------------


def test_one_to_four_people_are_few_and_nobody_or_five_are_not():
    assert [number for number in range(8) if small(number)] == [1, 2, 3, 4]


def test_many_visits_of_few_people_are_small():
    assert counted(["anna", "anna", "bopha", "anna", "anna", "bopha", "anna"]).small


def test_a_part_counts_everything_and_remembers_no_more_people_than_it_needs():
    part = counted(range(100)) + counted(range(50, 200))

    assert part.count == 250
    assert len(part.people) == SMALL


@given(st.lists(people), st.lists(people))
def test_parts_that_are_added_are_small_as_if_all_were_counted_together(these, those):
    first, second = ([one for group in groups for one in group] for groups in (these, those))

    both = counted(first) + counted(second)

    assert both.count == len(first) + len(second)
    assert both.small == small(len({*first, *second}))


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 4))))
def test_a_tally_counts_one_after_the_other(added):
    tally = Tally()

    for person, number in added:
        tally.add(person, number)

    assert tally.part == counted(person for person, number in added for _ in range(number))


# --- merging ------------------------------------------------------------------------------------------------------


def test_a_small_group_goes_to_the_smallest_other_and_stands_last():
    groups = merge([a_group("many", 20), a_group("few", 2), a_group("some", 7)])

    assert groups is not None
    assert [(group.ids, group.size) for group in groups] == [(("many",), 20), (("few", "some"), 9)]


def test_a_group_is_merged_within_its_family_first():
    groups = merge([a_group("a", 2, family="x"), a_group("b", 30, family="x"), a_group("c", 6, family="y")])

    assert groups is not None
    assert {group.ids: group.family for group in groups} == {("a", "b"): "x", ("c",): "y"}


def test_months_are_merged_with_their_neighbours_only():
    groups = merge([a_group("0-3", 9), a_group("4-12", 30), a_group("13-24", 2), a_group("25-36", 8)], ordered=True)

    assert groups is not None
    assert [group.ids for group in groups] == [("0-3",), ("4-12",), ("13-24", "25-36")]


def test_nothing_is_told_where_all_together_are_too_few():
    assert merge([a_group("a", 1), a_group("b", 2)]) is None


def test_nobody_at_all_is_no_secret():
    assert merge([a_group("a", 0), a_group("b", 0)]) == ()


def test_staff_see_every_group_with_somebody_in_it():
    assert sizes(unmerged([a_group("a", 1), a_group("b", 0), a_group("c", 7)])) == [[1], [7]]


@given(some_groups(), st.booleans())
def test_every_cell_of_what_is_merged_is_nobody_or_five(groups, ordered):
    for group in merge(groups, ordered=ordered) or ():
        assert not any(small(part.count) for part in group.parts)


@given(some_groups(), st.booleans())
def test_merging_loses_nobody_and_counts_nobody_twice(groups, ordered):
    merged = merge(groups, ordered=ordered)

    if merged is None:
        assert any(small(part.count) for part in _all(groups))
    else:
        assert sorted(name for group in merged for name in group.ids) == [one.ids[0] for one in groups if one.size]
        assert [part.count for part in _all(merged)] == [part.count for part in _all(groups)][: len(_all(merged))]


def _all(groups: tuple[Group, ...] | list[Group]) -> list[Part]:
    return [sum(parts, Part()) for parts in zip(*(group.parts for group in groups), strict=True)]


@given(some_groups(), st.booleans(), st.randoms())
def test_merging_gives_the_same_whatever_the_order_of_unordered_groups(groups, ordered, random):
    again = list(groups)
    if not ordered:
        random.shuffle(again)

    first, second = (merge(one, ordered=ordered) for one in (groups, again))

    assert _named(first) == _named(second)


def _named(groups: tuple[Group, ...] | None) -> set[frozenset[str]] | None:
    return None if groups is None else {frozenset(group.ids) for group in groups}


@given(some_groups())
def test_what_is_safe_already_stays_as_it_is(groups):
    safe = [group for group in groups if not unsafe(group)]

    assert _named(merge(safe)) == {frozenset(group.ids) for group in safe if group.size}


# --- telling ------------------------------------------------------------------------------------------------------

waiting = st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 12)).map(
    lambda numbers: {kind: [f"{kind}{n}" for n in range(number)] for kind, number in numbers.items()}
)


def test_a_kind_is_told_once_there_are_five_of_it_and_nobody_or_five_others():
    assert releasable_kinds({"debt": list("12345"), "violence": list("123")}) == ()
    assert releasable_kinds({"debt": list("12345"), "violence": list("123"), "health": list("12")}) == ("debt",)
    assert releasable_kinds({"debt": list("12345")}) == ("debt",)
    assert releasable_kinds({"debt": list("12345")}, left=3) == ()
    assert releasable_kinds({"debt": list("12345")}, may=lambda kind: False) == ()


@given(waiting, st.integers(0, 8))
def test_what_is_told_and_what_is_left_are_each_nobody_or_five(waiting, left):
    chosen = releasable_kinds(waiting, left)

    rest = left + sum(len(mine) for kind, mine in waiting.items() if kind not in chosen)
    assert all(len(waiting[kind]) >= SMALL for kind in chosen)
    assert not chosen or not small(rest)


@given(waiting, st.integers(0, 8), st.randoms())
def test_telling_does_not_depend_on_the_order_in_which_they_wait(waiting, left, random):
    kinds: list[Hashable] = list(waiting)
    random.shuffle(kinds)

    assert releasable_kinds(waiting, left) == releasable_kinds({str(kind): waiting[str(kind)] for kind in kinds}, left)
