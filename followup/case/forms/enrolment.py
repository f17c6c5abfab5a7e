"""A graduate as she is written down in a file: programme, identity, safe contact, plan, flags and assessments."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from followup.case.date_ranges import Span
from followup.case.forms.reading import (
    Key,
    Problem,
    Reading,
    a_day,
    a_span,
    a_weekday,
    figure_text,
    note,
    one_of,
    plain,
    record,
    rows,
    whole,
    words,
)
from followup.case.pseudonym import given
from followup.case.text_limits import LINE, NOTE
from followup.case.vocabulary import Assessment, Decision, Placement, RiskKind, Severity
from followup.messages import say

_NAME = Key(plain(words(LINE)))


@dataclass(frozen=True, slots=True)
class SafeContact:
    """Who may answer, when, and what to say if somebody else does."""

    name: str = ""
    phone: str = ""
    hours: str = ""
    say: str = ""


@dataclass(frozen=True, slots=True)
class WrittenFlag:
    """A risk flag in a file; owner and review date follow when not said."""

    kind: RiskKind
    severity: Severity
    note: str
    owner: str = ""
    review: date | None = None
    raised: date | None = None


@dataclass(frozen=True, slots=True)
class WrittenAssessment:
    """An assessment in a file."""

    what: Assessment
    decision: Decision
    reasons: str = ""
    by: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Enrolment:
    """Everything one entry of a file says of a graduate. ``plan`` is a plan form, read where the office is known."""

    return_date: date
    code: str = ""
    name: str = ""
    nickname: str = ""
    birth_year: int | None = None
    phone: str = ""
    province: str = ""
    district: str = ""
    commune: str = ""
    village: str = ""
    business: str = ""
    contact: SafeContact | None = None
    safe_weekdays: tuple[int, ...] = ()
    avoid: tuple[Span, ...] = ()
    cover: str = ""
    centre: str = ""
    trade: str = ""
    modules: tuple[str, ...] = ()
    placement: Placement | None = None
    policy: str = ""
    worker: str = ""
    plan: Mapping[str, Any] | None = None
    flags: tuple[WrittenFlag, ...] = ()
    assessments: tuple[WrittenAssessment, ...] = ()
    assumed: tuple[str, ...] = ()


def _code(_reading: Reading, _where: str, written: Any) -> str:
    return given(figure_text(written))


def _phone(_reading: Reading, _where: str, written: Any) -> str:
    return words(40)(figure_text(written))


def _mapping(_reading: Reading, _where: str, written: Any) -> Any:
    return written


_TEXTS = Key(rows(plain(words(LINE))))
_CONTACT = {"name": _NAME, "phone": Key(_phone), "hours": _NAME, "say": Key(plain(note(1_000)))}
_FLAG = {
    "kind": Key(one_of(RiskKind), required=True),
    "severity": Key(one_of(Severity), required=True),
    "note": Key(plain(note(NOTE)), required=True),
    "owner": _NAME,
    "review": Key(a_day),
    "raised": Key(a_day),
}
_ASSESSMENT = {
    "what": Key(one_of(Assessment), required=True),
    "decision": Key(one_of(Decision), required=True),
    "reasons": Key(plain(note(NOTE))),
    "by": _NAME,
    "on": Key(a_day),
}
_ENROLMENT = {
    "code": Key(_code),
    "name": _NAME,
    "nickname": _NAME,
    "birth_year": Key(whole(most=2099)),
    "phone": Key(_phone),
    "province": _NAME,
    "district": _NAME,
    "commune": _NAME,
    "village": _NAME,
    "business": _NAME,
    "contact": Key(record(SafeContact, _CONTACT)),
    "safe_weekdays": Key(rows(a_weekday)),
    "avoid": Key(rows(a_span)),
    "cover": _NAME,
    "return_date": Key(a_day, required=True),
    "centre": _NAME,
    "trade": _NAME,
    "modules": _TEXTS,
    "placement": Key(one_of(Placement)),
    "policy": _NAME,
    "worker": _NAME,
    "plan": Key(_mapping),
    "flags": Key(rows(record(WrittenFlag, _FLAG))),
    "assessments": Key(rows(record(WrittenAssessment, _ASSESSMENT))),
    "assumed": _TEXTS,
}


def enrolment_from(mapping: Any) -> tuple[Enrolment | None, tuple[Problem, ...]]:
    """The enrolment ``mapping`` describes, or None and everything that is wrong with it.

    Only return_date must be given; docs/reference.md has the keys.
    """
    reading = Reading(name=say("graduate"))
    enrolment = record(Enrolment, _ENROLMENT)(reading, "", mapping) if isinstance(mapping, Mapping) else None
    if not isinstance(mapping, Mapping):
        reading.problems.append(Problem(reading.name, say("A graduate is written as keys and values.")))
    return (None, tuple(reading.problems)) if reading.problems else (enrolment, ())
