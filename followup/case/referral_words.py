"""What is said of referrals: closed vocabularies; see `followup.case.vocabulary`."""

from followup.case.vocabulary import Term
from followup.messages import say


class ReferralService(Term):
    """To which service somebody is referred."""

    MEDICAL = "medical"
    LEGAL = "legal"
    COUNSELLING = "counselling"
    SCHOOL = "school"
    JOB = "job"
    SHELTER = "shelter"
    POLICE = "police"
    ORGANISATION = "organisation", say("another organisation")


class ReferralState(Term):
    """Where a referral stands; the first two are open."""

    SENT = "sent"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    DONE = "done"
    NOT_DONE = "not_done"
    WITHDRAWN = "withdrawn"

    @property
    def is_open(self) -> bool:
        """Whether somebody is waited for."""
        return self in (ReferralState.SENT, ReferralState.ACCEPTED)


class ReferralReply(Term):
    """What a service answered; *not yet*: it was asked again, and has not answered, or not helped."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    NOT_YET = "not_yet"


class AwaitedParty(Term):
    """Whom a referral waits for."""

    SERVICE = "service", say("the service")
    HERSELF = "herself"
    FAMILY = "family", say("her family")
    US = "us"


class SharedDetail(Term):
    """What of her a service may be told, beside what is asked of it."""

    NAME = "name"
    AGE = "age"
    DISTRICT = "district"
    PHONE = "phone"
    REASON = "reason"
