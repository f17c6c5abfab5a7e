"""What the attacker asks of groups: flags from report to report, visits, and those in follow-up by several cuts."""

from collections.abc import Iterator, Sequence
from typing import Any

from followup.case.vocabulary import AttemptReason, RiskKind, RiskLevel, WellbeingDomain
from followup.statistics.case_summary import VisitOutcome
from followup.statistics.sections.business import BusinessStatus
from followup.statistics.sections.contact import LONGEST_GAP_BANDS, SINCE_MET_BANDS
from followup.statistics.sections.frame import band_id
from followup.statistics.sections.visits import MONTH_BANDS
from tests.statistics.attacked_prints import Json, Print, count_and_whole, know, whole_number
from tests.statistics.puzzle import Puzzle, minus, total

HIDDEN = 3
"""So many unnamed districts or trades may stand in a merged row."""


# --- flags --------------------------------------------------------------------------------------------------------

_MOVES = ("raised", "closed")


def flags_puzzle(prints: Sequence[Print]) -> Puzzle:
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
                if kind in there and whole_number(there[kind][column]) is not None:
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
                know(puzzle, names, everything["cells"][column])
            hidden = [name for name in names if name[2] not in there]
            if everything and all(whole_number(row[column]) is not None for row in other):
                puzzle.know(total(hidden), sum(row[column] for row in other))
            puzzle.wonder(f"all {column} in {one.quarter}", total(names))
        _trend_of_flags(puzzle, one, at, kinds)
    return puzzle


def _trend_of_flags(puzzle: Puzzle, one: Print, at: int, kinds: Sequence[str]) -> None:
    open_end = total(("open", at + 1, kind) for kind in kinds)
    if (now := one.head("flags_open")) is not None:
        puzzle.know(open_end, now)
    count, of = count_and_whole(one.cell("flags", "looked_after", "past_review", "value"))
    if count is not None and of is not None:
        puzzle.know(open_end, of)


# --- visits -------------------------------------------------------------------------------------------------------

FATES = [
    VisitOutcome.WHEN_DUE.value,
    VisitOutcome.LATE.value,
    VisitOutcome.NOT_TRIED.value,
    *(reason.value for reason in AttemptReason),
]


def visits_puzzle(one: Print) -> Puzzle:
    """Visits due by what became of them, and by place, month and level: cuts of the same visits."""
    puzzle = Puzzle(f"visits of {one.quarter}")
    due, done = total(("fate", fate) for fate in FATES), {("fate", VisitOutcome.WHEN_DUE.value): 1}
    rows = one.rows("visits", "became")
    _members(puzzle, rows)
    know(puzzle, due, one.cell("visits", "became", "due", "visits"))
    for share in (
        one.head("visits_when_due"),
        one.cell("visits", "by_place", "all", "when_due"),
        one.cell("trend", "quarters", "visits_when_due", one.data["quarter"]),
        _turned(one.cell("unknown", "unknown", "no_reason", "known")),
    ):
        count, of = count_and_whole(share)
        if of is not None:
            puzzle.know(due, of)
        if count is not None:
            puzzle.know(done, count)
    for fate in FATES:
        puzzle.wonder(f"{fate}", {("fate", fate): 1})
    puzzle.wonder("done when due", done)
    puzzle.wonder("not done when due", minus(due, done))
    puzzle.wonder("made at all", total([("fate", VisitOutcome.WHEN_DUE.value), ("fate", VisitOutcome.LATE.value)]))
    bands = [band_id(low, high) for low, high in MONTH_BANDS]
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
            know(puzzle, [("fate", row["id"])], row["cells"]["visits"])
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


MADE = {VisitOutcome.WHEN_DUE.value: "when due", VisitOutcome.LATE.value: "late"}
"""The word in the label of a merged row that says that such visits may be in it."""


def _cut(puzzle: Puzzle, one: Print, table: str, ids: Sequence[str] | None, due: Any, done: Any) -> None:
    rows = one.rows("visits", table)
    held: list[str] = []
    for at, row in enumerate(rows):
        count, of = count_and_whole(row["cells"]["when_due"])
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


def contact_puzzle(one: Print) -> Puzzle:
    """Both tables of one and the same people: the longest gap is never shorter than the last one."""
    puzzle = Puzzle(f"contact in {one.quarter}")
    since, gaps = ([band_id(low, high) for low, high in bands] for bands in (SINCE_MET_BANDS, LONGEST_GAP_BANDS))
    end = {band_id(low, high): high or 5_000 for low, high in LONGEST_GAP_BANDS}
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


def business_puzzle(one: Print) -> Puzzle:
    """How businesses stand, who covers her costs, and trades: cuts of those in follow-up, and of those who told."""
    puzzle = Puzzle(f"business in {one.quarter}")
    everybody = [what.value for what in BusinessStatus]
    reported = total(what.value for what in BusinessStatus if what.reported)
    for row in one.rows("business", "owners"):
        puzzle.know(total(row["id"].split("-")), row["cells"]["people"])
    puzzle.know(total(everybody), one.head("in_follow_up"))
    if not one.rows("business", "owners"):
        return puzzle
    under, of = count_and_whole(one.cell("business", "break_even", "all", "under"))
    if under is not None and of is not None:
        puzzle.know(reported, of)
        puzzle.know({"under": 1}, under)
        puzzle.wonder("under break-even", {"under": 1})
        puzzle.wonder("not under break-even", minus(reported, {"under": 1}))
    trades: dict[object, int] = {}
    for at, row in enumerate(one.rows("business", "trades")):
        inside = total((name,) for name in _inside(row, None, at))
        puzzle.know(inside, row["cells"]["owners"])
        trades |= inside
        for name in inside:
            puzzle.wonder(f"trade {name}", {name: 1})
    if trades:
        puzzle.know(minus(trades, reported), 0)
    missing, of = count_and_whole(one.cell("unknown", "unknown", "not_told", "known"))
    if missing is not None:
        puzzle.know({BusinessStatus.NOT_TOLD.value: 1}, missing)
    for what in everybody:
        puzzle.wonder(what, {what: 1})
        puzzle.wonder(f"all but {what}", minus(total(everybody), {what: 1}))
    puzzle.wonder("told", reported)
    return puzzle


def wellbeing_puzzles(one: Print) -> Iterator[Puzzle]:
    for domain in WellbeingDomain:
        puzzle = Puzzle(f"wellbeing, {domain}, in {one.quarter}")
        puzzle.know(total(("better", "worse", "rest")), one.head("in_follow_up"))
        for column in ("better", "worse"):
            count, _ = count_and_whole(one.cell("wellbeing", "change", domain.value, column))
            if count is not None:
                puzzle.know({column: 1}, count)
        for what in ("better", "worse", "rest"):
            puzzle.wonder(what, {what: 1})
            puzzle.wonder(f"not {what}", total({"better", "worse", "rest"} - {what}))
        yield puzzle
    puzzle = Puzzle(f"unknown in {one.quarter}")
    for row in ("unscored", "milestones"):
        count, of = count_and_whole(one.cell("unknown", "unknown", row, "known"))
        if count is not None and of is not None:
            puzzle.know({row: 1}, count)
            puzzle.know(total([row, f"not {row}"]), of)
        puzzle.wonder(row, {row: 1})
        puzzle.wonder(f"not {row}", {f"not {row}": 1})
    for row in ("contradictory", "unread"):
        know(puzzle, [row], one.cell("unknown", "unknown", row, "known"))
        puzzle.wonder(row, {row: 1})
    yield puzzle
