"""A graduate as she is written down in a file: programme, identity, safe contact, plan, flags and assessments."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from followup.case.date_ranges import DateRange
from followup.case.facts import Identified
from followup.case.fields import Described, GuardedAs, Private, described
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
    read_form,
    record,
    rows,
    short_text,
    whole,
)
from followup.case.home_words import AssessmentDecision, AssessmentKind, Placement
from followup.case.pseudonym import given_code
from followup.case.text_limits import LINE_LIMIT, NOTE_LIMIT
from followup.case.vocabulary import RiskKind, Severity
from followup.messages import say
from followup.values import Value

_NAME = FormKey(from_value(short_text(LINE_LIMIT)))


class FlagForm(Value):
    """A risk flag in a file; owner and review date follow when not said."""

    kind: RiskKind
    severity: Severity
    note: Private
    owner: str = ""
    review: date | None = None
    raised: date | None = None


class AssessmentForm(Value):
    """An assessment in a file."""

    what: AssessmentKind
    decision: AssessmentDecision
    reasons: Private = ""
    by: Private = ""
    on: date | None = None


class EnrolmentForm(Value):
    """Everything one entry of a file says of a graduate. ``plan`` is a plan form, read where the office is known."""

    return_date: date
    code: str = ""
    identity: Identified | None = None
    province: str = ""
    district: str = ""
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
    against: Private = ""
    assumed: tuple[str, ...] = ()


def _identity_key(field: Described) -> FormKey:
    """How a field of identity is read."""
    if field.guarded is GuardedAs.PHONE:
        return FormKey(from_value(lambda written: short_text(40)(figure_text(written))))
    if not field.is_text:
        return FormKey(whole(field.most or 0, least=field.least, hint=say(field.hint)))
    return FormKey(from_value((long_text if field.lines else short_text)(field.most or LINE_LIMIT)))


def _enrolment(contact: Mapping[str, Any] | None = None, **values: Any) -> EnrolmentForm:
    """The form, with everything that says who she is in one fact."""
    said = {name: values.pop(name) for name in described(Identified) if name in values}
    said |= {f"{_CONTACT}{name}": value for name, value in (contact or {}).items()}
    return EnrolmentForm(identity=Identified(**said) if said else None, **values)


_CONTACT = "contact_"
_IDENTITY = {name: _identity_key(field) for name, field in described(Identified).items()}
_CONTACT_KEYS = {name.removeprefix(_CONTACT): key for name, key in _IDENTITY.items() if name.startswith(_CONTACT)}
_TEXTS = FormKey(rows(from_value(short_text(LINE_LIMIT))))
FLAG_KEYS = {
    "kind": FormKey(one_of(RiskKind), required=True),
    "severity": FormKey(one_of(Severity), required=True),
    "note": FormKey(from_value(long_text(NOTE_LIMIT)), required=True),
    "owner": _NAME,
    "review": FormKey(a_day),
}
"""The keys of a flag wherever one is written down."""
_FLAG = FLAG_KEYS | {"raised": FormKey(a_day)}
_ASSESSMENT = {
    "what": FormKey(one_of(AssessmentKind), required=True),
    "decision": FormKey(one_of(AssessmentDecision), required=True),
    "reasons": FormKey(from_value(long_text(NOTE_LIMIT))),
    "by": _NAME,
    "on": FormKey(a_day),
}
_ENROLMENT = {
    "code": FormKey(from_value(lambda written: given_code(figure_text(written)))),
    **{name: key for name, key in _IDENTITY.items() if not name.startswith(_CONTACT)},
    "contact": FormKey(record(dict, _CONTACT_KEYS)),
    "province": _NAME,
    "district": _NAME,
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
    "plan": FormKey(from_value(lambda written: written)),
    "flags": FormKey(rows(record(FlagForm, _FLAG))),
    "assessments": FormKey(rows(record(AssessmentForm, _ASSESSMENT))),
    "against": FormKey(from_value(long_text(NOTE_LIMIT))),
    "assumed": _TEXTS,
}


def enrolment_from_mapping(mapping: Any) -> tuple[EnrolmentForm | None, tuple[FormProblem, ...]]:
    """The enrolment ``mapping`` describes, or None and everything that is wrong with it.

    Only return_date must be given; docs/reference.md has the keys.
    """
    otherwise = say("A graduate is written as keys and values.")
    return read_form(FormReading(name=say("graduate")), record(_enrolment, _ENROLMENT), mapping, otherwise)
