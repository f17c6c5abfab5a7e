"""What the attacker asks of people over several reports: who was counted when, as what, and when failures lie."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from itertools import pairwise

from followup.case.vocabulary import FailureCause, OutcomeClass, OutcomeKind
from followup.statistics.disclosure.release_ledger import CURVE_MONTHS
from followup.statistics.quarters import Quarter
from tests.statistics.attacked_prints import Json, Print, count_and_whole
from tests.statistics.puzzle import MANY, Puzzle, Terms, minus, times, total

Names = Mapping[OutcomeClass, str]
SPANS = tuple(pairwise((0, *CURVE_MONTHS, 999)))
"""The months between two readings of the curve: after the first, up to the second."""


# --- who was counted, and what is told of them --------------------------------------------------------------------


def _left(one: Print, result: OutcomeClass) -> int:
    return int(one.cell("caseload", "movement", result.value, "people"))


def _endings(
    puzzle: Puzzle, prints: Sequence[Print], table: str, kinds: Mapping[str, OutcomeClass], names: Names
) -> None:
    """Endings by what is told of them: ``(counted in, told in, kind)``, where never told is told after the last.

    ``names`` gives the row of what is not told apart of a result.
    """
    never = len(prints)
    periods = range(-1, never)
    for at, one in enumerate(prints):
        value = {row["id"]: row["cells"]["people"] for row in one.rows("outcomes", table)}
        counted = [period for period in periods if period <= at]
        for kind in kinds:
            told = [(period, when, kind) for period in counted for when in range(-1, at + 1) if when >= period]
            puzzle.know(total(told), value.get(kind, 0))
            hidden = [(period, when, kind) for period in counted for when in range(at + 1, never + 1)]
            puzzle.wonder(f"{kind} not told apart in {one.quarter}", total(hidden))
            puzzle.wonder(f"{kind} by {one.quarter}", total([*told, *hidden]))
            fresh = [(at, when, kind) for when in range(at, never + 1)]
            puzzle.wonder(f"{kind} counted in {one.quarter}", total(fresh))
            for when in range(at, never + 1):
                puzzle.wonder(f"{kind} counted in {one.quarter}, told {when - at} later", {(at, when, kind): 1})
        for result in dict.fromkeys(kinds.values()):
            mine = [kind for kind, what in kinds.items() if what is result]
            rest = [(period, w, kind) for kind in mine for period in counted for w in range(at + 1, never + 1)]
            puzzle.know(total(rest), value.get(names[result], 0))
            fresh = [(at, when, kind) for kind in mine for when in range(at, never + 1)]
            puzzle.know(total(fresh), _left(one, result))


def kinds_puzzle(prints: Sequence[Print]) -> Puzzle:
    puzzle = Puzzle("kinds of outcomes")
    names = {result: f"{result.value}_untold" for result in OutcomeClass}
    _endings(puzzle, prints, "kinds", {how.value: how.result for how in OutcomeKind}, names)
    return puzzle


def causes_puzzle(prints: Sequence[Print]) -> Puzzle:
    """The same of main causes; failures without one never have a row."""
    puzzle = Puzzle("main causes")
    kinds = {cause.value: OutcomeClass.FAILURE for cause in FailureCause} | {"no cause": OutcomeClass.FAILURE}
    _endings(puzzle, prints, "causes", kinds, {OutcomeClass.FAILURE: "untold"})
    return puzzle


def _years(prints: Sequence[Print]) -> list[str]:
    rows = {row["id"] for one in prints for row in one.rows("outcomes", "cohorts")} - {"untold"}
    return [*sorted(rows), "another year"]


def cohorts_puzzle(prints: Sequence[Print]) -> Puzzle:
    """By year of return: who came home, who left and how, who is still followed; milestones and long gaps beside it."""
    puzzle = Puzzle("years of return")
    years, never = _years(prints), len(prints)
    columns = ("returned", *(result.value for result in OutcomeClass))
    for at, one in enumerate(prints):
        rows = {row["id"]: row["cells"] for row in one.rows("outcomes", "cohorts")}
        untold = rows.get("untold", dict.fromkeys(columns, 0))
        everybody = one.table("outcomes", "cohorts")["total"]
        if everybody is None:
            continue
        for column in columns:
            for year in years:
                told = [(column, p, w, year) for p in range(-1, at + 1) for w in range(max(p, -1), at + 1)]
                puzzle.know(total(told), rows[year][column] or 0 if year in rows else 0)
                rest = [(column, p, w, year) for p in range(-1, at + 1) for w in range(at + 1, never + 1)]
                puzzle.wonder(f"{column} of {year} not told apart in {one.quarter}", total(rest))
                puzzle.wonder(f"{column} of {year} by {one.quarter}", total([*told, *rest]))
                fresh = total((column, at, w, year) for w in range(at, never + 1))
                puzzle.wonder(f"{column} of {year} counted in {one.quarter}", fresh)
                if year.isdigit() and int(year) > one.quarter.year:
                    puzzle.know(total(rest), 0)
            hidden = [(column, p, w, y) for y in years for p in range(-1, at + 1) for w in range(at + 1, never + 1)]
            puzzle.know(total(hidden), untold[column])
            fresh = total((column, at, w, y) for y in years for w in range(at, never + 1))
            moved = "joined" if column == "returned" else column
            puzzle.know(fresh, one.cell("caseload", "movement", moved, "people"))
        _still_followed(puzzle, prints, one, at, years)
    return puzzle


def _still_followed(puzzle: Puzzle, prints: Sequence[Print], one: Print, at: int, years: Sequence[str]) -> None:
    never = len(prints)
    for year in years:
        whole = {(c, p, w, year): 1 for c in ("returned",) for p in range(-1, at + 1) for w in range(p, never + 1)}
        gone = total(
            (r.value, p, w, year) for r in OutcomeClass for p in range(-1, at + 1) for w in range(p, never + 1)
        )
        still, back = ("still", at, year), ("back", at, year)
        puzzle.know(minus(minus(whole, gone), {still: 1, back: -1}), 0)
        puzzle.wonder(f"of {year} still followed in {one.quarter}", {still: 1})
    puzzle.know(total(("still", at, year) for year in years), one.head("in_follow_up"))
    _milestones(puzzle, one, at, years)
    _gaps(puzzle, one, at, years)


def _milestones(puzzle: Puzzle, one: Print, at: int, years: Sequence[str]) -> None:
    """Whoever reaches 12, 24 or 36 months came home in one of three years, each in one of its quarters only.

    The share without a word is told to ten percent, and only of nobody or five and more.
    """
    told = one.cell("unknown", "unknown", "milestones", "known")
    if told is None:
        return
    of = [year for year in years if not year.isdigit() or one.quarter.year - int(year) in (1, 2, 3)]
    reached = total(("reached", at, year) for year in of)
    _share_of(puzzle, told, {("missing", at): 1}, reached)
    for year in of:
        still, mine = {("still", at, year): 1}, {("reached", at, year): 1}
        puzzle.know(minus(still, mine), 0, MANY)
        puzzle.wonder(f"of {year} at a milestone in {one.quarter}", mine)
        puzzle.wonder(f"of {year} followed without a milestone in {one.quarter}", minus(still, mine))
        earlier = {("reached", then, year): 1 for then in range(at + 1)}
        puzzle.wonder(f"of {year} followed without a milestone so far", minus(still, earlier))
    puzzle.wonder(f"at a milestone in {one.quarter}", reached)
    puzzle.wonder(f"at a milestone without a word in {one.quarter}", {("missing", at): 1})


def _share_of(puzzle: Puzzle, told: Json, some: Terms, whole: Terms) -> None:
    count, of = count_and_whole(told)
    if count is not None and of is not None:
        puzzle.know(some, count)
        puzzle.know(whole, of)
        return
    others, percent = minus(whole, some), told["percent"]
    puzzle.know(some, *((0, 0) if percent == 0 else (5, MANY)))
    puzzle.know(others, *((0, 0) if percent == 100 else (5, MANY)))
    low, high = (0 if percent == 10 else percent - 5), (100 if percent == 90 else percent + 5)
    puzzle.know(minus(times(some, 100), times(whole, low)), 0, 100 * MANY)
    puzzle.know(minus(times(whole, high), times(some, 100)), 0, 100 * MANY)


def _gaps(puzzle: Puzzle, one: Print, at: int, years: Sequence[str]) -> None:
    """Nobody who came home this year can have gone longer without a meeting than the year is old."""
    rows = one.rows("contact", "longest")
    for year in years if rows else ():
        puzzle.know(minus(total(("gap", at, row["id"], year) for row in rows), {("still", at, year): 1}), 0)
        old = 91 * one.quarter.number + 1 if year == str(one.quarter.year) else 5_000
        for row in rows:
            puzzle.wonder(f"of {year} with a gap of {row['id']} in {one.quarter}", {("gap", at, row["id"], year): 1})
            if int(row["id"].partition("-")[0]) >= old - 1:
                puzzle.know({("gap", at, row["id"], year): 1}, 0)
    for row in rows:
        puzzle.know(total(("gap", at, row["id"], year) for year in years), row["cells"]["people"])


# --- the curve ----------------------------------------------------------------------------------------------------


def _readings(one: Print) -> Iterator[tuple[int, int, int]]:
    """For every month that was read in its own quarter: the fewest and the most failures up to it."""
    everybody = one.table("outcomes", "cohorts")["total"]
    for row in one.rows("survival", "curve"):
        value, mark = row["cells"]["value"], int(row["id"])
        if row["cells"]["quarter"] != one.data["quarter"] or value is None or not everybody:
            continue
        if row["id"] in one.behind:
            yield mark, one.behind[row["id"]], one.behind[row["id"]]
            continue
        lowest, highest = (value["percent"] - 1) / 100, (value["percent"] + 1) / 100
        most = int(everybody["cells"]["returned"] * (1 - lowest) + 1e-9)
        least = max(0, int(row["cells"]["observed"] * (1 - highest)))
        yield mark, least, most


def _latest(quarter: Quarter, year: str) -> int:
    """The last month after a return in a year in which follow-up can have failed by the end of a quarter."""
    return (quarter.end.year - int(year)) * 12 + quarter.end.month - 1


def months_puzzle(prints: Sequence[Print]) -> Puzzle:
    """Failures by the months between two readings, and by year of return: no cohort fails later than it is old.

    ``aside`` are failures that the curve passes over, because follow-up was reopened: no more than were ever back.
    """
    puzzle = Puzzle("months of failures")
    years, never = _years(prints), len(prints)
    for at, one in enumerate(prints):
        rows = {row["id"]: row["cells"] for row in one.rows("outcomes", "cohorts")}
        if not rows:
            continue
        so_far = [(p, w) for p in range(-1, at + 1) for w in range(p, never + 1)]
        for year in years:
            told = [("f", p, w, year, span) for p, w in so_far if w <= at for span in SPANS]
            puzzle.know(total(told), rows[year]["failure"] or 0 if year in rows else 0)
            for span in SPANS:
                mine = [("f", p, w, year, span) for p, w in so_far]
                puzzle.wonder(f"failed of {year} in months {span} by {one.quarter}", total(mine))
                if year.isdigit() and span[0] + 1 > _latest(one.quarter, year):
                    puzzle.know(total(mine), 0)
            for mark in CURVE_MONTHS:
                upto = [("f", p, w, year, span) for p, w in so_far for span in SPANS if span[1] <= mark]
                puzzle.wonder(f"failed of {year} up to month {mark} by {one.quarter}", total(upto))
        hidden = [("f", p, w, year, span) for p, w in so_far if w > at for year in years for span in SPANS]
        puzzle.know(total(hidden), rows.get("untold", {"failure": 0})["failure"])
        fresh = [("f", at, w, year, span) for w in range(at, never + 1) for year in years for span in SPANS]
        puzzle.know(total(fresh), _left(one, OutcomeClass.FAILURE))
        _behind(
            puzzle, one, at, {span: [("f", p, w, year, span) for p, w in so_far for year in years] for span in SPANS}
        )
    return puzzle


def _behind(puzzle: Puzzle, one: Print, at: int, failed: Mapping[tuple[int, int], Sequence[Hashable]]) -> None:
    """What the readings of a report say of the failures in each span, and what is asked of them."""
    everybody = one.table("outcomes", "cohorts")["total"]["cells"]
    gone = sum(everybody[result.value] for result in OutcomeClass)
    back = one.head("in_follow_up") - everybody["returned"] + gone
    curve = {span: minus(total(names), {("aside", at, span): 1}) for span, names in failed.items()}
    puzzle.know(total(("aside", at, span) for span in SPANS), 0, back)
    for span, terms in curve.items():
        puzzle.know(terms, 0, MANY)
        puzzle.wonder(f"failed in months {span}, in the curve of {one.quarter}", terms)
        puzzle.wonder(f"failed in months {span} by {one.quarter}", total(failed[span]))
        fresh = [name for name in failed[span] if name[1] == at]  # type: ignore[index]
        puzzle.wonder(f"failed in months {span}, counted in {one.quarter}", total(fresh))
        before = {("was", at - 1, span): 1}
        puzzle.know(minus(terms, {("was", at, span): 1}), 0)
        if at:
            puzzle.wonder(f"more in months {span} in the curve of {one.quarter}", minus(terms, before))
    for mark, least, most in _readings(one):
        upto: dict[Hashable, int] = {}
        for span in SPANS:
            upto = minus(upto, times(curve[span], -1)) if span[1] <= mark else upto
        puzzle.know(upto, least, most)


def second_puzzle(prints: Sequence[Print]) -> Puzzle:
    """Failures with and without contact, in the first year and after it: what the second reading of a year adds."""
    puzzle = Puzzle("no contact in the first year")
    never = len(prints)
    cells = [(gone, early) for gone in (True, False) for early in (True, False)]
    for at, one in enumerate(prints):
        everybody = one.table("outcomes", "cohorts")["total"]
        if not everybody:
            continue
        value = {row["id"]: row["cells"]["people"] for row in one.rows("outcomes", "kinds")}
        so_far = [(p, w) for p in range(-1, at + 1) for w in range(p, never + 1)]
        others = sum(value.get(how.value, 0) for how in OutcomeKind if how.result is OutcomeClass.FAILURE)
        for gone, people in ((True, value.get("no_contact", 0)), (False, others - value.get("no_contact", 0))):
            puzzle.know(total((p, w, gone, early) for p, w in so_far if w <= at for early in (True, False)), people)
        puzzle.know(total((p, w, *cell) for p, w in so_far if w > at for cell in cells), value.get("failure_untold", 0))
        puzzle.know(
            total((at, w, *cell) for w in range(at, never + 1) for cell in cells), _left(one, OutcomeClass.FAILURE)
        )
        out = sum(everybody["cells"][result.value] for result in OutcomeClass)
        back = one.head("in_follow_up") - everybody["cells"]["returned"] + out
        puzzle.know(total(("aside", at, *cell) for cell in cells), 0, back)
        curve = {}
        for cell in cells:
            failed = total((p, w, *cell) for p, w in so_far)
            curve[cell] = minus(failed, {("aside", at, *cell): 1})
            puzzle.know(curve[cell], 0, MANY)
            puzzle.wonder(f"failed (no contact, first year) {cell} by {one.quarter}", failed)
            puzzle.wonder(f"in the curve (no contact, first year) {cell} of {one.quarter}", curve[cell])
            fresh = total((at, w, *cell) for w in range(at, never + 1))
            puzzle.wonder(f"failed (no contact, first year) {cell} counted in {one.quarter}", fresh)
        for mark, least, most in _readings(one):
            if mark == 12:
                puzzle.know(minus(curve[True, True], times(curve[False, True], -1)), least, most)
        row = next(iter(one.rows("survival", "second")), None)
        if row and row["cells"]["quarter"] == one.data["quarter"] and "second" in one.behind:
            told, passed = total((p, w, True, True) for p, w in so_far if w <= at), ("aside, and told", at)
            puzzle.know(minus(told, {passed: 1}), one.behind["second"])
            puzzle.know(minus({("aside", at, True, True): 1}, {passed: 1}), 0, MANY)
    return puzzle
