"""Who is counted: people join and leave the figures five at a time, and what went out is never changed."""

import json
from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from followup.case import codec
from followup.case.vocabulary import FailureCause, OutcomeClass, OutcomeKind
from followup.statistics.case_summary import CaseSummary, EpisodeEnd, person_of
from followup.statistics.disclosure.release_ledger import CURVE_MONTHS, ReleaseLedger, failed_in
from followup.statistics.disclosure.small_groups import small
from followup.statistics.quarters import Quarter

FIRST = Quarter(2025, 1)
LAST = FIRST.plus(5)


def a_life(name: str, returned: date, *overs: EpisodeEnd) -> CaseSummary:
    return CaseSummary(name, name, returned, ("", ""), "", overs, (), (0,) * 8, 0, 0, (), None, (0,) * 6, ())


def home(number: int, on: date = FIRST.start, *overs: EpisodeEnd, name: str = "a") -> list[CaseSummary]:
    """So many who came home on a day, to whom the same happened."""
    return [a_life(f"{name}{n}", on, *overs) for n in range(number)]


def failed(on: date, how: OutcomeKind = OutcomeKind.NO_CONTACT, back: date | None = None) -> EpisodeEnd:
    return EpisodeEnd(on, how, (FailureCause.DISTANCE,), back)


@st.composite
def some_lives(draw: st.DrawFn) -> list[CaseSummary]:
    days = st.integers(0, 500).map(lambda days: FIRST.start + timedelta(days))
    lives: list[CaseSummary] = []
    for at in range(draw(st.integers(0, 40))):
        day, overs = draw(days), []
        while draw(st.booleans()) and len(overs) < 3:
            end = day + timedelta(draw(st.integers(1, 400)))
            back = end + timedelta(draw(st.integers(1, 200))) if draw(st.booleans()) else None
            overs.append(EpisodeEnd(end, draw(st.sampled_from(OutcomeKind)), (), back))
            if back is None:
                break
            day = back
        lives.append(a_life(f"p{at}", overs[0].on - timedelta(1) if overs else day, *overs))
        lives += draw(later_stays(lives[-1]))
    return lives


@st.composite
def later_stays(draw: st.DrawFn, first: CaseSummary) -> list[CaseSummary]:
    """The times that somebody went home again, each after the end of the one before."""
    stays, ends = [first], first.episode_ends
    while ends and ends[-1].back is None and len(stays) < 4 and draw(st.booleans()):
        home = ends[-1].on + timedelta(draw(st.integers(0, 100)))
        end = EpisodeEnd(home + timedelta(draw(st.integers(1, 200))), draw(st.sampled_from(OutcomeKind)), ())
        ends = (end,) if draw(st.booleans()) else ()
        stays.append(a_life(f"{first.id}/{len(stays) + 1}", home, *ends))
    return stays[1:]


# --- waiting ------------------------------------------------------------------------------------------------------


def test_four_who_came_home_wait_until_there_is_a_fifth():
    roll = ReleaseLedger()
    four = home(4)

    first = roll.advance(four, FIRST)
    second = roll.advance([*four, *home(1, FIRST.next.start, name="b")], FIRST.next)

    assert (first.joined, second.joined) == (0, 5)


def test_failures_wait_for_failures_and_not_for_successes():
    roll = ReleaseLedger()
    lost = home(3, FIRST.start, failed(FIRST.next.start))
    done = home(5, FIRST.start, EpisodeEnd(FIRST.next.start, OutcomeKind.SELF_SUPPORTING, ()), name="b")
    others = home(10, FIRST.start, name="c")
    roll.advance([*lost, *done, *others], FIRST)

    moved = roll.advance([*lost, *done, *others], FIRST.next)

    assert moved.left == {OutcomeClass.SUCCESS: 5}
    assert moved.end == 13


def test_nobody_leaves_where_fewer_than_five_would_stay():
    roll = ReleaseLedger()
    lives = [*home(6, FIRST.start, failed(FIRST.next.start)), *home(2, FIRST.start, name="b")]
    roll.advance(lives, FIRST)

    assert roll.advance(lives, FIRST.next).end == 8


def test_staff_wait_for_nobody():
    roll = ReleaseLedger(least=1)
    lives = [a_life("a", FIRST.start, failed(FIRST.next.start)), a_life("b", FIRST.start)]

    first, second = (roll.advance(lives, quarter) for quarter in (FIRST, FIRST.next))

    assert (first.joined, second.left, second.end) == (2, {OutcomeClass.FAILURE: 1}, 1)


def test_an_ending_that_was_written_down_late_is_counted_later_and_changes_no_earlier_figure():
    kept = home(10, FIRST.start, name="b")
    roll = ReleaseLedger()
    before = roll.advance([*home(5), *kept], FIRST)
    went_out = json.loads(json.dumps(codec.to_json(roll)))

    again = codec.from_json(ReleaseLedger, went_out)
    moved = again.advance([*home(5, FIRST.start, failed(FIRST.start + timedelta(30))), *kept], FIRST.next)

    assert before.end == moved.start == 15
    assert moved.left == {OutcomeClass.FAILURE: 5}


def test_who_came_back_and_left_again_within_a_quarter_is_counted_both_times():
    overs = (failed(FIRST.next.start, back=FIRST.next.start + timedelta(20)), failed(FIRST.next.start + timedelta(40)))
    lives = [*home(6, FIRST.start, *overs), *home(9, FIRST.start, name="b")]
    roll = ReleaseLedger(least=1)

    for quarter in (FIRST, FIRST.next, FIRST.plus(2)):
        moved = roll.advance(lives, quarter)

    assert (moved.back, moved.end) == (0, 9)
    assert len(list(roll.failed())) == 6


def test_a_reopening_that_lies_ahead_is_not_counted_yet():
    roll = ReleaseLedger()
    lives = [*home(6, FIRST.start, failed(FIRST.next.start, back=LAST.end)), *home(9, FIRST.start, name="b")]

    moved = [roll.advance(lives, quarter) for quarter in (FIRST, FIRST.next, FIRST.plus(2))]

    assert [one.back for one in moved] == [0, 0, 0]
    assert moved[-1].end == 9


def test_the_curve_rises_again_only_by_five_who_are_back():
    back = FIRST.plus(2).start
    failures = [
        *home(3, FIRST.start, failed(FIRST.next.start, back=back)),
        *home(6, FIRST.start, failed(FIRST.next.start), name="b"),
        *home(2, FIRST.start, EpisodeEnd(FIRST.next.start, OutcomeKind.MOVED_AWAY, (), back), name="c"),
        *home(3, FIRST.start, EpisodeEnd(FIRST.next.start, OutcomeKind.MOVED_AWAY, ()), name="d"),
        *home(9, FIRST.start, name="e"),
    ]
    roll = ReleaseLedger()

    moved = [roll.advance(failures, quarter) for quarter in (FIRST, FIRST.next, FIRST.plus(2))]

    assert moved[-1].back == 5
    assert len(list(roll.failed())) == 9


def test_who_went_home_again_is_followed_once_though_her_failure_is_not_counted_yet():
    again = a_life("a0/2", FIRST.next.start + timedelta(9))
    lives = [*home(4, name="b"), *home(1, FIRST.start, failed(FIRST.next.start)), again]
    roll = ReleaseLedger()

    moved = [roll.advance(lives, quarter) for quarter in (FIRST, FIRST.next, FIRST.plus(2))]

    assert [one.end for one in moved] == [5, 5, 5]


def test_she_joins_again_once_her_failure_is_counted():
    overs = failed(FIRST.next.start)
    again = [a_life(f"a{n}/2", FIRST.next.start + timedelta(9)) for n in range(5)]
    lives = [*home(5, FIRST.start, overs), *home(5, name="b"), *again]
    roll = ReleaseLedger()
    roll.advance(lives, FIRST)

    moved = roll.advance(lives, FIRST.next)

    assert (moved.joined, moved.left, moved.end) == (5, {OutcomeClass.FAILURE: 5}, 10)


# --- for any lives ------------------------------------------------------------------------------------------------


@given(some_lives())
def test_whoever_joins_or_leaves_is_counted_with_four_others_at_least(lives):
    roll = ReleaseLedger()

    for quarter in FIRST.upto(LAST):
        moved = roll.advance(lives, quarter)
        assert not any(map(small, (moved.start, moved.joined, moved.back, moved.end, *moved.left.values())))
        assert moved.start + moved.joined + moved.back - sum(moved.left.values()) == moved.end


@given(some_lives(), st.sampled_from((1, 5)))
def test_nobody_is_followed_twice(lives, least):
    roll = ReleaseLedger(least=least)

    for quarter in FIRST.upto(LAST):
        roll.advance(lives, quarter)
        assert len(roll.inside) == len({person_of(one) for one in roll.inside})


@given(some_lives())
def test_what_is_told_of_endings_is_told_of_nobody_or_five_more_in_every_quarter(lives):
    roll = ReleaseLedger()
    before: Counter[tuple[str, object]] = Counter()

    for quarter in FIRST.upto(LAST):
        roll.advance(lives, quarter)
        now = Counter(
            (what, one.result, getattr(one, at)) for one in roll.endings for what, at in WHAT if what in one.told
        )
        assert not any(small(number) for number in (now - before).values())
        assert not before - now
        before = now


WHAT = (("kind", "how"), ("cause", "cause"), ("cohort", "cohort"))


@given(some_lives())
def test_a_curve_that_can_be_read_tells_of_nobody_or_five_between_two_months_and_since_it_was_last_read(lives):
    roll = ReleaseLedger()
    last: dict[int, int] = {}

    for quarter in FIRST.upto(LAST):
        roll.advance(lives, quarter)
        read = {mark: sum(one.month <= mark for one in roll.failed()) for mark in CURVE_MONTHS if roll.readable(mark)}
        assert not any(small(later - earlier) for earlier, later in pairwise([0, *read.values()]))
        assert not any(small(abs(number - last[mark])) for mark, number in read.items() if mark in last)
        last |= read


@given(some_lives())
def test_staff_see_everybody_as_they_are(lives):
    roll = ReleaseLedger(least=1)

    for quarter in FIRST.upto(LAST):
        roll.advance(lives, quarter)
        home = (life for life in lives if life.returned < quarter.end)
        assert roll.inside == {life.id for life in home if life.episode_end_on(quarter.end) is None}


@given(some_lives(), st.randoms())
def test_the_order_of_the_cases_makes_no_difference(lives, random):
    mixed = random.sample(lives, len(lives))
    one, other = ReleaseLedger(), ReleaseLedger()

    for quarter in FIRST.upto(LAST):
        assert one.advance(lives, quarter) == other.advance(mixed, quarter)
        assert one.inside == other.inside


@given(some_lives())
@settings(max_examples=50)
def test_a_roll_that_was_kept_goes_on_as_if_it_never_stopped(lives):
    kept, straight = ReleaseLedger(), ReleaseLedger()

    for quarter in FIRST.upto(LAST):
        straight.advance(lives, quarter)
        kept.advance(lives, quarter)
        kept = codec.from_json(ReleaseLedger, json.loads(json.dumps(codec.to_json(kept))))

    assert codec.to_json(kept) == codec.to_json(straight)


@pytest.mark.parametrize(("day", "month"), [(date(2025, 1, 10), 0), (date(2025, 2, 10), 1), (date(2025, 2, 11), 2)])
def test_the_month_of_a_failure_lasts_up_to_its_day(day, month):
    assert failed_in(a_life("a", date(2025, 1, 10)), day) == month
