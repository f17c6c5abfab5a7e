"""What the reader asks of ends of follow-up, of all prints at once: with which result, of what kind, for what cause."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from math import log

from followup.case.outcome_words import FailureCause, OutcomeClass, OutcomeKind
from followup.case.vocabulary import Term
from followup.schedule.months import whole_months
from followup.statistics.evidence import Learner
from followup.statistics.proportions import Z_95
from followup.statistics.quarters import Quarter
from followup.statistics.release import MIN_NEW, MIN_PEOPLE, READER_KNOWS
from tests.statistics.attacked_prints import Ending, Json, Print, counted, counts, is_told, whole_number
from tests.statistics.puzzle import ENDLESS, Limit, Name, Puzzle, Terms, plus, total


class Unnamed(Term):
    """A failure of which no cause is written down."""

    NO_CAUSE = "no_cause"


Step = Mapping[Name, tuple[float, int]]
"""The switches of a step of the curve: for each how many are exposed and how many fail."""
MODULES = {
    "small-business": (FailureCause.DEBT, FailureCause.NO_BUSINESS_TRAINING),
    "life-skills": tuple(FailureCause)[2:6],
}
"""The modules that are compared, with the causes tied to them."""
KINDS = {"kinds": "", **{f"kinds_{result}": result.value for result in OutcomeClass}}
"""The tables of kinds, and of which result each is."""
FAILURE, NO_CAUSE = OutcomeClass.FAILURE, Unnamed.NO_CAUSE
SLACK = 1e-3
"""How much wider the range of a share is taken than it is reckoned, step by step."""
LEAST = 1e-9
"""No share but 0 is smaller."""
BY_GROUP: Mapping[str, Callable[[Ending], str]] = {
    "cohorts": lambda one: str(one.life.returned.year),
    "by_district": lambda one: one.life.place.district,
    "by_trade": lambda one: one.life.trade,
}
"""What a table of results may be crossed with that neighbours see; none is, but he looks."""


def endings_puzzle(prints: Sequence[Print], records: Sequence[Sequence[Ending]], *, refusals: bool) -> Puzzle:
    """Everything that is printed of ends of follow-up, each telling once, and, with ``refusals``, that some are not."""
    puzzle = Puzzle("endings")
    standing = {one.key for there in records[-1:] for one in there}
    records = [counted(there) for there in records]
    for ending in {one.key: one for there in records for one in there}.values():
        _describe(puzzle, ending, asked=ending.key in standing and not ending.version)
    there_in = {str(one.quarter): there for one, there in zip(prints, records, strict=True)}
    for one, there in zip(prints, records, strict=True):
        for (section, name), table in one.tables.items():
            if one.tells_anew(section, name):
                _read(puzzle, one, there, section, name, table)
            elif section == "outcomes" and refusals:
                _refused(puzzle, one, there, there_in.get(table["held"], ()), name)
        _lessons(puzzle, one, there)
        _evidence(puzzle, one, there)
    return puzzle


def _describe(puzzle: Puzzle, ending: Ending, *, asked: bool) -> None:
    """What an end may be, what it is, and what is asked: whether it is known to be a failure, of which kind and cause.

    Of what was written down by mistake and withdrawn nothing is asked: it happened to nobody. Nor of what was put
    right: she is told here which records were, so that nothing is concluded from too little, and nobody outside is.
    """
    key, result, failed = ending.key, ending.how.result, ending.how.result is FAILURE
    truth: dict[object, int] = {one: int(one is result) for one in OutcomeClass}
    truth |= {one: int(one is ending.how) for one in OutcomeKind}
    truth |= {one: int(failed and one == (ending.cause or NO_CAUSE)) for one in (*FailureCause, NO_CAUSE)}
    truth |= {named_too(one): int(failed and one in ending.causes) for one in FailureCause}
    puzzle.unit(key, ending.life.person, truth)
    puzzle.know(total((key, one) for one in OutcomeClass), 1)
    for one in OutcomeClass:
        puzzle.know(plus(total((key, how) for how in OutcomeKind if how.result is one), {(key, one): -1}), 0)
    puzzle.know(plus(total((key, why) for why in (*FailureCause, NO_CAUSE)), {(key, FAILURE): -1}), 0)
    for cause in FailureCause:
        puzzle.know({(key, named_too(cause)): 1, (key, cause): -1}, 0, 1)
        puzzle.know({(key, FAILURE): 1, (key, named_too(cause)): -1}, 0, 1)
    for what in (
        ()
        if not asked
        else (
            FAILURE,
            *(how for how in OutcomeKind if how.result is FAILURE),
            *FailureCause,
            *map(named_too, FailureCause),
        )
    ):
        puzzle.wonder((key, what))


def named_too(cause: FailureCause) -> str:
    """A cause that was named at all, first or not."""
    return f"{cause} was named"


def _read(puzzle: Puzzle, one: Print, there: Sequence[Ending], section: str, name: str, table: Json) -> None:
    if section == "outcomes" and name in ("quarter", "results"):
        mine = [end for end in there if name == "results" or one.quarter.start <= end.on]
        _classes(puzzle, mine, {result.value: result for result in OutcomeClass}, table)
    elif section == "outcomes" and name in KINDS:
        _classes(puzzle, there, {how.value: how for how in OutcomeKind if KINDS[name] in ("", how.result)}, table)
    elif section == "outcomes" and name == "causes":
        _classes(puzzle, there, {cause.value: cause for cause in (*FailureCause, NO_CAUSE)}, table)
        _classes(puzzle, there, {cause.value: named_too(cause) for cause in FailureCause}, table, "named")
    elif section == "outcomes" and name in BY_GROUP:
        _crossed(puzzle, there, BY_GROUP[name], table)
    elif section == "survival" and name in ("curve", "second"):
        CurveReader(puzzle, one, there, OutcomeKind.NO_CONTACT if name == "second" else None).read(table)


def _classes(
    puzzle: Puzzle, there: Sequence[Ending], classes: Mapping[str, object], table: Json, column: str = "people"
) -> None:
    """How many are in each class: a class that has no row is nobody's."""
    if any(row["merged"] for row in table["rows"]) or column not in table["rows"][0]["cells"]:
        return
    known = counts(table, column)
    for row, what in classes.items():
        if row in known or row not in {row["id"] for row in table["rows"]}:
            puzzle.know(total((end.key, what) for end in there), known.get(row, 0))
    whole = whole_number(table["total"]["cells"].get(column)) if table["total"] else None
    if whole is not None and column == "people" and table["id"] == "causes":
        puzzle.know(total((end.key, FAILURE) for end in there), whole)


# --- what was not told --------------------------------------------------------------------------------------------


def _refused(puzzle: Puzzle, one: Print, now: Sequence[Ending], last: Sequence[Ending], name: str) -> None:
    """A table that was not told anew although enough had ended: nearly all who came in are in one class, or one fell.

    Of kinds and causes that is only known where the results were told, so that it is known how many failed. A later end
    of somebody hides nobody.
    """
    if name == "results":
        harmful: Sequence[object] = (FAILURE,)
    elif name in ("causes", "kinds_failure") and one.tells_anew("outcomes", "results"):
        harmful = (
            tuple(FailureCause) if name == "causes" else tuple(how for how in OutcomeKind if how.result is FAILURE)
        )
    else:
        return
    least, more = MIN_NEW if last else MIN_PEOPLE, len(now) - len(last)
    if more < least:
        return
    gone = {end.key for end in last} - {end.key for end in now}
    rise = READER_KNOWS + 2 * sum(not end.is_first for end in now)
    first_now, first_last = ([end for end in ends if end.is_first] for ends in (now, last))
    first = len(first_now) - len(first_last)
    if name == "results":
        weighed = _more(first_now, first_last, FAILURE)
        cases: list[list[Limit]] = [[(weighed, first - READER_KNOWS - 1, ENDLESS)]]
        cases += [[(weighed, -ENDLESS, first - more - 1)]] if last else []
        cases += [[(weighed, -ENDLESS, first - more + rise)]] if gone else []
    else:
        later = _more([end for end in now if not end.is_first], [end for end in last if not end.is_first], FAILURE)
        cases = [[(_more(now, last, FAILURE), -ENDLESS, MIN_NEW - 1)], [(later, -ENDLESS, least - first - 1)]]
        for what in harmful:
            others = plus(later, {name: -times for name, times in _more(now, last, what).items()})
            cases.append([(others, -ENDLESS, READER_KNOWS + 1 - first)])
            cases += [[(_more(now, last, what), -ENDLESS, rise if gone else -1)]] if last else []
    puzzle.one_of(cases)


def _more(now: Sequence[Ending], last: Sequence[Ending], what: object) -> Terms:
    """How many more there are of a class than when it was told last."""
    return plus(total((end.key, what) for end in now), total(((end.key, what) for end in last), -1))


# --- tables that must not be there --------------------------------------------------------------------------------


def _crossed(puzzle: Puzzle, there: Sequence[Ending], group: Callable[[Ending], str], table: Json) -> None:
    for result in OutcomeClass:
        for name, number in counts(table, result.value).items():
            puzzle.know(total((end.key, result) for end in there if group(end) == name), number)


def _lessons(puzzle: Puzzle, one: Print, there: Sequence[Ending]) -> None:
    """A lesson that is printed with its causes was drawn from somebody who failed for one of them in its quarter."""
    for lesson in one.brief["lessons"] if one.brief else ():
        for cause in lesson.get("causes", ()):
            quarter = _quarter_of(lesson["since"])
            mine = [end for end in there if quarter.holds(end.on)]
            puzzle.know(total((end.key, FailureCause(cause)) for end in mine), 1, len(mine))


def _quarter_of(when: str) -> Quarter:
    return Quarter.of(date.fromisoformat(when)) if "-" in when else Quarter.parse(when)


def _evidence(puzzle: Puzzle, one: Print, there: Sequence[Ending]) -> None:
    """How many are compared with and without a module, and how many of these failed for its causes in the first year.

    Whoever's first year went by without an end is compared; of the others only who failed. Neighbours do not see which
    modules somebody took.
    """
    ends: dict[str, list[Ending]] = {}
    for end in there:
        ends.setdefault(end.life.id, []).append(end)
    home = [her for her in one.learners if her.year_over <= one.cutoff and her.uncounted_since is None]
    for module, telling in one.evidence.told.items():
        for side, group in ((True, telling.those), (False, telling.others)) if telling.quarter == one.quarter else ():
            compared, failed_for, others = [], [], 0
            for her in home:
                took = _took(puzzle, her, module, side)
                mine = [end for end in ends.get(her.case_id, ()) if end.on < her.year_over]
                left = her.left_early
                compared.append(
                    _both(puzzle, took, _any(puzzle, [(end.key, FAILURE) for end in mine])) if left else took
                )
                causes = [(end.key, named_too(cause)) for end in mine for cause in MODULES[module]]
                failed_for.append(_both(puzzle, took, _any(puzzle, causes)))
                others += len(mine) > 1
            puzzle.know(total(compared), group.people)
            puzzle.know(total(failed_for), group.failed_for, group.failed_for + others)


def _took(puzzle: Puzzle, her: Learner, module: str, side: bool) -> Name:
    """Whether she took a module, or did not: a thing of hers that is not asked for."""
    unit = (her.case_id, module)
    if unit not in puzzle.people:
        took = module in her.modules
        puzzle.unit(unit, her.case_id, {True: int(took), False: int(not took)})
        puzzle.know(total([(unit, True), (unit, False)]), 1)
    return unit, side


def _both(puzzle: Puzzle, one: Name, other: Name) -> Name:
    """Whether both are so."""
    switch = puzzle.helper()
    for name in (one, other):
        puzzle.know({name: 1, switch: -1}, 0, 1)
    puzzle.know({one: 1, other: 1, switch: -1}, 0, 1)
    return switch


def _any(puzzle: Puzzle, names: Sequence[Name]) -> Name:
    """Whether any of these is so."""
    switch = puzzle.helper()
    puzzle.know(plus(total(names), {switch: -1}), 0, ENDLESS)
    puzzle.know(plus(total(names), {switch: -max(len(names), 1)}), -ENDLESS, 0)
    return switch


# --- the curve ----------------------------------------------------------------------------------------------------


@dataclass
class CurveReader:
    """Reads a curve backwards. Who was observed how long neighbours see; how many of those who left failed she asks.

    The share at a month is a product over what went before, so its logarithm is a sum of what each number of failures
    would add to it; and so is Greenwood's, of which the range is made. Of Kaplan and Meier's curve the steps are
    months, of a life table the spans between the marks that are told. ``not_counted`` are failures of a kind that a
    second reading takes for not known.
    """

    puzzle: Puzzle
    one: Print
    there: Sequence[Ending]
    not_counted: OutcomeKind | None

    def __post_init__(self) -> None:
        first = {}
        for end in self.there:
            first.setdefault(end.life.id, end)
        self.ends = list(first.values())
        lives = [life for life in self.one.lives if life.uncounted_since is None and life.returned < self.one.cutoff]
        followed = [life for life in lives if life.id not in first]
        self.going_on = [whole_months(life.returned, self.one.cutoff - timedelta(days=1)) for life in followed]

    def read(self, table: Json) -> None:
        """What each reading says."""
        shares = {int(row["id"]): row["cells"]["value"] for row in table["rows"] if is_told(row["cells"]["value"])}
        steps = self._by_month() if self.one.internal else self._by_span(sorted({*shares, *self._marks()}))
        for mark, value in shares.items():
            if value["percent"] is not None:
                self._reading([step for month, step in steps if month <= mark], value)

    def _marks(self) -> list[int]:
        """The months at which the curve is told."""
        table = self.one.table("survival", "curve")
        return [int(row["id"]) for row in table["rows"] if is_told(row["cells"]["value"])] if table else []

    def _reading(self, steps: Sequence[Step], value: Json) -> None:
        low, high = map(log, _rounded(value["percent"]))
        self.puzzle.know(_sum(steps, _log_share), low if value["percent"] else -ENDLESS, high)
        if value["low"] is not None:
            self.puzzle.know(_sum(steps, _greenwood_step), *_greenwood(low, high, value["low"], value["high"]))

    def _by_span(self, marks: Sequence[int]) -> list[tuple[int, Step]]:
        """The spans of a life table: who left one without failing counts for half of it."""
        steps = []
        before, at_start = -1, len(self.ends) + len(self.going_on)
        for mark in marks:
            inside = [end for end in self.ends if before < end.month <= mark]
            after = sum(end.month > mark for end in self.ends) + sum(months >= mark for months in self.going_on)
            exposed = [(at_start + after + failed) / 2 for failed in range(len(inside) + 1)]
            steps.append((mark, self._step([inside], {(n,): (exposed[n], n) for n in range(len(exposed))})))
            before, at_start = mark, after
        return steps

    def _by_month(self) -> list[tuple[int, Step]]:
        """Month by month: who failed between two months is observed at the second, who left otherwise is not."""
        steps = []
        for month in sorted({end.month for end in self.ends}):
            inside = [
                [end for end in self.ends if end.month == month and (end.months < month) is late]
                for late in (False, True)
            ]
            sure = sum(end.months >= month for end in self.ends) + sum(months >= month for months in self.going_on)
            numbers = product(*(range(len(ends) + 1) for ends in inside))
            steps.append((month, self._step(inside, {two: (sure + two[1], sum(two)) for two in numbers})))
        return steps

    def _step(self, groups: Sequence[Sequence[Ending]], numbers: Mapping[tuple[int, ...], tuple[float, int]]) -> Step:
        """A switch for each number of failures there may be in each group; with it how many are exposed and fail."""
        switches = {self.puzzle.helper(): number for number in numbers}
        self.puzzle.know(total(switches), 1)
        for which, ends in enumerate(groups):
            counted = {switch: -number[which] for switch, number in switches.items()}
            self.puzzle.know(plus(self._failed(ends), counted), 0)
        return {switch: numbers[number] for switch, number in switches.items()}

    def _failed(self, ends: Sequence[Ending]) -> Terms:
        failed = total((end.key, FAILURE) for end in ends)
        return plus(failed, total(((end.key, self.not_counted) for end in ends), -1)) if self.not_counted else failed


def _sum(steps: Sequence[Step], of: Callable[[float, int], float]) -> Terms:
    return {switch: of(*number) for step in steps for switch, number in step.items()}


def _log_share(exposed: float, failed: int) -> float:
    return log(1 - failed / exposed) if failed < exposed else -99 if failed else 0


def _greenwood_step(exposed: float, failed: int) -> float:
    return failed / (exposed * (exposed - failed)) if failed < exposed else 0


def _rounded(percent: int) -> tuple[float, float]:
    """From where to where a share is that is printed so; 100% and 0% are printed of nothing else."""
    if percent in (0, 100):
        return max(percent / 100, LEAST), max(percent / 100, LEAST)
    return max(percent - 0.5 * (percent > 1) - (percent == 1), LEAST) / 100, (
        percent + 0.5 + 0.5 * (percent == 99)
    ) / 100


def _greenwood(low: float, high: float, range_low: int, range_high: int) -> tuple[float, float]:
    """The least and most that Greenwood's sum can be, where a share and its range are known in whole percent."""
    found: list[tuple[float, float]] = []
    for hazard in (-low + (low - high) * n / 1_000 for n in range(1_001)):
        if hazard > 0:
            one, other = _spread(hazard, range_low, 1), _spread(hazard, range_high, -1)
            least, most = max(one[0], other[0]), min(one[1], other[1])
            if least <= most:
                found.append((least, most))
    if not found:
        return 0, ENDLESS
    return min(least for least, _ in found) * (1 - SLACK), max(most for _, most in found) * (1 + SLACK)


def _spread(hazard: float, percent: int, sign: int) -> tuple[float, float]:
    ends = []
    for one in _rounded(percent):
        limit = min(one, 1 - LEAST)
        ends.append((max(sign * log(-log(limit) / hazard), 0) * hazard / Z_95) ** 2)
    return min(ends), max(ends)
