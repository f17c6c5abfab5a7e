"""What changes the course of her visits: moved, paused, extended, made rarer or monthly again, reopened."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from followup.case.facts.base import Body
from followup.case.text_limits import checked_day, checked_line, checked_note
from followup.errors import Invalid
from followup.messages import say

MOST_EXTENDED = 120
"""Visits that one extension may add: ten years of months."""


@dataclass(frozen=True, slots=True)
class Moved(Body):
    """One visit was moved to a day; it stands there until it is moved again."""

    kind: ClassVar[str] = "moved"
    slot: int
    day: date
    why: str

    def __post_init__(self) -> None:
        checked_day(self.day, say("The new day"))
        _check_reason(self.why, say("Say why the visit is moved."))
        _check_slot(self.slot)


@dataclass(frozen=True, slots=True)
class Paused(Body):
    """Follow-up rests from ``start`` up to, not including, ``until``: visits due inside are excused.

    With ``extend`` as many are added at the end.
    """

    kind: ClassVar[str] = "paused"
    start: date
    until: date
    why: str
    extend: bool = False

    def __post_init__(self) -> None:
        if checked_day(self.until, say("The last day")) <= checked_day(self.start, say("The first day")):
            raise Invalid(say("A pause ends after the day it begins."))
        _check_reason(self.why, say("Say why follow-up is paused."))


@dataclass(frozen=True, slots=True)
class Extended(Body):
    """So many visits are added after the last one, in its rhythm."""

    kind: ClassVar[str] = "extended"
    visits: int
    why: str

    def __post_init__(self) -> None:
        if not 1 <= self.visits <= MOST_EXTENDED:
            raise Invalid(say("From 1 to {most} visits can be added at once.", most=MOST_EXTENDED))
        _check_reason(self.why, say("Say why follow-up is extended."))


@dataclass(frozen=True, slots=True)
class Tapered(Body):
    """From slot ``slot`` on a visit comes every ``every`` months; 1 is back to monthly.

    Making visits rarer needs her agreement and the name or initials of a second person who looked at it.
    """

    kind: ClassVar[str] = "tapered"
    slot: int
    every: int
    why: str
    agreed: bool = False
    second: str = ""

    def __post_init__(self) -> None:
        _check_slot(self.slot)
        _check_reason(self.why, say("Say why the rhythm of visits changes."))
        checked_line(self.second, say("The second person"), limit=40)
        if self.every not in (1, 2, 3):
            raise Invalid(say("Visits come every month, every second month, or every third."))
        if self.every > 1 and not (self.agreed and self.second.strip()):
            raise Invalid(
                say("Rarer visits need her agreement and a second person who looked at it."),
                say("Write both down, or leave the visits monthly."),
            )


@dataclass(frozen=True, slots=True)
class Reopened(Body):
    """Follow-up that had ended goes on from this day; the outcome stays in the history."""

    kind: ClassVar[str] = "reopened"
    reason: str

    def __post_init__(self) -> None:
        _check_reason(self.reason, say("Say why follow-up is reopened."))


def _check_reason(why: str, otherwise: str) -> None:
    if not checked_note(why, say("The reason")).strip():
        raise Invalid(otherwise)


def _check_slot(slot: int) -> None:
    if slot < 1:
        raise Invalid(say("Visits are numbered from 1."))
