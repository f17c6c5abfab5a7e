"""What she is asked to agree to, and how her answers stand: closed vocabularies; see `followup.case.vocabulary`."""

from followup.case.vocabulary import Term
from followup.messages import say


class Purpose(Term):
    """What she agrees to or not; each is asked by itself. Add, never rename.

    The services she may be referred to are called ``referral_...``.
    """

    VISITS_AT_HOME = "visits_at_home"
    CALLS = "calls"
    MEETING_ELSEWHERE = "meeting_elsewhere"
    DATA_KEPT = "data_kept"
    CALENDAR = "calendar"
    PAPER = "paper"
    FIGURES = "figures"
    STORY = "story"
    PHOTOGRAPHS = "photographs"
    FAMILY = "family"
    AUTHORITIES = "authorities"
    WHOLE_FILE = "whole_file"
    REFERRAL_MEDICAL = "referral_medical"
    REFERRAL_LEGAL = "referral_legal"
    REFERRAL_COUNSELLING = "referral_counselling"
    REFERRAL_SCHOOL = "referral_school"
    REFERRAL_JOB = "referral_job"
    REFERRAL_SHELTER = "referral_shelter"
    REFERRAL_POLICE = "referral_police"
    REFERRAL_ORGANISATION = "referral_organisation"

    @property
    def label(self) -> str:
        """What it is, in plain words that stand alone in a list."""
        return say(_PURPOSES[self.value])

    @property
    def is_referral(self) -> bool:
        """Whether it is being referred to a service."""
        return self.value.startswith("referral_")


_PURPOSES = {
    "visits_at_home": say("visits at her home"),
    "calls": say("calls by phone"),
    "meeting_elsewhere": say("meetings away from her home"),
    "data_kept": say("her data kept on this laptop"),
    "calendar": say("her visits in a calendar"),
    "paper": say("pages about her on paper"),
    "figures": say("being counted in figures"),
    "story": say("her story told without her name"),
    "photographs": say("photographs"),
    "family": say("contact with her family"),
    "authorities": say("contact with the authorities"),
    "whole_file": say("her whole file given to another organisation"),
    "referral_medical": say("referral to a doctor or clinic"),
    "referral_legal": say("referral for legal help"),
    "referral_counselling": say("referral for counselling"),
    "referral_school": say("referral to a school"),
    "referral_job": say("referral to a job"),
    "referral_shelter": say("referral to a shelter"),
    "referral_police": say("referral to the police"),
    "referral_organisation": say("referral to another organisation"),
}
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
