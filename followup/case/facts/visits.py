"""Visits made and tried, the end of follow-up, and the dates that went to a phone."""

from datetime import date
from typing import Annotated

from followup.case.business.month import MonthlyFigures
from followup.case.facts.base import Body
from followup.case.fields import SLOT, Checked, Private, calendar_day, note_text, one_line, whole_number
from followup.case.outcome_words import FailureCause, OutcomeKind
from followup.case.visit_words import AgreementProgress, AttemptReason, ContactMethod, WellbeingDomain
from followup.case.vocabulary import RiskKind, Term
from followup.errors import Invalid
from followup.messages import say, say_count

_SCORE = whole_number(1, 4, "A wellbeing score is 1, 2, 3 or 4.", "1 is in danger, 4 is thriving.")


class WellbeingScore(Checked):
    """One domain of wellbeing at a visit, 1 (in danger) to 4 (thriving): the worker's score, and her own beside it."""

    domain: WellbeingDomain
    worker: Annotated[int | None, _SCORE] = None
    own: Annotated[int | None, _SCORE] = None


class Visited(Body):
    """She was met, or heard from; ``slot`` is named when the worker said which one this visit was.

    ``went`` are the initials of those who went; ``contact_right`` says whether the safe contact is still right, None if
    nobody asked. ``agreement`` is what became of what was agreed before; ``not_seen`` are the risks that nobody could
    look at. Flags, promises and the like that came of the visit are facts of their own, written with it.
    """

    contact: ContactMethod
    slot: Annotated[int | None, SLOT] = None
    note: Annotated[Private, note_text("The note")] = ""
    went: Annotated[tuple[Private, ...], one_line("Who went", 40)] = ()
    scores: tuple[WellbeingScore, ...] = ()
    month: MonthlyFigures | None = None
    agreed: Annotated[Private, note_text("What was agreed")] = ""
    contact_right: bool | None = None
    agreement: AgreementProgress | None = None
    not_seen: tuple[RiskKind, ...] = ()

    def check(self) -> None:
        """Each domain is scored once."""
        if len({score.domain for score in self.scores}) < len(self.scores):
            raise Invalid(say("A domain of wellbeing is scored twice."))

    @property
    def says_danger(self) -> bool:
        """Whether a domain of wellbeing is scored as in danger, by the worker or by herself."""
        return any(1 in (score.worker, score.own) for score in self.scores)

    def sentence(self) -> str:
        """How she was met."""
        return say("Contact: {how}.", how=self.contact.label)


class Attempted(Body):
    """A try to meet her that did not succeed: why, and whether it was safe to come."""

    reason: AttemptReason
    safe: bool = True
    note: Annotated[Private, note_text("The note")] = ""

    def sentence(self) -> str:
        """Why she was not met, and whether it was safe."""
        safe = "" if self.safe else say(" It was not safe to come.")
        return say("Tried to meet her: {reason}.{safe}", reason=self.reason.label, safe=safe)


class Ended(Body):
    """Follow-up ended: how, and its causes, the main one first.

    ``against`` is the reason for a success that was recorded though the policy's criteria were not all met;
    ``decided_by`` are initials or a role.
    """

    ending: OutcomeKind
    causes: tuple[FailureCause, ...] = ()
    note: Annotated[Private, note_text("The note")] = ""
    against: Annotated[Private, note_text("The reason")] = ""
    decided_by: Annotated[Private, one_line("Who decided", quoted="(decided by {text})")] = ""

    @property
    def main_cause(self) -> FailureCause | None:
        """The first of the causes; None where there is none."""
        return self.causes[0] if self.causes else None

    def sentence(self) -> str:
        """How it ended, and the main cause."""
        how = self.ending.label
        if self.main_cause:
            return say("Follow-up ended: {how}; main cause: {cause}.", how=how, cause=self.main_cause.label)
        return say("Follow-up ended: {how}.", how=how)


class CalendarEntryStatus(Term):
    """What a calendar entry says of its visit."""

    PLANNED = "planned"
    DONE = "done"
    CANCELLED = "cancelled"


class CalendarEntry(Checked):
    """One calendar entry as it was handed out: slot ``slot``, or the extra contact before it.

    ``hours`` is "09:00-10:00" in office time, or empty for a whole day.
    """

    slot: int
    day: Annotated[date, calendar_day("The date")]
    status: CalendarEntryStatus = CalendarEntryStatus.PLANNED
    extra: bool = False
    hours: Annotated[str, one_line()] = ""
    cover: Annotated[str, one_line()] = ""
    sequence: int = 0

    @property
    def key(self) -> tuple[int, bool]:
        """What the entry stands for, whatever its date."""
        return self.slot, self.extra


class HandedOut(Body):
    """These calendar entries went to a phone as they stand here; the fact's ``at`` is their stamp.

    ``stay`` is the earlier stay at home, from 1, that they are of; 0 for the one that she was in.
    """

    entries: tuple[CalendarEntry, ...]
    stay: int = 0

    def sentence(self) -> str:
        """How many entries."""
        return say_count(len(self.entries), "One calendar entry handed out.", "{n} calendar entries handed out.")
