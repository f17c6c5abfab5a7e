"""What may go out of the evidence: of each module who failed with and without it, after and before it was changed.

Neighbours see whose follow-up ended within her first year at home, and not how. So however many are compared, those
who failed are hidden only among these: whoever was followed for the whole year is known not to have failed in it. And
how many are compared says how many of these failed, for any cause, because who left otherwise is left out.

So evidence is told in quarters in which the results of all follow-up are told anew, and then only if

- five more at least have ended in their first year since it was told last, and not nearly all of them failed;
- no failure is known by crossing this with when the results, and at which months the curve, were told: also of those
  who ended later, or whose year is not over, for these are what the results leave;
- in each of the groups compared, too, five more ended in their first year, mixed, or nobody.

Until then what was told last stands, whole, with its quarter. Of it counts are kept, and no person.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from typing import ClassVar, NamedTuple

from followup.case.outcome_words import FailureCause
from followup.monitoring.lessons import Lesson
from followup.schedule.months import add_months
from followup.statistics.crossing import Left, failures_hidden
from followup.statistics.evidence import (
    COHORT_MONTHS,
    ChangeDates,
    Comparison,
    Learner,
    Side,
    both_sides,
    came_after,
    change_dates,
    was_taught,
)
from followup.statistics.proportions import Proportion
from followup.statistics.quarters import Quarter
from followup.statistics.release import MIN_NEW, MIN_PEOPLE, tells
from followup.values import Value, field, replace

Causes = Mapping[str, Sequence[FailureCause]]
"""The causes tied to each module."""


class EndedCounts(NamedTuple):
    """How many people's follow-up ended, and how many of these failed."""

    ended: int = 0
    failed: int = 0

    def hides(self, last: "EndedCounts") -> bool:
        """Whether nobody more ended than when it was told last, or enough of whom enough did not fail."""
        ended, failed = self.ended - last.ended, self.failed - last.failed
        if not (ended or failed):
            return True
        return failed >= 0 and tells({"failed": failed, "other": ended - failed}, ["failed"])


NOBODY = EndedCounts()


class GroupCounts(NamedTuple):
    """A group that is compared: how many people; who of all ended in her first year; how many failed for the causes."""

    people: int = 0
    ended: EndedCounts = NOBODY
    failed_for: int = 0

    @property
    def share(self) -> Proportion:
        """How many of how many failed for one of the causes."""
        return Proportion(self.failed_for, self.people)

    def hides(self, last: "GroupCounts") -> bool:
        """Whether it can be told after it was told ``last``; what neighbours see decides whether it is large enough."""
        seen = self.people - self.ended.failed + self.ended.ended
        more = self.failed_for - last.failed_for
        return seen >= MIN_PEOPLE and self.ended.hides(last.ended) and more >= 0


class ReleasedComparison(NamedTuple):
    """A comparison as it was told of the end of a quarter."""

    quarter: Quarter
    compared: Comparison


class EvidenceTelling(Value):
    """Both groups of a comparison when it was told last; after a change ``since`` some days where it is of that.

    ``silent`` stands for what a version before this one told of the same people: it counts as told and is not shown.
    """

    writes_defaults: ClassVar[bool] = True

    quarter: Quarter
    those: GroupCounts
    others: GroupCounts
    since: ChangeDates = ()
    silent: bool = False

    @property
    def released(self) -> ReleasedComparison | None:
        """It as it is shown."""
        return (
            None if self.silent else ReleasedComparison(self.quarter, Comparison(self.those.share, self.others.share))
        )


class EvidenceTellings(Value):
    """What later quarters need of what was told: in which quarters, of how many, and each comparison by its name.

    ``first_year`` are those whose follow-up had ended in their first year, which was over, when any was told last.
    ``refused`` are the quarters in which it was not told although enough more had, and the same of the results.
    """

    writes_defaults: ClassVar[bool] = True

    quarters: tuple[Quarter, ...] = ()
    first_year: EndedCounts = NOBODY
    told: Mapping[str, EvidenceTelling] = field(default_factory=dict)
    refused: tuple[Quarter, ...] = ()
    results_refused: tuple[Quarter, ...] = ()

    def taught(self, module: str) -> ReleasedComparison | None:
        """Those with the module beside those without it, as it was told last; None where it is not told yet."""
        return self._released(module)

    def changed(self, module: str) -> ReleasedComparison | None:
        """Those after a change of the module beside those before it."""
        return self._released(_changed(module))

    def _released(self, name: str) -> ReleasedComparison | None:
        telling = self.told.get(name)
        return telling.released if telling else None


class ResultsTold(NamedTuple):
    """Up to which day the quarter is looked at, in which quarters results were told, and the curve's months when last.

    The quarter itself is among them where its results are told anew.
    """

    cutoff: date
    quarters: tuple[Quarter, ...]
    months: tuple[int, ...] = ()


def release_evidence(
    before: EvidenceTellings,
    learners: Sequence[Learner],
    lessons: Sequence[Lesson],
    causes: Causes,
    quarter: Quarter,
    results: ResultsTold,
) -> EvidenceTellings:
    """What is told at the end of a quarter: anew, or as it was told ``before``.

    Once somebody who was in it does not agree to be counted any more, it stands as it was told: those who failed are
    hidden among so few that a comparison without her would tell of her.
    """
    everybody = tuple(one for one in learners if one.uncounted_since is None)
    before = _with_results_refused(before, everybody, quarter, results)
    if quarter not in results.quarters or quarter in (*before.quarters, *before.refused):
        return before
    if _somebody_left(learners, before):
        return before
    home = [one for one in everybody if one.year_over <= results.cutoff]
    first_year = _group(home, ()).ended
    crossed = _Crossed(everybody, before, results)
    if not (first_year.hides(before.first_year) and crossed.hides(lambda _: None)):
        enough = first_year.ended - _taken(home, crossed.ends[:-1]) >= MIN_NEW
        return replace(before, refused=(*before.refused, quarter)) if enough else before
    told = dict(before.told)
    for module, tied in causes.items():
        for name, side, since in _comparisons(module, lessons, results.cutoff):
            now = _telling(home, side, tied, quarter, since)
            if now and crossed.hides(side):
                _renew(told, name, now, _base_of_change(before, module, home, since) if since else None)
    if told == before.told:
        return before
    return replace(before, quarters=(*before.quarters, quarter), first_year=first_year, told=told)


def _somebody_left(learners: Iterable[Learner], before: EvidenceTellings) -> bool:
    """Whether somebody was in what was told, and does not agree to be counted any more."""
    last = before.quarters[-1] if before.quarters else None
    gone = (one for one in learners if one.uncounted_since is not None)
    return last is not None and any(
        one.uncounted_since is not None and one.uncounted_since > last.last and one.year_over <= last.end
        for one in gone
    )


def _with_results_refused(
    before: EvidenceTellings, everybody: Sequence[Learner], quarter: Quarter, results: ResultsTold
) -> EvidenceTellings:
    """With the quarter, if its results were not told though enough more follow-up had ended: that tells too."""
    if quarter in (*results.quarters, *before.results_refused):
        return before
    last = max((*results.quarters, *before.results_refused), default=None)
    ended = sum(_left_on(one) < results.cutoff and (last is None or _left_on(one) >= last.end) for one in everybody)
    if ended < (MIN_NEW if last else MIN_PEOPLE):
        return before
    return replace(before, results_refused=(*before.results_refused, quarter))


def _taken(home: Iterable[Learner], ends: Sequence[date]) -> int:
    """How many of those who left in their first year were so at the last of some days."""
    return sum(one.left_early and one.year_over <= max(ends, default=date.min) for one in home)


def silent_tellings(
    learners: Iterable[Learner], lessons: Sequence[Lesson], causes: Causes, quarter: Quarter
) -> EvidenceTellings:
    """As if at the end of a quarter all had been told, and is not shown: for what a version before this one told.

    It told the same people's counts under another rule, in that quarter or an earlier one; what is told from here on is
    five people more than either.
    """
    home = [one for one in learners if one.year_over <= quarter.end]
    silent = {
        name: replace(telling, silent=True)
        for module, tied in causes.items()
        for name, side, since in _comparisons(module, lessons, quarter.end)
        if (telling := _telling(home, side, tied, quarter, since))
    }
    return EvidenceTellings((quarter,), _group(home, ()).ended, silent)


# --- groups -----------------------------------------------------------------------------------------------------------


def _group(home: Iterable[Learner], causes: Sequence[FailureCause]) -> GroupCounts:
    """The counts of a group whose first year at home is over."""
    home = tuple(home)
    compared = sum(one.failed or not one.left_early for one in home)
    first_year = [one.failed for one in home if one.left_early]
    return GroupCounts(
        compared, EndedCounts(len(first_year), sum(first_year)), sum(one.failed_for(causes) for one in home)
    )


def _left_on(one: Learner) -> date:
    """The day on which her follow-up first ended; far ahead where it goes on."""
    return one.ended_on or one.failed_on or date.max


def _comparisons(module: str, lessons: Sequence[Lesson], cutoff: date) -> Iterator[tuple[str, Side, ChangeDates]]:
    """What is compared of a module, by name: with and without it, and, where it was changed, after and before."""
    yield module, partial(was_taught, module), ()
    if since := change_dates(module, lessons, cutoff):
        yield _changed(module), partial(came_after, since), since


def _telling(
    home: Sequence[Learner], side: Side, causes: Sequence[FailureCause], quarter: Quarter, since: ChangeDates
) -> EvidenceTelling | None:
    """Both groups as they are; None where there is a centre at which the change was not made."""
    those, others = both_sides(home, side)
    if len(those) + len(others) < len(home):
        return None
    return EvidenceTelling(quarter, _group(those, causes), _group(others, causes), since)


def _changed(module: str) -> str:
    return f"{module} changed"


# --- when it is told anew ---------------------------------------------------------------------------------------------


def _renew(
    told: dict[str, EvidenceTelling], name: str, now: EvidenceTelling, base: EvidenceTelling | None = None
) -> None:
    """Tell a comparison anew, if both groups can be told after what was told of them last."""
    last = told.get(name) or base or EvidenceTelling(now.quarter, GroupCounts(), GroupCounts(), now.since)
    if last.since == now.since and now.those.hides(last.those) and now.others.hides(last.others):
        told[name] = now


def _base_of_change(
    before: EvidenceTellings, module: str, home: Iterable[Learner], since: ChangeDates
) -> EvidenceTelling | None:
    """What is known of those before a change from what was told when nobody after it could be counted yet.

    Where some could, it is not known on which side they were: then nothing is told of the change.
    """
    if not before.quarters:
        return None
    last = before.quarters[-1]
    counted = [one for one in home if one.year_over <= last.end]
    if any(came_after(since, one) for one in counted):
        return EvidenceTelling(last, GroupCounts(), GroupCounts())  # of no change, and so never told anew
    told = before.told.get(module)
    failed_for = told.those.failed_for + told.others.failed_for if told else 0
    return EvidenceTelling(last, GroupCounts(), GroupCounts(0, before.first_year, failed_for), since)


class _KnownEnd(NamedTuple):
    """An end of her follow-up: by when the results told it, and evidence took her in, or else the curve's span."""

    one: Learner
    told: Quarter
    taken: date | None
    span: int | None
    failed: bool


class _Crossed:
    """Everybody, by when the results told her end, and by when evidence took her in, or the curve's span.

    Quarters in which they were refused count as those in which they were told: a refusal says that many had failed.
    """

    def __init__(self, learners: Sequence[Learner], before: EvidenceTellings, results: ResultsTold) -> None:
        self.months = tuple(month for month in results.months if month >= COHORT_MONTHS)
        self.told = sorted({*results.quarters, *before.results_refused})
        self.ends = (*(quarter.end for quarter in sorted({*before.quarters, *before.refused})), results.cutoff)
        self._known = [end for one in learners for end in self._ends_of(one)]

    def hides(self, side: Side) -> bool:
        """Whether no failure is known where it is told besides on which side of a comparison they were."""
        return failures_hidden(
            Left(end.told, (end.taken, side(end.one)) if end.taken else end.span, end.failed) for end in self._known
        )

    def _ends_of(self, one: Learner) -> Iterator[_KnownEnd]:
        """Her first end, and a failure after it that is not the same."""
        day = one.failed_on if one.failed and one.failed_on else _left_on(one)
        taken = next((end for end in self.ends if one.year_over <= end), None) if one.left_early else None
        yield from self._end_on(one, day, taken, failed=one.failed or one.failed_on == day)
        if one.failed_on and one.failed_on != day:
            yield from self._end_on(one, one.failed_on, None, failed=True)

    def _end_on(self, one: Learner, day: date, taken: date | None, *, failed: bool) -> Iterator[_KnownEnd]:
        told = next((quarter for quarter in self.told if day < quarter.end), None)
        if told:
            yield _KnownEnd(one, told, taken, None if taken else _span(one, day, self.months), failed)


def _span(one: Learner, day: date, months: Iterable[int]) -> int | None:
    """The last month of the curve's span in which somebody's follow-up ended; spans within a year are one."""
    return next((month for month in months if day <= add_months(one.returned, month)), None)
