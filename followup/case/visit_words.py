"""What is told of visits: closed vocabularies; see `followup.case.vocabulary`."""

from followup.case.vocabulary import Term
from followup.messages import say


class ContactMethod(Term):
    """How she was met, or who was spoken with instead of her."""

    HOME_VISIT = "home_visit"
    MET_ELSEWHERE = "met_elsewhere"
    CAME_TO_US = "came_to_us"
    PHONE = "phone"
    THIRD_PERSON = "third_person"
    SUPERVISION = "supervision"
    FAMILY = "family", say("spoke with family")
    LOCAL_AUTHORITY = "local_authority", say("spoke with local authority")

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
