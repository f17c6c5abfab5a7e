"""What the figures need of one graduate: small enough to hold thousands, taken from a case that is read once."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple, TypeVar

from followup.case.business.money import Currency
from followup.case.business.month import MonthlyFigures
from followup.case.business.plan import Plan, Reckoning, reckon
from followup.case.case import Case
from followup.case.parts import Flag, FollowUpEnd, Visit
from followup.case.risk import level
from followup.case.vocabulary import (
    AttemptReason,
    ContactMethod,
    FailureCause,
    MilestoneStanding,
    OutcomeClass,
    OutcomeKind,
    RiskKind,
    RiskLevel,
    Term,
    WellbeingDomain,
)
from followup.schedule.due_visits import DueVisits, due_visits
from followup.schedule.policy import Policy
from followup.schedule.standing import DONE_WHEN_DUE, done_when_due, nearest_slot
from followup.statistics.quarters import Quarter
from followup.statistics.referral_events import ReferralEvent, referral_events
from followup.statistics.support_summary import SupportInQuarter, supports_in

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


class EpisodeEnd(NamedTuple):
    """An end of follow-up: on which day, how, its causes with the main one first, and since when she is back."""

    on: date
    how: OutcomeKind
    causes: tuple[FailureCause, ...]
    back: date | None = None

    @property
    def result(self) -> OutcomeClass:
        """Success, failure or neither."""
        return self.how.result


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
DUE_DATE_HORIZON = timedelta(days=366)
"""So far ahead due dates are known where follow-up has no end: a visit belongs to the nearest, before it or after."""


def summarize_case(case: Case, policy: Policy, quarter: Quarter, as_of: date) -> CaseSummary:
    """What the figures of ``quarter`` need of a case that was replayed up to ``as_of``."""
    assert case.return_date is not None
    cutoff = quarter.cutoff(as_of)
    dues, before, excused = _due_and_excused_visits(case, policy, quarter, as_of)
    since_met, longest = _days_without_meeting(case, quarter, cutoff)
    return CaseSummary(
        id=case.return_id,
        code=case.code,
        returned=_shared(case.return_date),
        place=_shared(Place(case.district, case.province)),
        trade=_shared(case.trade),
        episode_ends=tuple(_episode_ends(case)),
        dues=dues,
        before=_shared(before),
        excused=excused,
        since_met=since_met,
        longest=longest,
        flags=tuple(_flag_span(flag, cutoff, case) for flag in _flags_of_stay(case)),
        business_month=_business_month(case, quarter, cutoff),
        scores=_shared(tuple(_score_changes(case, cutoff))),
        milestones=_shared(tuple(sorted({one.month for one in case.milestones}))),
        stood_at=_shared(tuple((one.month, one.said.standing) for one in case.milestones)),
        scored=sum(quarter.start <= visit.on < cutoff and bool(visit.said.scores) for visit in _visits_in_person(case)),
        unscored=sum(quarter.start <= visit.on < cutoff and not visit.said.scores for visit in _visits_in_person(case)),
        other_contacts=_shared(tuple(_other_contacts(case, quarter, cutoff))),
        supports=_shared(supports_in(case, quarter.start, cutoff)),
        referral_events=tuple(referral_events(case)),
        contradictory=sum(over.stands_on(later.on) for over, later in pairwise(case.endings)),
    )


@lru_cache(maxsize=None, typed=True)
def _shared(value: Same) -> Same:
    """The same value for all who share it: thousands are held at once."""
    return value


def _visits_in_person(case: Case) -> Iterator[Visit]:
    return (visit for visit in case.visits if visit.said.contact.in_person)


def _other_contacts(case: Case, quarter: Quarter, cutoff: date) -> Iterator[ContactMethod]:
    """How she was heard of in the quarter without being met, once for each contact."""
    for visit in case.visits:
        if quarter.start <= visit.on < cutoff and not visit.said.contact.in_person:
            yield visit.said.contact


def _episode_ends(case: Case) -> Iterator[EpisodeEnd]:
    """The ends of follow-up; of two while she was not back the first stands, so that no later report tells another."""
    standing: FollowUpEnd | None = None
    for end in case.endings:
        if standing is None or not standing.stands_on(end.on):
            standing = end
            yield EpisodeEnd(_shared(end.on), end.said.ending, _shared(end.said.causes), end.reopened_on)


# --- visits that were due -----------------------------------------------------------------------------------------


def _due_and_excused_visits(
    case: Case, policy: Policy, quarter: Quarter, as_of: date
) -> tuple[tuple[DueVisit, ...], tuple[DoneOfDue, ...], int]:
    """The visits due in the quarter, the counts of those before it, and the excused; each once its 14 days are over."""
    quarters = [*quarter.plus(1 - TREND_QUARTERS).upto(quarter.before)]
    if case.end and case.end.on < quarters[0].start:
        return (), (DoneOfDue(0, 0),) * len(quarters), 0
    owed = due_visits(case, policy, max(quarter.end, as_of) + DUE_DATE_HORIZON)
    promised_then = [
        (k, due)
        for k, due in enumerate(owed.dues, 1)
        if quarters[0].start <= due < quarter.end and due + DONE_WHEN_DUE <= as_of and _in_follow_up(case, due)
    ]
    judged = [(k, due) for k, due in promised_then if k not in owed.excused]
    excused = sum(k in owed.excused and quarter.start <= due for k, due in promised_then)
    when_due = {k for k, due in judged if k in owed.done and done_when_due(due, owed.done[k].on)}
    before: list[DoneOfDue] = []
    for one in quarters:
        there = [k for k, due in judged if one.holds(due)]
        before.append(DoneOfDue(len(when_due.intersection(there)), len(there)))
    mine = [(k, due) for k, due in judged if quarter.start <= due]
    return tuple(_due_visits(case, owed, mine, when_due)) if mine else (), tuple(before), excused


def _in_follow_up(case: Case, due: date) -> bool:
    """Whether follow-up had not ended before a due date; what was done for her after that was not promised."""
    return not any(end.on < due and end.stands_on(due) for end in case.endings)


def _due_visits(
    case: Case, owed: DueVisits, mine: Sequence[tuple[int, date]], when_due: Collection[int]
) -> Iterator[DueVisit]:
    tried = _attempt_reasons(case, owed.dues)
    kept = (visit for visit in case.visits if owed.policy.filled_by(visit.said.contact))
    times = Counter(visit.said.slot or nearest_slot(owed.dues, visit.on) for visit in kept)
    for k, due in mine:
        outcome = VisitOutcome.WHEN_DUE if k in when_due else _visit_outcome(made=k in owed.done, tried=k in tried)
        reason = tried.get(k) if outcome is VisitOutcome.TRIED else None
        yield _shared(DueVisit(owed.policy.offset(k)[0], outcome, risk_level_on(case, due), reason, times[k] > 1))


def _visit_outcome(*, made: bool, tried: bool) -> VisitOutcome:
    if made:
        return VisitOutcome.LATE
    return VisitOutcome.TRIED if tried else VisitOutcome.NOT_TRIED


def _attempt_reasons(case: Case, dues: Sequence[date]) -> dict[int, AttemptReason]:
    """The reason of the last try at each visit; a try belongs to the visit whose due date is nearest."""
    return {slot: attempt.said.reason for attempt in case.attempts if (slot := nearest_slot(dues, attempt.on))}


def risk_level_on(case: Case, day: date) -> RiskLevel:
    """Her risk level on a day: what the flags open then, as grave as they were then, add up to."""
    open_then = (
        flag for flag in case.flags if flag.raised_on <= day and not (flag.cleared_on and flag.cleared_on <= day)
    )
    return level([grade for on, grade in flag.severities if on <= day][-1] for flag in open_then)


def _days_without_meeting(case: Case, quarter: Quarter, cutoff: date) -> tuple[int, int]:
    """Days from the last meeting in person to the end, and of the longest time without one touching the quarter."""
    assert case.return_date is not None
    over = case.end.on if case.end and case.end.on < cutoff else cutoff - timedelta(days=1)
    met = {visit.on for visit in _visits_in_person(case) if case.return_date < visit.on < cutoff}
    days = sorted({case.return_date, *met})
    last = max((over - days[-1]).days, 0)
    gaps = ((later - earlier).days for earlier, later in pairwise(days) if later >= quarter.start)
    return last, max((last, *gaps))


# --- flags, business, wellbeing -----------------------------------------------------------------------------------


def _flags_of_stay(case: Case) -> Iterator[Flag]:
    """Her flags, but those that were cleared before she went home again."""
    cleared = {flag.id for stay in case.earlier[-1:] for flag in stay.flags if not flag.is_open}
    return (flag for flag in case.flags if flag.id not in cleared)


def _flag_span(flag: Flag, cutoff: date, case: Case) -> FlagSpan:
    """The flag as it stood before ``cutoff``; one from before she went home again is open again from that day on."""
    since = flag.raised_on if case.return_date is None or case.stay == 1 else max(flag.raised_on, case.return_date)
    until = flag.cleared_on if flag.cleared_on and flag.cleared_on < cutoff else None
    reviews = [review_on for on, review_on in flag.reviews if on < cutoff]
    review_on = reviews[-1] if reviews else flag.review_on
    return FlagSpan(flag.risk, _shared(since), _shared(until), _shared(review_on))


def _business_month(case: Case, quarter: Quarter, cutoff: date) -> BusinessMonth | None:
    """Her business, if she has a plan: the last takings told in the quarter, measured by the plan in force.

    One that has closed stays closed until she has made a new plan.
    """
    if case.plan is None:
        return None
    plan, expected = case.plan, reckon(case.plan)
    months = sorted(
        ((visit.on, visit.said.month) for visit in case.visits if visit.said.month and visit.on < cutoff),
        key=lambda told: told[0],
    )
    is_open = not months or months[-1][1].open or (case.planned_on or date.min) > months[-1][0]
    told = [month for on, month in months if on >= quarter.start and month.takings is not None]
    if not told or plan.cycle:  # what sells once in six months is not measured by a month
        return BusinessMonth(_shared(plan.trade), _in_riel(plan, expected.takings), None, None, is_open)
    taken = _takings(plan, told[-1])
    covered = taken >= _costs(plan, expected, told[-1])
    return BusinessMonth(_shared(plan.trade), _in_riel(plan, expected.takings), _in_riel(plan, taken), covered, is_open)


def _takings(plan: Plan, month: MonthlyFigures) -> Fraction:
    return plan.worth(month.takings) if month.takings else Fraction(0)


def _costs(plan: Plan, expected: Reckoning, month: MonthlyFigures) -> Fraction:
    """What a month cost: as told, as planned where nothing was told; and what is paid back of a loan."""
    return (expected.costs if month.cost is None else plan.worth(month.cost)) + expected.instalment


def _in_riel(plan: Plan, amount: Fraction) -> Fraction:
    riel: Fraction = _shared(amount if plan.currency is Currency.KHR else amount * Fraction(plan.rate))
    return riel


SCORE_MAX_AGE = timedelta(days=183)
"""Scores older than half a year say nothing of how she is."""


def _score_changes(case: Case, cutoff: date) -> Iterator[int]:
    """Of each domain how the worker's latest score, no older than half a year, compares with her first."""
    scored = sorted((visit for visit in case.visits if visit.said.scores and visit.on < cutoff), key=lambda one: one.on)
    told: dict[WellbeingDomain, list[tuple[date, int]]] = {domain: [] for domain in WellbeingDomain}
    for visit in scored:
        for score in visit.said.scores:
            if score.worker is not None:
                told[score.domain].append((visit.on, score.worker))
    for scores in told.values():
        if len(scores) > 1 and scores[-1][0] + SCORE_MAX_AGE >= cutoff:
            yield (scores[-1][1] > scores[0][1]) - (scores[-1][1] < scores[0][1])
        else:
            yield 0
