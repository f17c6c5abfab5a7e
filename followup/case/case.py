"""Case: what a set of facts adds up to, as of any day.

Replay is a function of the *set* of facts: the order in which they arrived, and from which laptop, does not matter.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from functools import singledispatch
from types import MappingProxyType
from typing import Any

from followup.case import facts as f
from followup.case import risk
from followup.case.business import Plan
from followup.case.codes import Assessment, Placement, RiskKind, RiskLevel, Severity
from followup.case.spans import Span


@dataclass(frozen=True, slots=True)
class Identity:
    """Who she is; kept apart, sealed, shown only when asked for. Empty means not known."""

    name: str = ""
    nickname: str = ""
    birth_year: int | None = None
    phone: str = ""
    commune: str = ""
    village: str = ""
    business: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    contact_hours: str = ""
    contact_say: str = ""


@dataclass(frozen=True, slots=True)
class Flag:
    """One risk flag and where it stands."""

    id: str
    risk: RiskKind
    severity: Severity
    note: str
    owner: str
    raised_on: date
    review_on: date
    written: tuple[datetime, str, int]
    """When it was written down, on which device, as which entry there: what flags are numbered by."""
    reviewed_on: date | None = None
    found: str = ""
    cleared_on: date | None = None
    how: str = ""
    grades: tuple[tuple[date, Severity], ...] = ()
    """From which day on it was how grave, the earliest first."""

    @property
    def is_open(self) -> bool:
        """Whether it has not been cleared."""
        return self.cleared_on is None

    def spans(self, severity: Severity) -> Iterator[tuple[date, date | None]]:
        """The days on which it was open and this grave, as [from, until) pairs; ``None`` while it still is."""
        ends = [on for on, _ in self.grades[1:]] + [self.cleared_on]
        for (start, grade), end in zip(self.grades, ends, strict=True):
            if grade is severity and start != end:
                yield start, end


@dataclass(frozen=True, slots=True)
class Judgement:
    """An assessment and the day it was made."""

    on: date
    said: f.Assessed


@dataclass(frozen=True, slots=True)
class Visit:
    """One contact with her; two in one slot are both kept."""

    id: str
    on: date
    said: f.Visited


@dataclass(frozen=True, slots=True)
class Attempt:
    """A try to meet her that did not succeed; ``number`` counts those since she was last heard from."""

    id: str
    on: date
    number: int
    said: f.Attempted


@dataclass(frozen=True, slots=True)
class Promise:
    """Something promised to her, and what became of it; ``kept`` is None while it is open."""

    id: str
    on: date
    said: f.Promised
    written: tuple[datetime, str, int]
    kept: bool | None = None
    settled_on: date | None = None
    how: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it is neither kept nor broken yet."""
        return self.kept is None


@dataclass(frozen=True, slots=True)
class Issued:
    """A calendar entry as it was last handed out, and when."""

    entry: f.Entry
    stamp: datetime


@dataclass(frozen=True, slots=True)
class End:
    """The day follow-up ended, and how."""

    on: date
    said: f.Ended


def _nothing() -> Mapping[Any, Any]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Case:
    """One graduate as known on ``as_of``; everything here is computed from facts."""

    id: str
    as_of: date
    seed: str = ""
    opened_on: date | None = None
    code: str = ""
    return_date: date | None = None
    policy: str = ""
    worker: str = ""
    centre: str = ""
    trade: str = ""
    modules: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()
    identity: Identity = field(default_factory=Identity)
    weekdays: tuple[int, ...] = ()
    avoid: tuple[Span, ...] = ()
    cover: str = ""
    hours: str = ""
    placement: Placement | None = None
    province: str = ""
    district: str = ""
    judgements: tuple[Judgement, ...] = ()
    plan: Plan | None = None
    planned_on: date | None = None
    plan_assumed: tuple[str, ...] = ()
    flags: tuple[Flag, ...] = ()
    visits: tuple[Visit, ...] = ()
    attempts: tuple[Attempt, ...] = ()
    promises: tuple[Promise, ...] = ()
    moves: Mapping[int, date] = field(default_factory=_nothing)
    """The day each moved slot was last moved to."""
    pauses: tuple[f.Paused, ...] = ()
    extra_visits: int = 0
    tapers: tuple[f.Tapered, ...] = ()
    issued: Mapping[tuple[int, bool], Issued] = field(default_factory=_nothing)
    end: End | None = None

    @property
    def is_open(self) -> bool:
        """Whether the case was ever opened; facts may arrive from another laptop before their beginning does."""
        return self.return_date is not None

    @property
    def open_flags(self) -> tuple[Flag, ...]:
        """The flags not yet cleared, gravest first, then by the day they are looked at again."""
        mine = (flag for flag in self.flags if flag.is_open)
        return tuple(sorted(mine, key=lambda flag: (-flag.severity.rank, flag.review_on, flag.id)))

    @property
    def last_met(self) -> date | None:
        """The day she was last met in person."""
        return max((visit.on for visit in self.visits if visit.said.contact.in_person), default=None)

    @property
    def tries(self) -> tuple[Attempt, ...]:
        """The attempts since she was last heard from, the earliest first."""
        row = 0 if not self.attempts else self.attempts[-1].number
        heard = max((visit.on for visit in self.visits), default=date.min)
        return self.attempts[-row:] if row and self.attempts[-1].on >= heard else ()

    @property
    def open_promises(self) -> tuple[Promise, ...]:
        """The promises neither kept nor broken, by the day they are due."""
        return tuple(sorted((one for one in self.promises if one.is_open), key=lambda one: (one.said.due, one.id)))

    @property
    def risk(self) -> RiskLevel:
        """The level that the open flags add up to."""
        return risk.level(flag.severity for flag in self.open_flags)

    @property
    def district_name(self) -> str:
        """District and province on one line, as much as is known."""
        return ", ".join(part for part in (self.district, self.province) if part)

    def judged(self, what: Assessment) -> Judgement | None:
        """The latest assessment of this kind."""
        return next((judgement for judgement in reversed(self.judgements) if judgement.said.what is what), None)

    def danger_spans(self) -> tuple[tuple[date, date | None], ...]:
        """The days on which a danger flag was open, as [from, until) pairs; ``None`` while it still is."""
        return tuple(span for flag in self.flags for span in flag.spans(Severity.DANGER))


def replay(case_id: str, facts: Iterable[f.Fact], as_of: date, known_at: datetime | None = None) -> Case:
    """The case that ``facts`` add up to on ``as_of``: what was true then, as it was known at ``known_at``."""
    case = Case(id=case_id, as_of=as_of)
    for fact in f.effective(facts, known_at):
        if fact.on <= as_of:
            case = _apply(fact.body, fact, case)
    return case


def _given(body: f.Body, *but: str) -> dict[str, Any]:
    """The fields of a partial body that say something."""
    said = {item.name: getattr(body, item.name) for item in fields(body) if item.name not in but}
    return {name: value for name, value in said.items() if value is not None}


@singledispatch
def _apply(body: f.Body, fact: f.Fact, case: Case) -> Case:
    """The case after ``fact``; kinds that say nothing about a case leave it as it is."""
    return case


@_apply.register
def _(body: f.Opened, fact: f.Fact, case: Case) -> Case:
    if case.seed:
        return case
    return replace(case, seed=fact.id, opened_on=fact.on, **_given(body))


@_apply.register
def _(body: f.Amended, fact: f.Fact, case: Case) -> Case:
    return replace(case, **_given(body))


@_apply.register
def _(body: f.Identified, fact: f.Fact, case: Case) -> Case:
    return replace(case, identity=replace(case.identity, **_given(body)))


@_apply.register
def _(body: f.Arranged, fact: f.Fact, case: Case) -> Case:
    return replace(case, **_given(body))


@_apply.register
def _(body: f.Assessed, fact: f.Fact, case: Case) -> Case:
    return replace(case, judgements=(*case.judgements, Judgement(fact.on, body)))


@_apply.register
def _(body: f.Placed, fact: f.Fact, case: Case) -> Case:
    return replace(case, placement=body.placement, province=body.province, district=body.district)


@_apply.register
def _(body: f.HandedOver, fact: f.Fact, case: Case) -> Case:
    return replace(case, worker=body.worker)


@_apply.register
def _(body: f.Planned, fact: f.Fact, case: Case) -> Case:
    return replace(case, plan=body.plan, planned_on=fact.on, plan_assumed=body.assumed)


@_apply.register
def _(body: f.Flagged, fact: f.Fact, case: Case) -> Case:
    flag = Flag(
        id=fact.id,
        risk=body.risk,
        severity=body.severity,
        note=body.note,
        owner=body.owner,
        raised_on=fact.on,
        review_on=body.review_on,
        written=(fact.at, fact.device, fact.seq),
        grades=((fact.on, body.severity),),
    )
    return replace(case, flags=(*case.flags, flag))


def _with_flag(case: Case, flag_id: str, change: Callable[[Flag], Flag]) -> Case:
    return replace(case, flags=tuple(change(flag) if flag.id == flag_id else flag for flag in case.flags))


@_apply.register
def _(body: f.FlagReviewed, fact: f.Fact, case: Case) -> Case:
    def reviewed(flag: Flag) -> Flag:
        return replace(
            flag,
            severity=body.severity,
            review_on=body.review_on,
            reviewed_on=fact.on,
            found=body.note,
            owner=body.owner or flag.owner,
            grades=(*flag.grades, (fact.on, body.severity)),
        )

    return _with_flag(case, body.flag, reviewed)


@_apply.register
def _(body: f.FlagCleared, fact: f.Fact, case: Case) -> Case:
    return _with_flag(case, body.flag, lambda flag: replace(flag, cleared_on=fact.on, how=body.how))


@_apply.register
def _(body: f.Visited, fact: f.Fact, case: Case) -> Case:
    return replace(case, visits=(*case.visits, Visit(fact.id, fact.on, body)))


@_apply.register
def _(body: f.Attempted, fact: f.Fact, case: Case) -> Case:
    before = case.attempts[-1] if case.attempts else None
    heard = any(before is None or visit.on >= before.on for visit in case.visits)
    number = before.number + 1 if before and not heard else 1
    return replace(case, attempts=(*case.attempts, Attempt(fact.id, fact.on, number, body)))


@_apply.register
def _(body: f.Promised, fact: f.Fact, case: Case) -> Case:
    promise = Promise(fact.id, fact.on, body, (fact.at, fact.device, fact.seq))
    return replace(case, promises=(*case.promises, promise))


@_apply.register
def _(body: f.PromiseSettled, fact: f.Fact, case: Case) -> Case:
    def settled(promise: Promise) -> Promise:
        if promise.id != body.promise:
            return promise
        return replace(promise, kept=body.kept, settled_on=fact.on, how=body.note)

    return replace(case, promises=tuple(map(settled, case.promises)))


@_apply.register
def _(body: f.Moved, fact: f.Fact, case: Case) -> Case:
    return replace(case, moves=MappingProxyType({**case.moves, body.slot: body.day}))


@_apply.register
def _(body: f.Paused, fact: f.Fact, case: Case) -> Case:
    return replace(case, pauses=(*case.pauses, body))


@_apply.register
def _(body: f.Extended, fact: f.Fact, case: Case) -> Case:
    return replace(case, extra_visits=case.extra_visits + body.visits)


@_apply.register
def _(body: f.Tapered, fact: f.Fact, case: Case) -> Case:
    return replace(case, tapers=(*case.tapers, body))


@_apply.register
def _(body: f.Ended, fact: f.Fact, case: Case) -> Case:
    return replace(case, end=End(fact.on, body))


@_apply.register
def _(body: f.HandedOut, fact: f.Fact, case: Case) -> Case:
    issued = {entry.key: Issued(entry, fact.at) for entry in body.entries}
    return replace(case, issued=MappingProxyType({**case.issued, **issued}))
