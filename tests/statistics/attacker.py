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

What he asks of whom stands in `attacks_on_people.py` and `attacks_on_groups.py`. Programmes and their reports are made
in `programmes.py` and `test_attacker.py`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from followup.case.vocabulary import RiskKind, WellbeingDomain
from followup.statistics.case_summary import VisitOutcome
from tests.statistics.attacked_prints import Behind, Json, Print, count_and_whole
from tests.statistics.attacks_on_groups import (
    business_puzzle,
    contact_puzzle,
    flags_puzzle,
    visits_puzzle,
    wellbeing_puzzles,
)
from tests.statistics.attacks_on_people import causes_puzzle, cohorts_puzzle, kinds_puzzle, months_puzzle, second_puzzle
from tests.statistics.puzzle import Contradiction, Puzzle


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


def attack(reports: Sequence[Json], behind: Sequence[Behind] = (), few: Iterable[str] = ()) -> Attack:
    """Everything that is tried on consecutive reports; ``behind`` belongs to them one by one."""
    prints = [Print(one, behind[at] if behind else {}) for at, one in enumerate(reports)]
    done = Attack(frozenset(few))
    over_all = (kinds_puzzle, causes_puzzle, cohorts_puzzle, months_puzzle, second_puzzle, flags_puzzle)
    for puzzle in (make(prints) for make in over_all):
        _try(done, puzzle)
    for one in prints:
        for puzzle in (visits_puzzle(one), contact_puzzle(one), business_puzzle(one), *wellbeing_puzzles(one)):
            _try(done, puzzle)
    _same_figures(done, prints)
    return done


def _try(done: Attack, puzzle: Puzzle) -> None:
    try:
        done.run(puzzle)
    except Contradiction as wrong:
        done.found.append(f"contradiction in {wrong}")


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
    for domain in WellbeingDomain:
        for column in ("better", "worse"):
            share = one.cell("wellbeing", "change", domain.value, column)
            done.compare(f"in follow-up, {domain}", everybody, count_and_whole(share)[1])


def _same_visits(done: Attack, one: Print) -> None:
    due = one.cell("visits", "became", "due", "visits")
    made = one.cell("visits", "became", VisitOutcome.WHEN_DUE.value, "visits")
    for share in (one.head("visits_when_due"), one.cell("visits", "by_place", "all", "when_due")):
        done.compare("visits due", due, count_and_whole(share)[1])
        done.compare("visits done when due", made, count_and_whole(share)[0])
    past = one.cell("flags", "looked_after", "past_review", "value")
    done.compare("flags open at the end", one.cell("flags", "flags", "all", "open_end"), count_and_whole(past)[1])


def _told_of(one: Print, quarter: str) -> dict[str, int | None]:
    """What the table of five quarters says of one."""
    cells = {row["id"]: row["cells"].get(quarter) for row in one.rows("trend", "quarters")}
    made, due = count_and_whole(cells.get("visits_when_due"))
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
