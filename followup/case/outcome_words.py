"""How follow-up ended, and why: closed vocabularies; see `followup.case.vocabulary`."""

from followup.case.vocabulary import Term
from followup.messages import say


class OutcomeKind(Term):
    """How follow-up ended."""

    SELF_SUPPORTING = "self_supporting"
    CONTRIBUTING = "contributing_to_household"
    SAFE_EMPLOYMENT = "safe_employment"
    IN_EDUCATION = "in_education"
    LASTING_FAMILY_CARE = "lasting_family_care"
    BUSINESS_CLOSED = "business_closed"
    BACK_AT_CENTRE = "returned_to_centre"
    RE_EXPLOITED = "re_exploited", say("exploited again")
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
    PARTNERS_CONFLICT = "partners_conflict", say("conflict between partners")
    NO_ONE_IN_CHARGE = "no_one_in_charge"
    SKILL_TOO_WEAK = "skill_too_weak"
    WRONG_MARKET = "wrong_market_or_place"
    UNSAFE_JOB = "unsafe_or_exploitative_job"
    FAMILY_CONFLICT = "family_conflict"
    VIOLENCE = "violence"
    FAMILY_PRESSURE = "family_pressure"
    STIGMA = "stigma_past_disclosed", say("stigma: her past became known")
    HEALTH = "health"
    PREGNANCY_OR_CHILDCARE = "pregnancy_or_childcare"
    DISTANCE = "distance"
    DEPENDENCY = "dependency"
    DISASTER = "flood_or_disaster"
