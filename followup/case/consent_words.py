"""What she is asked to agree to, and how her answers stand: closed vocabularies; see `followup.case.vocabulary`."""

from followup.case.vocabulary import Term
from followup.messages import say


class Purpose(Term):
    """What she agrees to or not; each is asked by itself. Add, never rename.

    The services she may be referred to are called ``referral_...``.
    """

    VISITS_AT_HOME = "visits_at_home", say("visits at her home")
    CALLS = "calls", say("calls by phone")
    MEETING_ELSEWHERE = "meeting_elsewhere", say("meetings away from her home")
    DATA_KEPT = "data_kept", say("her data kept on this laptop")
    CALENDAR = "calendar", say("her visits in a calendar")
    PAPER = "paper", say("pages about her on paper")
    FIGURES = "figures", say("being counted in figures")
    STORY = "story", say("her story told without her name")
    PHOTOGRAPHS = "photographs", say("photographs")
    FAMILY = "family", say("contact with her family")
    AUTHORITIES = "authorities", say("contact with the authorities")
    WHOLE_FILE = "whole_file", say("her whole file given to another organisation")
    REFERRAL_MEDICAL = "referral_medical", say("referral to a doctor or clinic")
    REFERRAL_LEGAL = "referral_legal", say("referral for legal help")
    REFERRAL_COUNSELLING = "referral_counselling", say("referral for counselling")
    REFERRAL_SCHOOL = "referral_school", say("referral to a school")
    REFERRAL_JOB = "referral_job", say("referral to a job")
    REFERRAL_SHELTER = "referral_shelter", say("referral to a shelter")
    REFERRAL_POLICE = "referral_police", say("referral to the police")
    REFERRAL_ORGANISATION = "referral_organisation", say("referral to another organisation")

    @property
    def is_referral(self) -> bool:
        """Whether it is being referred to a service."""
        return self.value.startswith("referral_")


FOLLOWED = (Purpose.VISITS_AT_HOME, Purpose.CALLS, Purpose.MEETING_ELSEWHERE)
"""The ways in which she is followed."""


class ConsentState(Term):
    """How it stands with one purpose. Not asked is neither a yes nor a no."""

    NOT_ASKED = "not_asked"
    GIVEN = "given"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class GuardianAnswer(Term):
    """What the guardian of a minor said, beside her own answer."""

    AGREED = "agreed"
    DISAGREED = "did_not_agree"
    NOBODY = "nobody_safe_to_ask"
