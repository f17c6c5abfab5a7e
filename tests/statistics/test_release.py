"""What may leave the office: nobody is known to be in a class that harms, and small rows are merged."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followup.statistics.release import MIN_ROW, READER_KNOWS, RowGroup, merge_rows, renewed, tells

HARM = ("failure",)


def results(success: int, failure: int, neither: int = 0) -> dict[str, int]:
    return {"success": success, "failure": failure, "neither": neither}


# --- what happened to somebody --------------------------------------------------------------------------------------


def test_fewer_than_ten_people_are_not_told_of_at_first():
    assert not renewed(results(7, 2), None, HARM)
    assert renewed(results(8, 2), None, HARM)


def test_a_table_of_endings_is_told_anew_when_five_more_have_ended():
    told = results(8, 4)

    assert not renewed(results(11, 5), told, HARM)
    assert renewed(results(12, 5), told, HARM)


def test_five_more_who_all_failed_are_not_told_of():
    assert not renewed(results(8, 9), results(8, 4), HARM)


@pytest.mark.parametrize(("success", "failure", "told"), [(5, 0, True), (3, 2, True), (2, 3, False), (3, 9, True)])
def test_beside_those_who_failed_there_are_more_people_than_a_reader_knows_and_one_more(success, failure, told):
    assert tells(results(success, failure), HARM) is told


def test_who_knows_one_of_five_learns_nothing_of_the_others_whether_the_table_is_told_or_not():
    """Of programmes with the same answer, some let any other woman have ended well, whatever the one did."""
    programmes = list(product((True, False), repeat=5))
    answers = {one: tells(results(5 - sum(one), sum(one)), HARM) for one in programmes}

    for mine, answer in answers.items():
        alike = [one for one in programmes if answers[one] == answer and one[:READER_KNOWS] == mine[:READER_KNOWS]]
        assert all(not all(one[woman] for one in alike) for woman in range(READER_KNOWS, 5))


@pytest.mark.parametrize("failed", range(1, 8))
def test_what_is_told_leaves_even_who_knows_two_uncertain(failed):
    """Those she knows may both have done well: of the others one at least did not fail."""
    for others in range(8):
        if tells(results(others, failed), HARM):
            assert others - 2 >= 1


def test_that_fewer_than_five_more_ended_is_what_keeps_them_untold_whatever_became_of_them():
    assert not any(tells(results(4 - failed, failed), HARM) for failed in range(5))


def test_a_class_that_harms_and_fell_is_not_told_anew():
    assert not renewed(results(18, 3), results(8, 4), HARM)


def test_where_somebody_is_counted_no_more_what_harms_has_to_rise_by_more_than_a_reader_knows():
    told, rise = results(8, 4), READER_KNOWS + 1
    assert renewed(results(13, 4), told, HARM)
    assert not renewed(results(13, 4), told, HARM, rise=rise)
    assert not renewed(results(13, 5), told, HARM, rise=rise)
    assert renewed(results(13, 6), told, HARM, rise=rise)
    assert renewed(results(13, 0), results(8, 0), HARM, rise=rise)


def test_of_a_result_five_more_of_it_are_needed():
    kinds, told = ("debt", "no_contact"), {"debt": 3, "no_contact": 2, "": 8}

    assert not renewed({"debt": 5, "no_contact": 4, "": 20}, told, kinds, counted=kinds)
    assert renewed({"debt": 5, "no_contact": 5, "": 20}, told, kinds, counted=kinds)


# --- rows of what the organisation did ------------------------------------------------------------------------------


@st.composite
def some_rows(draw: st.DrawFn) -> list[RowGroup]:
    people = st.frozensets(st.sampled_from("abcdefghijkl"), max_size=8)
    cells = st.tuples(st.integers(0, 9), st.integers(0, 9))
    drawn = draw(st.lists(st.tuples(people, cells, st.sampled_from(["", "north", "south"])), max_size=8))
    return [RowGroup((f"row {at}",), who, there, family) for at, (who, there, family) in enumerate(drawn)]


def a_row(name: str, people: int, family: str = "") -> RowGroup:
    return RowGroup((name,), frozenset(f"{name} {n}" for n in range(people)), (people,), family)


@given(some_rows(), st.booleans())
def test_every_row_has_five_people_and_the_cells_add_up_exactly(rows, ordered):
    told = merge_rows(rows, ordered=ordered)
    there = [row for row in rows if row.people]

    assert all(len(row.people) >= MIN_ROW for row in told)
    assert bool(told) == (len(frozenset().union(*(row.people for row in there))) >= MIN_ROW)
    if told:
        assert sorted(name for row in told for name in row.ids) == sorted(name for row in there for name in row.ids)
        assert [sum(cells) for cells in zip(*(row.cells for row in told), strict=True)] == [
            sum(cells) for cells in zip(*(row.cells for row in there), strict=True)
        ]


@given(some_rows())
def test_rows_in_order_are_merged_only_with_their_neighbours(rows):
    names = [name for row in merge_rows(rows, ordered=True) for name in row.ids]

    assert names == sorted(names, key=lambda name: int(name[4:]))


def test_a_small_district_goes_with_its_province_first():
    rows = [a_row("a", 2, "north"), a_row("b", 4, "south"), a_row("c", 3, "north"), a_row("d", 9, "south")]

    assert {row.ids for row in merge_rows(rows)} == {("a", "c"), ("b", "d")}


def test_nothing_is_merged_that_is_large_enough():
    rows = (a_row("a", 5), a_row("b", 6))

    assert merge_rows(rows) == rows


def test_what_is_of_no_family_stands_after_what_is_of_one():
    rows = [a_row("a", 9, "near"), a_row("b", 3, "near"), a_row("c", 3, "near"), a_row("d", 3, "far"), a_row("e", 3)]

    merged = merge_rows(rows)

    assert [row.family for row in merged if row.merged] == ["near", ""]
    assert not merged[0].merged
