"""What the figures need of one graduate: small enough to hold thousands, taken from a case that is read once."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple, TypeVar

from followup.case.business.money import Currency
from followup.case.business.month import Month
from followup.case.business.plan import Plan, Reckoning, reckon
from followup.case.case import Case
from followup.case.parts import End, Flag, Visit
from followup.case.risk import level
from followup.case.vocabulary import AttemptReason, Cause, Code, Domain, Ending, Result, RiskKind, RiskLevel
from followup.schedule.due_visits import Promised, promised
from followup.schedule.policy import Policy
from followup.schedule.standing import DONE_WHEN_DUE, done_when_due, slot_of
from followup.statistics.quarters import Quarter

Same = TypeVar("Same")


class Fate(Code):
    """What became of a visit that was due."""

    WHEN_DUE = "done_when_due"
    LATE = "done_late"
    TRIED = "tried"
    NOT_TRIED = "no_try_written_down"


class Due(NamedTuple):
    """A visit that was due in the quarter: so many months after return, what became of it, and her risk level then.

    ``reason`` is that of the last try, where one is written down and nothing else came of it; ``twice`` says that it
    was made more than once.
    """

    month: int
    fate: Fate
    level: RiskLevel
    reason: AttemptReason | None = None
    twice: bool = False


class Raised(NamedTuple):
    """A flag: of what kind, open from a day up to another (None: still), and by when it is looked at again."""

    kind: RiskKind
    since: date
    until: date | None
    review_on: date

    def open_on(self, day: date) -> bool:
        """Whether it was open at the beginning of a day."""
        return self.since < day and (self.until is None or self.until >= day)


class Over(NamedTuple):
    """An end of follow-up: on which day, how, its causes with the main one first, and since when she is back."""

    on: date
    how: Ending
    causes: tuple[Cause, ...]
    back: date | None = None

    @property
    def result(self) -> Result:
        """Success, failure or neither."""
        return self.how.result


class Shop(NamedTuple):
    """Her business in the quarter, in riel: what the plan expects to be taken in a month, and what was told last.

    ``taken`` is None where nothing was told in the quarter; ``covered`` says whether the takings covered the costs.
    """

    trade: str
    planned: Fraction
    taken: Fraction | None
    covered: bool | None
    open: bool = True


class Life(NamedTuple):
    """One graduate as the figures see her; ``place`` are her district and province.

    ``before`` are the visits done when due, and all that were due, in the first of the quarters beside this one, in the
    second, and so on; ``excused`` those due in a pause. ``since_met`` are the days from the last meeting in person to
    the end, ``longest`` those of the longest time without one that touched the quarter. ``scores`` say for each domain
    whether she is better off than at first (1), worse (-1), the same or not known (0).
    """

    id: str
    code: str
    returned: date
    place: tuple[str, str]
    trade: str
    overs: tuple[Over, ...]
    dues: tuple[Due, ...]
    before: tuple[int, ...]
    since_met: int
    longest: int
    flags: tuple[Raised, ...]
    shop: Shop | None
    scores: tuple[int, ...]
    milestones: tuple[int, ...]
    excused: int = 0
    scored: int = 0
    unscored: int = 0
    odd: int = 0

    def over_on(self, day: date) -> Over | None:
        """The end of her follow-up as it stood at the beginning of a day; None while she is followed."""
        last = next((over for over in reversed(self.overs) if over.on < day), None)
        return last if last and (last.back is None or last.back >= day) else None


QUARTERS = 5
"""So many quarters stand beside one another; visits due before them are not needed."""
AHEAD = timedelta(days=366)
"""So far ahead due dates are known where follow-up has no end: a visit belongs to the nearest, before it or after."""


def life_of(case: Case, policy: Policy, quarter: Quarter, as_of: date) -> Life:
    """What the figures of ``quarter`` need of a case that was replayed up to ``as_of``."""
    assert case.return_date is not None
    cut = quarter.cut(as_of)
    dues, before, excused = _visits(case, policy, quarter, as_of)
    since_met, longest = _contact(case, quarter, cut)
    return Life(
        id=case.id,
        code=case.code,
        returned=_once(case.return_date),
        place=_once((case.district, case.province)),
        trade=_once(case.trade),
        overs=tuple(_overs(case)),
        dues=dues,
        before=_once(before),
        excused=excused,
        since_met=since_met,
        longest=longest,
        flags=tuple(_raised(flag, cut) for flag in case.flags),
        shop=_shop(case, quarter, cut),
        scores=_once(tuple(_scores(case, cut))),
        milestones=_once(tuple(sorted({one.month for one in case.milestones}))),
        scored=sum(quarter.start <= visit.on < cut and bool(visit.said.scores) for visit in _met(case)),
        unscored=sum(quarter.start <= visit.on < cut and not visit.said.scores for visit in _met(case)),
        odd=sum(over.stands_on(later.on) for over, later in pairwise(case.endings)),
    )


@lru_cache(maxsize=None, typed=True)
def _once(value: Same) -> Same:
    """The same value for all who share it: thousands are held at once."""
    return value


def _met(case: Case) -> Iterator[Visit]:
    return (visit for visit in case.visits if visit.said.contact.in_person)


def _overs(case: Case) -> Iterator[Over]:
    """The ends of follow-up; of two while she was not back the first stands, so that no later report tells another."""
    standing: End | None = None
    for end in case.endings:
        if standing is None or not standing.stands_on(end.on):
            standing = end
            yield Over(_once(end.on), end.said.ending, _once(end.said.causes), end.reopened_on)


# --- visits that were due -----------------------------------------------------------------------------------------


def _visits(case: Case, policy: Policy, quarter: Quarter, as_of: date) -> tuple[tuple[Due, ...], tuple[int, ...], int]:
    """The visits due in the quarter, the counts of those before it, and the excused; each once its 14 days are over."""
    quarters = [*quarter.plus(1 - QUARTERS).upto(quarter.before)]
    if case.end and case.end.on < quarters[0].start:
        return (), (0, 0) * len(quarters), 0
    owed = promised(case, policy, max(quarter.end, as_of) + AHEAD)
    promised_then = [
        (k, due)
        for k, due in enumerate(owed.dues, 1)
        if quarters[0].start <= due < quarter.end and due + DONE_WHEN_DUE <= as_of and _in_follow_up(case, due)
    ]
    judged = [(k, due) for k, due in promised_then if k not in owed.excused]
    excused = sum(k in owed.excused and quarter.start <= due for k, due in promised_then)
    when_due = {k for k, due in judged if k in owed.done and done_when_due(due, owed.done[k].on)}
    before: list[int] = []
    for one in quarters:
        there = [k for k, due in judged if one.holds(due)]
        before += (len(when_due.intersection(there)), len(there))
    mine = [(k, due) for k, due in judged if quarter.start <= due]
    return tuple(_dues(case, owed, mine, when_due)) if mine else (), tuple(before), excused


def _in_follow_up(case: Case, due: date) -> bool:
    """Whether follow-up had not ended before a due date; what was done for her after that was not promised."""
    return not any(end.on < due and end.stands_on(due) for end in case.endings)


def _dues(case: Case, owed: Promised, mine: Sequence[tuple[int, date]], when_due: Collection[int]) -> Iterator[Due]:
    tried = _tried(case, owed.dues)
    times = Counter(visit.said.slot or slot_of(owed.dues, visit.on) for visit in _met(case))
    for k, due in mine:
        fate = Fate.WHEN_DUE if k in when_due else _fate(made=k in owed.done, tried=k in tried)
        reason = tried.get(k) if fate is Fate.TRIED else None
        yield _once(Due(owed.policy.offset(k)[0], fate, level_on(case, due), reason, times[k] > 1))


def _fate(*, made: bool, tried: bool) -> Fate:
    if made:
        return Fate.LATE
    return Fate.TRIED if tried else Fate.NOT_TRIED


def _tried(case: Case, dues: Sequence[date]) -> dict[int, AttemptReason]:
    """The reason of the last try at each visit; a try belongs to the visit whose due date is nearest."""
    return {slot: attempt.said.reason for attempt in case.attempts if (slot := slot_of(dues, attempt.on))}


def level_on(case: Case, day: date) -> RiskLevel:
    """Her risk level on a day: what the flags open then, as grave as they were then, add up to."""
    open_then = (
        flag for flag in case.flags if flag.raised_on <= day and not (flag.cleared_on and flag.cleared_on <= day)
    )
    return level([grade for on, grade in flag.grades if on <= day][-1] for flag in open_then)


def _contact(case: Case, quarter: Quarter, cut: date) -> tuple[int, int]:
    """Days from the last meeting in person to the end, and of the longest time without one touching the quarter."""
    assert case.return_date is not None
    over = case.end.on if case.end and case.end.on < cut else cut - timedelta(days=1)
    met = {visit.on for visit in _met(case) if case.return_date < visit.on < cut}
    days = sorted({case.return_date, *met})
    last = max((over - days[-1]).days, 0)
    gaps = ((later - earlier).days for earlier, later in pairwise(days) if later >= quarter.start)
    return last, max((last, *gaps))


# --- flags, business, wellbeing -----------------------------------------------------------------------------------


def _raised(flag: Flag, cut: date) -> Raised:
    """The flag as it stood before ``cut``."""
    until = flag.cleared_on if flag.cleared_on and flag.cleared_on < cut else None
    reviews = [review_on for on, review_on in flag.reviews if on < cut]
    review_on = reviews[-1] if reviews else flag.review_on
    return Raised(flag.risk, _once(flag.raised_on), _once(until), _once(review_on))


def _shop(case: Case, quarter: Quarter, cut: date) -> Shop | None:
    """Her business, if she has a plan: the last takings told in the quarter, measured by the plan in force.

    One that has closed stays closed until she has made a new plan.
    """
    if case.plan is None:
        return None
    plan, expected = case.plan, reckon(case.plan)
    months = sorted(
        ((visit.on, visit.said.month) for visit in case.visits if visit.said.month and visit.on < cut),
        key=lambda told: told[0],
    )
    is_open = not months or months[-1][1].open or (case.planned_on or date.min) > months[-1][0]
    told = [month for on, month in months if on >= quarter.start and month.takings is not None]
    if not told:
        return Shop(_once(plan.trade), _in_riel(plan, expected.takings), None, None, is_open)
    taken = _taken(plan, told[-1])
    covered = taken >= _costs(plan, expected, told[-1])
    return Shop(_once(plan.trade), _in_riel(plan, expected.takings), _in_riel(plan, taken), covered, is_open)


def _taken(plan: Plan, month: Month) -> Fraction:
    return plan.worth(month.takings) if month.takings else Fraction(0)


def _costs(plan: Plan, expected: Reckoning, month: Month) -> Fraction:
    """What a month cost: as told, as planned where nothing was told; and what is paid back of a loan."""
    return (expected.costs if month.cost is None else plan.worth(month.cost)) + expected.instalment


def _in_riel(plan: Plan, amount: Fraction) -> Fraction:
    riel: Fraction = _once(amount if plan.currency is Currency.KHR else amount * Fraction(plan.rate))
    return riel


LATELY = timedelta(days=183)
"""Scores older than half a year say nothing of how she is."""


def _scores(case: Case, cut: date) -> Iterator[int]:
    """Of each domain how the worker's latest score, no older than half a year, compares with her first."""
    scored = sorted((visit for visit in case.visits if visit.said.scores and visit.on < cut), key=lambda one: one.on)
    told: dict[Domain, list[tuple[date, int]]] = {domain: [] for domain in Domain}
    for visit in scored:
        for score in visit.said.scores:
            if score.worker is not None:
                told[score.domain].append((visit.on, score.worker))
    for scores in told.values():
        if len(scores) > 1 and scores[-1][0] + LATELY >= cut:
            yield (scores[-1][1] > scores[0][1]) - (scores[-1][1] < scores[0][1])
        else:
            yield 0
