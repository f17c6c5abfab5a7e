"""A fact: one dated entry of a journal, and how it is written as a record."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from functools import cache
from importlib import import_module
from operator import attrgetter
from typing import Annotated, Any, ClassVar

from msgspec import MsgspecError, Raw, Struct, json

from followup.case import codec
from followup.case.fields import Checked, Private, note_text, program_text
from followup.case.text_limits import checked_day
from followup.case.watched_day import passed
from followup.errors import Damaged, FollowupError, Invalid
from followup.messages import say
from followup.values import CheckedValue, asdict

Json = Any

KINDS = {
    "opened": "graduate.Opened",
    "amended": "graduate.Amended",
    "identified": "graduate.Identified",
    "arranged": "graduate.Arranged",
    "assessed": "graduate.Assessed",
    "returned_against": "graduate.ReturnedAgainst",
    "placed": "graduate.Placed",
    "handed_over": "graduate.HandedOver",
    "merged": "graduate.Merged",
    "planned": "plans.Planned",
    "flagged": "flags.Flagged",
    "flag_reviewed": "flags.FlagReviewed",
    "flag_cleared": "flags.FlagCleared",
    "visited": "visits.Visited",
    "attempted": "visits.Attempted",
    "promised": "promises.Promised",
    "promise_settled": "promises.PromiseSettled",
    "consent_asked": "consents.ConsentAsked",
    "consent_withdrawn": "consents.ConsentWithdrawn",
    "consent_overridden": "consents.ConsentOverridden",
    "supported": "support.Supported",
    "housed": "household.Housed",
    "referred": "referrals.Referred",
    "referral_answered": "referrals.ReferralAnswered",
    "referral_done": "referrals.ReferralDone",
    "referral_withdrawn": "referrals.ReferralWithdrawn",
    "moved": "schedule_changes.Moved",
    "paused": "schedule_changes.Paused",
    "extended": "schedule_changes.Extended",
    "tapered": "schedule_changes.Tapered",
    "reopened": "schedule_changes.Reopened",
    "trip_dates": "trips.TripDates",
    "trips_accepted": "trips.TripsAccepted",
    "ended": "visits.Ended",
    "handed_out": "visits.HandedOut",
    "milestone": "outcomes.MilestoneReached",
    "returned_again": "returns.ReturnedAgain",
    "configured": "office.Configured",
    "on_leave": "office.OnLeave",
    "office_closed": "office.OfficeClosed",
    "policy_made": "office.PolicyMade",
    "holiday_decreed": "office.HolidayDecreed",
    "district_set": "districts.DistrictSet",
    "district_closed": "districts.DistrictClosed",
    "district_opened": "districts.DistrictOpened",
    "worker_added": "workers.WorkerAdded",
    "worker_renamed": "workers.WorkerRenamed",
    "worker_left": "workers.WorkerLeft",
    "lesson_proposed": "lessons.LessonProposed",
    "lesson_corrected": "lessons.LessonCorrected",
    "lesson_answered": "lessons.LessonAnswered",
    "lesson_applied": "lessons.LessonApplied",
    "lesson_checked": "lessons.LessonChecked",
    "published": "publications.Published",
    "printed": "prints.Printed",
    "accessed": "accesses.Accessed",
    "exported": "exports.Exported",
    "imported": "imports.Imported",
    "mapping_kept": "imports.MappingKept",
    "erased": "erasure.Erased",
    "erasure_noted": "erasure.ErasureNoted",
    "withdrawn": "base.Withdrawn",
}
"""Every kind of fact: the module beside this one and the class in it, imported when the first such record is read."""
_KIND_AT = {place: kind for kind, place in KINDS.items()}


class Body(Checked):
    """What a fact says, by kind; the base of them all."""

    kind: ClassVar[str]
    """What it is called in a record: by `KINDS`."""
    personal: ClassVar[bool] = False
    """Whether it holds identity, kept apart so that erasing a person leaves the programme's count intact."""

    def __init_subclass__(cls, **config: Any) -> None:
        super().__init_subclass__(**config)
        cls.kind = _KIND_AT[f"{cls.__module__.rpartition('.')[2]}.{cls.__name__}"]

    def sentence(self) -> str:
        """What the log says of it: neither identity nor free text, which the log quotes beside it through the mask."""
        return say("Entry of the kind {kind}.", kind=self.kind.replace("_", " "))

    def said(self) -> dict[str, Any]:
        """The fields that say something: those that are not None."""
        return {name: value for name, value in asdict(self).items() if value is not None}

    def names_said(self) -> str:
        """The names of the fields that say something."""
        return ", ".join(name.replace("_", " ") for name in self.said())


class Fact(CheckedValue):
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

    def check(self) -> None:
        """Its stamp is in UTC, its day within reason."""
        if self.at.tzinfo is None or self.at.utcoffset() != UTC.utcoffset(None):
            raise Invalid(say("A stamp must be in UTC."))
        checked_day(self.on, say("The date"))

    @property
    def place(self) -> tuple[datetime, str, int]:
        """When it was written down, on which device, as which entry there: what her flags are numbered by."""
        return self.at, self.device, self.seq

    @property
    def written(self) -> tuple[datetime, str, int, str]:
        """Where the fact stands in the order in which facts were written down."""
        return *self.place, self.id

    @property
    def order(self) -> tuple[date, datetime, str, int, str]:
        """Where the fact stands in replay: by the day it is true of, then by when it was written."""
        return self.on, self.at, self.device, self.seq, self.id


class Withdrawn(Body):
    """An earlier entry was a mistake; the case is as if it had not been, and the log still says so."""

    fact: Annotated[str, program_text()]
    reason: Annotated[Private, note_text("The reason", needed="Say why the entry is withdrawn.")]


REPLAY_ORDER = attrgetter("on", "at", "device", "seq", "id")
"""As `Fact.order`, for sorting thousands."""

_last: tuple[tuple[Fact, ...], tuple[Fact, ...]] = (), ()


def effective(facts: Iterable[Fact], known_at: datetime | None = None) -> tuple[Fact, ...]:
    """The facts that hold, in replay order: written down by ``known_at``, and not withdrawn.

    Of those that were asked for last they are held, since many rules ask for those of one case.
    """
    global _last
    if known_at is not None or type(facts) is not tuple:
        return _in_force(facts, known_at)
    if _last[0] is not facts:
        _last = facts, _in_force(facts)
    return _last[1]


def _in_force(facts: Iterable[Fact], known_at: datetime | None = None) -> tuple[Fact, ...]:
    """A withdrawal is itself withdrawn by a later one; the latest word counts."""
    known = {fact.id: fact for fact in facts if known_at is None or fact.at <= known_at}
    withdrawn: set[str] = set()
    withdrawals = (fact for fact in known.values() if isinstance(fact.body, Withdrawn))
    for fact in sorted(withdrawals, key=lambda fact: fact.written, reverse=True):
        if fact.id not in withdrawn and isinstance(fact.body, Withdrawn):
            withdrawn.add(fact.body.fact)
    held = known.values() if not withdrawn else (fact for fact in known.values() if fact.id not in withdrawn)
    return tuple(sorted(held, key=REPLAY_ORDER))


def true_by(facts: Sequence[Fact], day: date) -> Sequence[Fact]:
    """Of facts in replay order those that are true of a day or of one before it."""
    return facts[: passed(facts, day, attrgetter("on"))]


@cache
def body_class(kind: str) -> type[Body] | None:
    """The class of the facts of a kind; None for a kind this version does not know."""
    if kind not in KINDS:
        return None
    module, _, name = KINDS[kind].partition(".")
    return getattr(import_module(f"followup.case.facts.{module}"), name)  # type: ignore[no-any-return]


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
        return from_stored(json.decode(json.encode(record), type=StoredFact))
    except (MsgspecError, TypeError) as error:
        raise _unreadable() from error


class StoredFact(Struct, gc=False):
    """A record as it is read, its body not yet: of which kind it is says how."""

    id: str
    at: datetime
    on: date
    device: str
    seq: int
    by: str
    kind: str
    body: Raw


def from_stored(stored: StoredFact) -> Fact:
    """The fact that a record is of; Damaged if it is none, or of a newer version of the program."""
    try:
        body = _body_reader(stored.kind).decode(stored.body)
        return Fact(stored.id, stored.at, stored.on, stored.device, stored.seq, stored.by, body)
    except Damaged:
        raise
    except (MsgspecError, TypeError, ValueError, FollowupError) as error:
        raise _unreadable() from error


def _unreadable() -> Damaged:
    return Damaged(say("An entry cannot be read as a fact."))


@cache
def _body_reader(kind: str) -> json.Decoder[Body]:
    body = body_class(kind)
    if body is None:
        raise Damaged(
            say("An entry is of a kind that this version does not know."),
            say("Update followup, then open it again; nothing is lost."),
        )
    return json.Decoder(body)
