"""Whether what is taught prevents what fails: causes of failure with and without a module, before and after a change.

Everybody is compared over the same time, the first twelve months at home, and only those are counted who came home at
least twelve months before the day looked at, failed or not. Without that, later graduates would look better only
because less time has passed for them; and to count those of them who have failed already, and not the others, would
make them look worse. Whose follow-up ended within the twelve months without a failure is left out, because nobody
knows the rest; also if it went on later, because who comes back is not any of those who left.

It is no experiment: who took a module may differ in other ways from who did not.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import partial
from typing import NamedTuple

from followup.case.outcome_words import FailureCause
from followup.case.vocabulary import Term
from followup.monitoring.lessons import Lesson
from followup.schedule.months import add_months
from followup.statistics.proportions import Proportion, difference_interval
from followup.values import Value

COHORT_MONTHS = 12
"""Months after the return over which everybody is compared."""
MIN_GROUP_SIZE = 10
"""People on each side, below which nothing is said of a difference."""
MIN_FAILURES = 5
"""Failures on both sides together, below which nothing is said of a difference."""


class Learner(NamedTuple):
    """One graduate as the evidence sees her. ``followed_until`` is the day follow-up ended, or the day looked at.

    ``failed_on`` is the day of her first failure, ``causes`` why; None and empty where there was none. ``ended_on`` is
    the day on which follow-up first ended, though it may have gone on since. She does not agree to be counted
    ``uncounted_since`` that day, and is then in no comparison.
    """

    case_id: str
    returned: date
    trade: str
    centre: str
    modules: tuple[str, ...]
    followed_until: date
    failed_on: date | None = None
    causes: tuple[FailureCause, ...] = ()
    ended_on: date | None = None
    uncounted_since: date | None = None

    @property
    def year_over(self) -> date:
        """The first day after her first twelve months at home."""
        return add_months(self.returned, COHORT_MONTHS)

    @property
    def left_early(self) -> bool:
        """Whether her follow-up ended within her first twelve months, though it may have gone on since."""
        return (self.ended_on or self.followed_until) < self.year_over

    @property
    def failed(self) -> bool:
        """Whether she failed within her first twelve months."""
        return self.failed_on is not None and self.failed_on < self.year_over

    def failed_for(self, causes: Iterable[FailureCause]) -> bool:
        """Whether she failed within her first twelve months, and for one of these causes."""
        return self.failed and not set(causes).isdisjoint(self.causes)


Side = Callable[[Learner], bool | None]
"""On which side of a comparison somebody is; None where she is on neither."""


class Cohort(NamedTuple):
    """Those who are counted; how many were not followed for a year, and for how many it is not over yet."""

    learners: tuple[Learner, ...]
    left_out: int
    too_recent: int

    @property
    def numbers(self) -> tuple[int, int, int]:
        """How many are counted, were not followed for a year, and are home for less."""
        return len(self.learners), self.left_out, self.too_recent


def select_cohort(learners: Iterable[Learner], as_of: date) -> Cohort:
    """Who is counted on a day: home for twelve months, and followed for as long or failed within them."""
    known = tuple(one for one in learners if one.uncounted_since is None)
    over = [one for one in known if one.year_over <= as_of]
    counted = tuple(one for one in over if one.failed or not one.left_early)
    return Cohort(counted, len(over) - len(counted), len(known) - len(over))


class ComparisonConclusion(Term):
    """What a comparison says of the first group beside the second."""

    FEWER = "fewer"
    MORE = "more"
    NO_DIFFERENCE = "no_difference"
    TOO_FEW = "too_few_to_say"


class Comparison(NamedTuple):
    """Who failed among ``those`` (with the module, or after the change) and among the ``others``."""

    those: Proportion
    others: Proportion

    @property
    def says(self) -> ComparisonConclusion:
        """What may be said: a difference only where its 95% range leaves out none (Newcombe 1998)."""
        if min(self.those.of, self.others.of) < MIN_GROUP_SIZE:
            return ComparisonConclusion.TOO_FEW
        if self.those.count + self.others.count < MIN_FAILURES:
            return ComparisonConclusion.TOO_FEW
        apart = difference_interval(self.those, self.others)
        if apart is None or apart[0] <= 0 <= apart[1]:
            return ComparisonConclusion.NO_DIFFERENCE
        return ComparisonConclusion.FEWER if apart[1] < 0 else ComparisonConclusion.MORE


class GroupComparison(NamedTuple):
    """One group compared twice: with and without the module, after and before the change (None where none was made)."""

    name: str
    taught: Comparison
    change: Comparison | None = None


ChangeDates = tuple[tuple[str, date], ...]
"""From which day on training was changed, by centre; the centre is empty for everywhere."""


class TrainingEvidence(Value):
    """What is known of one module. ``together`` counts failures for any of the causes tied to it.

    ``numbers`` are those of the `Cohort`; ``trade`` is named where only graduates of that trade are compared, because
    the module is that trade.
    """

    module: str
    as_of: date
    causes: tuple[FailureCause, ...]
    numbers: tuple[int, int, int]
    since: ChangeDates
    overall: GroupComparison
    by_cause: tuple[GroupComparison, ...]
    by_trade: tuple[GroupComparison, ...]
    by_centre: tuple[GroupComparison, ...]
    trade: str = ""


def evidence_for(
    module: str,
    causes: Sequence[FailureCause],
    learners: Iterable[Learner],
    lessons: Iterable[Lesson],
    as_of: date,
    trade: str = "",
) -> TrainingEvidence:
    """Failures for the ``causes`` tied to a module, with and without it, before and after the lessons about it."""
    among = select_cohort((one for one in learners if not trade or one.trade == trade), as_of)
    since = change_dates(module, lessons)

    def line(name: str, group: Sequence[Learner], why: Sequence[FailureCause] = causes) -> GroupComparison:
        change = _comparison(group, partial(came_after, since), why) if since else None
        return GroupComparison(name, _comparison(group, partial(was_taught, module), why), change)

    def lines(of: Callable[[Learner], str]) -> tuple[GroupComparison, ...]:
        names = sorted({of(one) for one in among.learners})
        return tuple(line(name, [one for one in among.learners if of(one) == name]) for name in names)

    return TrainingEvidence(
        module=module,
        as_of=as_of,
        causes=tuple(causes),
        numbers=among.numbers,
        since=since,
        overall=line("", among.learners),
        by_cause=tuple(line(cause.value, among.learners, (cause,)) for cause in causes),
        by_trade=() if trade else lines(lambda one: one.trade),
        by_centre=lines(lambda one: one.centre),
        trade=trade,
    )


class CauseFrequency(NamedTuple):
    """How often graduates failed for a cause, in which trades, at which centres, and which modules are tied to it."""

    cause: FailureCause
    seen: Proportion
    trades: tuple[tuple[str, Proportion], ...]
    centres: tuple[tuple[str, Proportion], ...]
    modules: tuple[str, ...]


def cause_frequencies(among: Cohort, prevents: dict[str, list[str]]) -> tuple[CauseFrequency, ...]:
    """Each cause that was named, the most frequent first; ``prevents`` names the causes tied to each module."""
    found = [
        CauseFrequency(
            cause,
            _failure_proportion(among.learners, (cause,)),
            _failures_by_group(among.learners, cause, lambda one: one.trade),
            _failures_by_group(among.learners, cause, lambda one: one.centre),
            tuple(module for module, tied in prevents.items() if cause.value in tied),
        )
        for cause in FailureCause
    ]
    return tuple(sorted((one for one in found if one.seen.count), key=lambda one: -one.seen.count))


def change_dates(module: str, lessons: Iterable[Lesson], cut: date = date.max) -> ChangeDates:
    """From which day on a lesson about the module was first applied before ``cut``, by centre, in the order of days."""
    first: dict[str, date] = {}
    for lesson in lessons:
        for applied in lesson.applied if module in lesson.said.modules else ():
            if applied.on >= cut:
                continue
            for centre in applied.said.centres or ("",):
                first[centre] = min(applied.on, first.get(centre, applied.on))
    return tuple(sorted(first.items(), key=lambda one: (one[1], one[0])))


def was_taught(module: str, one: Learner) -> bool:
    """Whether somebody took a module."""
    return module in one.modules


def came_after(since: ChangeDates, one: Learner) -> bool | None:
    """Whether somebody came home after the change at her centre; None where nothing was changed."""
    days = [day for where, day in since if where in {one.centre, ""}]
    return one.returned >= min(days) if days else None


def both_sides(group: Iterable[Learner], side: Side) -> tuple[list[Learner], list[Learner]]:
    """Those on the one side, and those on the other; who is on neither is left out."""
    sides = [(one, side(one)) for one in group]
    return [one for one, which in sides if which], [one for one, which in sides if which is False]


def _comparison(group: Sequence[Learner], side: Side, causes: Sequence[FailureCause]) -> Comparison:
    those, others = both_sides(group, side)
    return Comparison(_failure_proportion(those, causes), _failure_proportion(others, causes))


def _failures_by_group(
    group: Sequence[Learner], cause: FailureCause, of: Callable[[Learner], str]
) -> tuple[tuple[str, Proportion], ...]:
    names = sorted({of(one) for one in group})
    return tuple((name, _failure_proportion([one for one in group if of(one) == name], (cause,))) for name in names)


def _failure_proportion(group: Sequence[Learner], causes: Sequence[FailureCause]) -> Proportion:
    return Proportion(sum(one.failed_for(causes) for one in group), len(group))
