"""A visit as it is written down in a file, or an attempt at one: one row each, read like every other form."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from typing import Annotated, Any

from followup.case.business.money import Currency, parse_number
from followup.case.business.month import MonthlyFigures
from followup.case.business.plan import MOST_CUSTOMERS, MonthlyCost
from followup.case.facts import Attempted, Visited, WellbeingScore
from followup.case.fields import Private, note_text, one_line
from followup.case.forms.consent import ConsentForm, purposes
from followup.case.forms.enrolment import FlagForm
from followup.case.forms.reading import (
    FormKey,
    FormProblem,
    FormReader,
    FormReading,
    figure,
    figure_text,
    from_value,
    keys_of,
    one_of,
    read_form,
    record,
    record_of,
    rows,
    several,
    short_text,
    whole,
)
from followup.case.text_limits import PROMISE_LIMIT
from followup.case.visit_words import AgreementProgress, ContactMethod, WellbeingDomain
from followup.case.vocabulary import RiskKind, Severity
from followup.errors import Invalid
from followup.messages import say
from followup.values import CheckedValue, Value, defaults

INITIALS_LIMIT = 40
_ATTEMPT_FIELDS = ("date", "code", "attempt", "same", "second")
"""What a row of an attempt may say."""
MOST_SLOTS = 480
"""Visits of forty years; whether she has that many is for her schedule to say."""
_NOTE = note_text("The note")


class FlagReviewForm(Value):
    """A flag that was looked at again; ``flag`` is its number or kind, ``severity`` None where it stays as grave."""

    flag: str
    severity: Severity | None = None
    note: Annotated[Private, _NOTE] = ""
    review: date | None = None


class FlagClearingForm(Value):
    """A flag that no longer holds, and how that came."""

    flag: str
    how: Annotated[Private, _NOTE]


class PromiseForm(Value):
    """What she was told would be done, by when, and by whom (the worker, if not said)."""

    what: Annotated[Private, note_text("What was promised", PROMISE_LIMIT)]
    due: date
    by: Annotated[Private, one_line(limit=INITIALS_LIMIT)] = ""


class PromiseSettlementForm(Value):
    """What became of a promise; ``promise`` is its number."""

    promise: str
    kept: bool
    note: Annotated[Private, _NOTE] = ""


class VisitForm(CheckedValue):
    """One row: a visit with everything that came of it or, where ``attempt`` is given, a try that did not succeed.

    Where one of that day stands already, ``same`` says that this takes its place, ``second`` that there were two.
    """

    date: date
    code: str = ""
    contact: ContactMethod | None = None
    slot: int | None = None
    went: tuple[Private, ...] = ()
    scores: tuple[WellbeingScore, ...] = ()
    month: MonthlyFigures | None = None
    flags: tuple[FlagForm, ...] = ()
    reviewed: tuple[FlagReviewForm, ...] = ()
    cleared: tuple[FlagClearingForm, ...] = ()
    promises: tuple[PromiseForm, ...] = ()
    settled: tuple[PromiseSettlementForm, ...] = ()
    note: Annotated[Private, _NOTE] = ""
    agreed: Annotated[Private, _NOTE] = ""
    contact_right: bool | None = None
    agreement: AgreementProgress | None = None
    not_seen: tuple[RiskKind, ...] = ()
    consent: ConsentForm | None = None
    attempt: Attempted | None = None
    same: bool = False
    second: bool = False

    def check(self) -> None:
        """It is one visit that can be, or an attempt that says nothing of a visit."""
        if self.same and self.second:
            raise Invalid(say("A visit is the same or a second one, not both."), say("Leave one of them out."))
        if self.attempt is None:
            _ = self.visited  # an impossible visit cannot exist
        elif any(getattr(self, name) != default for name, default in _of_a_visit().items()):
            raise Invalid(
                say("An attempt is a row of its own: code, date and attempt."),
                say("What was seen and said belongs to a visit."),
            )

    @property
    def visited(self) -> Visited:
        """The visit itself; what came of it are facts of their own."""
        if self.contact is None:
            raise Invalid(
                say("How she was met is missing: contact."), say("Or write attempt, if she was not met at all.")
            )
        said = {name: getattr(self, name) for name in Visited.__struct_fields__}
        month = self.month if self.month and self.month.says_something else None
        return Visited(**said | {"month": month, "not_seen": tuple(dict.fromkeys(self.not_seen))})


# --- reading --------------------------------------------------------------------------------------------------------


def _score(written: Any) -> int | None:
    return None if written in (None, "", "-") else int(parse_number(figure_text(written), least=1, most=4))


def _score_pair(written: Any) -> tuple[Any, Any]:
    """The worker's score and her own as they stand: a figure, ``3/2``, [3, 2] or {worker = 3, own = 2}."""
    if isinstance(written, Mapping):
        if set(written) - {"worker", "own"}:
            raise Invalid(say("Keys are needed here: {keys}.", keys="worker, own"))
        return written.get("worker"), written.get("own")
    if isinstance(written, str):
        written = written.split("/")
    both = written if isinstance(written, (list, tuple)) else [written]
    if not 1 <= len(both) <= 2:
        raise Invalid(say("A score is one figure, or the worker's and her own."))
    return both[0], both[1] if len(both) == 2 else None


def _scored(domain: WellbeingDomain, written: Any) -> WellbeingScore:
    try:
        worker, own = (_score(part.strip() if isinstance(part, str) else part) for part in _score_pair(written))
    except Invalid as error:
        hint = say("A score is 1 (in danger) to 4 (thriving); her own beside the worker's: 3/2.")
        raise Invalid(error.what, hint) from None
    return WellbeingScore(domain, worker, own)


def _scores(reading: FormReading, where: str, written: Any) -> tuple[WellbeingScore, ...]:
    if not isinstance(written, Mapping):
        raise Invalid(say("Scores are written by domain, such as safety = [3, 2]."))
    found = []
    for key, value in written.items():
        try:
            domain = one_of(WellbeingDomain)(reading, where, key)
            assert isinstance(domain, WellbeingDomain)
        except Invalid as error:
            reading.note(where, error)
            continue
        try:
            found.append(_scored(domain, value))
        except Invalid as error:
            reading.note(f"{where}: {domain.value}", error)
    return tuple(score for score in found if score != WellbeingScore(score.domain))


_reference = from_value(lambda written: short_text(INITIALS_LIMIT)(figure_text(written)))
_initials = from_value(short_text(INITIALS_LIMIT))
_month = record_of(
    MonthlyFigures,
    *("customers", "takings", "costs", "drawings", "stock", "debt", "savings", "repaid", "repaid_in_kind", "open"),
    customers=figure(places=2, most=MOST_CUSTOMERS),
    costs=rows(record_of(MonthlyCost, "kind", "amount"), "kind", "amount"),
)
_VISIT = {"code": FormKey(_reference)} | keys_of(
    VisitForm,
    code=_reference,
    slot=whole(MOST_SLOTS, least=1),
    went=several(_initials),
    scores=_scores,
    month=_month,
    flags=rows(record_of(FlagForm, "kind", "severity", "note", "owner", "review", owner=_initials)),
    reviewed=rows(record_of(FlagReviewForm, flag=_reference)),
    cleared=rows(record_of(FlagClearingForm, flag=_reference)),
    promises=rows(record_of(PromiseForm, "what", "by", "due")),
    settled=rows(record_of(PromiseSettlementForm, promise=_reference)),
    not_seen=several(one_of(RiskKind)),
    consent=record_of(ConsentForm, "given", "refused", given=purposes, refused=purposes),
)
"""The keys of a row in the order in which they are told."""


def visit_from_mapping(
    mapping: Any, currency: Currency = Currency.KHR
) -> tuple[VisitForm | None, tuple[FormProblem, ...]]:
    """The row that ``mapping`` describes, or None and everything that is wrong with it.

    Amounts that name no currency are in ``currency``; days are written out; docs/reference.md has the keys.
    """
    reading = FormReading(currency, name=say("visit"))
    return read_form(reading, record(VisitForm, _VISIT), mapping, say("A visit is written as keys and values."))


def answer_checker(currency: Currency) -> Callable[[str, Any], None]:
    """A check of one answer by its key (``month.takings``, ``scores.safety``): Invalid for one that cannot be."""

    def check(key: str, written: Any) -> None:
        outer, _, inner = key.partition(".")
        reader: FormReader = _VISIT[outer].read
        reading = FormReading(currency)
        reader(reading, "", {inner: written} if inner else written)
        if reading.problems:
            raise Invalid(reading.problems[0].what)

    return check


@cache
def _of_a_visit() -> dict[str, Any]:
    """The fields that belong to a visit, with what each holds where nothing was said."""
    return {name: default for name, default in defaults(VisitForm).items() if name not in _ATTEMPT_FIELDS}
