"""What the rules of attention look at in a case, and where a figure begins to worry."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from followup.case.business.money import Currency, Money
from followup.case.business.month import MonthlyFigures
from followup.case.business.plan import PartnerRole, reckon
from followup.case.case import Case
from followup.case.facts import Fact, Identified, WellbeingScore, effective
from followup.case.parts import Visit
from followup.case.visit_words import WellbeingDomain
from followup.monitoring.case_row import FollowUpState
from followup.monitoring.loans import LoanStanding, loan_standing
from followup.schedule.case_schedule import CaseSchedule
from followup.schedule.next_visit import past_their_window
from followup.values import Value, field, replace


class AttentionLimits(Value):
    """Where a case begins to need attention; the defaults are those of the shipped ``attention.json``."""

    months_under_costs: int = 2  # running
    debt_growth: Fraction = Fraction(0)  # share of the debt before that it may grow by
    stock_left: Fraction = Fraction(1, 2)  # share of the most it was, at which it counts as sold off
    stock_reports: int = 3  # how many months back the most is looked for
    score_low: int = 1
    score_drop: int = 1  # steps
    own_apart: int = 2  # steps between her own rating and the worker's
    slots_missed: int = 2
    days_not_met: int = 60
    attempts: int = 1  # in a row; the third is a flag by itself
    instalments_missed: int = 2
    months_under_plan: int = 2  # reported, whose takings are added up
    under_plan_share: Fraction = Fraction(1, 2)  # of what the plan takes in so many months
    same_month_days: int = 14  # figures closer together are of one month, and the later ones count


class ReportedMonth(NamedTuple):
    """A month of her business and the day on which she reported it."""

    on: date
    month: MonthlyFigures


class DatedScore(Value):
    """How a domain of wellbeing was scored at a visit."""

    on: date
    score: WellbeingScore


class AttentionInputs(Value, dict=True, gc=True):
    """What every rule looks at: a case and its schedule on a day, with what the case alone does not say.

    ``rate`` is riel to the dollar where the plan has none; ``contact_wrong`` the day the safe contact was said to be
    wrong, if it was not put right since.
    """

    case: Case
    case_schedule: CaseSchedule
    state: FollowUpState
    today: date
    rate: Decimal = Decimal(4_000)
    contact_wrong: date | None = None
    limits: AttentionLimits = field(default_factory=AttentionLimits)

    def on(self, day: date) -> "AttentionInputs":
        """The same, looked at on another day; what she told is not gathered again."""
        other = replace(self, today=day)
        other.__dict__["told"] = self.told
        return other

    @cached_property
    def told(self) -> "VisitRecords":
        """What was written down at her visits."""
        return VisitRecords(self.case, self.limits)

    @property
    def closed(self) -> date | None:
        """The day her business was last said to be closed; None while it is open, or where nothing was said."""
        reported = self.told.reported
        return reported[-1].on if reported and not reported[-1].month.open else None

    @property
    def months(self) -> tuple[ReportedMonth, ...]:
        """The months of her business, the earliest first; none once it has closed."""
        return () if self.closed else self.told.reported

    @property
    def ratings(self) -> dict[WellbeingDomain, list[DatedScore]]:
        """Every score of each domain, the earliest first."""
        return self.told.ratings

    @property
    def break_even(self) -> Fraction | None:
        """Customers a day that the plan needs to cover its costs; None without a plan or without prices."""
        return reckon(self.case.plan).break_even if self.case.plan else None

    @property
    def nobody_in_charge(self) -> bool:
        """Whether several run the business and the plan names nobody who decides."""
        partners = self.case.plan.partners if self.case.plan else ()
        others = any(partner.role is not PartnerRole.HERSELF for partner in partners)
        return others and not any(partner.in_charge for partner in partners)

    @cached_property
    def unmet_from(self) -> date | None:
        """The first day on which she counts as not met for too long; None while nobody follows her.

        That is so many days after she was last met in person, or went home. Where her policy, or a pause, promises no
        visit by then, it is the day after the window of the next visit promised: she is not neglected until then.
        Once every visit was made, or the last window has closed, nobody promises her one any more: what is overdue then
        stays overdue, and her outcome is to be decided.
        """
        case = self.case
        if self.state is not FollowUpState.IN_FOLLOW_UP or case.return_date is None or self.over_since:
            return None
        last = max(case.return_date, case.last_met or case.return_date)
        slots, done = self.case_schedule.schedule.slots, self.case_schedule.done
        unmade = (slot for slot in slots if slot.due > last and slot.k not in done and not slot.cancelled)
        first = next(unmade, None)
        if first is None:
            return None
        promised = (slot.due + timedelta(slot.window + 1) for slot in chain([first], unmade) if not slot.paused)
        return max(last + timedelta(self.limits.days_not_met), next(promised, date.min))

    @property
    def over_since(self) -> date | None:
        """The day from which on her policy promises no visit though she is followed; None before it."""
        followed = self.state is FollowUpState.IN_FOLLOW_UP
        return self.case_schedule.period_over_since(self.today) if followed else None

    @property
    def slots_missed(self) -> int:
        """Visits past their window since the latest one made."""
        return past_their_window(self.case_schedule, self.today)

    @property
    def too_many_missed(self) -> bool:
        """Whether they are so many that it needs attention: asked of the day on which they become so many alone."""
        last = self.case_schedule.closings[self.limits.slots_missed - 1 :][:1]
        return any(visit.closes < self.today for visit in last)

    @cached_property
    def loan(self) -> LoanStanding | None:
        """How the loan of her plan stands; None without one."""
        return loan_standing(self.case, self.today, self.case.plan.rate if self.case.plan else self.rate)

    def in_riel(self, money: Money) -> Fraction:
        """An amount in riel, for comparing months told in riel with others told in dollars."""
        return money.converted(Currency.KHR, self.case.plan.rate if self.case.plan else self.rate)


class VisitRecords(Value, dict=True, gc=True):
    """What was written down at the visits of a case, gathered once; no day has a part in it."""

    case: Case
    limits: AttentionLimits

    @cached_property
    def reported(self) -> tuple[ReportedMonth, ...]:
        """The months of her business, the earliest first."""
        return reported_months(self.case, self.limits)

    @cached_property
    def ratings(self) -> dict[WellbeingDomain, list[DatedScore]]:
        """Every score of each domain, the earliest first."""
        ratings: dict[WellbeingDomain, list[DatedScore]] = {domain: [] for domain in WellbeingDomain}
        for visit in self.case.visits:
            for score in visit.said.scores:
                ratings[score.domain].append(DatedScore(visit.on, score))
        return {domain: rated for domain, rated in ratings.items() if rated}


def reported_months(case: Case, limits: AttentionLimits) -> tuple[ReportedMonth, ...]:
    """The months of her business as she reported them, the earliest first; of two a few days apart the later counts."""
    reported: list[ReportedMonth] = []
    for visit in case.visits:
        month = visit.said.month
        if month is None or not month.says_something:
            continue
        if reported and (visit.on - reported[-1].on).days < limits.same_month_days:
            reported.pop()
        reported.append(ReportedMonth(visit.on, month))
    return tuple(reported)


def contact_wrong_since(case: Case, facts: Iterable[Fact]) -> date | None:
    """The day her safe contact was last said to be wrong, unless it was corrected with the same entry or since."""
    visit = last_contact_check(case)
    if visit is None or visit.said.contact_right:
        return None
    valid = effective(facts)
    written = max((fact.at for fact in valid if fact.id == visit.id), default=None)
    corrected = any(_corrects_contact(fact) and written is not None and fact.at >= written for fact in valid)
    return None if corrected else visit.on


def last_contact_check(case: Case) -> Visit | None:
    """The latest visit at which it was asked whether her safe contact is right; None if nobody ever asked."""
    return next((visit for visit in reversed(case.visits) if visit.said.contact_right is not None), None)


def _corrects_contact(fact: Fact) -> bool:
    return isinstance(fact.body, Identified) and fact.body.says_contact
