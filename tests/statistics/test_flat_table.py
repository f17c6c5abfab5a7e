"""The flat table for analysis: groups of five at least, whose counts add up to everybody, and nothing that harms.

- no row of fewer than five people, but that of a whole programme that is smaller
- rows add up; start, joined, back, left and end fit together
- no column says what happened to somebody
"""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from followup.case.fields import revealed
from followup.case.outcome_words import OutcomeKind
from followup.statistics.episode_ends import EpisodeEnd
from followup.statistics.flat_table import (
    ALL,
    OTHERS,
    PUBLIC_HEADER,
    PersonQuarter,
    QuarterCounts,
    count_quarter,
    flat_groups,
    public_rows,
)
from followup.statistics.quarters import Quarter
from tests.statistics.flat_summaries import a_summary

Q3 = Quarter(2026, 3)
CUTOFF = Q3.end
MOVED = OutcomeKind.MOVED_AWAY

seen = st.tuples(*(st.sampled_from("abcd") for _ in range(4)))
counts = st.builds(QuarterCounts, start=st.integers(0, 1), visits_due=st.integers(1, 3))
people = st.lists(st.builds(PersonQuarter, st.integers(0, 30).map(str), seen, counts), max_size=60)


@settings(max_examples=200)
@given(people)
def test_a_row_is_five_people_at_least_or_everybody(rows):
    sizes = [len({one.person for one in group.people}) for group in flat_groups(rows)]

    assert len(sizes) <= 1 or min(sizes) >= 5


@settings(max_examples=200)
@given(people)
def test_rows_add_up_to_everybody_exactly(rows):
    told = public_rows(Q3, CUTOFF, rows, revealed)
    at = PUBLIC_HEADER.index("visits_due")

    assert sum(row[at] for row in told) == sum(one.counts.visits_due for one in rows)


@settings(max_examples=200)
@given(people)
def test_who_is_told_apart_is_alike_in_it(rows):
    for group in flat_groups(rows):
        for said, values in zip(group.seen, zip(*(one.seen for one in group.people), strict=True), strict=True):
            assert said in (ALL, OTHERS) or set(values) == {said}


def test_a_programme_of_three_is_one_row_that_says_no_more_than_the_report():
    rows = [PersonQuarter(str(number), ("Kandal", "Kien Svay", "0-3", "sewing"), QuarterCounts(1)) for number in "123"]

    (row,) = public_rows(Q3, CUTOFF, rows, revealed)

    assert row[2:7] == [ALL, ALL, ALL, ALL, 3]


def test_no_column_says_what_happened_to_somebody():
    assert (
        *("quarter", "as_of", "province", "district", "months_home", "trade", "people"),
        *("start", "joined", "back", "left", "end"),
        *("visits_due", "done_when_due", "done_late", "tried", "not_tried", "excused"),
        *("calls", "other_contacts", "not_met"),
    ) == PUBLIC_HEADER


@pytest.mark.parametrize(
    ("returned", "ends", "moves"),
    [
        (date(2025, 1, 1), (), (1, 0, 0, 0, 1)),
        (date(2026, 7, 1), (), (0, 1, 0, 0, 1)),
        (date(2026, 7, 1), ((date(2026, 8, 1), None),), (0, 1, 0, 1, 0)),
        (date(2025, 1, 1), ((date(2026, 7, 1), None),), (1, 0, 0, 1, 0)),
        (date(2025, 1, 1), ((date(2026, 5, 1), date(2026, 8, 1)),), (0, 0, 1, 0, 1)),
        (date(2025, 1, 1), ((date(2026, 5, 1), date(2026, 8, 1)), (date(2026, 9, 1), None)), (0, 0, 1, 1, 0)),
        (date(2025, 1, 1), ((date(2026, 7, 5), date(2026, 8, 1)),), (1, 0, 1, 1, 1)),
        (date(2025, 1, 1), ((date(2026, 5, 1), None),), (0, 0, 0, 0, 0)),
        (date(2026, 10, 1), (), (0, 0, 0, 0, 0)),
    ],
)
def test_a_stay_is_counted_by_where_she_stood_at_both_ends(returned, ends, moves):
    summary = a_summary(returned=returned, episode_ends=tuple(EpisodeEnd(on, MOVED, (), back) for on, back in ends))
    told = count_quarter(summary, Q3, CUTOFF)

    assert (told.start, told.joined, told.back, told.left, told.end) == moves
    assert told.start + told.joined + told.back - told.left == told.end
