"""What the figures of a quarter need of one graduate, taken from her card: small enough to hold thousands."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import cache, lru_cache
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple, TypeVar

from followup.case.risk import level
from followup.case.vocabulary import (
    AttemptReason,
    ContactMethod,
    MilestoneStanding,
    RiskKind,
    RiskLevel,
    Term,
    WellbeingDomain,
)
from followup.schedule.standing import DONE_WHEN_DUE
from followup.statistics.case_card import (
    FIRST,
    LESS,
    MORE,
    NOT_IN_PERSON,
    SAME,
    UNTOLD,
    CardEnd,
    CardFlag,
    CaseCard,
    DueSlot,
)
from followup.statistics.episode_ends import EpisodeEnd, day_of, ends_by, episode_ends, standing_end, stands_on
from followup.statistics.quarters import Quarter
from followup.statistics.referral_events import ReferralEvent
from followup.statistics.support_summary import SupportInQuarter

Same = TypeVar("Same")


class VisitOutcome(Term):
    """What became of a visit that was due."""

    WHEN_DUE = "done_when_due"
    LATE = "done_late"
    TRIED = "tried"
    NOT_TRIED = "no_try_written_down"


class DueVisit(NamedTuple):
    """A visit that was due in the quarter: so many months after return, what became of it, and her risk level then.

    ``reason`` is that of the last try, where one is written down and nothing else came of it; ``twice`` says that it
    was made more than once.
    """

    month: int
    outcome: VisitOutcome
    level: RiskLevel
    reason: AttemptReason | None = None
    twice: bool = False


class FlagSpan(NamedTuple):
    """A flag: of what kind, open from a day up to another (None: still), and by when it is looked at again."""

    kind: RiskKind
    since: date
    until: date | None
    review_on: date

    def open_on(self, day: date) -> bool:
        """Whether it was open at the beginning of a day."""
        return self.since < day and (self.until is None or self.until >= day)


class BusinessMonth(NamedTuple):
    """Her business in the quarter, in riel: what the plan expects to be taken in a month, and what was told last.

    ``taken`` is None where nothing was told in the quarter; ``covered`` says whether the takings covered the costs.
    """

    trade: str
    planned: Fraction
    taken: Fraction | None
    covered: bool | None
    open: bool = True


class Place(NamedTuple):
    """Where she lives."""

    district: str
    province: str


class DoneOfDue(NamedTuple):
    """The visits of a quarter that were done when due, and all that were due."""

    done: int
    due: int


def person_of(return_id: str) -> str:
    """The case that a return is of."""
    return return_id.partition("/")[0]


class Journey(NamedTuple):
    """A visit due in the quarter that was made in person: the day it was made, and its due date, as ordinals."""

    made: int
    due: int


class CaseSummary(NamedTuple):
    """One graduate as the figures see her; who went home twice has two, each with its own time from its own return.

    ``before`` are her visits in the four quarters before this one, the earliest first; ``excused`` counts visits that
    were due in a pause. ``since_met`` are the days from the last meeting in person to the end, ``longest`` those of the
    longest time without one in the quarter. ``scores`` say for each domain whether she is better off than at first (1),
    worse (-1), the same or not known (0). ``other_contacts`` are those without meeting her; ``stood_at`` how she stands
    at the milestones. Since ``uncounted_since`` she does not agree to be counted.
    """

    id: str
    code: str
    returned: date
    place: Place
    trade: str
    episode_ends: tuple[EpisodeEnd, ...]
    dues: tuple[DueVisit, ...]
    before: tuple[DoneOfDue, ...]
    since_met: int
    longest: int
    flags: tuple[FlagSpan, ...]
    business_month: BusinessMonth | None
    scores: tuple[int, ...]
    milestones: tuple[int, ...]
    excused: int = 0
    scored: int = 0
    unscored: int = 0
    contradictory: int = 0
    other_contacts: tuple[ContactMethod, ...] = ()
    stood_at: tuple[tuple[int, MilestoneStanding], ...] = ()
    supports: tuple[SupportInQuarter, ...] = ()
    referral_events: tuple[ReferralEvent, ...] = ()
    uncounted_since: date | None = None
    journeys: tuple[Journey, ...] = ()

    @property
    def met(self) -> int:
        """How often she was met in person in the quarter."""
        return self.scored + self.unscored

    @property
    def stood(self) -> Mapping[int, MilestoneStanding]:
        """How she stands at the milestones that are written down, by their months; of two records the later one."""
        return dict(self.stood_at)

    def ended_before(self, day: date) -> bool:
        """Whether follow-up had ended before a day, and had not gone on again by then."""
        return any(over.on < day and (over.back is None or day < over.back) for over in self.episode_ends)

    @property
    def person(self) -> str:
        """Whose return this is: the same for every stay at home of a graduate."""
        return person_of(self.id)

    @property
    def stay(self) -> int:
        """Which of her stays at home this is."""
        return int(self.id.partition("/")[2] or 1)

    def is_first_end(self, over: EpisodeEnd) -> bool:
        """Whether an end is the first of all hers: who knows a woman knows each, so that a later one hides nobody."""
        return self.stay == 1 and over == self.episode_ends[0]

    def followed_on(self, day: date) -> bool:
        """Whether she was in follow-up at the beginning of a day."""
        return self.returned < day and self.episode_end_on(day) is None

    def episode_end_on(self, day: date) -> EpisodeEnd | None:
        """The end of her follow-up as it stood at the beginning of a day; None while she is followed."""
        last = next((over for over in reversed(self.episode_ends) if over.on < day), None)
        return last if last and (last.back is None or last.back >= day) else None


TREND_QUARTERS = 5
"""So many quarters stand beside one another; visits due before them are not needed."""
SCORE_MAX_AGE = 183
"""Scores older than half a year, in days, say nothing of how she is."""
_SLACK = DONE_WHEN_DUE.days


def summarize(card: CaseCard, quarter: Quarter, as_of: date, words: Mapping[int, str]) -> CaseSummary:
    """What the figures of ``quarter`` need of a stay as it stood on ``as_of``; ``words`` are those of its marks."""
    day, start, cutoff = as_of.toordinal(), quarter.start.toordinal(), quarter.cutoff(as_of).toordinal()
    ends = ends_by(card, day)
    end = standing_end(ends)
    dues, before, excused = _due_and_excused_visits(card, quarter, day, ends)
    since_met, longest = _days_without_meeting(card, start, cutoff, end)
    reached = [(month, how) for on, month, how in card.milestones if on <= day]
    met = [on for on in card.met if start <= on < cutoff]
    scored = sum(start <= on < cutoff and not told.startswith(NOT_IN_PERSON) for on, told in card.scored)
    return CaseSummary(
        id=card.id,
        code=card.code,
        returned=day_of(card.returned),
        place=_shared(Place(card.district, card.province)),
        trade=_shared(card.trade),
        episode_ends=tuple(episode_ends(ends)),
        dues=dues,
        before=before,
        excused=excused,
        since_met=since_met,
        longest=longest,
        flags=tuple(_flag_span(flag, cutoff, day) for flag in card.flags if flag.since and flag.raised <= day),
        business_month=_business_month(card, start, cutoff),
        scores=_shared(tuple(_score_changes(card, cutoff))),
        milestones=_shared(tuple(sorted({month for month, _ in reached}))),
        stood_at=_shared(tuple(reached)),
        scored=scored,
        unscored=len(met) - scored,
        other_contacts=_shared(tuple(how for on, how in card.unmet if start <= on < cutoff)),
        supports=tuple(_supports(card, start, cutoff, words)),
        referral_events=tuple(ReferralEvent(day_of(on), to, how) for on, to, how in card.referrals if on <= day),
        uncounted_since=day_of(card.uncounted_since) if card.uncounted_since else None,
        journeys=tuple(_journeys(card, quarter, day, ends)),
        contradictory=sum(stands_on(over, later.on) for over, later in pairwise(ends)),
    )


def _supports(card: CaseCard, start: int, cutoff: int, words: Mapping[int, str]) -> Iterator[SupportInQuarter]:
    """What she and her family were given in the quarter."""
    for one in card.supports:
        if start <= one.on < cutoff:
            yield _shared(SupportInQuarter(one.what, one.family, words.get(one.fund, ""), one.amount))


@lru_cache(maxsize=None, typed=True)
def _shared(value: Same) -> Same:
    """The same value for all who share it: thousands are held at once."""
    return value


# --- visits that were due -----------------------------------------------------------------------------------------


def _due_and_excused_visits(
    card: CaseCard, quarter: Quarter, day: int, ends: Sequence[CardEnd]
) -> tuple[tuple[DueVisit, ...], tuple[DoneOfDue, ...], int]:
    """The visits due in the quarter, the counts of those before it, and the excused; each once its 14 days are over."""
    bounds, start, end = _bounds(quarter), quarter.start.toordinal(), standing_end(ends)
    if end and end.on < bounds[0]:
        return (), _shared((DoneOfDue(0, 0),) * (TREND_QUARTERS - 1)), 0
    last = min(quarter.end.toordinal() - 1, day - _SLACK)
    counts = [[0, 0] for _ in bounds]
    mine: list[DueVisit] = []
    excused = 0
    first = bisect_left(card.dues, bounds[0], key=_due)
    for k, slot in enumerate(card.dues[first : bisect_right(card.dues, last, key=_due)], first + 1):
        if ends and not _in_follow_up(ends, slot.due):
            continue
        done = next((on for on in slot.filled if on <= day), 0)
        if not done and _is_excused(card, k, slot.due, ends, end):
            excused += start <= slot.due
            continue
        when_due = 0 < done <= slot.due + _SLACK
        count = counts[bisect_right(bounds, slot.due) - 1]
        count[0] += when_due
        count[1] += 1
        if start <= slot.due:
            mine.append(_due_visit(card, slot, day, done, when_due=when_due))
    return tuple(mine), _shared(tuple(DoneOfDue(*count) for count in counts[:-1])), excused


def _journeys(card: CaseCard, quarter: Quarter, day: int, ends: Sequence[CardEnd]) -> Iterator[Journey]:
    """The visits due in the quarter that can be judged by then and were made in person."""
    last = min(quarter.end.toordinal() - 1, day - _SLACK)
    first = bisect_left(card.dues, quarter.start.toordinal(), key=_due)
    for slot in card.dues[first : bisect_right(card.dues, last, key=_due)]:
        made = next((on for on in slot.filled if on <= day), 0)
        if made in card.met and not (ends and not _in_follow_up(ends, slot.due)):
            yield _shared(Journey(made, slot.due))


_due = attrgetter("due")


@lru_cache
def _bounds(quarter: Quarter) -> tuple[int, ...]:
    """The first days of the quarters that stand beside one another, this one last."""
    return tuple(one.start.toordinal() for one in quarter.plus(1 - TREND_QUARTERS).upto(quarter))


def _in_follow_up(ends: Iterable[CardEnd], due: int) -> bool:
    """Whether follow-up had not ended before a due date; what was done for her after that was not promised."""
    return not any(end.on < due and stands_on(end, due) for end in ends)


def _is_excused(card: CaseCard, k: int, due: int, ends: Sequence[CardEnd], end: CardEnd | None) -> bool:
    """Whether nobody owes her a visit that was not made: due in a pause, or after the end, and not moved."""
    if end and due > end.on:
        return True
    if k in card.moved:
        return False
    rests = (*card.pauses, *((one.on + 1, one.back) for one in ends if one.back))
    return any(first <= due < until for first, until in rests)


def _due_visit(card: CaseCard, slot: DueSlot, day: int, done: int, *, when_due: bool) -> DueVisit:
    tries = [reason for on, reason in slot.tries if on <= day]
    outcome = VisitOutcome.WHEN_DUE if when_due else _visit_outcome(made=bool(done), tried=bool(tries))
    reason = tries[-1] if outcome is VisitOutcome.TRIED else None
    twice = sum(on <= day for on in slot.filled) > 1
    due_visit: DueVisit = _shared(DueVisit(slot.month, outcome, level_on(card, slot.due), reason, twice))
    return due_visit


def _visit_outcome(*, made: bool, tried: bool) -> VisitOutcome:
    if made:
        return VisitOutcome.LATE
    return VisitOutcome.TRIED if tried else VisitOutcome.NOT_TRIED


def level_on(card: CaseCard, day: int) -> RiskLevel:
    """Her risk level on a day: what the flags open then, as grave as they were then, add up to."""
    open_then = (flag for flag in card.flags if flag.raised <= day and not 0 < flag.cleared <= day)
    return level([grade for on, grade in flag.grades if on <= day][-1] for flag in open_then)


def _days_without_meeting(card: CaseCard, start: int, cutoff: int, end: CardEnd | None) -> tuple[int, int]:
    """Days from the last meeting in person to the end, and of the longest time without one touching the quarter."""
    over = end.on if end and end.on < cutoff else cutoff - 1
    days = sorted({card.returned, *(on for on in card.met if card.returned < on < cutoff)})
    last = max(over - days[-1], 0)
    return last, max((last, *(later - earlier for earlier, later in pairwise(days) if later >= start)))


# --- flags, business, wellbeing -----------------------------------------------------------------------------------


def _flag_span(flag: CardFlag, cutoff: int, day: int) -> FlagSpan:
    """The flag as it stood before ``cutoff``; one raised only then, as it stood on the day."""
    reviews = [by for on, by in flag.reviews if on < cutoff] or [by for on, by in flag.reviews if on <= day]
    until = day_of(flag.cleared) if 0 < flag.cleared < cutoff else None
    return FlagSpan(flag.kind, day_of(flag.since), until, day_of(reviews[-1]))


def _business_month(card: CaseCard, start: int, cutoff: int) -> BusinessMonth | None:
    """Her business, if she has a plan: the last takings told in the quarter, measured by the plan in force.

    One that has closed stays closed until she has made a new plan.
    """
    plan = card.plan
    if plan is None:
        return None
    months = [month for month in card.months if month.on < cutoff]
    is_open = not months or months[-1].open or plan.since > months[-1].on
    told = [month for month in months if month.on >= start and month.taken]
    planned = _riel(plan.planned)
    if not told:
        return BusinessMonth(plan.trade, planned, None, None, is_open)
    return BusinessMonth(plan.trade, planned, _riel(told[-1].taken), told[-1].covered, is_open)


@cache
def _riel(amount: tuple[int, int]) -> Fraction:
    return Fraction(*amount)


_CHANGES = {MORE: 1, LESS: -1, SAME: 0, FIRST: 0}


def _score_changes(card: CaseCard, cutoff: int) -> Iterator[int]:
    """Of each domain how the worker's latest score, no older than half a year, compares with her first."""
    recent = [told.removeprefix(NOT_IN_PERSON) for on, told in card.scored if cutoff - SCORE_MAX_AGE <= on < cutoff]
    for at in range(len(WellbeingDomain)):
        yield next((_CHANGES[told[at]] for told in reversed(recent) if told[at] != UNTOLD), 0)
