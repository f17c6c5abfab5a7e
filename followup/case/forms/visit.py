"""A visit as it is written down in a file, or an attempt at one: one row each, read like every other form."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from typing import Any

from followup.case.business.money import Currency, parse_number
from followup.case.business.month import MonthlyFigures
from followup.case.business.plan import MOST_CUSTOMERS, CostKind, MonthlyCost
from followup.case.facts import Attempted, Visited, WellbeingScore
from followup.case.fields import Private
from followup.case.forms.consent import ConsentForm, purposes
from followup.case.forms.enrolment import FLAG_KEYS, FlagForm
from followup.case.forms.reading import (
    FormKey,
    FormProblem,
    FormReader,
    FormReading,
    a_day,
    amount,
    figure,
    figure_text,
    from_value,
    long_text,
    one_of,
    read_form,
    record,
    rows,
    several,
    short_text,
    yes_or_no,
)
from followup.case.text_limits import NOTE_LIMIT, PROMISE_LIMIT
from followup.case.visit_words import AgreementProgress, AttemptReason, ContactMethod, WellbeingDomain
from followup.case.vocabulary import RiskKind, Severity
from followup.errors import Invalid
from followup.messages import say
from followup.values import CheckedValue, Value, defaults

INITIALS_LIMIT = 40
_ATTEMPT_FIELDS = ("date", "code", "attempt", "same", "second")
"""What a row of an attempt may say."""
MOST_SLOTS = 480
"""Visits of forty years; whether she has that many is for her schedule to say."""


class FlagReviewForm(Value):
    """A flag that was looked at again; ``flag`` is its number or kind, ``severity`` None where it stays as grave."""

    flag: str
    severity: Severity | None = None
    note: Private = ""
    review: date | None = None


class FlagClearingForm(Value):
    """A flag that no longer holds, and how that came."""

    flag: str
    how: Private


class PromiseForm(Value):
    """What she was told would be done, by when, and by whom (the worker, if not said)."""

    what: Private
    due: date
    by: Private = ""


class PromiseSettlementForm(Value):
    """What became of a promise; ``promise`` is its number."""

    promise: str
    kept: bool
    note: Private = ""


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
    note: Private = ""
    agreed: Private = ""
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
        return Visited(
            contact=self.contact,
            slot=self.slot,
            note=self.note,
            went=self.went,
            scores=self.scores,
            month=self.month if self.month and self.month.says_something else None,
            agreed=self.agreed,
            contact_right=self.contact_right,
            agreement=self.agreement,
            not_seen=tuple(dict.fromkeys(self.not_seen)),
        )


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


def _slot(_reading: FormReading, _where: str, written: Any) -> int:
    return int(parse_number(figure_text(written), least=1, most=MOST_SLOTS))


_reference = from_value(lambda written: short_text(INITIALS_LIMIT)(figure_text(written)))
_REQUIRED_REFERENCE = FormKey(_reference, required=True)
_YES_OR_NO = FormKey(from_value(yes_or_no))
_NOTE = FormKey(from_value(long_text(NOTE_LIMIT)))
_REQUIRED_NOTE = FormKey(from_value(long_text(NOTE_LIMIT)), required=True)
_INITIALS = FormKey(from_value(short_text(INITIALS_LIMIT)))
_AMOUNT = FormKey(amount)
_COST = {"kind": FormKey(one_of(CostKind), required=True), "amount": FormKey(amount, required=True)}
_MONTH = {
    "customers": FormKey(figure(places=2, most=MOST_CUSTOMERS)),
    "takings": _AMOUNT,
    "costs": FormKey(rows(record(MonthlyCost, _COST), "kind", "amount")),
    "drawings": _AMOUNT,
    "stock": _AMOUNT,
    "debt": _AMOUNT,
    "savings": _AMOUNT,
    "repaid": _AMOUNT,
    "repaid_in_kind": _YES_OR_NO,
    "open": _YES_OR_NO,
}
_FLAG = FLAG_KEYS | {"owner": _INITIALS}
_REVIEW = {"flag": _REQUIRED_REFERENCE, "severity": FormKey(one_of(Severity)), "note": _NOTE, "review": FormKey(a_day)}
_PROMISE = {
    "what": FormKey(from_value(long_text(PROMISE_LIMIT)), required=True),
    "by": _INITIALS,
    "due": FormKey(a_day, required=True),
}
_SETTLING = {"promise": _REQUIRED_REFERENCE, "kept": FormKey(from_value(yes_or_no), required=True), "note": _NOTE}
_ATTEMPT = {
    "reason": FormKey(one_of(AttemptReason), required=True),
    "safe": _YES_OR_NO,
    "note": _NOTE,
}

_VISIT: dict[str, FormKey] = {
    "code": FormKey(_reference),
    "date": FormKey(a_day, required=True),
    "contact": FormKey(one_of(ContactMethod)),
    "slot": FormKey(_slot),
    "went": FormKey(several(from_value(short_text(INITIALS_LIMIT)))),
    "scores": FormKey(_scores),
    "month": FormKey(record(MonthlyFigures, _MONTH)),
    "flags": FormKey(rows(record(FlagForm, _FLAG))),
    "reviewed": FormKey(rows(record(FlagReviewForm, _REVIEW))),
    "cleared": FormKey(rows(record(FlagClearingForm, {"flag": _REQUIRED_REFERENCE, "how": _REQUIRED_NOTE}))),
    "promises": FormKey(rows(record(PromiseForm, _PROMISE))),
    "settled": FormKey(rows(record(PromiseSettlementForm, _SETTLING))),
    "note": _NOTE,
    "agreed": _NOTE,
    "contact_right": _YES_OR_NO,
    "agreement": FormKey(one_of(AgreementProgress)),
    "not_seen": FormKey(several(one_of(RiskKind))),
    "consent": FormKey(record(ConsentForm, {"given": FormKey(purposes), "refused": FormKey(purposes)})),
    "attempt": FormKey(record(Attempted, _ATTEMPT)),
    "same": _YES_OR_NO,
    "second": _YES_OR_NO,
}


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
