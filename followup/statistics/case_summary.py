"""What the figures of a quarter need of one graduate, taken from her card: small enough to hold thousands."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import cache, lru_cache
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple, TypeVar

from followup.case.business.money import Currency, Money
from followup.case.outcome_words import MilestoneStanding
from followup.case.support_words import SupportKind
from followup.case.visit_words import ContactMethod, WellbeingDomain
from followup.case.vocabulary import RiskKind
from followup.statistics.card_visits import FIRST, LESS, MORE, SAME, UNTOLD, CardScores
from followup.statistics.case_card import CardFlag, CardMonth, CardPlan, CaseCard, ReferralEvent
from followup.statistics.episode_ends import EpisodeEnd, day_of, ends_by, episode_ends, standing_end, stands_on
from followup.statistics.quarters import Quarter
from followup.statistics.visits_of_quarter import (
    DoneOfDue,
    DueVisit,
    Journey,
    Span,
    days_without_meeting,
    due_and_excused_visits,
    quarter_span,
)

Same = TypeVar("Same")


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


class SupportInQuarter(NamedTuple):
    """Something given in the quarter to her or a member of her family, and what it cost, None if nobody said."""

    what: SupportKind
    family: bool
    fund: str
    amount: Money | None = None

    @property
    def unknown(self) -> bool:
        """Whether nobody said what it cost."""
        return self.amount is None

    def least_units(self, currency: Currency) -> int | None:
        """What it cost in riel or cents; None where it was not written down in that currency."""
        if self.amount is None or self.amount.currency is not currency:
            return None
        return int(self.amount.exact * 10**currency.places)


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
        if not self.episode_ends:
            return None
        last = next((over for over in reversed(self.episode_ends) if over.on < day), None)
        return last if last and (last.back is None or last.back >= day) else None


SCORE_MAX_AGE = 183
"""Scores older than half a year, in days, say nothing of how she is."""


def summarize(card: CaseCard, quarter: Quarter, as_of: date, words: Mapping[int, str]) -> CaseSummary:
    """What the figures of ``quarter`` need of a stay as it stood on ``as_of``; ``words`` are those of its marks."""
    span = quarter_span(quarter, as_of)
    day, cutoff = span.day, span.cutoff
    ends = ends_by(card, day)
    end = standing_end(ends)
    dues, went, before, excused = due_and_excused_visits(card, span, ends, end)
    since_met, longest = days_without_meeting(card, span.start, cutoff, end)
    reached = tuple((month, how) for on, month, how in card.milestones if on <= day)
    scored = span.within(card.scores.on) - span.within(card.scores.apart)
    return CaseSummary(
        id=card.id,
        code=card.code,
        returned=day_of(card.returned),
        place=_place(card.district, card.province),
        trade=_shared(card.trade),
        episode_ends=tuple(episode_ends(ends)) if ends else (),
        dues=dues,
        before=before,
        excused=excused,
        since_met=since_met,
        longest=longest,
        flags=tuple(_flag_span(flag, cutoff, day) for flag in card.flags if flag.since and flag.raised <= day),
        business_month=_business_month(card.plan, card.months, span) if card.plan else None,
        scores=_score_changes(card.scores, cutoff),
        milestones=_shared(tuple(sorted({month for month, _ in reached}))) if reached else (),
        stood_at=_shared(reached),
        scored=scored,
        unscored=span.within(card.met) - scored,
        other_contacts=_shared(tuple(how for on, how in card.unmet if span.holds(on))) if card.unmet else (),
        supports=tuple(_supports(card, span, words)),
        referral_events=tuple(ReferralEvent(day_of(on), to, how) for on, to, how in card.referrals if on <= day),
        uncounted_since=day_of(card.uncounted_since) if card.uncounted_since else None,
        journeys=went,
        contradictory=sum(stands_on(over, later.on) for over, later in pairwise(ends)),
    )


def _supports(card: CaseCard, span: Span, words: Mapping[int, str]) -> Iterator[SupportInQuarter]:
    """What she and her family were given in the quarter."""
    for one in card.supports:
        if span.holds(one.on):
            yield _shared(SupportInQuarter(one.what, one.family, words.get(one.fund, ""), one.amount))


@lru_cache(maxsize=None, typed=True)
def _shared(value: Same) -> Same:
    """The same value for all who share it: thousands are held at once."""
    return value


_place = cache(Place)


# --- flags, business, wellbeing -----------------------------------------------------------------------------------


def _flag_span(flag: CardFlag, cutoff: int, day: int) -> FlagSpan:
    """The flag as it stood before ``cutoff``; one raised only then, as it stood on the day."""
    reviews = [by for on, by in flag.reviews if on < cutoff] or [by for on, by in flag.reviews if on <= day]
    until = day_of(flag.cleared) if 0 < flag.cleared < cutoff else None
    return FlagSpan(flag.kind, day_of(flag.since), until, day_of(reviews[-1]))


def _business_month(plan: CardPlan, every: Sequence[CardMonth], span: Span) -> BusinessMonth:
    """Her business: the last takings told in the quarter, measured by the plan in force.

    One that has closed stays closed until she has made a new plan.
    """
    months = every[: bisect_left(every, span.cutoff, key=_day)]
    is_open = not months or months[-1].open or plan.since > months[-1].on
    told = next((month for month in reversed(months) if month.taken), None)
    planned = _riel(plan.planned)
    if told is None or not told.taken or told.on < span.start:
        return BusinessMonth(plan.trade, planned, None, None, is_open)
    return BusinessMonth(plan.trade, planned, _riel(told.taken), told.covered, is_open)


_day = attrgetter("on")


@cache
def _riel(amount: tuple[int, int]) -> Fraction:
    return Fraction(*amount)


_CHANGES = {MORE: 1, LESS: -1, SAME: 0, FIRST: 0, "": 0}


def _score_changes(scores: CardScores, cutoff: int) -> tuple[int, ...]:
    """Of each domain how the worker's latest score, no older than half a year, compares with her first."""
    first, end = bisect_left(scores.on, cutoff - SCORE_MAX_AGE), bisect_left(scores.on, cutoff)
    letters = scores.letters[first * _DOMAINS : end * _DOMAINS]
    told = (letters[at::_DOMAINS].rstrip(UNTOLD)[-1:] for at in range(_DOMAINS))
    changes: tuple[int, ...] = _shared(tuple(_CHANGES[letter] for letter in told))
    return changes


_DOMAINS = len(WellbeingDomain)
