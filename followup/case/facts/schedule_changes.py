"""What changes the course of her visits: moved, paused, extended, made rarer or monthly again, reopened."""

from datetime import date
from typing import Annotated

from followup.case.facts.base import Body
from followup.case.fields import SLOT, Private, calendar_day, note_text, one_line, whole_number
from followup.errors import Invalid
from followup.messages import say, say_count

MOST_EXTENDED = 120
"""Visits that one extension may add: ten years of months."""

_EXTENDED = whole_number(1, MOST_EXTENDED, "From 1 to {most} visits can be added at once.")
_EVERY = whole_number(1, 3, "Visits come every month, every second month, or every third.")


class Moved(Body):
    """One visit was moved to a day; it stands there until it is moved again."""

    slot: Annotated[int, SLOT]
    day: Annotated[date, calendar_day("The new day")]
    why: Annotated[Private, note_text("The reason", needed="Say why the visit is moved.")]

    def sentence(self) -> str:
        """Which visit, and the day."""
        return say("Visit {k} moved to {day}.", k=self.slot, day=self.day)


class Paused(Body):
    """Follow-up rests from ``start`` up to, not including, ``until``: visits due inside are excused.

    With ``extend`` as many are added at the end.
    """

    start: Annotated[date, calendar_day("The first day")]
    until: Annotated[date, calendar_day("The last day")]
    why: Annotated[Private, note_text("The reason", needed="Say why follow-up is paused.")]
    extend: bool = False

    def check(self) -> None:
        """It ends after it begins."""
        if self.until <= self.start:
            raise Invalid(say("A pause ends after the day it begins."))

    def sentence(self) -> str:
        """From when until when, and whether the visits lost are added."""
        added = say(", the visits lost added at the end") if self.extend else ""
        return say("Paused from {start} until {until}{extended}.", start=self.start, until=self.until, extended=added)


class Extended(Body):
    """So many visits are added after the last one, in its rhythm."""

    visits: Annotated[int, _EXTENDED]
    why: Annotated[Private, note_text("The reason", needed="Say why follow-up is extended.")]

    def sentence(self) -> str:
        """By how many visits."""
        return say_count(self.visits, "Extended by 1 visit.", "Extended by {n} visits.")


class Tapered(Body):
    """From slot ``slot`` on a visit comes every ``every`` months; 1 is back to monthly.

    Making visits rarer needs her agreement and the name or initials of a second person who looked at it.
    """

    slot: Annotated[int, SLOT]
    every: Annotated[int, _EVERY]
    why: Annotated[Private, note_text("The reason", needed="Say why the rhythm of visits changes.")]
    agreed: bool = False
    second: Annotated[Private, one_line("The second person", 40, quoted="(seen by {text})")] = ""

    def check(self) -> None:
        """Rarer visits are agreed with her, and seen by a second person."""
        if self.every > 1 and not (self.agreed and self.second.strip()):
            raise Invalid(
                say("Rarer visits need her agreement and a second person who looked at it."),
                say("Write both down, or leave the visits monthly."),
            )

    def sentence(self) -> str:
        """How often visits come, and from which on."""
        n, k = self.every, self.slot
        if n == 1:
            return say("Monthly again from visit {k} on.", k=k)
        return say("Every {n} months from visit {k} on; she agreed, and somebody else saw it.", n=n, k=k)


class Reopened(Body):
    """Follow-up that had ended goes on from this day; the outcome stays in the history."""

    reason: Annotated[Private, note_text("The reason", needed="Say why follow-up is reopened.")]

    def sentence(self) -> str:
        """That it goes on."""
        return say("Follow-up reopened.")
