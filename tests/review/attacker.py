"""The attacker: somebody who collects a programme's reports and works out what they do not say.

**What the attacker knows.** Everything in two or three consecutive reports as plain data (`figures.to_json`), and
nothing else from the office: every row, total, share with its count and its whole, the heads, the table of five
quarters, and which groups a merged row may hold. He also knows the program and the world: which kinds, causes and
reasons there are; that the flags open at the end of a quarter are those open at the start of the next; that nobody
fails 13 months after a return in the same year, or goes longer without a meeting than she is home; that whoever was
last met 60 days ago has had a gap of 60 days; that whoever comes to 12 months in a quarter came home a year before it;
that whoever is counted stays counted, and that what is told is told of nobody or of five. Of the curve, whose percents
leave room, he is given more than it says: ``behind``, how many failures lie behind each reading, which somebody with
all dates of return might work out.

**What he tries.** Every count that a reader could wish to know becomes a question to a solver of whole numbers: each
cell; each group inside a merged row, and the rest of it; each group's complement; who was counted in which quarter, as
what, and who was told of later; cuts of the same people laid over one another; and figures that stand in two places, or
in two reports, subtracted. He wins where the least and the most that a count can be are the same, from one to four.
Visits and flags are no people: of those in ``few``, which one to four people are behind, no number may be known at all.

Programmes and their reports are made in `programmes.py` and `test_attacker.py`.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from followup.case.codes import AttemptReason, Cause, Domain, Ending, Result, RiskKind, RiskLevel
from followup.review.lives import Fate
from followup.review.quarter.business import Trading
from followup.review.quarter.contact import LONGEST, SINCE
from followup.review.quarter.frame import band_id
from followup.review.quarter.visits import MONTHS
from followup.review.quarters import Quarter
from followup.review.roll import MARKS
from tests.review.puzzle import MANY, Contradiction, Puzzle, Terms, minus, times, total

Json = Any
Behind = Mapping[str, int]
"""How many failures lie behind a reading of the curve, by its month; ``second`` for those without contact in a year."""

Names = Mapping[Result, str]
SPANS = tuple(pairwise((0, *MARKS, 999)))
"""The months between two readings of the curve: after the first, up to the second."""

HIDDEN = 3
"""So many unnamed districts or trades may stand in a merged row."""


@dataclass(slots=True)
class Attack:
    """What was tried, and what was found out: a sentence for each."""

    few: frozenset[str] = frozenset()
    tried: int = 0
    found: list[str] = field(default_factory=list)

    def run(self, puzzle: Puzzle) -> None:
        """Ask all questions of a puzzle."""
        self.tried += len(puzzle.questions)
        few = {what for what in puzzle.questions if f"{puzzle.about}: {what}" in self.few}
        self.found += [f"{puzzle.about}: {what} = {number}" for what, number in puzzle.answers(few).items()]

    def compare(self, what: str, one: int | None, other: int | None) -> None:
        """Two figures of the same people: they may differ by nobody, or by five."""
        self.tried += 1
        if one is not None and other is not None and 1 <= abs(one - other) <= 4:
            self.found.append(f"{what}: {one} and {other}")


@dataclass(frozen=True, slots=True)
class Print:
    """One report as it was printed."""

    data: Json
    behind: Behind = field(default_factory=dict)

    @property
    def quarter(self) -> Quarter:
        """The quarter it is of."""
        return Quarter.parse(self.data["quarter"])

    def table(self, section: str, table: str) -> Json:
        """A table by its ids; one without rows where there is none."""
        for one in self.data["sections"]:
            for there in one["tables"] if one["id"] == section else ():
                if there["id"] == table:
                    return there
        return {"rows": [], "total": None, "columns": []}

    def rows(self, section: str, table: str) -> list[Json]:
        """The rows of a table."""
        return list(self.table(section, table)["rows"])

    def cell(self, section: str, table: str, row: str, column: str) -> Json:
        """A cell by its ids; None where it is not there."""
        there = self.table(section, table)
        every = [*there["rows"], *([there["total"]] if there["total"] else [])]
        return next((one["cells"].get(column) for one in every if one["id"] == row), None)

    def head(self, name: str) -> Json:
        """A figure at the top."""
        return next(head["value"] for head in self.data["heads"] if head["id"] == name)


def attack(reports: Sequence[Json], behind: Sequence[Behind] = (), few: Iterable[str] = ()) -> Attack:
    """Everything that is tried on consecutive reports; ``behind`` belongs to them one by one."""
    prints = [Print(one, behind[at] if behind else {}) for at, one in enumerate(reports)]
    done = Attack(frozenset(few))
    for puzzle in (_kinds(prints), _causes(prints), _cohorts(prints), _months(prints), _second(prints), _flags(prints)):
        _try(done, puzzle)
    for one in prints:
        for puzzle in (_visits(one), _contact(one), _business(one), *_wellbeing(one)):
            _try(done, puzzle)
    _same_figures(done, prints)
    return done


def _try(done: Attack, puzzle: Puzzle) -> None:
    try:
        done.run(puzzle)
    except Contradiction as wrong:
        done.found.append(f"contradiction in {wrong}")


def _int(value: Json) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _whole(share: Json) -> tuple[int | None, int | None]:
    """The count and the whole of a share."""
    return (share["count"], share["of"]) if isinstance(share, dict) and "of" in share else (None, None)


def _know(puzzle: Puzzle, names: Iterable[object], value: Json) -> None:
    if _int(value) is not None:
        puzzle.know(total(names), value)


# --- figures that stand in two places -----------------------------------------------------------------------------


def _same_figures(done: Attack, prints: Sequence[Print]) -> None:
    for one in prints:
        _same_people(done, one)
        _same_visits(done, one)
    for before, after in pairwise(prints):
        for quarter in (column["id"] for column in before.table("trend", "quarters")["columns"]):
            was, now = (_told_of(one, quarter) for one in (before, after))
            for what in was:
                done.compare(f"{what} of {quarter}, told again", was[what], now[what])
        if before.quarter.next == after.quarter:
            _next_quarter(done, before, after)


def _same_people(done: Attack, one: Print) -> None:
    everybody = one.head("in_follow_up")
    done.compare("in follow-up, in the caseload", everybody, one.cell("caseload", "movement", "end", "people"))
    for table in ("since_met", "longest"):
        done.compare(f"in follow-up, {table}", everybody, one.cell("contact", table, "all", "people"))
    done.compare("in follow-up, businesses", everybody, one.cell("business", "owners", "all", "people"))
    for domain in Domain:
        for column in ("better", "worse"):
            share = one.cell("wellbeing", "change", domain.value, column)
            done.compare(f"in follow-up, {domain}", everybody, _whole(share)[1])


def _same_visits(done: Attack, one: Print) -> None:
    due = one.cell("visits", "became", "due", "visits")
    made = one.cell("visits", "became", Fate.WHEN_DUE.value, "visits")
    for share in (one.head("visits_when_due"), one.cell("visits", "by_place", "all", "when_due")):
        done.compare("visits due", due, _whole(share)[1])
        done.compare("visits done when due", made, _whole(share)[0])
    past = one.cell("flags", "looked_after", "past_review", "value")
    done.compare("flags open at the end", one.cell("flags", "flags", "all", "open_end"), _whole(past)[1])


def _told_of(one: Print, quarter: str) -> dict[str, int | None]:
    """What the table of five quarters says of one."""
    cells = {row["id"]: row["cells"].get(quarter) for row in one.rows("trend", "quarters")}
    made, due = _whole(cells.get("visits_when_due"))
    return {"visits made": made, "visits due": due} | {name: cells.get(name) for name in ("in_follow_up", "flags_open")}


def _next_quarter(done: Attack, before: Print, after: Print) -> None:
    was, now = before.head("in_follow_up"), after.cell("caseload", "movement", "start", "people")
    done.compare("in follow-up at the end, and at the start of the next quarter", was, now)
    ends, starts = _by_kind(before, "open_end"), _by_kind(after, "open_start")
    for kind in (*RiskKind, "all"):
        was, now = ends.get(str(kind)), starts.get(str(kind))
        done.compare(f"flags of {kind} open at the end, and at the start of the next quarter", was, now)


def _by_kind(one: Print, column: str) -> dict[str, int]:
    """Flags of the kinds that are told by themselves, and of all of them."""
    table = one.table("flags", "flags")
    rows = [row for row in table["rows"] if not row["merged"]] + ([table["total"]] if table["total"] else [])
    return {row["id"]: row["cells"][column] for row in rows}


# --- who was counted, and what is told of them --------------------------------------------------------------------


def _left(one: Print, result: Result) -> int:
    return int(one.cell("caseload", "movement", result.value, "people"))


def _endings(puzzle: Puzzle, prints: Sequence[Print], table: str, kinds: Mapping[str, Result], names: Names) -> None:
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


def _kinds(prints: Sequence[Print]) -> Puzzle:
    puzzle = Puzzle("kinds of outcomes")
    names = {result: f"{result.value}_untold" for result in Result}
    _endings(puzzle, prints, "kinds", {how.value: how.result for how in Ending}, names)
    return puzzle


def _causes(prints: Sequence[Print]) -> Puzzle:
    """The same of main causes; failures without one never have a row."""
    puzzle = Puzzle("main causes")
    kinds = {cause.value: Result.FAILURE for cause in Cause} | {"no cause": Result.FAILURE}
    _endings(puzzle, prints, "causes", kinds, {Result.FAILURE: "untold"})
    return puzzle


def _years(prints: Sequence[Print]) -> list[str]:
    rows = {row["id"] for one in prints for row in one.rows("outcomes", "cohorts")} - {"untold"}
    return [*sorted(rows), "another year"]


def _cohorts(prints: Sequence[Print]) -> Puzzle:
    """By year of return: who came home, who left and how, who is still followed; milestones and long gaps beside it."""
    puzzle = Puzzle("years of return")
    years, never = _years(prints), len(prints)
    columns = ("returned", *(result.value for result in Result))
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
        gone = total((r.value, p, w, year) for r in Result for p in range(-1, at + 1) for w in range(p, never + 1))
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
    count, of = _whole(told)
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


def _months(prints: Sequence[Print]) -> Puzzle:
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
            for mark in MARKS:
                upto = [("f", p, w, year, span) for p, w in so_far for span in SPANS if span[1] <= mark]
                puzzle.wonder(f"failed of {year} up to month {mark} by {one.quarter}", total(upto))
        hidden = [("f", p, w, year, span) for p, w in so_far if w > at for year in years for span in SPANS]
        puzzle.know(total(hidden), rows.get("untold", {"failure": 0})["failure"])
        fresh = [("f", at, w, year, span) for w in range(at, never + 1) for year in years for span in SPANS]
        puzzle.know(total(fresh), _left(one, Result.FAILURE))
        _behind(
            puzzle, one, at, {span: [("f", p, w, year, span) for p, w in so_far for year in years] for span in SPANS}
        )
    return puzzle


def _behind(puzzle: Puzzle, one: Print, at: int, failed: Mapping[tuple[int, int], Sequence[Hashable]]) -> None:
    """What the readings of a report say of the failures in each span, and what is asked of them."""
    everybody = one.table("outcomes", "cohorts")["total"]["cells"]
    gone = sum(everybody[result.value] for result in Result)
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


def _second(prints: Sequence[Print]) -> Puzzle:
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
        others = sum(value.get(how.value, 0) for how in Ending if how.result is Result.FAILURE)
        for gone, people in ((True, value.get("no_contact", 0)), (False, others - value.get("no_contact", 0))):
            puzzle.know(total((p, w, gone, early) for p, w in so_far if w <= at for early in (True, False)), people)
        puzzle.know(total((p, w, *cell) for p, w in so_far if w > at for cell in cells), value.get("failure_untold", 0))
        puzzle.know(total((at, w, *cell) for w in range(at, never + 1) for cell in cells), _left(one, Result.FAILURE))
        out = sum(everybody["cells"][result.value] for result in Result)
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


# --- flags --------------------------------------------------------------------------------------------------------

_MOVES = ("raised", "closed")


def _flags(prints: Sequence[Print]) -> Puzzle:
    """Flags by kind: open at every end of a quarter, raised and closed between; a merged row holds no kind told."""
    puzzle = Puzzle("flags")
    kinds = [kind.value for kind in RiskKind]
    for at, one in enumerate(prints):
        there = {row["id"]: row["cells"] for row in one.rows("flags", "flags") if not row["merged"]}
        other = [row["cells"] for row in one.rows("flags", "flags") if row["merged"]]
        everything = one.table("flags", "flags")["total"]
        linked = not at or prints[at - 1].quarter.next == one.quarter
        for kind in kinds:
            start = ("open", at if linked else at + 0.5, kind)
            puzzle.know({start: 1, ("raised", at, kind): 1, ("closed", at, kind): -1, ("open", at + 1, kind): -1}, 0)
            columns = {"open_start": start, "raised": ("raised", at, kind), "closed": ("closed", at, kind)}
            columns["open_end"] = ("open", at + 1, kind)
            for column, name in columns.items():
                if kind in there and _int(there[kind][column]) is not None:
                    puzzle.know({name: 1}, there[kind][column])
                puzzle.wonder(f"{kind} {column} in {one.quarter}", {name: 1})
        for column in ("open_start", "raised", "closed", "open_end"):
            names = {
                "open_start": [("open", at if linked else at + 0.5, kind) for kind in kinds],
                "open_end": [("open", at + 1, kind) for kind in kinds],
                "raised": [("raised", at, kind) for kind in kinds],
                "closed": [("closed", at, kind) for kind in kinds],
            }[column]
            if everything:
                _know(puzzle, names, everything["cells"][column])
            hidden = [name for name in names if name[2] not in there]
            if everything and all(_int(row[column]) is not None for row in other):
                puzzle.know(total(hidden), sum(row[column] for row in other))
            puzzle.wonder(f"all {column} in {one.quarter}", total(names))
        _trend_of_flags(puzzle, one, at, kinds)
    return puzzle


def _trend_of_flags(puzzle: Puzzle, one: Print, at: int, kinds: Sequence[str]) -> None:
    open_end = total(("open", at + 1, kind) for kind in kinds)
    if (now := one.head("flags_open")) is not None:
        puzzle.know(open_end, now)
    count, of = _whole(one.cell("flags", "looked_after", "past_review", "value"))
    if count is not None and of is not None:
        puzzle.know(open_end, of)


# --- visits -------------------------------------------------------------------------------------------------------

FATES = [Fate.WHEN_DUE.value, Fate.LATE.value, Fate.NOT_TRIED.value, *(reason.value for reason in AttemptReason)]


def _visits(one: Print) -> Puzzle:
    """Visits due by what became of them, and by place, month and level: cuts of the same visits."""
    puzzle = Puzzle(f"visits of {one.quarter}")
    due, done = total(("fate", fate) for fate in FATES), {("fate", Fate.WHEN_DUE.value): 1}
    rows = one.rows("visits", "became")
    _members(puzzle, rows)
    _know(puzzle, due, one.cell("visits", "became", "due", "visits"))
    for share in (
        one.head("visits_when_due"),
        one.cell("visits", "by_place", "all", "when_due"),
        one.cell("trend", "quarters", "visits_when_due", one.data["quarter"]),
        _turned(one.cell("unknown", "unknown", "no_reason", "known")),
    ):
        count, of = _whole(share)
        if of is not None:
            puzzle.know(due, of)
        if count is not None:
            puzzle.know(done, count)
    for fate in FATES:
        puzzle.wonder(f"{fate}", {("fate", fate): 1})
    puzzle.wonder("done when due", done)
    puzzle.wonder("not done when due", minus(due, done))
    puzzle.wonder("made at all", total([("fate", Fate.WHEN_DUE.value), ("fate", Fate.LATE.value)]))
    bands = [band_id(low, high) for low, high in MONTHS]
    _cut(puzzle, one, "by_month", bands, due, done)
    _cut(puzzle, one, "by_level", [level.value for level in RiskLevel], due, done)
    _cut(puzzle, one, "by_place", None, due, done)
    return puzzle


def _turned(share: Json) -> Json:
    """Only the whole of a share."""
    return {"count": None, "of": share["of"]} if share else None


def _members(puzzle: Puzzle, rows: Sequence[Json]) -> None:
    """Rows of their own, and rows that hold several: their words say whether visits made are among them."""
    hidden = [fate for fate in FATES if fate not in {row["id"] for row in rows if not row["merged"]}]
    merged = [(at, row) for at, row in enumerate(rows) if row["merged"]]
    for row in rows:
        if not row["merged"]:
            _know(puzzle, [("fate", row["id"])], row["cells"]["visits"])
    for at, row in merged:
        mine = [fate for fate in hidden if fate not in MADE or MADE[fate] in row["label"]]
        puzzle.know(total(("held", at, fate) for fate in mine), row["cells"]["visits"])
        for fate in mine:
            puzzle.wonder(f"{fate} in merged row {at}", {("held", at, fate): 1})
            rest = total(("held", at, other) for other in mine if other != fate)
            puzzle.wonder(f"all but {fate} in merged row {at}", rest)
    for fate in hidden if rows else ():
        puzzle.know(minus(total(("held", at, fate) for at, _ in merged), {("fate", fate): 1}), 0)
        for at, row in merged:
            if fate in MADE and MADE[fate] not in row["label"]:
                puzzle.know({("held", at, fate): 1}, 0)


MADE = {Fate.WHEN_DUE.value: "when due", Fate.LATE.value: "late"}
"""The word in the label of a merged row that says that such visits may be in it."""


def _cut(puzzle: Puzzle, one: Print, table: str, ids: Sequence[str] | None, due: Any, done: Any) -> None:
    rows = one.rows("visits", table)
    held: list[str] = []
    for at, row in enumerate(rows):
        count, of = _whole(row["cells"]["when_due"])
        inside = _inside(row, ids, at)
        held += inside
        made, all_ = (
            total((table, name, which) for name in inside for which in w) for w in (("made",), ("made", "not"))
        )
        if count is not None and of is not None:
            puzzle.know(made, count)
            puzzle.know(all_, of)
        for name in inside:
            puzzle.wonder(f"{table} {name} made", {(table, name, "made"): 1})
            puzzle.wonder(f"{table} {name} not made", {(table, name, "not"): 1})
            puzzle.wonder(f"{table} {name}", {(table, name, "made"): 1, (table, name, "not"): 1})
        puzzle.wonder(f"{table} all but {row['id']} ({at})", minus(due, all_))
        puzzle.wonder(f"{table} made of all but {row['id']} ({at})", minus(done, made))
    if rows:
        made = total((table, name, "made") for name in held)
        puzzle.know(minus(made, done), 0)
        puzzle.know(minus({**made, **total((table, name, "not") for name in held)}, due), 0)


def _inside(row: Json, ids: Sequence[str] | None, at: int) -> list[str]:
    """The groups that a row may hold: neighbours between its ends, or so many unnamed ones."""
    if not row["merged"]:
        return [row["id"]]
    if ids is None:
        return [f"{row['id']} {at} {n}" for n in range(HIDDEN)]
    if ids[0] == RiskLevel.LOW.value:
        return list(row["id"].split("-"))
    low, _, high = row["id"].partition("-")
    return [one for one in ids if int(low) <= int(one.partition("-")[0]) and _ends_by(one, high)]


def _ends_by(band: str, high: str) -> bool:
    end = band.partition("-")[2]
    return not high or (bool(end) and int(end) <= int(high))


# --- those in follow-up -------------------------------------------------------------------------------------------


def _contact(one: Print) -> Puzzle:
    """Both tables of one and the same people: the longest gap is never shorter than the last one."""
    puzzle = Puzzle(f"contact in {one.quarter}")
    since, gaps = ([band_id(low, high) for low, high in bands] for bands in (SINCE, LONGEST))
    end = {band_id(low, high): high or 5_000 for low, high in LONGEST}
    pairs = [(a, b) for a in since for b in gaps if end[b] >= int(a.partition("-")[0])]
    for table, ids, at in (("since_met", since, 0), ("longest", gaps, 1)):
        for row in one.rows("contact", table):
            inside = _inside(row, ids, 0)
            puzzle.know(total(pair for pair in pairs if pair[at] in inside), row["cells"]["people"])
        for band in ids:
            puzzle.wonder(f"{table} {band}", total(pair for pair in pairs if pair[at] == band))
            low = int(band.partition("-")[0])
            puzzle.wonder(f"{table} {low} and more", total(p for p in pairs if int(p[at].partition("-")[0]) >= low))
            for other in gaps if not at else ():
                gap = int(other.partition("-")[0])
                both = [p for p in pairs if int(p[1].partition("-")[0]) >= gap and int(p[0].partition("-")[0]) < low]
                puzzle.wonder(f"longest {gap} and more, last met under {low}", total(both))
    puzzle.know(total(pairs), one.head("in_follow_up"))
    for pair in pairs:
        puzzle.wonder(f"last met {pair[0]}, longest {pair[1]}", {pair: 1})
    return puzzle


def _business(one: Print) -> Puzzle:
    """How businesses stand, who covers her costs, and trades: cuts of those in follow-up, and of those who told."""
    puzzle = Puzzle(f"business in {one.quarter}")
    everybody = [what.value for what in Trading]
    told = total(what.value for what in Trading if what.told)
    for row in one.rows("business", "owners"):
        puzzle.know(total(row["id"].split("-")), row["cells"]["people"])
    puzzle.know(total(everybody), one.head("in_follow_up"))
    if not one.rows("business", "owners"):
        return puzzle
    under, of = _whole(one.cell("business", "break_even", "all", "under"))
    if under is not None and of is not None:
        puzzle.know(told, of)
        puzzle.know({"under": 1}, under)
        puzzle.wonder("under break-even", {"under": 1})
        puzzle.wonder("not under break-even", minus(told, {"under": 1}))
    trades: dict[object, int] = {}
    for at, row in enumerate(one.rows("business", "trades")):
        inside = total((name,) for name in _inside(row, None, at))
        puzzle.know(inside, row["cells"]["owners"])
        trades |= inside
        for name in inside:
            puzzle.wonder(f"trade {name}", {name: 1})
    if trades:
        puzzle.know(minus(trades, told), 0)
    missing, of = _whole(one.cell("unknown", "unknown", "not_told", "known"))
    if missing is not None:
        puzzle.know({Trading.NOT_TOLD.value: 1}, missing)
    for what in everybody:
        puzzle.wonder(what, {what: 1})
        puzzle.wonder(f"all but {what}", minus(total(everybody), {what: 1}))
    puzzle.wonder("told", told)
    return puzzle


def _wellbeing(one: Print) -> Iterator[Puzzle]:
    for domain in Domain:
        puzzle = Puzzle(f"wellbeing, {domain}, in {one.quarter}")
        puzzle.know(total(("better", "worse", "rest")), one.head("in_follow_up"))
        for column in ("better", "worse"):
            count, _ = _whole(one.cell("wellbeing", "change", domain.value, column))
            if count is not None:
                puzzle.know({column: 1}, count)
        for what in ("better", "worse", "rest"):
            puzzle.wonder(what, {what: 1})
            puzzle.wonder(f"not {what}", total({"better", "worse", "rest"} - {what}))
        yield puzzle
    puzzle = Puzzle(f"unknown in {one.quarter}")
    for row in ("unscored", "milestones"):
        count, of = _whole(one.cell("unknown", "unknown", row, "known"))
        if count is not None and of is not None:
            puzzle.know({row: 1}, count)
            puzzle.know(total([row, f"not {row}"]), of)
        puzzle.wonder(row, {row: 1})
        puzzle.wonder(f"not {row}", {f"not {row}": 1})
    for row in ("contradictory", "unread"):
        _know(puzzle, [row], one.cell("unknown", "unknown", row, "known"))
        puzzle.wonder(row, {row: 1})
    yield puzzle
