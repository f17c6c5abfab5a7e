"""A graduate as she is written down in a file: programme, identity, safe contact, plan, flags and assessments."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from followup.case.date_ranges import DateRange
from followup.case.forms.reading import (
    FormKey,
    FormProblem,
    FormReading,
    a_date_range,
    a_day,
    a_weekday,
    figure_text,
    from_value,
    long_text,
    one_of,
    record,
    rows,
    short_text,
    whole,
)
from followup.case.pseudonym import given_code
from followup.case.text_limits import LINE_LIMIT, NOTE_LIMIT
from followup.case.vocabulary import AssessmentDecision, AssessmentKind, Placement, RiskKind, Severity
from followup.messages import say

_NAME = FormKey(from_value(short_text(LINE_LIMIT)))


@dataclass(frozen=True, slots=True)
class SafeContact:
    """Who may answer, when, and what to say if somebody else does."""

    name: str = ""
    phone: str = ""
    hours: str = ""
    say: str = ""


@dataclass(frozen=True, slots=True)
class FlagForm:
    """A risk flag in a file; owner and review date follow when not said."""

    kind: RiskKind
    severity: Severity
    note: str
    owner: str = ""
    review: date | None = None
    raised: date | None = None


@dataclass(frozen=True, slots=True)
class AssessmentForm:
    """An assessment in a file."""

    what: AssessmentKind
    decision: AssessmentDecision
    reasons: str = ""
    by: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True)
class EnrolmentForm:
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
    avoid: tuple[DateRange, ...] = ()
    cover: str = ""
    centre: str = ""
    trade: str = ""
    modules: tuple[str, ...] = ()
    placement: Placement | None = None
    policy: str = ""
    worker: str = ""
    plan: Mapping[str, Any] | None = None
    flags: tuple[FlagForm, ...] = ()
    assessments: tuple[AssessmentForm, ...] = ()
    assumed: tuple[str, ...] = ()


def _code(_reading: FormReading, _where: str, written: Any) -> str:
    return given_code(figure_text(written))


def _phone(_reading: FormReading, _where: str, written: Any) -> str:
    return short_text(40)(figure_text(written))


def _mapping(_reading: FormReading, _where: str, written: Any) -> Any:
    return written


_TEXTS = FormKey(rows(from_value(short_text(LINE_LIMIT))))
_CONTACT = {"name": _NAME, "phone": FormKey(_phone), "hours": _NAME, "say": FormKey(from_value(long_text(1_000)))}
_FLAG = {
    "kind": FormKey(one_of(RiskKind), required=True),
    "severity": FormKey(one_of(Severity), required=True),
    "note": FormKey(from_value(long_text(NOTE_LIMIT)), required=True),
    "owner": _NAME,
    "review": FormKey(a_day),
    "raised": FormKey(a_day),
}
_ASSESSMENT = {
    "what": FormKey(one_of(AssessmentKind), required=True),
    "decision": FormKey(one_of(AssessmentDecision), required=True),
    "reasons": FormKey(from_value(long_text(NOTE_LIMIT))),
    "by": _NAME,
    "on": FormKey(a_day),
}
_ENROLMENT = {
    "code": FormKey(_code),
    "name": _NAME,
    "nickname": _NAME,
    "birth_year": FormKey(whole(most=2099)),
    "phone": FormKey(_phone),
    "province": _NAME,
    "district": _NAME,
    "commune": _NAME,
    "village": _NAME,
    "business": _NAME,
    "contact": FormKey(record(SafeContact, _CONTACT)),
    "safe_weekdays": FormKey(rows(a_weekday)),
    "avoid": FormKey(rows(a_date_range)),
    "cover": _NAME,
    "return_date": FormKey(a_day, required=True),
    "centre": _NAME,
    "trade": _NAME,
    "modules": _TEXTS,
    "placement": FormKey(one_of(Placement)),
    "policy": _NAME,
    "worker": _NAME,
    "plan": FormKey(_mapping),
    "flags": FormKey(rows(record(FlagForm, _FLAG))),
    "assessments": FormKey(rows(record(AssessmentForm, _ASSESSMENT))),
    "assumed": _TEXTS,
}


def enrolment_from_mapping(mapping: Any) -> tuple[EnrolmentForm | None, tuple[FormProblem, ...]]:
    """The enrolment ``mapping`` describes, or None and everything that is wrong with it.

    Only return_date must be given; docs/reference.md has the keys.
    """
    reading = FormReading(name=say("graduate"))
    enrolment = record(EnrolmentForm, _ENROLMENT)(reading, "", mapping) if isinstance(mapping, Mapping) else None
    if not isinstance(mapping, Mapping):
        reading.problems.append(FormProblem(reading.name, say("A graduate is written as keys and values.")))
    return (None, tuple(reading.problems)) if reading.problems else (enrolment, ())
