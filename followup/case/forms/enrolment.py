"""A graduate as she is written down in a file: programme, identity, safe contact, plan, flags and assessments."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from followup.case.date_ranges import DateRange
from followup.case.facts import Identified
from followup.case.fields import Private, described, note_text, one_line
from followup.case.forms.reading import (
    FormKey,
    FormProblem,
    FormReading,
    a_weekday,
    figure_text,
    from_value,
    keys_of,
    read_form,
    record,
    rows,
    whole,
)
from followup.case.home_words import AssessmentDecision, AssessmentKind, Placement
from followup.case.pseudonym import given_code
from followup.case.vocabulary import RiskKind, Severity
from followup.messages import say
from followup.values import Value


class FlagForm(Value):
    """A risk flag in a file; owner and review date follow when not said."""

    kind: RiskKind
    severity: Severity
    note: Annotated[Private, note_text("The note")]
    owner: Annotated[str, one_line()] = ""
    review: date | None = None
    raised: date | None = None


class AssessmentForm(Value):
    """An assessment in a file."""

    what: AssessmentKind
    decision: AssessmentDecision
    reasons: Annotated[Private, note_text("The reasons")] = ""
    by: Annotated[Private, one_line()] = ""
    on: date | None = None


class EnrolmentForm(Value, kw_only=True):
    """Everything one entry of a file says of a graduate. ``plan`` is a plan form, read where the office is known."""

    code: str = ""
    identity: Identified | None = None
    province: Annotated[str, one_line()] = ""
    district: Annotated[str, one_line()] = ""
    safe_weekdays: tuple[int, ...] = ()
    avoid: tuple[DateRange, ...] = ()
    cover: Annotated[str, one_line()] = ""
    return_date: date
    centre: Annotated[str, one_line()] = ""
    trade: Annotated[str, one_line()] = ""
    modules: Annotated[tuple[str, ...], one_line()] = ()
    placement: Placement | None = None
    policy: Annotated[str, one_line()] = ""
    worker: Annotated[str, one_line()] = ""
    plan: Mapping[str, Any] | None = None
    flags: tuple[FlagForm, ...] = ()
    assessments: tuple[AssessmentForm, ...] = ()
    against: Annotated[Private, note_text("The reason")] = ""
    assumed: Annotated[tuple[str, ...], one_line()] = ()


def _enrolment(contact: Mapping[str, Any] | None = None, **values: Any) -> EnrolmentForm:
    """The form, with everything that says who she is in one fact."""
    said = {name: values.pop(name) for name in described(Identified) if name in values}
    said |= {f"{_CONTACT}{name}": value for name, value in (contact or {}).items()}
    return EnrolmentForm(identity=Identified(**said) if said else None, **values)


_CONTACT = "contact_"
_BIRTH_YEAR = described(Identified)["birth_year"]
_IDENTITY = keys_of(Identified, birth_year=whole(_BIRTH_YEAR.most or 0, _BIRTH_YEAR.least, say(_BIRTH_YEAR.hint)))
_CONTACT_KEYS = {name.removeprefix(_CONTACT): key for name, key in _IDENTITY.items() if name.startswith(_CONTACT)}
_ENROLMENT = {
    "code": FormKey(from_value(lambda written: given_code(figure_text(written)))),
    **{name: key for name, key in _IDENTITY.items() if not name.startswith(_CONTACT)},
    "contact": FormKey(record(dict, _CONTACT_KEYS)),
    **keys_of(
        EnrolmentForm,
        *(name for name in EnrolmentForm.__struct_fields__ if name not in ("code", "identity")),
        safe_weekdays=rows(a_weekday),
        plan=from_value(lambda written: written),
    ),
}


def enrolment_from_mapping(mapping: Any) -> tuple[EnrolmentForm | None, tuple[FormProblem, ...]]:
    """The enrolment ``mapping`` describes, or None and everything that is wrong with it.

    Only return_date must be given; docs/reference.md has the keys.
    """
    otherwise = say("A graduate is written as keys and values.")
    return read_form(FormReading(name=say("graduate")), record(_enrolment, _ENROLMENT), mapping, otherwise)
