"""The caseload at the end of a quarter: groups are safe, and no print can be subtracted from the next.

- every row of every table counts nobody or at least five people, or stands for all
- two consecutive prints: whoever entered or left the same rows, or sums of rows, is nobody or at least five people
- what was told together before is told apart only where each part is nobody or five
- a print that told more stands until another tells as much, a year at most
- staff see every group
"""

import json
from collections.abc import Iterator
from functools import cache
from itertools import chain, combinations, product
from random import Random
from typing import NamedTuple

import pytest

from followup.case import codec
from followup.case.vocabulary import RiskLevel
from followup.schedule.standing import DONE_WHEN_DUE
from followup.statistics.caseload_report import (
    GROUPINGS,
    CaseloadAttributes,
    KnownCases,
    headlines,
    release_tables,
    sections,
)
from followup.statistics.disclosure import partitions
from followup.statistics.disclosure.partitions import ReleasedTable, ReleasedTables, partition_groups, standing_release
from followup.statistics.disclosure.release_ledger import CaseloadMovement, ReleaseLedger
from followup.statistics.quarters import Quarter
from followup.statistics.report_model import ReportSection, ReportTable
from followup.statistics.sections import trend
from followup.statistics.sections.caseload import section as movement
from followup.statistics.sections.frame import Frame
from tests.statistics.programmes import FIRST, Person, a_programme, lives_of

SEEDS = range(40)
NOTHING = CaseloadMovement(0, 0, 0, {}, 0)


class Told(NamedTuple):
    """What a report of a quarter told: the people of every row of a table, by the groups that were told together."""

    quarter: Quarter
    rows: dict[str, dict[tuple[str, ...], frozenset[str]]]
    groups: dict[str, dict[str, str]]
    tables: ReportSection
    roll: ReleaseLedger


def known(people: list[Person], quarter: Quarter) -> KnownCases:
    """Everybody as she is known 14 days after a quarter."""
    found = {}
    for summary in lives_of(people, quarter, quarter.end + DONE_WHEN_DUE):
        random = Random(summary.id)
        centre, level = random.choice("AAABBC"), random.choice([*RiskLevel, RiskLevel.LOW, RiskLevel.LOW])
        found[summary.id] = (
            summary,
            CaseloadAttributes(summary.trade, centre, level, summary.place.district, "family", "SN", "Monthly"),
        )
    return found


@cache
def reports(seed: int, *, internal: bool = False) -> tuple[Told, ...]:
    """The reports of a programme, quarter by quarter; each is published, and facts come in late."""
    return tuple(_reports(seed, internal=internal))


def _reports(seed: int, *, internal: bool) -> Iterator[Told]:
    shape, people = a_programme(seed)
    roll, before = ReleaseLedger(), {}
    for n in range(shape.quarters + 2):
        quarter = FIRST.plus(n)
        there = known(people, quarter)
        if internal:
            roll, before = ReleaseLedger(least=1), {}
        before = release_tables(there, roll, quarter, quarter.end, before, internal=internal)
        frame = Frame(quarter, quarter.end, [summary for summary, _ in there.values()], roll, internal)
        made = sections(frame, there, before, movement(frame, NOTHING), trend.section([]))
        yield Told(
            quarter,
            {name: people_of(before[name]) if before[name].shown_in(quarter) else {} for name in GROUPINGS},
            {name: dict(before[name].people) for name in GROUPINGS},
            made[1],
            roll,
        )
        if not internal:
            roll = codec.from_json(ReleaseLedger, json.loads(json.dumps(codec.to_json(roll))))
            before = codec.from_json(partitions.ReleasedTables, json.loads(json.dumps(codec.to_json(before))))


def people_of(told: ReleasedTable) -> dict[tuple[str, ...], frozenset[str]]:
    return {ids: frozenset(who for who, group in told.people.items() if group in ids) for ids in told.groups}


def small(people: frozenset[str]) -> bool:
    return 1 <= len(people) <= 4


def sums(rows: dict[tuple[str, ...], frozenset[str]]) -> Iterator[tuple[frozenset[str], frozenset[str]]]:
    """Every sum of rows but that of all, which the movement tells: its groups, and the people in it."""
    some = chain.from_iterable(combinations(rows, n) for n in range(1, len(rows)))
    for chosen in some:
        yield frozenset(chain.from_iterable(chosen)), frozenset(chain.from_iterable(rows[ids] for ids in chosen))


@pytest.mark.parametrize("seed", SEEDS)
def test_every_row_that_leaves_the_office_is_nobody_or_at_least_five_people(seed):
    for told in reports(seed):
        for table in told.tables.tables:
            assert all(row.figure >= 5 for row in table.rows), (told.quarter, table.id)
            assert not table.rows or sum(row.figure for row in table.rows) == table.total.figure


@pytest.mark.parametrize("seed", SEEDS)
def test_two_consecutive_reports_cannot_be_subtracted(seed):
    last = None
    for told in reports(seed):
        for name, rows in told.rows.items() if last else ():
            alive = {group for one in (rows, last.rows[name]) for ids, who in one.items() if who for group in ids}
            then = {groups & alive: who for groups, who in sums(last.rows[name])}
            for groups, who in sums(rows):
                was = then.get(groups & alive)
                if was is not None:
                    assert not small(who - was), (told.quarter, name, groups)
                    assert not small(was - who), (told.quarter, name, groups)
        last = told


@pytest.mark.parametrize("seed", SEEDS)
def test_nor_can_a_report_be_subtracted_from_the_next_that_tells_of_the_same_rows(seed):
    last = {name: {} for name in GROUPINGS}
    for told in reports(seed):
        for name, rows in told.rows.items():
            alive = {group for one in (rows, last[name]) for ids, who in one.items() if who for group in ids}
            then = {groups & alive: who for groups, who in sums(last[name])}
            for groups, who in sums(rows):
                assert not small(who ^ then.get(groups & alive, who)), (told.quarter, name, groups)
            last[name] = rows or last[name]


@pytest.mark.parametrize("seed", SEEDS)
def test_of_rows_that_were_told_together_no_rest_of_one_to_four_is_left(seed):
    last = None
    for told in reports(seed):
        for name, rows in told.rows.items() if last else ():
            then, now = last.groups[name], told.groups[name]
            alive = {*then.values(), *now.values()}
            for (old, was), new in product(last.rows[name].items(), rows):
                part = alive.intersection(old, new)
                if part and part != alive.intersection(old):
                    assert not small(frozenset(who for who in was if then[who] in part)), (told.quarter, name, part)
                    assert not small(frozenset(who for who in now if now[who] in part)), (told.quarter, name, part)
        last = told


def test_something_is_told_apart_in_most_programmes():
    told = [
        sum(bool(table.rows) for one in reports(seed) for table in one.tables.tables if table.id in GROUPINGS)
        for seed in SEEDS
    ]

    assert sum(number > 0 for number in told) > len(SEEDS) / 2


@pytest.mark.parametrize("seed", range(0, 40, 10))
def test_staff_see_every_group(seed):
    for told in reports(seed, internal=True):
        everybody = len(told.roll.inside)
        for table in told.tables.tables:
            assert sum(row.figure for row in table.rows) == everybody
            assert not any(row.merged for row in table.rows)
        assert {table.id for table in told.tables.tables} >= {"people_by_worker", "people_by_policy"}


# --- one rule at a time -------------------------------------------------------------------------------------------


def moved(**groups: str) -> dict[tuple[str | None, str | None], int]:
    """``A="10+5-0"``: ten stayed in A, five joined it, nobody left."""
    found = {}
    for name, spelled in groups.items():
        stayed, rest = spelled.split("+")
        joined, left = rest.split("-")
        found |= {(name, name): int(stayed), (None, name): int(joined), (name, None): int(left)}
    return {pair: number for pair, number in found.items() if number}


APART = (("A",), ("B",), ("C",))


def test_a_group_is_told_by_itself_if_five_are_in_it_and_five_or_nobody_came_and_went():
    crossings = moved(A="10+5-0", B="10+0-6", C="10+0-0")

    assert partition_groups("ABC", crossings, APART) == APART


@pytest.mark.parametrize("few", ["4+0-0", "10+1-0", "10+0-4", "10+5-2"])
def test_a_group_of_few_or_of_few_who_came_or_went_is_told_together_with_another(few):
    told = partition_groups("ABC", moved(A=few, B="10+5-5", C="20+0-0"), APART)

    assert told is not None
    assert ("A",) not in told


def test_beside_a_print_that_told_nothing_apart_it_does_not_matter_who_came():
    assert partition_groups("ABC", moved(A="10+1-0", B="10+0-2", C="20+0-0"), (("A", "B", "C"),)) == APART


def test_what_was_told_together_is_not_told_apart_where_a_part_was_small():
    crossings = moved(A="3+5-0", B="10+0-0", C="20+0-0")

    assert partition_groups("ABC", crossings, (("A", "B"), ("C",))) in (
        (("C",), ("A", "B")),
        (("C",), ("B", "A")),
    )


def test_bands_are_merged_with_their_neighbours_and_few_who_grew_older_are_not_shown():
    crossings = {("0-3", "0-3"): 8, ("0-3", "4-12"): 2, ("4-12", "4-12"): 10, ("13-24", "13-24"): 9}

    told = partition_groups(["0-3", "4-12", "13-24"], crossings, (("0-3",), ("4-12",), ("13-24",)), ordered=True)

    assert told == (("0-3", "4-12"), ("13-24",))


def test_few_who_went_from_one_band_to_another_are_not_shown_by_others_who_went_elsewhere():
    crossings = {
        ("0-3", "4-12"): 5,
        ("0-3", "13-24"): 3,
        ("4-12", "13-24"): 4,
        ("4-12", "25-36"): 5,
        **{(name, name): 20 for name in ("0-3", "4-12", "13-24", "25-36")},
    }
    bands = ["0-3", "4-12", "13-24", "25-36"]

    assert partition_groups(bands, crossings, tuple((name,) for name in bands), ordered=True) is None


def test_a_group_that_all_have_left_still_counts_in_its_old_row():
    crossings = moved(A="0+0-3", B="10+0-0", C="10+0-0")

    told = partition_groups("ABC", crossings, (("A", "B"), ("C",)))

    assert told is None or all({"A", "B"} <= set(ids) or not {"A", "B"} & set(ids) for ids in told)


def test_beside_a_print_that_is_no_longer_shown_five_who_came_or_went_are_enough():
    crossings = moved(A="8+3-2", B="10+0-0", C="3+9-0")

    assert partition_groups("ABC", crossings, (("A",), ("B", "C"))) != APART
    assert partition_groups("ABC", crossings, (("A",), ("B", "C")), old=True) == APART
    assert partition_groups("ABC", moved(A="8+2-2", B="10+0-0", C="3+9-0"), APART, old=True) != APART


Q = [FIRST.plus(n) for n in range(9)]
TWO, ONE = (("A",), ("B",)), (("A", "B"),)


def a_print(at: int, groups: partitions.Partition) -> ReleasedTable:
    return ReleasedTable(Q[at], {"A": ("x",)}, groups)


def test_a_print_that_told_more_stands_a_year():
    before = a_print(0, APART)

    assert standing_release(before, a_print(1, TWO)) == before
    assert standing_release(before, a_print(4, TWO)) == before
    assert standing_release(before, a_print(5, TWO)).groups == TWO
    assert [before.shown_in(quarter) for quarter in Q[3:6]] == [True, True, False]


def test_a_print_that_tells_nothing_never_takes_the_place_of_one_that_does():
    assert standing_release(a_print(0, TWO), a_print(8, ONE)).quarter == Q[0]
    assert standing_release(a_print(0, ONE), a_print(1, ONE)).quarter == Q[1]
    assert standing_release(None, a_print(0, ONE)).quarter == Q[0]


def frame_of(quarter: Quarter, there: KnownCases) -> Frame:
    roll = ReleaseLedger()
    roll.inside = set(there)
    return Frame(quarter, quarter.end, [summary for summary, _ in there.values()], roll)


def by_trade(quarter: Quarter, told: ReleasedTables, there: KnownCases) -> ReportTable:
    made = sections(
        frame_of(quarter, there), there, told, movement(frame_of(quarter, there), NOTHING), trend.section([])
    )
    return made[1].table("people_by_trade")


def test_a_table_that_is_held_says_of_which_quarter_and_after_a_year_is_not_shown():
    _, people = a_programme(3)
    there = known(people, FIRST.plus(3))
    told = {
        "people_by_trade": ReleasedTable(
            FIRST,
            partitions.by_group({who: her.trade for who, (_, her) in there.items()}),
            tuple((t,) for t in {her.trade for _, her in there.values()}),
        )
    }

    carried_from, late = by_trade(FIRST.plus(4), told, there), by_trade(FIRST.plus(5), told, there)

    assert (carried_from.carried_from, bool(carried_from.rows)) == (str(FIRST), True)
    assert (late.carried_from, late.rows, bool(late.note)) == ("", (), True)


def test_the_figures_at_the_top_are_those_of_the_tables():
    _, people = a_programme(3)
    there = known(people, FIRST.plus(3))
    frame = frame_of(FIRST.plus(3), there)
    made = sections(frame, there, {}, movement(frame, CaseloadMovement(20, 7, 0, {}, 27)), trend.section([]))

    told = {head.id: head.value for head in headlines(made[0], made[1])}

    assert (told["in_follow_up"], told["joined"], told["left"]) == (27, 7, 0)
    assert told["high_risk"] == made[1].table("people_by_level").cell("high", "people")
