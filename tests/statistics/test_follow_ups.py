"""How often each graduate was seen, and who came to a milestone: also those who have left since."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followup.case.outcome_words import MilestoneStanding, OutcomeKind
from followup.case.visit_words import ContactMethod
from followup.statistics.episode_ends import EpisodeEnd
from followup.statistics.quarters import Quarter
from followup.statistics.sections import data_gaps, follow_ups, milestones
from followup.statistics.sections.follow_ups import ranked
from followup.statistics.sections.frame import Frame
from tests.statistics.flat_summaries import a_summary

Q3 = Quarter(2026, 3)
MOVED = OutcomeKind.MOVED_AWAY
numbers = st.lists(st.integers(0, 20), min_size=1)


def a_frame(*summaries, internal=False):
    return Frame(Q3, Q3.end, summaries, internal)


# --- contacts of each graduate --------------------------------------------------------------------------------------


@given(numbers, st.sampled_from([0.0, 0.25, 0.5, 0.75, 1.0]))
def test_a_rank_is_a_number_that_was_counted_and_so_large_a_share_lies_up_to_it(counts, share):
    found = ranked(counts, share)

    assert found in counts
    assert sum(one <= found for one in counts) >= share * len(counts)
    assert sum(one < found for one in counts) <= share * len(counts)


def test_visits_and_other_contacts_are_counted_for_each_in_follow_up_at_the_end():
    women = [a_summary(id=f"c{n}", scored=n, other_contacts=(ContactMethod.PHONE,) * (n == 3)) for n in range(4)]
    left = a_summary(id="gone", scored=9, episode_ends=(EpisodeEnd(date(2026, 8, 1), MOVED, ()),))

    usual, ends = follow_ups.tables(a_frame(*women, left, internal=True))

    assert [column.id for column in usual.columns] == ["middle", "from", "to"]
    assert [tuple(row.cells.values()) for row in usual.rows] == [(1, 0, 2), (0, 0, 0), (1, 0, 2)]
    assert [tuple(row.cells.values()) for row in ends.rows] == [(0, 3), (0, 1), (0, 4)]


def test_the_fewest_and_the_most_are_for_staff():
    assert [table.id for table in follow_ups.tables(a_frame(a_summary()))] == ["follow_ups"]


def test_where_nobody_is_followed_it_says_so():
    (table,) = follow_ups.tables(a_frame())

    assert (table.rows, table.note) == ((), "Nobody is in follow-up.")


# --- milestones -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("returned", "ends", "came"),
    [
        (date(2025, 7, 1), (), True),
        (date(2025, 9, 30), (), True),
        (date(2025, 6, 30), (), False),
        (date(2025, 10, 1), (), False),
        (date(2025, 7, 10), ((date(2026, 7, 10), None),), True),  # left on the day, and had come to it
        (date(2025, 7, 10), ((date(2026, 9, 1), None),), True),  # has left since
        (date(2025, 7, 10), ((date(2026, 7, 9), None),), False),
        (date(2025, 7, 10), ((date(2026, 7, 1), date(2026, 7, 10)),), True),  # back on the day
        (date(2025, 7, 10), ((date(2026, 7, 1), date(2026, 7, 11)),), False),
    ],
)
def test_who_came_to_a_month_while_she_was_followed_counts_also_if_she_has_left_since(returned, ends, came):
    her = a_summary(returned=returned, episode_ends=tuple(EpisodeEnd(on, MOVED, (), back) for on, back in ends))

    assert [month for _, month in milestones.reached(a_frame(her))] == ([12] if came else [])


def test_what_is_written_down_and_what_is_missing_add_up():
    women = [
        a_summary(id="c1", returned=date(2025, 8, 1), milestones=(12,)),
        a_summary(id="c2", returned=date(2024, 8, 1), milestones=(12,)),
        a_summary(id="c3", returned=date(2025, 8, 1), episode_ends=(EpisodeEnd(date(2026, 9, 1), MOVED, ()),)),
    ]
    frame = a_frame(*women)
    table = milestones.section(frame).table("milestones")
    (gap,) = (row.figure for row in data_gaps.section(frame, 0).tables[0].rows if row.id == "milestones")

    assert [(row.cells["reached"], row.cells["written_down"]) for row in table.all_rows] == [
        (2, 1),
        (1, 0),
        (0, 0),
        (3, 1),
    ]
    assert (gap.count, gap.of) == (2, 3)


def test_how_they_stand_is_for_staff():
    her = a_summary(returned=date(2025, 8, 1), milestones=(12,), stood_at=((12, MilestoneStanding.SAFE_EMPLOYMENT),))
    inside = milestones.section(a_frame(her, internal=True)).table("stood")

    assert inside.cell("safe_employment", "months_12") == 1
    assert sum(cell for cell in inside.all_cells) == 1
    assert milestones.section(a_frame(her)).table("stood") is None
