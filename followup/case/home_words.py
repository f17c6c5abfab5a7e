"""Where she lives after the centre, and what is assessed before: words that do not change, `Term`s of `vocabulary`."""

from followup.case.vocabulary import Term


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
