"""Who she is, where she lives, and who follows her."""

from datetime import date
from typing import Annotated, Any, ClassVar

from followup.case.date_ranges import DateRange
from followup.case.facts.base import Body
from followup.case.fields import (
    GuardedAs,
    Private,
    calendar_day,
    described,
    identity,
    note_text,
    one_line,
    program_text,
    stored_code,
    whole_number,
)
from followup.case.home_words import AssessmentDecision, AssessmentKind, Placement
from followup.errors import Invalid
from followup.messages import say


class Opened(Body):
    """She went home: the programme's side of a case, without identity. All slots count from ``return_date``.

    ``assumed`` says in words what was not known and had to be assumed.
    """

    code: Annotated[str, stored_code()]
    return_date: Annotated[date, calendar_day("The return date")]
    policy: Annotated[str, one_line()] = "monthly-36"
    worker: Annotated[str, one_line()] = ""
    centre: Annotated[str, one_line()] = ""
    trade: Annotated[str, one_line()] = ""
    modules: Annotated[tuple[str, ...], one_line("A training module or assumption")] = ()
    assumed: Annotated[tuple[Private, ...], one_line("A training module or assumption")] = ()

    def sentence(self) -> str:
        """Her return date, her policy and her worker."""
        return say(
            "Follow-up opened: return date {day}, policy {policy}, worker {worker}.",
            day=self.return_date,
            policy=self.policy,
            worker=self.worker or say("nobody yet"),
        )


class Amended(Body):
    """Programme facts put right; what is None stays as it was."""

    code: Annotated[str | None, stored_code()] = None
    return_date: Annotated[date | None, calendar_day("The return date")] = None
    policy: Annotated[str | None, one_line()] = None
    centre: Annotated[str | None, one_line()] = None
    trade: Annotated[str | None, one_line()] = None
    modules: Annotated[tuple[str, ...] | None, one_line("A training module")] = None

    def sentence(self) -> str:
        """The names of what was put right."""
        return say("Put right: {what}.", what=self.names_said())


_BIRTH_YEAR = whole_number(
    1940,
    2099,
    "The birth year is not between 1940 and 2099.",
    "Write it in four digits, such as 2004.",
    ask="Birth year",
    title="Born",
)
_WHAT_TO_SAY = identity("What to say if somebody else answers", title="Say", what="What to say", note_limit=1_000)


class Identified(Body):
    """Who she is; what is None stays as it was, what is empty is taken away. Sealed, and shown only when asked for.

    The fields ``contact_...`` are the keys inside ``contact`` in a file.
    """

    personal: ClassVar[bool] = True
    name: Annotated[Private | None, identity("Name", GuardedAs.PERSON)] = None
    nickname: Annotated[Private | None, identity("Nickname", GuardedAs.PERSON)] = None
    birth_year: Annotated[int | None, _BIRTH_YEAR] = None
    phone: Annotated[Private | None, identity("Phone", GuardedAs.PHONE)] = None
    commune: Annotated[Private | None, identity("Commune", GuardedAs.PLACE)] = None
    village: Annotated[Private | None, identity("Village", GuardedAs.PLACE)] = None
    business: Annotated[Private | None, identity("Name of her business", GuardedAs.WORDS, title="Business")] = None
    contact_name: Annotated[
        Private | None, identity("Safe contact: who may answer", GuardedAs.CONTACT, title="Contact")
    ] = None
    contact_phone: Annotated[Private | None, identity("Safe contact: phone", GuardedAs.PHONE, title="Contact")] = None
    contact_hours: Annotated[Private | None, identity("Safe contact: hours", title="Contact")] = None
    contact_say: Annotated[Private | None, _WHAT_TO_SAY] = None
    guardian: Annotated[
        Private | None, identity("Guardian, who speaks for her as a minor", GuardedAs.CONTACT, title="Guardian")
    ] = None

    def sentence(self) -> str:
        """The names of what was written down, never what it says."""
        what = self.names_said()
        return say("Identity written down: {what}.", what=what) if what else say("Identity written down, erased since.")

    @property
    def says_contact(self) -> bool:
        """Whether it says how to reach her: a phone, or anything of her safe contact."""
        phones = {name for name, one in described(Identified).items() if one.guarded is GuardedAs.PHONE}
        return any(name in phones or name.startswith("contact_") for name in self.said())


_UNKNOWN: dict[str, Any] = {name: "" for name, one in described(Identified).items() if one.is_text}
UNKNOWN_IDENTITY = Identified(**_UNKNOWN)
"""Where nothing is known of her: every text is empty."""


class Arranged(Body):
    """When it is safe to come, and what the calendar says; what is None stays as it was.

    ``weekdays`` are the safe ones, 0 = Monday, empty for all; ``avoid`` are days not to come. ``cover`` and ``hours``
    ("09:00-10:00", or "all day") are what the calendar says of her visits, empty for what the office says.
    """

    weekdays: Annotated[
        tuple[int, ...] | None, whole_number(0, 6, "Weekdays are mon, tue, wed, thu, fri, sat, sun.")
    ] = None
    avoid: tuple[DateRange, ...] | None = None
    cover: Annotated[str | None, one_line()] = None
    hours: Annotated[str | None, one_line()] = None

    def sentence(self) -> str:
        """The names of what was arranged."""
        return say("Arranged for visits: {what}.", what=self.names_said())


class Assessed(Body):
    """A family, community or readiness assessment, its decision and the reasons."""

    what: AssessmentKind
    decision: AssessmentDecision
    reasons: Annotated[Private, note_text("The reasons")] = ""
    by_whom: Annotated[Private, one_line()] = ""

    def check(self) -> None:
        """Only a plain yes needs no reasons."""
        if self.decision is not AssessmentDecision.YES and not self.reasons.strip():
            raise Invalid(say("A decision of no, or of yes with conditions, needs its reasons."))

    def sentence(self) -> str:
        """What was assessed and what it came to."""
        return say("Assessment of {what}: {decision}.", what=self.what.label, decision=self.decision.label)


class ReturnedAgainst(Body):
    """Why a return is planned, or stays planned, although the assessments of ``what`` say no."""

    return_date: Annotated[date, calendar_day("The return date")]
    what: tuple[AssessmentKind, ...]
    reason: Annotated[Private, note_text("The reason", needed="A return against an assessment needs its reason.")]

    def sentence(self) -> str:
        """Which return, and what it is against."""
        what = ", ".join(kind.label for kind in self.what)
        return say("The return on {day} is planned against the assessment of {what}.", day=self.return_date, what=what)


class Placed(Body):
    """Where she lives from this day on: with whom, and in which district. The village is identity."""

    placement: Placement
    province: Annotated[str, one_line()] = ""
    district: Annotated[str, one_line()] = ""
    note: Annotated[Private, note_text("The note")] = ""

    def sentence(self) -> str:
        """With whom she lives, and where."""
        place = ", ".join(part for part in (self.district, self.province) if part)
        return say("Placed: {how}{where}.", how=self.placement.label, where=f", {place}" if place else "")


class HandedOver(Body):
    """Another worker follows her from this day on."""

    worker: Annotated[str, one_line("The worker", 40, needed="A hand-over names the worker who takes over.")]
    note: Annotated[Private, note_text("The note")] = ""

    def sentence(self) -> str:
        """Who follows her now."""
        return say("Handed over to {worker}.", worker=self.worker)


class Merged(Body):
    """She is the same person as another case, whose id is ``into``: this one goes on as part of that."""

    into: Annotated[str, program_text()]
    code: Annotated[str, stored_code()]

    def sentence(self) -> str:
        """Which code she goes by."""
        return say("The same person as {code}: part of that case from now on.", code=self.code)
