"""Nobody is betrayed by what goes out: the reader of all publications knows nothing for certain of any woman.

First that she can read: prints made by hand that betray somebody, and those beside them that do not. Then programmes of
all shapes, published quarter after quarter. Few are tried here; ``FOLLOWUP_ATTACKS=300 pytest
tests/statistics/test_attacker.py`` tries three hundred.
"""

import os
from collections import Counter
from collections.abc import Sequence
from datetime import date
from random import Random

import pytest

from followup.case.vocabulary import RiskKind
from followup.statistics.case_summary import CaseSummary, FlagSpan
from followup.statistics.release import READER_KNOWS
from tests.statistics.attacked_prints import Print
from tests.statistics.attacker import Attack, attack
from tests.statistics.leaky_prints import (
    AWAY,
    CLOSED,
    DEBT,
    GONE,
    HEALTH,
    Q1,
    Q2,
    SAFE_JOB,
    WELL,
    a_print,
    a_table,
    causes,
    crossed,
    curve,
    followed,
    kinds,
    results,
    who_ended,
)
from tests.statistics.programmes import Shape, a_mixed_shape, a_programme, a_shape, quarters_of
from tests.statistics.publishing import prints_the_same, published
from tests.statistics.puzzle import World

PROGRAMMES = int(os.environ.get("FOLLOWUP_ATTACKS", "4"))
LOOKED_AT = 3
"""Of each puzzle so many other worlds are printed."""

FIRST, LATER = date(2025, 2, 10), date(2025, 5, 10)
TEN = [(CLOSED, DEBT), (GONE, None), (CLOSED, HEALTH), *[(WELL, None)] * 4, (SAFE_JOB, None), *[(AWAY, None)] * 2]
"""Three failures among ten."""


def found(*prints: Print, knows: int = 2) -> set[str]:
    """Of whom something is known for certain."""
    done = attack(prints, knows)
    assert done.asked
    assert not [what for what in done.found if "contradiction" in what]
    return {her for what in done.found for her in _names(prints) if f"'{her}'" in what or f" {her} " in what}


def _names(prints: Sequence[Print]) -> set[str]:
    return {life.id for one in prints for life in one.lives}


# --- the reader can read -------------------------------------------------------------------------------------------


def test_nobody_is_known_where_ten_ended_in_several_ways():
    lives = who_ended(TEN, FIRST)

    assert not found(a_print(Q1, lives, results(Q1, lives), kinds(Q1, lives), causes(Q1, lives)))


def test_she_finds_who_ended_in_a_quarter_where_results_are_told_exactly_every_quarter():
    lives = who_ended(TEN, FIRST)
    more = [*lives, *who_ended([(CLOSED, DEBT)], LATER, "b")]

    assert found(a_print(Q1, lives, results(Q1, lives)), a_print(Q2, more, results(Q2, more))) == {"b00"}


def test_she_finds_who_failed_where_causes_are_renewed_by_one():
    lives = who_ended(TEN, FIRST)
    more = [*lives, *who_ended([(CLOSED, DEBT)], LATER, "b")]

    assert found(a_print(Q1, lives, causes(Q1, lives)), a_print(Q2, more, causes(Q2, more))) == {"b00"}


def test_she_finds_who_failed_where_kinds_are_told_a_quarter_after_results():
    lives = who_ended(TEN, FIRST)
    more = [*lives, *who_ended([(CLOSED, DEBT)], LATER, "b")]

    assert found(a_print(Q1, lives, results(Q1, lives)), a_print(Q2, more, kinds(Q2, more))) == {"b00"}


def test_she_finds_the_one_who_ended_in_a_district():
    lives = [*who_ended(TEN, FIRST), *who_ended([(CLOSED, DEBT)], FIRST, "b", district="Kirivong")]

    assert found(a_print(Q1, lives, crossed("by_district", Q1, lives, lambda end: end.life.place.district))) == {"b00"}


def test_she_finds_the_one_who_came_home_in_a_year():
    lives = [*who_ended(TEN, FIRST), *who_ended([(CLOSED, DEBT)], FIRST, "b", months=40)]

    assert found(a_print(Q1, lives, crossed("cohorts", Q1, lives, lambda end: str(end.life.returned.year)))) == {"b00"}


def test_she_finds_five_more_who_all_failed():
    lives = who_ended(TEN, FIRST)
    more = [*lives, *who_ended([(CLOSED, DEBT)] * 5, LATER, "b")]

    same = found(a_print(Q1, lives, results(Q1, lives)), a_print(Q2, more, results(Q2, more)))

    assert same == {f"b{n:02}" for n in range(5)}


def test_she_finds_the_other_three_where_she_knows_two_of_five_who_did_not_fail():
    lives = who_ended(TEN, FIRST)
    more = [*lives, *who_ended([*[(CLOSED, DEBT)] * 3, *[(WELL, None)] * 2], LATER, "b")]
    prints = a_print(Q1, lives, results(Q1, lives)), a_print(Q2, more, results(Q2, more))

    assert found(*prints) == {"b00", "b01", "b02"}
    assert not found(*prints, knows=1)


def test_five_more_of_whom_one_failed_betray_nobody():
    lives = who_ended(TEN, FIRST)
    more = [*lives, *who_ended([(CLOSED, DEBT), *[(WELL, None)] * 4], LATER, "b")]

    assert not found(a_print(Q1, lives, results(Q1, lives)), a_print(Q2, more, results(Q2, more)))


def test_she_finds_who_left_in_the_month_in_which_the_curve_falls():
    lives = [*who_ended(TEN, FIRST, months=14), *who_ended([(CLOSED, DEBT)], FIRST, "b", months=9), *followed(10)]

    assert found(a_print(Q1, lives, curve(Q1, lives, range(1, 21)))) == {"b00"}


def test_one_reading_of_kaplan_meier_is_enough_because_it_depends_on_the_month_in_which_she_failed():
    lives = [*who_ended(TEN, FIRST, months=14), *who_ended([(CLOSED, DEBT)], FIRST, "b", months=9), *followed(10)]

    assert found(a_print(Q1, lives, curve(Q1, lives, (20,)))) == {"b00"}


def test_she_finds_of_whom_a_brief_prints_the_causes():
    lives = [*who_ended(TEN, FIRST), *who_ended([(CLOSED, HEALTH)], LATER, "b")]
    lesson = {"lessons": [{"number": 1, "since": "2025-05-20", "causes": ["health"], "change": "A clinic."}]}

    assert found(a_print(Q2, lives, brief=lesson)) == {"b00"}
    assert not found(a_print(Q2, lives, brief={"lessons": [{"number": 1, "since": "2025Q2", "change": "A clinic."}]}))


def test_she_finds_everybody_of_whom_a_flag_is_open():
    def flagged(number: int, of: int) -> Print:
        flag = FlagSpan(RiskKind.DEBT, FIRST, None, LATER)
        lives = [one._replace(flags=(flag,) if n < number else ()) for n, one in enumerate(followed(of))]
        return a_print(Q1, lives, ("flags", a_table("flags", {"debt": {"open_end": number}})))

    assert len(found(flagged(8, 10))) == 8
    assert not found(flagged(7, 10))


def test_she_finds_who_failed_where_a_refusal_is_laid_beside_the_curve():
    lives = who_ended(TEN[3:] + TEN[3:6], FIRST)
    early = who_ended([(WELL, None)] * (READER_KNOWS + 1), LATER, "b", months=6)
    late = who_ended([(CLOSED, DEBT)] * (5 - len(early)), LATER, "c", months=20)
    more = [*lives, *early, *late]
    section, table = results(Q1, lives)
    first, refused = a_print(Q1, lives, (section, table)), (section, table | {"held": str(Q1)})

    assert found(first, a_print(Q2, more, refused, curve(Q2, more, (12,))), knows=0) == {life.id for life in late}
    assert not found(first, a_print(Q2, more, refused), knows=READER_KNOWS)


def in_the_second_print(failed: int) -> tuple[list[CaseSummary], list[CaseSummary]]:
    """Ten who ended; then one of them, who failed, agrees no more to be counted, and five and some who failed ended."""
    lives = who_ended(TEN, FIRST)
    gone = lives[0]._replace(uncounted_since=LATER)
    return lives, [gone, *lives[1:], *who_ended([*[(CLOSED, DEBT)] * failed, *[(WELL, None)] * 5], LATER, "b")]


def test_she_finds_what_became_of_her_who_is_counted_no_more_where_the_failures_rise_by_no_more_than_she_knows():
    lives, more = in_the_second_print(1)
    assert "a00" in found(a_print(Q1, lives, results(Q1, lives)), a_print(Q2, more, results(Q2, more)))

    lives, more = in_the_second_print(3)
    assert not found(a_print(Q1, lives, results(Q1, lives)), a_print(Q2, more, results(Q2, more)))


def test_a_print_that_is_untrue_is_no_puzzle():
    lives = who_ended(TEN, FIRST)
    lie = "outcomes", a_table("results", {"success": {"people": 5}, "failure": {"people": 4}, "neither": {"people": 1}})

    assert attack([a_print(Q1, lives, lie)]).found == ["contradiction in endings"]


# --- what goes out ------------------------------------------------------------------------------------------------


def attacked(seed: int, shape: Shape) -> tuple[list[Attack], Counter[bool]]:
    """A programme published quarter after quarter, and read; and how many other worlds print the same, or do not.

    It is read twice: by somebody who knows all of `READER_KNOWS` women and concludes from what is not told, and by
    somebody who knows all of two and does not.
    """
    _, people = a_programme(seed, shape)
    prints = list(published(people, quarters_of(shape)))
    looked_at, the_same = Counter[str](), Counter[bool]()

    def holds(about: str, world: World) -> bool:
        looked_at[about] += 1
        if looked_at[about] > LOOKED_AT:
            return True
        the_same[same := prints_the_same(people, prints, about, world)] += 1
        return same

    return [attack(prints, holds=holds), attack(prints, 2, refusals=False)], the_same


@pytest.mark.parametrize(("shape", "found_once"), [(a_shape, 1002), (a_mixed_shape, 1011)])
def test_nobody_is_known_from_all_that_was_ever_published(shape, found_once):
    asked, found, the_same = 0, [], Counter[bool]()

    for seed in (*range(PROGRAMMES), found_once):
        readings, looked_at = attacked(seed, shape(Random(seed)))
        found += [(seed, what) for done in readings for what in done.found]
        asked += readings[0].asked
        the_same += looked_at

    assert not found
    assert asked > 20 * PROGRAMMES
    assert the_same[True] > 10 * PROGRAMMES
    assert the_same[False] < the_same[True] / 20
