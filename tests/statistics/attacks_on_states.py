"""What the reader asks of those in follow-up: a flag of a kind, the risk level, wellbeing, and her business."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import timedelta

from followup.case.visit_words import WellbeingDomain
from followup.case.vocabulary import RiskKind, RiskLevel
from followup.statistics.case_summary import CaseSummary
from followup.statistics.release import MIN_NEW, MIN_PEOPLE, READER_KNOWS
from followup.statistics.sections.business import BusinessStatus, business_status
from followup.statistics.sections.flags import is_open_on
from tests.statistics.attacked_prints import Json, Print, counts, is_told, whole_number
from tests.statistics.puzzle import ENDLESS, Puzzle, plus, total

TWO_VISITS = timedelta(days=31)
"""Nobody who is home for less has been scored twice."""
UNDER_BREAK_EVEN = "takings do not cover the costs"
HARMFUL_LEVELS = (RiskLevel.HIGH, RiskLevel.RAISED)
HARMFUL_BUSINESS = (BusinessStatus.UNDER_HALF, BusinessStatus.HALF_OR_MORE)


def state_puzzles(one: Print, *, refusals: bool) -> Iterable[Puzzle]:
    """What is printed of those in follow-up at the end of a quarter, whom all neighbours know; and what is not."""
    for make in (flags_puzzle, wellbeing_puzzle, business_puzzle):
        yield make(one, refusals=refusals)


# --- flags --------------------------------------------------------------------------------------------------------


def flags_puzzle(one: Print, *, refusals: bool) -> Puzzle:
    """Flags open at the end, and the risk level. Nobody has more of a kind than the most that somebody has."""
    puzzle = Puzzle(f"flags of {one.quarter}")
    open_ = {
        life.id: Counter(flag.kind for flag in life.flags if is_open_on(life, flag, one.cutoff))
        for life in one.followed
    }
    most = {kind: max((flags[kind] for flags in open_.values()), default=0) or 1 for kind in RiskKind}
    for life in one.followed:
        _describe_flags(puzzle, life, open_[life.id], most, one.levels.get(life.id))
    everybody = [life.id for life in one.followed]
    table = one.table("flags", "flags")
    for kind in RiskKind if table else ():
        number = _cell(table, kind.value, "open_end")
        if number is not None:
            puzzle.know(total((her, (kind, n)) for her in everybody for n in range(most[kind])), number)
    _all_flags(puzzle, one, everybody, most)
    if refusals:
        _flags_refused(puzzle, one, everybody)
    levels = one.tables.get(("followed", "people_by_level"))
    for level, number in (counts(levels) if levels and one.levels else {}).items():
        puzzle.know(total((her, RiskLevel(which)) for her in everybody for which in level.split("-")), number)
    if refusals and levels and one.levels and len(everybody) >= MIN_PEOPLE and not counts(levels):
        flagged = total((her, level) for her in everybody for level in HARMFUL_LEVELS)
        puzzle.know(flagged, len(everybody) - READER_KNOWS - 1, ENDLESS)
    return puzzle


def _describe_flags(
    puzzle: Puzzle, life: CaseSummary, flags: Counter[RiskKind], most: dict[RiskKind, int], level: RiskLevel | None
) -> None:
    truth: dict[object, int] = {(kind, n): int(n < flags[kind]) for kind in RiskKind for n in range(most[kind])}
    truth |= {which: int(which is level) for which in RiskLevel} if level else {}
    puzzle.unit(life.id, life.person, truth)
    for kind in RiskKind:
        puzzle.wonder((life.id, (kind, 0)))
        for n in range(1, most[kind]):
            puzzle.know({(life.id, (kind, n - 1)): 1, (life.id, (kind, n)): -1}, 0, 1)
    if level:
        puzzle.know(total((life.id, which) for which in RiskLevel), 1)
        flagged = total((life.id, (kind, 0)) for kind in RiskKind)
        for which in HARMFUL_LEVELS:
            puzzle.know(plus(flagged, {(life.id, which): -1}), 0, len(RiskKind))
            puzzle.wonder((life.id, which))


def _flags_refused(puzzle: Puzzle, one: Print, everybody: Sequence[str]) -> None:
    """A kind that is not told although ten are followed: nearly all of them have such a flag."""
    cells = (
        {row["id"]: row["cells"]["open_end"] for row in table["rows"]}
        if (table := one.tables.get(("flags", "flags")))
        else {}
    )
    for kind, cell in cells.items():
        if not is_told(cell) and len(everybody) >= MIN_PEOPLE:
            nearly_all = len(everybody) - READER_KNOWS - 1
            puzzle.know(total((her, (RiskKind(kind), 0)) for her in everybody), nearly_all, ENDLESS)


def _all_flags(puzzle: Puzzle, one: Print, everybody: Sequence[str], most: dict[RiskKind, int]) -> None:
    table = one.table("flags", "flags")
    number = _cell(table, "all", "open_end") if table else None
    head = next(
        (head["value"] for report in one.reports for head in report["heads"] if head["id"] == "flags_open"), None
    )
    for told in (number, whole_number(head)):
        if told is not None:
            puzzle.know(
                total((her, (kind, n)) for her in everybody for kind in RiskKind for n in range(most[kind])), told
            )


def _cell(table: Json, row: str, column: str) -> int | None:
    """A count; none where it is not told; 0 of a kind that has no row in a table that tells all kinds."""
    every = [*table["rows"], *([table["total"]] if table["total"] else [])]
    there = next((one for one in every if one["id"] == row), None)
    if there is None:
        return None if row == "all" or any(one["merged"] for one in table["rows"]) else 0
    return whole_number(there["cells"].get(column))


# --- wellbeing ----------------------------------------------------------------------------------------------------


def wellbeing_puzzle(one: Print, *, refusals: bool) -> Puzzle:
    """Who is better and who worse off than at her first scores, by domain."""
    puzzle = Puzzle(f"wellbeing of {one.quarter}")
    for life in one.followed:
        truth = {}
        for domain, change in zip(WellbeingDomain, life.scores, strict=True):
            truth |= {(domain, "better"): int(change > 0), (domain, "worse"): int(change < 0)}
        puzzle.unit(life.id, life.person, truth)
        new = life.returned + TWO_VISITS >= one.cutoff
        for domain in WellbeingDomain:
            puzzle.know(total((life.id, (domain, what)) for what in ("better", "worse")), 0, 0 if new else 1)
            puzzle.wonder((life.id, (domain, "worse")))
    table = one.table("wellbeing", "change")
    for row in table["rows"] if table else ():
        for what in ("better", "worse"):
            number = _count(row["cells"].get(what))
            if number is not None:
                puzzle.know(total((life.id, (WellbeingDomain(row["id"]), what)) for life in one.followed), number)
    if refusals:
        _wellbeing_refused(puzzle, one)
    return puzzle


def _wellbeing_refused(puzzle: Puzzle, one: Print) -> None:
    """A domain that is not told although ten are followed: nearly all who can be are better, or worse."""
    table = one.tables.get(("wellbeing", "change"))
    long_home = [life.id for life in one.followed if life.returned + TWO_VISITS < one.cutoff]
    for row in table["rows"] if table else ():
        if len(one.followed) >= MIN_PEOPLE and len(long_home) >= MIN_NEW and not is_told(row["cells"]["worse"]):
            nearly_all = len(long_home) - READER_KNOWS - 1
            domain = WellbeingDomain(row["id"])
            sums = [total((her, (domain, what)) for her in long_home) for what in ("better", "worse")]
            puzzle.one_of([[(one_sum, nearly_all, ENDLESS)] for one_sum in sums])


def _count(value: Json) -> int | None:
    """The count of a share, or a count."""
    return value["count"] if isinstance(value, dict) and "count" in value else whole_number(value)


# --- business -----------------------------------------------------------------------------------------------------


def business_puzzle(one: Print, *, refusals: bool) -> Puzzle:
    """How the shops do. Who has one, and whether it is open, neighbours see; what is taken they do not."""
    puzzle = Puzzle(f"business of {one.quarter}")
    status = {life.id: business_status(life.business_month) for life in one.followed}
    seen = (BusinessStatus.CLOSED, BusinessStatus.NO_PLAN)
    owners = [life for life in one.followed if status[life.id] not in seen]
    open_ = [what for what in BusinessStatus if what not in seen]
    for life in owners:
        shop = life.business_month
        under = int(status[life.id].reported and shop is not None and not shop.covered)
        puzzle.unit(
            life.id, life.person, {what: int(what is status[life.id]) for what in open_} | {UNDER_BREAK_EVEN: under}
        )
        puzzle.know(total((life.id, what) for what in open_), 1)
        told = total((life.id, what) for what in open_ if what.reported)
        puzzle.know(plus(told, {(life.id, UNDER_BREAK_EVEN): -1}), 0, 1)
        for what in (*HARMFUL_BUSINESS, UNDER_BREAK_EVEN):
            puzzle.wonder((life.id, what))
    _read_business(puzzle, one, [life.id for life in owners], open_, refusals=refusals)
    return puzzle


def _read_business(
    puzzle: Puzzle, one: Print, owners: Sequence[str], open_: Sequence[BusinessStatus], *, refusals: bool
) -> None:
    table = one.tables.get(("business", "owners"))
    cells = {row["id"]: row["cells"]["people"] for row in table["rows"]} if table else {}
    for what in open_ if table else ():
        if what.value not in cells or is_told(cells[what.value]):
            puzzle.know(total((her, what) for her in owners), cells.get(what.value, 0))
    gap = next((row["cells"]["known"] for row in _rows(one, "unknown", "unknown") if row["id"] == "not_told"), None)
    if is_told(gap):
        others = sum(life.uncounted_since is not None for life in one.lives)  # the gap is of everybody
        puzzle.know(total((her, BusinessStatus.NOT_TOLD) for her in owners), gap["count"] - others, gap["count"])
    under = next((row["cells"]["under"] for row in _rows(one, "business", "break_even")), None)
    reported = [what for what in open_ if what.reported]
    if isinstance(under, dict) and "count" in under:
        puzzle.know(total((her, UNDER_BREAK_EVEN) for her in owners), under["count"])
        puzzle.know(total((her, what) for her in owners for what in reported), under["of"])
    if (
        refusals
        and len(one.followed) >= MIN_PEOPLE
        and len(owners) >= MIN_NEW
        and cells
        and not is_told(cells.get(reported[0].value, 0))
    ):
        nearly_all = len(owners) - READER_KNOWS - 1
        puzzle.one_of([[(total((her, what) for her in owners), nearly_all, ENDLESS)] for what in reported])


def _rows(one: Print, section: str, name: str) -> Sequence[Json]:
    table = one.tables.get((section, name))
    return table["rows"] if table else ()
