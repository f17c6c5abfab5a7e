"""What the figures need of a stay at home, for any quarter and any day: everything with its day, and not a word.

A card is made of a case with all that is written of it, and holds on every later day. What a day of the past must not
know is left out when the card is looked at (`case_summary.summarize`), because it stands there with its day: visits,
tries, flags, ends, months of business. What has no day on it is true from ``exact_from`` on: where she lives, her plan,
a pause. Of an earlier day a card of the case as it was then is made, by the same function.

Days are ordinals, so that thousands of cards are read in a moment. Of what somebody wrote only code, district, province
and trade are in a card; of other words a mark, by which the word is found again in a case that says it.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from operator import itemgetter
from typing import NamedTuple

from followup.case.business.money import Currency, Money, riel_together
from followup.case.business.plan import MonthlyCost, Plan, expected_takings
from followup.case.case import Case
from followup.case.consents import uncounted_since
from followup.case.facts import Fact, Supported, effective
from followup.case.outcome_words import FailureCause, MilestoneStanding, OutcomeKind
from followup.case.referral_words import ReferralService, ReferralState
from followup.case.support_words import SupportKind
from followup.case.visit_words import ContactMethod
from followup.case.vocabulary import RiskKind, Severity
from followup.case.word_marks import mark_of
from followup.monitoring.support import support_of_stay
from followup.schedule.due_visits import promised_visits
from followup.schedule.policy import Policy
from followup.statistics.card_visits import CardDues, CardScores, card_dues, card_scores, ordinals, shifted_on
from followup.values import Value

LATEST = date.max.toordinal()
DUE_DATE_HORIZON = timedelta(days=366)
"""So far ahead due dates are known where follow-up has no end: a visit belongs to the nearest, before it or after."""
KEPT_HORIZON = timedelta(days=4 * 366)
"""So far ahead they are known in a card, which then holds for three years."""


class CardFlag(Value, array_like=True):
    """A flag: raised and cleared when, how grave and to be looked at again by when, each from a day on.

    In this stay at home it counts ``since`` a day; 0 where it was cleared before she went home again.
    """

    kind: RiskKind
    raised: int
    since: int
    cleared: int
    grades: tuple[tuple[int, Severity], ...]
    reviews: tuple[tuple[int, int], ...]


class CardEnd(Value, array_like=True):
    """An end of follow-up, and the day on which it went on again; 0 while it has not."""

    on: int
    how: OutcomeKind
    causes: tuple[FailureCause, ...]
    back: int


class CardMonth(Value, array_like=True):
    """What was told of her business: whether it was open, what it took (in riel, as a fraction), whether that did."""

    on: int
    open: bool
    taken: tuple[int, int] | None = None
    covered: bool = False


class CardPlan(Value, array_like=True):
    """Her plan: since which day, what a month should take (riel, as a fraction), and whether months can be compared."""

    trade: str
    since: int
    planned: tuple[int, int]
    monthly: bool


class CardSupport(Value, array_like=True):
    """Something that was given on a day; of the fund its mark."""

    on: int
    what: SupportKind
    family: bool
    fund: int
    amount: Money | None


class ReferralEvent(NamedTuple):
    """A referral to a service came to a state on a day."""

    on: date
    service: ReferralService
    state: ReferralState


class CaseCard(Value, array_like=True):
    """One stay at home as the figures need it; made by `case_card`."""

    id: str
    code: str
    opened: int
    """The first day on which the case can have been opened."""
    exact_from: int
    """The first day of which the card is true: what has no day of its own stood as it stands from then on."""
    holds_until: int
    """The last day of which it is true."""
    returned: int
    stay: int
    province: str
    district: str
    trade: str
    placement: str
    uncounted_since: int
    """Since which day it is known, whatever day is asked for, that she does not agree to be counted; 0 if she does."""
    worker: str
    policy: str
    centre: int
    modules: tuple[int, ...]
    has_policy: bool
    dues: CardDues
    pauses: tuple[tuple[int, int], ...]
    moved: tuple[int, ...]
    met: tuple[int, ...]
    """The days of meetings in person, in order."""
    scores: CardScores
    unmet: tuple[tuple[int, ContactMethod], ...]
    """Contacts without meeting her."""
    flags: tuple[CardFlag, ...]
    ends: tuple[CardEnd, ...]
    plan: CardPlan | None
    months: tuple[CardMonth, ...]
    milestones: tuple[tuple[int, int, MilestoneStanding], ...]
    supports: tuple[CardSupport, ...]
    referrals: tuple[tuple[int, ReferralService, ReferralState], ...]

    @property
    def case_id(self) -> str:
        """The case that the stay is of."""
        return self.id.partition("/")[0]

    @property
    def marks(self) -> set[int]:
        """The marks of words that are not in the card."""
        return {self.centre, *self.modules, *(one.fund for one in self.supports)}


def words_of_stay(case: Case) -> Iterator[str]:
    """The words that a card of this stay has marks of."""
    yield from (case.centre, *case.modules, *(one.fund for one in support_of_stay(case)))


DATED = frozenset(
    (
        *("visited", "attempted", "flagged", "flag_reviewed", "flag_cleared", "promised", "promise_settled"),
        *("milestone", "ended", "supported", "referred", "referral_answered", "referral_done", "referral_withdrawn"),
        *("handed_out", "identified", "arranged", "assessed", "returned_against", "housed", "erased"),
        *("consent_asked", "consent_withdrawn", "consent_overridden", "withdrawn"),
    )
)
"""Kinds of fact that stand in a card with their day, or not at all."""
_OPENING = frozenset({"opened", "amended", "returned_again"})
"""Kinds that can say when she came home, without which a case is not open."""
_MOVING = frozenset({"moved", "reopened"})
"""Kinds that matter where a visit was moved into days in which follow-up rested."""


def case_cards(
    case: Case, policies: Sequence[Policy | None], facts: Iterable[Fact], as_of: date
) -> tuple[CaseCard, ...]:
    """A card of each stay at home of a case that was replayed with all these facts; each follows one of ``policies``.

    None stands for a policy that the office does not have: nothing is known to be due then. ``as_of`` is the day up to
    which due dates are needed where follow-up has no end.
    """
    facts = tuple(facts)
    holding, uncounted = effective(facts), _ordinal(uncounted_since(facts))
    opened = next((fact.on for fact in holding if fact.body.kind in _OPENING), date.min).toordinal()
    exact = _exact_from(case, holding)
    return tuple(
        _card(stay, policy, opened, exact, uncounted, as_of) for stay, policy in zip(case.stays, policies, strict=True)
    )


def _exact_from(case: Case, holding: Sequence[Fact]) -> int:
    """The latest day of any fact, in replay order, that leaves no day in a card."""
    resting = any(stay.pauses or stay.endings for stay in case.stays) and any(stay.moves for stay in case.stays)
    dated = DATED if resting else DATED | _MOVING
    days = (fact.on for fact in reversed(holding) if fact.body.kind not in dated or _is_of_plan(fact))
    return next(days, date.min).toordinal()


def _is_of_plan(fact: Fact) -> bool:
    """Whether it says of the loan in her plan, which has a day of its own, out of which fund it came."""
    return isinstance(fact.body, Supported) and fact.body.is_own_loan


def _card(case: Case, policy: Policy | None, opened: int, exact: int, uncounted: int, as_of: date) -> CaseCard:
    assert case.return_date is not None
    endless = policy is not None and policy.visits is None
    plan = case.plan
    promised = promised_visits(case, policy, as_of + KEPT_HORIZON) if policy else None
    if promised and promised.done:
        exact = max(exact, shifted_on(case, promised).toordinal())
    return CaseCard(
        id=case.return_id,
        code=case.code,
        opened=opened,
        exact_from=LATEST if policy and endless and policy.every > 12 else exact,
        holds_until=(as_of + KEPT_HORIZON - 2 * DUE_DATE_HORIZON).toordinal() if endless else LATEST,
        returned=case.return_date.toordinal(),
        stay=case.stay,
        province=case.province,
        district=case.district,
        trade=case.trade,
        placement=case.placement.value if case.placement else "",
        uncounted_since=uncounted,
        worker=case.worker,
        policy=case.policy,
        centre=mark_of(case.centre),
        modules=tuple(map(mark_of, case.modules)),
        has_policy=policy is not None,
        dues=card_dues(case, promised) if promised else CardDues(),
        pauses=tuple((one.start.toordinal(), one.until.toordinal()) for one in case.pauses),
        moved=tuple(case.moves),
        met=ordinals(visit for visit in case.visits if visit.said.contact.in_person),
        scores=card_scores(case),
        unmet=tuple((one.on.toordinal(), one.said.contact) for one in case.visits if not one.said.contact.in_person),
        flags=tuple(_flags(case)),
        ends=tuple(
            CardEnd(one.on.toordinal(), one.said.ending, one.said.causes, _ordinal(one.reopened_on))
            for one in case.endings
        ),
        plan=_card_plan(plan, case.planned_on) if plan else None,
        months=tuple(_months(case, plan)) if plan else (),
        milestones=tuple((one.on.toordinal(), one.month, one.said.standing) for one in case.milestones),
        supports=tuple(
            CardSupport(one.on.toordinal(), one.what, one.whom.in_family, mark_of(one.fund), one.amount)
            for one in support_of_stay(case)
        ),
        referrals=tuple((one.on.toordinal(), one.service, one.state) for one in _referral_events(case)),
    )


def _ordinal(day: date | None) -> int:
    return day.toordinal() if day else 0


# --- flags, referrals, business -------------------------------------------------------------------------------------


def _flags(case: Case) -> Iterator[CardFlag]:
    """Her flags; one from before she went home again is open again from that day on."""
    cleared = {flag.id for stay in case.earlier[-1:] for flag in stay.flags if not flag.is_open}
    home = _ordinal(case.return_date) if case.stay > 1 else 0
    for flag in case.flags:
        raised = flag.raised_on.toordinal()
        yield CardFlag(
            kind=flag.risk,
            raised=raised,
            since=0 if flag.id in cleared else max(raised, home),
            cleared=_ordinal(flag.cleared_on),
            grades=tuple((on.toordinal(), grade) for on, grade in flag.severities),
            reviews=tuple((on.toordinal(), by.toordinal()) for on, by in flag.reviews),
        )


def _referral_events(case: Case) -> Iterator[ReferralEvent]:
    """What became of her referrals; what a stay before has told already is not told again."""
    before = {one.id: len(one.steps) for stay in case.earlier[-1:] for one in stay.referrals}
    for referral in case.referrals:
        for at, step in enumerate(referral.steps):
            news = not at or step.state is not referral.steps[at - 1].state
            if at >= before.get(referral.id, 0) and news:
                yield ReferralEvent(step.on, referral.said.service, step.state)


def _card_plan(plan: Plan, since: date | None) -> CardPlan:
    return CardPlan(plan.trade, _ordinal(since), _in_riel(plan, expected_takings(plan)), not plan.cycle)


def _months(case: Case, plan: Plan) -> Iterator[CardMonth]:
    """What was told of her business, measured by her plan; what sells once in six months is not measured by a month."""
    measured, planned = not plan.cycle, _cost(plan, plan.costs)
    least, share = _in_riel(plan, plan.instalment)
    told = [(visit.on.toordinal(), visit.said.month) for visit in case.visits if visit.said.month]
    for on, month in sorted(told, key=itemgetter(0)):
        if month.takings and measured:
            taken = month.takings.riel(plan.rate)
            left = taken - (_cost(plan, month.costs) if month.costs else planned)
            yield CardMonth(on, month.open, taken.as_integer_ratio(), left * share >= least)
        else:
            yield CardMonth(on, month.open)


def _cost(plan: Plan, costs: Iterable[MonthlyCost]) -> Decimal:
    """What costs come to, in riel."""
    return riel_together((one.amount for one in costs), plan.rate)


def _in_riel(plan: Plan, amount: Fraction) -> tuple[int, int]:
    riel = amount if plan.currency is Currency.KHR else amount * Fraction(plan.rate)
    return riel.numerator, riel.denominator
