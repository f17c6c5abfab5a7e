"""Case: one graduate as known on a day. Everything in it is computed from facts, in `replay`."""

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import Any

from followup.case import facts as f
from followup.case.business.plan import Plan
from followup.case.consent_words import Purpose
from followup.case.date_ranges import DateRange
from followup.case.facts.graduate import UNKNOWN_IDENTITY, Identified
from followup.case.fields import Private
from followup.case.home_words import AssessmentDecision, AssessmentKind, Placement
from followup.case.parts import (
    Assessment,
    Attempt,
    Consent,
    ConsentOverride,
    Flag,
    FollowUpEnd,
    IssuedCalendarEntry,
    Milestone,
    PlannedTrips,
    Promise,
    ReturnAgainst,
    Support,
    Visit,
)
from followup.case.referral import Referral
from followup.case.vocabulary import RiskLevel, Severity
from followup.values import Value, field, replace


def _empty_mapping() -> Mapping[Any, Any]:
    return MappingProxyType({})


class Case(Value, dict=True, gc=True):
    """One graduate as known on ``as_of``; everything here is computed from facts, and what is asked often once."""

    id: str
    as_of: date
    opening_id: str = ""
    opened_on: date | None = None
    code: str = ""
    return_date: date | None = None
    policy: str = ""
    worker: str = ""
    centre: str = ""
    trade: str = ""
    modules: tuple[str, ...] = ()
    assumed: tuple[Private, ...] = ()
    identity: Identified = UNKNOWN_IDENTITY
    """Who she is; what is not known is empty."""
    weekdays: tuple[int, ...] = ()
    avoid: tuple[DateRange, ...] = ()
    cover: str = ""
    hours: str = ""
    placement: Placement | None = None
    province: str = ""
    district: str = ""
    assessments: tuple[Assessment, ...] = ()
    returns_against: tuple[ReturnAgainst, ...] = ()
    """Why she returns although an assessment said no, as often as that was asked."""
    plan: Plan | None = None
    planned_on: date | None = None
    loan_since: date | None = None
    """The day from which the instalments of her loan count."""
    plan_assumed: tuple[Private, ...] = ()
    flags: tuple[Flag, ...] = ()
    visits: tuple[Visit, ...] = ()
    attempts: tuple[Attempt, ...] = ()
    promises: tuple[Promise, ...] = ()
    consents: Mapping[Purpose, Consent] = field(default_factory=_empty_mapping)
    """Her last word on each purpose she was asked about; `followup.case.consents` says what may be done."""
    consent_overrides: tuple[ConsentOverride, ...] = ()
    supports: tuple[Support, ...] = ()
    """What was given to her or her family in this stay; `monitoring.support` counts it, with the loan of her plan."""
    house: Private = ""
    """The number of the house that other graduates may live in too."""
    house_since: date | None = None
    referrals: tuple[Referral, ...] = ()
    moves: Mapping[int, date] = field(default_factory=_empty_mapping)
    """The day each moved slot was last moved to."""
    trips: tuple[PlannedTrips, ...] = ()
    """What plans of trips say of her visits, in order; it counts where the plan was accepted."""
    pauses: "tuple[f.Paused, ...]" = ()
    extra_visits: int = 0
    tapers: "tuple[f.Tapered, ...]" = ()
    issued: Mapping[tuple[int, bool], IssuedCalendarEntry] = field(default_factory=_empty_mapping)
    end: FollowUpEnd | None = None
    erased: date | None = None
    """The day on which who she is was erased."""
    endings: tuple[FollowUpEnd, ...] = ()
    """Every outcome, in the order of their days; those follow-up was reopened after too."""
    milestones: tuple[Milestone, ...] = ()
    plan_at_end: tuple[Plan | None, date | None, tuple[Private, ...], date | None] = (None, None, (), None)
    """Her plan as it was when follow-up last ended, the day of it, what was assumed, and since when she had a loan."""
    earlier: tuple["Case", ...] = ()
    """Her stays at home before this one, each as it stood when she went home again."""
    stay: int = 1
    """Which stay at home this is; the visits, outcomes and milestones above are those of this one."""
    stay_id: str = ""
    """The id of the fact that began it, where it is not the first."""
    stay_since: date | None = None
    """The day of that fact."""

    @property
    def as_listed(self) -> "Case":
        """Who she is and how she stands, without what happened meanwhile: a list of everybody holds no more of her."""
        return replace(
            self, visits=(), attempts=(), supports=(), assessments=(), milestones=(), earlier=(), plan=None,
            flags=(), promises=(), referrals=(), endings=(), consent_overrides=(), returns_against=(), assumed=(),
            moves=_empty_mapping(), trips=(), issued=_empty_mapping(), plan_at_end=(None, None, (), None),
        )  # fmt: skip

    @property
    def stays(self) -> tuple["Case", ...]:
        """Every stay at home, this one last."""
        return (*self.earlier, self)

    @property
    def every_ending(self) -> tuple[FollowUpEnd, ...]:
        """The outcomes of all her stays, in the order of their days."""
        return tuple(end for stay in self.stays for end in stay.endings)

    @property
    def calendar_seed(self) -> str:
        """What the identifiers of calendar entries are derived from: of each stay its own."""
        return self.stay_id or self.opening_id

    @property
    def return_id(self) -> str:
        """What the figures know a return by: the case itself, and for a later stay its number as well."""
        return self.id if self.stay == 1 else f"{self.id}/{self.stay}"

    @property
    def is_open(self) -> bool:
        """Whether the case was ever opened; facts may arrive from another laptop before their beginning does."""
        return self.return_date is not None

    @cached_property
    def open_flags(self) -> tuple[Flag, ...]:
        """The flags not yet cleared, gravest first, then by the day they are looked at again; none after the end."""
        mine = (flag for flag in self.flags if flag.is_open and self.end is None)
        return tuple(sorted(mine, key=lambda flag: (-flag.severity.rank, flag.review_on, flag.id)))

    @cached_property
    def last_met(self) -> date | None:
        """The day she was last met in person."""
        return max((visit.on for visit in self.visits if visit.said.contact.in_person), default=None)

    @cached_property
    def last_heard(self) -> date | None:
        """The day of the last contact with her, in person or not; news through a third person is none."""
        return max((visit.on for visit in self.visits if visit.said.contact.with_her), default=None)

    @cached_property
    def tries(self) -> tuple[Attempt, ...]:
        """The attempts since she was last heard from, the earliest first."""
        row = 0 if not self.attempts else self.attempts[-1].number
        heard = self.last_heard or date.min
        return self.attempts[-row:] if row and self.attempts[-1].on >= heard else ()

    @cached_property
    def open_promises(self) -> tuple[Promise, ...]:
        """The promises neither kept nor broken, by the day they are due."""
        return tuple(sorted((one for one in self.promises if one.is_open), key=lambda one: (one.said.due, one.id)))

    @cached_property
    def open_referrals(self) -> tuple[Referral, ...]:
        """The referrals that wait for somebody, by the day until which they do."""
        return tuple(sorted((one for one in self.referrals if one.is_open), key=lambda one: (one.until, one.id)))

    @cached_property
    def risk(self) -> RiskLevel:
        """The level that the open flags add up to."""
        return RiskLevel.of(flag.severity for flag in self.open_flags)

    def latest_assessment(self, what: AssessmentKind) -> Assessment | None:
        """The latest assessment of this kind."""
        return next((assessment for assessment in reversed(self.assessments) if assessment.said.what is what), None)

    @property
    def refusals(self) -> tuple[Assessment, ...]:
        """The assessments that say no, the latest of each kind."""
        latest = (self.latest_assessment(what) for what in AssessmentKind)
        return tuple(one for one in latest if one and one.said.decision is AssessmentDecision.NO)

    def danger_periods(self) -> tuple[tuple[date, date | None], ...]:
        """The days on which a danger flag was open, as [from, until) pairs; ``None`` while it still is."""
        return tuple(span for flag in self.flags for span in flag.spans(Severity.DANGER))
