"""The same invented lives under three follow-up policies: what each of them would have seen, and when."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

from followup.case.vocabulary import Ending, Severity
from followup.demo.caseload import Simulated, World
from followup.demo.eyes import Eyes
from followup.demo.fates import MONTH
from followup.demo.lives import Life
from followup.demo.troubles import Trouble
from followup.schedule.policy import Policy
from followup.services.schedules import Scheduler
from followup.statistics.proportions import Share, median

ORGANISATIONS = {"monthly-36": "AFESIP", "hcc": "HCC", "ccpcr": "CCPCR"}
"""The policies that are compared, and whose they are; the first is the one the others are held against."""
TO_ACT = 3
"""Months before a business closes in which something could still be done."""


@dataclass(frozen=True, slots=True)
class Truth:
    """What is so in one life up to today, whether or not anybody sees it.

    Her business ``closed`` on a day, or it ``goes_on`` and nothing is going wrong; both are untrue where she has
    none, or where something else is on its way. Since ``gone`` nobody finds her. Of ``dangers`` each has its end.
    """

    returned: date
    home: bool
    told_until: date
    closed: date | None
    goes_on: bool
    gone: date | None
    dangers: tuple[Trouble, ...]

    @classmethod
    def of(cls, life: Life, today: date) -> "Truth":
        """The truth of a life; after its end, and after the day she was last found, no more is told of it."""
        ground, fate = life.ground, life.fate
        home = ground.returned <= today
        gone = life.gone if life.lost(today) else None
        end = ground.day(fate.month) if life.over(today) else None
        told_until = min(day for day in (end, gone, today + timedelta(days=1)) if day)
        return cls(
            returned=ground.returned,
            home=home,
            told_until=told_until,
            closed=end if fate.ending is Ending.BUSINESS_CLOSED else None,
            goes_on=home and bool(life.figures) and not fate.slope and gone is None,
            gone=gone,
            dangers=tuple(_dangers(life, told_until)),
        )


def _dangers(life: Life, told_until: date) -> Iterator[Trouble]:
    for one in life.troubles:
        if one.severity is Severity.DANGER and one.start < told_until:
            yield one._replace(until=min(one.until or told_until, told_until))


class Glimpse(NamedTuple):
    """What visits under one policy saw of one life, None for what they did not.

    ``sign`` is the day of the first sign of a failing business, ``missed`` the day it was noticed that she is not
    found any more, ``dangers`` the day on which each of them was written down.
    """

    visits: int
    sign: date | None
    missed: date | None
    dangers: tuple[date | None, ...]

    @classmethod
    def of(cls, truth: Truth, eyes: Eyes) -> "Glimpse":
        """What eyes see of a life; asked only for what is so, and for signs in businesses that go on."""
        return cls(
            visits=len(eyes.met),
            sign=eyes.first_sign(truth.told_until) if truth.closed or truth.goes_on else None,
            missed=eyes.missed(truth.gone) if truth.gone else None,
            dangers=tuple(eyes.flagged(one) for one in truth.dangers),
        )


class Beyond(NamedTuple):
    """How many failing businesses, disappearances and dangers one policy saw and another did not."""

    signs: int
    missed: int
    dangers: int


@dataclass(frozen=True, slots=True)
class Seen:
    """What one policy saw of all lives. Shares are of the same lives under every policy."""

    organisation: str
    policy: Policy
    lives: tuple[tuple[Truth, Glimpse], ...]

    @property
    def visits(self) -> int:
        """Visits made in person."""
        return sum(glimpse.visits for _, glimpse in self.lives)

    @property
    def a_graduate(self) -> Fraction | None:
        """Visits made for each graduate who is home; None where nobody is."""
        home = sum(truth.home for truth, _ in self.lives)
        return Fraction(self.visits, home) if home else None

    @property
    def signs(self) -> Share:
        """Of the businesses that closed, those in which a visit before showed a first sign."""
        return _share([sign is not None for _, _, sign in self._closed()])

    @property
    def in_time(self) -> Share:
        """Of the businesses that closed, those in which the sign was seen while there were months left to act."""
        ends = ((truth.told_until - timedelta(days=round(TO_ACT * MONTH)), sign) for truth, _, sign in self._closed())
        return _share([sign is not None and sign <= by for by, sign in ends])

    @property
    def ahead(self) -> Fraction | None:
        """Months from the first sign to the end, the middle of those seen; None where none was."""
        return median(_months(end, sign) for _, end, sign in self._closed() if sign)

    @property
    def warning(self) -> Fraction | None:
        """The same in the middle of all businesses that closed, one never seen counting 0; None where none closed."""
        return median(_months(end, sign or end) for _, end, sign in self._closed())

    @property
    def elsewhere(self) -> Share:
        """Of the businesses that go on, those in which a visit showed such a sign all the same."""
        return _share([glimpse.sign is not None for truth, glimpse in self.lives if truth.goes_on])

    @property
    def missed(self) -> Share:
        """Of the graduates whom nobody finds any more, those of whom it was noticed."""
        return _share([day is not None for _, day in self._gone()])

    @property
    def days_after(self) -> Fraction | None:
        """Days from disappearing to noticing, the middle of those noticed; None where none was."""
        return median((day - gone).days for gone, day in self._gone() if day)

    @property
    def dangers(self) -> Share:
        """Of the dangers, those that a visit wrote down as a flag while they lasted."""
        return _share([day is not None for day in self._dangers()])

    def beyond(self, other: "Seen") -> Beyond:
        """What this policy saw of the same lives and the other did not."""
        return Beyond(
            signs=_more([one[2] for one in self._closed()], [one[2] for one in other._closed()]),
            missed=_more([day for _, day in self._gone()], [day for _, day in other._gone()]),
            dangers=_more([*self._dangers()], [*other._dangers()]),
        )

    def _closed(self) -> Iterator[tuple[Truth, date, date | None]]:
        """Every life whose business closed, the day of its end, and that of the first sign."""
        return ((truth, truth.closed, glimpse.sign) for truth, glimpse in self.lives if truth.closed)

    def _gone(self) -> Iterator[tuple[date, date | None]]:
        return ((truth.gone, glimpse.missed) for truth, glimpse in self.lives if truth.gone)

    def _dangers(self) -> Iterator[date | None]:
        return (day for _, glimpse in self.lives for day in glimpse.dangers)


@dataclass(frozen=True, slots=True)
class Comparison:
    """The same ``number`` lives on one day under each policy, the one the others are held against first."""

    number: int
    seed: int
    today: date
    seen: tuple[Seen, ...]


def compare(number: int, seed: int, scheduler: Scheduler, told: Callable[[int, int], None] | None = None) -> Comparison:
    """Follow the same lives under each policy, in memory only; ``told`` hears how many of how many are followed."""
    worlds = {name: World(seed, scheduler, name) for name in ORGANISATIONS}
    lives: dict[str, list[tuple[Truth, Glimpse]]] = {name: [] for name in worlds}
    for at in range(number):
        for name, world in worlds.items():
            lives[name].append(looked(world.simulated(at), scheduler))
        if told:
            told(at + 1, number)
    seen = (Seen(whose, scheduler.policies[name], tuple(lives[name])) for name, whose in ORGANISATIONS.items())
    return Comparison(number, seed, scheduler.today, tuple(seen))


def looked(simulated: Simulated, scheduler: Scheduler) -> tuple[Truth, Glimpse]:
    """One life as it is, and what its visits saw of it."""
    truth = Truth.of(simulated.life, scheduler.today)
    return truth, Glimpse.of(truth, Eyes(simulated.story, scheduler))


def _share(counted: list[bool]) -> Share:
    return Share(sum(counted), len(counted))


def _more(ours: list[date | None], theirs: list[date | None]) -> int:
    return sum(mine is not None and other is None for mine, other in zip(ours, theirs, strict=True))


def _months(end: date, sign: date) -> Fraction:
    return Fraction((end - sign).days) / Fraction(MONTH)
