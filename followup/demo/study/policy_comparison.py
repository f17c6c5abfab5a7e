"""The same invented lives under three follow-up policies: what each of them would have seen, and when."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from followup.case.outcome_words import OutcomeKind
from followup.case.vocabulary import Severity
from followup.demo.records.caseload import CaseloadGenerator, LifeAndCase
from followup.demo.study.observer import Observer
from followup.demo.world.life_model import Life
from followup.demo.world.outcome_model import DAYS_PER_MONTH
from followup.demo.world.troubles import Trouble
from followup.messages import say
from followup.schedule.policy import Policy
from followup.scheduler import Scheduler
from followup.statistics.report import Proportion, median
from followup.values import Value


class Rhythm(NamedTuple):
    """How often visits come: as a heading, and in a sentence."""

    label: str
    visits: str


RHYTHMS = {
    "monthly-36": Rhythm(say("Every month"), say("monthly visits")),
    "months-3-and-6": Rhythm(say("Months 3 and 6"), say("visits at months 3 and 6")),
    "once-at-6-weeks": Rhythm(say("Once, 6 weeks"), say("one visit after six weeks")),
}
"""The policies that are compared, by their rhythm alone; the first is the one the others are held against."""
MONTHS_TO_ACT = 3
"""Months before a business closes in which something could still be done."""


class GroundTruth(Value):
    """What is so in one life up to today, whether or not anybody sees it.

    Her business ``closed`` on a day, or it ``goes_on`` and nothing is going wrong; both are untrue where she has
    none, or where something else is on its way. Nobody finds her from ``lost_since`` on. Each of the ``dangers`` has
    its end.
    """

    home: bool
    known_until: date
    closed: date | None
    goes_on: bool
    lost_since: date | None
    dangers: tuple[Trouble, ...]

    @classmethod
    def of(cls, life: Life, today: date) -> "GroundTruth":
        """The truth of a life up to its end, or up to the day from which nobody found her."""
        circumstances, outcome = life.circumstances, life.outcome
        home = circumstances.returned <= today
        lost_since = life.lost_since if life.lost(today) else None
        end = circumstances.day(outcome.month) if life.is_over(today) else None
        known_until = min(day for day in (end, lost_since, today + timedelta(days=1)) if day)
        return cls(
            home=home,
            known_until=known_until,
            closed=end if outcome.ending is OutcomeKind.BUSINESS_CLOSED else None,
            goes_on=home and bool(life.figures) and not outcome.months_visible and lost_since is None,
            lost_since=lost_since,
            dangers=tuple(_dangers(life, known_until)),
        )


def _dangers(life: Life, known_until: date) -> Iterator[Trouble]:
    for one in life.troubles:
        if one.severity is Severity.DANGER and one.start < known_until:
            yield one._replace(until=min(one.until or known_until, known_until))


class Observation(NamedTuple):
    """What visits under one policy saw of one life, None for what they did not.

    ``sign`` is the day of the first sign of a failing business, ``missed`` the day it was noticed that she is not
    found any more, ``dangers`` the day on which each of them was written down.
    """

    visits: int
    sign: date | None
    missed: date | None
    dangers: tuple[date | None, ...]

    @classmethod
    def of(cls, truth: GroundTruth, observer: Observer) -> "Observation":
        """What an observer sees of a life; asked only for what is so, and for signs in businesses that go on."""
        return cls(
            visits=len(observer.visit_days),
            sign=observer.first_sign(truth.known_until) if truth.closed or truth.goes_on else None,
            missed=observer.missed(truth.lost_since) if truth.lost_since else None,
            dangers=tuple(observer.flagged_on(one) for one in truth.dangers),
        )


class ExtraDetections(NamedTuple):
    """How many failing businesses, disappearances and dangers one policy saw and another did not."""

    signs: int
    missed: int
    dangers: int


class PolicyResult(Value):
    """What one policy saw of all lives. Shares are of the same lives under every policy."""

    rhythm: Rhythm
    policy: Policy
    lives: tuple[tuple[GroundTruth, Observation], ...]

    @property
    def visits(self) -> int:
        """Visits made in person."""
        return sum(glimpse.visits for _, glimpse in self.lives)

    @property
    def visits_per_graduate(self) -> Fraction | None:
        """Visits made for each graduate who is home; None where nobody is."""
        home = sum(truth.home for truth, _ in self.lives)
        return Fraction(self.visits, home) if home else None

    @property
    def signs(self) -> Proportion:
        """Of the businesses that closed, those in which a visit before showed a first sign."""
        return _share([sign is not None for _, _, sign in self._closed()])

    @property
    def in_time(self) -> Proportion:
        """Of the businesses that closed, those in which the sign was seen while there were months left to act."""
        ends = (
            (truth.known_until - timedelta(days=round(MONTHS_TO_ACT * DAYS_PER_MONTH)), sign)
            for truth, _, sign in self._closed()
        )
        return _share([sign is not None and sign <= by for by, sign in ends])

    @property
    def median_lead_time(self) -> Fraction | None:
        """Months from the first sign to the end, the middle of those seen; None where none was."""
        return median(_months(end, sign) for _, end, sign in self._closed() if sign)

    @property
    def median_warning_time(self) -> Fraction | None:
        """The same in the middle of all businesses that closed, one never seen counting 0; None where none closed."""
        return median(_months(end, sign or end) for _, end, sign in self._closed())

    @property
    def elsewhere(self) -> Proportion:
        """Of the businesses that go on, those in which a visit showed such a sign all the same."""
        return _share([glimpse.sign is not None for truth, glimpse in self.lives if truth.goes_on])

    @property
    def missed(self) -> Proportion:
        """Of the graduates whom nobody finds any more, those of whom it was noticed."""
        return _share([day is not None for _, day in self._gone()])

    @property
    def median_days_to_notice(self) -> Fraction | None:
        """Days from disappearing to noticing, the middle of those noticed; None where none was."""
        return median((day - lost_since).days for lost_since, day in self._gone() if day)

    @property
    def dangers(self) -> Proportion:
        """Of the dangers, those that a visit wrote down as a flag while they lasted."""
        return _share([day is not None for day in self._dangers()])

    def extra_detections_over(self, other: "PolicyResult") -> ExtraDetections:
        """What this policy saw of the same lives and the other did not."""
        return ExtraDetections(
            signs=_more([one[2] for one in self._closed()], [one[2] for one in other._closed()]),
            missed=_more([day for _, day in self._gone()], [day for _, day in other._gone()]),
            dangers=_more([*self._dangers()], [*other._dangers()]),
        )

    def _closed(self) -> Iterator[tuple[GroundTruth, date, date | None]]:
        """Every life whose business closed, the day of its end, and that of the first sign."""
        return ((truth, truth.closed, glimpse.sign) for truth, glimpse in self.lives if truth.closed)

    def _gone(self) -> Iterator[tuple[date, date | None]]:
        return ((truth.lost_since, glimpse.missed) for truth, glimpse in self.lives if truth.lost_since)

    def _dangers(self) -> Iterator[date | None]:
        return (day for _, glimpse in self.lives for day in glimpse.dangers)


class PolicyComparison(Value):
    """The same ``number`` lives on one day under each policy, the one the others are held against first."""

    number: int
    seed: int
    today: date
    seen: tuple[PolicyResult, ...]


def compare_policies(
    number: int, seed: int, scheduler: Scheduler, on_progress: Callable[[int, int], None] | None = None
) -> PolicyComparison:
    """Follow the same lives under each policy, in memory only; ``on_progress(done, all)`` hears how many."""
    worlds = {name: CaseloadGenerator(seed, scheduler, name) for name in RHYTHMS}
    lives: dict[str, list[tuple[GroundTruth, Observation]]] = {name: [] for name in worlds}
    for at in range(number):
        for name, world in worlds.items():
            lives[name].append(observe_life(world.life_and_case(at), scheduler))
        if on_progress:
            on_progress(at + 1, number)
    seen = (PolicyResult(rhythm, scheduler.policies[name], tuple(lives[name])) for name, rhythm in RHYTHMS.items())
    return PolicyComparison(number, seed, scheduler.today, tuple(seen))


def observe_life(life_and_case: LifeAndCase, scheduler: Scheduler) -> tuple[GroundTruth, Observation]:
    """One life as it is, and what its visits saw of it."""
    truth = GroundTruth.of(life_and_case.life, scheduler.today)
    return truth, Observation.of(truth, Observer(life_and_case.generated_case, scheduler))


def _share(counted: list[bool]) -> Proportion:
    return Proportion(sum(counted), len(counted))


def _more(ours: list[date | None], theirs: list[date | None]) -> int:
    return sum(mine is not None and other is None for mine, other in zip(ours, theirs, strict=True))


def _months(end: date, sign: date) -> Fraction:
    return Fraction((end - sign).days) / Fraction(DAYS_PER_MONTH)
