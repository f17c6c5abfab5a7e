"""Closed vocabularies of the field. The stored value is a contract: add, never rename.

Kinds and causes are those of the published follow-up programmes (AFESIP, CCPCR, HCC, CWCC) and of open
case-management systems; see docs/explanation.md.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import Self

from followup.messages import say


class Term(StrEnum):
    """A word from a closed vocabulary; what people say for it stands beside it where that is not the word itself.

    ``HOLIDAY = "holiday", say("public holiday")``, but ``ROAD_FLOODED = "road_flooded"``.
    """

    _label: str
    rank: int
    """Its place in the vocabulary, from 0: of grades the gravest has the highest."""

    def __new__(cls, code: str, label: str = "") -> Self:
        """The word that is stored as ``code``."""
        term = str.__new__(cls, code)
        term._value_, term._label, term.rank = code, label, len(cls.__members__)
        return term

    @property
    def label(self) -> str:
        """The word for people, as it stands alone in a list."""
        return self._label or say(self.value.replace("_", " "))


class Severity(Term):
    """How grave a risk flag is."""

    WATCH = "watch"
    CONCERN = "concern"
    DANGER = "danger"


class RiskLevel(Term):
    """The risk that she is at: derived from the open flags, never typed in."""

    LOW = "low"
    RAISED = "raised"
    HIGH = "high"

    @classmethod
    def of(cls, open_severities: Iterable[Severity]) -> "RiskLevel":
        """High while a danger flag is open, raised while a concern is, low otherwise.

        Watches never add up to a concern by themselves: a worker must be free to write down every small worry without
        moving her visits, and whoever sees that several belong together raises the concern and says why.
        """
        standing = set(open_severities)
        if Severity.DANGER in standing:
            return cls.HIGH
        return cls.RAISED if Severity.CONCERN in standing else cls.LOW


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
    PARTNERS_CONFLICT = "partners_conflict", say("conflict between partners")
    PAST_DISCLOSED = "past_disclosed"
    ISOLATION = "isolation"
    HEALTH = "health"
    COULD_NOT_BE_REACHED = "could_not_be_reached"
    OTHER = "other"


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
