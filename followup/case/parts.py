"""What a case is made of: identity, flags, visits, attempts, promises, consents, and how each of them stands."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Generic, TypeVar

from followup.case import facts as f
from followup.case.consent_words import ConsentState, GuardianAnswer, Purpose
from followup.case.fields import Private
from followup.case.vocabulary import RiskKind, Severity
from followup.values import Value

if TYPE_CHECKING:
    from followup.case.referral import Referral

Said = TypeVar("Said", bound=f.Body)


class Flag(Value):
    """One risk flag and where it stands."""

    id: str
    risk: RiskKind
    severity: Severity
    note: Private
    owner: str
    raised_on: date
    review_on: date
    written: tuple[datetime, str, int]
    """When it was written down, on which device, as which entry there: what flags are numbered by."""
    reviewed_on: date | None = None
    found: Private = ""
    cleared_on: date | None = None
    how: Private = ""
    severities: tuple[tuple[date, Severity], ...] = ()
    """From which day on it was how grave, the earliest first."""
    reviews: tuple[tuple[date, date], ...] = ()
    """From which day on it was to be looked at again by which day, the earliest first."""

    @property
    def is_open(self) -> bool:
        """Whether it has not been cleared."""
        return self.cleared_on is None

    def is_past(self, today: date) -> bool:
        """Whether it is open and was not looked at by its review date."""
        return self.is_open and self.review_on < today

    def spans(self, severity: Severity) -> Iterator[tuple[date, date | None]]:
        """The days on which it was open and this grave, as [from, until) pairs; ``None`` while it still is.

        A review that another laptop dated after the clearance does not open it again.
        """
        cleared = self.cleared_on or date.max
        ends = [min(on, cleared) for on, _ in self.severities[1:]] + [cleared]
        for (start, grade), end in zip(self.severities, ends, strict=True):
            if grade is severity and start < end:
                yield start, None if end == date.max else end


class Dated(Value, Generic[Said]):
    """What was said, and its day."""

    on: date
    said: Said


Assessment = Dated["f.Assessed"]
ReturnAgainst = Dated["f.ReturnedAgainst"]
"""Why she returns although an assessment says no."""


class Visit(Value):
    """One contact with her; two in one slot are both kept."""

    id: str
    on: date
    said: "f.Visited"


class Attempt(Value):
    """A try to meet her that did not succeed; ``number`` counts those since she was last heard from."""

    id: str
    on: date
    number: int
    said: "f.Attempted"


class Promise(Value):
    """Something promised to her, and what became of it; ``kept`` is None while it is open."""

    id: str
    on: date
    said: "f.Promised"
    written: tuple[datetime, str, int]
    kept: bool | None = None
    settled_on: date | None = None
    how: Private = ""

    @property
    def is_open(self) -> bool:
        """Whether it is neither kept nor broken yet."""
        return self.kept is None

    def is_past(self, today: date) -> bool:
        """Whether it is open and was not settled by its day."""
        return self.is_open and self.said.due < today


class Consent(Value):
    """How it stands with one purpose since a day: her last word on it, and from which entry it comes.

    ``guardian`` is what the guardian of a minor said; ``asked_on`` the day on which she was asked last.
    """

    purpose: Purpose
    state: ConsentState
    on: date
    asked_on: date | None = None
    explained_by: Private = ""
    words: Private = ""
    ask_again: date | None = None
    guardian: GuardianAnswer | None = None
    reason: Private = ""


class ConsentOverride(Value):
    """What is done without her yes from a day until another, as long as she says nothing to it herself."""

    on: date
    said: "f.ConsentOverridden"

    def holds(self, purpose: Purpose, day: date) -> bool:
        """Whether it is for this purpose, and counts on a day."""
        return self.said.purpose is purpose and self.on <= day <= self.said.until


class Support(Value):
    """Support that was given on a day."""

    id: str
    on: date
    said: "f.Supported"
    written: tuple[datetime, str, int]


class IssuedCalendarEntry(Value):
    """A calendar entry as it was last handed out, and when."""

    entry: "f.CalendarEntry"
    stamp: datetime


class PlannedTrips(Value):
    """What a plan of trips says of her visits, and when it was written down."""

    said: "f.TripDates"
    stamp: datetime


class FollowUpEnd(Value):
    """The day follow-up ended, and how; ``reopened_on`` is the day it went on again, None while it has not."""

    on: date
    said: "f.Ended"
    reopened_on: date | None = None

    def stands_on(self, day: date) -> bool:
        """Whether follow-up that had ended so had not gone on again by a day."""
        return self.reopened_on is None or day < self.reopened_on

    @property
    def interruption(self) -> tuple[date, date] | None:
        """The days between the end and the reopening, the second not included; None where there are none."""
        first = self.on + timedelta(days=1)
        return (first, self.reopened_on) if self.reopened_on and first < self.reopened_on else None


class Milestone(Value):
    """How she stood at a milestone, written down on a day; two of the same month are both kept."""

    id: str
    on: date
    said: "f.MilestoneReached"

    @property
    def month(self) -> int:
        """The month after her return that it is of."""
        return self.said.month


_Part = TypeVar("_Part", Flag, Promise, Support, "Referral")


def numbered(parts: Iterable[_Part]) -> Iterator[tuple[int, _Part]]:
    """Her flags, promises or referrals with their numbers, in the order they were written down: a number stays."""
    return enumerate(sorted(parts, key=lambda one: (one.written, one.id)), 1)
