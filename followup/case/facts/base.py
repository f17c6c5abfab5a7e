"""A fact: one dated entry of a journal, and how it is written as a record."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib import import_module
from typing import Any, ClassVar

from followup.case import codec
from followup.case.text_limits import checked_day, checked_line, checked_note
from followup.errors import Damaged, FollowupError, Invalid
from followup.messages import say

Json = Any

MODULE_OF_KIND = {
    "opened": "graduate",
    "amended": "graduate",
    "identified": "graduate",
    "arranged": "graduate",
    "assessed": "graduate",
    "placed": "graduate",
    "handed_over": "graduate",
    "planned": "plans",
    "flagged": "flags",
    "flag_reviewed": "flags",
    "flag_cleared": "flags",
    "visited": "visits",
    "attempted": "visits",
    "promised": "promises",
    "promise_settled": "promises",
    "moved": "schedule_changes",
    "paused": "schedule_changes",
    "extended": "schedule_changes",
    "tapered": "schedule_changes",
    "reopened": "schedule_changes",
    "ended": "visits",
    "handed_out": "visits",
    "milestone": "outcomes",
    "configured": "office",
    "on_leave": "office",
    "office_closed": "office",
    "policy_made": "office",
    "lesson_proposed": "lessons",
    "lesson_answered": "lessons",
    "lesson_applied": "lessons",
    "lesson_checked": "lessons",
    "published": "publications",
    "withdrawn": "base",
}
"""Each kind of fact and the module beside this one that holds it, imported when the first such record is read."""


@dataclass(frozen=True, slots=True)
class Body:
    """What a fact says, by kind; the base of them all."""

    kind: ClassVar[str]
    personal: ClassVar[bool] = False
    """Whether it holds identity, kept apart so that erasing a person leaves the programme's count intact."""
    kinds: ClassVar[dict[str, type["Body"]]] = {}
    """Every kind imported so far."""

    def __init_subclass__(cls) -> None:
        Body.kinds[cls.kind] = cls


@dataclass(frozen=True, slots=True)
class Fact:
    """One dated entry of a journal: ``body`` is true from the day ``on``, and was written down at ``at`` (UTC).

    ``device`` and ``seq`` say where it was written and as which entry there; ``by`` is the worker's initials.
    """

    id: str
    at: datetime
    on: date
    device: str
    seq: int
    by: str
    body: Body

    def __post_init__(self) -> None:
        if self.at.tzinfo is None or self.at.utcoffset() != UTC.utcoffset(None):
            raise Invalid(say("A stamp must be in UTC."))
        checked_day(self.on, say("The date"))

    @property
    def written(self) -> tuple[datetime, str, int, str]:
        """Where the fact stands in the order in which facts were written down."""
        return self.at, self.device, self.seq, self.id

    @property
    def order(self) -> tuple[date, datetime, str, int, str]:
        """Where the fact stands in replay: by the day it is true of, then by when it was written."""
        return self.on, self.at, self.device, self.seq, self.id


@dataclass(frozen=True, slots=True)
class Withdrawn(Body):
    """An earlier entry was a mistake; the case is as if it had not been, and the log still says so."""

    kind: ClassVar[str] = "withdrawn"
    fact: str
    reason: str

    def __post_init__(self) -> None:
        if not checked_note(self.reason, say("The reason")).strip():
            raise Invalid(say("Say why the entry is withdrawn."))


def check_lines(**texts: str | None) -> None:
    """Check that each text, if given, can stand on one line; Invalid names the field."""
    for name, text in texts.items():
        if text is not None:
            checked_line(text, say("The field {name}", name=name.replace("_", " ")))


def effective(facts: Iterable[Fact], known_at: datetime | None = None) -> list[Fact]:
    """The facts that hold, in replay order: written down by ``known_at``, and not withdrawn.

    A withdrawal is itself withdrawn by a later one; the latest word counts.
    """
    known = {fact.id: fact for fact in facts if known_at is None or fact.at <= known_at}
    withdrawn: set[str] = set()
    withdrawals = (fact for fact in known.values() if isinstance(fact.body, Withdrawn))
    for fact in sorted(withdrawals, key=lambda fact: fact.written, reverse=True):
        if fact.id not in withdrawn and isinstance(fact.body, Withdrawn):
            withdrawn.add(fact.body.fact)
    held = (fact for fact in known.values() if fact.id not in withdrawn)
    return sorted(held, key=lambda fact: fact.order)


def body_class(kind: str) -> type[Body] | None:
    """The class of the facts of a kind; None for a kind this version does not know."""
    if kind not in MODULE_OF_KIND:
        return None
    if kind not in Body.kinds:
        import_module(f"followup.case.facts.{MODULE_OF_KIND[kind]}")
    return Body.kinds[kind]


def to_record(fact: Fact) -> dict[str, Json]:
    """The fact as a JSON object."""
    return {
        "id": fact.id,
        "at": fact.at.isoformat(),
        "on": fact.on.isoformat(),
        "device": fact.device,
        "seq": fact.seq,
        "by": fact.by,
        "kind": fact.body.kind,
        "body": codec.to_json(fact.body),
    }


def from_record(record: dict[str, Json]) -> Fact:
    """The fact that ``to_record`` wrote; Damaged if it is none, or of a newer version of the program."""
    try:
        body = body_class(record["kind"])
        if body is None:
            raise Damaged(
                say("An entry is of a kind that this version does not know."),
                say("Update followup, then open it again; nothing is lost."),
            )
        return Fact(
            id=record["id"],
            at=datetime.fromisoformat(record["at"]),
            on=date.fromisoformat(record["on"]),
            device=record["device"],
            seq=record["seq"],
            by=record["by"],
            body=codec.from_json(body, record["body"]),
        )
    except Damaged:
        raise
    except (KeyError, TypeError, ValueError, FollowupError) as error:
        raise Damaged(say("An entry cannot be read as a fact.")) from error
