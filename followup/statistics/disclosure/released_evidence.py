"""What may go out of the evidence: for each module who failed with and without it, after and before a change.

Whoever holds one print may hold the next as well, so nobody is to be had by subtracting them (`disclosure.py`):

- **People wait.** Those whose first year at home is over are taken in as soon as there are five of them, and stay what
  they were then. So the number of all who are compared grows by nobody or by at least five.
- **A comparison waits too.** It divides all of them into four: on either side those who failed for the module's causes,
  and the others. It is told once nobody or at least five people are in each of the four, and told again once nobody or
  at least five came into each of them, and left it, since it was told last. Until then it stands as it was told, for a
  year at most. The two comparisons of a module have their failures in common: these, too, may only have grown by nobody
  or by five since either was told.
- **Everybody is in every comparison.** One of some of them only would tell of the others by the difference: what is
  compared within a trade or a centre, cause by cause, or at the centres alone that were changed, is for staff.
"""

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar, NamedTuple

from followup.case import codec
from followup.case.vocabulary import FailureCause
from followup.monitoring.lessons import Lesson
from followup.statistics.evidence import (
    ChangeDates,
    Comparison,
    Learner,
    change_dates,
    returned_after_change,
    select_cohort,
)
from followup.statistics.proportions import Proportion
from followup.statistics.quarters import Quarter, quarters_to_process

Json = Any


def small(people: int) -> bool:
    """Whether so many people are too few to be told of."""
    return 0 < people < 5


Causes = Mapping[str, Sequence[FailureCause]]
"""The causes tied to each module."""
_Cell = tuple[bool | None, bool]
"""On which side somebody is, None on neither; and whether she failed for one of the module's causes."""


class CohortEntry(NamedTuple):
    """One of those compared, as she was in the quarter in which she was taken in; causes where she failed in a year."""

    quarter: str
    returned: date
    centre: str
    modules: tuple[str, ...]
    causes: tuple[FailureCause, ...]


class EvidenceDivision(NamedTuple):
    """How everybody taken in up to a quarter is divided: by having the module, or by a change ``since`` some days."""

    quarter: str
    module: str
    causes: tuple[FailureCause, ...]
    since: ChangeDates = ()

    @property
    def name(self) -> str:
        """Which of the comparisons it is."""
        return _name(self.module, changed=bool(self.since))

    def cell(self, one: CohortEntry) -> _Cell:
        """Where somebody is in the comparison."""
        side = returned_after_change(one.returned, one.centre, self.since) if self.since else self.module in one.modules
        return side, not set(self.causes).isdisjoint(one.causes)


class ReleasedComparison(NamedTuple):
    """A comparison as it was told of the end of a quarter."""

    quarter: Quarter
    compared: Comparison


@dataclass(frozen=True, slots=True)
class EvidenceIncrement:
    """What a publication keeps of the evidence: who came in since the one before, and what is told."""

    writes_defaults: ClassVar[bool] = True

    people: dict[str, CohortEntry]
    told: tuple[EvidenceDivision, ...]


@dataclass(slots=True)
class EvidenceLedger:
    """Who was taken in up to the end of a quarter, and what was told of them; ``advance`` takes it to the next."""

    quarter: Quarter | None = None
    people: dict[str, CohortEntry] = field(default_factory=dict)
    told: dict[str, EvidenceDivision] = field(default_factory=dict)

    def through(
        self, learners: Iterable[Learner], lessons: Sequence[Lesson], causes: Causes, last: Quarter, cut: date
    ) -> "EvidenceLedger":
        """Go on to the end of ``last``, or to ``cut`` where it is not over then."""
        learners = tuple(learners)
        for quarter in quarters_to_process(self.quarter, (one.year_over for one in learners), last):
            self.advance(learners, lessons, causes, quarter, min(quarter.end, cut))
        return self

    def advance(
        self, learners: Iterable[Learner], lessons: Sequence[Lesson], causes: Causes, quarter: Quarter, cut: date
    ) -> None:
        """Take in whoever can be, and tell what can be told at the end of a quarter."""
        waiting = [one for one in select_cohort(learners, cut).learners if one.case_id not in self.people]
        if not small(len(waiting)):
            for one in waiting:
                why = one.causes if one.failed else ()
                self.people[one.case_id] = CohortEntry(str(quarter), one.returned, one.centre, one.modules, why)
        for module, tied in causes.items():
            self._tell(EvidenceDivision(str(quarter), module, tuple(tied)))
            if since := change_dates(module, lessons, cut):
                self._tell(EvidenceDivision(str(quarter), module, tuple(tied), since))
        self.quarter = quarter

    def taught(self, module: str, quarter: Quarter) -> ReleasedComparison | None:
        """Those with the module beside those without it, as it stands in a quarter; None where it is not told."""
        return self._comparison(module, quarter, changed=False)

    def changed(self, module: str, quarter: Quarter) -> ReleasedComparison | None:
        """Those after a change of the module beside those before it."""
        return self._comparison(module, quarter, changed=True)

    def _tell(self, cut: EvidenceDivision) -> None:
        """Tell a comparison, if it gives nobody away beside what was told of its module last."""
        now, last = self._cells(cut), self.told.get(cut.name)
        divided = all(side is not None for side, _ in now.values())
        if divided and now and _safe(now, self._cells(last) if last else {}) and self._failed_safe(cut, now):
            self.told[cut.name] = cut

    def _failed_safe(self, cut: EvidenceDivision, now: Mapping[str, _Cell]) -> bool:
        """Whether who failed can be told beside both comparisons of the module, on whichever side they are."""
        return all(
            _safe(_failed(now), _failed(self._cells(one))) for one in self.told.values() if one.module == cut.module
        )

    def _cells(self, cut: EvidenceDivision) -> dict[str, _Cell]:
        return {person: cut.cell(one) for person, one in self.people.items() if one.quarter <= cut.quarter}

    def _comparison(self, module: str, quarter: Quarter, *, changed: bool) -> ReleasedComparison | None:
        cut = self.told.get(_name(module, changed=changed))
        if cut is None or not (told_of := Quarter.parse(cut.quarter)).valid_in(quarter):
            return None
        cells = Counter(self._cells(cut).values())
        those, others = (
            Proportion(cells[side, True], cells[side, True] + cells[side, False]) for side in (True, False)
        )
        return ReleasedComparison(told_of, Comparison(those, others))

    # --- kept with a publication ----------------------------------------------------------------------------------

    def since(self, before: Collection[str] = ()) -> EvidenceIncrement:
        """What a publication keeps of it: who came in, but for those who were in ``before``; and what is told."""
        people = {person: one for person, one in self.people.items() if person not in before}
        return EvidenceIncrement(people, tuple(self.told.values()))

    def take_up(self, quarter: Quarter, data: Json) -> None:
        """Go on from what a publication of a quarter kept, after those of earlier ones."""
        kept: EvidenceIncrement = codec.from_json(EvidenceIncrement, data)
        self.quarter = quarter
        self.people |= kept.people
        self.told |= {cut.name: cut for cut in kept.told}


def _name(module: str, *, changed: bool) -> str:
    return f"{module} changed" if changed else module


def _safe(now: Mapping[str, Hashable], then: Mapping[str, Hashable]) -> bool:
    """Whether nobody or at least five people are in each cell now, and came into it or left it since ``then``."""
    came = Counter(cell for person, cell in now.items() if then.get(person) != cell)
    left = Counter(cell for person, cell in then.items() if now.get(person) != cell)
    return not any(map(small, (*Counter(now.values()).values(), *came.values(), *left.values())))


def _failed(cells: Mapping[str, _Cell]) -> dict[str, bool]:
    return {person: failed for person, (_, failed) in cells.items()}
