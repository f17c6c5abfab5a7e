"""Who is counted: people join and leave the figures five at a time, so that no report can be subtracted from the next.

A roll goes from quarter to quarter. Whoever has come home waits until five can be counted together, whoever's follow-up
ended likewise, by success, failure and neither. Who went home again joins anew only once the end before is counted:
nobody is in follow-up twice. Of an ending that is counted its kind, main cause, cohort and time are told once that
points at nobody (`disclosure.told`). With ``least=1`` nobody waits: that is what staff see.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import InitVar, dataclass, field
from datetime import date
from typing import Any, ClassVar, NamedTuple

from followup.case.vocabulary import FailureCause, OutcomeClass, OutcomeKind, Term
from followup.schedule.policy import add_months, whole_months
from followup.statistics.case_summary import CaseSummary, person_of
from followup.statistics.disclosure.small_groups import SMALL, releasable_kinds, small
from followup.statistics.quarters import Quarter

SPANS: tuple[tuple[tuple[int, int], ...], ...] = (
    ((0, 0), (1, 12), (13, 36), (37, 999)),
    ((1, 6), (7, 12), (13, 24), (25, 36)),
    ((1, 3), (4, 6), (7, 9), (10, 12), (13, 18), (19, 24), (25, 30), (31, 36)),
)
"""The months after return, first and last, into which failures are told apart: always finer."""
CURVE_MONTHS = (3, 6, 9, 12, 18, 24, 30, 36)
"""The months at which the curve is read."""


@dataclass(slots=True)
class CountedEnding:
    """An ending that is counted, and what of it is told; ``depth`` is how finely its month is.

    ``aside`` says that the curve passes over a failure, because follow-up was reopened; ``second`` what it was taken
    for when the curve was last read another way: a failure, not known, or nothing yet.
    """

    as_list: ClassVar[bool] = True

    person: str
    on: date
    how: OutcomeKind
    cause: FailureCause | None
    cohort: int
    month: int
    quarter: str
    told: set[str] = field(default_factory=set)
    depth: int = 0
    aside: bool = False
    second: str = ""

    @property
    def result(self) -> OutcomeClass:
        """Success, failure or neither."""
        return self.how.result


class CaseloadMovement(NamedTuple):
    """How many were counted in a quarter: at its start, joined, back in follow-up, left by result, and at its end."""

    start: int
    joined: int
    back: int
    left: Mapping[OutcomeClass, int]
    end: int


class CaseloadStep(Term):
    """What somebody does who comes to be counted: she joins, is back in follow-up, or leaves it with a result."""

    JOINED = "joined"
    BACK = "back"
    SUCCESS = OutcomeClass.SUCCESS.value
    FAILURE = OutcomeClass.FAILURE.value
    NEITHER = OutcomeClass.NEITHER.value

    @property
    def result(self) -> OutcomeClass | None:
        """With which result she leaves; None where she does not."""
        return None if self in (CaseloadStep.JOINED, CaseloadStep.BACK) else OutcomeClass(self.value)


KINDS: dict[str, Callable[[CountedEnding], Hashable]] = {
    "kind": lambda one: one.how,
    "cause": lambda one: one.cause,
    "cohort": lambda one: one.cohort,
}
"""What is told of an ending, and how it is known."""


@dataclass
class ReleaseLedger:
    """Everybody counted up to the end of a quarter; ``advance`` takes it to the end of the next.

    ``inside`` are those in follow-up, ``returned`` the year in which each came home, ``cohorts`` those of whom that is
    told. Nobody is counted before there are ``least``.
    """

    writes_defaults: ClassVar[bool] = True

    quarter: Quarter | None = None
    inside: set[str] = field(default_factory=set)
    returned: dict[str, int] = field(default_factory=dict)
    cohorts: set[str] = field(default_factory=set)
    endings: list[CountedEnding] = field(default_factory=list)
    least: InitVar[int] = SMALL

    def __post_init__(self, least: int) -> None:
        self.fewest = least
        self.left = {one.person: one.on for one in self.endings}
        """The day of the last ending of each that is counted."""

    def advance(
        self, summaries: Iterable[CaseSummary], quarter: Quarter, cutoff: date | None = None
    ) -> CaseloadMovement:
        """Count whoever can be counted at the end of a quarter, or at ``cutoff`` where it is not over."""
        summaries = sorted(summaries, key=lambda one: one.stay)
        start, counted = len(self.inside), Counter[CaseloadStep]()
        end = cutoff or quarter.end
        while groups := self._ready(summaries, end):
            step, people = groups
            for summary in people:
                self._count(step, summary, quarter, end)
            counted[step] += len(people)
            if step is CaseloadStep.BACK:
                self._set_aside()
        self.quarter = quarter
        self._set_aside()
        self._tell()
        left = {step.result: n for step, n in counted.items() if step.result}
        return CaseloadMovement(start, counted[CaseloadStep.JOINED], counted[CaseloadStep.BACK], left, len(self.inside))

    # --- counting -------------------------------------------------------------------------------------------------

    def _ready(self, summaries: list[CaseSummary], end: date) -> tuple[CaseloadStep, list[CaseSummary]] | None:
        """The next group that can be counted: those who joined first, then the largest."""
        waiting = self._waiting(summaries, end)
        for step in sorted(waiting, key=lambda step: (step is not CaseloadStep.JOINED, -len(waiting[step]), step)):
            people = waiting[step]
            after = len(self.inside) + len(people) * (-1 if step.result else 1)
            if len(people) >= self.fewest and not self._small(after):
                return step, people
        return None

    def _waiting(self, summaries: list[CaseSummary], end: date) -> dict[CaseloadStep, list[CaseSummary]]:
        """Who waits for what; of a person the next stay waits until she has left the one before."""
        waiting: dict[CaseloadStep, list[CaseSummary]] = defaultdict(list)
        taken = {person_of(one) for one in self.inside}
        for summary in summaries:
            step = self._step(summary, end)
            if step and (step.result or summary.person not in taken):
                waiting[step].append(summary)
                taken.add(summary.person)
        return waiting

    def _step(self, summary: CaseSummary, end: date) -> CaseloadStep | None:
        """What is not counted yet of a case before a day."""
        if summary.returned >= end:
            return None
        if summary.id not in self.returned:
            return CaseloadStep.JOINED
        over = summary.episode_end_on(end) if summary.episode_ends else None
        if summary.id in self.inside:
            return CaseloadStep(over.result.value) if over else None
        return None if over and not self._was_back(summary, end) else CaseloadStep.BACK

    def _was_back(self, summary: CaseSummary, end: date) -> bool:
        """Whether follow-up was reopened since the end of it that is counted; if it ended again, she leaves anew."""
        return any(over.back and self.left[summary.id] < over.back < end for over in summary.episode_ends)

    def _count(self, step: CaseloadStep, summary: CaseSummary, quarter: Quarter, end: date) -> None:
        if not step.result:
            self.inside.add(summary.id)
            self.returned.setdefault(summary.id, summary.returned.year)
            return
        over = summary.episode_end_on(end)
        assert over is not None
        self.inside.remove(summary.id)
        cause = over.causes[0] if over.causes else None
        month = failed_in(summary, over.on)
        aside = summary.id in self.left and any(one.person == summary.id for one in self.failed())
        self.endings.append(
            CountedEnding(summary.id, over.on, over.how, cause, summary.returned.year, month, str(quarter), aside=aside)
        )
        self.left[summary.id] = over.on

    def _small(self, people: int) -> bool:
        return self.fewest > 1 and small(people)

    # --- telling --------------------------------------------------------------------------------------------------

    def _tell(self) -> None:
        self._tell_cohorts()
        for result in OutcomeClass:
            endings = [one for one in self.endings if one.result is result]
            self._tell_kinds(endings, "kind")
            self._tell_kinds(endings, "cohort", may=lambda year, result=result: self._may(year, result))  # type: ignore[misc]
            if result is OutcomeClass.FAILURE:
                self._tell_kinds(endings, "cause")
                self._tell_months([one for one in endings if not one.aside])

    def _tell_cohorts(self) -> None:
        waiting: dict[int, list[str]] = defaultdict(list)
        for person, year in self.returned.items():
            if person not in self.cohorts:
                waiting[year].append(person)
        for year in self._told(waiting):
            self.cohorts.update(waiting[year])

    def _tell_kinds(self, endings: list[CountedEnding], what: str, may: Callable[[Any], bool] | None = None) -> None:
        waiting: dict[Any, list[int]] = defaultdict(list)
        for at, one in enumerate(endings):
            if what not in one.told:
                waiting[KINDS[what](one)].append(at)

        def of_enough(kind: Any) -> bool:
            """Whether enough people are behind these endings: somebody may have ended twice."""
            return _people(endings[at] for at in waiting[kind]) >= self.fewest and (may is None or may(kind))

        for kind in self._told(waiting, of_enough):
            for at in waiting[kind]:
                endings[at].told.add(what)

    def _told(self, waiting: Mapping[Any, list[Any]], may: Callable[[Any], bool] | None = None) -> tuple[Any, ...]:
        return releasable_kinds(waiting, may=may) if self.fewest > 1 else tuple(waiting)

    def _may(self, year: int, result: OutcomeClass) -> bool:
        """Whether the endings of a cohort can be told without pointing at the few of it who are still followed."""
        home = sum(1 for person, cohort in self.returned.items() if cohort == year and person in self.cohorts)
        mine = [one for one in self.endings if one.cohort == year]
        over = sum("cohort" in one.told or one.result is result for one in mine)
        return over <= home and not small(home - over)

    def _tell_months(self, failures: list[CountedEnding]) -> None:
        """Tell failures apart by always shorter spans of months, where each span gets nobody or at least five."""
        for depth, spans in enumerate(SPANS):
            for outer in ((0, 999),) if not depth else SPANS[depth - 1]:
                mine = [one for one in failures if one.depth == depth and _within(one, outer)]
                inner = [span for span in spans if outer[0] <= span[0] and span[1] <= outer[1]]
                sizes = [_people(one for one in mine if _within(one, span)) for span in inner]
                if inner and not any(map(self._small, sizes)):
                    for one in mine:
                        one.depth += 1

    def readable(self, mark: int) -> bool:
        """Whether the curve can be read at a month: every failure is told to lie before it or after."""
        failures = list(self.failed())
        for depth, spans in enumerate(SPANS):
            outer = next(
                span for span in (((0, 999),) if not depth else SPANS[depth - 1]) if span[0] <= mark <= span[1]
            )
            if any(one.depth <= depth and _within(one, outer) for one in failures):
                return False
            if any(span[1] == mark for span in spans):
                return True
        return False

    def failed(self) -> Iterator[CountedEnding]:
        """The failures that the curve falls by, one of each who failed."""
        return (one for one in self.endings if one.result is OutcomeClass.FAILURE and not one.aside)

    def _set_aside(self) -> None:
        """Pass over the failures of those who are followed again, where five of a span can be set aside together.

        The curve rises by them: if it rose by one to four of a span, their month would be known. Until then they stand.
        """
        last = {one.person: one.result for one in self.endings}
        groups: dict[tuple[int, tuple[int, int]], list[CountedEnding]] = defaultdict(list)
        for one in self.failed():
            groups[one.depth, _span(one)].append(one)
        for failures in groups.values():
            again = [
                one for one in failures if one.person in self.inside or last[one.person] is not OutcomeClass.FAILURE
            ]
            if not self._small(len(again)) and not self._small(len(failures) - len(again)):
                for one in again:
                    one.aside = True


def failed_in(summary: CaseSummary, day: date) -> int:
    """The month after return in which something happened: the 10th goes from nine months up to and including ten."""
    whole = whole_months(summary.returned, day)
    return whole if add_months(summary.returned, whole) == day else whole + 1


def _people(endings: Iterable[CountedEnding]) -> int:
    """How many people these endings are of."""
    return len({person_of(one.person) for one in endings})


def _span(one: CountedEnding) -> tuple[int, int]:
    """The months among which it is told that a failure lies."""
    for spans in reversed(SPANS[: one.depth]):
        for span in spans:
            if _within(one, span):
                return span
    return 0, 999


def _within(one: CountedEnding, span: tuple[int, int]) -> bool:
    return span[0] <= one.month <= span[1]
