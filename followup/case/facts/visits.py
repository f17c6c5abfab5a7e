"""Visits made, the end of follow-up, and the dates that went to a phone."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from followup.case.codes import Cause, Code, Contact, Ending
from followup.case.facts.base import Body, lines
from followup.case.wording import day, note
from followup.text import say


@dataclass(frozen=True, slots=True)
class Visited(Body):
    """She was met, or heard from; ``slot`` is named when the worker said which one this visit was."""

    kind: ClassVar[str] = "visited"
    contact: Contact
    slot: int | None = None
    note: str = ""

    def __post_init__(self) -> None:
        note(self.note, say("The note"))


@dataclass(frozen=True, slots=True)
class Ended(Body):
    """Follow-up ended: how, and its causes, the main one first."""

    kind: ClassVar[str] = "ended"
    ending: Ending
    causes: tuple[Cause, ...] = ()
    note: str = ""

    def __post_init__(self) -> None:
        note(self.note, say("The note"))


class EntryStatus(Code):
    """What a calendar entry says of its visit."""

    PLANNED = "planned"
    DONE = "done"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Entry:
    """One calendar entry as it was handed out: slot ``slot``, or the extra contact before it.

    ``hours`` is "09:00-10:00" in office time, or empty for a whole day.
    """

    slot: int
    day: date
    status: EntryStatus = EntryStatus.PLANNED
    extra: bool = False
    hours: str = ""
    cover: str = ""
    sequence: int = 0

    def __post_init__(self) -> None:
        day(self.day, say("The date"))
        lines(cover=self.cover, hours=self.hours)

    @property
    def key(self) -> tuple[int, bool]:
        """What the entry stands for, whatever its date."""
        return self.slot, self.extra


@dataclass(frozen=True, slots=True)
class HandedOut(Body):
    """These calendar entries went to a phone as they stand here; the fact's ``at`` is their stamp."""

    kind: ClassVar[str] = "handed_out"
    entries: tuple[Entry, ...]
