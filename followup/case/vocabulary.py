"""Closed vocabularies of the field. The stored value is a contract: add, never rename.

Kinds and causes are those of the published follow-up programmes (AFESIP, CCPCR, HCC, CWCC) and of open
case-management systems; see docs/explanation.md.
"""

from enum import StrEnum

from followup.messages import say


class Term(StrEnum):
    """A word from a closed vocabulary, with a label for people."""

    @property
    def label(self) -> str:
        """The code in plain words."""
        return say(_AS_PEOPLE_SAY_IT.get(self.value, self.value.replace("_", " ")))


_AS_PEOPLE_SAY_IT = {
    "re_exploited": say("exploited again"),
    "stigma_past_disclosed": say("stigma: her past became known"),
    "partners_conflict": say("conflict between partners"),
}
"""Codes that do not read well as plain words."""


class Placement(Term):
    """Where she lives after the centre."""

    FAMILY = "family"
    RELATIVE = "relative"
    ADOPTIVE_FAMILY = "adoptive_family"
    ON_HER_OWN = "on_her_own"
    EMPLOYMENT = "employment"
    LONG_TERM_CARE = "long_term_care"


class AssessmentKind(Term):
    """What is assessed before return."""

    FAMILY = "family"
    COMMUNITY = "community"
    READINESS = "readiness"


class AssessmentDecision(Term):
    """What an assessment comes to; it may say no."""

    YES = "yes"
    CONDITIONAL = "conditional"
    NO = "no"


class Severity(Term):
    """How grave a risk flag is."""

    WATCH = "watch"
    CONCERN = "concern"
    DANGER = "danger"

    @property
    def rank(self) -> int:
        """1 for watch, 3 for danger."""
        return _SEVERITIES.index(self) + 1


_SEVERITIES = tuple(Severity)


class RiskLevel(Term):
    """Derived from the open flags, never typed in."""

    LOW = "low"
    RAISED = "raised"
    HIGH = "high"

    @property
    def rank(self) -> int:
        """0 for low, 2 for high."""
        return list(type(self)).index(self)


class RiskKind(Term):
    """What a risk flag is about."""

    FAMILY_WOULD_SELL = "family_would_sell"
    NO_FAMILY = "no_family"
    DEBT = "debt"
    RECRUITER_NEAR = "recruiter_near"
    VIOLENCE = "violence"
    EXPLOITATIVE_WORKPLACE = "exploitative_workplace"
    BELOW_BREAK_EVEN = "below_break_even"
    NO_SUPERVISOR = "no_supervisor"
    PARTNERS_CONFLICT = "partners_conflict"
    PAST_DISCLOSED = "past_disclosed"
    ISOLATION = "isolation"
    HEALTH = "health"
    COULD_NOT_BE_REACHED = "could_not_be_reached"
    OTHER = "other"


class ContactMethod(Term):
    """How she was met, or who was spoken with instead of her."""

    HOME_VISIT = "home_visit"
    MET_ELSEWHERE = "met_elsewhere"
    CAME_TO_US = "came_to_us"
    PHONE = "phone"
    THIRD_PERSON = "third_person"
    SUPERVISION = "supervision"
    FAMILY = "family"
    LOCAL_AUTHORITY = "local_authority"

    @property
    def label(self) -> str:
        """The code in plain words; who was spoken with instead of her is said as that."""
        spoken = {
            ContactMethod.FAMILY: say("spoke with family"),
            ContactMethod.LOCAL_AUTHORITY: say("spoke with local authority"),
        }
        return spoken.get(self) or say(self.value.replace("_", " "))

    @property
    def in_person(self) -> bool:
        """Whether she herself was seen."""
        return self in _IN_PERSON

    @property
    def with_her(self) -> bool:
        """Whether she herself was seen or spoken with: news of her is no contact with her."""
        return self not in _WITHOUT_HER


_WITHOUT_HER = frozenset({ContactMethod.THIRD_PERSON, ContactMethod.FAMILY, ContactMethod.LOCAL_AUTHORITY})
_IN_PERSON = frozenset(ContactMethod) - _WITHOUT_HER - {ContactMethod.PHONE}


class AgreementProgress(Term):
    """What became of what was agreed with her at the visit before."""

    DONE = "done"
    PARTLY = "partly"
    NOT_YET = "not_yet"


class OutcomeKind(Term):
    """How follow-up ended."""

    SELF_SUPPORTING = "self_supporting"
    CONTRIBUTING = "contributing_to_household"
    SAFE_EMPLOYMENT = "safe_employment"
    IN_EDUCATION = "in_education"
    LASTING_FAMILY_CARE = "lasting_family_care"
    BUSINESS_CLOSED = "business_closed"
    BACK_AT_CENTRE = "returned_to_centre"
    RE_EXPLOITED = "re_exploited"
    BACK_IN_SEX_TRADE = "back_in_sex_trade"
    UNSAFE_HOME = "unsafe_home"
    NO_CONTACT = "no_contact"
    MOVED_AWAY = "moved_away"
    MOVED_ABROAD = "moved_abroad"
    TRANSFERRED = "transferred"
    DECLINED = "declined_follow_up"
    DIED = "died"

    @property
    def result(self) -> "OutcomeClass":
        """Whether it is a success, a failure, or neither."""
        return _OUTCOME_CLASSES.get(self, OutcomeClass.NEITHER)


class OutcomeClass(Term):
    """What an outcome counts as."""

    SUCCESS = "success"
    FAILURE = "failure"
    NEITHER = "neither"


_OUTCOME_CLASSES = {
    OutcomeKind.SELF_SUPPORTING: OutcomeClass.SUCCESS,
    OutcomeKind.CONTRIBUTING: OutcomeClass.SUCCESS,
    OutcomeKind.SAFE_EMPLOYMENT: OutcomeClass.SUCCESS,
    OutcomeKind.IN_EDUCATION: OutcomeClass.SUCCESS,
    OutcomeKind.LASTING_FAMILY_CARE: OutcomeClass.SUCCESS,
    OutcomeKind.BUSINESS_CLOSED: OutcomeClass.FAILURE,
    OutcomeKind.BACK_AT_CENTRE: OutcomeClass.FAILURE,
    OutcomeKind.RE_EXPLOITED: OutcomeClass.FAILURE,
    OutcomeKind.BACK_IN_SEX_TRADE: OutcomeClass.FAILURE,
    OutcomeKind.UNSAFE_HOME: OutcomeClass.FAILURE,
    OutcomeKind.NO_CONTACT: OutcomeClass.FAILURE,
}


class MilestoneStanding(Term):
    """How she stands at a milestone, the months 12, 24 and 36 after her return: as a success would end, or not."""

    SELF_SUPPORTING = "self_supporting"
    CONTRIBUTING = "contributing_to_household"
    SAFE_EMPLOYMENT = "safe_employment"
    IN_EDUCATION = "in_education"
    LASTING_FAMILY_CARE = "lasting_family_care"
    NOT_YET = "not_yet"
    IN_DANGER = "in_danger"


class FailureCause(Term):
    """Why it failed."""

    NO_BUSINESS_TRAINING = "no_business_training"
    TOO_FEW_CUSTOMERS = "too_few_customers"
    COSTS_ABOVE_TAKINGS = "costs_above_takings"
    RENT_OR_ELECTRICITY = "rent_or_electricity"
    DEBT = "debt"
    MONEY_DIVERTED = "money_diverted"
    PARTNERS_CONFLICT = "partners_conflict"
    NO_ONE_IN_CHARGE = "no_one_in_charge"
    SKILL_TOO_WEAK = "skill_too_weak"
    WRONG_MARKET = "wrong_market_or_place"
    UNSAFE_JOB = "unsafe_or_exploitative_job"
    FAMILY_CONFLICT = "family_conflict"
    VIOLENCE = "violence"
    FAMILY_PRESSURE = "family_pressure"
    STIGMA = "stigma_past_disclosed"
    HEALTH = "health"
    PREGNANCY_OR_CHILDCARE = "pregnancy_or_childcare"
    DISTANCE = "distance"
    DEPENDENCY = "dependency"
    DISASTER = "flood_or_disaster"


class AttemptReason(Term):
    """Why a try to meet her did not succeed."""

    NOT_AT_HOME = "not_at_home"
    MOVED = "moved"
    PHONE_NOT_ANSWERED = "phone_not_answered"
    NUMBER_WRONG = "number_wrong"
    REFUSED = "refused"
    NOT_SAFE = "not_safe_to_meet"
    ROAD_FLOODED = "road_flooded"
    WORKER_UNAVAILABLE = "worker_unavailable"
    OTHER = "other"


class WellbeingDomain(Term):
    """A side of her life that is scored at a visit, from 1 (in danger) to 4 (thriving)."""

    SAFETY = "safety"
    LEGAL_PROTECTION = "legal_protection"
    MENTAL_WELLBEING = "mental_wellbeing"
    LIVELIHOOD_AND_EDUCATION = "livelihood_and_education"
    SOCIAL_SUPPORT = "social_support"
    PHYSICAL_HEALTH = "physical_health"


class CancelledEntries(Term):
    """Which cancelled entries a calendar file holds."""

    RECENT = "recent"
    ALL = "all"
    NONE = "none"


class RoundBy(Term):
    """By what a round of visits goes."""

    COMMUNE = "commune"
    VILLAGE = "village"


class FollowUpState(Term):
    """Where a graduate stands: in follow-up from the day she came home until an outcome is written.

    *Period over* is a word for those in follow-up whose last window has closed; no row has it for its state.
    """

    EXPECTED = "expected"
    IN_FOLLOW_UP = "in_follow_up"
    PERIOD_OVER = "period_over"
    ENDED = "ended"
