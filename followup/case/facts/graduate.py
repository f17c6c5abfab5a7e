"""Who she is, where she lives, and who follows her."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from followup.case.date_ranges import DateRange
from followup.case.facts.base import Body, check_lines
from followup.case.pseudonym import given_code
from followup.case.text_limits import checked_day, checked_line, checked_note
from followup.case.vocabulary import AssessmentDecision, AssessmentKind, Placement
from followup.errors import Invalid
from followup.messages import say


@dataclass(frozen=True, slots=True)
class Opened(Body):
    """She went home: the programme's side of a case, without identity. All slots count from ``return_date``.

    ``assumed`` says in words what was not known and had to be assumed.
    """

    kind: ClassVar[str] = "opened"
    code: str
    return_date: date
    policy: str = "monthly-36"
    worker: str = ""
    centre: str = ""
    trade: str = ""
    modules: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if given_code(self.code) != self.code:
            raise Invalid(say("A code is stored in capitals without spaces."))
        checked_day(self.return_date, say("The return date"))
        check_lines(policy=self.policy, worker=self.worker, centre=self.centre, trade=self.trade)
        for text in (*self.modules, *self.assumed):
            checked_line(text, say("A training module or assumption"))


@dataclass(frozen=True, slots=True)
class Amended(Body):
    """Programme facts put right; what is None stays as it was."""

    kind: ClassVar[str] = "amended"
    code: str | None = None
    return_date: date | None = None
    policy: str | None = None
    centre: str | None = None
    trade: str | None = None
    modules: tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        if self.code is not None and given_code(self.code) != self.code:
            raise Invalid(say("A code is stored in capitals without spaces."))
        if self.return_date is not None:
            checked_day(self.return_date, say("The return date"))
        check_lines(policy=self.policy, centre=self.centre, trade=self.trade)
        for module in self.modules or ():
            checked_line(module, say("A training module"))


@dataclass(frozen=True, slots=True)
class Identified(Body):
    """Who she is; what is None stays as it was, what is empty is taken away. Sealed, and shown only when asked for."""

    kind: ClassVar[str] = "identified"
    personal: ClassVar[bool] = True
    name: str | None = None
    nickname: str | None = None
    birth_year: int | None = None
    phone: str | None = None
    commune: str | None = None
    village: str | None = None
    business: str | None = None
    contact_name: str | None = None
    contact_phone: str | None = None
    contact_hours: str | None = None
    contact_say: str | None = None

    def __post_init__(self) -> None:
        if self.birth_year is not None and not 1940 <= self.birth_year <= 2099:
            raise Invalid(say("The birth year lies outside 1940 to 2099."), say("Write four digits."))
        check_lines(
            name=self.name,
            nickname=self.nickname,
            phone=self.phone,
            commune=self.commune,
            village=self.village,
            business=self.business,
            contact_name=self.contact_name,
            contact_phone=self.contact_phone,
            contact_hours=self.contact_hours,
        )
        checked_note(self.contact_say or "", say("What to say"), limit=1_000)


@dataclass(frozen=True, slots=True)
class Arranged(Body):
    """When it is safe to come, and what the calendar says; what is None stays as it was.

    ``weekdays`` are the safe ones, 0 = Monday, empty for all; ``avoid`` are days not to come. ``cover`` and ``hours``
    ("09:00-10:00", or "all day") are what the calendar says of her visits, empty for what the office says.
    """

    kind: ClassVar[str] = "arranged"
    weekdays: tuple[int, ...] | None = None
    avoid: tuple[DateRange, ...] | None = None
    cover: str | None = None
    hours: str | None = None

    def __post_init__(self) -> None:
        if not set(self.weekdays or ()) <= set(range(7)):
            raise Invalid(say("Weekdays are mon, tue, wed, thu, fri, sat, sun."))
        check_lines(cover=self.cover, hours=self.hours)


@dataclass(frozen=True, slots=True)
class Assessed(Body):
    """A family, community or readiness assessment, its decision and the reasons."""

    kind: ClassVar[str] = "assessed"
    what: AssessmentKind
    decision: AssessmentDecision
    reasons: str = ""
    by_whom: str = ""

    def __post_init__(self) -> None:
        checked_note(self.reasons, say("The reasons"))
        check_lines(by_whom=self.by_whom)
        if self.decision is not AssessmentDecision.YES and not self.reasons.strip():
            raise Invalid(say("A decision of no, or of yes with conditions, needs its reasons."))


@dataclass(frozen=True, slots=True)
class Placed(Body):
    """Where she lives from this day on: with whom, and in which district. The village is identity."""

    kind: ClassVar[str] = "placed"
    placement: Placement
    province: str = ""
    district: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        check_lines(province=self.province, district=self.district)
        checked_note(self.note, say("The note"))


@dataclass(frozen=True, slots=True)
class HandedOver(Body):
    """Another worker follows her from this day on."""

    kind: ClassVar[str] = "handed_over"
    worker: str
    note: str = ""

    def __post_init__(self) -> None:
        if not checked_line(self.worker, say("The worker"), limit=40).strip():
            raise Invalid(say("A hand-over names the worker who takes over."))
        checked_note(self.note, say("The note"))
