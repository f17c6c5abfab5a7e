"""Visits made and tried, the end of follow-up, and the dates that went to a phone."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from followup.case.business.month import MonthlyFigures
from followup.case.facts.base import Body, check_lines
from followup.case.text_limits import checked_day, checked_line, checked_note
from followup.case.vocabulary import AttemptReason, ContactMethod, FailureCause, OutcomeKind, Term, WellbeingDomain
from followup.errors import Invalid
from followup.messages import say


@dataclass(frozen=True, slots=True)
class WellbeingScore:
    """One domain of wellbeing at a visit, 1 (in danger) to 4 (thriving): the worker's score, and her own beside it."""

    domain: WellbeingDomain
    worker: int | None = None
    own: int | None = None

    def __post_init__(self) -> None:
        if not all(score is None or 1 <= score <= 4 for score in (self.worker, self.own)):
            raise Invalid(say("A wellbeing score is 1, 2, 3 or 4."), say("1 is in danger, 4 is thriving."))


@dataclass(frozen=True, slots=True)
class Visited(Body):
    """She was met, or heard from; ``slot`` is named when the worker said which one this visit was.

    ``went`` are the initials of those who went; ``contact_right`` says whether the safe contact is still right, None if
    nobody asked. Flags, promises and the like that came of the visit are facts of their own, written with it.
    """

    kind: ClassVar[str] = "visited"
    contact: ContactMethod
    slot: int | None = None
    note: str = ""
    went: tuple[str, ...] = ()
    scores: tuple[WellbeingScore, ...] = ()
    month: MonthlyFigures | None = None
    agreed: str = ""
    contact_right: bool | None = None

    def __post_init__(self) -> None:
        checked_note(self.note, say("The note"))
        checked_note(self.agreed, say("What was agreed"))
        for who in self.went:
            checked_line(who, say("Who went"), limit=40)
        if self.slot is not None and self.slot < 1:
            raise Invalid(say("Visits are numbered from 1."))
        if len({score.domain for score in self.scores}) < len(self.scores):
            raise Invalid(say("A domain of wellbeing is scored twice."))


@dataclass(frozen=True, slots=True)
class Attempted(Body):
    """A try to meet her that did not succeed: why, and whether it was safe to come."""

    kind: ClassVar[str] = "attempted"
    reason: AttemptReason
    safe: bool = True
    note: str = ""

    def __post_init__(self) -> None:
        checked_note(self.note, say("The note"))


@dataclass(frozen=True, slots=True)
class Ended(Body):
    """Follow-up ended: how, and its causes, the main one first.

    ``against`` is the reason for a success that was recorded though the policy's criteria were not all met;
    ``decided_by`` are initials or a role.
    """

    kind: ClassVar[str] = "ended"
    ending: OutcomeKind
    causes: tuple[FailureCause, ...] = ()
    note: str = ""
    against: str = ""
    decided_by: str = ""

    def __post_init__(self) -> None:
        checked_note(self.note, say("The note"))
        checked_note(self.against, say("The reason"))
        checked_line(self.decided_by, say("Who decided"))

    @property
    def main_cause(self) -> FailureCause | None:
        """The first of the causes; None where there is none."""
        return self.causes[0] if self.causes else None


class CalendarEntryStatus(Term):
    """What a calendar entry says of its visit."""

    PLANNED = "planned"
    DONE = "done"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """One calendar entry as it was handed out: slot ``slot``, or the extra contact before it.

    ``hours`` is "09:00-10:00" in office time, or empty for a whole day.
    """

    slot: int
    day: date
    status: CalendarEntryStatus = CalendarEntryStatus.PLANNED
    extra: bool = False
    hours: str = ""
    cover: str = ""
    sequence: int = 0

    def __post_init__(self) -> None:
        checked_day(self.day, say("The date"))
        check_lines(cover=self.cover, hours=self.hours)

    @property
    def key(self) -> tuple[int, bool]:
        """What the entry stands for, whatever its date."""
        return self.slot, self.extra


@dataclass(frozen=True, slots=True)
class HandedOut(Body):
    """These calendar entries went to a phone as they stand here; the fact's ``at`` is their stamp."""

    kind: ClassVar[str] = "handed_out"
    entries: tuple[CalendarEntry, ...]
